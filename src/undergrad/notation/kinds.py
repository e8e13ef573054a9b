"""Kinds of values: a test, the words for it, and the notation. Without NumPy, since `--help` reads it."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from undergrad.errors import UsageError, unknown

#: The largest whole number that every file can hold.
LARGEST = 2**63 - 1

#: The notation of a value in an option or a file: 12, 0.5, 0.6,0.85, adam.
Form = Literal["whole", "number", "numbers", "name", "weights", "text", "yes or no"]


@dataclass(frozen=True)
class Kind:
    """A kind of values: the error for a wrong one is `learning_rate must be {words}`."""

    words: str
    fits: Callable[[Any], bool]
    form: Form
    #: All values, if they are names.
    choices: tuple[str, ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether a value consists of several numbers, so that a list in a file is one value and not several."""
        return self.form in ("numbers", "weights")

    def check(self, name: str, value: Any) -> None:
        """Raise UsageError, one sentence, unless `value`, called `name`, is of this kind."""
        if self.choices and value not in self.choices:
            raise unknown(name, value, self.choices)
        if self.form == "whole" and is_whole(value) and value > LARGEST:  # it may have more digits than Python writes
            raise UsageError(f"{name} must be at most {LARGEST:,}; choose a smaller number")
        if not self.fits(value):
            shown = list(value) if isinstance(value, tuple) else value
            raise UsageError(f"{name} must be {self.words}, not {shown!r}")


def is_number(value: Any) -> bool:
    """Whether `value` is a finite number, of Python or of NumPy."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond every float
        return False


def is_whole(value: Any) -> bool:
    """Whether `value` is a whole number, of Python or of NumPy."""
    return isinstance(value, numbers.Integral) and not isinstance(value, bool)


def whole(least: int) -> Kind:
    """Whole numbers from `least` on."""
    return Kind(f"a whole number of at least {least}", lambda value: is_whole(value) and value >= least, "whole")


def number(words: str, fits: Callable[[float], bool]) -> Kind:
    """Finite numbers that satisfy a condition."""
    return Kind(words, lambda value: is_number(value) and fits(value), "number")


#: Frequent kinds of numbers.
POSITIVE = number("a positive number", lambda value: value > 0)
NOT_NEGATIVE = number("0 or a positive number", lambda value: value >= 0)
BELOW_1 = number("0 or a number below 1", lambda value: 0 <= value < 1)


def each(words: str, fits: Callable[[float], bool]) -> Kind:
    """Several finite numbers that each satisfy a condition."""

    def all_fit(values: Any) -> bool:
        return isinstance(values, Sequence) and all(is_number(value) and fits(value) for value in values)

    return Kind(words, all_fit, "numbers")


def weights() -> Kind:
    """The weights of classes: "balanced", or a positive number for each; empty if all count the same."""

    def fits(value: Any) -> bool:
        if isinstance(value, str):
            return value == "balanced"
        return isinstance(value, tuple | list) and all(is_number(each) and each > 0 for each in value)

    return Kind('"balanced" or a positive number for each class', fits, "weights")


def true_or_false() -> Kind:
    """True or False."""
    return Kind("True or False", lambda value: isinstance(value, bool), "yes or no")


def one_of(*choices: str) -> Kind:
    """One of these names."""
    return Kind(f"one of {', '.join(choices)}", lambda value: value in choices, "name", choices)


def check_whole(name: str, value: Any, *, least: int) -> None:
    """Raise UsageError unless `value`, called `name`, is a whole number from `least` to LARGEST.

    NumPy's whole numbers are allowed; True and False are not.

    >>> check_whole("workers", 2, least=1)
    >>> check_whole("workers", 0, least=1)
    Traceback (most recent call last):
        ...
    undergrad.errors.UsageError: workers must be a whole number of at least 1, not 0
    """
    whole(least).check(name, value)
