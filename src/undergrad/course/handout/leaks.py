"""Lines of a solution that stand outside of its parts, as code, as a comment or in a text."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from undergrad.course.handout.parts import Part
from undergrad.course.handout.source import Source

#: A line, as what it is made of: blanks and comments are not part of it.
Words = tuple[str, ...]

_OPERATORS = frozenset(
    ("+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "^", "~", "<<", ">>", "<", ">", "<=", ">=", "==", "!=")
) | {"+=", "-=", "*=", "/=", "@="}
#: What begins a line that says how others are run, or what everybody writes.
_EVERYBODYS = frozenset(
    ("def", "class", "import", "from", "@", "if", "elif", "else", "for", "while", "try", "except", "finally", "with")
) | {"raise", "assert", "global", "nonlocal"}
_SHORTEST = 5


class Leak(NamedTuple):
    """A line that says what a part says."""

    part: Part
    #: Its line in the part.
    row: int
    #: Where it stands besides.
    other: int


def leaks(solution: Source, parts: Sequence[Part], handed_out: Source) -> Iterator[Leak]:
    """The lines of the parts that stand in a file that is handed out; one that computes nothing may stand anywhere."""
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
    """The code in a line."""
    return source.words.get(row, ())


def _words_said(source: Source, row: int) -> Iterator[Words]:
    """What a comment in a line says, or a line of a text that is longer than one, read as code."""
    text = source.texts[row - 1]
    yield _read(re.sub(r"^.*?#+", "", text) if "#" in text else text)


def _read(text: str) -> Words:
    words = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text.strip()).readline):
            if token.type in (tokenize.COMMENT, tokenize.NEWLINE, tokenize.NL):
                break
            words.append(token.string)
    except (tokenize.TokenError, SyntaxError):  # it is no code, or only the beginning of some
        pass
    return tuple(word for word in words if word)


def _computes(words: Words) -> bool:
    """Whether a line has an operator or a call with arguments, and is no beginning of a block."""
    if len(words) < _SHORTEST or words[0] in _EVERYBODYS:
        return False
    calls = any(
        first.isidentifier() and second == "(" and third != ")"
        for first, second, third in zip(words, words[1:], words[2:], strict=False)
    )
    return calls or bool(_OPERATORS & set(words))
