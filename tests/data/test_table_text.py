"""Tables as text, read column by column: cells, encodings, and columns that are larger than memory may be."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import math
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_cells import cells

from undergrad.data.encoding import Bytes
from undergrad.data.table.raw import RawColumn, RawTable, joined
from undergrad.data.table.text import read_text
from undergrad.errors import DataError, FileError, UsageError

KOREAN = "이름,나이\n홍길동,30\n김영희,25\n"


def table_of(content: str | bytes, **options: Any) -> RawTable:
    data = content if isinstance(content, bytes) else content.encode()
    return read_text(Bytes("the table", data), **options)


def test_a_table_has_numbers_texts_and_holes() -> None:
    table = table_of('a,b\n1,x\n,"y, z"\n007,NA\n\n2e3,x\n')
    assert table.names == ("a", "b")
    assert [cells(column) for column in table.columns] == [[1, None, "007", 2000], ["x", "y, z", None, "x"]]
    assert table.lines is not None
    assert table.lines.tolist() == [2, 3, 4, 6]


CELL = st.sampled_from(
    ["1", "-2.5", "1e3", " 4 ", "007", " 007", "00", "inf", "1_0", "NA", "", "?", "x", "\u00e9", "e\u0301"]
)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6), st.sampled_from([",", ";", "\t"]))
def test_a_cell_means_the_same_whatever_stands_beside_it(rows: list[tuple[str, str]], delimiter: str) -> None:
    """NumPy reads blocks of numbers, and other code the rest."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows([("a", "b"), *rows])
    alone = {cell for row in rows for cell in row}
    meaning = {cell: cells(table_of(f'a,b\n"{cell}",z\n').columns[0])[0] for cell in alone}
    columns = table_of(file.getvalue()).columns
    assert list(zip(*map(cells, columns), strict=True)) == [tuple(map(meaning.get, row)) for row in rows]


def test_letters_that_are_put_together_are_the_same_category() -> None:
    assert table_of("a,b\n\u00e9,1\ne\u0301,2\n").columns[0].texts == ("\u00e9",)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_mark_at_the_beginning_says_the_encoding(tmp_path: Path, encoding: str, pack: Any) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(pack(KOREAN.encode(encoding)))
    table = read_text(path)
    assert table.names == ("이름", "나이")
    assert table.columns[0].texts == ("홍길동", "김영희")
    known = f"{path} is read as {encoding.upper()}, as its first bytes say"
    assert table.remarks == (() if encoding == "utf-8-sig" else (known,))


@pytest.mark.parametrize(
    ("text", "encoding", "words"),
    [
        (KOREAN, "cp949", "or say --encoding cp949, in Python encoding='cp949': it looks like CP949"),
        (
            "name,age\nMüller,3\nCôté,4\n",
            "cp1252",
            "or say --encoding cp1252, in Python encoding='cp1252': it looks like Latin-1",
        ),
        ("名前,年齢\n東京,30\n", "shift_jis", "or pass the encoding that it has"),
    ],
)
def test_another_encoding_is_guessed_and_read_when_it_is_said(
    tmp_path: Path, text: str, encoding: str, words: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(DataError) as caught:
        read_text(path)
    assert str(caught.value).startswith(f"{path} is no text in UTF-8; save the table as CSV in UTF-8, {words}")
    assert read_text(path, encoding=encoding).names == tuple(text.split("\n")[0].split(","))


def test_a_mark_wins_over_the_encoding_that_is_said() -> None:
    assert table_of(KOREAN.encode("utf-16"), encoding="cp949").names == ("이름", "나이")


def test_a_wrong_encoding_is_said() -> None:
    with pytest.raises(DataError, match=r"^the table is no text in CP949; save the table as CSV in UTF-8$"):
        table_of(b"a,b\n\xff\xff,1\n", encoding="cp949")
    for name in ("klingon", "base64"):
        with pytest.raises(UsageError, match=f"unknown encoding '{name}'"):
            table_of("a,b\n1,2\n", encoding=name)


MIXED = "a,b,c\n" + "".join(f"{i},{'x' if i % 3 else i},{i / 7 if i % 5 else ''}\n" for i in range(500))


def test_large_columns_are_mapped_and_equal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("undergrad.data.table.text._CHUNK", 200)  # so that columns grow in many parts
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    usual, mapped = table_of(MIXED), table_of(MIXED, in_memory=1000)
    for one, other in zip(usual.columns, mapped.columns, strict=True):
        assert not isinstance(one.numbers, np.memmap)
        assert isinstance(other.numbers, np.memmap)
        assert other.numbers.flags.aligned
        assert cells(one) == cells(other)
        assert one.codes.dtype == other.codes.dtype == np.int32
    np.testing.assert_array_equal(usual.lines, mapped.lines)
    assert cells(mapped.columns[1].take(np.array([0, 499]))) == [0, "x"]
    if os.name == "posix":
        assert not list(tmp_path.iterdir())  # no name that could be left behind


def test_a_full_disk_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(FileError, match=r"cannot write to .*nowhere.*; choose another folder"):
        table_of(MIXED, in_memory=0)


def test_tables_below_each_other_keep_columns_of_the_same_name_apart() -> None:
    one, other = table_of("a,b,b\n1,2,3\n"), table_of("b,a,b\n20,10,30\n")
    assert [cells(column) for column in joined([one, other]).columns] == [[1, 10], [2, 20], [3, 30]]
    with pytest.raises(DataError, match="column 'b' is in only one of them"):
        joined([one, table_of("a,b\n1,2\n")])


def test_dates_of_one_table_are_no_numbers_of_another() -> None:
    def of(*numbers: float, dates: bool) -> RawTable:
        return RawTable(f"dates={dates}", (RawColumn.of_numbers("day", np.array(numbers), dates=dates),))

    with pytest.raises(DataError, match="column 'day' holds dates in only one of them"):
        joined([of(1, dates=True), of(2, dates=False)])
    assert joined([of(1, dates=True), of(math.nan, dates=False)]).columns[0].dates


@given(st.binary(max_size=60))
def test_any_bytes_are_a_table_or_a_sentence(data: bytes) -> None:
    with contextlib.suppress(DataError):
        assert len(read_text(Bytes("the bytes", data))) > 0


@pytest.mark.parametrize(("mark", "delimiter"), [("sep=;", ";"), ("SEP=,", ","), ("sep=\t", "\t")])
def test_a_first_line_that_names_the_delimiter_is_left_out_and_said(tmp_path: Path, mark: str, delimiter: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text("\n".join([mark, *(delimiter.join(row) for row in (["a", "b"], ["1,5", "x"], ["2,5", "y"]))]))
    if delimiter == ",":
        path.write_text(f"{mark}\na,b\n1.5,x\n2.5,y\n")
    table = read_text(path)
    assert table.names == ("a", "b")
    assert len(table) == 2
    assert table.lines is not None
    assert table.lines.tolist() == [3, 4]
    assert table.remarks == (f"{path}: the first line, {mark!r}, says what separates the columns, and is left out",)


def test_a_title_above_the_header_is_said(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Sales of 2023\n\na;b;c\n" + "1;2;x\n" * 20)
    with pytest.raises(DataError, match=r"line 3 has 3 cells, .* the header seems to be in line 3; remove"):
        read_text(path)
    path.write_text("a;b\n" + "1;2;3\n1\n" * 20)
    with pytest.raises(DataError, match="every line needs the same columns"):
        read_text(path)
