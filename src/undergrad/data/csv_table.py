"""Tables of numbers, and of classes by name, as text: CSV, or with semicolons or tabs; a header is optional."""

from __future__ import annotations

import csv
import itertools
import math
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.data.checks import all_finite, can_be_pixels
from undergrad.data.csv_layout import Layout, as_number, first_line
from undergrad.data.encoding import open_table
from undergrad.data.npz import Part
from undergrad.errors import DataError

# Whole numbers that stay far below 255 are measurements (the 8×8 digits go from 0 to 16): dividing those by 255 would
# leave next to nothing of them. Scaling by their own range suits them, and suits dark pictures as well.
_PIXELS_REACH = 128


def read_csv(
    path: Path,
    *,
    label_column: str | int | None = None,
    numbers: bool = False,
    columns: Sequence[str] | None = None,
    whose: str = "the model",
) -> Part:
    """Features (N, columns - 1) and labels (N,) of a table: float64, or str where the classes have names.

    The features are the `columns` with these names, in that order, or all; `whose` they are, an error says.

    With `numbers` the labels are any numbers, and not those of classes.

    The labels are in the column with the name or number (from 0, or from the end if negative) `label_column`, or in
    one called label, class, target or y. Features are uint8 if all are whole numbers in 0 ... 255 and some reach 128,
    that is, pixels; else float32. Raises DataError with line and column of a cell that is missing or no number, or a
    label that is a name among numbers or the reverse; UsageError if the label column is not known.
    """
    layout = Layout.of(path, label_column)
    label = layout.label_column(label_column)
    if layout.columns < 2:
        raise DataError(f"{path} has a single column; a table needs a label column and at least one feature")
    kind = "numbers" if numbers else "classes"
    places = layout.places(label, columns, whose)
    values, found = _read(layout, places, label, kind)
    distinct = list(found.texts)
    parsed = [as_number(text) for text in distinct]
    named = not numbers and all(number is None for number in parsed)
    if any(_label_problem(text, kind, named=named) for text in distinct):
        raise _complaint(layout, places, label, kind)
    y = np.array(distinct if named else parsed)[found.rows]
    by_name = columns is not None and layout.header is not None
    names = tuple(columns or ()) if by_name else layout.feature_names(label)
    return Part(_as_pixels(values[:, places]), y, names)


def read_csv_inputs(
    path: Path,
    *,
    features: int | None = None,
    label_column: str | int | None = None,
    columns: Sequence[str] | None = None,
) -> NDArray[Any]:
    """Features (N, columns) of a table, to predict from; dtype and errors as for `read_csv`.

    `label_column` is left out, whatever it holds. Without it, a column called label, class, target or y is left out,
    unless the table has exactly the number of `features` that is expected, or it is one of the `columns`.
    """
    layout = Layout.of(path, label_column)
    if label_column is not None:
        dropped: int | None = layout.label_column(label_column)
    else:
        dropped = None if layout.columns == features else layout.named_label()
        if dropped is not None and columns is not None and layout.header and layout.header[dropped] in columns:
            dropped = None
    places = layout.places(dropped, columns, "the model")
    values, _ = _read(layout, places, None, "")
    return _as_pixels(values[:, places])


class _Texts:
    """The cells of one column, which may hold anything: each different text once, and which of them each row has."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}
        self.rows: list[int] = []

    def keep(self, cell: str) -> int:
        """NumPy's converter of the column, whose number stands for nothing."""
        self.rows.append(self.texts.setdefault(cell.strip(), len(self.texts)))
        return 0


def _read(layout: Layout, places: list[int], free: int | None, labels: str) -> tuple[NDArray[Any], _Texts]:
    """All numbers of the table (rows, columns), uint8 or float32, with 0 outside of the `places`, and the texts of the
    column `free`.

    `labels` says of what kind those are, for the complaint: "classes", "numbers", or "" where they are none.
    """
    # NumPy reads small whole numbers six times as fast as others.
    values, texts = _numbers(layout, np.uint8, places, free)
    if values is None:
        values, texts = _numbers(layout, np.float32, places, free)
    if values is None or values.shape[1] != layout.columns or not all_finite(values):
        raise _complaint(layout, places, free, labels)
    return values, texts


