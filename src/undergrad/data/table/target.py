"""The target of a table, from its columns: one of several classes, numbers, or several labels."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

from undergrad.data.table.cells import AMBIGUOUS, DATE_RULES, number_rules, plain_number
from undergrad.data.table.column import YES_NO
from undergrad.data.table.encode import numbers_of
from undergrad.data.table.raw import RawColumn, RawTable, cells_of, listed
from undergrad.data.table.writings import one_writing
from undergrad.data.targets import Target
from undergrad.errors import DataError, UsageError, unknown

Task = Literal["classification", "regression", "labels"]

TARGETS: dict[str, Target] = {"classification": "classes", "regression": "numbers", "labels": "labels"}

TASKS = {target: task for task, target in TARGETS.items()}

#: Whole numbers with more distinct values than this are measurements, not names.
_MOST_CLASSES = 20
_READABLE = 0.95  # the share of cells that must be dates; the others are then mistakes
_MANY_NAMES = 1000  # more are classes only where each has samples


@dataclass(frozen=True, eq=False)
class Targets:
    """The targets of a table's rows."""

    #: As in a Dataset, only for `rows`.
    y: NDArray[Any]
    #: The rows that have a target, (n,) int64, increasing.
    rows: NDArray[np.int64]
    #: The names of the classes, labels or numbers.
    names: tuple[str, ...]
    #: A sentence for whatever was left out.
    remarks: tuple[str, ...]

    def check(self, source: str, task: Task) -> None:
        """Raise DataError if all rows have the same target, so that there is nothing to learn."""
        if not len(self.y) or (self.y != self.y[0]).any():
            return
        same = (
            self.names[int(self.y[0])] if task == "classification" else listed([f"{y:g}" for y in np.ravel(self.y[0])])
        )
        what = f"the class {same!r}" if task == "classification" else f"the target {same}"
        raise DataError(f"{source}: all rows have {what}, so there is nothing to learn; choose another column")


def task_of(columns: Sequence[RawColumn], task: str | None) -> tuple[Task, str]:
    """The task that suits the target `columns`, or the user's `task`; and a sentence that says why, or "".

    Raises UsageError for an unknown task, and for columns without a task in common.
    """
    if task is not None:
        if task not in TARGETS:
            raise unknown("task", task, get_args(Task))
        if task == "classification" and len(columns) > 1:
            raise UsageError("classification has one column with the class; name one, or take the task labels")
        return cast(Task, task), ""
    if len(columns) > 1:
        if all(_is_yes_or_no(column) for column in columns):
            return (
                "labels",
                f"{len(columns)} columns of yes and no: several labels (--task regression takes them as numbers)",
            )
        return "regression", f"{len(columns)} columns of numbers: regression"
    [column] = columns
    numbers, strange = _numbers(column)
    present = numbers[~np.isnan(numbers)]
    name = column.name
    written = _written(column)
    how = "" if written == "plain" else f", written with {written}"
    if written in DATE_RULES and len(present) >= _READABLE * (len(present) + len(strange)):
        other = AMBIGUOUS.get(written)
        is_open = other is not None and len(numbers_of(column, other)[1]) == len(strange)
        return "regression", (
            f"column {name!r} holds dates, read as {written}{f', which could be {other}' if is_open else ''}: "
            "regression, in days since 1970-01-01 (--task classification makes classes of them)"
        )
    if len(strange) or not len(present):
        return "classification", ""
    distinct = len(np.unique(present))
    if column.dates:
        return "regression", f"column {name!r} holds dates: regression, in days since 1970-01-01"
    if (present % 1 != 0).any():
        return (
            "regression",
            f"column {name!r} holds fractions{how}: regression (--task classification makes classes of them)",
        )
    if distinct > _MOST_CLASSES:
        return "regression", (
            f"column {name!r} holds {distinct:,} different whole numbers{how}: regression (--task classification "
            "makes classes of them)"
        )
    whole = f"{distinct} different whole numbers" if distinct != 1 else "1 whole number alone"
    return "classification", f"column {name!r} holds {whole}{how}: classes (--task regression takes them as numbers)"


