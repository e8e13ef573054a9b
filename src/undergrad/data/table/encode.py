"""How the cells of a column become features, as its plan says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undergrad.data.table.cells import DATE_RULES, iso_date, number_rule, yes_or_no
from undergrad.data.table.column import CATEGORY, DATE, YES_NO, ColumnPlan
from undergrad.data.table.raw import RawColumn, listed
from undergrad.data.table.writings import counted_as

_LIMIT = float(np.finfo(np.float32).max)
_FAR = 1000  # times the largest number or the range of the training part


@dataclass(frozen=True, eq=False)
class Encoded:
    """The features of a column, and remarks about its cells."""

    x: NDArray[np.float32]
    #: The rows whose cell cannot be read, (k,) int64, increasing.
    unreadable: NDArray[np.int64]
    #: A sentence for each difference from the training part.
    remarks: tuple[str, ...]


def numbers_of(
    column: RawColumn, written: str, *, dates: bool = False
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The numbers (N,) of a column in the format `written`, NaN for missing ones, and the rows that are unreadable.

    Dates are days since 1970-01-01. Under a rule for dates or yes/no, a plain number is unreadable, except 0 and 1, and
    except in a typed column of dates. Under any rule for `dates`, those of DATE_RULES, a text may be an ISO date; every
    rule reads it as the same day.
    """
    values, rows = column.numbers.copy(), column.rows
    if written in DATE_RULES and not column.dates:
        plain = np.flatnonzero(~np.isnan(values))
        values[plain] = np.nan
        rows = np.union1d(rows, plain)
    rule = number_rule(written) or DATE_RULES.get(written) or (yes_or_no if written == YES_NO else None)
    iso = iso_date if dates or written in DATE_RULES else None
    if len(column.rows) and (rule or iso):
        read = []
        for text in column.texts:
            number = rule(text) if rule is not None else None
            read.append(iso(text) if number is None and iso is not None else number)
        values[column.rows] = np.array([np.nan if number is None else number for number in read])[column.codes]
    if written == YES_NO:
        rows = np.union1d(rows, np.flatnonzero(~np.isnan(values)))
        values[~np.isin(values, (0, 1))] = np.nan
    return values, rows[np.isnan(values[rows])]


def encoded(plan: ColumnPlan, column: RawColumn) -> Encoded:
    """The features of the column, (N, k), in the order of `plan.features`."""
    if plan.kind == CATEGORY:
        return _categories(plan, column)
    values, unreadable = numbers_of(column, plan.written, dates=plan.kind == DATE)
    empty = np.isnan(values)
    remarks = []
    if plan.text_missing and len(unreadable):
        remarks.append(_texts(plan, column, unreadable))
        unreadable = unreadable[:0]
    unknown = int(empty.sum()) - len(unreadable)
    if unknown and not plan.indicator:
        cells = "1 cell is" if unknown == 1 else f"{unknown:,} cells are"
        remarks.append(f"column {plan.name!r}: {cells} missing, which no training row was; the median stands for it")
    with np.errstate(over="ignore"):
        features = [(np.where(empty, plan.median, values) - plan.shift) / plan.unit]
    too_large = np.flatnonzero(np.abs(features[0]) > _LIMIT)
    if len(too_large):  # clipping would change the number
        unreadable = np.union1d(unreadable, too_large)
        features[0][too_large] = 0
    values[unreadable] = np.nan
    if plan.distinct:  # the training part is known to be readable
        remarks += _outside(plan, values)
    values = np.where(np.isnan(values), plan.median, values)
    if plan.kind == DATE:
        for _, period in plan._cycles:
            angle = 2 * np.pi * (values % period) / period
            features += [np.sin(angle), np.cos(angle)]
    if plan.indicator:
        features.append(empty)
    return Encoded(np.column_stack(features).astype(np.float32), unreadable, tuple(remarks))


def _texts(plan: ColumnPlan, column: RawColumn, rows: NDArray[np.int64]) -> str:
    """The sentence about texts in a column of numbers that count as missing."""
    codes = column.codes[np.isin(column.rows, rows)]
    texts = [repr(column.texts[code][:40]) for code, _ in Counter(codes.tolist()).most_common()]
    count = "1 cell is no number and counts" if len(rows) == 1 else f"{len(rows):,} cells are no numbers and count"
    return f"column {plan.name!r}: {count} as missing: {listed(texts, 5)}"


def _outside(plan: ColumnPlan, values: NDArray[np.float64]) -> list[str]:
    """Remarks about numbers outside the training part's range, if most of them are, or some lie far outside."""
    present = values[~np.isnan(values)]
    with np.errstate(over="ignore"):
        beyond = np.maximum(plan.low - present, present - plan.high)
        far = int((beyond > _FAR * max(plan.high - plan.low, abs(plan.high), abs(plan.low))).sum())
    count = int((beyond > 0).sum())
    if count > max(1, len(present) // 2):
        far = 0
    elif far:
        count = far
    else:
        return []
    lie = "1 number lies" if count == 1 else f"{count:,} of {len(present):,} numbers lie"
    return [
        f"column {plan.name!r}: {lie} {'far ' * bool(far)}outside of {plan.low:g} to {plan.high:g}, where those of the "
        f"training part are; is it {'a mistake' if far else 'another unit'}?"
    ]


def _categories(plan: ColumnPlan, column: RawColumn) -> Encoded:
    codes, texts = column.as_texts()
    place = {category: number for number, category in enumerate(plan.categories)}
    count = len(plan.categories)
    missing, other = (count if plan.indicator else -1), (count + plan.indicator if plan.other else -1)
    remarks = []
    present = Counter(codes[codes >= 0].tolist())
    others = {code: texts[code] for code in sorted(present) if texts[code] not in place}
    called = dict(zip(others, counted_as(others.values(), plan.categories), strict=True))
    cased = {code: name for code, name in called.items() if name in place}
    at = [place.get(cased.get(code, text), other) for code, text in enumerate(texts)]
    columns = np.array([*at, missing])[codes]  # the code of a missing cell is -1
    x = np.zeros((len(codes), len(plan.features)), np.float32)
    rows = np.flatnonzero(columns >= 0)
    x[rows, columns[rows]] = 1
    if cased:
        named = listed([f"{texts[code]!r} as {name!r}" for code, name in cased.items()], 5)
        cells = sum(present[code] for code in cased)
        rows_count = "1 row counts" if cells == 1 else f"{cells:,} rows count"
        remarks.append(f"column {plan.name!r}: {rows_count} as the category that differs in case alone: {named}")
    strange = [code for code in others if code not in cased]
    if strange and not plan.other:
        named = listed([repr(texts[code]) for code in strange], 5)
        cells = sum(present[code] for code in strange)
        rows_hold = "1 row holds" if cells == 1 else f"{cells:,} rows hold"
        remarks.append(
            f"column {plan.name!r}: {rows_hold} a category that no training row had ({named}), and "
            f"count{'s' * (cells == 1)} as no category"
        )
    empty = int((codes < 0).sum())
    if empty and not plan.indicator:
        cells_are = "1 cell is" if empty == 1 else f"{empty:,} cells are"
        remarks.append(
            f"column {plan.name!r}: {cells_are} missing, which no training row was; it counts as no category"
        )
    return Encoded(x, np.zeros(0, np.int64), tuple(remarks))