def _numbers(
    layout: Layout, dtype: type[np.generic], places: list[int], free: int | None
) -> tuple[NDArray[Any] | None, _Texts]:
    """The table as `dtype`, or None if it has anything that is not of that kind in the columns `places`."""
    texts = _Texts()
    converters: dict[int | str, Callable[[str], Any]] = dict.fromkeys(
        set(range(layout.columns)) - set(places), _nothing
    )
    if free is not None:
        converters[free] = texts.keep
    with open_table(layout.path) as file:
        if layout.header is not None:
            first_line(file)
            for _ in range(layout.header_lines - 1):
                next(file)
        first = first_line(file)
        if not first:
            raise DataError(f"{layout.path} has a header and no numbers; it needs at least one line of them")
        lines = itertools.chain([first], (line for line in file if not line.isspace()))
        with warnings.catch_warnings(), np.errstate(over="ignore"):
            warnings.simplefilter("error", DeprecationWarning)  # NumPy before 2 takes 0.5 for a whole number, and warns
            try:
                values = np.loadtxt(
                    lines,
                    dtype,
                    comments=None,
                    delimiter=layout.delimiter,
                    converters=converters or None,
                    encoding=None,  # NumPy before 2 gives a converter bytes without it
                    quotechar='"',
                    ndmin=2,
                )
            except UnicodeDecodeError:
                raise
            except ValueError:
                return None, texts
            return values, texts


def _nothing(cell: str) -> int:
    """NumPy's converter of a column that is left out."""
    return 0


def _complaint(layout: Layout, places: list[int], free: int | None, labels: str) -> DataError:
    """The error that names the first bad cell of a table that NumPy could not read, which does not say the line."""
    named: bool | None = None
    with open_table(layout.path) as file:
        rows = csv.reader(file, delimiter=layout.delimiter)
        try:
            started = layout.header is None
            for row in rows:
                if not row or (len(row) == 1 and not row[0].strip()):
                    continue
                if not started:
                    started = True
                    continue
                if len(row) != layout.columns:
                    return DataError(
                        f"{layout.path}, line {rows.line_num} has {len(row)} cells and the first line "
                        f"{layout.columns}; every line needs the same columns"
                    )
                for column, cell in enumerate(row):
                    if column in places:
                        problem = _problem(cell)
                    elif column == free and labels:
                        named = as_number(cell) is None if named is None else named  # the first label decides
                        problem = _label_problem(cell, labels, named=named)
                    else:
                        problem = None
                    if problem:
                        where = f"{layout.path}, line {rows.line_num}, {layout.describe(column)}"
                        return DataError(f"{where} {problem}")
        except csv.Error as error:
            return DataError(f"{layout.path}, line {rows.line_num} has {error}; remove it")
    return DataError(f"{layout.path} is no table of numbers; write one line for each sample, all with the same columns")


def _problem(cell: str) -> str | None:
    number = as_number(cell)
    if _is_missing(cell):
        return _MISSING
    if number is None:
        return f"holds {cell[:40]!r}, which is no number; every cell must be a number"
    if abs(number) > float(np.finfo(np.float32).max):
        return f"holds {cell[:40].strip()}, which is too large for float32; every cell must be a finite number"
    return None


def _label_problem(cell: str, kind: str, *, named: bool) -> str | None:
    """What is wrong with a label of that kind; "classes" are `named` or, if not, numbered."""
    if kind == "numbers":
        return _problem(cell)
    number = as_number(cell)
    if _is_missing(cell):
        return _MISSING
    if (number is None) != named:
        this, others = ("name", "numbers") if number is None else ("number", "names")
        return (
            f"holds {cell[:40].strip()!r}, a {this}, and the labels before it are {others}; name all classes, or "
            "number all from 0"
        )
    if number is not None and (number < 0 or number % 1 != 0):
        return (
            f"holds the label {cell[:40].strip()}; labels must be whole numbers 0, 1, 2, ..., but for output regression"
        )
    return None


_MISSING = "is missing; fill it in or remove the line"


def _is_missing(cell: str) -> bool:
    number = as_number(cell)
    return not cell.strip() or (number is not None and math.isnan(number))


def _as_pixels(x: NDArray[Any]) -> NDArray[Any]:
    """`x` as uint8 if it holds pixels, else as float32."""
    if x.size and x.max() >= _PIXELS_REACH and can_be_pixels(x):
        return x.astype(np.uint8, copy=False)
    return x.astype(np.float32, copy=False)
