from __future__ import annotations

import contextlib
import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.data import load_table, read_inputs
from undergrad.data.table.text import read_text
from undergrad.errors import DataError, FileError, UsageError


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def read_csv(path: Path, label_column: str | int | None = None) -> tuple[Any, list[str]]:
    """The features of all rows, and what the class of each is called."""
    data = load_table(path, target=label_column, task="classification", hold_out=False)
    return data.x_train, [data.class_names[number] for number in data.y_train]


def wide(cells: str, labels: Sequence[object] = (0, 1)) -> str:
    """A table with as many columns as make a picture, of which the first ones hold the `cells`."""
    first = cells.split(",")
    rows = [[str(label), *first, *["7"] * (64 - len(first))] for label in labels]
    return "\n".join(",".join(row) for row in [["label", *(f"p{k}" for k in range(64))], *rows]) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        "label,a,b\n1,2,3.5\n0,4,5\n",
        "a,LABEL,b\n2,1,3.5\n4,0,5\n",
        "a;b;class\n2;3.5;1\n4;5;0\n",
        "a\tb\tTarget\n2\t3.5\t1\n4\t5\t0\n",
        '"a","b","y"\r\n"2","3.5","1"\r\n"4","5","0"\r\n',
        "\ufeffy,0,1\n1,2,3.5\n0,4,5\n",
        "\n\nlabel, a, b\n\n1, 2, 3.5\n   \n0, 4, 5",
        "target,label,a\n2,1,3.5\n4,0,5\n",
    ],
)
def test_tables_in_many_styles(text: str, table: Path) -> None:
    table.write_bytes(text.encode())
    x, y = read_csv(table)
    assert x.tolist() == [[2, 3.5], [4, 5]]
    assert y == ["1", "0"]
    assert x.dtype == np.float32


@pytest.mark.parametrize("column", [1, "1", -2, "-2"])
def test_without_a_header_a_number_names_the_label_column(column: str | int, table: Path) -> None:
    table.write_text("2,1,3.5\n4,0,5\n")
    x, y = read_csv(table, label_column=column)
    assert (x.tolist(), y) == ([[2, 3.5], [4, 5]], ["1", "0"])


@pytest.mark.parametrize("column", ["kind", 0, "0"])
def test_with_a_header_a_name_or_number_names_the_label_column(column: str | int, table: Path) -> None:
    table.write_text("kind,label\n1,2\n0,4\n")
    assert read_csv(table, label_column=column)[1] == ["1", "0"]


def test_columns_may_be_called_by_numbers(table: Path) -> None:
    table.write_text("0,1,label\n7,8,1\n9,6,0\n")
    assert read_csv(table)[1] == ["1", "0"]
    assert read_csv(table, label_column="1")[1] == ["8", "6"]


@pytest.mark.parametrize(
    ("cells", "dtype"),
    [
        ("0,255", "uint8"),
        ("0.0,128.0", "uint8"),
        ("0,127", "float32"),
        ("0,256", "float32"),
        ("-1,255", "float32"),
        ("0.5,255", "float32"),
    ],
)
def test_pixels_are_whole_numbers_that_reach_128_and_not_256(cells: str, dtype: str, table: Path) -> None:
    table.write_text(wide(cells))
    x = read_inputs(table)
    assert (x.dtype, x.shape) == (np.dtype(dtype), (2, 64))


def test_few_columns_of_such_numbers_are_measured_and_no_pixels(table: Path) -> None:
    table.write_text("label,a,b\n0,0,255\n1,3,128\n")
    assert read_csv(table)[0].dtype == np.float32


def test_large_labels_do_not_spoil_pixels_and_pixels_do_not_spoil_labels(table: Path) -> None:
    table.write_text(wide("200", (300, 1)))
    x, y = read_csv(table)
    assert (x.dtype, x[:, 0].tolist(), y) == (np.uint8, [200, 200], ["300", "1"])


@given(st.lists(st.tuples(st.integers(0, 9), st.floats(allow_nan=False, allow_infinity=False)), min_size=1, max_size=5))
def test_numbers_are_read_back_exactly(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, float]]) -> None:
    path = tmp_path_factory.mktemp("table") / "t.csv"
    path.write_text("label,a\n" + "".join(f"{label},{value!r}\n" for label, value in rows))
    label, column = read_text(path).columns
    assert column.numbers.tolist() == [value for _, value in rows]
    assert label.numbers.tolist() == [label for label, _ in rows]


def test_a_compressed_table(table: Path) -> None:
    table.write_bytes(gzip.compress(b"label,a\n1,2\n0,3\n"))
    assert read_csv(table)[0].tolist() == [[2], [3]]


ROWS = "1,2\n0,3\n1,4\n0,6\n"
#: Twenty rows, of which one in twenty may be bad.
MANY = "".join(f"{row % 2},{row * row % 7}\n" for row in range(20))


