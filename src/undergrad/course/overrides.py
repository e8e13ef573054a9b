"""`overrides.csv`: the points and comments of the teacher, made once and never overwritten.

A line sets the points of one method, or of the whole if the method is empty, and adds a comment. It names its
submission by key, student id or name. A spreadsheet may sort the lines, add columns, drop zeros from numbers, and write
semicolons, tabs or CP949.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from undergrad.course.output.cells import csv_of
from undergrad.course.records import Row
from undergrad.course.sentences import say
from undergrad.course.sheets import Line, Sheet, comparable, read_sheet
from undergrad.display.languages import Text
from undergrad.errors import FileError, unknown
from undergrad.files import write_whole

COLUMNS = ("key", "student_id", "name", "method", "points", "comment")
_WHO = ("key", "student_id", "name")  # in their order of precedence
_HINT = "reason"  # why a person must decide; written for the teacher and never read back
_POINTS = re.compile(r"\d+(?:\.\d+|,\d{1,2}|,\d{4,})?")


class Handed(Protocol):
    """A submission, or a row about one."""

    @property
    def key(self) -> str: ...
    @property
    def student_id(self) -> str: ...
    @property
    def name(self) -> str: ...


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """One line."""

    key: str
    #: Empty for the whole submission.
    method: str = ""
    #: None if the line is only a comment.
    points: float | None = None
    comment: str = ""
    #: The line in the file, counted from 1.
    line: int


class Overrides(msgspec.Struct, frozen=True, kw_only=True):
    """The overrides of a teacher."""

    lines: tuple[Override, ...] = ()
    #: Sentences about values that are allowed but may be mistakes.
    remarks: tuple[Text, ...] = ()

    def score(self, key: str) -> float | None:
        """The points of the whole submission; None if nobody has set them."""
        return self.points(key).get("")

    def points(self, key: str) -> dict[str, float]:
        """The points that are set for each method, and for the whole under an empty name."""
        return {line.method: line.points for line in self.lines if line.key == key and line.points is not None}

    def comment(self, key: str) -> str:
        """The comments, one per line."""
        return "\n".join(line.comment for line in self.lines if line.key == key and line.comment)


def start_overrides(path: Path, rows: Iterable[Row]) -> bool:
    """Write the file, with a line for each row that needs a person; never overwrite it. Returns whether it was written.

    Raises FileError.
    """
    if path.exists():
        return False
    asking = sorted((row for row in rows if row.status == "needs a person"), key=lambda row: (row.student_id, row.key))
    lines = [(row.key, row.student_id, row.name, "", None, "", row.reason) for row in asking]
    write_whole(path, codecs.BOM_UTF8 + csv_of((*COLUMNS, _HINT), lines).encode())
    return True


def read_overrides(
    path: Path, handed: Sequence[Handed], points: Mapping[str, float], max_score: float | None = None
) -> Overrides:
    """Read the overrides in the file; none if there is no file.

    `points` has the most points that can be set for each method, `max_score` the most for the whole, by default their
    sum: in that sum, a method that gets the points of an absent one counts twice.

    FileError, which names the line, for an unknown submission or method, points that are not a number, a line whose
    cells belong to two submissions, and points that two lines set.
    """
    if not path.exists():
        return Overrides()
    total = sum(points.values()) if max_score is None else max_score
    return _Reader(read_sheet(path), handed, points, total).read()


class _Reader:
    """Reads one file."""

    def __init__(self, sheet: Sheet, handed: Sequence[Handed], points: Mapping[str, float], total: float) -> None:
        self.sheet, self.points, self.total = sheet, points, total
        self.remarks: list[Text] = []
        self.places = self._places()
        #: For each way to name a submission: the name, and the keys of the submissions with it.
        self.named: dict[str, dict[str, set[str]]] = {way: {} for way in _WHO}
        for submission in handed:
            for way in _WHO:
                for name in _spellings(way, getattr(submission, way)):
                    self.named[way].setdefault(name, set()).add(submission.key)

    def read(self) -> Overrides:
        set_on: dict[tuple[str, str], int] = {}
        lines = []
        for line in self.sheet.rows():
            override = self._override(line)
            if override is None:
                continue
            if override.points is not None:
                place = (override.key, override.method)
                if place in set_on:
                    raise self._refused(line, f"sets what line {set_on[place]} has set; keep one of them")
                set_on[place] = line.number
            lines.append(override)
        return Overrides(lines=tuple(lines), remarks=tuple(self.remarks))

    def _places(self) -> dict[str, int]:
        """The place of each column. FileError if one is missing."""
        names = [comparable(cell) for cell in self.sheet.header.cells]
        places = {name: names.index(name) for name in COLUMNS if name in names}
        missing = [name for name in ("method", "points", "comment") if name not in places]
        if missing or not places.keys() & set(_WHO):
            column = missing[0] if missing else "key"
            raise FileError(
                f"{self.sheet.path} has no column {column!r}; its first line must be {','.join(COLUMNS)}, in any order"
            )
        foreign = [name for name in names if name and name not in (*COLUMNS, _HINT)]
        if foreign:
            self.remarks.append(say("overrides-foreign", file=self.sheet.path.name, columns=", ".join(foreign)))
        return places

    def _override(self, line: Line) -> Override | None:
        """The override in the line; None if it sets nothing yet."""
        cells = line.cells
        if any(cell.strip() for cell in cells[len(self.sheet.header.cells) :]):
            raise self._refused(
                line, 'has more cells than the first line; put a comment with a comma in it between " "'
            )
        values = {name: cells[place].strip() if place < len(cells) else "" for name, place in self.places.items()}
        values = {name: _without_mark(value) for name, value in values.items()}
        if not values["points"] and not values["comment"]:
            return None
        key = self._key(line, values)
        method = unicodedata.normalize("NFC", values["method"])
        if method and method not in self.points:
            raise FileError(str(unknown("method", method, self.points, where=f" in line {line.number} of {self.path}")))
        return Override(
            key=key,
            method=method,
            points=self._points(line, method, values["points"]),
            comment=values["comment"],
            line=line.number,
        )

    @property
    def path(self) -> Path:
        return self.sheet.path

    def _key(self, line: Line, values: Mapping[str, str]) -> str:
        """The submission that the line names."""
        keys, by = set[str](), ""
        for way in _WHO:
            value = values.get(way, "")
            names = self.named[way]
            meant = next((names[name] for name in _spellings(way, value) if name in names), set[str]())
            if keys and meant and not keys & meant:
                raise self._refused(
                    line,
                    f"has the {by} of one submission and the {way.replace('_', ' ')} {value!r} of another; were its "
                    "columns sorted apart? Put right which is meant",
                )
            if meant:
                keys, by = keys & meant or meant, by or way.replace("_", " ")
        if len(keys) == 1:
            return next(iter(keys))
        shown = next((values[way] for way in _WHO if values.get(way)), "")
        if keys:
            raise self._refused(line, f"names {shown!r}, as {len(keys)} submissions are called; give the key of one")
        if shown:
            raise self._refused(line, f"names {shown!r}, and no submission is called so; look into grades.csv")
        raise self._refused(line, "names no submission; give its key, student_id or name")

    def _points(self, line: Line, method: str, value: str) -> float | None:
        if not value:
            return None
        if not _POINTS.fullmatch(unicodedata.normalize("NFKC", value)):
            raise self._refused(line, f"has the points {value!r}; write a number from 0 on, such as 2.5")
        points = float(unicodedata.normalize("NFKC", value).replace(",", "."))
        most = self.points[method] if method else self.total
        if points > most:
            self.remarks.append(
                say("overrides-more", file=self.path.name, line=line.number, points=f"{points:g}", most=f"{most:g}")
            )
        return points

    def _refused(self, line: Line, why: str) -> FileError:
        return FileError(f"line {line.number} of {self.path} {why}")


def _spellings(way: str, value: str) -> list[str]:
    """The spellings of a key, a student id or a name, the exact one first; none for an empty one."""
    exact = comparable(value)
    if not exact:
        return []
    # A spreadsheet drops the leading zeros of a number.
    return [exact, f"number {int(exact)}"] if way != "name" and exact.isdecimal() else [exact]


def _without_mark(value: str) -> str:
    """The text without the ' that keeps a spreadsheet from running it."""
    return value[1:] if value.startswith("'") else value
