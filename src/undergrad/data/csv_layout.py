"""What the beginning of a table tells: what separates its columns, how many there are, and what they are called."""

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
    """What the first line of the table tells."""

    path: Place
    delimiter: str
    columns: int
    header: tuple[str, ...] | None
    #: So many lines the header has: a name in quotes may be broken.
    header_lines: int
    #: Whether a line before it names what separates columns, as Excel writes it: `sep=;`.
    names_delimiter: bool = False

    @classmethod
    def of(cls, path: Place, label_column: str | int | None, encoding: str | None = "utf-8") -> Layout:
        """The layout of the table in `path`; `label_column` helps to tell a header from data. DataError.

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
        # Letters that are put together, as some systems write Korean, are the same as whole ones.
        names = tuple(unicodedata.normalize("NFC", cell.strip()) for cell in cells)
        # Columns may be called 0, 1, 2, ..., so one word makes a header; but a label where the label is makes data.
        words = any(name and as_number(name) is None for name in names) and not _are_measured(names)
        index = None if label_column in names else _as_index(label_column)
        labelled = index is not None and -len(names) <= index < len(names) and _is_sample(names, index % len(names))
        return cls(
            path, delimiter, len(names), names if words and not labelled else None, rows.line_num, bool(names_delimiter)
        )


def _are_measured(names: tuple[str, ...]) -> bool:
    """Whether there are numbers in a line that no columns are called by: fractions, and the same one twice."""
    numbers = [number for name in names if (number := as_number(name)) is not None and math.isfinite(number)]
    return any(not number.is_integer() for number in numbers) or len(set(numbers)) < len(numbers)


def _is_sample(names: tuple[str, ...], label: int) -> bool:
    """Whether a line whose label stands at `label` is a sample and no header, that is, has a label there.

    A number is one. So is a name among numbers, unless it is the usual name of such a column, or those are its
    neighbours' names: 0, 1, 2, ...
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
    """The number in a cell; None where there is none."""
    try:
        return None if "_" in cell else float(cell)  # Python reads 1_000, NumPy does not
    except ValueError:
        return None


def _as_index(column: str | int | None) -> int | None:
    """`column` as a number, if it is one; on the command line it comes as text."""
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
