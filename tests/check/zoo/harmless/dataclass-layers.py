"""Layers are dataclasses with slots and type hints; what backward needs is a field that neither repr nor == look at."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def kept() -> Array:
    return field(init=False, repr=False, compare=False)


@dataclass(slots=True)
class ReLU:
    zero_mask: NDArray[np.bool_] = kept()

    def forward(self, z: Array) -> Array:
        self.zero_mask = z <= 0
        return np.where(self.zero_mask, 0, z)

    def backward(self, d_prev: Array, reg_lambda: float) -> Array:
        return np.where(self.zero_mask, 0, d_prev)

    def update(self, learning_rate: float) -> None: ...

    def summary(self) -> str:
        return str(self)


@dataclass(slots=True)
class Sigmoid:
    out: Array = kept()

    def forward(self, z: Array) -> Array:
        self.out = 1 / (1 + np.exp(-z))
        return self.out

    def backward(self, d_prev: Array, reg_lambda: float) -> Array:
        return d_prev * self.out * (1 - self.out)

    def update(self, learning_rate: float) -> None: ...

    def summary(self) -> str:
        return str(self)


@dataclass(slots=True)
class Tanh:
    out: Array = kept()

    def forward(self, z: Array) -> Array:
        self.out = 2 / (1 + np.exp(-2 * z)) - 1
        return self.out

    def backward(self, d_prev: Array, reg_lambda: float) -> Array:
        return d_prev * (1 - self.out) * (1 + self.out)

    def update(self, learning_rate: float) -> None: ...

    def summary(self) -> str:
        return str(self)


@dataclass(slots=True, eq=False)
class FCLayer:
    input_dim: int
    output_dim: int
    W: Array = kept()
    b: Array = kept()
    x: Array = kept()
    dW: Array = kept()
    db: Array = kept()

    def __post_init__(self) -> None:
        self.W = np.random.randn(self.input_dim, self.output_dim) / np.sqrt(self.input_dim / 2)
        self.b = np.zeros(self.output_dim)

    def forward(self, x: Array) -> Array:
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W + self.b

    def backward(self, d_prev: Array, reg_lambda: float) -> Array:
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        return d_prev @ self.W.T

    def update(self, learning_rate: float) -> None:
        self.W -= learning_rate * self.dW
        self.b -= learning_rate * self.db

    def summary(self) -> str:
        return str(self)


@dataclass(slots=True)
class SoftmaxLayer:
    y_hat: Array = kept()
    y: Array = kept()

    def forward(self, x: Array) -> Array:
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.y_hat = e / e.sum(axis=1, keepdims=True)
        return self.y_hat

    def ce_loss(self, y_hat: Array, y: Array) -> float:
        self.y_hat, self.y = y_hat, y
        return -float(np.sum(y * np.log(y_hat + 1e-10))) / y.shape[0]

    def backward(self, d_prev: Array | int = 1, reg_lambda: float = 0) -> Array:
        return (self.y_hat - self.y) / self.y.shape[0]

    def update(self, learning_rate: float) -> None: ...

    def summary(self) -> str:
        return str(self)