@pytest.mark.parametrize(
    ("text", "left", "sentence"),
    [
        (f"label,a\n{ROWS}0,\n", 5, ""),  # a missing number is one, and a feature says so
        (f"label,a\n{ROWS}0,nan\n", 5, ""),
        (f"label,a\n{ROWS},2\n", 4, "1 row has nothing to predict in 'label', and is left out"),
        (f"label,a\n{ROWS}nan,2\n?,3\n", 4, "2 rows have nothing to predict in 'label', and are left out"),
        (
            f"label,a\n{MANY}1,x\n",
            20,
            "1 row has a cell that cannot be read, and is left out: line 22, column 'a' holds 'x'",
        ),
        (
            f"label,a\n{MANY}\n1,1_000\n",
            20,
            "1 row has a cell that cannot be read, and is left out: line 23, column 'a' holds '1_000'",
        ),
        (
            f"label,a\n{ROWS}1,2,3\n7\n",
            4,
            "2 lines cannot be read and are left out: line 6 has 3 cells, and the first line 2, line 7 has 1 cell, and "
            "the first line 2",
        ),
    ],
)
def test_rows_that_cannot_be_used_are_left_out_and_said(
    text: str, left: int, sentence: str, table: Path, caplog: pytest.LogCaptureFixture
) -> None:
    table.write_text(text)
    x, y = read_csv(table)
    assert len(x) == len(y) == left
    assert caplog.messages == ([f"{table}: {sentence}"] if sentence else [])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("label,a\ncat,2\ndog,1\n3,2\n", ["cat", "dog", "3"]),
        ("label,a\n1,2\n1e400,3\n", ["1", "1e400"]),
        ("label,a\n1.5,2\n0,3\n", ["1.5", "0"]),
        ("label,a\n-1,2\n1,3\n", ["-1", "1"]),
    ],
)
def test_a_class_is_whatever_stands_there(text: str, names: list[str], table: Path) -> None:
    table.write_text(text)
    assert read_csv(table)[1] == names


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "label,a\n1,2,3\n4,5,6\n",
            "line 2 has 3 cells, and the first line 2, and so have 2 of 2 lines; every line needs the same columns",
        ),
        ("label,a\n1," + "9" * 200_000, "line 2 has field larger"),
        ("label," + "9" * 200_000, "its first line has field larger"),
        ("label,a\n", "has a header and no rows; it needs at least one line of data"),
        ("label\n1\n", "has a single column; a table needs a label column and at least one feature"),
        ("label,a\n1,2\n0,2\n", "has no column to predict from: 'a' (the same in all rows); say what a column is"),
        ("label,a\n1,\n0,\n", "has no column to predict from: 'a' (all cells are missing)"),
        ("label,a\n,1\n,2\n", "has no row with a class in 'label'; choose another column"),
        ("", "is empty; a table needs at least one line"),
        ("\n \n", "is empty"),
        (b"label,a\n1,\xff\n", "is no text in UTF-8; save the table as CSV in UTF-8"),
        ("label,a\n1,2\n".encode("utf-16")[:-1], "is no text in UTF-16; save the table as CSV in UTF-8"),
        (
            gzip.compress(b"label,a\n" + b"1,2\n" * 99, mtime=0)[:-9],
            "cannot be decompressed: it is cut short or damaged",
        ),
    ],
)
def test_bad_tables(text: str | bytes, sentence: str, table: Path) -> None:
    table.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(DataError) as caught:
        read_csv(table)
    assert str(caught.value).startswith(str(table))
    assert sentence in str(caught.value)


@given(st.binary(max_size=200))
def test_garbage_is_an_error_or_a_table(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("garbage") / "t.csv"
    path.write_bytes(data)
    with contextlib.suppress(DataError, UsageError):  # and nothing else
        x, y = read_csv(path, label_column=0)
        assert len(x) == len(y)
        assert np.isfinite(x).all()


@pytest.mark.parametrize(
    ("text", "column", "sentence"),
    [
        (
            "a,b\n1,2\n",
            None,
            "has no column called label, class, target or y; name the column that is to be predicted with --label-co",
        ),
        ("1,2\n3,4\n", None, "has no column called label, class, target or y"),
        ("1,2\n3,4\n", 2, "has no column 2: it has 2, counted from 0"),
        ("1,2\n3,4\n", "kind", "has no header with a column 'kind'; pass its number"),
        ("lable,b\n1,2\n", "label", "'label'; did you mean 'lable'"),
    ],
)
def test_unknown_label_columns(text: str, column: str | int | None, sentence: str, table: Path) -> None:
    table.write_text(text)
    with pytest.raises(UsageError) as caught:
        read_csv(table, label_column=column)
    assert str(table) in str(caught.value)
    assert sentence in str(caught.value)


def test_a_bad_first_line_beside_a_label_is_no_header(table: Path) -> None:
    table.write_text("5,x\n3,4\n")
    assert not read_text(table, 0).named
    assert read_csv(table, label_column=0)[1] == ["5", "3"]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a,species\n2,개\n4,고양이\n", "species"),
        ("a,label\n2,개\n4,고양이\n", None),
        ('a,label\n2, 개 \n4,"고양이"\n', -1),
        ("2,개\n4,고양이\n", 1),
        ("2;개\n4;고양이\n", "-1"),
        ("0,label\n2,개\n4,고양이\n", 1),
        ("0,species\n2,개\n4,고양이\n", 1),
    ],
)
def test_classes_may_have_names(text: str, column: str | int | None, table: Path) -> None:
    table.write_text(text, encoding="utf-8")
    x, y = read_csv(table, label_column=column)
    assert x.tolist() == [[2], [4]]
    assert y == ["개", "고양이"]


