"""Trains a small network of the student's layers twice at once: as they are, and with a treatment.

"copied": each argument is copied before a call and each result after it, so nothing that a layer does to arrays of
others has consequences. "in shape": each gradient gets the shape of what it is the gradient of. As long as the weights
of both are equal, bit for bit, what the treatment prevents has no consequences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from undergrad.sandbox.worker.inspection import is_a

NDArray = np.ndarray[Any, Any]
_LEARNING_RATE, _REG_LAMBDA = 0.1, 1e-3


class Network:
    """The `layers`, and softmax: each is made by `make`, of a class's name, and its learned arrays are set.

    `lacks` says how many of its last arguments each `Class.method` does without, `names` what each class calls the
    contract's attributes, and `treatment` what is done to their arrays, if anything is.
    """

    def __init__(
        self,
        make: Callable[..., Any],
        layers: Sequence[tuple[dict[str, Any], Sequence[NDArray]]],
        *,
        names: dict[str, dict[str, str]],
        lacks: dict[str, int],
        treatment: str = "",
    ) -> None:
        self.names, self.lacks, self.treatment = names, lacks, treatment
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
        """What the student's class calls the contract's attribute."""
        return self.names.get(cls, {}).get(name, name)

    def step(self, x: NDArray, y: NDArray) -> None:
        """One step of gradient descent on a batch."""
        out = x
        for cls, layer in self.layers:
            out = self._call(cls, layer, "forward", out)
        y_hat = self._call("SoftmaxLayer", self.softmax, "forward", out)
        self._call("SoftmaxLayer", self.softmax, "ce_loss", y_hat, y)
        d_prev = self._call("SoftmaxLayer", self.softmax, "backward", 1, _REG_LAMBDA)
        for cls, layer in reversed(self.layers):
            d_prev = self._call(cls, layer, "backward", d_prev, _REG_LAMBDA)
        for cls, layer, learned in self.learning:
            pairs = [(self.called(cls, name), self.called(cls, f"d{name}")) for name in learned]
            if self.treatment == "in shape":
                for name, gradient in pairs:
                    setattr(layer, gradient, getattr(layer, gradient).reshape(getattr(layer, name).shape))
            if hasattr(layer, "update"):
                self._call(cls, layer, "update", _LEARNING_RATE)
            else:  # the course hands it out elsewhere
                for name, gradient in pairs:
                    setattr(layer, name, getattr(layer, name) - _LEARNING_RATE * getattr(layer, gradient))

    def weights(self) -> list[bytes]:
        """The bytes of all weights."""
        return [
            np.ascontiguousarray(getattr(layer, self.called(cls, name))).tobytes()
            for cls, layer, learned in self.learning
            for name in learned
        ]

    def _call(self, cls: str, layer: Any, method: str, *arguments: Any) -> Any:
        taken = arguments[: len(arguments) - self.lacks.get(f"{cls}.{method}", 0)]
        if self.treatment != "copied":
            return getattr(layer, method)(*taken)
        return _copied(getattr(layer, method)(*map(_copied, taken)))


def _copied(entry: Any) -> Any:
    """A copy of an array, in the same order in memory: sums in another order have other last bits."""
    return entry.copy(order="K") if is_a(entry, np.ndarray) else entry


def first_difference(plain: Network, treated: Network, x: NDArray, y: NDArray, *, batch: int, steps: int) -> int:
    """The first step after which the two networks' weights differ, counted from 1; 0 where they never do.

    Batches are views of `x` and `y`, in the same order in each epoch, the last one short.
    """
    own_x, own_y = x.copy(), y.copy()  # what one network does to its data is its own affair
    done = 0
    while True:
        for start in range(0, len(x), batch):
            rows = slice(start, start + batch)
            plain.step(x[rows], y[rows])
            treated.step(own_x[rows], own_y[rows])
            done += 1
            if plain.weights() != treated.weights():
                return done
            if done == steps:
                return 0
