"""A table as a Dataset: its target, its features, the test part, and the plan for each column."""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.data.dataset import Dataset
from undergrad.data.mapped import pieces, release
from undergrad.data.places import STANDARD_INPUT
from undergrad.data.split import HELD_OUT, folds, stratified
from undergrad.data.table.digests import row_digests
from undergrad.data.table.growing import room
from undergrad.data.table.names import named_apart, target_places
from undergrad.data.table.plan import TablePlan
from undergrad.data.table.raw import RawTable, cells_of, listed
from undergrad.data.table.read import read_table
from undergrad.data.table.suspicions import leaks, totals
from undergrad.data.table.target import TARGETS, Targets, Task, targets_of, task_of
from undergrad.errors import DataError, UsageError


def load_table(
    source: Any,
    *,
    target: str | int | Sequence[str | int] | None = None,
    task: str | None = None,
    columns: Mapping[str, str] | None = None,
    test: Any = None,
    hold_out: bool = True,
    fold: tuple[int, int] | None = None,
    class_names: Sequence[str] | None = None,
    plan: TablePlan | None = None,
    encoding: str | None = None,
) -> Dataset:
    """A table, as people have it, as a data set.

    `source` is the path of a text, of JSON lines, or of a Parquet or Feather file, "-" for standard input, a frame of
    pandas, Polars or another library, or a list of these, whose rows are one table. A text has the `encoding`, by
    default UTF-8 or what its first bytes say.

    `target` is the column to predict, by its name or its number from 0, or a list of several; by default it is the one
    called label, class, target or y. `task` is "classification", "regression" or "labels"; by default the target
    decides: text, and whole numbers with at most 20 different values, are classes; other numbers and dates are a
    regression; several columns of yes and no are labels.

    Each other column becomes features by its kind, which the training part shows: "number" (the median replaces a
    missing one, and a feature marks it), "category" (a feature for each category, "missing" is one), "yes/no", "date".
    A column that is the same in all rows, or different in each, is left out. `columns` overrides this: {"zip":
    "category", "note": "drop"}; texts in a column declared as "number" count as missing. `Dataset.table` is the plan.

    The test part is `test`, a second table whose columns are matched by name, or else one sixth of the rows, the same
    every time, with the same share of each class; or all rows, if not `hold_out`. Rows without a target, and rows with
    an unreadable cell, are left out with a warning in the log. `plan` and `class_names` are those of a trained model.

    Raises UsageError for an unknown column, task or kind, DataError for tables from which nothing can be learned,
    FileError for files that cannot be read.

    >>> import csv, tempfile
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp()) / "weather.csv"
    >>> rows = [[i % 30, ("dry", "wet", "")[i % 3], "yes" if i % 30 > 14 else "no"] for i in range(90)]
    >>> with path.open("w", newline="") as file:
    ...     csv.writer(file).writerows([["degrees", "ground", "label"], *rows])
    >>> weather = load_table(path)
    >>> weather.columns
    ('degrees', 'ground = dry', 'ground = wet', 'ground is missing')
    >>> weather.class_names, len(weather.x_train), len(weather.x_test)
    (('no', 'yes'), 74, 16)
    """
    label = target if isinstance(target, str | int) else None
    table = read_table(source, label, encoding)
    if target is None and plan is not None and plan.named and set(plan.target) <= set(table.names):
        target = plan.target or None
    elif target is None and plan is not None and plan.named and table.named and plan.target:
        raise UsageError(
            f"{table.source} has no column {listed(list(map(repr, plan.target)))}, which the model predicts; name the "
            "one that holds it with --label-column, in Python target"
        )
    places = target_places(table, target)
    table = named_apart(table)
    names = tuple(table.names[place] for place in places)
    if plan is not None:
        plan.check_apart(table, names)
    if len(table.columns) == len(names):
        raise DataError(
            f"{table.source} has {'a single column' if len(names) == 1 else 'no other columns'}; a table needs a label "
            "column and at least one feature"
        )
    remarks = [*table.remarks, *_unreadable(table), *totals(table)]
    chosen, why = task_of([table.columns[place] for place in places], task)
    if why:
        remarks.append(f"{table.source}: {why}")
    _say(remarks)  # logged at once: it may explain an error that follows
    whole = _Part.of(table, names, chosen, class_names)
    _say(whole.targets.remarks)
    if fold is not None and test is not None:
        raise UsageError("folds take the test part from the table itself; leave test out")
    if test is None and (hold_out or fold is not None):
        train, held = whole.divided(chosen, fold)
        count = len(held.targets.rows)
        share = "one sixth" if fold is None else f"fold {fold[0] + 1} of {fold[1]}"
        origin = f"{table.source}; {count} of its rows, {share}, drawn with seed 0, are held out as test part"
    elif test is None:
        train, held, origin = whole, whole, table.source
    else:
        train, other = whole, named_apart(read_table(test, label, encoding))
        _say([*other.remarks, *_unreadable(other)])
        held_names = tuple(other.names[place] for place in target_places(other, list(names) if other.named else target))
        known = whole.targets.names if chosen == "classification" else None
        held = _Part.of(other, held_names, chosen, known)
        _say(held.targets.remarks)
        origin = f"{table.source}; test part {other.source}"
    new = plan is None
    if plan is None:
        if class_names is None:
            train.targets.check(table.source, chosen)
        plan = TablePlan.of(train.table, names, columns, train.targets.rows)
        _say([f"{table.source}: column {column.name!r}: {column.doubt}" for column in plan.columns if column.doubt])
        _say(tuple(leaks(plan.used, train.table, names, train.targets.y, train.targets.rows)))
    elif columns:
        raise UsageError("the model says what its columns are; leave columns out")
    x, y, notes = train.features(plan, "the training part" if new else "the model")
    _say(notes)
    if held is train:
        x_test, y_test = x, y
    else:
        x_test, y_test, notes = held.features(plan, "the training part" if new else "the model")
        _say(notes)
    target_names = whole.targets.names
    if chosen == "classification" and class_names is None:
        target_names, y, y_test, gone = _renumbered(target_names, y, y_test)
        _say([f"{table.source}: no row is left of the classes {listed(gone)}"] if gone else [])
    dataset = Dataset.from_arrays(
        x,
        y,
        x_test,
        y_test,
        name=_name(source, table),
        classes=len(target_names),
        class_names=target_names,
        source=origin,
        target=TARGETS[chosen],
        columns=plan.features,
    )
    if test is not None:
        _say(_repeated(dataset, held.table.source))
    return replace(dataset, table=plan)


