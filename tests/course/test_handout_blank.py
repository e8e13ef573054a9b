"""What stands in the place of a solution: it runs, it is empty, and every other byte is the solution's."""

from __future__ import annotations

import ast
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.course.handout.blank import make_blank, paste
from undergrad.course.handout.parts import find_parts
from undergrad.course.handout.source import parse_source
from undergrad.source.program import parsed
from undergrad.source.stubs import blanks


def blank_of(text, *, language="en", asked=()):
    content = text if isinstance(text, bytes) else textwrap.dedent(text).encode()
    source = parse_source(content, name="Solution.py")
    blank = make_blank(source, find_parts(source), language=language, asked=asked)
    again = parse_source(blank.content, name="Answer.py")
    assert paste(again, find_parts(again), source, find_parts(source)) == content
    return blank


def text_of(text, **options):
    return blank_of(text, **options).content.decode()


def between(text, **options):
    """The lines between the marks, without their indentation."""
    lines = text_of(text, **options).split("\n")
    first, last = (number for number, line in enumerate(lines) if "# ==" in line)
    return [line.strip() for line in lines[first + 1 : last]]


HERE = "# write your code here"


def test_the_homeworks_form_keeps_its_none_and_its_return():
    text = """\
    class ReLU:
        def forward(self, z):
            out = None
            # ===== EDIT HERE =====
            out = z * (z > 0)
            # ===== EDIT HERE =====
            return out
    """
    assert text_of(text) == textwrap.dedent(text).replace("out = z * (z > 0)", HERE)
    assert "# 여기에 코드를 작성하세요" in text_of(text, language="ko")


@pytest.mark.parametrize(
    ("body", "left"),
    [
        # What is returned behind the part, and set in it alone.
        ("# ==EDIT HERE==\nout = z + 1\n# ===\nreturn out", ["out = None", HERE]),
        ("# ==EDIT HERE==\na, (b, *c) = z\nd = a\n# ===\nreturn a, c", ["a = None", "c = None", HERE]),
        ("# ==EDIT HERE==\nfor i in z:\n    out = i\n# ===\nreturn i, out", ["i = None", "out = None", HERE]),
        (
            "# ==EDIT HERE==\nimport numpy.linalg as n\nwith z as w: pass\n# ===\nreturn n, w",
            ["n = None", "w = None", HERE],
        ),
        # Known before, or not needed behind.
        ("out = 0\n# ==EDIT HERE==\nout = z + 1\n# ===\nreturn out", [HERE]),
        ("# ==EDIT HERE==\nz = z + 1\n# ===\nreturn z", [HERE]),
        ("# ==EDIT HERE==\nmask = z > 0\nout = mask\n# ===\nreturn out", ["out = None", HERE]),
        ("# ==EDIT HERE==\nout = [i for i in z]\n# ===\ni = 1\nreturn i, out", ["out = None", HERE]),
        ("# ==EDIT HERE==\ndef helper(x): return x\n# ===\nreturn helper(z)", ["helper = None", HERE]),
        ("# ==EDIT HERE==\nout = z\n# ===\nreturn lambda: out", ["out = None", HERE]),
        # Attributes of the object.
        ("# ==EDIT HERE==\nself.out = z\n# ===\nreturn self.out", ["self.out = None", HERE]),
        ("# ==EDIT HERE==\nself.known = z\n# ===\nreturn self.known", [HERE]),
        # A return in the part.
        ("# ==EDIT HERE==\nout = z + 1\nreturn out\n# ===", ["out = None", HERE, "return out"]),
        ("# ==EDIT HERE==\na = b = z\nreturn a, b\n# ===", ["a = None", "b = None", HERE, "return a, b"]),
        ("# ==EDIT HERE==\nreturn z + 1\n# ===", [HERE, "pass"]),
        # A body of which nothing is left.
        ("# ==EDIT HERE==\nself.x = z\n# ===", [HERE, "pass"]),
        ("if z:\n    # ==EDIT HERE==\n    y = 1\n    # ===\nreturn z", [HERE, "pass"]),
        ('"""What it does."""\n# ==EDIT HERE==\nself.x = z\n# ===', [HERE]),
        ("# ==EDIT HERE==\n# only a hint\n# ===\nreturn z", [HERE]),
    ],
)
def test_what_lines_behind_the_part_read_is_none(body, left):
    text = "class A:\n    def __init__(self):\n        self.known = 1\n    def forward(self, z):\n"
    text += textwrap.indent(body, " " * 8) + "\n"
    assert between(text) == left
    ast.parse(text_of(text))


def test_two_parts_of_one_function_name_a_value_once():
    text = """\
    def f(z):
        ### BEGIN SOLUTION
        out = z
        ### END SOLUTION
        print(out)
        ### BEGIN SOLUTION
        out = z + 1
        ### END SOLUTION
        return out
    """
    assert text_of(text).count("out = None") == 1
    namespace = {}
    exec(text_of(text), namespace)
    assert namespace["f"](1) is None


def test_what_only_another_part_reads_is_not_named():
    text = """\
    def f(z):
        out = None
        ### BEGIN SOLUTION
        mask = z > 0
        ### END SOLUTION
        # given
        ### BEGIN SOLUTION
        out = z * mask
        ### END SOLUTION
        return out
    """
    assert "mask" not in text_of(text)


def test_a_body_that_two_parts_share_gets_one_pass():
    text = """\
    def f(z):
        ### BEGIN SOLUTION
        print(z)
        ### END SOLUTION
        # given
        ### BEGIN SOLUTION
        print(z)
        ### END SOLUTION
    """
    assert text_of(text).count("pass") == 1


