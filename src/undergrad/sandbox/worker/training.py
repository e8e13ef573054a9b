"""Trains networks of the student's layers: one network step by step, or two side by side, one with a treatment.

The treatment "copied" copies each argument before a call and each result after it, so that a layer cannot affect the
arrays of others. "in shape" reshapes each gradient to the shape of its array. As long as the weights of both networks
are equal, bit for bit, the mistake that the treatment prevents has no consequences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from undergrad.sandbox.worker.inspection import is_a

NDArray = np.ndarray[Any, Any]
_LEARNING_RATE, _REG_LAMBDA = 0.1, 1e-3


class Network:
    """The `layers` and a softmax: `make` makes each from the name of its class, and its learned arrays are set.

    `lacks` has the number of last arguments that each `Class.method` does not take, `names` each class's names for the
    contract's attributes; `treatment` is the treatment of arrays, if any. Each step uses `learning_rate` and
    `reg_lambda`.
    """

    def __init__(
        self,
        make: Callable[..., Any],
        layers: Sequence[tuple[dict[str, Any], Sequence[NDArray]]],
        *,
        names: dict[str, dict[str, str]],
        lacks: dict[str, int],
        treatment: str = "",
        learning_rate: float = _LEARNING_RATE,
        reg_lambda: float = _REG_LAMBDA,
    ) -> None:
        self.names, self.lacks, self.treatment = names, lacks, treatment
        self.learning_rate, self.reg_lambda = learning_rate, reg_lambda
        self.layers: list[tuple[str, Any]] = []
        #: Each layer that learns, with the names of its arrays.
        self.learning: list[tuple[str, Any, list[str]]] = []
        for entry, arrays in layers:
            cls, learned = entry["name"], entry["learned"]
            layer = make(cls, entry["first"])(*entry["arguments"])
            for name, array in zip(learned, arrays, strict=True):
                setattr(layer, self.called(cls, name), array.copy())
            self.layers.append((cls, layer))
            if learned:
                self.learning.append((cls, layer, learned))
        self.softmax = make("SoftmaxLayer")()

    def called(self, cls: str, name: str) -> str:
        """The name of the contract's attribute in the student's class."""
        return self.names.get(cls, {}).get(name, name)

    def loss(self, x: NDArray, y: NDArray) -> tuple[Any, Any]:
        """The output of the last layer for a batch, and its loss."""
        out = x
        for cls, layer in self.layers:
            out = self._call(cls, layer, "forward", out)
        y_hat = self._call("SoftmaxLayer", self.softmax, "forward", out)
        return y_hat, self._call("SoftmaxLayer", self.softmax, "ce_loss", y_hat, y)

    def step(self, x: NDArray, y: NDArray) -> None:
        """One step of gradient descent on a batch."""
        self.loss(x, y)
        d_prev = self._call("SoftmaxLayer", self.softmax, "backward", 1, self.reg_lambda)
        for cls, layer in reversed(self.layers):
            d_prev = self._call(cls, layer, "backward", d_prev, self.reg_lambda)
        for cls, layer, learned in self.learning:
            pairs = [(self.called(cls, name), self.called(cls, f"d{name}")) for name in learned]
            if self.treatment == "in shape":
                for name, gradient in pairs:
                    setattr(layer, gradient, getattr(layer, gradient).reshape(getattr(layer, name).shape))
            if hasattr(layer, "update"):
                self._call(cls, layer, "update", self.learning_rate)
            else:  # the course hands it out elsewhere
                for name, gradient in pairs:
                    setattr(layer, name, getattr(layer, name) - self.learning_rate * getattr(layer, gradient))

    def weights(self) -> list[bytes]:
        """The bytes of all weights."""
        return [
            np.ascontiguousarray(getattr(layer, self.called(cls, name))).tobytes()
            for cls, layer, learned in self.learning
            for name in learned
        ]

    def _call(self, cls: str, layer: Any, method: str, *arguments: Any) -> Any:
        accepted = arguments[: len(arguments) - self.lacks.get(f"{cls}.{method}", 0)]
        if self.treatment != "copied":
            return getattr(layer, method)(*accepted)
        return _copied(getattr(layer, method)(*map(_copied, accepted)))


class Lesson:
    """A network with its training data `x` (N, ...) and `y` (N, C); `clock` returns processor time in seconds."""

    def __init__(self, network: Network, x: NDArray, y: NDArray, clock: Callable[[], float]) -> None:
        self.network, self.x, self.y, self.clock = network, x, y, clock

    def step(self, start: int, stop: int) -> float:
        """Make one step on the samples from `start` to before `stop`, and return its duration in seconds.

        A batch is a view: if a layer writes into its input, the next epoch sees the change, as in a main script.
        """
        before = self.clock()
        self.network.step(self.x[start:stop], self.y[start:stop])
        return self.clock() - before

    def learned(self, number: int, name: str) -> Any:
        """The value of the contract's array in the layer with this number among those that learn."""
        cls, layer, _ = self.network.learning[number]
        return getattr(layer, self.network.called(cls, name))


def _copied(entry: Any) -> Any:
    """A copy of an array with the same memory order, since sums in another order differ in the last bits."""
    return entry.copy(order="K") if is_a(entry, np.ndarray) else entry


def first_difference(plain: Network, treated: Network, x: NDArray, y: NDArray, *, batch: int, steps: int) -> int:
    """The first step after which the two networks' weights differ, counted from 1; 0 if they never do.

    Batches are views of `x` and `y`, in the same order in each epoch, the last one short.
    """
    own_x, own_y = x.copy(), y.copy()  # one network must not affect the other's data
    step = 0
    while True:
        for start in range(0, len(x), batch):
            rows = slice(start, start + batch)
            plain.step(x[rows], y[rows])
            treated.step(own_x[rows], own_y[rows])
            step += 1
            if plain.weights() != treated.weights():
                return step
            if step == steps:
                return 0
