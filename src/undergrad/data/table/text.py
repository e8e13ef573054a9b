"""Reads a table as text: CSV, or with semicolons or tabs, column by column. Notes the lines that it cannot read."""

from __future__ import annotations

import csv
import math
import re
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.data.csv_layout import Layout, first_line
from undergrad.data.encoding import Place, marked_encoding, open_table
from undergrad.data.table.cells import EXACT, cell_text, meaning
from undergrad.data.table.growing import IN_MEMORY, Growing, Store
from undergrad.data.table.raw import RawColumn, RawTable
from undergrad.errors import DataError

_CHUNK = 2**22  # characters of text in memory at a time
_ZEROS = re.compile(r"(?:^|[,;\t\r\n])\s*[+-]?0\d")


def read_text(
    path: Place,
    label_column: str | int | None = None,
    encoding: str | None = None,
    *,
    in_memory: int = IN_MEMORY,
) -> RawTable:
    """The table in the text `path`, compressed or not; `label_column` helps to recognise a header.

    The text is UTF-8, or what a mark at its beginning says (with a remark), or has the `encoding`. Columns that have
    more than `in_memory` bytes together are mapped from a temporary file, read-only.

    DataError for a file that is empty or no text, or if nearly all rows have another number of cells than the first
    line. FileError if it cannot be read, or the temporary file cannot be written.
    """
    layout = Layout.of(path, label_column, encoding)
    marked = marked_encoding(path) or "utf-8"
    remarks: tuple[str, ...] = (
        () if marked.startswith("utf-8") else (f"{path} is read as {marked.upper()}, as its first bytes say",)
    )
    with Store(in_memory) as store, open_table(path, encoding) as text:
        reader = _Reader(layout, store)
        file = _Counted(text)
        if layout.names_delimiter:
            named = first_line(file).rstrip("\r\n")
            remarks += (f"{path}: the first line, {named!r}, says what separates the columns, and is left out",)
        if layout.header is not None:
            first_line(file)
            for _ in range(layout.header_lines - 1):
                next(file)
        for lines in _chunks(file):
            reader.add(lines, file.count - len(lines))
        return reader.table(remarks)


