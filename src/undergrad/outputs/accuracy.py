"""The share of right answers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import Array
from undergrad.errors import DataError
from undergrad.outputs.measure import Measure, Measured

_Z = 1.959963984540054  # the 97.5 % quantile of the standard normal distribution


def accuracy(predicted: Array, labels: Array) -> Measured:
    """The accuracy of `predicted` classes (N,) against `labels` (N,), numbers of any dtype, with its 95 % interval.

    The interval is the score interval of Wilson (1927, "Probable inference, the law of succession, and statistical
    inference"): the p for which ``|p - value| <= 1.96 sqrt(p (1 - p) / n)``. DataError where the lengths differ, where
    there are none, and for arrays of another shape, such as one-hot labels.

    >>> print(accuracy(np.array([1, 1, 0, 2]), np.array([1, 1, 0, 0])))
    0.7500 [0.3006, 0.9544]
    """
    predicted, labels = paired(predicted, labels)
    right, n = int((predicted == labels).sum()), len(labels)
    # Wilson's interval solves |p - right/n| = Z sqrt(p (1 - p) / n) for p. (scipy.stats has it too, for half a second
    # of import in every process that trains.)
    centre = (right + _Z**2 / 2) / (n + _Z**2)
    half = _Z / (n + _Z**2) * math.sqrt(right * (n - right) / n + _Z**2 / 4)
    return Measured(right / n, max(0.0, centre - half), min(1.0, centre + half), n)


def paired(predicted: Array, labels: Array) -> tuple[NDArray[Any], NDArray[Any]]:
    """Both as NumPy arrays. DataError unless they are (N,) of one length, and not empty."""
    predicted, labels = np.asarray(predicted), np.asarray(labels)
    if predicted.shape != labels.shape or predicted.ndim != 1 or not len(labels):
        raise DataError(
            f"{predicted.shape} predictions cannot be compared with {labels.shape} labels; give one label each"
        )
    return predicted, labels


class Accuracy(Measure):
    """The share of samples whose class is the predicted one."""

    name = "accuracy"
    words = {"en": "accuracy", "ko": "정확도"}  # noqa: RUF012 - a constant
    higher_is_better = True
    bounds = (0.0, 1.0)
    is_share = True
    test = "McNemar's exact test"

    def value(self, predicted: Array, labels: Array) -> float:
        return float((predicted == labels).mean())

    def measured(self, predicted: Array, labels: Array) -> Measured:
        return accuracy(predicted, labels)

    def p_value(self, predicted: Array, others: Array, labels: Array) -> float:
        """Whether the samples on which two networks disagree could have fallen either way."""
        from scipy.stats import binomtest  # half a second of import, which only a comparison needs

        a, b = predicted == labels, others == labels
        only_a, only_b = int((a & ~b).sum()), int((b & ~a).sum())
        return float(binomtest(only_a, only_a + only_b).pvalue) if only_a + only_b else 1.0
