"""Reads a submission's file as numbered lines, each with its table cells: CSV, Markdown, text and notebooks."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

_LONGEST = 2000  # characters of a line that are read
_TEST = re.compile(r'\s*"test":')
_RULE = re.compile(r"[\s|:+=-]*")


class _Network(msgspec.Struct):
    name: str
    layers: list[list[Any]]


class _Result(msgspec.Struct):
    test: float


class _Run(msgspec.Struct):
    network: _Network
    result: _Result


class _Results(msgspec.Struct):
    """The parts of `results.json` that are needed here."""

    runs: list[_Run]
    quick: bool = False


@dataclass(frozen=True)
class Block:
    """Lines that belong together: those of a file, of a notebook's cell, or of a cell's output."""

    #: Each line's number, counted from 1, its cells, and its text. Ruling lines are left out; an empty line has
    #: no cells.
    lines: tuple[tuple[int, tuple[str, ...], str], ...]
    #: The cell of a notebook, counted from 1; 0 in other files.
    cell: int = 0


def blocks_of(path: Path, largest: int) -> list[Block] | None:
    """The file's lines; None if it is not text, cannot be read, or has more than `largest` bytes."""
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError:
        return None
    text = _decoded(content) if len(content) <= largest else None
    if text is None:
        return None
    suffix = path.suffix.lower()
    if suffix == ".ipynb":
        return _of_notebook(text)
    if suffix == ".json":
        return _of_results(text)
    if suffix in (".csv", ".tsv"):
        return _of_csv(text)
    return [Block(_lines(text))]


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _lines(text: str) -> tuple[tuple[int, tuple[str, ...], str], ...]:
    numbered = ((number, line[:_LONGEST]) for number, line in enumerate(text.splitlines(), start=1))
    return tuple(
        (number, _cells(line), line) for number, line in numbered if not line.strip() or not _RULE.fullmatch(line)
    )


def _cells(line: str) -> tuple[str, ...]:
    """The cells between bars or, if there are no bars, between tabs or several spaces."""
    if not line.strip():
        return ()
    parts = line.strip().strip("|").split("|") if "|" in line else re.split(r"\t|\s{2,}", line.strip())
    return tuple(part.strip() for part in parts)


def _of_csv(text: str) -> list[Block] | None:
    first = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=first.count))
    try:
        return [Block(tuple((reader.line_num, tuple(cells), ", ".join(cells)[:_LONGEST]) for cells in reader if cells))]
    except csv.Error:  # an unclosed quote, or a field without end
        return None


def _of_notebook(text: str) -> list[Block] | None:
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        return None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        return None
    numbered = [(number, cell) for number, cell in enumerate(cells, start=1) if isinstance(cell, dict)]
    return [Block(_lines(part), number) for number, cell in numbered for part in _shown(cell)]


def _of_results(text: str) -> list[Block] | None:
    """The runs that the handout's main script has written, as a table; None for another file, and for a quick trial."""
    try:
        results = msgspec.json.decode(text, type=_Results)
    except (msgspec.MsgspecError, RecursionError):
        return None
    places = [number for number, line in enumerate(text.splitlines(), start=1) if _TEST.match(line)]
    if results.quick or len(places) != len(results.runs):
        return None
    rows = []
    for number, run in zip(places, results.runs, strict=True):
        layers = [str(layer[0]) for layer in run.network.layers if layer]
        cells = (" ".join([run.network.name, *layers]), f"{run.result.test!r}")
        rows.append((number, cells, ", ".join(cells)))
    return [Block(((0, ("network", "test accuracy"), ""), *rows))]


def _shown(cell: dict[str, Any]) -> Iterator[str]:
    """The visible text of a cell: its Markdown, or each of its outputs as text."""
    if cell.get("cell_type") == "markdown":
        yield _text(cell.get("source"))
    outputs = cell.get("outputs")
    for output in outputs if isinstance(outputs, list) else []:
        if isinstance(output, dict):
            data = output.get("data")
            yield _text(output.get("text"))
            yield _text(data.get("text/plain") if isinstance(data, dict) else None)


def _text(value: Any) -> str:
    """A text of a notebook, which is a string or a list of lines."""
    lines = value if isinstance(value, list) else [value]
    return "".join(line for line in lines if isinstance(line, str))
