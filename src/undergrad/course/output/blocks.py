"""The blocks of a student's page, independent of the output format."""

from __future__ import annotations

from dataclasses import dataclass

from undergrad.course.records import Training


@dataclass(frozen=True)
class Heading:
    """The heading of the next blocks. The page's own title has level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Sentence:
    """A paragraph of plain text."""

    text: str
    #: Whether it is the main result of the page.
    is_key: bool = False


@dataclass(frozen=True)
class Person:
    """The student of the page, as far as known, and the judged file."""

    name: str
    student_id: str
    file: str


@dataclass(frozen=True)
class Quoted:
    """A person's own text, with its lines."""

    text: str


@dataclass(frozen=True)
class Points:
    """A list with a point for each text."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table of texts; the first column names the row."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Finding:
    """The report of one mistake or one remark."""

    #: "fail" or "remark"; and its word, with its sign.
    verdict: str
    called: str
    title: str
    #: Labels and texts.
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Code:
    """Lines of code for the reader, and their purpose."""

    about: str
    text: str


@dataclass(frozen=True)
class Curves:
    """The losses of a training and of the textbook's."""

    training: Training


Block = Heading | Person | Sentence | Quoted | Points | Grid | Finding | Code | Curves
