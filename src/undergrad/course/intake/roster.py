"""Reads the list of a course's students from a CSV file of a registry or a platform."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from undergrad.course.intake.limits import LARGEST_ROSTER
from undergrad.course.intake.names import composed
from undergrad.errors import UsageError
from undergrad.files import read_whole

#: The possible names of a column, without spaces, points and underscores, in lower case; the first match counts.
_ID = (
    "studentid",
    "studentnumber",
    "studentno",
    "sisuserid",
    "sid",
    "idnumber",
    "학번",
    "학생번호",
    "학번id",
    "number",
    "id",
)
_NAME = ("name", "fullname", "studentname", "student", "이름", "성명", "학생이름", "학생명", "학생", "성함")
_FIRST = ("firstname", "givenname")
_LAST = ("lastname", "surname", "familyname")
_EMAIL = ("email", "emailaddress", "mail", "이메일", "이메일주소", "전자우편", "메일")
#: Moodle's worksheet has "Participant 123456" in the first; Canvas's gradebook has its own number of a student in "ID".
_PARTICIPANT = ("identifier", "식별자")


@dataclass(frozen=True)
class Student:
    """One line of the roster."""

    student_id: str
    name: str
    email: str = ""
    #: Moodle's or Canvas's number for the student in the names of files; empty if the roster does not have it.
    platform_id: str = ""


class Roster:
    """The students of a course, by number, name and platform's number."""

    def __init__(self, students: tuple[Student, ...]) -> None:
        self.students = students
        self._by_id = {same_number(student.student_id): student for student in students if student.student_id}
        self._by_platform = {student.platform_id: student for student in students if student.platform_id}
        self._by_name: dict[str, list[Student]] = {}
        for student in students:
            for writing in writings(student.name):
                self._by_name.setdefault(writing, []).append(student)

    def numbered(self, student_id: str) -> Student | None:
        """The student of that number."""
        return self._by_id.get(same_number(student_id)) if student_id else None

    def on_platform(self, platform_id: str) -> Student | None:
        """The student with that number on the platform."""
        return self._by_platform.get(platform_id) if platform_id else None

    def named(self, name: str) -> Student | None:
        """The only student of that name, in any order of its parts; None if there are several, or none."""
        same = {student for writing in writings(name) for student in self._by_name.get(writing, ())}
        return same.pop() if len(same) == 1 else None


def same_number(student_id: str) -> str:
    """A student number in a normal form: without hyphens, spaces and case."""
    return re.sub(r"[\s-]", "", student_id).casefold()


def writings(name: str) -> Iterator[str]:
    """The spellings of a name: its parts in this order, reversed, or with the last one first."""
    parts = [part for part in re.split(r"[\s,._-]+", composed(name).casefold()) if part]
    for ordered in (parts, parts[::-1], parts[-1:] + parts[:-1], parts[1:] + parts[:1]):
        if ordered:
            yield "".join(ordered)


def same_name(first: str, second: str) -> bool:
    """Whether two names may belong to one person."""
    return not set(writings(first)).isdisjoint(writings(second))


def read_roster(path: Path) -> Roster:
    """The students in a CSV file with a header line, in UTF-8, UTF-16 or CP949, separated by commas or the like.

    It needs a column with numbers or one with names; other columns are not stored. UsageError if both are missing, or
    if two lines have the same number; FileError for a file that cannot be read.
    """
    content = read_whole(path)
    if len(content) > LARGEST_ROSTER:
        raise UsageError(f"{path} is larger than {LARGEST_ROSTER >> 20} MiB; a roster has a line for each student")
    text = _text(content, path)
    header, _, _ = text.lstrip("\r\n").partition("\n")
    separator = max(",;\t", key=header.count)
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error as error:
        raise UsageError(f"{path} is not a CSV file: {error}") from error
    rows = [row for row in rows if any(row)]
    columns = [re.sub(r"[\s_.()-]", "", composed(cell).casefold()) for cell in rows[0]] if rows else []
    numbers, names = _column(columns, _ID), _column(columns, _NAME)
    first, last = _column(columns, _FIRST), _column(columns, _LAST)
    if numbers is None and names is None and last is None:
        raise UsageError(
            f"the first line of {path} names no column of students; "
            "call one student_id (or 학번) and one name (or 이름)"
        )
    of_canvas = columns.index("id") if "sisuserid" in columns and "id" in columns else None
    participant, email = _column(columns, _PARTICIPANT), _column(columns, _EMAIL)
    students = []
    for row in rows[1:]:
        name = _cell(row, names) or " ".join(filter(None, (_cell(row, first), _cell(row, last))))
        platform = re.sub(r"^\D+", "", _cell(row, participant)) or _cell(row, of_canvas)
        student_id = _number(_cell(row, numbers))
        if student_id or (name and not _is_of_canvas(name)):
            students.append(Student(student_id, composed(name), _cell(row, email), platform))
    seen: dict[str, Student] = {}
    for student in students:
        number = same_number(student.student_id)
        if number and number in seen:
            raise UsageError(f"{path} has the student number {student.student_id} in two lines; take one of them out")
        seen[number] = student
    return Roster(tuple(students))


def _text(content: bytes, path: Path) -> str:
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))  # Excel's "Unicode text"
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{path} is neither UTF-8 nor CP949; save it as CSV UTF-8")


def _column(columns: list[str], known: tuple[str, ...]) -> int | None:
    return next((columns.index(name) for name in known if name in columns), None)


def _cell(row: list[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _number(cell: str) -> str:
    """A number, also in the forms of spreadsheets: 20231234.0, ="20231234" or '20231234."""
    return re.sub(r"\.0$", "", cell.removeprefix("=").strip("\"'"))


def _is_of_canvas(name: str) -> bool:
    """Whether a line of Canvas's gradebook is not a student: the possible points, or the test student."""
    return name.casefold() in ("points possible", "student, test")
