"""Reads and writes CSV tables of platforms and spreadsheets; cells that are not changed keep their bytes."""

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
#: The line in which Excel names the delimiter.
_SEPARATOR = re.compile(r"sep=([,;\t])[ \t]*(?:\r\n|\n|\r)", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\n|\r|\Z")


@dataclass
class Line:
    """One row: each cell as in the file, with its quotes; the line ending; the number of its first line."""

    raw: list[str]
    end: str
    number: int

    @property
    def cells(self) -> list[str]:
        """The values of the cells."""
        return [_value(raw) for raw in self.raw]

    @property
    def is_blank(self) -> bool:
        """Whether all cells are empty."""
        return not any(cell.strip() for cell in self.cells)


@dataclass
class Sheet:
    """A table with a line of names. `to_bytes` returns the bytes of the file, except for the cells that were set."""

    path: Path
    encoding: str
    #: The byte order mark at the beginning.
    mark: bytes
    delimiter: str
    #: The line before the table that names the delimiter; empty if there is none.
    lead: str
    header: Line
    #: The rows below the header, including blank ones.
    lines: list[Line]

    def set(self, line: Line, column: int, text: str) -> None:
        """Put `text` into a cell; a letter that the encoding lacks becomes an HTML entity, for example &#10003;."""
        text = text.encode(self.encoding, "xmlcharrefreplace").decode(self.encoding)
        needs_quotes = any(sign in text for sign in (self.delimiter, '"', "\r", "\n")) or text != text.strip()
        line.raw[column] = '"{}"'.format(text.replace('"', '""')) if needs_quotes else text

    def rows(self) -> Iterator[Line]:
        """The rows that are not blank."""
        return (line for line in self.lines if not line.is_blank)

    def narrowed(self, columns: Sequence[int], lines: Sequence[Line]) -> Sheet:
        """The table with only some of its columns and rows; the cells do not change."""
        header, *rows = (
            Line([line.raw[column] for column in columns], line.end or "\n", line.number)
            for line in (self.header, *lines)
        )
        return Sheet(self.path, self.encoding, self.mark, self.delimiter, self.lead, header, rows)

    def to_bytes(self) -> bytes:
        """The bytes of the file."""
        rows = (self.delimiter.join(line.raw) + line.end for line in (self.header, *self.lines))
        return self.mark + (self.lead + "".join(rows)).encode(self.encoding)


def read_sheet(path: Path) -> Sheet:
    """Read the table in `path`: UTF-8, UTF-16 with a mark, or Korean or Western Windows; separated by , ; or tabs.

    FileError if it is not such a text, is empty, or has an unclosed quote.
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
    """`text` normalised for comparison: composed letters, narrow forms, lower case, and single spaces."""
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
    """The delimiter that occurs most often in the line of names, outside of quotes."""
    outside = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").splitlines()[0] if text.strip() else "")
    return max(",;\t", key=outside.count)


def _lines(path: Path, text: str, delimiter: str, number: int) -> Iterator[Line]:
    field = re.compile(rf'("[^"]*(?:""[^"]*)*")?([^{delimiter}\r\n]*)')
    position, raw, begins = 0, list[str](), number
    while True:
        match = field.match(text, position)
        assert match is not None  # it also matches the empty string
        if match[1] is None and match[2].startswith('"'):
            raise FileError(f"cannot read {path}: line {number} has a quote that nothing closes; add one or remove it")
        raw.append(match[0])
        number += len(re.findall(r"\r\n|\n|\r", match[0]))
        position = match.end()
        if text[position : position + 1] == delimiter:
            position += 1
            continue
        end = _LINE_END.match(text, position)
        assert end is not None  # the cell ends before a delimiter, or at the end of the line or the text
        yield Line(raw, end[0], begins)
        position, raw = end.end(), []
        if position == len(text):
            return
        number += 1
        begins = number


def _value(raw: str) -> str:
    """A cell's value: without its quotes, as Python's csv reads it."""
    if not raw.startswith('"'):
        return raw
    inside, _, after = raw[1:].rpartition('"')
    return inside.replace('""', '"') + after
