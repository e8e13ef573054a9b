"""The area under the ROC curve: how well a score ranks two classes, over all thresholds."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import Array
from undergrad.errors import DataError
from undergrad.outputs.accuracy import paired
from undergrad.outputs.measure import Measure, Measured, Z

_MANY = 10


class AUC(Measure):
    """The probability that a sample of class 1 has a higher score than one of class 0; equal scores count half.

    That is the area under the ROC curve (Hanley and McNeil 1982, "The meaning and use of the area under a receiver
    operating characteristic (ROC) curve"). `predicted` are scores (N,) of class 1, and labels are 0 or 1.

    >>> AUC().value(np.array([0.1, 0.4, 0.35, 0.8]), np.array([0, 0, 1, 1]))
    0.75
    """

    name = "auc"
    words = {"en": "AUC", "ko": "AUC"}  # noqa: RUF012 - a constant
    higher_is_better = True
    bounds = (0.0, 1.0)
    test = "DeLong's test"

    def check(self, labels: Array, what: str) -> None:
        classes = np.unique(labels)
        if len(classes) < 2:
            raise DataError(
                f"{what} has only samples of class {classes[0]}, so there is no area under a curve; "
                "give samples of both classes"
            )

    def value(self, predicted: Array, labels: Array) -> float:
        return float(_placements(predicted, labels)[0].mean())

    def measured(self, predicted: Array, labels: Array) -> Measured:
        """The area with its interval, which has a width even at 0 and 1.

        It is method 5 of Newcombe (2006, "Confidence intervals for an effect size measure based on the Mann-Whitney
        statistic, part 2"): all areas whose distance from the measured one is at most 1.96 of their own standard
        errors.
        """
        value, positives = self.value(predicted, labels), int((np.asarray(labels) == 1).sum())
        negatives = len(labels) - positives

        def is_within(area: float) -> bool:
            return abs(area - value) <= Z * _standard_error(area, positives, negatives)

        return Measured(value, _edge(is_within, value, 0.0), _edge(is_within, value, 1.0), len(labels))

    def p_value(self, predicted: Array, others: Array, labels: Array) -> float:
        """The p-value for the difference of two networks' areas on the same samples.

        DeLong, DeLong and Clarke-Pearson 1988, "Comparing the areas under two or more correlated receiver operating
        characteristic curves": the difference is a mean over the samples of each class, whose variances add up.
        """
        gaps = [a - b for a, b in zip(_placements(predicted, labels), _placements(others, labels), strict=True)]
        gap = float(gaps[0].mean())
        if self.test_for(labels) != self.test:
            return super().p_value(predicted, others, labels)
        variance = sum(float(each.var(ddof=1)) / len(each) for each in gaps)
        if not variance:  # no variance within a class: then only equality remains to be checked
            return 1.0 if gap == 0 else super().p_value(predicted, others, labels)
        return math.erfc(abs(gap) / math.sqrt(2 * variance))

    def test_for(self, labels: Array) -> str:
        """DeLong's test if both classes have enough samples for a variance, else the permutation test."""
        return self.test if np.bincount(labels, minlength=2).min() >= _MANY else Measure.test


def _placements(scores: Array, labels: Array) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each sample of class 1 the share of class 0 below it, and for each of class 0 the share of class 1 above."""
    scores, labels = paired(scores, labels)
    AUC().check(labels, "the data set")
    there, absent = scores[labels == 1], scores[labels != 1]
    return _below(there, absent), 1 - _below(absent, there)


def _below(scores: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each score, the share of the others below it; equal ones count half."""
    ordered = np.sort(others)
    ends: NDArray[np.int64] = np.searchsorted(ordered, scores, "left") + np.searchsorted(ordered, scores, "right")
    return ends / (2 * len(others))


def _standard_error(area: float, there: int, absent: int) -> float:
    """Hanley and McNeil's standard error, with both classes at their average size."""
    others = (there + absent) / 2 - 1
    spread = 1 + others * ((1 - area) / (2 - area) + area / (1 + area))
    return math.sqrt(area * (1 - area) * spread / (there * absent))


def _edge(is_within: Callable[[float], bool], inside: float, outside: float) -> float:
    """The end of the interval towards `outside`, by bisection."""
    for _ in range(60):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if is_within(middle) else (inside, middle)
    return inside
