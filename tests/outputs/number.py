"""Another output than classes, as small as one can be: a number for each sample, under half the squared error."""

from __future__ import annotations

import math

import numpy as np

from undergrad.layers import Layer
from undergrad.outputs import Measure, Measured, Output


class Identity(Layer):
    """y_hat = x, and (1/2N) sum (y_hat - y)^2."""

    def forward(self, x):
        self.y_hat = x
        return x

    def squared_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        return float(((y_hat - y) ** 2).sum()) / (2 * len(y))

    def backward(self, d_prev=1, reg_lambda=0.0):
        return d_prev * (self.y_hat - self.y) / len(self.y)


class AbsoluteError(Measure):
    """Lower is better, and there is no greatest."""

    name = "gap"
    words = {"en": "absolute error", "ko": "절대 오차"}  # noqa: RUF012
    higher_is_better = False
    bounds = (0.0, math.inf)
    digits = 3

    def value(self, predicted, labels):
        return float(np.abs(predicted - labels).mean())

    def measured(self, predicted, labels):
        sizes = np.abs(predicted - labels)
        half = 1.96 * sizes.std() / len(sizes) ** 0.5
        mean, half = float(sizes.mean()), float(half)
        return Measured(mean, max(0.0, mean - half), mean + half, len(sizes))


class Number(Output):
    """The number of the class, as if it were a quantity."""

    name = "number"
    layer_name = "identity"
    layer = Identity
    loss_method = "squared_loss"
    loss_name = "squared_error"
    loss_words = {"en": "squared error", "ko": "제곱 오차"}  # noqa: RUF012
    measure = AbsoluteError()

    def outputs(self, classes):
        return 1

    def targets(self, labels, classes, dtype):
        return labels[:, None].astype(dtype)

    def predicted(self, y_hat):
        return y_hat[:, 0]
