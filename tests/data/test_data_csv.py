from __future__ import annotations

import contextlib
import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.data.csv_table import read_csv, read_csv_inputs
from undergrad.errors import DataError, FileError, UsageError


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


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
    x, y, _ = read_csv(table)
    assert x.tolist() == [[2, 3.5], [4, 5]]
    assert y.tolist() == [1, 0]
    assert x.dtype == np.float32


@pytest.mark.parametrize("column", [1, "1", -2, "-2"])
def test_without_a_header_a_number_names_the_label_column(column: str | int, table: Path) -> None:
    table.write_text("2,1,3.5\n4,0,5\n")
    x, y, _ = read_csv(table, label_column=column)
    assert (x.tolist(), y.tolist()) == ([[2, 3.5], [4, 5]], [1, 0])


@pytest.mark.parametrize("column", ["kind", 0, "0"])
def test_with_a_header_a_name_or_number_names_the_label_column(column: str | int, table: Path) -> None:
    table.write_text("kind,label\n1,2\n0,4\n")
    assert read_csv(table, label_column=column).y.tolist() == [1, 0]


def test_columns_may_be_called_by_numbers(table: Path) -> None:
    table.write_text("0,1,label\n7,8,1\n9,6,0\n")
    assert read_csv(table).y.tolist() == [1, 0]
    assert read_csv(table, label_column="1").y.tolist() == [8, 6]


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
    table.write_text(f"label,a,b\n300,{cells}\n")
    assert read_csv(table).x.dtype == np.dtype(dtype)


def test_large_labels_do_not_spoil_pixels_and_pixels_do_not_spoil_labels(table: Path) -> None:
    table.write_text("label,a\n300,200\n1,7\n")
    x, y, _ = read_csv(table)
    assert (x.dtype, x.tolist(), y.tolist()) == (np.uint8, [[200], [7]], [300, 1])


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.floats(width=32, allow_nan=False, allow_infinity=False)), min_size=1, max_size=5
    )
)
def test_numbers_are_read_back_exactly(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, float]]) -> None:
    path = tmp_path_factory.mktemp("table") / "t.csv"
    path.write_text("label,a\n" + "".join(f"{label},{value!r}\n" for label, value in rows))
    x, y, _ = read_csv(path)
    assert x[:, 0].tolist() == [value for _, value in rows]
    assert y.tolist() == [label for label, _ in rows]


def test_a_compressed_table(table: Path) -> None:
    table.write_bytes(gzip.compress(b"label,a\n1,2\n"))
    assert read_csv(table).x.tolist() == [[2]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("label,a\n1,2\n0,\n", "line 3, column 'a' is missing; fill it in or remove the line"),
        ("label,a\n1,2\n0,nan\n", "line 3, column 'a' is missing"),
        ("label,a\n1,2\n,2\n", "line 3, column 'label' is missing"),
        ("label,a\n1,2\nnan,2\n", "line 3, column 'label' is missing"),
        ("label,a\n1,x\n", "line 2, column 'a' holds 'x', which is no number; every cell must be a number"),
        ("label,a\n1,1_000\n", "line 2, column 'a' holds '1_000', which is no number"),
        (
            "label,a\n\n1,2\n\nx,2\n",
            "line 5, column 'label' holds 'x', a name, and the labels before it are numbers; "
            "name all classes, or number all from 0",
        ),
        (
            "label,a\ncat,2\ndog,1\n3,2\n",
            "line 4, column 'label' holds '3', a number, and the labels before it are names",
        ),
        ("label,a\ncat,2\n ,1\n", "line 3, column 'label' is missing"),
        ("label,a\ncat,2\ndog,x\n", "line 3, column 'a' holds 'x', which is no number; every cell must be a number"),
        ("label,a\n1,2\n1e400,2\n", "line 3, column 'label' holds the label 1e400; labels must be whole numbers"),
        ("label,a\n1.5,2\n", "line 2, column 'label' holds the label 1.5; labels must be whole numbers"),
        ("label,a\n-1,2\n", "line 2, column 'label' holds the label -1"),
        ("label,a\n1,inf\n0,-inf\n", "line 2, column 'a' holds inf, which is too large"),
        ("label,a\n1,1e39\n", "line 2, column 'a' holds 1e39, which is too large for float32"),
        ("label,a\n1,2\n1,2,3\n", "line 3 has 3 cells and the first line 2; every line needs the same columns"),
        ("label,a\n1,2,3\n4,5,6\n", "line 2 has 3 cells and the first line 2"),
        ("label,a\n1," + "9" * 200_000, "line 2 has field larger"),
        ("label," + "9" * 200_000, "its first line has field larger"),
        ("label,a\n", "has a header and no numbers"),
        ("label\n1\n", "has a single column; a table needs a label column and at least one feature"),
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
        x, y, _ = read_csv(path, label_column=0)
        assert len(x) == len(y)


@pytest.mark.parametrize(
    ("text", "column", "sentence"),
    [
        ("a,b\n1,2\n", None, "has no column called label, class, target or y; pass label_column"),
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
    with pytest.raises(DataError, match=r"line 1, column 1 \(counting from 0\) holds 'x'"):
        read_csv(table, label_column=0)


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
    x, y, _ = read_csv(table, label_column=column)
    assert x.tolist() == [[2], [4]]
    assert y.tolist() == ["개", "고양이"]


def test_names_do_not_spoil_pixels(table: Path) -> None:
    table.write_text("label,a,b\ncat,200,0\ndog,7,255\n")
    x = read_csv(table).x
    assert (x.dtype, x.tolist()) == (np.uint8, [[200, 0], [7, 255]])


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
    assert read_csv_inputs(table, features=features, label_column=column).tolist() == expected


@pytest.mark.attack
def test_a_name_in_quotes_may_be_broken(table: Path) -> None:
    table.write_bytes(b'\r\n"size\r\n(cm)","the\n\nlabel",label\r\n3,4,1\r\n5,6,0\r\n')
    x, y, _ = read_csv(table)
    np.testing.assert_array_equal(x, [[3, 4], [5, 6]])
    np.testing.assert_array_equal(y, [1, 0])
    np.testing.assert_array_equal(read_csv(table, label_column="the\n\nlabel").y, [4, 6])
    table.write_bytes(b'"size\n(cm)",label\n3,1\n5,0\n7\n')
    with pytest.raises(DataError, match="line 5 has 1 cells"):
        read_csv(table)


@pytest.mark.attack
@pytest.mark.parametrize(
    ("head", "column"), [("a,label,label", None), ("kind,kind,b", "kind"), ("Label,a,LABEL", None)]
)
def test_of_two_columns_of_one_name_none_is_guessed(head: str, column: str | None, table: Path) -> None:
    table.write_text(f"{head}\n1,0,1\n0,1,1\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"has 2 columns called '(label|kind)'; pass label_column with the number"):
        read_csv(table, label_column=column)
    assert read_csv(table, label_column=1).y.tolist() == [0, 1]


@pytest.mark.attack
def test_features_of_one_name_are_told_in_a_line(table: Path, caplog: pytest.LogCaptureFixture) -> None:
    table.write_text("a,label,a\n1,0,1\n0,1,1\n", encoding="utf-8")
    assert read_csv(table).x.shape == (2, 2)
    assert [record.getMessage() for record in caplog.records] == [
        f"{table} has several columns called 'a'; each counts as one of its own"
    ]
