"""Makes a file for Canvas to import from the gradebook that the teacher has exported.

It has the unchanged columns about students, and only the graded assignment, so it cannot change anything else in the
gradebook.
"""

from __future__ import annotations

import re
from pathlib import Path

from undergrad.course.output.cells import number, ordered
from undergrad.course.output.matching import Person, listed, match, who
from undergrad.course.records import ClassGrades, Row
from undergrad.course.sentences import say
from undergrad.course.sheets import Line, Sheet, comparable, read_sheet
from undergrad.display.languages import Text
from undergrad.errors import FileError, UsageError, unknown
from undergrad.files import write_whole

_ABOUT_STUDENTS = (
    "Student",
    "LastName",
    "FirstName",
    "ID",
    "SIS User ID",
    "SIS Login ID",
    "Integration ID",
    "Root Account",
    "Section",
)
_IDS = ("SIS User ID", "SIS Login ID", "Integration ID")
#: An assignment's column ends with its number: `HW3 (48213)`.
_ASSIGNMENT = re.compile(r"(?P<title>.*\S)\s*\((?P<number>\d+)\)")
#: Canvas's name of a downloaded submission: `kimminsu_LATE_4711_90210_answer.zip`.
_DOWNLOADED = re.compile(r"(?:^|[/!])[^_/!]+(?:_LATE)?_(\d+)_\d+_")
_POINTS = "points possible"
_POSTED = ("muted", "manual posting")


def write_canvas(grades: ClassGrades, exported: Path, out: Path, *, assignment: str | None = None) -> tuple[Text, ...]:
    """Write the file to `out`. Returns sentences about those who are not in it.

    `assignment` is the title or the number of the assignment in Canvas; by default it is the one whose title has the
    name or the title of the graded assignment. The file has the header, the possible points, and the students whose
    submission has a score: an empty cell would delete a grade. FileError for a file that is not an exported gradebook,
    UsageError if the assignment is ambiguous.
    """
    sheet = read_sheet(exported)
    header = [cell.strip() for cell in sheet.header.cells]
    _check(sheet, header)
    column = _column(sheet, header, assignment, grades)
    students, points = _split(sheet)
    matches = match(ordered(grades), [_person(line, header) for line in students], _user)
    remarks = [*matches.remarks]
    scored = {place: row for place, row in matches.rows.items() if row.score is not None}
    if without := [row for row in matches.rows.values() if row.score is None]:
        remarks.append(say("canvas-no-score", who=who(without)))
    if left := [line.cells[0].strip() for place, line in enumerate(students) if place not in matches.rows]:
        remarks.append(say("canvas-left-out", count=len(left), who=listed(left)))
    for place, row in scored.items():
        sheet.set(students[place], column, str(number(row.score)))
    most = points.cells[column].strip() if points else ""
    if most and most not in (f"{grades.max_score:g}", f"{grades.max_score:.2f}"):
        remarks.append(say("canvas-maximum", most=most, total=f"{grades.max_score:g}"))
    about = [place for place, name in enumerate(header) if name in _ABOUT_STUDENTS]
    lines = [*([points] if points else []), *(students[place] for place in sorted(scored))]
    write_whole(out, sheet.narrowed([*about, column], lines).to_bytes())
    return tuple(remarks)


def _check(sheet: Sheet, header: list[str]) -> None:
    missing = [name for name in ("ID", "Section") if name not in header]
    if "Student" not in header and "LastName" not in header:
        missing.insert(0, "Student")
    if missing:
        raise FileError(
            f"{sheet.path} has no column {missing[0]!r}, so it is no gradebook of Canvas in English; "
            "export it there (Grades > Export) and do not change its first line"
        )


def _column(sheet: Sheet, header: list[str], asked: str | None, grades: ClassGrades) -> int:
    """The place of the assignment's column."""
    titles = {
        place: (match["title"], match["number"])
        for place, name in enumerate(header)
        if name not in _ABOUT_STUDENTS and (match := _ASSIGNMENT.fullmatch(name))
    }
    if not titles:
        raise FileError(f"{sheet.path} has no assignment; make one in Canvas and export the gradebook again")
    if asked is not None:
        places = [place for place, names in titles.items() if asked in (*names, header[place])]
        if not places:
            raise unknown("assignment", asked, [title for title, _ in titles.values()], where=f" in {sheet.path}")
    else:
        names_of_assignment = [comparable(text) for text in (grades.assignment, grades.title) if text]
        places = [
            place
            for place, (title, _) in titles.items()
            if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", comparable(title)) for name in names_of_assignment)
        ]
    if len(places) != 1:
        names = ", ".join(header[place] for place in places or titles)
        raise UsageError(f"which assignment of {sheet.path} is graded is not clear; name one by its number: {names}")
    return places[0]


def _split(sheet: Sheet) -> tuple[list[Line], Line | None]:
    """The students' rows, and the row with the points. FileError if a row has another width than the header."""
    students, points = list[Line](), None
    for line in sheet.rows():
        if len(line.raw) != len(sheet.header.raw):
            raise FileError(
                f"line {line.number} of {sheet.path} has {len(line.raw)} cells, and the first line "
                f"{len(sheet.header.raw)}; export the gradebook again"
            )
        cells = [comparable(cell) for cell in line.cells]
        if cells[0] == _POINTS:
            points = line
        elif not all(cell == "" or cell.startswith(_POSTED) for cell in cells):
            students.append(line)
    return students, points


def _person(line: Line, header: list[str]) -> Person:
    cells = dict(zip(header, (cell.strip() for cell in line.cells), strict=True))
    name = cells.get("Student") or f"{cells.get('LastName', '')} {cells.get('FirstName', '')}"
    return Person(number=cells["ID"], ids=tuple(cells[way] for way in _IDS if cells.get(way)), name=name)


def _user(row: Row) -> str:
    """The student's number in Canvas's name of the submission."""
    downloaded = _DOWNLOADED.search(row.source)
    return downloaded[1] if downloaded else ""
