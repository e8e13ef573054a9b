"""The share of right answers."""

from __future__ import annotations

import math
from typing import Any

from numpy.typing import NDArray

from undergrad.arrays import Array
from undergrad.errors import DataError
from undergrad.outputs.measure import Measure, Measured, Z, matched


def accuracy(predicted: Array, labels: Array) -> Measured:
    """The accuracy of `predicted` classes (N,) against `labels` (N,), numbers of any dtype, with its 95 % interval.

    The interval is the score interval of Wilson (1927, "Probable inference, the law of succession, and statistical
    inference"): the p for which ``|p - value| <= 1.96 sqrt(p (1 - p) / n)``. DataError if the lengths differ or are 0,
    and for arrays of another shape, such as one-hot labels.

    >>> import numpy as np
    >>> print(accuracy(np.array([1, 1, 0, 2]), np.array([1, 1, 0, 0])))
    0.7500 [0.3006, 0.9544]
    """
    predicted, labels = paired(predicted, labels)
    right, n = int((predicted == labels).sum()), len(labels)
    return Measured(right / n, *wilson(right / n, n), n)


def wilson(share: float, n: float) -> tuple[float, float]:
    """The interval of a `share` of n: every p with ``|p - share| <= 1.96 sqrt(p (1 - p) / n)``.

    (scipy.stats has it too, for half a second of import in every process that trains.)
    """
    centre = (share * n + Z**2 / 2) / (n + Z**2)
    half = Z / (n + Z**2) * math.sqrt(share * (1 - share) * n + Z**2 / 4)
    return min(share, max(0.0, centre - half)), max(share, min(1.0, centre + half))  # despite rounding


def paired(predicted: Array, labels: Array) -> tuple[NDArray[Any], NDArray[Any]]:
    """Both as NumPy arrays. DataError unless they are (N,) of one length, and not empty."""
    predicted, labels = matched(predicted, labels)
    if predicted.ndim != 1:
        raise DataError(f"labels of the shape {labels.shape} are no class numbers; give one for each sample, (N,)")
    return predicted, labels


class Accuracy(Measure):
    """The share of samples whose class was predicted correctly."""

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
        """The p-value of the samples on which two networks disagree, if either network were equally often right."""
        from scipy.stats import binomtest  # takes half a second to import; only a comparison needs it

        a, b = predicted == labels, others == labels
        only_a, only_b = int((a & ~b).sum()), int((b & ~a).sum())
        return float(binomtest(only_a, only_a + only_b).pvalue) if only_a + only_b else 1.0
