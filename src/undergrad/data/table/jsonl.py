"""Tables as JSON lines: an object on each line, whose keys are the columns."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np

from undergrad.data.encoding import Place, open_table
from undergrad.data.table.objects import of_objects
from undergrad.data.table.raw import RawColumn, RawTable, joined
from undergrad.errors import DataError

_ROWS = 2**14  # the number of objects in memory at a time
_DECODER = msgspec.json.Decoder(dict[str, Any])


def read_json_lines(place: Place, encoding: str | None = None) -> RawTable:
    """The table in the JSON lines `place`, compressed or not; a key that a line lacks is a missing cell.

    Numbers, texts, true, false and null are as in a frame; texts are read as cells of a CSV file. A line that is no
    object is noted as unreadable. DataError if most lines are, if there is no line, and for a cell that is a list or
    an object.
    """
    unreadable: list[tuple[int, str]] = []
    lines: list[int] = []
    tables: list[RawTable] = []
    names: dict[str, None] = {}
    with open_table(place, encoding) as text:
        for chunk in _chunks(text, unreadable):
            names |= {name: None for _, row in chunk for name in row}
            lines += [line for line, _ in chunk]
            columns = [of_objects(name, [row.get(name) for _, row in chunk], str(place)) for name in names]
            tables.append(RawTable(str(place), tuple(columns)))
    if len(unreadable) > len(lines):
        line, problem = unreadable[0]
        raise DataError(
            f"{place}, line {line} has {problem}, and so have {len(unreadable):,} of {len(lines) + len(unreadable):,} "
            "lines; write an object {...} on each line"
        )
    if not lines:
        raise DataError(f"{place} is empty; a table needs at least one line of data")
    table = joined([_with_all(table, names) for table in tables])
    columns = [replace(column, name=unicodedata.normalize("NFC", column.name.strip())) for column in table.columns]
    return RawTable(str(place), tuple(columns), True, np.array(lines, np.int64), tuple(unreadable))


def _chunks(text: Iterator[str], unreadable: list[tuple[int, str]]) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    """The lines' numbers, from 1, and the objects on them, some thousands at a time."""
    chunk: list[tuple[int, dict[str, Any]]] = []
    for line, content in enumerate(text, 1):
        if content.isspace():
            continue
        row = _object(content)
        if row is None:
            unreadable.append((line, "no JSON object"))
        else:
            chunk.append((line, row))
        if len(chunk) == _ROWS:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _object(line: str) -> dict[str, Any] | None:
    try:
        return _DECODER.decode(line)
    except (msgspec.DecodeError, RecursionError):
        pass
    try:  # Python and pandas write NaN and Infinity, which are not JSON
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _with_all(table: RawTable, names: Iterable[str]) -> RawTable:
    """The table with all these columns; one that it lacks is missing in all rows."""
    present = {column.name: column for column in table.columns}
    empty = np.full(len(table), np.nan)
    return replace(table, columns=tuple(present.get(name) or RawColumn.of_numbers(name, empty) for name in names))
