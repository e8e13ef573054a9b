"""Makes text from outside safe for a terminal: control characters become visible; and a console for such text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # rich takes a while to load: only drawing may pay for that
    from rich.console import Console

#: Control characters other than tab and newline, the marks that reorder text, and lone surrogates.
_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

#: Python decodes an undecodable byte of a file's name as the surrogate at byte + this number.
_BYTE_OF_A_NAME = 0xDC00


def visible(text: str) -> str:
    r"""`text` with every character that could control a terminal written as an escape; newline and tab stay.

    Control characters (C0, DEL, C1), the marks of the direction of writing (U+202A-202E, U+2066-2069) and lone
    surrogates are written as Python writes them; an undecodable byte of a file's name is written as that byte.

    >>> print(visible("a\x1b[2Jb"), visible("\u202egnp.exe"), visible("bad\udcff.py"))
    a\x1b[2Jb \u202egnp.exe bad\xff.py
    """
    return _STEERS.sub(lambda match: _escape(ord(match[0])), text)


def _escape(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:
        code -= _BYTE_OF_A_NAME
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def on_one_line(text: str) -> str:
    r"""`text` as `visible` makes it, with line breaks as escapes too: for a name within a line.

    >>> print(on_one_line("cat\nall is well"))
    cat\nall is well
    """
    return visible(text).replace("\n", "\\n")


def console(*, stderr: bool = False) -> Console:
    """A rich console that never reads text as markup. Pass text through `visible` before printing it."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)
