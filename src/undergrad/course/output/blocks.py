"""What a student's page says, block by block, whatever it becomes."""

from __future__ import annotations

from dataclasses import dataclass

from undergrad.course.records import Training


@dataclass(frozen=True)
class Heading:
    """What the next blocks are about. The page's own title is of level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Sentence:
    """A paragraph of plain text."""

    text: str
    #: Whether it is what the page is opened for.
    is_key: bool = False


@dataclass(frozen=True)
class Person:
    """Whose page it is, as far as that is known, and the file that was judged."""

    name: str
    student_id: str
    file: str


@dataclass(frozen=True)
class Quoted:
    """What a person wrote, with its lines."""

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
    """What is said of one mistake, or of one remark."""

    #: "fail" or "remark"; and the word for it, with its sign.
    verdict: str
    called: str
    title: str
    #: Labels and texts.
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Code:
    """Lines of code that a reader may want, and what they are for."""

    about: str
    text: str


@dataclass(frozen=True)
class Curves:
    """The losses of a training beside the textbook's."""

    training: Training


Block = Heading | Person | Sentence | Quoted | Points | Grid | Finding | Code | Curves
