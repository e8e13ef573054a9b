"""Numbers from arrays: norms of gradients and weights, and what the units of a layer do over the validation images."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import Array, to_numpy
from undergrad.insight.records import BINS

#: Digits that are kept: what is measured on some hundred images is not known to more.
_DIGITS = 5

#: A unit lies beyond 95 % of its range where its output is that near to one of the range's ends.
_BEYOND = 0.95
#: It is saturated when it lies there for more than this share of the images ...
_SATURATED_ON = 0.95
#: ... and near dead when it is active for less than this.
_NEAR_DEAD_ON = 0.01
#: Sokar et al. 2023.
_TAU = 0.025


def finite(value: float) -> float | None:
    """`value` to the digits that are kept, None where it is not finite."""
    return float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else None


def norm(array: Array) -> float:
    """The root of the sum of squares; NaN or infinite where an entry is."""
    flat = to_numpy(array).reshape(-1)
    # Not by a matrix product, which would wake the threads of a second BLAS; in float64, where no square over- or
    # underflows that is not 0 or infinite in float32.
    with np.errstate(over="ignore", invalid="ignore"):
        return math.sqrt(float(np.einsum("i,i", flat, flat, dtype=np.float64)))


class Units:
    """The units of one layer behind the activation function `activation`, a name of `undergrad.layers.ACTIVATIONS`.

    Sigmoid and tanh are one formula here: with t, the output's place between the ends -1 and 1 of its range, the
    derivative is its maximum times 1 - t^2.
    """

    def __init__(self, activation: str, width: int) -> None:
        self.activation = activation
        self.n = 0
        #: By unit, sums over the images seen so far.
        self._active, self._beyond, self._derivative, self._size = np.zeros((4, width))

    def see(self, out: Array) -> None:
        """Take in outputs (n, width)."""
        out = to_numpy(out)
        self.n += len(out)
        with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is told as None in the end
            self._size += np.abs(out).sum(axis=0) if self.activation == "tanh" else out.sum(axis=0)
            if self.activation == "relu":
                active = _count(out > 0)
                self._active += active
                self._derivative += active
            else:
                t = out if self.activation == "tanh" else 2 * out - 1
                square = t * t
                self._active += _count(square < 1)
                self._beyond += _count(square > _BEYOND**2)
                self._derivative += len(out) - square.sum(axis=0)

    def shares(self) -> dict[str, Any]:
        """The fields of a LayerEpoch about units; empty, so None, where an output was not finite."""
        if not self.n or not np.isfinite(self._size).all():
            return {}
        derivative = self._derivative / self.n
        return {
            "dead": _share(self._active == 0),
            "near_dead": _share(self._active < _NEAR_DEAD_ON * self.n),
            "saturated": None if self.activation == "relu" else _share(self._beyond > _SATURATED_ON * self.n),
            "derivative": finite(float(derivative.mean())),
            "dormant": _share(self._size <= _TAU * self._size.mean()),
            "derivative_histogram": tuple(np.histogram(derivative, BINS, (0.0, 1.0))[0].tolist()),
        }


def _count(where: NDArray[np.bool_]) -> NDArray[np.uint32]:
    # Summing bytes takes a third of the time that summing bool takes.
    counts: NDArray[np.uint32] = where.view(np.uint8).sum(axis=0, dtype=np.uint32)
    return counts


def _share(where: NDArray[np.bool_]) -> float | None:
    return finite(float(where.mean()))
