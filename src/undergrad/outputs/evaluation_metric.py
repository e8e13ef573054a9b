"""The course's class for precision, recall and F, computed by `metrics`."""

from __future__ import annotations

from typing import Literal

from undergrad.arrays import Array
from undergrad.errors import UsageError
from undergrad.outputs.metrics import metrics

_MEANS = ("macro", "micro")


class EvaluationMetric:
    """Precision, recall and F of predicted classes; "macro" takes the plain mean over all `num_class` classes.

    "micro" computes them from the sums of all classes' counts; then each is the accuracy. A class with a quotient 0/0,
    such as the precision of a class that is never predicted, enters the mean as `undefined`: 1 as in the course, or 0.
    UsageError for another `method`.

    >>> import numpy as np
    >>> metric = EvaluationMetric(3)
    >>> predicted, labels = np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1])
    >>> metric.precision(predicted, labels)  # 1/2, 2/2, and 0/0
    0.8333333333333334
    """

    def __init__(self, num_class: int, method: Literal["macro", "micro"] = "macro", *, undefined: float = 1.0) -> None:
        if method not in _MEANS:
            raise UsageError(f"the method of EvaluationMetric must be one of {', '.join(_MEANS)}, not {method!r}")
        self.num_class, self.method, self.undefined = num_class, method, float(undefined)

    def precision(self, predicted: Array, labels: Array) -> float:
        """The share of a class's predictions that are right: tp / (tp + fp). DataError unless both are (N,) classes."""
        return self._mean("precision", predicted, labels)

    def recall(self, predicted: Array, labels: Array) -> float:
        """The share of a class's samples that are predicted: tp / (tp + fn). DataError as `precision`."""
        return self._mean("recall", predicted, labels)

    def f_measure(self, predicted: Array, labels: Array) -> float:
        """2 tp / (2 tp + fp + fn), each class's harmonic mean of both. DataError as `precision`."""
        return self._mean("f", predicted, labels)

    def _mean(self, name: str, predicted: Array, labels: Array) -> float:
        measured = metrics(predicted, labels, self.num_class)
        if self.method == "micro":
            return measured.micro_f
        values = [getattr(each, name) for each in measured.per_class]
        return sum(self.undefined if value is None else value for value in values) / len(values)
