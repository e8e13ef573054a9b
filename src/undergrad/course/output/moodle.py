"""Fills grades and feedback into Moodle's grading worksheet, which the teacher has downloaded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from undergrad.course.output.cells import number, ordered
from undergrad.course.output.feedback import Form, feedback
from undergrad.course.output.matching import Person, listed, match, who
from undergrad.course.output.moodle_columns import Columns, columns_of
from undergrad.course.records import ClassGrades, Row
from undergrad.course.sentences import say
from undergrad.course.sheets import Line, Sheet, comparable, read_sheet
from undergrad.display.languages import Text
from undergrad.errors import FileError, UsageError
from undergrad.files import write_whole

#: In the names of folders and files of all submissions, as Moodle packs them: `Name_123456_assignsubmission_file_`.
_PARTICIPANT = re.compile(r"_(\d+)_assignsubmission_")
_DIGITS_AT_THE_END = re.compile(r"\d+$")
#: Moodle's text for a locked grade, in some of its languages.
_LOCKED = frozenset(("no", "아니오", "아니요", "nein", "nee", "non", "não", "いいえ", "否", "нет", "nie", "ne", "nej"))


def fill_worksheet(
    grades: ClassGrades, worksheet: Path, out: Path, *, form: Form = "html", scale: bool = False
) -> tuple[Text, ...]:
    """Write `worksheet` to `out` with grades and feedback. Returns sentences about lines that were not filled in.

    Every other cell keeps its bytes. A submission is matched with a line by the participant's number in its folder's
    name, by id number or mail address, and by name, which must agree. Lines with a locked grade do not change, nor do
    those of submissions without a score, or with a score above the worksheet's maximum, which Moodle would ignore. With
    `scale` scores are given as shares of that maximum. FileError for a file that is not such a worksheet, UsageError if
    there are no points to scale.
    """
    if scale and not grades.max_score:
        raise UsageError(f"{grades.assignment} has no points, so nothing can be scaled to the worksheet's maximum")
    sheet = read_sheet(worksheet)
    columns = columns_of(sheet)
    whole = [line for line in sheet.rows() if len(line.raw) == len(sheet.header.raw)]
    remarks = list(columns.remarks)
    if broken := [line for line in sheet.rows() if len(line.raw) != len(sheet.header.raw)]:
        remarks.append(say("moodle-broken", file=worksheet.name, lines=listed([str(line.number) for line in broken])))
    matches = match(ordered(grades), [_person(line, columns) for line in whole], _participant)
    remarks += matches.remarks
    remarks += _Filling(grades, sheet, columns, form, scale).fill(whole, matches.rows)
    write_whole(out, sheet.to_bytes())
    return tuple(remarks)


class _Filling:
    """Fills one worksheet."""

    def __init__(self, grades: ClassGrades, sheet: Sheet, columns: Columns, form: Form, scale: bool) -> None:
        self.grades, self.sheet, self.columns, self.form, self.scale = grades, sheet, columns, form, scale

    def fill(self, lines: Sequence[Line], rows: dict[int, Row]) -> list[Text]:
        """Set the cells. Returns sentences about those that were not set."""
        left_out: dict[str, list[Row]] = {}
        replaced, maxima = 0, set[float]()
        for place, row in rows.items():
            line = lines[place]
            maximum = self._maximum(line)
            maxima.add(maximum)
            score = row.score if row.score is None or not self.scale else row.score / self.grades.max_score * maximum
            why_not = self._why_not(line, score, maximum)
            if why_not or score is None:
                left_out.setdefault(why_not, []).append(row)
                continue
            before = line.cells
            self._set(line, row, score)
            replaced += any(
                old.strip() not in ("", "-") and old != new for old, new in zip(before, line.cells, strict=True)
            )
        remarks = [say(why, who=who(rows_left)) for why, rows_left in left_out.items()]
        if replaced:
            remarks.append(say("moodle-replaced", count=replaced))
        other = sorted(maxima - {self.grades.max_score})
        if other and not self.scale:
            remarks.append(say("moodle-maximum", most=f"{other[0]:g}", total=f"{self.grades.max_score:g}"))
        empty = [self._name(line) for place, line in enumerate(lines) if place not in rows]
        if empty:
            remarks.append(say("moodle-empty", count=len(empty), who=listed(empty)))
        return remarks

    def _why_not(self, line: Line, score: float | None, maximum: float) -> str:
        """The key of the sentence that says why a line does not change; empty if it is filled in."""
        changeable = self.columns.changeable
        if score is None:
            return "moodle-no-score"
        if changeable is not None and comparable(line.cells[changeable]) in _LOCKED:
            return "moodle-locked"
        return "moodle-above" if score > maximum else ""

    def _set(self, line: Line, row: Row, score: float) -> None:
        self.sheet.set(line, self.columns.grade, str(number(score)))
        if self.columns.feedback is not None:
            self.sheet.set(line, self.columns.feedback, feedback(row, self.grades.language, self.form))

    def _maximum(self, line: Line) -> float:
        """The largest grade that Moodle takes. FileError if the line has none, because the grade is a word then."""
        if self.columns.maximum is None:
            return self.grades.max_score
        cell = line.cells[self.columns.maximum].strip().replace(",", ".")
        try:
            return float(cell)
        except ValueError:
            raise FileError(
                f"line {line.number} of {self.sheet.path} has no maximum grade that is a number, but {cell!r}; "
                "set the assignment's grade to points in Moodle and download the worksheet again"
            ) from None

    def _name(self, line: Line) -> str:
        cells = line.cells
        return cells[self.columns.name] if self.columns.name is not None else cells[self.columns.identifier]


def _person(line: Line, columns: Columns) -> Person:
    cells = line.cells
    digits = _DIGITS_AT_THE_END.search(cells[columns.identifier].strip())
    return Person(
        number=digits[0] if digits else "",
        ids=tuple(cells[place] for place in columns.ids),
        name="" if columns.name is None else cells[columns.name],
    )


def _participant(row: Row) -> str:
    """The participant's number in Moodle's name of the submission; the outermost, as students may use the word."""
    number_in_name = _PARTICIPANT.search(row.source)
    return number_in_name[1] if number_in_name else ""
