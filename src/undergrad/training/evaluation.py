"""How good a trained model is on data it has not seen, and how sure that is."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import Array
from undergrad.errors import DataError

_Z = 1.959963984540054  # the 97.5 % quantile of the standard normal distribution


class Accuracy(msgspec.Struct, frozen=True):
    """A share of right answers with its 95 % interval, for `n` samples drawn at random.

    The interval is the score interval of Wilson (1927, "Probable inference, the law of succession, and statistical
    inference"): the p for which ``|p - value| <= 1.96 sqrt(p (1 - p) / n)``.

    >>> measured = accuracy([1, 1, 0, 2], [1, 1, 0, 0])
    >>> measured.value, measured.n, round(measured.low, 4), round(measured.high, 4)
    (0.75, 4, 0.3006, 0.9544)
    """

    #: The share of right answers, from 0 to 1.
    value: float
    #: The lower end of the interval, from 0 to 1.
    low: float
    #: Its upper end.
    high: float
    #: How many samples were judged.
    n: int

    def __str__(self) -> str:
        return f"{self.value:.4f} [{self.low:.4f}, {self.high:.4f}]"


def accuracy(predicted: Array, labels: Array) -> Accuracy:
    """The accuracy of `predicted` classes (N,) against `labels` (N,), class numbers of any dtype.

    DataError where the lengths differ, where there are none, and for arrays of another shape, such as one-hot labels.

    >>> print(accuracy(np.array([1, 1, 0, 2]), np.array([1, 1, 0, 0])))
    0.7500 [0.3006, 0.9544]
    """
    predicted, labels = paired(predicted, labels)
    right, n = int((predicted == labels).sum()), len(labels)
    # Wilson's interval solves |p - right/n| = Z sqrt(p (1 - p) / n) for p. (scipy.stats has it too, for half a second
    # of import in every process that trains.)
    centre = (right + _Z**2 / 2) / (n + _Z**2)
    half = _Z / (n + _Z**2) * math.sqrt(right * (n - right) / n + _Z**2 / 4)
    return Accuracy(right / n, max(0.0, centre - half), min(1.0, centre + half), n)


def paired(predicted: Array, labels: Array) -> tuple[NDArray[Any], NDArray[Any]]:
    """Both as NumPy arrays. DataError unless they are (N,) of one length, and not empty."""
    predicted, labels = np.asarray(predicted), np.asarray(labels)
    if predicted.shape != labels.shape or predicted.ndim != 1 or not len(labels):
        raise DataError(
            f"{predicted.shape} predictions cannot be compared with {labels.shape} labels; give one label each"
        )
    return predicted, labels
