"""The values that a parameter of a search may have: choices, or a range of numbers; and their texts."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import numpy as np

from undergrad.errors import UsageError
from undergrad.experiments.toml import check_keys, converted
from undergrad.settings import DECLARATIONS

#: Digits of a number drawn from a range: as many as a person would write.
_DIGITS = 3
LARGEST_GRID = 100_000


class Range(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Numbers from `low` to `high`, evenly spread, or evenly in the logarithm; a grid takes `steps` of them.

    `parse_space` checks ranges that people write; the constructor checks nothing.

    >>> Range(low=1, high=9, steps=3).at(0.5, whole=True)
    5
    """

    #: The least number, included.
    low: int | float
    #: The greatest number, included.
    high: int | float
    #: Whether numbers are spread evenly in the logarithm: as many from 0.001 to 0.01 as from 0.01 to 0.1.
    log: bool = False
    #: How many numbers a grid takes, including the ends; at least 2.
    steps: int | None = None

    def at(self, share: float, *, whole: bool) -> int | float:
        """The number at `share`, from 0 to 1, of the way from low to high: with three digits, or `whole`.

        >>> Range(low=0.001, high=0.1, log=True).at(0.5, whole=False)
        0.01
        """
        return rounded(self._between(self.low, self.high, share), self, whole=whole)

    def drawn(self, rng: np.random.Generator, *, whole: bool) -> int | float:
        """A random number, with three digits or `whole`.

        In a range that is not logarithmic, all whole numbers are equally probable.
        """
        beyond = 0.5 if whole else 0.0  # otherwise the numbers at the ends would be rounded to from only one side
        return rounded(self._between(self.low - beyond, self.high + beyond, rng.random()), self, whole=whole)

    def _between(self, low: float, high: float, share: float) -> float:
        if self.log:
            return math.exp(math.log(low) + share * (math.log(high) - math.log(low)))
        return low + share * (high - low)


def label(value: Any) -> str:
    """A parameter's value as text for people.

    >>> label((512, 256)), label(0.00012), label("relu")
    ('512-256', '0.00012', 'relu')
    """
    if isinstance(value, tuple):
        return "-".join(map(label, value))
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def rounded(value: float, within: Range, *, whole: bool) -> int | float:
    """`value` with three significant digits, or as a whole number, inside the range."""
    short: int | float = round(value) if whole else float(f"{value:.{_DIGITS}g}")
    return min(max(short, within.low), within.high)


#: Choices (a single one if the parameter is fixed), or a range.
Domain = tuple[Any, ...] | Range


def ends(domain: Domain) -> tuple[Any, ...]:
    """The choices, or the two ends of a range; they include the greatest and the least value."""
    return (domain.low, domain.high) if isinstance(domain, Range) else domain


def parse_domain(key: str, value: Any, where: str) -> Domain:
    """The values that a TOML value describes. UsageError."""
    if isinstance(value, dict):
        return _range(key, value, where)
    # If one value is a list itself, a choice among them is a list of lists.
    is_list = key == "hidden" or (key in DECLARATIONS and DECLARATIONS[key].kind.is_list)
    is_choice = isinstance(value, list) and (not is_list or (value != [] and all(isinstance(g, list) for g in value)))
    choices = tuple(map(frozen, value if is_choice else [value]))
    if not choices:
        raise UsageError(f"{key} in the space of {where} has no values; give at least one")
    try:
        twice = len(set(choices)) < len(choices)
    except TypeError as error:  # a table or a list within a choice
        raise UsageError(
            f"{key} in the space of {where} must be a value, a list of values, or one range {{low = ..., high = ...}}"
        ) from error
    if twice:
        raise UsageError(f"{key} in the space of {where} has a value twice; give each once")
    return choices


def frozen(value: Any) -> Any:
    """`value`, with lists as tuples, so that it can be compared and be a key."""
    return tuple(value) if isinstance(value, list) else value


def _range(key: str, table: dict[str, Any], where: str) -> Range:
    place = f"the range of {key} in the space of {where}"
    check_keys(table, Range.__struct_fields__, where=place)
    for end in ("low", "high"):
        if end not in table:
            raise UsageError(f"{place} has no {end}; write {{low = ..., high = ..., log = true}}")
    interval = converted(table, Range, where=place)
    if interval.low >= interval.high:
        raise UsageError(
            f"{key} in the space of {where} has low = {interval.low:g}, which is not below high = {interval.high:g}"
        )
    if interval.log and interval.low <= 0:
        raise UsageError(
            f"{key} in the space of {where} has a logarithm of low = {interval.low:g}; give a positive one"
        )
    if interval.steps is not None and not 2 <= interval.steps <= LARGEST_GRID:
        raise UsageError(
            f"{key} in the space of {where} has steps = {interval.steps}; a range has at least 2, and at most "
            f"{LARGEST_GRID:,}"
        )
    return interval
