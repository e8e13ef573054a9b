"""The features in a file that a model predicts from."""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.data.checks import as_pixels, check_features
from undergrad.data.own_files import is_table, read_arrays
from undergrad.data.places import StrPath
from undergrad.data.table.names import named_apart, named_label, target_places
from undergrad.data.table.plan import TablePlan, are_pixels
from undergrad.data.table.raw import RawTable, cells_of, listed
from undergrad.data.table.read import read_table
from undergrad.errors import DataError, ShapeError

_REMEDY = "correct or empty it: an empty cell counts as missing"


def read_inputs(
    source: StrPath | Sequence[StrPath] | RawTable,
    *,
    sample_shape: tuple[int, ...] | None = None,
    label_column: str | int | None = None,
    pixels: bool | None = None,
    plan: TablePlan | None = None,
    encoding: str | None = None,
) -> NDArray[Any]:
    """The features in the file `source`, for prediction: (n, ...) uint8 or float32, checked as in a Dataset.

    An IDX file of images; an `.npz` file with x_test, or x, or images; or a table, several in a list, or "-" for
    standard input, without `label_column`, or else without a column called label, class, target or y. `plan` is a
    model's plan for the columns of a table: it finds them by name, and leaves out and logs the others; without a plan
    each column is a number. A text has the `encoding`, by default UTF-8. With `sample_shape`, each sample gets that
    shape. As in a Dataset, features may be recognised as pixels (uint8); `pixels` decides with True or False. Raises
    DataError, FileError and UsageError as `load_dataset`, DataError also for features that cannot be `pixels`, for a
    missing column or an unreadable cell; ShapeError if the number of features is not that of `sample_shape`.
    """
    features = None if sample_shape is None else math.prod(sample_shape)
    if not isinstance(source, str | os.PathLike) or is_table(source):
        table = read_table(source, label_column, encoding)
        x, name = features_of(table, plan, label_column=label_column, features=features), table.source
    else:
        x, name = read_arrays(Path(source)), str(source)
    x = check_features(x, f"the data of {name}")
    if pixels is not None:
        x = as_pixels(x, f"the data of {name}") if pixels else x.astype(np.float32, copy=False)
    if sample_shape is None:
        return x
    present = math.prod(x.shape[1:])
    if present != features:
        raise ShapeError(f"the samples of {name} have {present} features; the model takes {features}, {sample_shape}")
    return x.reshape(len(x), *sample_shape)


def features_of(
    table: RawTable,
    plan: TablePlan | None = None,
    *,
    label_column: str | int | None = None,
    features: int | None = None,
) -> NDArray[Any]:
    """The features of all rows of `table`, in their order, as `plan` encodes them; without it, each column a number.

    Raises DataError, which lists unreadable cells: leaving out a row would shift the predictions.
    """
    if table.unreadable:
        lines = [f"line {line} has {problem}" for line, problem in table.unreadable]
        raise DataError(f"{table.source} has lines that cannot be read: {listed(lines)}; correct them or remove them")
    if label_column is not None:
        [place] = target_places(table, label_column)
    else:
        # A table's model knows the name of its target; no other column is a label, whatever its name.
        knows = plan is not None and plan.named and table.named and bool(plan.target)
        label = None if knows else named_label(table)
        known = () if plan is None else [column.name for column in plan.columns]
        is_feature = label is None or len(table.columns) == features or table.names[label] in known
        place = -1 if is_feature or label is None else label
    table = named_apart(table)
    others = tuple(column for at, column in enumerate(table.columns) if at != place)
    if plan is not None and place >= 0:
        plan.check_apart(table, [table.names[place]])
    table = replace(table, columns=others)
    if plan is None:
        plan = TablePlan.plain(table.names, named=table.named, pixels=are_pixels(others))
    encoded = plan.encode(table)
    for remark in (*table.remarks, *encoded.remarks):
        logging.getLogger("undergrad").warning("%s", remark)
    if encoded.unreadable:
        mistakes = None if plan.strict else {column.name: column.mistake for column in plan.used}
        cells = listed(cells_of(table, encoded.unreadable, mistakes))
        remedy = "every cell must be a number" if plan.strict else _REMEDY
        raise DataError(f"{table.source} has cells that cannot be read: {cells}; {remedy}")
    x: NDArray[Any] = encoded.x
    return x
