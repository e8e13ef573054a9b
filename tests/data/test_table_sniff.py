"""What kind of file it is, and the sentence for each that is no table."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import json
import pickle
import sqlite3
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.data.encoding import Bytes
from undergrad.data.idx import write_idx
from undergrad.data.table.read import read_table
from undergrad.data.table.sniff import Kind, kind_of
from undergrad.errors import DataError, FileError, UsageError


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "content")
    return file.getvalue()


def arrays() -> bytes:
    file = io.BytesIO()
    np.savez(file, x=np.zeros((2, 2)), y=np.zeros(2))
    return file.getvalue()


def tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.csv"))
    return file.getvalue()


READABLE = [
    ("a.csv", b"a,b\n1,2\n", "text"),
    ("a.CSV", b"a,b\n1,2\n", "text"),
    ("a.tsv", b"", "text"),
    ("a.jsonl", b"", "jsonl"),
    ("table", b"a;b\n1;2\n", "text"),
    ("a.data", "이름,나이\n홍길동,30\n".encode("cp949"), "text"),
    ("a.csv", "a,b\n1,2\n".encode("utf-16"), "text"),
    ("a.csv", b'[a],{b}\n"[1]",2\n', "text"),
    ("a.jsonl", b'{"a": 1}\n{"a": 2}', "jsonl"),
    ("a.json", b'{"a": 1}\n{"a": 2}\n', "jsonl"),
    ("a", b"{}\n", "jsonl"),
    ("a.jsonl", '{"a": 1}'.encode("utf-16"), "jsonl"),
    ("a.parquet", b"PAR1rest", "parquet"),
    ("a.bin", b"PAR1rest", "parquet"),
    ("a.feather", b"ARROW1\0\0rest", "feather"),
    ("a.arrow", b"\xff\xff\xff\xffrest", "feather"),
    ("a.npz", arrays(), "npz"),
    ("t10k-images-idx3-ubyte", write_idx(np.zeros((1, 2, 2), np.uint8)), "idx"),
]


@pytest.mark.parametrize(("name", "content", "kind"), READABLE)
@pytest.mark.parametrize(("suffix", "pack"), [("", bytes), (".gz", gzip.compress), (".bz2", bz2.compress)])
def test_kinds(tmp_path: Path, name: str, content: bytes, kind: str, suffix: str, pack: Callable[..., bytes]) -> None:
    path = tmp_path / (name + suffix)
    path.write_bytes(pack(content))
    assert kind_of(path) == kind


def database(path: Path) -> bytes:
    connection = sqlite3.connect(path)
    connection.execute("create table t (a)")
    connection.commit()
    connection.close()
    return path.read_bytes()


FOREIGN = [
    ("t.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook; save it as CSV in UTF-8"),
    ("t.csv", zipped("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook; save it as CSV in UTF-8"),
    ("t.ods", zipped("mimetype", "content.xml"), "an OpenDocument file; save it as CSV"),
    ("t.docx", zipped("word/document.xml"), "a Word document; copy its table"),
    ("t.zip", zipped("t.csv"), "a zip archive; unpack it"),
    ("t.npz", b"PK\x03\x04damaged", "a damaged zip archive; copy or download it again"),
    ("t.tar", tar(), "a tar archive; unpack it"),
    ("t.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(99), "an old Excel workbook; save it as CSV in UTF-8"),
    *[(f"t{p}.dat", pickle.dumps({"a": [1]}, p), "a pickle, which can run any program") for p in (2, 3, 4, 5)],
    ("t.pkl", pickle.dumps({"a": [1]}, 0), "a pickle, which can run any program"),
    ("t.h5", b"\x89HDF\r\n\x1a\nrest", "an HDF5 file; read it where it was made"),
    ("t.mat", b"MATLAB 5.0 MAT-file, Platform" + bytes(99), "a MATLAB file; write its table with writetable"),
    ("t.pdf", b"%PDF-1.7\n\xe2", "a PDF document; copy its table into a spreadsheet"),
    ("t.png", b"\x89PNG\r\n\x1a\nrest", "a PNG picture; put pictures as arrays into an .npz file"),
    ("t.jpg", b"\xff\xd8\xff\xe0rest", "a JPEG picture; put pictures"),
    ("t.npy", b"\x93NUMPY\x01\0rest", "a single NumPy array; save x and y together"),
    ("t.zst", b"(\xb5/\xfdrest", "compressed with Zstandard; decompress it"),
    ("t.csv", b"\n<!DOCTYPE html><html>", "a web page; copy its table"),
    ("t.csv", b"<html><body>Not found", "a web page; copy its table"),
    ("t.xml", b'<?xml version="1.0"?><a/>', "an XML document; save it as CSV"),
    ("t.json", b'[{"a": 1},\n{"a": 2}]', "a JSON list; write JSON lines, an object {...} on each line"),
    ("t.csv", b'[\n {"a": 1}]', "a JSON list; write JSON lines"),
    ("t.json", b"[1, 2]", "a JSON list; write JSON lines"),
    ("t.json", json.dumps({"a": [1]}, indent=1).encode(), "one JSON document; write JSON lines"),
    ("t.csv", "a,b\n1,2\n".encode("utf-16-le"), "text in UTF-16 without the mark that says so; save it in UTF-8"),
    ("t.csv", "<html><body>".encode("utf-16"), "a web page; copy its table"),
    ("t.bin", bytes(range(256)), "no text, and nothing that is known here"),
    ("t.csv", b"ARROW1\0\0rest", "an Arrow file under the name of text; call it t.feather"),
    ("t.csv", b"PAR1rest", "a Parquet file under the name of text; call it t.parquet"),
    ("t.csv", b'{"a": 1}\n', "JSON lines under the name of text; call it t.jsonl"),
    ("t.csv", arrays(), "an archive of NumPy arrays under the name of text; call it t.npz"),
    ("t.csv", write_idx(np.zeros((1, 2, 2), np.uint8)), "an IDX file under the name of text; call it t"),
    ("t.parquet", b"a,b\n1,2\n", "text under the name of a Parquet file; call it t.csv"),
    ("t.npz", b"", "text under the name of an archive of NumPy arrays; call it t.csv"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), FOREIGN)
def test_what_is_no_table_is_said(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_table(path)
    assert str(caught.value).startswith(f"{path} is {sentence}")


def test_a_database_is_said(tmp_path: Path) -> None:
    database(tmp_path / "t.db")
    with pytest.raises(DataError, match=r"t\.db is a SQLite database; export one of its tables as CSV"):
        read_table(tmp_path / "t.db")


def test_folders(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is a folder without a table; name a file"):
        read_table(tmp_path)
    for name in ("b.csv", "a.csv.gz", "notes.md"):
        (tmp_path / name).touch()
    with pytest.raises(DataError, match=r"is a folder with a\.csv\.gz, b\.csv; name one of its files, or several as a"):
        read_table(tmp_path)
    (tmp_path / "train-images-idx3-ubyte").touch()
    assert kind_of(tmp_path) == "idx"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"cannot read .*nowhere\.csv: No such file or directory; check the path"):
        read_table(tmp_path / "nowhere.csv")


@given(st.binary(max_size=80))
def test_any_bytes_have_a_kind_or_a_sentence(data: bytes) -> None:
    with contextlib.suppress(DataError):
        assert kind_of(Bytes("the bytes", data)) in get_args(Kind)


@pytest.mark.parametrize("content", [b"a,b\n1,x\n", b'{"a": 1, "b": "x"}\n', gzip.compress(b"a\tb\n1\tx\n", mtime=0)])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    table = read_table("-")
    assert (table.source, table.names, table.columns[1].texts) == ("standard input", ("a", "b"), ("x",))


def test_several_files_are_one_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,x\n")
    (tmp_path / "b.jsonl").write_text('{"b": "y", "a": 2}\n')
    table = read_table([tmp_path / "a.csv", str(tmp_path / "b.jsonl")])
    assert table.columns[0].numbers.tolist() == [1, 2]
    assert table.columns[1].texts == ("x", "y")


@pytest.mark.parametrize("source", [np.zeros((2, 2)), 3, None, {"a": [1]}, []])
def test_what_is_no_source_is_said(source: Any) -> None:
    with pytest.raises(UsageError, match=r"^(a table is read from a path|the list of tables is empty)"):
        read_table(source)


def test_arrays_are_no_table(tmp_path: Path) -> None:
    (tmp_path / "a.npz").write_bytes(arrays())
    with pytest.raises(DataError, match="holds arrays and no table"):
        read_table(tmp_path / "a.npz")


def test_an_encoding_that_is_said_wins_over_a_guess(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("a,b\n1,x\n".encode("utf-16-le"))
    assert read_table(path, encoding="utf-16-le").names == ("a", "b")
