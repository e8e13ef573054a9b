"""Text measured in a terminal's columns; a Hangul syllable takes two."""

from __future__ import annotations

import textwrap
import unicodedata

#: Follows each wide character while `textwrap` counts. Unicode defines no such character.
_SECOND_HALF = "\uffff"


def columns(text: str) -> int:
    """How many columns the text takes.

    >>> columns("softmax"), columns("소프트맥스")
    (7, 10)
    """
    return len(_counted(text))


def padded(text: str, width: int) -> str:
    """The text, padded with blanks to `width` columns."""
    return text + " " * (width - columns(text))


def wrapped(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """The text as lines of at most `width` columns; `first` begins the first of them, `rest` the others.

    Lines break at blanks; a word is broken only if it is longer than a line.
    """
    lines = _wrapped(text, width, first, rest)
    if any(columns(line) > width for line in lines):  # textwrap broke a word between the halves of a wide character
        lines = _wrapped(text, width - 1, first, rest)
    return lines


def _wrapped(text: str, width: int, first: str, rest: str) -> list[str]:
    lines = textwrap.wrap(
        _counted(text),
        width,
        initial_indent=_counted(first),
        subsequent_indent=_counted(rest),
        break_on_hyphens=False,
    )
    return [line.replace(_SECOND_HALF, "") for line in lines]


def shortened(text: str, width: int) -> str:
    """The text on one line of at most `width` columns; a longer text is cut at a blank."""
    return textwrap.shorten(_counted(text), width, placeholder=" ...").replace(_SECOND_HALF, "")


def _counted(text: str) -> str:
    """The text, made to have one character for each column that it takes."""
    text = text.replace(_SECOND_HALF, "")
    return "".join(c + _SECOND_HALF if unicodedata.east_asian_width(c) in "WF" else c for c in text)
