"""One class of several: softmax, cross-entropy, accuracy."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from undergrad.arrays import Array, like
from undergrad.data import Dataset
from undergrad.errors import DataError
from undergrad.layers import SoftmaxLayer
from undergrad.outputs.accuracy import Accuracy
from undergrad.outputs.output import Chance, Output


class Classes(Output):
    """A probability for each class, of which the greatest is the prediction.

    >>> classes = Classes()
    >>> classes.targets(np.array([1, 0]), 3, np.float64)
    array([[0., 1., 0.],
           [1., 0., 0.]])
    >>> classes.predicted(np.array([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]]))
    array([1, 0])
    """

    name = "classes"
    layer_name = "softmax"
    layer = SoftmaxLayer
    loss_method = "ce_loss"
    loss_name = "cross_entropy"
    loss_words = {"en": "cross-entropy", "ko": "교차 엔트로피"}  # noqa: RUF012 - a constant
    measure = Accuracy()
    classifies = True
    chance_words = {"en": "the largest class's share", "ko": "가장 큰 클래스의 비율"}  # noqa: RUF012 - a constant

    constant_words = {"en": "the largest class of the {part} part", "ko": "{part} 데이터의 가장 큰 클래스"}  # noqa: RUF012

    def outputs(self, classes: int) -> int:
        return classes

    def targets(self, labels: Array, classes: int, dtype: Any) -> Array:
        one_hot = np.zeros((len(labels), classes), dtype)
        one_hot[np.arange(len(labels)), labels] = 1
        return one_hot

    def predicted(self, y_hat: Array) -> Array:
        return y_hat.argmax(axis=1)

    def probabilities(self, y_hat: Array) -> Array:
        return y_hat

    def loss(self, layer: Any, y_hat: Array, y: Array, scale: Array | None = None) -> float:
        if scale is None:
            return super().loss(layer, y_hat, y)
        # The loss is linear in y: scaling its rows by w N / (sum of w) turns the mean into the weighted mean.
        weighted = super().loss(layer, y_hat, like(y, y_hat) * scale)
        super().loss(layer, y_hat, y)  # backward uses the layer's y
        return weighted

    def check(self, dataset: Dataset, dtype: str = "float64") -> None:
        super().check(dataset, dtype)
        if dataset.classes < 2:
            raise DataError("the data have a single class, so there is nothing to learn; give at least two")

    def constant(self, labels: Array) -> Array:
        """The number of the largest class; ties go to the first."""
        numbers, counts = np.unique(labels, return_counts=True)
        return numbers[counts.argmax()]

    def chance(self, labels: Array) -> Chance | None:
        """Guessing means naming always the largest class, or drawing classes by their shares among `labels`.

        None for labels of a single class.
        """
        _, counts = np.unique(labels, return_counts=True)
        if len(counts) < 2:
            return None
        shares = counts / counts.sum()
        entropy = float(-(shares * np.log(shares)).sum())
        return Chance(float(shares.max()), entropy)

    def guess(self, classes: int) -> float | None:
        return math.log(classes)


#: The output of every classifier.
CLASSES = Classes()
