"""Where a solution's parts lie: each form of mark, in any layout and encoding, and a sentence for what is no mark."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.course.handout.marks import spans
from undergrad.course.handout.parts import find_parts
from undergrad.course.handout.source import parse_source
from undergrad.errors import UsageError

RULES = "# ===== EDIT HERE =====", "# ====="
SAME = "# ===== EDIT HERE =====", "# ===== EDIT HERE ====="
DASHES = "# ------ EDIT HERE ------", "# ------"
ENDED = "# =============== EDIT HERE ===============", "# =========== END EDIT HERE ==========="
NBGRADER = "### BEGIN SOLUTION", "### END SOLUTION"
FORMS = (RULES, SAME, DASHES, ENDED, NBGRADER)


def method(form, body="out = z + 1", indent="        ", name="forward"):
    opening, closing = form
    return f"    def {name}(self, z):\n{indent}{opening}\n{indent}{body}\n{indent}{closing}\n{indent}return out\n"


def parsed(text):
    return parse_source(text if isinstance(text, bytes) else text.encode(), name="Solution.py")


def sentence(text):
    with pytest.raises(UsageError) as raised:
        find_parts(parsed(text))
    return str(raised.value)


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_mark_is_found_once_and_several_times(form):
    for count in (1, 2, 3):
        text = "class ReLU:\n" + "".join(method(form, name=f"f{number}") for number in range(count))
        assert [(part.span.opening, part.where) for part in find_parts(parsed(text))] == [
            (3 + 5 * number, f"ReLU.f{number}") for number in range(count)
        ]


def test_forms_may_be_mixed_in_one_file():
    text = "class A:\n" + "".join(
        method(form, name=f"f{number}") for number, form in enumerate((SAME, DASHES, NBGRADER))
    )
    assert len(find_parts(parsed(text))) == 3


def test_rules_that_divide_a_file_are_no_marks():
    rule = "# ==============================\n"
    for form in (SAME, RULES, DASHES, NBGRADER):
        text = f"{rule}# Layers\n{rule}class A:\n{method(form)}{rule}class B:\n{method(form)}{rule}"
        assert [part.where for part in find_parts(parsed(text))] == ["A.forward", "B.forward"]


def test_a_rule_behind_code_closes_nothing():
    [part] = find_parts(parsed("# -- EDIT HERE --\nx = 1  # ----\ny = 2\n# ----\n"))
    assert part.span == (1, 4)


def test_a_mark_in_a_string_is_none():
    text = 'x = """\n# ===== EDIT HERE =====\n"""\ny = "### BEGIN SOLUTION"\n'
    assert find_parts(parsed(text)) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# ===== EDIT HERE =====\nx = 1\n", "line 1: what begins here is not closed"),
        ("### BEGIN SOLUTION\nx = 1\n", "line 1: BEGIN SOLUTION is not closed"),
        ("x = 1\n### END SOLUTION\n", "line 2: END SOLUTION closes nothing"),
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION\n", "line 2: the part that begins here lies"),
        (
            "### BEGIN SOLUTION\n# -- EDIT HERE --\n# ---\n### END SOLUTION\n",
            "line 2: the part that begins here lies",
        ),
        (
            "# -- EDIT HERE --\n### BEGIN SOLUTION\n# ---\n### END SOLUTION\n",
            "line 2: the part that begins here lies",
        ),
        ("x = 1  # ===== EDIT HERE =====\n", "line 1: the mark stands behind code"),
        ("# EDIT HERE\nx = 1\n", "line 1: '# EDIT HERE' is no mark"),
        ("# --- EDIT HERE ===\nx = 1\n# ---\n", "line 1: '# --- EDIT HERE ===' is no mark"),
        ("# -- EDIT HERE --\nx = 1\n# ---\n# -- EDIT HERE --\ny = 2\n", "line 4: what begins here is not closed"),
        # One of three is not closed.
        (
            "class A:\n" + method(RULES) + method(("# ===== EDIT HERE =====", "# done")) + method(RULES),
            "line 8: what begins here is not closed before the next mark",
        ),
    ],
)
def test_a_wrong_mark_is_one_sentence_with_its_line(text, says):
    assert says in sentence(text)
    assert sentence(text).startswith("Solution.py, line ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        # From one method into the next.
        ("class A:\n" + method((RULES[0], "")) + method(("", RULES[1]), name="g"), "line 3"),
        (
            "if a:\n    x = 1\n    # == EDIT HERE ==\n    y = 2\nz = 3\n# ===\n",
            "begins in one block and ends",
        ),
        ("if a:\n    # == EDIT HERE ==\n    y = 2\nelse:\n    # ===\n    z = 3\n", "holds line 4 without the rest"),
        ("if a:\n    # == EDIT HERE ==\n    y = 2\nelse:\n    z = 3\n    # ===\n", "begins in one block"),
        ("x = [\n    # == EDIT HERE ==\n    1,\n    # ===\n]\n", "holds only a piece of the statement in line 1"),
        (
            "# == EDIT HERE ==\ndef f():\n    x = 1\n    # ===\n    return x\n",
            "holds only a piece of the statement",
        ),
        ("@a\n# == EDIT HERE ==\ndef f():\n    x = 1\n# ===\n", "holds line 3 without the rest"),
    ],
)
def test_marks_around_something_else_than_whole_lines_of_a_block_are_refused(text, says):
    assert says in sentence(text)
    assert "put both marks around whole lines of one block" in sentence(text)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("x = '가'\n".encode("cp949"), "save it as UTF-8, or write its encoding into the first line"),
        (b"def f(:\n", "line 1: Python cannot read it"),
        (b"x = 1\0\n", "Python"),
        (b"# coding: nonsense\n", "the letters of Solution.py cannot be read"),
    ],
)
def test_what_is_no_python_is_said_in_a_sentence(content, says):
    with pytest.raises(UsageError, match=r"Solution\.py") as raised:
        parsed(content)
    assert says in str(raised.value)


@given(st.text(alphabet="#=- EDITHRBGNSOLU\nx1:\t()'\"\\", max_size=80))
def test_whatever_is_read_has_parts_in_order_or_a_sentence(text):
    try:
        source = parsed(text)
        every = spans(source)
        find_parts(source)
    except UsageError:
        return
    assert all(first.closing < second.opening for first, second in itertools.pairwise(every))