def test_names_do_not_spoil_pixels(table: Path) -> None:
    table.write_text(wide("200,0", ("cat", "dog")))
    x, y = read_csv(table)
    assert (x.dtype, x[:, :3].tolist(), y) == (np.uint8, [[200, 0, 7], [200, 0, 7]], ["cat", "dog"])


def test_a_missing_table(table: Path) -> None:
    with pytest.raises(FileError, match=r"cannot read .*table\.csv"):
        read_csv(table)


@pytest.mark.parametrize(
    ("text", "features", "column", "expected"),
    [
        ("1,2\n3,4\n", None, None, [[1, 2], [3, 4]]),
        ("1,2\n3,4\n", None, 0, [[2], [4]]),
        ("a,y\n1,2\n3,4\n", None, None, [[1], [3]]),
        ("a,y\n1,2\n3,4\n", 1, None, [[1], [3]]),
        ("a,y\n1,2\n3,4\n", 2, None, [[1, 2], [3, 4]]),
        ("a,species\n1,2\n3,4\n", 1, "species", [[1], [3]]),
        ("a,species\n1,cat\n3,\n", 1, "species", [[1], [3]]),
        ("a,class\n1,cat\n3,7\n", 1, None, [[1], [3]]),
        ("1,cat\n3,dog\n", 1, 1, [[1], [3]]),
    ],
)
def test_inputs(
    text: str, features: int | None, column: str | int | None, expected: list[list[float]], table: Path
) -> None:
    table.write_text(text)
    shape = None if features is None else (features,)
    assert read_inputs(table, sample_shape=shape, label_column=column).tolist() == expected


@pytest.mark.attack
def test_a_name_in_quotes_may_be_broken(table: Path, caplog: pytest.LogCaptureFixture) -> None:
    table.write_bytes(b'\r\n"size\r\n(cm)","the\n\nlabel",label\r\n3,4,1\r\n5,6,0\r\n')
    x, y = read_csv(table)
    np.testing.assert_array_equal(x, [[3, 4], [5, 6]])
    assert y == ["1", "0"]
    assert read_csv(table, label_column="the\n\nlabel")[1] == ["4", "6"]
    table.write_bytes(b'"size\n(cm)",label\n3,1\n5,0\n7\n')
    read_csv(table)
    assert "line 5 has 1 cell, and the first line 2" in caplog.text


@pytest.mark.attack
@pytest.mark.parametrize(
    ("head", "column"), [("a,label,label", None), ("kind,kind,b", "kind"), ("Label,a,LABEL", None)]
)
def test_of_two_columns_of_one_name_none_is_guessed(head: str, column: str | None, table: Path) -> None:
    table.write_text(f"{head}\n1,0,1\n0,1,1\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"has 2 columns called '(label|kind)'; name the one that holds the labels by"):
        read_csv(table, label_column=column)
    assert read_csv(table, label_column=1)[1] == ["0", "1"]


@pytest.mark.attack
def test_features_of_one_name_are_told_in_a_line(table: Path, caplog: pytest.LogCaptureFixture) -> None:
    table.write_text("a,label,a\n1,0,1\n0,1,2\n", encoding="utf-8")
    assert load_table(table, hold_out=False, task="classification").columns == ("a", "a (2)")
    assert caplog.messages == [f"{table} has several columns called 'a'; the second counts as 'NAME (2)', and so on"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("5.1,red,ant\n4.9,red,bee\n", False),  # no column is called 5.1
        ("3,3,red\n4,4,red\n", False),
        ("2019,2020,kind\n1,2,ant\n", True),
        ("nan,inf,kind\n1,2,ant\n", True),
    ],
)
def test_a_first_line_of_measures_is_no_header(text: str, named: bool, table: Path) -> None:
    table.write_text(text)
    raw = read_text(table)
    assert (raw.named, len(raw)) == (named, 1 if named else 2)


def test_a_quote_that_is_never_closed_takes_no_rows_in_silence(table: Path) -> None:
    table.write_text('label,a,b\n1,2,3\n0,3,"4\n1,3,3\n0,3,2\n')  # three cells, the last one of three lines
    with pytest.raises(DataError, match="line 3 has a quote that is never closed; close or remove it"):
        read_text(table)
    table.write_text('label,a,b\n1,2,3\n0,3,"4\n5"\n')
    assert read_text(table).columns[2].texts == ("4\n5",)
