"""A table as read, column by column, before the kind of any column is decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.data.table.cells import number_text
from undergrad.errors import DataError

_SHOWN = 10


@dataclass(frozen=True, eq=False)
class RawColumn:
    """The cells of one column: numbers, texts and missing cells.

    `numbers` (N,) float64 is NaN for a cell without a plain number. Of those cells, `rows` (E,) int64, increasing, hold
    a text, which is `texts[code]` for the cell's code in `codes` (E,) int32. The others are missing. With `dates`, the
    numbers are days since 1970-01-01.
    """

    name: str
    numbers: NDArray[np.float64]
    rows: NDArray[np.int64]
    codes: NDArray[np.int32]
    texts: tuple[str, ...]
    dates: bool = False

    @classmethod
    def of_numbers(cls, name: str, numbers: NDArray[Any], *, dates: bool = False) -> RawColumn:
        """A column of only numbers; NaN is a missing cell, and infinity a text."""
        values = np.asarray(numbers, np.float64)
        odd = np.flatnonzero(np.isinf(values))
        if not len(odd):
            return cls(name, values, odd, np.zeros(0, np.int32), (), dates)
        codes = (values[odd] < 0).astype(np.int32)
        return cls(name, np.where(np.isinf(values), np.nan, values), odd, codes, ("inf", "-inf"), dates)

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Which cells are missing, (N,)."""
        empty = np.isnan(self.numbers)
        empty[self.rows] = False
        return empty

    def take(self, rows: NDArray[np.int64]) -> RawColumn:
        """The column of only these rows, in increasing order."""
        new = np.full(len(self.numbers), -1, np.int64)
        new[rows] = np.arange(len(rows))
        kept = new[self.rows] >= 0
        return replace(self, numbers=self.numbers[rows], rows=new[self.rows[kept]], codes=self.codes[kept])

    def of_rows(self, rows: NDArray[np.int64] | None) -> RawColumn:
        """The column of these rows, as by `take`, or the whole column."""
        return self if rows is None else self.take(rows)

    def cells(self) -> list[int | float | str | None]:
        """Each cell as an object: an int, a float, a text, or None if it is missing; dates as days."""
        values: list[int | float | str | None] = [
            None if number != number else int(number) if number.is_integer() else number
            for number in self.numbers.tolist()
        ]
        for row, code in zip(self.rows.tolist(), self.codes.tolist(), strict=True):
            values[row] = self.texts[code]
        return values

    def as_texts(self) -> tuple[NDArray[np.int32], tuple[str, ...]]:
        """Each cell as a name: codes (N,), -1 for a missing cell, and the names; a number's name is its digits.

        >>> column = RawColumn("a", np.array([2.0, np.nan, 2.0, np.nan]), np.array([1]), np.array([0]), ("b",))
        >>> codes, names = column.as_texts()
        >>> codes.tolist(), names
        ([1, 0, 1, -1], ('b', '2'))
        """
        codes = np.full(len(self.numbers), -1, np.int32)
        codes[self.rows] = self.codes
        there = ~np.isnan(self.numbers)
        values, inverse = np.unique(self.numbers[there], return_inverse=True)
        place = {text: code for code, text in enumerate(self.texts)}
        names = list(self.texts)
        numbered = np.empty(len(values), np.int32)
        for at, value in enumerate(values.tolist()):
            text = number_text(value)
            if text not in place:
                place[text] = len(names)
                names.append(text)
            numbered[at] = place[text]
        codes[there] = numbered[inverse]
        return codes, tuple(names)


@dataclass(frozen=True, eq=False)
class RawTable:
    """The columns of a table, all of the same length, and where they came from."""

    #: The table's name in errors and remarks: a path, or "the frame".
    source: str
    columns: tuple[RawColumn, ...]
    #: Whether the columns have names; otherwise their numbers are the names, "0", "1", ...
    named: bool = True
    #: For a text, the line on which each row ends; None if rows have only numbers.
    lines: NDArray[np.int64] | None = None
    #: For each row that could not be read, its line and its problem.
    unreadable: tuple[tuple[int, str], ...] = ()
    #: A sentence for each guess.
    remarks: tuple[str, ...] = field(default=())
    #: The names that several columns had; all but the first column of each have another name now.
    twins: tuple[str, ...] = ()

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.columns[0].numbers) if self.columns else 0

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def take(self, rows: NDArray[np.int64]) -> RawTable:
        """The table of only these rows, whose numbers increase."""
        columns = tuple(column.take(rows) for column in self.columns)
        return replace(self, columns=columns, lines=None if self.lines is None else self.lines[rows], unreadable=())

    def without(self, names: Sequence[str]) -> RawTable:
        """The table without the columns of these names."""
        return replace(self, columns=tuple(column for column in self.columns if column.name not in names))

    def where(self, row: int) -> str:
        """A row in the words of an error: by its line, or else by its number."""
        return f"row {row} (counting from 0)" if self.lines is None else f"line {self.lines[row]}"


