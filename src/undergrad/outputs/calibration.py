"""Calibration of a classifier's probabilities: are 80 % of the predictions with 80 % right?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.errors import DataError
from undergrad.outputs.accuracy import accuracy, wilson
from undergrad.outputs.groups import quantile_groups
from undergrad.outputs.measure import Measured


@dataclass(frozen=True)
class CalibrationGroup:
    """Samples whose predicted classes have about the same probability."""

    #: The mean of these probabilities.
    probability: float
    #: The share of right predictions, with the ends of its 95 % interval (Wilson).
    right: float
    low: float
    high: float
    samples: int

    @property
    def is_off(self) -> bool:
        """Whether the probability is outside the interval."""
        return not self.low <= self.probability <= self.high


@dataclass(frozen=True)
class Calibration:
    """The agreement of the predicted classes' probabilities with the shares of right predictions."""

    #: From the smallest probabilities to the greatest.
    groups: tuple[CalibrationGroup, ...]
    #: The expected calibration error: the mean, over samples, of the distance of their group's probability from its
    #: share.
    error: float
    #: The mean probability of the predicted class.
    probability: float
    #: The share of right predictions over all samples, with its interval.
    accuracy: Measured

    @property
    def tendency(self) -> str:
        """`over` if the network is too sure by more than chance, `under` if it is too unsure, else `neither`."""
        if self.accuracy.low <= self.probability <= self.accuracy.high:
            return "neither"
        return "over" if self.probability > self.accuracy.high else "under"


def calibration(probabilities: NDArray[Any], predicted: NDArray[Any], labels: NDArray[Any]) -> Calibration:
    """The calibration of `predicted` classes (n,), given `probabilities` (n, C), against the true `labels` (n,).

    The expected calibration error is that of Guo et al. 2017, "On calibration of modern neural networks", in groups of
    about equal size. DataError if the lengths differ, or there are no samples.

    >>> half = np.full((40, 2), 0.5)
    >>> measured = calibration(half, np.zeros(40, int), np.arange(40) % 2)
    >>> measured.error, measured.tendency, [group.samples for group in measured.groups]
    (0.0, 'neither', [40])
    """
    overall = accuracy(predicted, labels)
    if len(probabilities) != len(labels):
        raise DataError(f"{len(probabilities)} rows of probabilities do not belong to {len(labels)} labels")
    of_predicted = np.asarray(probabilities, np.float64)[np.arange(len(labels)), predicted]
    numbers, right = quantile_groups(of_predicted), predicted == labels
    samples = np.bincount(numbers)
    means = np.bincount(numbers, of_predicted) / samples
    shares = np.bincount(numbers, right) / samples
    groups = tuple(
        CalibrationGroup(float(mean), float(share), *wilson(float(share), int(n)), int(n))
        for mean, share, n in zip(means, shares, samples, strict=True)
    )
    error = float((samples * np.abs(means - shares)).sum() / len(labels))
    return Calibration(groups, error, float(of_predicted.mean()), overall)
