"""The plan for one column of a table: its kind, and how its cells become features."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from undergrad.data.table.cells import DATE_RULES, number_rule
from undergrad.data.table.writings import alike

#: The kinds that become features.
NUMBER, CATEGORY, YES_NO, DATE = "number", "category", "yes/no", "date"
#: The kinds that are left out: different in each row, text that hardly repeats, constant, or dropped by the user.
IDENTIFIER, TEXT, CONSTANT, DROPPED = "identifier", "text", "constant", "dropped"
USED = (NUMBER, CATEGORY, YES_NO, DATE)

#: Why a column is left out, in the words of the records; a report translates them.
AS_ASKED, EMPTY, SAME = "as asked", "all cells are missing", "the same in all rows"
NUMBERS_ROWS, NAMED_SO = "it numbers the rows", "each row has another number, and it is called so"
EACH_ANOTHER, HARDLY_REPEAT = "each row has another text", "texts hardly repeat"
#: Why a column is used although it would normally be left out.
NOTHING_ELSE = f"{NUMBERS_ROWS}, but there is nothing else"
REASONS = (AS_ASKED, EMPTY, SAME, NUMBERS_ROWS, NAMED_SO, EACH_ANOTHER, HARDLY_REPEAT, NOTHING_ELSE)


class Step(NamedTuple):
    """One step in the treatment of a column: its name, and what it is about: a number, a rule or one of REASONS."""

    name: str
    about: str = ""


#: All steps, in English.
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
    "text_missing": "texts count as missing",
    "mostly_numbers": "{about} cells are numbers: --column NAME=number reads them and takes the others as missing",
    "currencies": "amounts of several currencies, {about}: in one of them they are numbers",
    "alike": "{about}",
    "thousands": "{about} is read with a decimal point, and another column has decimal commas: if the points make "
    "thousands, take them out",
    "far": "{about} lies far from all others, and they are as good as one number beside it",
}
_DOUBTS = ("could_be", "mostly_numbers", "currencies", "alike", "thousands", "far")
_REMARKS = ("written", "read_as", "because", *_DOUBTS)


def in_words(steps: Sequence[Step], words: Callable[[Step], str]) -> str:
    """The steps as one text: the treatment, then the remarks, each after a semicolon."""
    parts = [f"{'; ' if step.name in _REMARKS else ', '}{words(step)}" for step in steps]
    return "".join(parts)[2:].removesuffix(": ")  # for a column that is left out without a reason


def _in_english(step: Step) -> str:
    return STEPS[step.name].format(about=step.about)


_YEAR, _WEEK = 365.2425, 7.0


class ColumnPlan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The plan for one column: its kind, and what the training part showed about it."""

    name: str
    #: One of the eight kinds of this module.
    kind: str
    #: In the training part: the number of distinct values, and the number of missing cells.
    distinct: int = 0
    missing: int = 0
    #: The format of numbers or dates: "plain", or a rule of `undergrad.data.table.cells`.
    written: str = "plain"
    #: For numbers, dates and yes/no: the value that replaces a missing one, the smallest and the largest.
    median: float = 0.0
    low: float = 0.0
    high: float = 0.0
    #: Whether a feature says that the cell was missing.
    indicator: bool = False
    #: If float32 could not distinguish the numbers: what is subtracted from each, and what it is then divided by.
    shift: float = 0.0
    unit: float = 1.0
    #: For a date: whether it has a time of day.
    clock: bool = False
    #: For a category: the categories that have a feature, in order of text; whether the training part had others.
    categories: tuple[str, ...] = ()
    other: bool = False
    #: For ambiguous dates: the other rule, which reads all of them as other days. For numbers whose points may separate
    #: thousands: an example of how they are read.
    could_be: str = ""
    #: For numbers: one that is so far from the others that it hides their differences.
    far: float | None = None
    #: For a column that is not one of numbers although most of its cells are numbers: how many, "94 of 100".
    numbers: str = ""
    #: For amounts of money that are not numbers because their currencies differ: the signs.
    currencies: str = ""
    #: For a column that the user declared as numbers: whether texts in it count as missing, not as cells to correct.
    text_missing: bool = False
    #: Why it is left out, or used nevertheless, one of REASONS; empty if the kind says enough.
    why: str = ""

    @property
    def used(self) -> bool:
        """Whether it becomes features."""
        return self.kind in USED

    @property
    def features(self) -> tuple[str, ...]:
        """The names of its features."""
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
        """For each feature, whether it is a measurement, to be standardised, and not 0 or 1 or a wave."""
        return (self.kind != CATEGORY, *[False] * (len(self.features) - 1))[: len(self.features)]

    @property
    def treatment(self) -> str:
        """The treatment of the column, in a few English words."""
        return in_words(self.steps, _in_english)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The treatment of the column, step by step; a report translates the steps."""
        mostly = [Step("mostly_numbers", self.numbers)] * bool(self.numbers)
        mostly += [Step("currencies", self.currencies)] * bool(self.currencies)
        if not self.used:
            return (Step("left_out", self.why), *mostly)
        if self.kind == CATEGORY:
            steps = [Step("one_feature" if len(self.categories) == 1 else "features", str(len(self.categories)))]
            steps += [Step("missing_feature")] * self.indicator + [Step("rest_feature")] * self.other
            steps += [Step("alike", remark) for remark in alike(self.categories)]
            return (*steps, *mostly)
        steps = [Step("standardised")]
        if self.kind == DATE:
            steps.append(Step("in_year_week_day" if self.clock else "in_year_week"))
        steps += [Step("text_missing")] * self.text_missing + [Step("missing_median")] * self.indicator
        if number_rule(self.written) is not None:
            steps.append(Step("written", self.written))
        elif self.written in DATE_RULES:
            steps.append(Step("read_as", self.written))
        steps += [Step("because", self.why)] * bool(self.why)
        steps += [Step("could_be" if self.kind == DATE else "thousands", self.could_be)] * bool(self.could_be)
        steps += [Step("far", f"{self.far:g}")] if self.far is not None else []
        return tuple(steps)

    @property
    def mistake(self) -> str:
        """What an unreadable cell is, to follow "which is"."""
        if self.kind == DATE:
            return f"no date as {(self.written if self.written in DATE_RULES else 'year-month-day')!r} writes it"
        if self.kind == YES_NO:
            return "neither yes nor no"
        return f"no number{'' if number_rule(self.written) is None else f', plain or written with {self.written}'}"

    @property
    def doubt(self) -> str:
        """What may be wrong with the column, for its owner to check; empty without a suspicion."""
        doubts = [step for step in self.steps if step.name in _DOUBTS]
        return in_words(doubts, _in_english)
