"""The CSV of `nbgrader export`, version 0.9: a row for each submission."""

from __future__ import annotations

import datetime
from pathlib import Path

from undergrad.course.output.cells import csv_of, number, ordered
from undergrad.course.records import ClassGrades
from undergrad.files import write_whole

_COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


def write_nbgrader(grades: ClassGrades, path: Path) -> None:
    """Write the file. Raises FileError."""
    write_whole(path, nbgrader_csv(grades))


def nbgrader_csv(grades: ClassGrades) -> str:
    """The file's text. Times are UTC without a mark, like nbgrader's.

    The whole name is the last name, because its parts are not known. If a person must decide, the scores are empty;
    nbgrader itself would write 0.
    """
    lines = [
        (
            grades.assignment,
            _utc(grades.deadline),
            _utc(row.submitted),
            row.student_id or row.key,
            row.name,
            "",
            "",
            number(None if row.score is None else row.score + row.penalty),
            number(None if row.score is None else row.penalty),
            number(row.score),
            number(row.max_score),
        )
        for row in ordered(grades)
    ]
    return csv_of(_COLUMNS, lines)


def _utc(time: datetime.datetime | None) -> str:
    return "" if time is None else str(time.astimezone(datetime.UTC).replace(tzinfo=None))
