"""Finds lines of a solution outside of its parts, as code, as a comment or in a text."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from undergrad.course.handout.parts import Part
from undergrad.course.handout.source import Source

#: The tokens of a line, without spaces and comments.
Words = tuple[str, ...]

_OPERATORS = frozenset(
    ("+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "^", "~", "<<", ">>", "<", ">", "<=", ">=", "==", "!=")
) | {"+=", "-=", "*=", "/=", "@="}
#: Keywords that begin a line which only controls others, or which everybody writes.
_EVERYBODYS = frozenset(
    ("def", "class", "import", "from", "@", "if", "elif", "else", "for", "while", "try", "except", "finally", "with")
) | {"raise", "assert", "global", "nonlocal"}
_SHORTEST = 5


class Leak(NamedTuple):
    """A line outside of the parts with the same code as a line of a part."""

    part: Part
    #: Its line in the part.
    row: int
    #: The place of the other line.
    other: int


def leaks(solution: Source, parts: Sequence[Part], handed_out: Source) -> Iterator[Leak]:
    """The lines of the parts that occur in a handed-out file; lines that compute nothing do not count."""
    secret = {
        words: (part, row)
        for part in reversed(parts)
        for row in range(part.span.closing - 1, part.span.opening, -1)
        if _computes(words := _words(solution, row))
    }
    for row in range(1, len(handed_out.texts) + 1):
        for words in (_words(handed_out, row), *_words_said(handed_out, row)):
            if words in secret:
                yield Leak(*secret[words], row)


def _words(source: Source, row: int) -> Words:
    """The tokens of a line of code."""
    return source.words.get(row, ())


def _words_said(source: Source, row: int) -> Iterator[Words]:
    """The tokens of a comment, or of a line of a multi-line text, read as code."""
    text = source.texts[row - 1]
    yield _read(re.sub(r"^.*?#+", "", text) if "#" in text else text)


def _read(text: str) -> Words:
    words = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text.strip()).readline):
            if token.type in (tokenize.COMMENT, tokenize.NEWLINE, tokenize.NL):
                break
            words.append(token.string)
    except (tokenize.TokenError, SyntaxError):  # it is not code, or only the beginning of some
        pass
    return tuple(word for word in words if word)


def _computes(words: Words) -> bool:
    """Whether a line has an operator or a call with arguments, and does not begin a block."""
    if len(words) < _SHORTEST or words[0] in _EVERYBODYS:
        return False
    calls = any(
        first.isidentifier() and second == "(" and third != ")"
        for first, second, third in zip(words, words[1:], words[2:], strict=False)
    )
    return calls or bool(_OPERATORS & set(words))
