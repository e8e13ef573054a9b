"""Tables in Parquet and Feather files, which is Arrow's own format, through PyArrow."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from undergrad.data.encoding import Place, first_bytes, open_bytes
from undergrad.data.table.frames import read_frame
from undergrad.data.table.raw import RawTable
from undergrad.errors import DataError, UndergradError, needed

_PARQUET = b"PAR1"
_STREAM = b"\xff\xff\xff\xff"


def read_columnar(place: Place) -> RawTable:
    """The table in the Parquet or Feather file `place`, with columns as those of a frame (`read_frame`).

    UsageError without PyArrow, DataError for a file that is damaged or a column of lists or bytes, FileError for one
    that cannot be read.
    """
    arrow = needed("pyarrow", what=f"reading {place}", extra="table")
    start = first_bytes(place, len(_STREAM))
    try:
        with open_bytes(place) as file:
            is_plain = isinstance(place, Path) and isinstance(file, io.BufferedReader)
            source = arrow.memory_map(str(place)) if is_plain else arrow.BufferReader(file.read())
        table = _read(source, start)
    except UndergradError:
        raise
    except (arrow.ArrowException, OSError, ValueError) as error:
        why = str(error).splitlines()[0].rstrip(".")
        raise DataError(f"{place} cannot be read: {why}; copy it again, or save the table as CSV in UTF-8") from error
    return read_frame(table, str(place))


def _read(file: Any, start: bytes) -> Any:
    if start == _PARQUET:
        return needed("pyarrow.parquet", what="Parquet", extra="table").read_table(file)
    if start == _STREAM:
        return needed("pyarrow.ipc", what="Arrow", extra="table").open_stream(file).read_all()
    return needed("pyarrow.feather", what="Feather", extra="table").read_table(file)
