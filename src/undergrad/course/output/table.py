"""`grades.csv`: a row for each submission and a column for each method, for a spreadsheet and for programs."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from pathlib import Path

from undergrad.course.output.cells import csv_of, number, ordered
from undergrad.course.records import ClassGrades, MethodGrade, Row
from undergrad.course.sentences import say
from undergrad.display.languages import Text
from undergrad.files import write_whole

_ALWAYS = ("student_id", "name", "file", "status", "score", "max_score")
_WHERE_USED = ("penalty", "late", "comment", "reason", "remarks")
#: Texts that a spreadsheet reads as a number with fewer digits, as one with a power of ten, and as a date.
_CHANGED = re.compile(r"0\d+|\d{16,}|\d+e\d+|\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?", re.IGNORECASE)


def write_table(grades: ClassGrades, path: Path) -> tuple[Text, ...]:
    """Write the table. Returns sentences about values that a spreadsheet would change.

    UTF-8 with the mark that Excel needs. `file` is the submitted file. The score is empty if a person must decide, and
    so are the points of a method that was not run then. There are columns for penalties, comments, reasons and remarks
    if any row has one. Texts are on one line, and defused if a spreadsheet would run them.

    A student id is written as it is, with its zeros. A spreadsheet that opens the file reads it as a number and drops
    them; the sentence says how to open the file and keep them. Raises FileError.
    """
    write_whole(path, codecs.BOM_UTF8 + table_csv(grades).encode())
    changed = [row.student_id for row in ordered(grades) if _CHANGED.fullmatch(row.student_id)]
    if not changed:
        return ()
    return (say("table-ids", file=path.name, example=changed[0]),)


def table_csv(grades: ClassGrades) -> str:
    """The table as CSV."""
    rows = ordered(grades)
    methods = methods_with_points(grades)
    used = [column for column in _WHERE_USED if any(_cell(row, column) for row in rows)]
    taken = {*_ALWAYS, *used}
    names = [f"method {name}" if name in taken else name for name in methods]
    return csv_of((*_ALWAYS, *names, *used), (_line(row, methods, used) for row in rows))


def methods_with_points(grades: ClassGrades) -> list[str]:
    """The methods with points, in the assignment's order; then those that get the points of an absent one."""
    instead = (method.name for row in ordered(grades) for method in row.methods if method.max_points)
    return list(dict.fromkeys([*grades.points, *instead]))


def points_of(row: Row, method: MethodGrade | None) -> float | None:
    """The points of a method; None if it has none, or if it was not run and a person must decide."""
    has_points = method is not None and (method.max_points or method.points)
    if method is None or not has_points or (row.score is None and method.verdict == "not run"):
        return None
    return method.points


def _line(row: Row, methods: Sequence[str], used: Sequence[str]) -> list[object]:
    of_name = {method.name: method for method in row.methods}
    return [
        row.student_id,
        row.name,
        row.source,
        row.status,
        number(row.score),
        number(row.max_score),
        *(number(points_of(row, of_name.get(name))) for name in methods),
        *(_cell(row, column) for column in used),
    ]


def _cell(row: Row, column: str) -> object:
    """The value of an optional column; empty if the row has none."""
    if column == "penalty":
        return number(row.penalty) if row.penalty else None
    if column == "remarks":
        return " | ".join(row.remarks)
    cell: str = getattr(row, column)
    return cell