def targets_of(table: RawTable, names: Sequence[str], task: Task, class_names: Sequence[str] | None = None) -> Targets:
    """The targets of a table's rows, in the columns `names`; `class_names` if the classes are known.

    Rows without one, and rows whose cell is of another kind, are left out with a remark. DataError if most are, if a
    class is unknown, and if nothing can be learned.
    """
    source = table.source
    columns = [next(column for column in table.columns if column.name == name) for name in names]
    if task == "classification":
        return _classes(table, columns[0], class_names)
    values, bad = zip(*(_numbers(column, yes_no=task == "labels") for column in columns), strict=True)
    y = np.column_stack(values)
    odd = np.unique(np.concatenate(bad))
    keep = np.flatnonzero(~np.isnan(y).any(axis=1))
    if task == "labels" and not np.isin(y[keep], (0, 1)).all():
        raise DataError(
            f"{source} has other numbers than 0 and 1 in a column of labels; write 1 where the label is there"
        )
    are_dates = all(_written(column) in DATE_RULES for column in columns)
    what = "yes or no" if task == "labels" else "a date" if are_dates else "a number"
    cells = listed(cells_of(table, {column.name: rows for column, rows in zip(columns, bad, strict=True)}))
    if len(odd) > len(keep):
        raise DataError(
            f"{source} has {_rows(len(odd))} whose target is not {what}, and only {len(keep):,} with one: {cells}; "
            "choose another column or another task"
        )
    if not len(keep):
        raise DataError(f"{source} has no row with {what} in {columns[0].name!r}; choose another column")
    remarks = _left_out(len(y) - len(keep) - len(odd), columns, source)
    if len(odd):
        rows = f"{_rows(len(odd))} {'has' if len(odd) == 1 else 'have'} a target"
        remarks += (f"{source}: {rows} that is not {what}, and {'is' if len(odd) == 1 else 'are'} left out: {cells}",)
    y = y[keep].astype(np.int64) if task == "labels" else y[keep]
    return Targets(y[:, 0] if task == "regression" and len(columns) == 1 else y, keep, tuple(names), remarks)


def _classes(table: RawTable, column: RawColumn, class_names: Sequence[str] | None) -> Targets:
    source = table.source
    codes, texts = column.as_texts()
    texts = tuple(unicodedata.normalize("NFC", text) for text in texts)
    keep = np.flatnonzero(codes >= 0)
    if not len(keep):
        raise DataError(f"{source} has no row with a class in {column.name!r}; choose another column")
    counts: dict[str, int] = {}
    for code, count in enumerate(np.bincount(codes[keep], minlength=len(texts)).tolist()):
        if count:
            counts[texts[code]] = counts.get(texts[code], 0) + count
    merged, remarks = one_writing(counts, class_names)
    present = sorted({merged[text] for text in counts}, key=_order(texts))
    names = tuple(class_names) if class_names is not None else tuple(present)
    if class_names is None:
        _check_names(names, len(keep), column.name, source)
    strange = [text for text in counts if merged[text] not in names]
    if strange:
        row = int(keep[np.isin(codes[keep], [code for code, text in enumerate(texts) if text in strange])][0])
        raise DataError(
            f"{source}: {table.where(row)}, column {column.name!r} holds {texts[codes[row]][:40]!r}, which is none of "
            f"the classes {listed(list(names), 20)}; correct it or remove that row"
        )
    place = {name: number for number, name in enumerate(names)}
    numbers = np.array([place.get(merged.get(text, text), -1) for text in texts], np.int64)
    notes = tuple(f"{source}: column {column.name!r}: {remark}" for remark in remarks)
    return Targets(numbers[codes[keep]], keep, names, (*_left_out(len(codes) - len(keep), [column], source), *notes))


def _check_names(names: Sequence[str], rows: int, column: str, source: str) -> None:
    """Raise DataError if the classes are so many for so few rows that they must be something else."""
    most = max(_MOST_CLASSES if any(plain_number(name) is None for name in names) else _MANY_NAMES, rows // 2)
    if len(names) > most:
        raise DataError(
            f"{source}: column {column!r} holds {len(names):,} different classes in {rows:,} rows, so nearly every row "
            "has another value; is it an identifier, or a number among which are texts (--task regression leaves "
            "these out)? Else choose another column"
        )


def _order(texts: Sequence[str]) -> Any:
    """The key that orders names: by number if all are numbers, else as text."""
    if all(plain_number(text) is not None for text in texts):
        return float
    return str


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _left_out(count: int, columns: Sequence[RawColumn], source: str) -> tuple[str, ...]:
    if not count:
        return ()
    rows = f"{_rows(count)} {'has' if count == 1 else 'have'}"
    named = " or ".join(repr(column.name) for column in columns[:3])
    return (f"{source}: {rows} nothing to predict in {named}, and {'is' if count == 1 else 'are'} left out",)


def _numbers(column: RawColumn, *, yes_no: bool = False) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The numbers of a target (N,), NaN for missing ones, and the rows whose text is no number."""
    if yes_no:
        return numbers_of(column, YES_NO)
    return numbers_of(column, _written(column))


def _written(column: RawColumn) -> str:
    """The format of most numbers or dates of a target: "plain", or the name of a rule."""
    counts = np.bincount(column.codes, minlength=len(column.texts))
    texts = {text: count for text, count in zip(column.texts, counts.tolist(), strict=True) if count}
    read = {
        name: sum(count for text, count in texts.items() if rule(text) is not None)
        for name, rule in {**number_rules(texts), **DATE_RULES}.items()
    }
    best = max(read, key=read.__getitem__)
    plain = int((~np.isnan(column.numbers)).sum())
    is_other = read[best] > (plain if best in DATE_RULES else 0)  # beside dates, plain numbers are mistakes
    return best if is_other else "plain"


def _is_yes_or_no(column: RawColumn) -> bool:
    values, strange = numbers_of(column, YES_NO)
    there = values[~np.isnan(values)]
    return not len(strange) and len(there) > 0 and math.isclose(float(np.isin(there, (0, 1)).mean()), 1)
