"""How good a trained model is on data it has not seen, and how sure that is."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from undergrad.arrays import Array
from undergrad.errors import DataError

_Z = 1.959963984540054  # the 97.5 % quantile of the standard normal distribution


class Accuracy(msgspec.Struct, frozen=True):
    """A share of right answers with its 95 % interval (Wilson 1927), for `n` samples drawn at random."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.value:.4f} [{self.low:.4f}, {self.high:.4f}]"


def accuracy(predicted: Array, labels: Array) -> Accuracy:
    """The accuracy of `predicted` classes (N,) against `labels` (N,). DataError where the lengths differ.

    >>> print(accuracy(np.array([1, 1, 0, 2]), np.array([1, 1, 0, 0])))
    0.7500 [0.3006, 0.9544]
    """
    predicted, labels = np.asarray(predicted), np.asarray(labels)
    if predicted.shape != labels.shape or predicted.ndim != 1 or not len(labels):
        raise DataError(
            f"{predicted.shape} predictions cannot be compared with {labels.shape} labels; give one label each"
        )
    right, n = int((predicted == labels).sum()), len(labels)
    # Wilson's interval solves |p - right/n| = Z sqrt(p (1 - p) / n) for p. (scipy.stats has it too, for half a second
    # of import in every process that trains.)
    centre = (right + _Z**2 / 2) / (n + _Z**2)
    half = _Z / (n + _Z**2) * math.sqrt(right * (n - right) / n + _Z**2 / 4)
    return Accuracy(right / n, max(0.0, centre - half), min(1.0, centre + half), n)
