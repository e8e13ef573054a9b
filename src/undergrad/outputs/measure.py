"""By what predictions are judged: one number, which may be better when it is higher or when it is lower."""

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
    """What a measure says of `n` samples drawn at random, with its 95 % interval."""

    #: What it says.
    value: float
    #: The lower end of the interval.
    low: float
    #: Its upper end.
    high: float
    #: How many samples were judged.
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
    """What is said of predictions: each of these is the same for all networks that are compared by it."""

    #: In records, columns and names of files: `accuracy`.
    name: ClassVar[str]
    #: In sentences, in each language, with a small letter.
    words: ClassVar[Text]
    higher_is_better: ClassVar[bool]
    #: The least and the greatest value that there is; infinite where there is none.
    bounds: ClassVar[tuple[float, float]]
    #: A share of 1: axes are in per cent, and differences in points.
    is_share: ClassVar[bool] = False
    #: Digits behind the point, as it is written; or, in the units of the labels, digits in all.
    digits: ClassVar[int] = 4
    has_units: ClassVar[bool] = False
    #: The name of the test that `p_value` makes.
    test: ClassVar[str] = "paired permutation test"

    @abstractmethod
    def value(self, predicted: Array, labels: Array) -> float:
        """What it says of `predicted` (N, ...), as `Output.predicted` gives them, against `labels` of that shape."""

    @abstractmethod
    def measured(self, predicted: Array, labels: Array) -> Measured:
        """The same with its 95 % interval. DataError where the lengths differ, or there is no sample."""

    def check(self, labels: Array, what: str) -> None:  # noqa: B027 - most labels can be measured against
        """Raise DataError, beginning with `what`, where it says nothing of whatever is predicted for `labels`."""

    def p_value(self, predicted: Array, others: Array, labels: Array) -> float:
        """How likely so great a gap between two networks is by chance, from what they say of the same samples.

        A permutation test (Noreen 1989), which any measure can make: were the networks alike, it would not matter whose
        prediction of a sample is whose, so they change places at random. The draws are the same each time.
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
        """The name of the test that `p_value` makes for these labels."""
        return self.test

    @property
    def worst(self) -> float:
        """What nothing can be worse than."""
        return self.bounds[not self.higher_is_better]

    def merit(self, value: float) -> float:
        """A number that is greater where `value` is better: to sort and to search by."""
        return value if self.higher_is_better else -value

    def text(self, value: float) -> str:
        """The value as it is written.

        >>> from undergrad.outputs import CLASSES
        >>> CLASSES.measure.text(0.9), CLASSES.measure.interval(0.88, 0.92)
        ('0.9000', '0.8800-0.9200')
        """
        return f"{value:.{self.digits}{'g' if self.has_units else 'f'}}"

    def shown(self, measured: Measured) -> str:
        """What was measured as it is written, with its interval."""
        return f"{self.text(measured.value)} [{self.text(measured.low)}, {self.text(measured.high)}]"

    def interval(self, low: float, high: float) -> str:
        """An interval as it is written; one whose ends may be negative needs another sign between them."""
        between = "-" if min(self.bounds) >= 0 else " .. "
        return f"{self.text(low)}{between}{self.text(high)}"

    def gap(self, difference: float) -> str:
        """A difference of two values as it is written: of shares in points of 100."""
        return f"{100 * difference:.2f}" if self.is_share else self.text(difference)
