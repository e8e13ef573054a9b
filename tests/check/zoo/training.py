"""The homework's experiment in small: a network of a solution's own layers learns random data.

It says whether a solution is right in the only sense that counts: its networks learn what the textbook's learn. What a
solution does to its arguments on the way shows in the weights, or does not matter. Shares nothing with the checker.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

#: What the assignment asks for. All else is given by the course.
ASKED = ("ReLU", "Sigmoid", "Tanh", "FCLayer", "SoftmaxLayer")
ACTIVATIONS = ("ReLU", "Sigmoid", "Tanh")

SAMPLES, SHAPE, HIDDEN, CLASSES = 203, (2, 3, 5), (19, 13), 7
#: Of which none divides the number of samples: the last batch of every epoch is short.
BATCH_SIZES = (32, 50, 17)
EPOCHS = 9  # three of each size, 72 steps
RATE, LAMBDA = 0.2, 3e-3


@dataclass(frozen=True)
class Trained:
    """What a network became."""

    #: Weights and biases after the last step, first layer first.
    parameters: list[np.ndarray]
    #: The cross-entropy of all samples after every epoch.
    losses: list[float]

    def is_near(self, other: Trained, tolerance: float) -> bool:
        """Whether parameters (the largest difference over the largest entry) and losses are those of `other`."""
        pairs = zip(self.parameters, other.parameters, strict=True)
        return all(
            mine.shape == its.shape and bool(np.max(np.abs(mine - its)) <= tolerance * np.max(np.abs(its)))
            for mine, its in pairs
        ) and np.allclose(self.losses, other.losses, rtol=tolerance, atol=0)

    def equals(self, other: Trained) -> bool:
        """Whether every bit is the same."""
        pairs = zip(self.parameters, other.parameters, strict=True)
        return self.losses == other.losses and all(np.array_equal(mine, its) for mine, its in pairs)


class GivenModel:
    """The part of the course's ClassifierModel that trains, for files without one."""

    def __init__(self) -> None:
        self.layers: list[Any] = []

    def add_layer(self, name: str, layer: Any) -> None:
        self.layers.append(layer)

    def predict(self, x: np.ndarray) -> np.ndarray:
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def forward(self, x: np.ndarray, y: np.ndarray, reg_lambda: float) -> float:
        loss: float = self.layers[-1].ce_loss(self.predict(x), y)
        return loss  # nothing is learned from the L2 term's value

    def backward(self, reg_lambda: float) -> None:
        d_prev: Any = 1
        for layer in reversed(self.layers):
            d_prev = layer.backward(d_prev, reg_lambda)

    def update(self, learning_rate: float) -> None:
        for layer in self.layers:
            if hasattr(layer, "W"):
                layer.update(learning_rate)


def completed(answer: Any) -> SimpleNamespace:
    """The asked classes of `answer`, FCLayer with the course's own `__init__` and `update` where it has none."""
    asked = {name: getattr(answer, name) for name in ASKED}
    fc = asked["FCLayer"]

    def init(self: Any, input_dim: int, output_dim: int) -> None:
        self.W = np.random.randn(input_dim, output_dim) / math.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)

    def update(self: Any, learning_rate: float) -> None:
        self.W -= learning_rate * self.dW
        self.b -= learning_rate * self.db

    given: dict[str, Any] = {}
    if fc.__init__ is object.__init__:
        given["__init__"] = init
    if not hasattr(fc, "update"):
        given["update"] = update
    if given:
        asked["FCLayer"] = type("FCLayer", (fc,), given)
    return SimpleNamespace(**asked)


def insulated(layer: type) -> type:
    """`layer`, whose forward, backward and ce_loss see copies of their arguments and give copies of their results."""

    class Insulated(layer):
        def __getattribute__(self, name: str) -> Any:
            value = super().__getattribute__(name)
            if name not in ("forward", "backward", "ce_loss"):
                return value
            return lambda *args, **kwargs: _copy(
                value(*map(_copy, args), **{key: _copy(arg) for key, arg in kwargs.items()})
            )

    Insulated.__name__ = layer.__name__
    return Insulated


def train(answer: Any, activation: str, *, images: bool = False, insulate: bool = False) -> Trained:
    """A network FC - act - FC - act - FC - softmax of the classes of `answer` after a few hundred steps.

    `images`: the inputs are (N, 2, 3, 5) and not (N, 30). `insulate`: no layer can change another's arrays.
    """
    classes = vars(completed(answer))
    if insulate:
        classes = {name: insulated(layer) for name, layer in classes.items()}
    rng = np.random.default_rng(7)
    x = rng.normal(size=(SAMPLES, *SHAPE)) if images else rng.normal(size=(SAMPLES, math.prod(SHAPE)))
    y = np.eye(CLASSES)[rng.integers(0, CLASSES, SAMPLES)]
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")  # overflow in exp among them
        model, fc, softmax = _network(answer, classes, activation)
        losses = []
        for epoch in range(EPOCHS):
            for batch in _batches(BATCH_SIZES[epoch % len(BATCH_SIZES)]):
                # Views: a layer that changes its input or the labels in place changes the training data.
                model.forward(x[batch], y[batch], LAMBDA)
                model.backward(LAMBDA)
                model.update(RATE)
            losses.append(float(softmax.ce_loss(model.predict(x), y)))
        return Trained([array.copy() for layer in fc for array in (layer.W, layer.b)], losses)


def _network(answer: Any, classes: dict[str, Any], activation: str) -> tuple[Any, list[Any], Any]:
    """The model, its FC layers and its softmax layer."""
    np.random.seed(123)
    model = getattr(answer, "ClassifierModel", GivenModel)()
    widths = [math.prod(SHAPE), *HIDDEN, CLASSES]
    fc = [classes["FCLayer"](inputs, outputs) for inputs, outputs in itertools.pairwise(widths)]
    for number, layer in enumerate(fc, start=1):
        model.add_layer(f"fc{number}", layer)
        if layer is not fc[-1]:
            model.add_layer(f"act{number}", classes[activation]())
    softmax = classes["SoftmaxLayer"]()
    model.add_layer("softmax", softmax)
    return model, fc, softmax


def _batches(size: int) -> Iterator[slice]:
    return (slice(start, min(start + size, SAMPLES)) for start in range(0, SAMPLES, size))


def _copy(value: Any) -> Any:
    return value.copy(order="K") if isinstance(value, np.ndarray) else value
