"""The results of experiments in a submission: each activation function's test accuracy, and its place.

They are read from the results of the handout's main script, from tables in CSV and Markdown, such as `undergrad
compare` writes, from tables and lines in texts, and from a notebook's Markdown and outputs. A number is read only if
the text names both the activation function and the test accuracy. Lines about a test accuracy that cannot be read with
certainty are counted. Nothing is run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from undergrad.course.numbered import Block, blocks_of
from undergrad.course.sentences import say
from undergrad.display.languages import Text

_READ = (".csv", ".tsv", ".md", ".markdown", ".txt", ".log", ".ipynb")
_NOT_READ = (".pdf", ".docx", ".hwp", ".hwpx", ".png", ".jpg", ".jpeg")
#: The files that the handout's main script writes.
_RESULTS, _QUICK = "results.json", "results-quick.json"
_LARGEST, _MOST_FILES, _MOST_ROWS = 2**23, 2000, 100

#: The spellings of each activation function in a table, by its name in the course.
_NAMES = {
    "leaky_relu": r"leaky[ _-]?relu|리키 ?렐루",
    "relu": r"relu|렐루",
    "sigmoid": r"sigmoid|logistic|시그모이드",
    "tanh": r"tanh|hyperbolic tangent|하이퍼볼릭 ?탄젠트",
    "elu": r"elu",
}
_ACTIVATION = re.compile(
    "|".join(rf"(?P<{name}>(?<![a-z])(?:{words})(?![a-z]))" for name, words in _NAMES.items()), re.I
)
_TEST = re.compile(r"(?<![a-z])test|테스트|시험", re.I)
_ACCURACY = re.compile(r"(?<![a-z])acc(?![a-z])|accuracy|정확도|정확률", re.I)
_OTHER = re.compile(r"(?<![a-z])(?:val|train|balanced|valid)|검증|학습|훈련|균형|homework|과제", re.I)
_NUMBER = r"(?:0?\.\d+|[01](?:\.0*)?|\d{1,3}(?:\.\d+)?\s*%)"
_CELL = re.compile(rf"[*_`~ ]*({_NUMBER})[*_`~ ]*")
_IN_A_LINE = re.compile(
    rf"(?:(?<![a-z])test[ _-]*(?:set[ _-]*)?acc(?:uracy|\.)?|(?:테스트|시험)\s*정확[도률](?:[은는이가])?)"
    rf"\s*(?:[:=]|is|was|of)?\s*({_NUMBER})(?![\d.]*\d|\s*%)",
    re.I,
)


class _Number(NamedTuple):
    """An activation function's test accuracy, from 0 to 1, and its text."""

    activation: str
    accuracy: float
    written: str


class ReportedAccuracy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A test accuracy that a submission reports."""

    #: The activation function's name in the course's texts: "relu".
    activation: str
    #: From 0 to 1.
    accuracy: float
    #: The text in the file, such as "89.3 %".
    written: str
    #: The file's path below the submission's folder.
    file: str
    #: The cell of a notebook, counted from 1; 0 in other files.
    cell: int = 0
    #: The line of the file, or of the cell's text or output, counted from 1.
    line: int


class ReportedExperiments(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The test accuracies that a submission reports, and remarks on parts that were not read."""

    accuracies: tuple[ReportedAccuracy, ...] = ()
    remarks: tuple[Text, ...] = ()


def reported_experiments(folder: Path) -> ReportedExperiments:
    """The test accuracies that the files in a submission's folder report. Raises nothing, whatever a file contains."""
    rows: list[ReportedAccuracy] = []
    remarks: list[Text] = []
    unread: list[str] = []
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() in _NOT_READ:
            unread.append(name)
            continue
        if path.name == _QUICK:
            remarks.append(say("numbers-of-a-trial", file=name))
            continue
        blocks = blocks_of(path, _LARGEST)
        if blocks is None:
            remarks.append(say("numbers-not-text", file=name))
            continue
        own, doubtful = [], 0
        for block in blocks:
            read, spoken = _of_block(block)
            own += [
                ReportedAccuracy(
                    activation=number.activation,
                    accuracy=number.accuracy,
                    written=number.written,
                    file=name,
                    cell=block.cell,
                    line=line,
                )
                for line, number in read
            ]
            doubtful += len(spoken)
        rows += own
        if doubtful:
            remarks.append(say("numbers-in-doubt", file=name, count=doubtful))
    if unread:
        remarks.append(say("numbers-in-pictures", files=", ".join(unread[:5]) + (", ..." if len(unread) > 5 else "")))
    if len(rows) > _MOST_ROWS:
        remarks.append(say("numbers-too-many", count=len(rows), kept=_MOST_ROWS))
    return ReportedExperiments(accuracies=tuple(rows[:_MOST_ROWS]), remarks=tuple(remarks))


