"""F over several labels at once."""

from __future__ import annotations

import math

import numpy as np

from undergrad.arrays import Array
from undergrad.outputs.accuracy import wilson
from undergrad.outputs.measure import Measure, Measured, matched


class FMeasure(Measure):
    """``2 tp / (2 tp + fp + fn)``, with the true positives, false positives and false negatives of all labels.

    That is the harmonic mean of precision and recall over all pairs of a sample and a label (micro F; van Rijsbergen
    1979, "Information retrieval", chapter 7). It is 1 if there are no labels and none was predicted. `predicted` and
    labels are (N, L), 0 or 1.

    >>> FMeasure().value(np.array([[1, 0], [1, 1]]), np.array([[1, 0], [0, 1]]))
    0.8
    """

    name = "f"
    words = {"en": "F", "ko": "F 점수"}  # noqa: RUF012 - a constant
    higher_is_better = True
    bounds = (0.0, 1.0)

    def value(self, predicted: Array, labels: Array) -> float:
        both, either = _counts(predicted, labels)
        return float(both.sum() / either.sum()) if either.any() else 1.0

    def measured(self, predicted: Array, labels: Array) -> Measured:
        """The value with Wilson's interval of a share whose sample size gives the same standard error.

        The standard error is that of a quotient of two sums over the samples, by the delta method.
        """
        both, either = _counts(predicted, labels)
        value, total = self.value(predicted, labels), float(either.sum())
        error = math.sqrt(float(((both - value * either) ** 2).sum())) / total if total else 0.0
        # At most the number of predicted or true labels: each of them is right or wrong.
        pairs = float((either - both / 2).sum())
        count = min(value * (1 - value) / error**2, pairs) if error else max(pairs, 1.0)
        return Measured(value, *wilson(value, count), len(both))


def _counts(predicted: Array, labels: Array) -> tuple[np.ndarray, np.ndarray]:
    """For each sample 2 tp and 2 tp + fp + fn."""
    predicted, labels = (array.reshape(len(array), -1) != 0 for array in matched(predicted, labels))
    return 2 * (predicted & labels).sum(axis=1), predicted.sum(axis=1) + labels.sum(axis=1)
