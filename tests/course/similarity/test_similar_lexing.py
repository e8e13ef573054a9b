"""What a copy may change without changing the tokens, and texts that are no Python."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.course.similarity.classes import BASE, INDEPENDENT, independent
from undergrad.course.similarity.lexing import tokens


def texts(source):
    return [token.text for token in tokens(source)]


PLAIN = "class A:\n    def f(self, z):\n        self.out = np.exp(z) + 1\n        return self.out\n"


@pytest.mark.parametrize(
    "same",
    [
        "class B:\n    def g(this, x):\n        this.kept = np.exp(x) + 20.5\n        return this.kept\n",
        "class A:\n  'Doc.'\n  def f(self, z):\n      # so\n      self.out = (\n np.exp(z) + 1)\n      return self.out",
        "class A:\n    def f(self, z): self.out = np.exp(z,) + 1; return self.out",
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("    ", "\t"),
        "\ufeff" + PLAIN,
        PLAIN + "\n\n# the end",
        PLAIN.replace("np", "numpy"),
        PLAIN.replace("        return", '        """What it was: f\'(x)"""\n        return'),
    ],
)
def test_names_numbers_comments_and_layout_do_not_matter(same):
    without_brackets = [text for text in texts(same) if text not in "()"]
    assert without_brackets == [text for text in texts(PLAIN) if text not in "()"]


@pytest.mark.parametrize(
    ("source", "other"),
    [
        ("y = np.exp(x)", "y = np.log(x)"),
        ("y = x.sum()", "y = x.mean()"),
        ("y = max(x)", "y = min(x)"),
        ("y = a + b", "y = a * b"),
        ("for y in range(x): pass", "for y in sorted(x): pass"),
        ("y = None", "y = True"),
    ],
)
def test_what_is_computed_does_matter(source, other):
    assert texts(source) != texts(other)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("sum = 1\ny = sum", "name = 0 name = name"),
        ("self.sum = 1\ny = np.sum(sum(x))", "name . name = 0 name = name . name ( sum ( name ) )"),
        ("a.b, c = d.e, f", "name . name , name = name . e , name"),
        ("a.b: int = d.b", "name . name : int = name . name"),
        ("a.b += x", "name . name += name"),
        ("for sum in x: print(sum)", "for name in name : print ( name )"),
        ("if x.all(): y", "if name . all ( ) : name"),
        ("f'{x!r:{width}}' + 'b' 'c'", "'' + '' ''"),
        ("@np.vectorize\n@f\ndef g(x): pass", " @ name . vectorize @ name def name ( name ) : pass"),
    ],
)
def test_own_names_are_those_that_are_set(source, expected):
    assert texts(source) == expected.split(" ")


@pytest.mark.parametrize(
    "broken",
    ["x = (1 +\n", "x = $\n", "x = 'abc\n", "if a:\n        b\n    c\n", ")\n]\n", "x = '''abc\n", "x = f'{\n", "\0\n"],
)
def test_behind_a_line_that_is_no_python_everything_is_there(broken):
    after = [token for token in tokens(broken + PLAIN) if token.line > broken.count("\n")]
    assert [token.text for token in after] == texts(PLAIN)
    assert after[0].line == broken.count("\n") + 1


def test_a_lost_bracket_changes_one_line():
    source = independent()["typed"]["Answer.py"]
    (place,) = (number for number, line in enumerate(source.split("\n")) if "self.x.T @ d_prev" in line)
    lines = source.split("\n")
    lines[place] = lines[place].replace(",", "(((,")
    whole, broken = tokens(source), tokens("\n".join(lines))
    assert [token for token in broken if token.line < place] == [token for token in whole if token.line < place]
    assert [t for t in broken if t.line > place + 3] == [t for t in whole if t.line > place + 3]


@pytest.mark.parametrize("name", INDEPENDENT)
def test_lines_are_those_of_the_file(name):
    source = independent()[name]["Answer.py"]
    lines = source.split("\n")
    for token in tokens(source):
        assert token.text in ("", "name", "0", "''") or token.text in lines[token.line - 1]


@settings(max_examples=150)
@given(st.text(st.sampled_from("ab1 \n\t'\"()[]{}:=.,#\\$@;\r\f\0f") | st.characters(), max_size=60))
def test_any_text_has_tokens_and_their_lines_do_not_go_back(text):
    lines = [token.line for token in tokens(text)]
    assert lines == sorted(lines)
    assert all(1 <= line <= text.count("\n") + text.count("\r") + 1 for line in lines)


@settings(max_examples=30)
@given(st.data())
def test_comments_and_empty_lines_anywhere_between_lines_do_not_matter(data):
    lines = BASE.split("\n")
    for place in data.draw(st.lists(st.integers(0, len(lines)), max_size=9)):
        lines.insert(place, data.draw(st.sampled_from(["", "# class x:", "   # ''' (", "\t"])))
    assert texts("\n".join(lines)) == texts(BASE)