def listed(items: Sequence[str], shown: int = _SHOWN) -> str:
    """The first items, and the number of the others.

    >>> listed(["a", "b", "c"], 2)
    'a, b and 1 other'
    """
    rest = len(items) - shown
    if rest <= 0:
        return ", ".join(items)
    return f"{', '.join(items[:shown])} and {rest:,} other{'s' * (rest > 1)}"


def cells_of(
    table: RawTable, unreadable: Mapping[str, NDArray[np.int64]], mistakes: Mapping[str, str] | None = None
) -> list[str]:
    """The place and the content of each unreadable cell, in the order of rows.

    `mistakes` says for each column what such a cell is, for example "no number".
    """
    by_name = {column.name: column for column in table.columns}
    cells: list[tuple[int, str]] = []
    for name, rows in unreadable.items():
        column, mistake = by_name[name], (mistakes or {}).get(name, "")
        at = {int(row): int(code) for row, code in zip(column.rows, column.codes, strict=True)} if len(rows) else {}
        for row in rows.tolist():
            text = column.texts[at[row]][:40] if row in at else f"{column.numbers[row]:g}"
            holds = "is missing" if row not in at and np.isnan(column.numbers[row]) else f"holds {text!r}"
            is_large = row not in at and mistake.startswith("no number")
            why = f", which is {'too large' if is_large else mistake}" if mistake else ""
            cells.append((row, f"{table.where(row)}, column {name!r} {holds}{why}"))
    return [sentence for _, sentence in sorted(cells)]


def check_names(names: Sequence[str], source: str) -> None:
    """Raise DataError for a table without columns."""
    if not names:
        raise DataError(f"{source} has no columns; a table needs at least two")


def joined(tables: Sequence[RawTable]) -> RawTable:
    """The rows of several tables, one after the other; columns are matched by name, or by order without names.

    DataError if they do not have the same columns, or if a column has dates in only one of them. Lines would be those
    of several files, so errors name rows by number.
    """
    first = tables[0]
    if len(tables) == 1:
        return first
    for table in tables[1:]:
        odd = sorted(Counter(first.names) - Counter(table.names) | Counter(table.names) - Counter(first.names))
        if odd or table.named != first.named:
            what = f"column {odd[0]!r} is in only one of them" if odd else "only one of them has names of columns"
            raise DataError(
                f"{first.source} and {table.source} cannot be one table: {what}; give both the same columns"
            )
    # Of columns with the same name, the first is the other's first.
    orders = [sorted(range(len(table.columns)), key=table.names.__getitem__) for table in tables]
    columns = list(first.columns)
    for places in zip(*orders, strict=True):
        parts = [table.columns[place] for table, place in zip(tables, places, strict=True)]
        columns[places[0]] = _stacked(parts, tables)
    return RawTable(
        ", ".join(table.source for table in tables),
        tuple(columns),
        first.named,
        unreadable=tuple(bad for table in tables for bad in table.unreadable),
        remarks=tuple(remark for table in tables for remark in table.remarks),
        twins=first.twins,
    )


def _stacked(parts: Sequence[RawColumn], tables: Sequence[RawTable]) -> RawColumn:
    place: dict[str, int] = {}
    rows, codes, start = [], [], 0
    filled = [part.dates for part in parts if not part.missing.all()]
    if len(set(filled)) == 2:
        raise DataError(
            f"{tables[0].source} and {tables[-1].source} cannot be one table: column {parts[0].name!r} holds dates in "
            "only one of them; save both in one format"
        )
    for part in parts:
        new = np.array([place.setdefault(text, len(place)) for text in part.texts], np.int32)
        rows.append(part.rows + start)
        codes.append(new[part.codes] if len(new) else part.codes)
        start += len(part.numbers)
    numbers = np.concatenate([part.numbers for part in parts])
    return RawColumn(parts[0].name, numbers, np.concatenate(rows), np.concatenate(codes), tuple(place), any(filled))
