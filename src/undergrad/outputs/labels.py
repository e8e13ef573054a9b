"""Several independent labels: logistic outputs, binary cross-entropy, F."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import Array
from undergrad.layers import LogisticLayer
from undergrad.outputs.f_measure import FMeasure
from undergrad.outputs.output import Chance, Output


class Labels(Output):
    """The probability of each of L labels. A sample may have several of them, or none.

    >>> labels = Labels()
    >>> labels.predicted(np.array([[0.1, 0.7, 0.6], [0.5, 0.3, 0.2]]))
    array([[0, 1, 1],
           [0, 0, 0]])
    """

    name = "labels"
    target = "labels"
    layer_name = "logistic"
    layer = LogisticLayer
    loss_method = "bce_loss"
    loss_name = "cross_entropy"
    loss_words = {"en": "cross-entropy", "ko": "교차 엔트로피"}  # noqa: RUF012 - a constant
    measure = FMeasure()
    chance_words = {"en": "what the most frequent labels alone reach", "ko": "가장 흔한 레이블만 골랐을 때의 값"}  # noqa: RUF012

    constant_words = {"en": "the most frequent labels of the {part} part", "ko": "{part} 데이터의 가장 흔한 레이블"}  # noqa: RUF012

    def outputs(self, classes: int) -> int:
        return classes

    def targets(self, labels: Array, classes: int, dtype: Any) -> Array:
        return labels.astype(dtype)

    def predicted(self, y_hat: Array) -> Array:
        """(N, L), 1 for each label with a probability above 1/2, else 0."""
        return (y_hat > 0.5).astype(np.int64)

    def probabilities(self, y_hat: Array) -> Array:
        return y_hat

    def constant(self, labels: Array) -> Array:
        """(L,), 1 for the most frequent labels, as many as maximise F, else 0."""
        shares = labels.mean(axis=0)
        order = np.argsort(-shares, kind="stable")
        chosen = np.zeros(len(shares), np.int64)
        chosen[order[: _f_of_most_frequent(shares[order]).argmax() + 1]] = 1
        return chosen

    def chance(self, labels: Array) -> Chance | None:
        """The same labels for every sample, as many of the most frequent as maximise F; the shares' entropies.

        None if each label applies to all samples or to none.
        """
        shares = np.sort(labels.mean(axis=0))[::-1]
        open_ = shares[(shares > 0) & (shares < 1)]
        if not len(open_):
            return None
        entropy = -(open_ * np.log(open_) + (1 - open_) * np.log(1 - open_)).sum()
        return Chance(float(_f_of_most_frequent(shares).max()), float(entropy))

    def guess(self, classes: int) -> float:
        return classes * math.log(2)


def _f_of_most_frequent(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """F of predicting the first, the first two ... all of the labels with these `shares` (L,), for every sample."""
    hits, named, there = np.cumsum(shares), np.arange(1, len(shares) + 1), float(shares.sum())
    f: NDArray[np.float64] = 2 * hits / (named + there)
    return f


#: The output of a network for several labels at once.
LABELS = Labels()
