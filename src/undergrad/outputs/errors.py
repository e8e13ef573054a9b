"""Errors of predicted numbers: R2, mean absolute error, root mean squared error."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import Array
from undergrad.errors import DataError
from undergrad.outputs.measure import Measure, Measured, Z, matched

_SINGLE = "{} has a single sample, which has no interval; give at least 2"


class R2(Measure):
    """The coefficient of determination, ``1 - sum (y - y_hat)^2 / sum (y - mean y)^2``; over several outputs the mean.

    It is 1 for exact predictions and 0 for the mean of the labels, and has no lower bound. `predicted` and labels are
    (N,) or (N, K) numbers.

    >>> R2().value(np.array([1.0, 2.0, 6.0]), np.array([1.0, 3.0, 5.0]))
    0.75
    """

    name = "r2"
    words = {"en": "R2", "ko": "결정계수(R2)"}  # noqa: RUF012 - a constant
    higher_is_better = True
    bounds = (-math.inf, 1.0)

    def check(self, labels: Array, what: str) -> None:
        columns = np.asarray(labels, np.float64).reshape(len(labels), -1)
        constant = np.flatnonzero(_spread(columns).sum(axis=0) == 0)
        if len(constant):
            which = f" of target {constant[0]} (counting from 0)" if columns.shape[1] > 1 else ""
            raise DataError(
                f"{what} holds a single number{which}, {columns[0, constant[0]]:g}, so there is no R2; "
                "give samples that differ"
            )

    def value(self, predicted: Array, labels: Array) -> float:
        return float(self._by_output(predicted, labels)[0].mean())

    def measured(self, predicted: Array, labels: Array) -> Measured:
        """The value with the interval of a quotient of two sums over the samples, by the delta method."""
        values, squares, spread = self._by_output(predicted, labels)
        influence = (squares - (1 - values) * spread) / spread.sum(axis=0)
        half = Z * math.sqrt(float((influence.mean(axis=1) ** 2).sum()))
        value = float(values.mean())
        return Measured(value, value - half, min(1.0, value + half), len(squares))

    def _by_output(self, predicted: Array, labels: Array) -> tuple[NDArray[np.float64], ...]:
        """(K,), the value of each output; (N, K), the squares of its errors, and of its distances from the mean."""
        squares = _errors(predicted, labels) ** 2
        self.check(labels, "the data set")
        y = np.asarray(labels, np.float64).reshape(squares.shape)
        spread = _spread(y)
        return 1 - squares.sum(axis=0) / spread.sum(axis=0), squares, spread


class _MeanOfErrors(Measure):
    """A measure that is a mean over the samples, with the interval of a mean."""

    higher_is_better = False
    bounds = (0.0, math.inf)
    has_units = True

    def check(self, labels: Array, what: str) -> None:
        if len(labels) < 2:
            raise DataError(_SINGLE.format(what))


class MeanAbsoluteError(_MeanOfErrors):
    """The mean of ``|y - y_hat|`` over samples and outputs, in the units of the labels, (N,) or (N, K) numbers.

    >>> MeanAbsoluteError().value(np.array([1.0, 2.0, 6.0]), np.array([1.0, 3.0, 3.0]))
    1.3333333333333333
    """

    name = "mae"
    words = {"en": "mean absolute error", "ko": "평균 절대 오차"}  # noqa: RUF012 - a constant

    def value(self, predicted: Array, labels: Array) -> float:
        return float(abs(_errors(predicted, labels)).mean())

    def measured(self, predicted: Array, labels: Array) -> Measured:
        """The value with the interval of a mean, 1.96 standard errors to each side."""
        return Measured(*_mean_interval(abs(_errors(predicted, labels))))


class RootMeanSquaredError(_MeanOfErrors):
    """The root of the mean of ``(y - y_hat)^2`` over samples and outputs, in the units of the labels.

    >>> RootMeanSquaredError().value(np.array([1.0, 2.0, 6.0]), np.array([1.0, 3.0, 3.0]))
    1.8257418583505538
    """

    name = "rmse"
    words = {"en": "root mean squared error", "ko": "평균 제곱근 오차"}  # noqa: RUF012 - a constant

    def value(self, predicted: Array, labels: Array) -> float:
        return math.sqrt(float((_errors(predicted, labels) ** 2).mean()))

    def measured(self, predicted: Array, labels: Array) -> Measured:
        """The value with the roots of the interval of the mean square."""
        value, low, high, n = _mean_interval(_errors(predicted, labels) ** 2)
        return Measured(math.sqrt(value), math.sqrt(low), math.sqrt(high), n)


def _spread(y: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N, K), each number's squared distance from the mean of its column."""
    distances: NDArray[np.float64] = (y - y.mean(axis=0)) ** 2
    return distances


def _errors(predicted: Array, labels: Array) -> NDArray[np.float64]:
    """(N, K), each output's error in float64."""
    predicted, labels = matched(predicted, labels)
    errors: NDArray[np.float64] = np.asarray(predicted, np.float64) - np.asarray(labels, np.float64)
    return errors.reshape(len(errors), -1)


def _mean_interval(sizes: NDArray[np.float64]) -> tuple[float, float, float, int]:
    """The mean of nonnegative numbers (N, K), its interval from the spread of the samples' means, and N."""
    means = sizes.mean(axis=1)
    if len(means) < 2:
        raise DataError(_SINGLE.format("the data set"))
    n, mean = len(means), float(means.mean())
    half = Z * float(means.std(ddof=1)) / math.sqrt(n)
    return mean, max(0.0, mean - half), mean + half, n
