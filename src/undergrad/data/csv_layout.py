"""The layout of a table, read from its beginning: the delimiter, the number of columns and their names."""

from __future__ import annotations

import csv
import itertools
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from undergrad.data.encoding import Place, open_table
from undergrad.data.table.names import LABEL_NAMES
from undergrad.errors import DataError

_SEPARATOR = re.compile(r"\s*sep=([,;\t])\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """The layout that the first line of a table shows."""

    path: Place
    delimiter: str
    columns: int
    header: tuple[str, ...] | None
    #: The number of lines in the header; a name in quotes may contain line breaks.
    header_lines: int
    #: Whether a line before the header names the delimiter, as Excel writes it: `sep=;`.
    names_delimiter: bool = False

    @classmethod
    def of(cls, path: Place, label_column: str | int | None, encoding: str | None = "utf-8") -> Layout:
        """The layout of the table in `path`; `label_column` helps to recognise a header. Raises DataError.

        `encoding` as in `open_table`.
        """
        with open_table(path, encoding) as file:
            line = first_line(file)
            if not line:
                raise DataError(f"{path} is empty; a table needs at least one line of numbers")
            names_delimiter = _SEPARATOR.fullmatch(line)
            if names_delimiter:
                delimiter, line = names_delimiter[1], first_line(file)
                ahead = [line]
                if not line:
                    raise DataError(f"{path} is empty but for its first line, {names_delimiter[0].strip()!r}")
            else:
                ahead = [line]
                if not any(sign in line for sign in ",;\t"):  # a single column, or a title above the names
                    ahead += _up_to_text(file)
                delimiter = max(",;\t", key="".join(ahead).count)
            rows = csv.reader(itertools.chain(ahead, file), delimiter=delimiter)
            try:
                cells = next(rows)
            except csv.Error as error:
                raise DataError(f"{path} is no table of numbers: its first line has {error}") from error
        # Decomposed letters, as some systems write Korean, equal composed ones.
        names = tuple(unicodedata.normalize("NFC", cell.strip()) for cell in cells)
        # Columns may be called 0, 1, 2, ..., so one word makes a header; but a label in the label column makes data.
        words = any(name and as_number(name) is None for name in names) and not _are_measured(names)
        index = None if label_column in names else _as_index(label_column)
        labelled = index is not None and -len(names) <= index < len(names) and _is_sample(names, index % len(names))
        return cls(
            path, delimiter, len(names), names if words and not labelled else None, rows.line_num, bool(names_delimiter)
        )


def _are_measured(names: tuple[str, ...]) -> bool:
    """Whether a line has numbers that are unlikely as names of columns: fractions, and one number twice."""
    numbers = [number for name in names if (number := as_number(name)) is not None and math.isfinite(number)]
    return any(not number.is_integer() for number in numbers) or len(set(numbers)) < len(numbers)


def _is_sample(names: tuple[str, ...], label: int) -> bool:
    """Whether a line is a sample and not a header, that is, whether the cell at `label` is a label.

    A number is a label. So is a word among numbers, unless it is a usual name for a label column, or the numbers are
    the names of its neighbours: 0, 1, 2, ...
    """
    if as_number(names[label]) is not None:
        return True
    others = [name for place, name in enumerate(names) if place != label]
    return (
        all(as_number(name) is not None for name in others)
        and names[label].lower() not in LABEL_NAMES
        and others != list(map(str, range(len(others))))
    )


def as_number(cell: str) -> float | None:
    """The number in a cell; None if it has none."""
    try:
        return None if "_" in cell else float(cell)  # Python reads 1_000, NumPy does not
    except ValueError:
        return None


def _as_index(column: str | int | None) -> int | None:
    """`column` as an int if it is one; the command line passes it as text."""
    try:
        return None if column is None else int(column)
    except ValueError:
        return None


def _up_to_text(file: Iterator[str]) -> list[str]:
    """The next lines, up to one that is not blank."""
    lines = []
    for line in file:
        lines.append(line)
        if line.strip():
            break
    return lines


def first_line(file: Iterator[str]) -> str:
    """The next line that is not blank, or ""."""
    return next((line for line in file if line.strip()), "")
