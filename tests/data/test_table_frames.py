"""Frames of pandas, Polars and PyArrow, and Parquet and Feather files, as tables: one meaning for all."""

from __future__ import annotations

import datetime
import decimal
import gzip
import importlib
import io
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from raw_cells import cells

from undergrad.data.table.frames import is_frame, read_frame
from undergrad.data.table.raw import RawTable
from undergrad.data.table.read import read_table
from undergrad.errors import DataError, FileError, UsageError

pytest.importorskip("narwhals")


def columns(table: RawTable) -> dict[str, list[Any]]:
    return {column.name: cells(column) for column in table.columns}


def pandas(data: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("pandas").DataFrame(data)


def polars(data: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("polars").DataFrame(data)


def lazy(data: dict[str, list[Any]]) -> Any:
    return polars(data).lazy()


def arrow(data: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("pyarrow").table(data)


def parquet(data: dict[str, list[Any]]) -> Any:
    file = io.BytesIO()
    table = arrow(data)
    importlib.import_module("pyarrow.parquet").write_table(table, file)
    return file.getvalue()


def feather(data: dict[str, list[Any]]) -> bytes:
    file = io.BytesIO()
    table = arrow(data)
    importlib.import_module("pyarrow.feather").write_feather(table, file)
    return file.getvalue()


def stream(data: dict[str, list[Any]]) -> bytes:
    file = io.BytesIO()
    table = arrow(data)
    with importlib.import_module("pyarrow.ipc").new_stream(file, table.schema) as writer:
        writer.write_table(table)
    return file.getvalue()


FRAMES = (pandas, polars, lazy, arrow)
FILES = (parquet, feather, stream)
Make = Callable[[dict[str, list[Any]]], Any]
NOON = datetime.datetime(2020, 1, 2, 12)
SEOUL = datetime.timezone(datetime.timedelta(hours=9))
DAY = (datetime.date(2020, 1, 2) - datetime.date(1970, 1, 1)).days


@pytest.fixture
def table(tmp_path: Path) -> Callable[[Make, dict[str, list[Any]]], RawTable]:
    """Makes the data a frame or a file, and reads that."""

    def read(make: Make, data: dict[str, list[Any]]) -> RawTable:
        made = make(data)
        if not isinstance(made, bytes):
            assert is_frame(made)
            return read_table(made)
        path = tmp_path / "table"
        path.write_bytes(made)
        return read_table(path)

    return read


@pytest.mark.parametrize("make", [*FRAMES, *FILES])
@pytest.mark.parametrize(
    ("values", "meaning", "dates"),
    [
        ([1, 2, 3], [1, 2, 3], False),
        ([1, None, 3], [1, None, 3], False),
        ([0.5, math.nan, math.inf], [0.5, None, "inf"], False),
        ([True, False, None], ["True", "False", None], False),
        (["x", "3", None], ["x", 3, None], False),
        ([" x", "NA", "007"], ["x", None, "007"], False),
        ([NOON, None, NOON], [DAY + 0.5, None, DAY + 0.5], True),
        ([NOON.replace(tzinfo=SEOUL), None], [DAY + 0.125, None], True),
        ([NOON.date(), None], [DAY, None], True),
        ([NOON.time(), None], [0.5, None], True),
        ([datetime.timedelta(days=1.5), None], [1.5, None], False),
        ([decimal.Decimal("1.50"), None], [1.5, None], False),
        ([None, None], [None, None], False),
    ],
)
def test_what_cells_mean(make: Make, values: list[Any], meaning: list[Any], dates: bool, table: Any) -> None:
    column = table(make, {"a": values}).columns[0]
    assert cells(column) == meaning
    assert column.dates == dates
    assert column.numbers.dtype == np.float64


@pytest.mark.parametrize("make", [*FRAMES, *FILES])
@pytest.mark.parametrize(("values", "kind"), [([[1], [2]], "[Ll]ist"), ([b"a", b"b"], "[Bb](inary|ytes)")])
def test_a_column_of_something_else_is_named(make: Make, values: list[Any], kind: str, table: Any) -> None:
    with pytest.raises(DataError, match=rf"column 'odd' holds {kind}\b.*, which is no number, text or date; split it"):
        table(make, {"a": [1, 2], "odd": values})


def test_categories_are_texts_and_may_be_numbers() -> None:
    pd, pl, pa = (pytest.importorskip(name) for name in ("pandas", "polars", "pyarrow"))
    for frame in (
        pd.DataFrame({"a": pd.Categorical(["x", None, "NA"]), "b": pd.Categorical([3, None, 4])}),
        pl.DataFrame({"a": ["x", None, "NA"], "b": ["3", None, "4"]}).select(pl.all().cast(pl.Categorical)),
        pa.table({"a": pa.array(["x", None, "NA"]).dictionary_encode(), "b": pa.array([3, None, 4])}),
    ):
        assert columns(read_frame(frame)) == {"a": ["x", None, None], "b": [3, None, 4]}


def test_pandas_columns_of_every_storage() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame(
        {
            "whole": pd.array([1, None], "Int64"),
            "truth": pd.array([True, None], "boolean"),
            "text": pd.array(["x", None], "string"),
            "small": np.array([1, 2], np.float16),
            "sparse": pd.arrays.SparseArray([0.0, 1.0]),
            "mixed": pd.Series(["x", decimal.Decimal("2.5")], dtype=object),
            "odd": pd.Series([True, datetime.date(2020, 1, 2)], dtype=object),
            "day": pd.Series([datetime.date(2020, 1, 2), pd.NaT], dtype=object),
        }
    )
    assert columns(read_frame(frame)) == {
        "whole": [1, None],
        "truth": ["True", None],
        "text": ["x", None],
        "small": [1, 2],
        "sparse": [0, 1],
        "mixed": ["x", 2.5],
        "odd": ["True", "2020-01-02"],
        "day": [DAY, None],
    }


def test_names_that_are_no_text_become_text() -> None:
    pd = pytest.importorskip("pandas")
    table = read_frame(pd.DataFrame([[1, 2, 3]], columns=[7, ("a", "b"), "e\u0301 "]))
    assert (table.names, table.named) == (("7", "a.b", "\u00e9"), True)
    bare = read_frame(pd.DataFrame(np.eye(2)))
    assert (bare.names, bare.named) == (("0", "1"), False)


def test_twins_are_two_columns() -> None:
    pd, pa = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    for frame in (
        pd.DataFrame([[1, 2]], columns=["a", "a"]),
        pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"]),
    ):
        table = read_frame(frame)
        assert [cells(column) for column in table.columns] == [[1], [2]]
        assert table.names == ("a", "a")


def test_an_index_is_left_out_and_said_and_a_file_keeps_it(tmp_path: Path) -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"a": [1, 2]}, index=[5, 6])  # some rows of a frame
    assert read_frame(frame).remarks == ()
    frame = pd.DataFrame({"a": [1, 2]}, index=["x", "y"])
    assert read_frame(frame).remarks == ("the frame: left out the index; reset_index() makes it a column",)
    assert read_frame(frame.rename_axis("id")).remarks == (
        "the frame: left out the index 'id'; reset_index() makes it a column",
    )
    assert not read_frame(frame.reset_index()).remarks
    pytest.importorskip("pyarrow")
    frame.to_parquet(tmp_path / "a.parquet")
    assert columns(read_table(tmp_path / "a.parquet")) == {"a": [1, 2], "__index_level_0__": ["x", "y"]}


@pytest.mark.parametrize("other", ["a.csv", b"", [1], {"a": [1]}, np.zeros((2, 2)), None])
def test_what_is_no_frame(other: Any) -> None:
    assert not is_frame(other)
    with pytest.raises(UsageError, match="is no frame that Narwhals knows"):
        read_frame(other)


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1")
    frame = polars({"a": [1]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"a\.parquet needs the package pyarrow.*pip install 'undergrad\[table\]'"):
        read_table(path)
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(UsageError, match=r"the frame needs the package narwhals.*pip install 'undergrad\[table\]'"):
        read_table(frame)


def test_pandas_needs_no_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    pd = pytest.importorskip("pandas")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    frame = pd.DataFrame({"a": pd.Series(["x", None], dtype=object), "b": [NOON, None], "c": [True, False]})
    assert columns(read_frame(frame)) == {"a": ["x", None], "b": [DAY + 0.5, None], "c": ["True", "False"]}


@pytest.mark.parametrize("make", FILES)
def test_a_file_may_be_compressed_and_damage_is_said(make: Make, tmp_path: Path) -> None:
    whole = make({"a": list(range(100))})
    path = tmp_path / "a.file.gz"
    path.write_bytes(gzip.compress(whole))
    assert columns(read_table(path)) == {"a": list(range(100))}
    for size in (9, len(whole) // 2):
        path.write_bytes(whole[:size])
        with pytest.raises(DataError, match=r"a\.file\.gz cannot be read: .*; copy it again, or save the table as CSV"):
            read_table(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="No such file"):
        read_table(tmp_path / "a.parquet")
