"""What was decided about one column of a table, and how its cells become features."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from undergrad.data.table.cells import DATE_RULES, number_rule, yes_or_no
from undergrad.data.table.raw import RawColumn

#: What becomes features, and how. The others are left out.
NUMBER, CATEGORY, YES_NO, DATE = "number", "category", "yes/no", "date"
#: What is left out: different in each row, text that repeats hardly, the same in all rows, or not wanted.
IDENTIFIER, TEXT, CONSTANT, DROPPED = "identifier", "text", "constant", "dropped"
USED = (NUMBER, CATEGORY, YES_NO, DATE)

#: Why a column is left out, as records say it; a report says it in its language.
AS_ASKED, EMPTY, SAME = "as asked", "all cells are missing", "the same in all rows"
NUMBERS_ROWS, NAMED_SO = "it numbers the rows", "each row has another number, and it is called so"
EACH_ANOTHER, HARDLY_REPEAT = "each row has another text", "texts hardly repeat"
#: Why one is used that would be left out otherwise.
NOTHING_ELSE = f"{NUMBERS_ROWS}, but there is nothing else"
REASONS = (AS_ASKED, EMPTY, SAME, NUMBERS_ROWS, NAMED_SO, EACH_ANOTHER, HARDLY_REPEAT, NOTHING_ELSE)


class Step(NamedTuple):
    """A part of what is done with a column: which, and what it is about, a number, a rule or one of REASONS."""

    name: str
    about: str = ""


#: Every step that there is, in English.
STEPS = {
    "left_out": "left out: {about}",
    "one_feature": "{about} feature, 0 or 1",
    "features": "{about} features, 0 or 1 each",
    "missing_feature": "missing is one besides",
    "rest_feature": "the rest is one besides",
    "standardised": "standardised",
    "in_year_week": "with its place in year and week",
    "in_year_week_day": "with its place in year, week and day",
    "missing_median": "missing becomes the median and a feature",
    "written": "written with {about}",
    "read_as": "read as {about}",
    "because": "{about}",
    "could_be": "could be {about}",
    "far": "{about} lies far from all others, and they are as good as one number beside it",
}
_REMARKS = ("written", "read_as", "because", "could_be", "far")


def in_words(steps: Sequence[Step], words: Callable[[Step], str]) -> str:
    """The steps as one text: what is done, and behind semicolons what there is to remark."""
    parts = [f"{'; ' if step.name in _REMARKS else ', '}{words(step)}" for step in steps]
    return "".join(parts)[2:].removesuffix(": ")  # of what is left out without a reason


def _in_english(step: Step) -> str:
    return STEPS[step.name].format(about=step.about)


_YEAR, _WEEK = 365.2425, 7.0
_LIMIT = float(np.finfo(np.float32).max)
_FAR = 1000  # times the largest number or the range of the training part


class ColumnPlan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One column: its kind, and what the training part showed of it."""

    name: str
    #: One of the eight kinds of this module.
    kind: str
    #: Of the training part: how many different values there are, and how many cells hold nothing.
    distinct: int = 0
    missing: int = 0
    #: How numbers or dates are written: "plain", or a rule of `undergrad.data.table.cells`.
    written: str = "plain"
    #: Of numbers, dates and yes/no: what a missing one becomes, and the smallest and the largest.
    median: float = 0.0
    low: float = 0.0
    high: float = 0.0
    #: Whether a feature says that the cell was missing.
    indicator: bool = False
    #: What is taken from each number, where float32 could not tell the numbers apart otherwise, and then divided by.
    shift: float = 0.0
    unit: float = 1.0
    #: Of a date: whether it has a time of day.
    clock: bool = False
    #: Of a category: those with a feature each, in order of text; whether the training part had others.
    categories: tuple[str, ...] = ()
    other: bool = False
    #: Of dates: the rule by which all of them are other days, since it is not known which was meant.
    could_be: str = ""
    #: Of numbers: one that is so far from the others that it hides their differences.
    far: float | None = None
    #: Why it is left out, or used nevertheless, one of REASONS; empty where the kind says it all.
    why: str = ""

    @property
    def used(self) -> bool:
        """Whether it becomes features."""
        return self.kind in USED

    @property
    def features(self) -> tuple[str, ...]:
        """What its features are called."""
        if self.kind == CATEGORY:
            named = [f"{self.name} = {category}" for category in self.categories]
            named += [f"{self.name} is missing"] * self.indicator + [f"{self.name} = other"] * self.other
            return tuple(named)
        if not self.used:
            return ()
        parts = [self.name]
        if self.kind == DATE:
            parts += [
                f"{wave} of {self.name} in the {cycle}" for cycle, _ in self._cycles for wave in ("sine", "cosine")
            ]
        return (*parts, *[f"{self.name} is missing"] * self.indicator)

    @property
    def _cycles(self) -> tuple[tuple[str, float], ...]:
        return ("year", _YEAR), ("week", _WEEK), *((("day", 1.0),) if self.clock else ())

    @property
    def is_measured(self) -> tuple[bool, ...]:
        """Of each feature, whether it is a measurement, to be standardised, and not 0 or 1 or a wave."""
        return (self.kind != CATEGORY, *[False] * (len(self.features) - 1))[: len(self.features)]

    @property
    def treatment(self) -> str:
        """What is done with it, in a few words of English."""
        return in_words(self.steps, _in_english)

    @property
    def steps(self) -> tuple[Step, ...]:
        """What is done with it, step by step, which a report says in its language."""
        if not self.used:
            return (Step("left_out", self.why),)
        if self.kind == CATEGORY:
            steps = [Step("one_feature" if len(self.categories) == 1 else "features", str(len(self.categories)))]
            steps += [Step("missing_feature")] * self.indicator + [Step("rest_feature")] * self.other
            return tuple(steps)
        steps = [Step("standardised")]
        if self.kind == DATE:
            steps.append(Step("in_year_week_day" if self.clock else "in_year_week"))
        steps += [Step("missing_median")] * self.indicator
        if number_rule(self.written) is not None:
            steps.append(Step("written", self.written))
        elif self.written in DATE_RULES:
            steps.append(Step("read_as", self.written))
        steps += [Step("because", self.why)] * bool(self.why)
        steps += [Step("could_be", self.could_be)] * bool(self.could_be)
        steps += [Step("far", f"{self.far:g}")] if self.far is not None else []
        return tuple(steps)

    @property
    def doubt(self) -> str:
        """What may be wrong with it, which its owner should look at; empty where nothing is known."""
        doubts = [step for step in self.steps if step.name in ("could_be", "far")]
        return in_words(doubts, _in_english)


