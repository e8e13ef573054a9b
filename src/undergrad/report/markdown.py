"""Markdown that escapes texts from outside, such as names of files and classes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from undergrad.display.terminal import visible

#: Texts that Markdown would read as markup; `p < 0.05`, `best_epoch` and `[0.1]` are not.
_MARKUP = re.compile(
    r"[\\`*~|]"
    r"|<(?=[A-Za-z/!?])"  # HTML
    r"|&(?=#?\w+;)"  # a named character
    r"|\](?=[(\[:])"  # a link or a picture
    r"|(?<!\w)_|_(?!\w)"  # emphasis
)
#: Beginnings that turn a text into a heading, a quotation, a list or a horizontal line.
_AT_THE_BEGINNING = re.compile(r"(?:\d+(?=[.)]))?[#>+=.)-]")


def escaped(text: str) -> str:
    r"""`text` on one line, escaped so that Markdown shows it unchanged and none of it is HTML.

    >>> print(escaped("<script>alert(1)</script> *a* [b](c) p < 0.05"))
    \<script>alert(1)\</script> \*a\* [b\](c) p < 0.05
    """
    one_line = re.sub(r"[ \t\n]+", " ", visible(text)).strip(" ")  # a no-break space stays one
    return _MARKUP.sub(lambda match: f"\\{match[0]}", one_line)


def paragraph(text: str) -> str:
    r"""`escaped` text for the beginning of a line.

    >>> print(paragraph("# a"), paragraph("1. b"))
    \# a 1\. b
    """
    safe = escaped(text)
    begins = _AT_THE_BEGINNING.match(safe)
    return safe if begins is None else f"{safe[: begins.end() - 1]}\\{safe[begins.end() - 1 :]}"


def line(texts: Sequence[str]) -> str:
    """A line of a Markdown table that shows its cells unchanged."""
    return "| " + " | ".join(map(escaped, texts)) + " |"


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a Markdown table."""
    return [line(titles), line(["---"] * len(titles)), *map(line, rows)]
