"""Frames of other libraries as tables: pandas, Polars, PyArrow, DuckDB and others that Narwhals knows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.data.table.objects import of_objects, unreadable
from undergrad.data.table.raw import RawColumn, RawTable
from undergrad.errors import UsageError, needed

_DAY = 24 * 60 * 60 * 10**6  # microseconds
# Modules whose frames Narwhals knows; they are recognised without importing Narwhals.
_MODULES = frozenset(
    (
        *("pandas", "modin", "cudf", "dask", "polars", "pyarrow", "duckdb", "_duckdb", "ibis", "pyspark", "sqlframe"),
        *("daft", "narwhals"),
    )
)
_FRAMES = ("DataFrame", "LazyFrame", "Table", "Relation")  # how their names end


def is_frame(source: Any) -> bool:
    """Whether `source` is a frame of a library; decides without importing one.

    >>> is_frame("table.csv"), is_frame(np.zeros((2, 2)))
    (False, False)
    """
    return any(
        kind.__module__.partition(".")[0] in _MODULES and kind.__name__.endswith(_FRAMES)
        for kind in type(source).__mro__
    )


def read_frame(frame: Any, source: str = "the frame") -> RawTable:
    """The table in a `frame`, which errors call `source`. Lazy frames are computed.

    Numbers and decimals are numbers, null and NaN are missing, True is the text "True". Texts and categories are read
    like cells of a CSV file, so "3" is a number and "NA" is missing. Dates and times are days since 1970-01-01, in UTC;
    durations are days, as numbers. Names that are not text become text. Raises UsageError without Narwhals or for a
    `frame` that is none, DataError for a column of anything else, such as lists.
    """
    narwhals = needed("narwhals", what=f"reading {source}", extra="table")
    remarks = []
    columns, names = [], []
    for name, series in _series(frame, narwhals):
        names.append(name)
        columns.append(_column(_text(name), series, source, narwhals))
    index: Any = getattr(frame, "index", None)
    if type(index).__module__.startswith("pandas") and type(index).__name__ != "RangeIndex":
        called = [str(name) for name in index.names if name is not None]
        # An unnamed index of whole numbers is what selecting rows leaves behind.
        if called or index.dtype.kind not in "iu":
            remarks.append(
                f"{source}: left out the index{' ' + ', '.join(map(repr, called)) if called else ''}; "
                "reset_index() makes it a column"
            )
    # A frame made from an array has the numbers 0, 1, 2, ... as columns, so no names.
    named = not all(isinstance(name, int) for name in names) or list(names) != list(range(len(names)))
    return RawTable(source, tuple(columns), named, remarks=tuple(remarks))


def _series(frame: Any, narwhals: Any) -> Iterator[tuple[Any, Any]]:
    """The name and the Narwhals series of each column; by place, since two may have the same name."""
    native = narwhals.to_native(frame, pass_through=True)
    if narwhals.dependencies.is_pandas_like_dataframe(native):
        for place, name in enumerate(native.columns):
            yield name, narwhals.from_native(native.iloc[:, place], series_only=True)
    elif narwhals.dependencies.is_pyarrow_table(native):
        for place, name in enumerate(native.column_names):
            yield name, narwhals.from_native(native.column(place), series_only=True)
    else:
        try:
            eager = narwhals.from_native(native).lazy().collect()
        except TypeError as error:
            raise UsageError(
                f"{type(frame).__name__} is no frame that Narwhals knows; make it one of pandas"
            ) from error
        for series in eager.iter_columns():
            yield series.name, series


def _text(name: Any) -> str:
    """The name of a column as text; the levels of a pandas name are joined."""
    text = ".".join(map(str, name)) if isinstance(name, tuple) else str(name)
    return unicodedata.normalize("NFC", text.strip())


def _column(name: str, series: Any, source: str, narwhals: Any) -> RawColumn:
    kind = series.dtype
    if kind.is_numeric():
        return RawColumn.of_numbers(name, _numbers(series, narwhals))
    if kind == narwhals.Boolean:
        values = _numbers(series, narwhals)
        rows = np.flatnonzero(~np.isnan(values))
        codes = values[rows].astype(np.int32)
        return RawColumn(name, np.full(len(values), np.nan), rows, codes, ("False", "True"))
    if kind in (narwhals.Date, narwhals.Datetime):
        return RawColumn.of_numbers(name, _numbers(series.dt.timestamp("us"), narwhals) / _DAY, dates=True)
    if kind == narwhals.Duration:
        return RawColumn.of_numbers(name, _numbers(series.dt.total_microseconds(), narwhals) / _DAY)
    if kind.is_nested() or kind == narwhals.Binary:
        raise unreadable(name, str(kind), source)
    return of_objects(name, series.to_list(), source)


def _numbers(series: Any, narwhals: Any) -> NDArray[np.float64]:
    return np.asarray(series.cast(narwhals.Float64()).to_numpy(), np.float64)
