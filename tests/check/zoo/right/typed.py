"""Type hints, docstrings, a protocol, class attributes with defaults, and private state behind the public names."""

from __future__ import annotations

from typing import Any, ClassVar, Final, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.floating[Any]]
EPS: Final[float] = 1e-10


class SupportsBackprop(Protocol):
    def forward(self, x: Array) -> Array: ...
    def backward(self, d_prev: Array, reg_lambda: float) -> Array: ...


class _NothingToLearn:
    kind: ClassVar[str] = "activation"

    def update(self, learning_rate: float) -> None:
        """There is nothing to update."""

    def summary(self) -> str:
        return f"{self.kind} {type(self).__name__}"


class ReLU(_NothingToLearn):
    """max(0, z)."""

    zero_mask: npt.NDArray[np.bool_] | None = None

    def forward(self, z: Array) -> Array:
        """Cut at zero.

        Parameters
        ----------
        z : array of any shape
        """
        self.zero_mask = z <= 0
        return z * ~self.zero_mask

    def backward(self, d_prev: Array, reg_lambda: float) -> Array:
        assert self.zero_mask is not None, "forward first"
        return d_prev * ~self.zero_mask


class Sigmoid(_NothingToLearn):
    """1 / (1 + exp(-z))."""

    out: Array | None = None

    def forward(self, z: Array) -> Array:
        e: Array = np.exp(-np.abs(z))
        self.out = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
        return self.out

    def backward(self, d_prev: Array, reg_lambda: float) -> Array:
        assert self.out is not None, "forward first"
        return d_prev * (self.out * (1 - self.out))


class Tanh(_NothingToLearn):
    """2 / (1 + exp(-2z)) - 1."""

    out: Array | None = None

    def forward(self, z: Array) -> Array:
        e: Array = np.exp(-2 * np.abs(z))
        self.out = np.copysign((1 - e) / (1 + e), z)
        return self.out

    def backward(self, d_prev: Array, reg_lambda: float) -> Array:
        assert self.out is not None, "forward first"
        return d_prev * (1 - np.square(self.out))


class FCLayer:
    """x W + b."""

    def __init__(self, input_dim: int, output_dim: int) -> None:
        self._parameters: dict[str, Array] = {
            "W": np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2),
            "b": np.zeros(output_dim),
        }
        self._gradients: dict[str, Array] = {}

    @property
    def W(self) -> Array:
        return self._parameters["W"]

    @W.setter
    def W(self, value: Array) -> None:
        self._parameters["W"] = value

    @property
    def b(self) -> Array:
        return self._parameters["b"]

    @b.setter
    def b(self, value: Array) -> None:
        self._parameters["b"] = value

    @property
    def dW(self) -> Array:
        return self._gradients["W"]

    @dW.setter
    def dW(self, value: Array) -> None:
        self._gradients["W"] = value

    @property
    def db(self) -> Array:
        return self._gradients["b"]

    @db.setter
    def db(self, value: Array) -> None:
        self._gradients["b"] = value

    def forward(self, x: Array) -> Array:
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W + self.b

    def backward(self, d_prev: Array, reg_lambda: float) -> Array:
        self._gradients = {
            "W": self.x.T @ d_prev + reg_lambda * self.W,
            "b": d_prev.sum(axis=0),
        }
        return d_prev @ self.W.T

    def update(self, learning_rate: float) -> None:
        for name, gradient in self._gradients.items():
            self._parameters[name] = self._parameters[name] - learning_rate * gradient

    def summary(self) -> str:
        return f"fully connected {self.W.shape}"


class SoftmaxLayer(_NothingToLearn):
    """Softmax and its cross-entropy."""

    kind = "output"

    def forward(self, x: Array) -> Array:
        e: Array = np.exp(x - x.max(axis=1, keepdims=True))
        self.y_hat = e / e.sum(axis=1, keepdims=True)
        return self.y_hat

    def ce_loss(self, y_hat: Array, y: Array) -> float:
        self.y_hat, self.y = y_hat, y
        return float(-(y * np.log(y_hat + EPS)).sum(axis=1).mean())

    def backward(self, d_prev: float = 1, reg_lambda: float = 0) -> Array:
        return (self.y_hat - self.y) / self.y_hat.shape[0]


class Norm:
    def forward(self, weights: list[Array], reg_lambda: float) -> float:
        return reg_lambda / 2 * float(sum(float(np.sum(W**2)) for W in weights))

    def backward(self, W: Array, reg_lambda: float) -> Array:
        return reg_lambda * W


class ClassifierModel:
    def __init__(self) -> None:
        self.layers: dict[str, SupportsBackprop] = {}
        self.softmax_layer: SoftmaxLayer | None = None
        self.loss: float = float("nan")
        self.norm = Norm()

    def add_layer(self, name: str, layer: Any) -> None:
        if isinstance(layer, SoftmaxLayer):
            if self.softmax_layer is not None:
                raise ValueError("only one softmax layer")
            self.softmax_layer = layer
        else:
            self.layers[name] = layer

    def predict(self, x: Array) -> Array:
        assert self.softmax_layer is not None
        for layer in self.layers.values():
            x = layer.forward(x)
        return self.softmax_layer.forward(x)

    def forward(self, x: Array, y: Array, reg_lambda: float) -> float:
        y_hat = self.predict(x)
        weights = [layer.W for layer in self.layers.values() if isinstance(layer, FCLayer)]
        self.loss = self.softmax_layer.ce_loss(y_hat, y) + self.norm.forward(weights, reg_lambda)
        return self.loss

    def backward(self, reg_lambda: float) -> Array:
        d_prev = self.softmax_layer.backward(1, reg_lambda)
        for layer in reversed(self.layers.values()):
            d_prev = layer.backward(d_prev, reg_lambda)
        return d_prev

    def update(self, learning_rate: float) -> None:
        for layer in self.layers.values():
            layer.update(learning_rate)

    def summary(self) -> None:
        for name, layer in self.layers.items():
            print(f"{name:10s} {layer.summary()}")
