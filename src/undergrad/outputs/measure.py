"""Measures that judge predictions: one number, for which higher or lower may be better."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import Array
from undergrad.display.languages import Text
from undergrad.errors import DataError

_DRAWS = 2000
Z = 1.959963984540054  # the 97.5 % quantile of the standard normal distribution


class Measured(msgspec.Struct, frozen=True):
    """The value of a measure on `n` samples drawn at random, with its 95 % interval."""

    #: The value.
    value: float
    #: The lower end of the interval.
    low: float
    #: Its upper end.
    high: float
    #: The number of samples.
    n: int

    def __str__(self) -> str:
        return f"{self.value:.4f} [{self.low:.4f}, {self.high:.4f}]"


def matched(predicted: Array, labels: Array) -> tuple[NDArray[Any], NDArray[Any]]:
    """Both as NumPy arrays. DataError unless they are of one shape, and not empty."""
    predicted, labels = np.asarray(predicted), np.asarray(labels)
    if predicted.shape != labels.shape or not predicted.ndim or not len(labels):
        raise DataError(
            f"{predicted.shape} predictions cannot be compared with {labels.shape} labels; give one label each"
        )
    return predicted, labels


class Measure(ABC):
    """A judgement of predictions, the same for all networks that are compared by it."""

    #: Its name in records, columns and names of files: `accuracy`.
    name: ClassVar[str]
    #: Its name in sentences, in each language, with a small first letter.
    words: ClassVar[Text]
    higher_is_better: ClassVar[bool]
    #: The least and the greatest possible value; infinite without a bound.
    bounds: ClassVar[tuple[float, float]]
    #: Whether it is a share of 1: then axes are in per cent, and differences in points.
    is_share: ClassVar[bool] = False
    #: The decimals of its text or, for a value in the units of the labels, its significant digits.
    digits: ClassVar[int] = 4
    has_units: ClassVar[bool] = False
    #: The name of the test behind `p_value`.
    test: ClassVar[str] = "paired permutation test"

    @abstractmethod
    def value(self, predicted: Array, labels: Array) -> float:
        """The value for `predicted` (N, ...), from `Output.predicted`, against `labels` of that shape."""

    @abstractmethod
    def measured(self, predicted: Array, labels: Array) -> Measured:
        """The value with its 95 % interval. DataError if the lengths differ, or there is no sample."""

    def check(self, labels: Array, what: str) -> None:  # noqa: B027 - most labels can be measured against
        """Raise DataError, beginning with `what`, if the measure is undefined for these `labels` in any case."""

    def p_value(self, predicted: Array, others: Array, labels: Array) -> float:
        """The probability of so great a gap between two networks by chance, from predictions for the same samples.

        A permutation test (Noreen 1989), which suits any measure: if the networks were alike, swapping their
        predictions of a sample would not matter, so the test swaps them at random. The draws are the same each time.
        """
        rng = np.random.default_rng(0)
        gap = abs(self.value(predicted, labels) - self.value(others, labels))
        as_great = 1
        for _ in range(_DRAWS - 1):
            change = (rng.random(len(labels)) < 0.5).reshape(-1, *(1,) * (labels.ndim - 1))
            one, other = np.where(change, others, predicted), np.where(change, predicted, others)
            as_great += abs(self.value(one, labels) - self.value(other, labels)) >= gap
        return as_great / _DRAWS

    def test_for(self, labels: Array) -> str:
        """The name of the test behind `p_value` for these labels."""
        return self.test

    @property
    def worst(self) -> float:
        """The worst possible value."""
        return self.bounds[not self.higher_is_better]

    def merit(self, value: float) -> float:
        """A number that is greater if `value` is better, for sorting and searching."""
        return value if self.higher_is_better else -value

    def text(self, value: float) -> str:
        """The value as text.

        >>> from undergrad.outputs import CLASSES
        >>> CLASSES.measure.text(0.9), CLASSES.measure.interval(0.88, 0.92)
        ('0.9000', '0.8800-0.9200')
        """
        return f"{value:.{self.digits}{'g' if self.has_units else 'f'}}"

    def shown(self, measured: Measured) -> str:
        """A measured value as text, with its interval."""
        return f"{self.text(measured.value)} [{self.text(measured.low)}, {self.text(measured.high)}]"

    def interval(self, low: float, high: float) -> str:
        """An interval as text; if its ends may be negative, another sign separates them."""
        between = "-" if min(self.bounds) >= 0 else " .. "
        return f"{self.text(low)}{between}{self.text(high)}"

    def gap(self, difference: float) -> str:
        """A difference of two values as text; for shares in points of 100."""
        return f"{100 * difference:.2f}" if self.is_share else self.text(difference)
