"""Tables in CSV that a platform or a spreadsheet wrote, read so that what is not touched keeps its bytes."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from undergrad.data.encoding import guess
from undergrad.errors import FileError
from undergrad.files import read_whole

_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .xls
#: The line with which Excel says what separates the cells.
_SEPARATOR = re.compile(r"sep=([,;\t])[ \t]*(?:\r\n|\n|\r)", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\n|\r|\Z")


@dataclass
class Line:
    """One row: each cell as it stands in the file, with its quotes; what ends it; the line on which it begins."""

    raw: list[str]
    end: str
    number: int

    @property
    def cells(self) -> list[str]:
        """What the cells say."""
        return [_value(raw) for raw in self.raw]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip() for cell in self.cells)


@dataclass
class Sheet:
    """A table with a line of names. `to_bytes` gives what was read, but for the cells that were set."""

    path: Path
    encoding: str
    #: The bytes at the beginning that say the encoding.
    mark: bytes
    delimiter: str
    #: The line before the table that says what separates its cells; empty where there is none.
    lead: str
    header: Line
    #: The rows under the header, blank ones too.
    lines: list[Line]

    def set(self, line: Line, column: int, text: str) -> None:
        """Put `text` into a cell; a letter that the file's encoding lacks is written as HTML names it, &#10003; say."""
        text = text.encode(self.encoding, "xmlcharrefreplace").decode(self.encoding)
        needs_quotes = any(sign in text for sign in (self.delimiter, '"', "\r", "\n")) or text != text.strip()
        line.raw[column] = '"{}"'.format(text.replace('"', '""')) if needs_quotes else text

    def rows(self) -> Iterator[Line]:
        """The rows in which something stands."""
        return (line for line in self.lines if not line.is_blank)

    def narrowed(self, columns: Sequence[int], lines: Sequence[Line]) -> Sheet:
        """The same table with some of its columns and rows alone, each cell as it is."""
        header, *kept = (
            Line([line.raw[column] for column in columns], line.end or "\n", line.number)
            for line in (self.header, *lines)
        )
        return Sheet(self.path, self.encoding, self.mark, self.delimiter, self.lead, header, kept)

    def to_bytes(self) -> bytes:
        """The file."""
        rows = (self.delimiter.join(line.raw) + line.end for line in (self.header, *self.lines))
        return self.mark + (self.lead + "".join(rows)).encode(self.encoding)


def read_sheet(path: Path) -> Sheet:
    """The table in `path`: UTF-8, UTF-16 with a mark, or what a Korean or Western Windows writes; by , ; or a tab.

    FileError where it is no such text, is empty, or has a quote that nothing closes.
    """
    content = read_whole(path)
    if content.startswith(_WORKBOOKS):
        raise FileError(f"{path} is a workbook and no text; save it in the spreadsheet as CSV in UTF-8")
    mark = next((mark for mark in _MARKS if content.startswith(mark)), b"")
    encoding, text = _decoded(path, content.removeprefix(mark), _MARKS.get(mark))
    separator = _SEPARATOR.match(text)
    lead = separator[0] if separator else ""
    delimiter = separator[1] if separator else _delimiter(text)
    first, *lines = _lines(path, text[len(lead) :], delimiter, 2 if lead else 1)
    if first.is_blank:
        raise FileError(f"{path} has no line of names at its beginning; write the table again")
    return Sheet(path, encoding, mark, delimiter, lead, first, lines)


def comparable(text: str) -> str:
    """`text` for comparison: composed letters, narrow forms, small letters, and single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _decoded(path: Path, content: bytes, marked: str | None) -> tuple[str, str]:
    """The encoding and the text."""
    for encoding in (marked or "utf-8", guess(content)):
        try:
            if encoding:
                return encoding, content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError(f"cannot read {path}: it is no text in UTF-8 or CP949; save it as CSV in UTF-8")


def _delimiter(text: str) -> str:
    """The sign that stands most often in the line of names, outside of quotes."""
    outside = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").splitlines()[0] if text.strip() else "")
    return max(",;\t", key=outside.count)


def _lines(path: Path, text: str, delimiter: str, number: int) -> Iterator[Line]:
    field = re.compile(rf'("[^"]*(?:""[^"]*)*")?([^{delimiter}\r\n]*)')
    position, raw, begins = 0, list[str](), number
    while True:
        match = field.match(text, position)
        assert match is not None  # it matches nothing, too
        if match[1] is None and match[2].startswith('"'):
            raise FileError(f"cannot read {path}: line {number} has a quote that nothing closes; add one or remove it")
        raw.append(match[0])
        number += len(re.findall(r"\r\n|\n|\r", match[0]))
        position = match.end()
        if text[position : position + 1] == delimiter:
            position += 1
            continue
        end = _LINE_END.match(text, position)
        assert end is not None  # the cell ends before a delimiter, a line's end or the text's
        yield Line(raw, end[0], begins)
        position, raw = end.end(), []
        if position == len(text):
            return
        number += 1
        begins = number


def _value(raw: str) -> str:
    """What a cell says: without its quotes, as Python's csv reads it."""
    if not raw.startswith('"'):
        return raw
    inside, _, after = raw[1:].rpartition('"')
    return inside.replace('""', '"') + after
