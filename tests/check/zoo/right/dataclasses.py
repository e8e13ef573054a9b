"""Layers are dataclasses: instances are compared by value, and cannot be hashed."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass
class ReLU:
    zero_mask: np.ndarray | None = field(default=None, repr=False)

    def forward(self, z: np.ndarray) -> np.ndarray:
        self.zero_mask = z <= 0
        return np.where(self.zero_mask, 0, z)

    def backward(self, d_prev: np.ndarray, reg_lambda: float) -> np.ndarray:
        return np.where(self.zero_mask, 0, d_prev)

    def update(self, learning_rate: float) -> None: ...

    def summary(self) -> str:
        return repr(self)


@dataclass
class Sigmoid:
    out: np.ndarray | None = field(default=None, repr=False)

    def forward(self, z: np.ndarray) -> np.ndarray:
        e = np.exp(-np.abs(z))
        self.out = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
        return self.out

    def backward(self, d_prev: np.ndarray, reg_lambda: float) -> np.ndarray:
        return d_prev * self.out * (1 - self.out)

    def update(self, learning_rate: float) -> None: ...

    def summary(self) -> str:
        return repr(self)


@dataclass
class Tanh:
    out: np.ndarray | None = field(default=None, repr=False)

    def forward(self, z: np.ndarray) -> np.ndarray:
        e = np.exp(-2 * np.abs(z))
        self.out = np.sign(z) * (1 - e) / (1 + e)
        return self.out

    def backward(self, d_prev: np.ndarray, reg_lambda: float) -> np.ndarray:
        return d_prev * (1 - self.out) * (1 + self.out)

    def update(self, learning_rate: float) -> None: ...

    def summary(self) -> str:
        return repr(self)


@dataclass
class FCLayer:
    input_dim: int
    output_dim: int
    W: np.ndarray = field(init=False, repr=False)
    b: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.W = np.random.randn(self.input_dim, self.output_dim) / np.sqrt(self.input_dim / 2)
        self.b = np.zeros(self.output_dim)

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W + self.b

    def backward(self, d_prev: np.ndarray, reg_lambda: float) -> np.ndarray:
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        return d_prev @ self.W.T

    def update(self, learning_rate: float) -> None:
        self.W -= learning_rate * self.dW
        self.b -= learning_rate * self.db

    def summary(self) -> str:
        return repr(self)


@dataclass
class SoftmaxLayer:
    y_hat: np.ndarray | None = field(default=None, repr=False)
    y: np.ndarray | None = field(default=None, repr=False)

    def forward(self, x: np.ndarray) -> np.ndarray:
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.y_hat = e / e.sum(axis=1, keepdims=True)
        return self.y_hat

    def ce_loss(self, y_hat: np.ndarray, y: np.ndarray) -> float:
        self.y_hat, self.y = y_hat, y
        return float(-np.sum(y * np.log(y_hat + 1e-10)) / y.shape[0])

    def backward(self, d_prev: float = 1, reg_lambda: float = 0) -> np.ndarray:
        return (self.y_hat - self.y) / self.y.shape[0]

    def update(self, learning_rate: float) -> None: ...

    def summary(self) -> str:
        return repr(self)


@dataclass(frozen=True)
class Norm:
    def forward(self, weights: list[np.ndarray], reg_lambda: float) -> float:
        return float(0.5 * reg_lambda * sum(np.sum(W**2) for W in weights))

    def backward(self, W: np.ndarray, reg_lambda: float) -> np.ndarray:
        return reg_lambda * W


@dataclass
class ClassifierModel:
    layers: dict = field(default_factory=dict)
    softmax_layer: SoftmaxLayer | None = None
    loss: float | None = None

    def add_layer(self, name: str, layer) -> None:
        match layer:
            case SoftmaxLayer() if self.softmax_layer is not None:
                raise ValueError("two softmax layers")
            case SoftmaxLayer():
                self.softmax_layer = layer
            case _:
                self.layers[name] = layer

    def predict(self, x: np.ndarray) -> np.ndarray:
        for layer in self.layers.values():
            x = layer.forward(x)
        return self.softmax_layer.forward(x)

    def forward(self, x: np.ndarray, y: np.ndarray, reg_lambda: float) -> float:
        cross_entropy = self.softmax_layer.ce_loss(self.predict(x), y)
        weights = [layer.W for layer in self.layers.values() if isinstance(layer, FCLayer)]
        self.loss = cross_entropy + Norm().forward(weights, reg_lambda)
        return self.loss

    def backward(self, reg_lambda: float) -> None:
        d_prev = self.softmax_layer.backward(1, reg_lambda)
        for layer in reversed(self.layers.values()):
            d_prev = layer.backward(d_prev, reg_lambda)

    def update(self, learning_rate: float) -> None:
        for layer in self.layers.values():
            layer.update(learning_rate)

    def summary(self) -> None:
        print(self)
