"""One of two classes by a single output: logistic, binary cross-entropy, the area under the ROC curve."""

from __future__ import annotations

import inspect
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from undergrad.arrays import Array
from undergrad.data import Dataset
from undergrad.errors import DataError, UsageError
from undergrad.layers import LogisticLayer
from undergrad.notation.arguments import as_text
from undergrad.outputs.auc import AUC
from undergrad.outputs.output import Chance, Output


@dataclass(frozen=True)
class Logistic(Output):
    """The probability of class 1; above the `threshold`, a sample is predicted as class 1.

    With `best_f`, the end of a training sets the threshold at which class 1 has the best F on the validation set.
    UsageError unless the threshold lies between 0 and 1.

    >>> logistic = Logistic()
    >>> logistic.targets(np.array([1, 0]), 2, np.float64)
    array([[1.],
           [0.]])
    >>> y_hat = np.array([[0.75], [0.5]])
    >>> logistic.class_numbers(logistic.predicted(y_hat)), logistic.probabilities(y_hat)
    (array([1, 0]), array([[0.25, 0.75],
           [0.5 , 0.5 ]]))
    >>> Logistic(threshold=0.7).class_numbers(logistic.predicted(y_hat)).tolist()
    [1, 0]
    """

    threshold: float = 0.5
    best_f: bool = False

    name = "logistic"
    layer_name = "logistic"
    layer = LogisticLayer
    loss_method = "bce_loss"
    loss_name = "cross_entropy"
    loss_words = {"en": "cross-entropy", "ko": "교차 엔트로피"}  # noqa: RUF012 - a constant
    measure = AUC()
    classifies = True
    chance_words = {"en": "the 0.5 of scores drawn by lot", "ko": "무작위 점수의 0.5"}  # noqa: RUF012

    constant_words = {"en": "the same score", "ko": "같은 점수"}  # noqa: RUF012 - a constant

    def __post_init__(self) -> None:
        if not 0 < self.threshold < 1:
            raise UsageError(f"threshold of logistic must lie between 0 and 1, not {self.threshold!r}")
        object.__setattr__(self, "threshold", float(self.threshold))

    @property
    def text(self) -> str:
        arguments = (("threshold", self.threshold), ("best_f", self.best_f))
        return as_text(self.name, arguments, inspect.signature(Logistic))

    @property
    def settles(self) -> bool:
        return self.best_f

    def settled(self, predicted: Array, labels: Array) -> Logistic:
        """With `best_f`, the output whose threshold has the best F of class 1 among `predicted` (N,) probabilities."""
        order = np.argsort(-predicted, kind="stable")
        scores, hits = predicted[order], np.cumsum(labels[order])
        f = 2 * hits / (np.arange(1, len(hits) + 1) + hits[-1])  # if the first k are predicted as class 1
        is_end = np.append(scores[:-1] > scores[1:], True)  # equal scores stay on one side
        ends = np.flatnonzero(is_end & (scores > np.finfo(scores.dtype).tiny))  # no score is above its threshold at 0
        if not len(ends):
            return Logistic()
        best = int(ends[np.argmax(f[ends])])
        least, below = scores[best], scores[best + 1] if best + 1 < len(scores) else scores.dtype.type(0)
        middle = (least + below) / 2  # may be rounded up if no number lies between them
        return Logistic(float(middle if middle < least else below))

    def outputs(self, classes: int) -> int:
        return 1

    def targets(self, labels: Array, classes: int, dtype: Any) -> Array:
        return labels[:, None].astype(dtype)

    def predicted(self, y_hat: Array) -> Array:
        """(N,), the probability of class 1, which ranks the samples."""
        return y_hat[:, 0]

    def class_numbers(self, predicted: Array) -> Array:
        """(N,), 1 where class 1 is more probable; ties go to class 0, as in argmax."""
        return (predicted > self.threshold).astype(np.int64)

    def probabilities(self, y_hat: Array) -> Array:
        return np.concatenate([1 - y_hat, y_hat], axis=1)

    def check(self, dataset: Dataset, dtype: str = "float64") -> None:
        super().check(dataset, dtype)
        if dataset.classes != 2:
            raise DataError(
                f"the output logistic is for two classes, and {dataset.name} has {dataset.classes}; use output classes"
            )

    def constant(self, labels: Array) -> Array:
        """The share of class 1."""
        return np.mean(labels)

    def chance(self, labels: Array) -> Chance | None:
        """Random scores, and the classes' shares as probabilities; None for a single class."""
        share = float(np.mean(labels))
        if not 0 < share < 1:
            return None
        return Chance(0.5, -(share * math.log(share) + (1 - share) * math.log(1 - share)))

    def guess(self, classes: int) -> float:
        return math.log(2)


#: The output of a classifier of two classes with a single output.
LOGISTIC = Logistic()