class _Part:
    """A table without its target, and the targets of those of its rows that form the part."""

    def __init__(self, table: RawTable, targets: Targets) -> None:
        self.table = table
        self.targets = targets

    @classmethod
    def of(cls, table: RawTable, names: Sequence[str], task: Task, class_names: Sequence[str] | None) -> _Part:
        """The rows that have a target."""
        targets = targets_of(table, names, task, class_names)
        return cls(table.without(names), targets)

    def divided(self, task: Task, fold: tuple[int, int] | None) -> tuple[_Part, _Part]:
        """The training part and the test part: the `fold`, or one sixth."""
        y = self.targets.y
        if len(y) < 2:
            raise DataError(
                f"{self.table.source} has {len(y)} row with a target and no test part; give at least 2, or a test file"
            )
        labels, rng = (y if task == "classification" else None), np.random.default_rng(0)
        if fold is None:
            held, rest = stratified(len(y), rng, 1 / HELD_OUT, labels)
        else:
            number, count = fold
            is_held = folds(len(y), rng, count, labels) == number
            held, rest = np.flatnonzero(is_held), np.flatnonzero(~is_held)
        return self._taken(rest), self._taken(held)

    def _taken(self, rows: NDArray[np.int64]) -> _Part:
        targets = replace(self.targets, y=self.targets.y[rows], rows=self.targets.rows[rows])
        return _Part(self.table, targets)

    def features(self, plan: TablePlan, whose: str) -> tuple[NDArray[Any], NDArray[Any], tuple[str, ...]]:
        """x and y of the rows whose cells are all readable, and remarks. DataError if hardly a row is readable."""
        rows = self.targets.rows
        features = plan.encode(self.table, whose, rows)
        bad = np.unique(np.concatenate([*features.unreadable.values()])) if features.unreadable else np.zeros(0, int)
        if not len(bad):
            return features.x, self.targets.y, features.remarks
        cells = cells_of(self.table, {name: rows[places] for name, places in features.unreadable.items()})
        if len(bad) > len(rows) // 2:
            raise DataError(
                f"{self.table.source} has {len(bad):,} rows of {len(rows):,} with cells that cannot be read: "
                f"{listed(cells)}; correct them, or say what the column is with --column NAME=category"
            )
        keep = np.setdiff1d(np.arange(len(rows)), bad)
        count = "1 row has a cell" if len(bad) == 1 else f"{len(bad):,} rows have a cell"
        note = f"{self.table.source}: {count} that cannot be read, and {'is' if len(bad) == 1 else 'are'} left out: "
        x = room((len(keep), features.x.shape[1]), features.x.dtype.type)
        start = 0
        for piece in pieces(features.x, keep):
            x[start : start + len(piece)] = piece
            start += len(piece)
            release(x)
        return x, self.targets.y[keep], (*features.remarks, note + listed(cells))


def _repeated(dataset: Dataset, source: str) -> list[str]:
    """A warning if rows of the user's own test part have the features of training rows."""
    count = int(np.isin(row_digests(dataset.x_test), dataset.row_digests).sum())
    if not count:
        return []
    rows = "1 test row has" if count == 1 else f"{count:,} of {len(dataset.x_test):,} test rows have"
    return [f"{source}: {rows} the features of training rows; what is measured on these says little about new rows"]


def _renumbered(
    names: tuple[str, ...], *parts: NDArray[Any]
) -> tuple[tuple[str, ...], NDArray[Any], NDArray[Any], list[str]]:
    """The classes that are left, the labels of both parts as their numbers, and the classes that are gone."""
    left = np.unique(np.concatenate(parts))
    gone = [repr(name) for number, name in enumerate(names) if number not in left]
    train, test = (np.searchsorted(left, part) for part in parts)
    return tuple(names[number] for number in left), train, test, gone


def _unreadable(table: RawTable) -> Iterable[str]:
    if table.unreadable:
        count = len(table.unreadable)
        rows = "1 line" if count == 1 else f"{count:,} lines"
        lines = [f"line {line} has {problem}" for line, problem in table.unreadable]
        yield f"{table.source}: {rows} cannot be read and {'is' if count == 1 else 'are'} left out: {listed(lines)}"


def _say(remarks: Sequence[str]) -> None:
    """Log it once for a command, not in each of its workers."""
    if multiprocessing.parent_process() is None:
        for remark in remarks:
            logging.getLogger("undergrad").warning("%s", remark)


def _name(source: Any, table: RawTable) -> str:
    """The name of the data set: the file's name up to its first point."""
    if not isinstance(source, str | Path) or source == STANDARD_INPUT:
        return table.source
    return Path(source).name.split(".")[0] or table.source
