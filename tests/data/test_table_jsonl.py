"""JSON lines as tables."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_cells import cells

from undergrad.data.encoding import Bytes
from undergrad.data.table import jsonl
from undergrad.data.table.cells import is_missing, plain_number
from undergrad.data.table.jsonl import read_json_lines
from undergrad.data.table.raw import RawTable
from undergrad.errors import DataError


def table_of(text: str) -> RawTable:
    return read_json_lines(Bytes("the lines", text.encode()))


def test_keys_are_columns_and_lines_that_are_no_objects_are_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "_ROWS", 2)  # so that a column begins in the middle
    table = table_of('{"a": 1, "b": "3"}\n{"a": "x"}\n\nfoo\n{"b": true, "c": "NA", "a": null}\n{"c": 2.5}')
    assert {column.name: cells(column) for column in table.columns} == {
        "a": [1, "x", None, None],
        "b": [3, None, "True", None],
        "c": [None, None, None, 2.5],
    }
    assert table.lines is not None
    assert table.lines.tolist() == [1, 2, 5, 6]
    assert table.unreadable == ((4, "no JSON object"),)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"a": [1]}', "the lines, column 'a' holds list, which is no number, text or date; split it into such"),
        ('{"a": {"b": 1}}', "the lines, column 'a' holds dict, which is no number"),
        ("1\n2\n{}", "the lines, line 1 has no JSON object, and so have 2 of 3 lines; write an object {...} on each"),
        ("", "the lines is empty; a table needs at least one line of data"),
    ],
)
def test_bad_lines(text: str, sentence: str) -> None:
    with pytest.raises(DataError) as caught:
        table_of(text)
    assert str(caught.value).startswith(sentence)


VALUE = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from(["3", "NA"])


@given(st.lists(VALUE, min_size=1))
def test_each_cell_means_what_a_cell_of_a_text_does(values: list[Any]) -> None:
    column = table_of("\n".join(json.dumps({"a": value}) for value in values)).columns[0]
    for value, cell in zip(values, cells(column), strict=True):
        if isinstance(value, bool):
            assert cell == str(value)
        elif isinstance(value, str):
            number = plain_number(value.strip())
            assert cell == number if number is not None else (cell is None) == is_missing(value.strip())
        elif value is None or math.isnan(value):
            assert cell is None
        else:
            assert cell == (value if math.isfinite(value) else str(value))


def test_a_compressed_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"a": 1}\n'))
    assert len(read_json_lines(tmp_path / "a.jsonl.gz")) == 1
