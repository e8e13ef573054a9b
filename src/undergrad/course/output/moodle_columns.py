"""Finds the columns of Moodle's grading worksheet. Their names are in the language of the person who downloads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from undergrad.course.sentences import say
from undergrad.course.sheets import Sheet, comparable
from undergrad.display.languages import Text
from undergrad.errors import FileError

#: The names in English and in Korean, whose translation differs between versions and hosts.
_NAMES = {
    "identifier": ("identifier", "식별자", "식별 번호", "식별번호"),
    "name": ("full name", "name", "성명", "이름", "전체이름", "전체 이름"),
    "id": (
        "id number",
        "student id",
        "username",
        "학번",
        "아이디 번호",
        "개인번호",
        "고유번호",
        "id번호",
        "사용자명",
        "아이디",
    ),
    "mail": ("email address", "email", "이메일 주소", "이메일", "전자우편 주소"),
    "grade": ("grade", "mark", "성적", "점수"),
    "maximum": (
        "maximum grade",
        "maximum mark",
        "max grade",
        "최대 성적",
        "최고 성적",
        "최대 점수",
        "최고 점수",
        "만점",
    ),
    "changeable": (
        "grade can be changed",
        "mark can be changed",
        "성적을 변경할 수 있음",
        "성적 변경 가능",
        "성적을 변경할 수 있습니다",
        "성적 수정 가능",
        "점수 변경 가능",
    ),
    "feedback": (
        "feedback comments",
        "feedback",
        "피드백 코멘트",
        "피드백 댓글",
        "피드백 덧글",
        "피드백 의견",
        "피드백",
    ),
}

#: If these are missing, Moodle's order of columns decides.
_NEEDED = ("identifier", "grade", "maximum", "changeable")


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """The place of each column; None for one that the worksheet does not have."""

    identifier: int
    grade: int
    name: int | None = None
    #: Those that may hold the student id.
    ids: tuple[int, ...] = ()
    maximum: int | None = None
    changeable: int | None = None
    feedback: int | None = None
    #: Sentences about guesses, and about columns that cannot be filled in.
    remarks: tuple[Text, ...] = ()


def columns_of(sheet: Sheet) -> Columns:
    """The columns of a worksheet: by their names in English and Korean, else by their contents.

    Their order is the same in every language: the grade, its maximum, whether it can be changed, and the feedback last.
    FileError if there is no identifier or no grade, or if the columns are ambiguous.
    """
    names = [comparable(cell) for cell in sheet.header.cells]
    by_name = {column: _first(names, spelled) for column, spelled in _NAMES.items()}
    guessed = _by_content(sheet) if any(by_name[column] is None for column in _NEEDED) else {}
    if by_name["grade"] not in (None, guessed.get("grade")):
        guessed = {}
    places = {column: guessed.get(column) if place is None else place for column, place in by_name.items()}
    identifier, grade = places["identifier"], places["grade"]
    if identifier is None or grade is None:
        column = "an identifier" if identifier is None else "a grade"
        raise FileError(
            f"{sheet.path} has no column for {column} ({', '.join(sheet.header.cells)}); "
            "download the grading worksheet from the assignment in Moodle, where 'Offline grading worksheet' must be on"
        )
    remarks = []
    if headings := ", ".join(sheet.header.cells[place] for column, place in guessed.items() if by_name[column] is None):
        remarks.append(say("moodle-guessed", file=sheet.path.name, columns=headings))
    if places["feedback"] is None:
        remarks.append(say("moodle-no-feedback", file=sheet.path.name))
    return Columns(
        identifier=identifier,
        grade=grade,
        name=places["name"],
        ids=tuple(place for place in (places["id"], places["mail"]) if place is not None),
        maximum=places["maximum"],
        changeable=places["changeable"],
        feedback=places["feedback"],
        remarks=tuple(remarks),
    )


def _first(names: list[str], spelled: Iterable[str]) -> int | None:
    return next((names.index(name) for name in spelled if name in names), None)


def _by_content(sheet: Sheet) -> dict[str, int]:
    """The columns by their contents; empty if no column can be the maximum."""
    rows = [line.cells for line in sheet.rows() if len(line.raw) == len(sheet.header.raw)]
    columns = [[row[place].strip() for row in rows] for place in range(len(sheet.header.raw))]
    if len(rows) < 2:  # with a single row, every column has only one number
        return {}
    identifier = _place(columns, lambda cells: all(cell[-1:].isdecimal() and not _is_number(cell) for cell in cells))
    maximum = next((place for place in range(2, len(columns) - 1) if _is_maximum(columns[place - 1 : place + 2])), None)
    if identifier is None or maximum is None:
        return {}
    places = {"identifier": identifier, "grade": maximum - 1, "maximum": maximum, "changeable": maximum + 1}
    mail = _place(columns, lambda cells: all("@" in cell for cell in cells))
    if mail is not None:
        places["mail"] = mail
    if identifier == 0:
        places["name"] = 1
    if len(columns) > maximum + 3:
        places["feedback"] = len(columns) - 1
    return places


def _place(columns: Sequence[list[str]], holds: Callable[[list[str]], bool]) -> int | None:
    return next((place for place, cells in enumerate(columns) if holds(cells)), None)


def _is_maximum(neighbours: Sequence[list[str]]) -> bool:
    """Whether the second of three columns is one number, between grades (which may be missing) and yes or no."""
    grades, maxima, changeable = neighbours
    return (
        len(set(maxima)) == 1
        and _is_number(maxima[0])
        and all(cell in ("", "-") or _is_number(cell) for cell in grades)
        and len(set(changeable)) <= 2
        and not any(_is_number(cell) or not cell for cell in changeable)
    )


def _is_number(cell: str) -> bool:
    return cell.strip().replace(",", "").replace(".", "").isdecimal()
