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
    """FC, activation, FC, activation, FC, softmax, of the classes that `make` gives for these names.

    `lacks` says how many of its last arguments each `Class.method` does without, `names` what a class calls the
    contract's attributes, and `treatment` what is done to their arrays, if anything is.
    """

    def __init__(
        self,
        make: Callable[[str], Any],
        activation: str,
        weights: Sequence[NDArray],
        *,
        names: dict[str, str],
        lacks: dict[str, int],
        treatment: str = "",
    ) -> None:
        self.names, self.lacks, self.treatment = names, lacks, treatment
        self.layers: list[tuple[str, Any]] = []
        self.connected: list[Any] = []
        for number, W in enumerate(weights):
            layer = make("FCLayer")(*W.shape)
            setattr(layer, self.called("W"), W.copy())
            setattr(layer, self.called("b"), np.zeros(W.shape[1]))
            self.connected.append(layer)
            self.layers.append(("FCLayer", layer))
            if number < len(weights) - 1:
                self.layers.append((activation, make(activation)()))
        self.softmax = make("SoftmaxLayer")()

    def called(self, name: str) -> str:
        """What the student's FCLayer calls the contract's attribute."""
        return self.names.get(name, name)

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
        for layer in self.connected:
            if self.treatment == "in shape":
                self._put_in_shape(layer)
            if hasattr(layer, "update"):
                self._call("FCLayer", layer, "update", _LEARNING_RATE)
            else:  # the course hands it out elsewhere
                for name in (self.called("W"), self.called("b")):
                    setattr(
                        layer, name, getattr(layer, name) - _LEARNING_RATE * getattr(layer, self.called(f"d{name}"))
                    )

    def weights(self) -> list[bytes]:
        """The bytes of all weights."""
        return [
            np.ascontiguousarray(getattr(layer, self.called(name))).tobytes()
            for layer in self.connected
            for name in "Wb"
        ]

    def _put_in_shape(self, layer: Any) -> None:
        for name in "Wb":
            gradient, shape = self.called(f"d{name}"), getattr(layer, self.called(name)).shape
            setattr(layer, gradient, getattr(layer, gradient).reshape(shape))

    def _call(self, cls: str, layer: Any, method: str, *arguments: Any) -> Any:
        taken = arguments[: len(arguments) - self.lacks.get(f"{cls}.{method}", 0)]
        if self.treatment != "copied":
            return getattr(layer, method)(*taken)
        result = getattr(layer, method)(*(entry.copy() if is_a(entry, np.ndarray) else entry for entry in taken))
        return result.copy() if is_a(result, np.ndarray) else result


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
