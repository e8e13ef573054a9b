"""What was decided about one column of a table, and how its cells become features."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from undergrad.data.table.cells import DATE_RULES, number_rule
from undergrad.data.table.writings import alike

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
    """The steps as one text: what is done, and behind semicolons what there is to remark."""
    parts = [f"{'; ' if step.name in _REMARKS else ', '}{words(step)}" for step in steps]
    return "".join(parts)[2:].removesuffix(": ")  # of what is left out without a reason


def _in_english(step: Step) -> str:
    return STEPS[step.name].format(about=step.about)


_YEAR, _WEEK = 365.2425, 7.0


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
    #: Of dates: the rule by which all of them are other days, since it is not known which was meant. Of numbers: an
    #: example of how they are read, where it is not known whether their points make thousands.
    could_be: str = ""
    #: Of numbers: one that is so far from the others that it hides their differences.
    far: float | None = None
    #: Of what is no column of numbers, although most of its cells are some: how many, "94 of 100".
    numbers: str = ""
    #: Of amounts of money that are no numbers because their currencies differ: the signs.
    currencies: str = ""
    #: Of numbers that are asked for: whether texts among them count as missing, instead of as cells to be corrected.
    text_missing: bool = False
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
        """What a cell is that cannot be read, behind "which is"."""
        if self.kind == DATE:
            return f"no date as {(self.written if self.written in DATE_RULES else 'year-month-day')!r} writes it"
        if self.kind == YES_NO:
            return "neither yes nor no"
        return f"no number{'' if number_rule(self.written) is None else f', plain or written with {self.written}'}"

    @property
    def doubt(self) -> str:
        """What may be wrong with it, which its owner should look at; empty where nothing is known."""
        doubts = [step for step in self.steps if step.name in _DOUBTS]
        return in_words(doubts, _in_english)