class _Counted:
    """The lines of a file, with a count of those read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = lines
        self.count = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.count += 1
        return line


class _Reader:
    """Parses a table's lines a few megabytes at a time, and stores the values of the cells."""

    def __init__(self, layout: Layout, store: Store) -> None:
        self.layout = layout
        self.store = store
        self.cells = [_Cells(store) for _ in range(layout.columns)]
        self.lines = store.new(np.int64)
        self.rows = 0
        self.unreadable: list[tuple[int, str]] = []
        self.wider = 0  # unreadable rows that have more cells than the first line
        self.names_first = False  # whether the first of them has only words, like a header

    def add(self, lines: list[str], before: int) -> None:
        """Parses whole rows; `before` is the number of lines before them."""
        text = "".join(lines)
        values = None if '"' in text or _ZEROS.search(text) else self._all_numbers(lines)
        if values is None:
            self._add_rows(lines, before)
            return
        self._count(np.flatnonzero([not line.isspace() for line in lines]) + before + 1)
        for place, cells in enumerate(self.cells):
            cells.add_numbers(values[:, place])

    def _all_numbers(self, lines: list[str]) -> NDArray[np.float64] | None:
        """The lines as numbers, which NumPy reads many times as fast; None if they contain anything else."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # NumPy warns about empty data
            try:
                values = np.loadtxt(lines, np.float64, comments=None, delimiter=self.layout.delimiter, ndmin=2)
            except ValueError:
                return None
        fits = values.shape[1] == self.layout.columns and not (np.abs(values) >= EXACT).any()
        return values if fits or not values.size else None

    def _add_rows(self, lines: list[str], before: int) -> None:
        """Parses rows with texts, holes, quotes, or another number of cells than there are columns."""
        reader = csv.reader(lines, delimiter=self.layout.delimiter)
        rows, ends, end, header = [], [], 0, self.layout.header
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                line = before + reader.line_num
                raise DataError(f"{self.layout.path}, line {line} has {error}; remove it") from error
            if row is None:
                break
            line, start, end = before + reader.line_num, end, reader.line_num
            if end - start > 1 and end == len(lines):
                self._check_closed(lines[start:], before + start + 1)
            if row and header and cell_text(row[0]) == header[0] and tuple(map(cell_text, row)) == header:
                self.unreadable.append((line, "the names of the columns again"))
            elif len(row) == self.layout.columns:
                rows.append(row)
                ends.append(line)
            elif len(row) > 1 or (row and row[0].strip()):
                if not self.unreadable:
                    self.names_first = all(math.isinf(meaning(cell.strip())) for cell in row)
                self.wider += len(row) > self.layout.columns
                cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
                self.unreadable.append((line, f"{cells}, and the first line {self.layout.columns}"))
        for kept, column in zip(self.cells, zip(*rows, strict=True), strict=False):
            kept.add(column)
        self._count(np.array(ends, np.int64))

    def _count(self, lines: NDArray[np.int64]) -> None:
        """Notes the lines on which rows end."""
        self.lines.append(lines)
        self.rows += len(lines)

    def _check_closed(self, lines: list[str], first: int) -> None:
        """Raise DataError if the row in these lines has a quote that never closes, and so swallowed all of them."""
        try:
            list(csv.reader(lines, delimiter=self.layout.delimiter, strict=True))
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise DataError(
                    f"{self.layout.path}, line {first} has a quote that is never closed; close or remove it"
                ) from error

    def table(self, remarks: tuple[str, ...]) -> RawTable:
        """The finished table. DataError if it is empty, or hardly a row was readable."""
        layout = self.layout
        if len(self.unreadable) > self.rows:
            line, problem = self.unreadable[0]
            alike = sum(other == problem for _, other in self.unreadable)
            has_title = (
                self.names_first
                and self.wider > 0.9 * (self.rows + len(self.unreadable))
                and alike > 0.9 * len(self.unreadable)
            )
            remedy = (
                f"the header seems to be in line {line}; remove what is above it"
                if has_title
                else "every line needs the same columns"
            )
            raise DataError(
                f"{layout.path}, line {line} has {problem}, and so have {len(self.unreadable):,} of "
                f"{self.rows + len(self.unreadable):,} lines; {remedy}"
            )
        if not self.rows:
            raise DataError(f"{layout.path} has a header and no rows; it needs at least one line of data")
        names = layout.header or tuple(map(str, range(layout.columns)))
        arrays = self.store.finished()
        columns = tuple(cells.column(name, arrays) for name, cells in zip(names, self.cells, strict=True))
        lines = arrays[self.lines]
        return RawTable(str(layout.path), columns, layout.header is not None, lines, tuple(self.unreadable), remarks)


class _Cells:
    """The cells of one column that were read so far."""

    def __init__(self, store: Store) -> None:
        self.numbers, self.rows, self.codes = store.new(np.float64), store.new(np.int64), store.new(np.int32)
        self.texts: dict[str, int] = {}
        self.count = 0

    def add_numbers(self, values: NDArray[np.float64]) -> None:
        """Adds cells that are numbers, or missing (NaN)."""
        self.numbers.append(values)
        self.count += len(values)

    def add(self, cells: tuple[str, ...]) -> None:
        """Adds cells that may hold anything."""
        meanings: dict[str, float] = {}
        values, odd, codes = np.empty(len(cells)), [], []
        for row, cell in enumerate(cells):
            number = meanings.get(cell)
            if number is None:
                number = meanings[cell] = meaning(cell.strip())
            if number == np.inf:  # a text
                odd.append(row)
                codes.append(self.texts.setdefault(cell_text(cell), len(self.texts)))
                number = np.nan
            values[row] = number
        self.rows.append(np.array(odd, np.int64) + self.count)
        self.codes.append(np.array(codes, np.int32))
        self.add_numbers(values)

    def column(self, name: str, arrays: Mapping[Growing, NDArray[Any]]) -> RawColumn:
        """The whole column, from the finished `arrays`."""
        return RawColumn(name, arrays[self.numbers], arrays[self.rows], arrays[self.codes], tuple(self.texts))


def _chunks(file: Iterator[str]) -> Iterator[list[str]]:
    """The remaining lines, a few megabytes at a time; a row with a line break in quotes is never split."""
    lines, size, in_quotes = [], 0, False
    for line in file:
        lines.append(line)
        size += len(line)
        in_quotes ^= line.count('"') % 2 == 1
        if size >= _CHUNK and not in_quotes:
            yield lines
            lines, size = [], 0
    if lines:
        yield lines
