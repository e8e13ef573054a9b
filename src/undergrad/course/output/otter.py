"""The `final_grades.csv` of `otter grade`, version 7: the possible points in the first row, then the submissions."""

from __future__ import annotations

from pathlib import Path

from undergrad.course.output.cells import csv_of, number, ordered
from undergrad.course.output.table import methods_with_points, points_of
from undergrad.course.records import ClassGrades, Row
from undergrad.files import write_whole

_BEFORE = ("file",)
_AFTER = ("total_points_earned", "percent_correct", "grading_status")


def write_otter(grades: ClassGrades, path: Path) -> None:
    """Write the file. Raises FileError."""
    write_whole(path, otter_csv(grades))


def otter_csv(grades: ClassGrades) -> str:
    """The file's text: methods in the order of their names, the share of all points from 0 to 1.

    The status of a row that needs a person is the reason, in the place of Otter's error; its points are empty, while
    Otter would write 0.
    """
    methods = sorted(methods_with_points(grades))
    lines = (_line(row, methods) for row in ordered(grades))
    header, _, rest = csv_of((*_BEFORE, *methods, *_AFTER), lines).partition("\n")
    # Not by `csv_of`: it contains no untrusted text, and the dashes are Otter's own.
    points = (str(number(grades.points.get(name, 0.0))) for name in methods)
    first = ",".join(("points-per-question", *points, str(number(grades.max_score)), "1", "--"))
    return f"{header}\n{first}\n{rest}"


def _line(row: Row, methods: list[str]) -> tuple[object, ...]:
    of_name = {method.name: method for method in row.methods}
    share = None if row.score is None or not row.max_score else row.score / row.max_score
    return (
        row.source,
        *(number(points_of(row, of_name.get(name))) for name in methods),
        number(row.score),
        number(share),
        "Completed" if row.status == "graded" else row.reason or row.status,
    )
