"""Quantities: regression with squared error, with losses that outliers affect less, and of counts."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from undergrad.arrays import Array
from undergrad.data import Dataset
from undergrad.display.languages import Text
from undergrad.errors import DataError
from undergrad.layers import AbsoluteErrorLayer, HuberLayer, PoissonLayer, SquaredErrorLayer
from undergrad.notation.arguments import as_text
from undergrad.outputs.errors import R2, MeanAbsoluteError, RootMeanSquaredError
from undergrad.outputs.output import Chance, Output

_MEAN: Text = {"en": "what the mean alone reaches", "ko": "평균만 예측했을 때의 값"}
_MEDIAN: Text = {"en": "what the median alone reaches", "ko": "중앙값만 예측했을 때의 값"}
_CONSTANT_MEDIAN: Text = {"en": "the median of the {part} part", "ko": "{part} 데이터의 중앙값"}


#: The largest share of the numbers' standard deviation that rounding may cost.
_MOST_LOST = 1e-3


class Quantities(Output):
    """K numbers for each sample, in the data's units.

    >>> Regression().targets(np.array([1.5, 2.0]), 1, np.float64)
    array([[1.5],
           [2. ]])
    """

    target = "numbers"
    keeps_units = True
    starts_at_chance = False  # the network starts near 0, and the numbers may be anywhere
    _best_constant: ClassVar[Callable[..., Any]] = staticmethod(np.mean)
    chance_words = _MEAN
    constant_words = {"en": "the mean of the {part} part", "ko": "{part} 데이터의 평균"}  # noqa: RUF012 - a constant

    def outputs(self, classes: int) -> int:
        return classes

    def targets(self, labels: Array, classes: int, dtype: Any) -> Array:
        return labels.reshape(len(labels), classes).astype(dtype)

    def predicted(self, y_hat: Array) -> Array:
        """(N,) for a single output, else (N, K)."""
        return y_hat[:, 0] if y_hat.shape[1] == 1 else y_hat

    def check(self, dataset: Dataset, dtype: str = "float64") -> None:
        super().check(dataset, dtype)
        y = dataset.y_train.reshape(len(dataset.y_train), -1)
        lost = np.sqrt(((y.astype(dtype) - y) ** 2).mean(axis=0))
        if (lost > _MOST_LOST * y.std(axis=0)).any():
            raise DataError(
                f"the numbers of {dataset.name} differ by little more than the last digit of {dtype}; subtract what "
                "they have in common, for example their mean"
            )

    def constant(self, labels: Array) -> Array:
        """A number, or (K,): the mean or, if that minimises the loss, the median of each."""
        return self._best_constant(np.asarray(labels, np.float64), axis=0)

    def chance(self, labels: Array) -> Chance | None:
        """The same prediction for every sample, the mean or the median of the labels. None if all labels are equal."""
        y = np.asarray(labels, np.float64).reshape(len(labels), -1)
        if not np.ptp(y, axis=0).all():
            return None
        constant = np.broadcast_to(self.constant(y), y.shape)
        return Chance(self.measure.value(constant, y), self.loss(self.make_layer(), constant, y))


class Regression(Quantities):
    """Least squares."""

    name = "regression"
    layer_name = "squared_error"
    layer = SquaredErrorLayer
    loss_method = "squared_loss"
    loss_name = "half_squared_error"
    loss_words = {"en": "half the squared error", "ko": "제곱 오차의 절반"}  # noqa: RUF012 - a constant
    measure = R2()
    also = (MeanAbsoluteError(), RootMeanSquaredError())


class Absolute(Quantities):
    """Least absolute errors: the best constant is the median, which outliers hardly move."""

    name = "absolute"
    layer_name = "absolute_error"
    layer = AbsoluteErrorLayer
    loss_method = "absolute_loss"
    loss_name = "absolute_error"
    loss_words = {"en": "absolute error", "ko": "절대 오차"}  # noqa: RUF012 - a constant
    measure = MeanAbsoluteError()
    also = (R2(), RootMeanSquaredError())
    _best_constant = staticmethod(np.median)
    chance_words = _MEDIAN
    constant_words = _CONSTANT_MEDIAN


@dataclass(frozen=True)
class Huber(Quantities):
    """Least squares up to an error of `delta`, in the units of the labels, and absolute errors beyond.

    UsageError unless it is positive.

    >>> Huber(5).text, Huber().text
    ('huber(delta=5.0)', 'huber')
    """

    delta: float = 1.0

    name = "huber"
    layer_name = "huber"
    layer = HuberLayer
    loss_method = "huber_loss"
    loss_name = "huber"
    loss_words = {"en": "Huber loss", "ko": "후버 손실"}  # noqa: RUF012 - a constant
    measure = MeanAbsoluteError()
    also = (R2(), RootMeanSquaredError())
    _best_constant = staticmethod(np.median)
    chance_words = _MEDIAN
    constant_words = _CONSTANT_MEDIAN

    def __post_init__(self) -> None:
        self.layer.check(delta=self.delta)
        object.__setattr__(self, "delta", float(self.delta))

    @property
    def text(self) -> str:
        return as_text(self.name, (("delta", self.delta),), inspect.signature(Huber))

    def make_layer(self) -> HuberLayer:
        return HuberLayer(self.delta)


class Poisson(Quantities):
    """The mean of a Poisson distribution: for counts, and other numbers that are not negative."""

    name = "poisson"
    keeps_units = False  # its last layer computes a logarithm
    layer_name = "poisson"
    layer = PoissonLayer
    loss_method = "poisson_loss"
    loss_name = "half_poisson_deviance"
    loss_words = {"en": "half the Poisson deviance", "ko": "푸아송 이탈도의 절반"}  # noqa: RUF012 - a constant
    measure = RootMeanSquaredError()
    also = (R2(), MeanAbsoluteError())

    def check(self, dataset: Dataset, dtype: str = "float64") -> None:
        super().check(dataset, dtype)
        for part, y in (("training", dataset.y_train), ("test", dataset.y_test)):
            below = y.reshape(len(y), -1).min(axis=1) < 0
            if below.any():
                first = int(np.argmax(below))
                raise DataError(
                    f"the output poisson is for numbers from 0 on, and {part} sample {first} (counting from 0) of "
                    f"{dataset.name} has {y[first]!s}; use output regression"
                )


#: All kinds of regression.
REGRESSION, ABSOLUTE, HUBER, POISSON = Regression(), Absolute(), Huber(), Poisson()