@dataclass(frozen=True, eq=False)
class Encoded:
    """The features of a column, and what there is to say of its cells."""

    x: NDArray[np.float32]
    #: The rows whose cell cannot be read, (k,) int64, increasing.
    unreadable: NDArray[np.int64]
    #: A sentence for each thing that the training part did not have.
    remarks: tuple[str, ...]


def numbers_of(column: RawColumn, written: str) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The numbers of a column that is `written` so, (N,), NaN where there are none, and the rows that are unreadable.

    Dates are days since 1970-01-01. Under a rule for dates or yes/no, a plain number is unreadable, but for 0 and 1.
    """
    values, rows = column.numbers.copy(), column.rows
    if written in DATE_RULES:
        plain = np.flatnonzero(~np.isnan(values))
        values[plain] = np.nan
        rows = np.union1d(rows, plain)
    rule = number_rule(written) or DATE_RULES.get(written) or (yes_or_no if written == YES_NO else None)
    if rule is not None and len(column.rows):
        read = [rule(text) for text in column.texts]
        values[column.rows] = np.array([np.nan if number is None else number for number in read])[column.codes]
    if written == YES_NO:
        rows = np.union1d(rows, np.flatnonzero(~np.isnan(values)))
        values[~np.isin(values, (0, 1))] = np.nan
    return values, rows[np.isnan(values[rows])]


def encoded(plan: ColumnPlan, column: RawColumn) -> Encoded:
    """The features of the column, (N, k), in the order of `plan.features`."""
    if plan.kind == CATEGORY:
        return _categories(plan, column)
    values, unreadable = numbers_of(column, plan.written)
    empty = np.isnan(values)
    remarks = []
    unknown = int(empty.sum()) - len(unreadable)
    if unknown and not plan.indicator:
        cells = "1 cell is" if unknown == 1 else f"{unknown:,} cells are"
        remarks.append(f"column {plan.name!r}: {cells} missing, which no training row was; the median stands for it")
    with np.errstate(over="ignore"):
        features = [(np.where(empty, plan.median, values) - plan.shift) / plan.unit]
    too_large = np.flatnonzero(np.abs(features[0]) > _LIMIT)
    if len(too_large):  # clipped, it would be another number
        unreadable = np.union1d(unreadable, too_large)
        features[0][too_large] = 0
    values[unreadable] = np.nan
    if plan.distinct:  # what the training part showed is known
        remarks += _outside(plan, values)
    values = np.where(np.isnan(values), plan.median, values)
    if plan.kind == DATE:
        for _, period in plan._cycles:
            angle = 2 * np.pi * (values % period) / period
            features += [np.sin(angle), np.cos(angle)]
    if plan.indicator:
        features.append(empty)
    return Encoded(np.column_stack(features).astype(np.float32), unreadable, tuple(remarks))


def _outside(plan: ColumnPlan, values: NDArray[np.float64]) -> list[str]:
    """What there is to say of numbers that are not where those of the training part are: most of them, or far away."""
    there = values[~np.isnan(values)]
    with np.errstate(over="ignore"):
        beyond = np.maximum(plan.low - there, there - plan.high)
        far = int((beyond > _FAR * max(plan.high - plan.low, abs(plan.high), abs(plan.low))).sum())
    count = int((beyond > 0).sum())
    if count > max(1, len(there) // 2):
        far = 0
    elif far:
        count = far
    else:
        return []
    lie = "1 number lies" if count == 1 else f"{count:,} of {len(there):,} numbers lie"
    return [
        f"column {plan.name!r}: {lie} {'far ' * bool(far)}outside of {plan.low:g} to {plan.high:g}, where those of the "
        f"training part are; is it {'a mistake' if far else 'another unit'}?"
    ]


def _categories(plan: ColumnPlan, column: RawColumn) -> Encoded:
    codes, texts = column.as_texts()
    place = {category: number for number, category in enumerate(plan.categories)}
    count = len(plan.categories)
    missing, other = (count if plan.indicator else -1), (count + plan.indicator if plan.other else -1)
    at = np.array([*(place.get(text, other) for text in texts), missing])  # the code of a missing cell is -1
    columns = at[codes]
    x = np.zeros((len(codes), len(plan.features)), np.float32)
    rows = np.flatnonzero(columns >= 0)
    x[rows, columns[rows]] = 1
    remarks = []
    strange = [text for code, text in enumerate(texts) if text not in place and (codes == code).any()]
    if strange and not plan.other:
        cells = int(np.isin(codes, [texts.index(text) for text in strange]).sum())
        named = ", ".join(map(repr, strange[:5])) + ", ..." * (len(strange) > 5)
        rows_are = "1 row holds" if cells == 1 else f"{cells:,} rows hold"
        remarks.append(f"column {plan.name!r}: {rows_are} what no training row did, and count as none of its: {named}")
    empty = int((codes < 0).sum())
    if empty and not plan.indicator:
        cells_are = "1 cell is" if empty == 1 else f"{empty:,} cells are"
        remarks.append(
            f"column {plan.name!r}: {cells_are} missing, which no training row was; it counts as no category"
        )
    return Encoded(x, np.zeros(0, np.int64), tuple(remarks))
