"""Decides from the training part what kind a column is."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec
import numpy as np
from numpy.typing import NDArray

from undergrad.data.table.cells import AMBIGUOUS, DATE_RULES, Rule, number_rules, yes_or_no
from undergrad.data.table.column import (
    AS_ASKED,
    CATEGORY,
    CONSTANT,
    DATE,
    DROPPED,
    EACH_ANOTHER,
    EMPTY,
    HARDLY_REPEAT,
    IDENTIFIER,
    NAMED_SO,
    NUMBER,
    NUMBERS_ROWS,
    SAME,
    TEXT,
    YES_NO,
    ColumnPlan,
)
from undergrad.data.table.currencies import currency_rules, signs_of
from undergrad.data.table.encode import numbers_of
from undergrad.data.table.raw import RawColumn, listed
from undergrad.errors import DataError

#: The kinds that a user may choose for a column.
CHOICES = (NUMBER, CATEGORY, DATE, YES_NO, "drop")

_READABLE = 0.95  # the share of cells that must be numbers or dates; the others are then mistakes
_MOSTLY = 0.6  # the share that is worth a hint
_MOST_CATEGORIES = 100
_ID_NAME = re.compile(
    r"(.*[ _-])?(id|index|uuid|guid|key|no|nr|row|번호)|.*Id|.*ID|unnamed: \d+|__index_level_\d+__|column 0", re.ASCII
)
_GAP = 10
_OUTLIER = 1e6  # times the range of the middle half
_FLOAT32_TELLS = 1e-3  # of the standard deviation: what rounding to float32 may move


def plan_column(column: RawColumn, choice: str | None = None, reason: str = "") -> ColumnPlan:
    """The plan for `column`, which holds the training part's cells; `choice`, one of CHOICES, sets its kind.

    `reason` says why that was chosen. DataError if the `choice` reads none of the cells.
    """
    present = len(column.numbers) - int(column.missing.sum())
    missing = len(column.numbers) - present
    if choice == "drop":
        return ColumnPlan(name=column.name, kind=DROPPED, missing=missing, distinct=_distinct(column), why=AS_ASKED)
    if not present:
        return ColumnPlan(name=column.name, kind=CONSTANT, missing=missing, why=EMPTY)
    if choice is None and _distinct(column) == 1 and not missing:
        return ColumnPlan(name=column.name, kind=CONSTANT, distinct=1, why=SAME)
    kind, written, could_be = _read_as(column, present, choice)
    if kind == CATEGORY:
        plan = _category(column, missing, forced=choice is not None)
        if choice is not None:
            return plan
        return msgspec.structs.replace(
            plan, numbers=_mostly_numbers(column, present), currencies=_several_currencies(column, present)
        )
    plan = _numbers(column, kind, written, could_be, reason)
    if choice == NUMBER and not reason:
        texts = present - int(np.sum(~np.isnan(numbers_of(column, written)[0])))
        plan = msgspec.structs.replace(
            plan, text_missing=True, missing=plan.missing + texts, indicator=plan.missing + texts > 0
        )
    names_rows = _identifies(column, plan) if choice is None and kind == NUMBER else ""
    if names_rows:
        return ColumnPlan(name=column.name, kind=IDENTIFIER, missing=missing, distinct=plan.distinct, why=names_rows)
    return plan


def _distinct(column: RawColumn) -> int:
    numbers = column.numbers[~np.isnan(column.numbers)]
    return len(np.unique(numbers)) + len(np.unique(column.codes))


def _read_as(column: RawColumn, present: int, choice: str | None) -> tuple[str, str, str]:
    """The kind of the column, its format, and another format that would also fit."""
    if choice == CATEGORY:
        return CATEGORY, "plain", ""

    def share(rule: Rule, plain: int) -> float:
        return (plain + _read_by(rule, column)) / present

    zero_or_one = int(np.isin(column.numbers, (0, 1)).sum())
    if choice == YES_NO or (choice is None and share(yes_or_no, zero_or_one) == 1):
        return YES_NO, YES_NO, ""
    if column.dates:
        return DATE, "plain", ""
    if choice in (None, NUMBER):
        shares = {name: count / present for name, count in _numbers_by_rule(column).items()}
        best = max(shares, key=lambda name: shares[name])
        if shares[best] >= _READABLE or (choice and shares[best]):
            return NUMBER, best, ""
    if choice in (None, DATE):
        shares = {name: share(rule, 0) for name, rule in DATE_RULES.items()}
        best = max(shares, key=lambda name: shares[name])
        if shares[best] >= _READABLE or (choice and shares[best]):
            other = AMBIGUOUS.get(best)
            return DATE, best, other if other is not None and shares[other] == shares[best] else ""
    if choice is not None:
        example = repr(column.texts[0][:40]) if column.texts else f"{np.nanmin(column.numbers):g}"
        raise DataError(f"column {column.name!r} is to be a {choice}, and holds none: the first cell is {example}")
    return CATEGORY, "plain", ""


def _read_by(rule: Rule, column: RawColumn) -> int:
    """The number of texts in the column that the rule reads."""
    counts = np.bincount(column.codes, minlength=len(column.texts))
    return sum(
        count for text, count in zip(column.texts, counts.tolist(), strict=True) if count and rule(text) is not None
    )


def _numbers_by_rule(column: RawColumn) -> dict[str, int]:
    """The number of cells that are numbers, for each rule that may apply."""
    counts = np.bincount(column.codes, minlength=len(column.texts))
    plain = int((~np.isnan(column.numbers)).sum())
    rules = {"plain": _nothing, **number_rules(dict(zip(column.texts, counts.tolist(), strict=True)))}
    return {name: plain + _read_by(rule, column) for name, rule in rules.items() if not _is_code(name, column)}


def _mostly_numbers(column: RawColumn, present: int) -> str:
    """How many cells are numbers, if most are; else empty, and empty for codes, which all have the same length."""
    count = max(_numbers_by_rule(column).values())
    if count < _MOSTLY * present or _is_code("leading zeros", column):
        return ""
    return f"{count:,} of {present:,}"


def _several_currencies(column: RawColumn, present: int) -> str:
    """The signs of amounts of money, if nearly all cells are amounts and the signs differ; else empty."""
    counts = np.bincount(column.codes, minlength=len(column.texts)).tolist()
    signs = [sign for sign in signs_of(dict(zip(column.texts, counts, strict=True))) if sign]
    rules = [rule for sign in signs for rule in currency_rules([f"{sign}1"]).values()]
    if len(signs) < 2 or _read_by(lambda text: _first(text, rules), column) < _READABLE * present:
        return ""
    return listed(signs, 5)


def _first(text: str, rules: Iterable[Rule]) -> float | None:
    """The value that the first fitting rule reads in the text."""
    return next((number for rule in rules if (number := rule(text)) is not None), None)


def _nothing(text: str) -> float | None:
    return None


def _is_code(rule: str, column: RawColumn) -> bool:
    """Whether numbers with leading zeros are names, such as zip codes: all have the same length."""
    if rule != "leading zeros":
        return False
    return len(column.texts) > 0 and len({len(text) for text in column.as_texts()[1]}) == 1


def _numbers(column: RawColumn, kind: str, written: str, could_be: str, why: str) -> ColumnPlan:
    values, unreadable = numbers_of(column, written, dates=kind == DATE)
    present = values[~np.isnan(values)]
    shift, unit = _float32(present)
    return ColumnPlan(
        name=column.name,
        kind=kind,
        written=written,
        distinct=len(np.unique(present)),
        missing=len(values) - len(present) - len(unreadable),
        median=float(np.median(present)) if kind != YES_NO else float(np.median(present) >= 0.5),
        low=float(present.min()),
        high=float(present.max()),
        indicator=len(values) > len(present) + len(unreadable),
        shift=shift,
        unit=unit,
        clock=kind == DATE and bool((present % 1 > 0).any()),
        could_be=could_be,
        far=_outlier(present),
        why=why,
    )


def _outlier(values: NDArray[np.float64]) -> float | None:
    """A number that is so far from the others that it hides their differences, or None."""
    low, median, high = np.percentile(values, (25, 50, 75))
    with np.errstate(over="ignore"):
        farthest = values[np.abs(values - median).argmax()]
        is_far = high > low and abs(farthest - median) > _OUTLIER * (high - low)
    return float(farthest) if is_far else None


def _float32(values: NDArray[np.float64]) -> tuple[float, float]:
    """What to subtract from the numbers, and what to divide them by, so that float32 can distinguish them."""
    largest = float(np.abs(values).max())
    unit = 1.0 if largest < 1e18 else 10.0 ** np.floor(np.log10(largest))
    spread = float((values / unit).std())
    rounds = largest / unit * float(np.finfo(np.float32).eps)
    return (float(np.median(values)) if rounds > _FLOAT32_TELLS * spread else 0.0), float(unit)


def _identifies(column: RawColumn, plan: ColumnPlan) -> str:
    """Why the numbers name the rows instead of measuring something; empty if they do measure."""
    values = column.numbers
    if plan.distinct < len(values) or plan.distinct < 3 or not (values % 1 == 0).all():
        return ""
    if values[0] in (0, 1) and (np.diff(values) == 1).all():
        return NUMBERS_ROWS
    # The training part's rows are in order, but some are held out, hardly ever a dozen in succession.
    steps = np.diff(values)
    if plan.low in (0, 1) and plan.high <= 1.5 * len(values) + 5 and (steps > 0).all() and steps.max() <= _GAP:
        return NUMBERS_ROWS
    if _ID_NAME.fullmatch(column.name) or _ID_NAME.fullmatch(column.name.lower()):
        return NAMED_SO
    return ""


def _category(column: RawColumn, missing: int, *, forced: bool) -> ColumnPlan:
    codes, texts = column.as_texts()
    counts = np.bincount(codes[codes >= 0], minlength=len(texts))
    distinct, present = int((counts > 0).sum()), int(counts.sum())
    if not forced and distinct == present and distinct > 2:
        return ColumnPlan(name=column.name, kind=IDENTIFIER, distinct=distinct, missing=missing, why=EACH_ANOTHER)
    if not forced and distinct > _MOST_CATEGORIES and distinct > present // 2:
        return ColumnPlan(name=column.name, kind=TEXT, distinct=distinct, missing=missing, why=HARDLY_REPEAT)
    order = sorted(np.flatnonzero(counts).tolist(), key=lambda code: (-counts[code], texts[code]))
    kept, rest = order[:_MOST_CATEGORIES], order[_MOST_CATEGORIES:]
    return ColumnPlan(
        name=column.name,
        kind=CATEGORY,
        distinct=distinct,
        missing=missing,
        indicator=missing > 0,
        categories=tuple(sorted(texts[code] for code in kept)),
        other=bool(rest),
    )
