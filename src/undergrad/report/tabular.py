"""CSV that a spreadsheet may open: no text in it is run as a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

#: A spreadsheet reads a cell that begins with one of these as a formula; the last marks a text.
_FORMULAS = (*"=+-@＝＋－＠", "\t", "\r", "\n", "'")
_NEEDS_QUOTES = re.compile('[",\r\n]')


def csv_text(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """CSV with a line of column names; None is an empty field.

    A text that begins, perhaps after blanks, with one of = + - @ ' or a tab or line break, and is no number, gets a '
    before it, which makes it a text for a spreadsheet. A program gets the true text by removing one ' from the
    beginning of a field.

    >>> print(csv_text(("name", "x"), [("=1+1", -0.5), ("-0.5", None), ("'tis", 1)]), end="")
    name,x
    '=1+1,-0.5
    -0.5,
    ''tis,1
    """
    return "".join(f"{','.join(map(_field, line))}\n" for line in (columns, *lines))


def _field(value: object) -> str:
    if value is None:
        return ""
    text = str(value)
    begins = text.startswith(_FORMULAS) or text.lstrip().startswith(_FORMULAS)
    if isinstance(value, str) and begins and not _is_number(text):
        text = f"'{text}"
    # By hand, since Python's csv.writer does not quote a carriage return within a field, which then ends the line.
    return '"{}"'.format(text.replace('"', '""')) if _NEEDS_QUOTES.search(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
