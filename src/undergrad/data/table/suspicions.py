"""Finds likely accidents in a whole table: a row of totals, a column computed from the target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from undergrad.data.table.column import CATEGORY, NUMBER, YES_NO, ColumnPlan
from undergrad.data.table.encode import numbers_of
from undergrad.data.table.raw import RawColumn, RawTable

_TOTALS = frozenset(
    ("total", "totals", "grand total", "sum", "summe", "gesamt", "gesamtsumme", "somme", "합계", "총계", "총합")
)
_SAME = 0.999  # two independent measurements hardly correlate so strongly
_FEWEST = 3  # rows of each category; with fewer it may be chance
_ROWS = 20


def totals(table: RawTable) -> Iterator[str]:
    """A warning if the last row, and no other, is called a total."""
    last = len(table) - 1
    for column in table.columns:
        if not len(column.rows) or column.rows[-1] != last:
            continue
        word = column.texts[column.codes[-1]]
        others = {column.texts[code].casefold() for code in np.unique(column.codes[:-1]).tolist()}
        if word.rstrip(":").casefold() in _TOTALS and word.casefold() not in others:
            yield (
                f"{table.source}: {table.where(last)}, the last row, has {word!r} in column {column.name!r}: it seems "
                "to be the sum of the others; remove it"
            )
            return


def leaks(
    plans: Sequence[ColumnPlan],
    table: RawTable,
    target: Sequence[str],
    y: NDArray[Any],
    rows: NDArray[np.int64],
) -> Iterator[str]:
    """A warning for each column that alone determines the target `y` (n,), classes or numbers, of these `rows` (n,).

    For classes, each category of the column has only one class; for numbers, the correlation exceeds 0.999.
    """
    if len(target) != 1 or y.ndim > 1 or len(rows) < _ROWS or (y == y[0]).all():
        return
    columns = {column.name: column for column in table.columns}
    is_classes = np.issubdtype(y.dtype, np.integer)
    for plan in plans:
        how = ""
        if is_classes and plan.kind in (CATEGORY, YES_NO):
            how = "each of its categories has one class only" * _is_pure(columns[plan.name].take(rows), y)
        elif not is_classes and plan.kind == NUMBER:
            correlation = _correlation(numbers_of(columns[plan.name].take(rows), plan.written)[0], y)
            how = f"correlation {correlation:.4f}" if abs(correlation) > _SAME else ""
        if how:
            yield (
                f"{table.source}: column {plan.name!r} alone tells {target[0]!r} ({how}): is it made of it? "
                f"--column {plan.name}=drop leaves it out"
            )


def points_in_doubt(
    plans: tuple[ColumnPlan, ...], columns: Sequence[RawColumn], rows: NDArray[np.int64] | None = None
) -> tuple[ColumnPlan, ...]:
    """The plans, with an example of numbers whose points may separate thousands: 58.005 beside decimal commas.

    With `rows` (n,), only these are the training part; one column at a time is in memory.
    """
    if not any(plan.kind == NUMBER and plan.written.endswith("decimal comma") for plan in plans):
        return plans
    return tuple(
        msgspec.structs.replace(plan, could_be=_with_three_decimals(column.of_rows(rows)))
        if plan.kind == NUMBER and plan.written == "plain"
        else plan
        for plan, column in zip(plans, columns, strict=True)
    )


def _with_three_decimals(column: RawColumn) -> str:
    """One of the numbers, if all have at most three digits after the point and some have any; else empty."""
    thousandths = column.numbers[~np.isnan(column.numbers)] * 1000
    whole = np.abs(thousandths - np.round(thousandths)) < 1e-6 * np.maximum(1, np.abs(thousandths))
    broken = np.flatnonzero(np.round(thousandths) % 1000 != 0)
    return f"{thousandths[broken[0]] / 1000:.3f}" if whole.all() and len(broken) else ""


def _is_pure(column: RawColumn, y: NDArray[np.int64]) -> bool:
    """Whether all rows of each category have the same class, and each has enough rows; "missing" is a category."""
    codes = column.as_texts()[0] + 1
    counts = np.bincount(codes)
    low, high = np.full(len(counts), np.iinfo(np.int64).max), np.full(len(counts), -1)
    np.minimum.at(low, codes, y)
    np.maximum.at(high, codes, y)
    occurs = counts > 0
    return bool((counts[occurs] >= _FEWEST).all() and (low[occurs] == high[occurs]).all())


def _correlation(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """The correlation over rows that have both numbers; 0 if these are few or one does not vary."""
    present = ~np.isnan(x)
    a, b = x[present], y[present]
    if len(a) < _ROWS:
        return 0.0
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        correlation = float(np.corrcoef(a, b)[0, 1])
    return correlation if np.isfinite(correlation) else 0.0
