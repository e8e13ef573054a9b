"""A table trains alike wherever it lies."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from undergrad.data import load_dataset, load_table, read_inputs
from undergrad.errors import DataError

DATA = {"size": [float(i) for i in range(24)], "colour": ["red", "green"] * 12, "label": ["a", "b", "c"] * 8}
LINES = "\n".join(",".join(map(str, row)) for row in zip(*DATA.values(), strict=True))
TEXT = f"{','.join(DATA)}\n{LINES}\n"


@pytest.fixture
def of_text(tmp_path: Path) -> Any:
    (tmp_path / "table.csv").write_text(TEXT)
    return load_dataset(tmp_path / "table.csv")


def same(one: Any, other: Any) -> None:
    np.testing.assert_array_equal(one.x_train, other.x_train)
    np.testing.assert_array_equal(one.y_test, other.y_test)
    assert (one.columns, one.class_names) == (other.columns, other.class_names)


@pytest.mark.parametrize("kind", ["parquet", "feather", "jsonl"])
def test_files(kind: str, tmp_path: Path, of_text: Any) -> None:
    frame = pytest.importorskip("pandas").DataFrame(DATA)
    path = tmp_path / f"table.{kind}"
    if kind == "jsonl":
        frame.to_json(path, orient="records", lines=True)
    else:
        pytest.importorskip("pyarrow")
        getattr(frame, f"to_{kind}")(path)
    data = load_dataset(path)
    same(data, of_text)
    np.testing.assert_array_equal(
        read_inputs(path, plan=data.table), read_inputs(tmp_path / "table.csv", plan=data.table)
    )


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames(library: str, of_text: Any) -> None:
    same(load_table(pytest.importorskip(library).DataFrame(DATA)), of_text)


def test_several_files_and_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, of_text: Any) -> None:
    lines = TEXT.splitlines(keepends=True)
    (tmp_path / "1.csv").write_text("".join(lines[:10]))
    (tmp_path / "2.csv").write_text("".join(lines[:1] + lines[10:]))
    same(load_table([tmp_path / "1.csv", tmp_path / "2.csv"]), of_text)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    data = load_table("-")
    same(data, of_text)
    assert data.name == "standard input"


def test_an_encoding_that_the_error_offers_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(TEXT.replace("red", "빨강").encode("cp949"))
    with pytest.raises(DataError, match="or say --encoding cp949, in Python encoding='cp949': it looks like CP949"):
        load_dataset(path)
    data = load_dataset(path, encoding="cp949")
    assert data.columns is not None
    assert any("빨강" in name for name in data.columns)
    assert len(read_inputs(path, plan=data.table, encoding="cp949")) == 24
