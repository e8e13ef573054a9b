"""A table as a file for programs: CSV, JSON lines or Parquet, by the ending of the file's name."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from undergrad.errors import UsageError, needed
from undergrad.report.tabular import csv_text

#: One or more rows, each with the same columns by their names; a value is a text, a number or None.
Rows = Sequence[Mapping[str, Any]]


def writer_for(path: Path) -> Callable[[Rows], bytes]:
    """A function that turns rows into the contents of the file `path`.

    UsageError for another ending, and for Parquet without pyarrow.
    """
    ending = path.suffix.lower()
    if ending == ".csv":
        return _csv
    if ending == ".jsonl":
        return msgspec.json.Encoder().encode_lines
    if ending == ".parquet":
        pyarrow, parquet = (
            needed(module, what="a Parquet file", extra="table") for module in ("pyarrow", "pyarrow.parquet")
        )
        return functools.partial(_parquet, pyarrow, parquet)
    raise UsageError(f"the table's file must end in .csv, .jsonl or .parquet, not {path}")


def _csv(rows: Rows) -> bytes:
    return csv_text(tuple(rows[0]), (tuple(row.values()) for row in rows)).encode()


def _parquet(pyarrow: Any, parquet: Any, rows: Rows) -> bytes:
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    table = pyarrow.table({name: pyarrow.array(*_of_one_type(pyarrow, values)) for name, values in columns.items()})
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(table, sink)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _of_one_type(pyarrow: Any, values: list[Any]) -> tuple[list[Any], Any]:
    """The values of a column for Arrow, and their type; None if Arrow finds it itself."""
    kinds = {type(value) for value in values} - {type(None)}
    if str in kinds and len(kinds) > 1:  # a column with numbers and texts becomes one of texts
        return [value if value is None else str(value) for value in values], None
    # A column without values, for example of tests, is one of numbers; Arrow would give it a type of its own.
    if not kinds or float in kinds or any(int is type(value) and abs(value) >= 2**63 for value in values):
        return [value if value is None else float(value) for value in values], pyarrow.float64()
    return values, None
