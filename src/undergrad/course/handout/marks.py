"""Finds the marks around the students' parts: comments on lines of their own, in each form that courses use.

# ===== EDIT HERE =====      closed by the same again, by a rule of the same sign, or by # ===== END =====
# ------ EDIT HERE ------    likewise
### BEGIN SOLUTION           closed by ### END SOLUTION
"""

from __future__ import annotations

import itertools
import re
import tokenize
from typing import NamedTuple

from undergrad.course.handout.source import Source
from undergrad.errors import UsageError

_EDIT = re.compile(r"#\s*(?:=+\s*EDIT HERE\s*=+|-+\s*EDIT HERE\s*-+)")
_RULE = re.compile(r"#\s*(?:={3,}(?:\s*END(?: EDIT HERE)?\s*=+)?|-{3,}(?:\s*END(?: EDIT HERE)?\s*-+)?)")
_BEGIN = re.compile(r"#+\s*BEGIN SOLUTION")
_END = re.compile(r"#+\s*END SOLUTION")
#: Words that nobody writes by accident: a comment that has them and is not a mark is a misspelt mark.
_MEANT = re.compile(r"EDIT HERE|BEGIN SOLUTION|END SOLUTION")


class Span(NamedTuple):
    """The lines of two marks; the student writes the lines between them."""

    opening: int
    closing: int


def spans(source: Source) -> list[Span]:
    """The spans of the student's parts, in order.

    UsageError, with the line, for marks that are not closed, are nested, follow code on their line, or are misspelt.
    """
    marks: dict[str, list[int]] = {kind: [] for kind in ("=", "-", "=rule", "-rule", "begin", "end")}
    for comment in source.comments():
        kind = _kind(comment, source)
        if kind:
            marks[kind].append(comment.start[0])
    every = [span for sign in "=-" for span in _edits(marks[sign], marks[f"{sign}rule"], source)]
    every += _solutions(marks["begin"], marks["end"], source)
    every.sort()
    for first, second in itertools.pairwise(every):
        if second.opening < first.closing:
            raise _error(source, second.opening, f"the part that begins here lies in the one of line {first.opening}")
    return every


def _kind(comment: tokenize.TokenInfo, source: Source) -> str:
    """The kind of a mark; empty for a comment that is not a mark."""
    row, column = comment.start
    text = comment.string.rstrip()
    if _EDIT.fullmatch(text):
        kind = text.rstrip()[-1]
    elif _RULE.fullmatch(text):
        kind = text[-1] + "rule"
    elif _BEGIN.fullmatch(text):
        kind = "begin"
    elif _END.fullmatch(text):
        kind = "end"
    elif _MEANT.search(text):
        raise _error(source, row, f"{text!r} is no mark; write # ===== EDIT HERE =====, or say it in other words")
    else:
        return ""
    alone = not source.texts[row - 1][:column].strip()
    if not alone and not kind.endswith("rule"):
        raise _error(source, row, "the mark stands behind code; give it a line of its own")
    return kind if alone else ""


def _edits(edits: list[int], rules: list[int], source: Source) -> list[Span]:
    """The parts of one kind of mark: each is closed by the next rule or, in some files, by the same mark again."""
    ends = [*edits[1:], len(source.texts) + 1][: len(edits)]
    closings = [
        next((rule for rule in rules if first < rule < end), None) for first, end in zip(edits, ends, strict=True)
    ]
    if None not in closings:
        return [Span(first, closing) for first, closing in zip(edits, closings, strict=True) if closing is not None]
    if len(edits) % 2 == 0 and not any(closings[::2]):
        return [Span(*pair) for pair in zip(edits[::2], edits[1::2], strict=True)]
    raise _error(source, edits[closings.index(None)], "what begins here is not closed before the next mark; close it")


def _solutions(begins: list[int], ends: list[int], source: Source) -> list[Span]:
    """The parts between BEGIN SOLUTION and END SOLUTION."""
    every, opening = [], 0
    for row in sorted([*begins, *ends]):
        if row in begins and opening:
            raise _error(source, row, f"the part that begins here lies in the one of line {opening}; close that first")
        if row in ends and not opening:
            raise _error(source, row, "END SOLUTION closes nothing; take it out, or write BEGIN SOLUTION before it")
        if row in ends:
            every.append(Span(opening, row))
        opening = row if row in begins else 0
    if opening:
        raise _error(source, opening, "BEGIN SOLUTION is not closed; write ### END SOLUTION behind what it begins")
    return every


def _error(source: Source, row: int, problem: str) -> UsageError:
    return UsageError(f"{source.name}, line {row}: {problem}")
