"""A student's page as Markdown, in which nothing that a student wrote is markup."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from undergrad.course.output.blocks import Block, Code, Curves, Finding, Grid, Heading, Person, Points, Quoted, Sentence
from undergrad.course.output.student_blocks import student_blocks
from undergrad.course.output.wording import Wording
from undergrad.course.records import ClassGrades, Row, Training
from undergrad.display.terminal import visible
from undergrad.report.markdown import escaped, paragraph, table

_EPOCHS = 12  # lines of a table of losses


def student_markdown(grades: ClassGrades, row: Row) -> str:
    """The page for the student of this row, as Markdown."""
    return as_markdown(student_blocks(grades, row), Wording(grades.language))


def as_markdown(blocks: Iterator[Block], words: Wording) -> str:
    """The blocks as Markdown, an empty line between two of them."""
    return "\n\n".join("\n".join(_lines(block, words)) for block in blocks) + "\n"


def _lines(block: Block, words: Wording) -> list[str]:
    match block:
        case Heading(text, level):
            return [f"{'#' * level} {escaped(text)}"]
        case Person(name, student_id, file):
            return [paragraph(" · ".join(filter(None, (name, student_id, file))))]
        case Sentence(text, is_key):
            return [f"**{escaped(text)}**" if is_key else paragraph(text)]
        case Quoted(text):
            return [f"> {paragraph(line)}".rstrip() for line in text.splitlines()]
        case Points(texts):
            return [f"- {paragraph(text)}" for text in texts]
        case Grid(titles, rows):
            return table(titles, rows)
        case Finding(_, called, title, rows):
            points = [f"- **{escaped(label)}**: {escaped(text)}" for label, text in rows]
            return [f"### {escaped(f'{called}: {title}')}", *([""] if points else []), *points]
        case Code(about, text):
            return [*([paragraph(about), ""] if about else []), *_fenced(text)]
        case Curves(training):
            return _losses(training, words)


def _fenced(code: str) -> list[str]:
    """A block of code with a fence that does not occur in it."""
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence, *visible(code).splitlines(), fence]


def _losses(training: Training, words: Wording) -> list[str]:
    """The losses of some epochs, including the first and the last, with their numbers."""
    count = max(len(training.losses), len(training.textbook_losses))
    step = max(1, math.ceil(count / _EPOCHS))
    epochs = sorted({*range(0, count, step), count - 1})
    rows = [[str(epoch + 1), _loss(training.losses, epoch), _loss(training.textbook_losses, epoch)] for epoch in epochs]
    return table([words("epoch"), words("loss-own"), words("loss-textbook")], rows)


def _loss(losses: tuple[float, ...], epoch: int) -> str:
    return f"{losses[epoch]:.4g}" if epoch < len(losses) else "–"