def test_of_a_whole_method_that_is_asked_for_the_first_line_stays():
    text = """\
    class A:
        # ===== EDIT HERE =====
        def helper(self): return 1

        @staticmethod
        def forward(z, k={"a": 1},
                    *, b: int = 2) -> int:  # the sum
            return z + self.helper()
        def update(self): self.W = 1
        # ===== EDIT HERE =====
    # ----- EDIT HERE -----
    def zero_pad(x, pad):
    \treturn x
    class B:
        def backward(self, d_prev):
            return d_prev * 2
    # ----- EDIT HERE -----
    """
    blank = text_of(text, asked={"A.forward", "A.update", "zero_pad", "B.backward"})
    assert "helper" not in blank
    assert "the sum" not in blank
    assert '    @staticmethod\n    def forward(z, k={"a": 1},\n                *, b: int = 2) -> int:\n' in blank
    assert f"    def update(self):\n        {HERE}\n        pass\n" in blank
    assert f"def zero_pad(x, pad):\n\t{HERE}\n\tpass\n" in blank
    assert f"class B:\n    def backward(self, d_prev):\n        {HERE}\n        pass\n" in blank


def test_the_blank_of_each_form_is_seen_as_not_written(tmp_path):
    text = """\
    class A:
        def none_kept(self, z):
            out = None
            # == EDIT HERE ==
            out = z * 2
            # ===
            return out
        def made_none(self, z):
            # == EDIT HERE ==
            out = z * 2
            # ===
            return out
        def whole_body(self, z):
            # == EDIT HERE ==
            return z * 2
            # ===
        def given_lines(self, z):
            if z.ndim > 2:
                z = z.reshape(len(z), -1)
            out = None
            # == EDIT HERE ==
            out = z * 2
            # ===
            self.z = z.copy()
            return out
        def kept(self, z):
            # == EDIT HERE ==
            self.out = z * 2
            # ===
            return self.out
    """
    path = tmp_path / "Answer.py"
    path.write_bytes(blank_of(text).content)
    every = {"A.none_kept", "A.made_none", "A.whole_body", "A.given_lines", "A.kept"}
    assert blanks(parsed(path)) == every
    path.write_text(textwrap.dedent(text), "utf-8")
    assert blanks(parsed(path)) == frozenset()


@pytest.mark.parametrize(
    "body",
    [
        "out = None\nif z: out = 1\nreturn out",
        "out = None\nout[z] = 0\nreturn out",
        "out = None\nfor out in z: pass\nreturn out",
        "out = None\nif z: return 1\nreturn out",
        "out = None\nif z: print(z)\nreturn z",
        "out = None\nif z: (out := 1)\nreturn out",
        "out = None\nif z: out += z\nreturn out",
        "out = None\ndef inner():\n    nonlocal out\n    out = z\ninner()\nreturn out",
        "if z: self.W = 1",
    ],
)
def test_a_method_that_may_return_something_is_not_called_blank(body, tmp_path):
    path = tmp_path / "Answer.py"
    path.write_text("class A:\n    def f(self, z):\n" + textwrap.indent(body, " " * 8), "utf-8")
    assert blanks(parsed(path)) == frozenset()


def test_korean_in_an_encoding_without_it_becomes_english_and_is_said():
    text = b"# coding: latin-1\ndef f(z):\n    # == EDIT HERE ==\n    out = 1  # \xe9\n    # ===\n    return out\n"
    blank = blank_of(text, language="ko")
    assert HERE.encode() in blank.content
    assert [remark["en"] for remark in blank.remarks] == [
        "the line that says where to write is in English, since the encoding iso-8859-1 has no Korean letters"
    ]


FORMS = (
    ("# == EDIT HERE ==", "# ==="),
    ("#--- EDIT HERE ---", "#---"),
    ("##BEGIN SOLUTION", "### END SOLUTION"),
)
PIECES = ("PART", "x = '한글'", "", "# 설명\f", 'y = """\n여러 줄\n"""', "if x:\n@pass", "   ")
layouts = st.fixed_dictionaries(
    {
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "cp949", "euc-kr"]),
        "ending": st.sampled_from(["\n", "\r\n", "\r"]),
        "indent": st.sampled_from(["    ", "\t", "  "]),
        "form": st.sampled_from(FORMS),
        "pieces": st.lists(st.sampled_from(PIECES), min_size=1, max_size=8),
        "last": st.booleans(),
        "language": st.sampled_from(["en", "ko"]),
    }
)


@given(layouts)
def test_every_byte_outside_of_the_parts_is_kept(layout):
    opening, closing = layout["form"]
    cookie = f"# -*- coding: {layout['encoding']} -*-\n" if not layout["encoding"].startswith("utf") else ""
    lines = []
    for number, piece in enumerate(layout["pieces"]):
        part = f"def f{number}(z):\n@{opening}\n@r = '답{number}'  # 풀이\n@{closing}\n@return r"
        lines.append(part if piece == "PART" else piece)
    text = (cookie + "\n".join(lines) + "\n" * layout["last"]).replace("@", layout["indent"])
    content = text.replace("\n", layout["ending"]).encode(layout["encoding"])
    blank = blank_of(content, language=layout["language"])
    said = "write your code here" if layout["language"] == "en" else "여기에 코드를 작성하세요"
    expected = text
    for number in range(len(layout["pieces"])):
        solution = f"{layout['indent']}r = '답{number}'  # 풀이\n"
        expected = expected.replace(solution, f"{layout['indent']}r = None\n{layout['indent']}# {said}\n")
    assert blank.content == expected.replace("\n", layout["ending"]).encode(layout["encoding"])
    assert not blank.remarks
