"""Reads a table from a file, several files, standard input, or a frame of another library."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from undergrad.data.encoding import Bytes, Place, check_encoding
from undergrad.data.places import STANDARD_INPUT, StrPath
from undergrad.data.table.columnar import read_columnar
from undergrad.data.table.frames import is_frame, read_frame
from undergrad.data.table.jsonl import read_json_lines
from undergrad.data.table.raw import RawTable, joined
from undergrad.data.table.sniff import kind_of
from undergrad.data.table.text import read_text
from undergrad.errors import DataError, UsageError
from undergrad.files import read_whole


def read_table(
    source: StrPath | Sequence[Any] | Any, label_column: str | int | None = None, encoding: str | None = None
) -> RawTable:
    """The table in `source`, before the kinds of its columns are decided.

    - The path of a text (CSV, or with semicolons or tabs), of JSON lines, or of a Parquet or Feather file, each perhaps
      compressed. `label_column` helps to recognise a text's header, and `encoding` is the text's, by default UTF-8 or
      what its first bytes say.
    - "-" for any of these on standard input.
    - A frame of pandas, Polars, PyArrow or another library that Narwhals knows.
    - A list of these, whose rows are joined. They need the same columns, in any order.

    Raises UsageError for anything else, for an unknown encoding and for a package that is not installed; DataError for
    a file that is no table, and says what it is; FileError for files that cannot be read.
    """
    check_encoding(encoding)
    if isinstance(source, RawTable):
        return source
    if is_frame(source):
        return read_frame(source)
    if isinstance(source, list | tuple):
        if not source:
            raise UsageError("the list of tables is empty; give at least one path or frame")
        return joined([read_table(part, label_column, encoding) for part in source])
    if not isinstance(source, str | os.PathLike):
        raise UsageError(
            f"a table is read from a path, '-', a frame or a list of them, and {type(source).__name__} is none; "
            "make a frame of it"
        )
    place = _place(source)
    kind = kind_of(place, encoding)
    if kind == "text":
        return read_text(place, label_column, encoding)
    if kind == "jsonl":
        return read_json_lines(place, encoding)
    if kind in ("parquet", "feather"):
        return read_columnar(place)
    raise DataError(f"{place} holds arrays and no table; load it without the options for tables")


def _place(source: StrPath) -> Place:
    """The place to read from; a source that can be read only once is read now."""
    if source == STANDARD_INPUT:
        return Bytes("standard input", sys.stdin.buffer.read())
    path = Path(source)
    try:
        once = path.is_fifo() or path.is_char_device()
    except OSError:  # a folder that one may not enter; opening the file reports it
        once = False
    # A pipe that a shell hands over, like <(command). Other named pipes are refused.
    return Bytes(str(path), read_whole(path)) if once else path
