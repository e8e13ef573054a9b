"""The lines that two programs have in common."""

from __future__ import annotations

import pytest

from undergrad.course.similarity.programs import program, sequences
from undergrad.course.similarity.regions import regions

SHORT = "def f(a):\n    b = [a, a, a]\n    return {b: a, a: b}\n"
LONG = "def g(x):\n    for y in x:\n        y = y ** x - 2 / x\n        x = (y, x, [y], -y)\n"
LONG += "    return x if y else y * x\n"
OTHER = "def h(i):\n    while i:\n        print(i @ i.T @ i, i << 2, i >> 3)\n"


def lines(first, second, handout="", most=9):
    one, other = (program("", {"a.py": text}, sequences(handout)) for text in (first, second))
    weights = dict.fromkeys([*one.fingerprints, *other.fingerprints], 1.0)
    return [(region.first_lines, region.second_lines) for region in regions(one, other, weights, most)]


def test_the_longest_piece_is_first():
    assert lines(SHORT + OTHER + LONG, LONG + SHORT) == [((7, 11), (1, 5)), ((1, 3), (6, 8))]
    assert lines(SHORT + OTHER + LONG, LONG + SHORT, most=1) == [((7, 11), (1, 5))]


@pytest.mark.parametrize(("first", "second"), [(SHORT, SHORT * 3), (SHORT * 3, SHORT)])
def test_no_line_is_in_two_pieces(first, second):
    assert lines(first, second) == [((1, 3), (1, 3))]
    assert len(lines(SHORT * 3, SHORT * 3)) == 3


def test_the_handout_and_what_is_different_end_a_piece():
    assert lines(SHORT + LONG, SHORT + LONG, handout=SHORT) == [((4, 8), (4, 8))]
    assert lines(LONG, LONG.replace("-y", "+y").replace("y ** x", "y % x")) == [((3, 4), (3, 4)), ((1, 3), (1, 3))]
    assert lines(SHORT, OTHER) == []


def test_what_counts_nothing_begins_no_piece():
    one, other = program("", {"a.py": SHORT}), program("", {"a.py": SHORT})
    assert regions(one, other, dict.fromkeys(one.fingerprints, 0.0), 9) == ()
