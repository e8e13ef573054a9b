"""Common parts of a grading's CSV files: the order of rows, numbers, and untrusted texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from undergrad.course.records import ClassGrades, Row
from undergrad.display.terminal import visible
from undergrad.report.tabular import csv_text

_DECIMALS = 10  # further digits are rounding: 0.1 + 0.2 points are 0.3
#: If commas are decimal, a spreadsheet splits at semicolons even inside quotes, and the rest begins a new cell.
_BEGINS_A_CELL = re.compile(r"(;\s*)(?=[=+\-@＝＋－＠])")


def ordered(grades: ClassGrades) -> list[Row]:
    """The rows by student id, then by key, so that the same class always gives the same file."""
    return sorted(grades.rows, key=lambda row: (row.student_id, row.key))


def number(value: float | None) -> float | int | None:
    """Points without needless zeros: 30 and not 30.0; None stays None.

    >>> number(30.0), number(0.1 + 0.2), number(None)
    (30, 0.3, None)
    """
    if value is None:
        return None
    value = round(value, _DECIMALS)
    return int(value) if float(value).is_integer() else value


def text(value: str) -> str:
    r"""A text on one line, with nothing in it that steers a terminal or begins another cell.

    >>> text("Kim\n\x1b[2J Minsu"), text("a;=1+1")
    ('Kim \\x1b[2J Minsu', "a;'=1+1")
    """
    return _BEGINS_A_CELL.sub(r"\1'", " ".join(visible(value).split()))


def csv_of(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """CSV whose texts are passed through `text`, so that a spreadsheet does not run them."""
    return csv_text(
        [text(column) for column in columns],
        ([text(cell) if isinstance(cell, str) else cell for cell in line] for line in lines),
    )
