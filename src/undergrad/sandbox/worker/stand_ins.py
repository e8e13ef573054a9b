"""Stand-ins for missing or wrong layers while the model around them is judged.

Each has the shapes and attributes of the layer that it replaces, but computes something else: none of them answers a
question of the assignment. The checker computes the right values of a model over the same stand-ins.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from undergrad.sandbox.worker.inspection import class_name, get

NDArray = np.ndarray[Any, Any]
# Bound here: the student's file may replace these names in NumPy.
_sqrt, _absolute, _add = np.sqrt, np.absolute, np.add.reduce


class Bend:
    """For Tanh: out = z / (1 + |z|)."""

    out: NDArray

    def forward(self, z: NDArray) -> NDArray:
        """Any shape -> the same. Keeps `out`."""
        self.out = z / (1 + _absolute(z))
        return self.out

    def backward(self, d_prev: NDArray, reg_lambda: float = 0.0) -> NDArray:
        """The gradient with respect to z; d_prev may be flat."""
        slope: NDArray = d_prev.reshape(self.out.shape) * (1 - _absolute(self.out)) ** 2
        return slope

    def update(self, learning_rate: float) -> None:
        """Do nothing: there is nothing to learn."""

    def summary(self) -> str:
        """A line of text."""
        return "Bend, in place of an activation"


class Blend:
    """For FCLayer(D, H): out = x|x| (W + W^3) + b|b|, with its own penalty and step size."""

    def __init__(self, input_dim: int, output_dim: int) -> None:
        self.W: NDArray = np.ones((input_dim, output_dim))
        self.b: NDArray = np.zeros(output_dim)

    def forward(self, x: NDArray) -> NDArray:
        """(N, D), or images, which are flattened, -> (N, H). Keeps `x`."""
        self.x = x = x.reshape(len(x), -1)
        out: NDArray = (x * _absolute(x)) @ self.bent(self.W) + self.b * _absolute(self.b)
        return out

    def backward(self, d_prev: NDArray, reg_lambda: float = 0.0) -> NDArray:
        """The gradient with respect to x, (N, D). Keeps `dW`, with `penalty` times reg_lambda, and `db`."""
        x, W = self.x, self.W
        self.dW = (1 + 3 * W**2) * ((x * _absolute(x)).T @ d_prev) + reg_lambda * self.penalty(W)
        self.db = 2 * _absolute(self.b) * _add(d_prev, axis=0)
        dx: NDArray = 2 * _absolute(x) * (d_prev @ self.bent(W).T)
        return dx

    def update(self, learning_rate: float) -> None:
        """Take a step of the size `step`."""
        self.W = self.W - self.step(learning_rate) * self.dW
        self.b = self.b - self.step(learning_rate) * self.db

    def summary(self) -> str:
        """A line of text."""
        return "Blend, in place of a layer with weights"

    @staticmethod
    def bent(W: NDArray) -> NDArray:
        """W + W^3, by products: a power takes many times as long."""
        result: NDArray = W * (1 + W * W)
        return result

    @staticmethod
    def penalty(W: NDArray) -> NDArray:
        """The factor of reg_lambda in `dW`."""
        result: NDArray = W * _absolute(W)
        return result

    @staticmethod
    def step(learning_rate: float) -> float:
        """The factor of the gradient in `update`: an odd function, so that a wrong sign stays visible."""
        return 2 * learning_rate / (1 + abs(learning_rate))


class Shares:
    """For SoftmaxLayer: y_hat = g / (the row's sum of g), g = x + sqrt(1 + x^2); the squared error for a loss."""

    y_hat: NDArray
    y: NDArray
    x: NDArray

    def forward(self, x: NDArray) -> NDArray:
        """(N, C) -> (N, C). Keeps `x` and `y_hat`."""
        self.x = x
        g = x + _sqrt(1 + x * x)
        self.y_hat = g / _add(g, axis=1, keepdims=True)
        return self.y_hat

    def ce_loss(self, y_hat: NDArray, y: NDArray) -> float:
        """The loss, one number. Keeps `y_hat` and `y`."""
        self.y_hat, self.y = y_hat, y
        return float(_add((y_hat - y) ** 2, axis=None)) / len(y)

    def backward(self, d_prev: float = 1, reg_lambda: float = 0.0) -> NDArray:
        """The gradient with respect to x, (N, C)."""
        p, d = self.y_hat, 2 * (self.y_hat - self.y) / len(self.y)
        dx: NDArray = d_prev * p / _sqrt(1 + self.x * self.x) * (d - _add(d * p, axis=1, keepdims=True))
        return dx

    def update(self, learning_rate: float) -> None:
        """Do nothing: there is nothing to learn."""

    def summary(self) -> str:
        """A line of text."""
        return "Shares, in place of a softmax"


STAND_INS: dict[str, type[Any]] = {"Tanh": Bend, "FCLayer": Blend, "SoftmaxLayer": Shares}


def disguised(stand_in: type, own: type, names: Mapping[str, str], *, started: bool) -> type:
    """A class with the type and name of the student's, and the behaviour of the stand-in.

    `names` maps the contract's attributes to those of the student's class; both names work. With `started` the
    student's own __init__ is called too. So the student's model may use isinstance(layer, FCLayer), or read an
    attribute that only their own classes have.
    """

    contract = {other: name for name, other in names.items()}

    def start(self: Any, *arguments: Any) -> None:
        object.__setattr__(self, "_stand_in", stand_in(*arguments))
        if started:
            with contextlib.suppress(Exception):  # a broken __init__ is judged elsewhere
                get(own, "__init__")(self, *arguments)
        object.__setattr__(self, "_stand_in", stand_in(*arguments))

    def read(self: Any, name: str) -> Any:
        try:
            return getattr(object.__getattribute__(self, "_stand_in"), contract.get(name, name))
        except AttributeError:
            return object.__getattribute__(self, name)

    def write(self: Any, name: str, value: Any) -> None:
        setattr(object.__getattribute__(self, "_stand_in"), contract.get(name, name), value)

    methods = {"__init__": start, "__getattribute__": read, "__setattr__": write}
    for method in ("forward", "backward", "update", "summary", "ce_loss"):
        if hasattr(stand_in, method):
            methods[method] = getattr(stand_in, method)
    return type(class_name(own), (own,), methods)