def _files(folder: Path) -> Iterator[Path]:
    """The files that may contain numbers, in the order of their names. Links are not followed."""
    count = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        for name in sorted(names):
            path = Path(place) / name
            known = path.suffix.lower() in (*_READ, *_NOT_READ) or name in (_RESULTS, _QUICK)
            if not known or name.startswith(".") or path.is_symlink():
                continue
            count += 1
            if count > _MOST_FILES:
                return
            if path.is_file():
                yield path


def _of_block(block: Block) -> tuple[list[tuple[int, _Number]], list[int]]:
    """The numbers that a block reports, and the lines about a test accuracy that cannot be read."""
    read: list[tuple[int, _Number]] = []
    spoken: list[int] = []
    heading: Sequence[str] = ()
    for line, cells, text in block.lines:
        if len(cells) < 2:
            heading = ()
        numbers = [*_of_row(heading, cells)] or [*_of_text(text)]
        if numbers:
            read += [(line, number) for number in numbers]
        elif len(cells) >= 2 and not any(map(_CELL.fullmatch, cells)):
            heading = cells if _is_heading(cells) else ()
        elif re.search(r"\d", text) and (_is_test(text) or (len(cells) >= 2 and any(map(_is_test, heading)))):
            spoken.append(line)
    return read, spoken


def _is_heading(cells: Sequence[str]) -> bool:
    """Whether the cells are titles: a test accuracy, or several activation functions."""
    return any(map(_is_test, cells)) or sum(_activation(cell) != "" for cell in cells) >= 2


def _of_row(heading: Sequence[str], cells: Sequence[str]) -> Iterator[_Number]:
    """The numbers in a row of a table: one for the row's activation function, or one for each in the heading."""
    if heading and len(cells) == len(heading) + 1 and cells[0].isdecimal():
        cells = cells[1:]  # a frame's printed rows begin with their number, and its heading does not
    if not heading or len(heading) != len(cells):
        return
    tests = [place for place, title in enumerate(heading) if _is_test(title)]
    named = [place for place, cell in enumerate(cells) if _activation(cell)]
    if len(tests) == 1 and (name := _only(_activation(cells[place]) for place in named)):
        yield from _entry(name, cells[tests[0]], percent="%" in heading[tests[0]])
    elif not tests and _is_test(cells[0]):
        for title, cell in zip(heading[1:], cells[1:], strict=True):
            if name := _activation(title):
                yield from _entry(name, cell, percent="%" in cells[0])


def _of_text(text: str) -> Iterator[_Number]:
    """The number in a line that names one activation function and one test accuracy."""
    name, numbers = _activation(text), _IN_A_LINE.findall(text)
    if name and len(numbers) == 1:
        yield from _entry(name, numbers[0])


def _entry(name: str, cell: str, *, percent: bool = False) -> Iterator[_Number]:
    cell = f"{cell.strip()}%" if percent and "%" not in cell else cell
    if not (match := _CELL.fullmatch(cell)):
        return
    written = match[1].strip()
    accuracy = float(written.rstrip("% ")) / (100 if "%" in written else 1)
    if 0 <= accuracy <= 1:
        yield _Number(name, accuracy, written)


def _activation(text: str) -> str:
    """The one activation function that a text names; empty if it names none or several."""
    return _only(match.lastgroup or "" for match in _ACTIVATION.finditer(text))


def _only(names: Iterable[str]) -> str:
    different = list(dict.fromkeys(names))
    return different[0] if len(different) == 1 else ""


def _is_test(text: str) -> bool:
    """Whether a text names a test accuracy and no other accuracy."""
    return bool(_TEST.search(text) and _ACCURACY.search(text) and not _OTHER.search(text))
