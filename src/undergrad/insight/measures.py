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

#: A sum of squares between these is exact enough in the type of its terms; float64 takes four times as long.
_SAFE = (1e-20, 1e30)

#: A unit lies beyond 95 % of its range where its output is that near to one of the range's ends.
_BEYOND = 0.95
#: It is saturated when it lies there for more than this share of the images ...
_SATURATED_ON = 0.95
#: ... and near dead when it is active for less than this.
_NEAR_DEAD_ON = 0.01
#: Sokar et al. 2023.
_TAU = 0.025

#: Outputs of small layers wait until there are so many: most of their time would go into beginning.
_AT_ONCE = 2**18


def finite(value: float) -> float | None:
    """`value` to the digits that are kept, None where it is not finite."""
    return float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else None


def norm(array: Array) -> float:
    """The root of the sum of squares; NaN or infinite where an entry is."""
    flat = to_numpy(array).reshape(-1)
    # Not by a matrix product, which would wake the threads of a second BLAS.
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        squares = float(np.einsum("i,i", flat, flat))
        if not _SAFE[0] < squares < _SAFE[1]:  # squares of float32 may have over- or underflowed
            squares = float(np.einsum("i,i", flat, flat, dtype=np.float64))
    return math.sqrt(squares)


class Units:
    """The units of one layer behind the activation function `activation`, a name of `undergrad.layers.ACTIVATIONS`.

    Sigmoid and tanh are one formula here: with t, the output's place between the ends -1 and 1 of its range, the
    derivative is its maximum times 1 - t^2.
    """

    def __init__(self, activation: str, width: int) -> None:
        self.activation = activation
        self.n = 0
        self._waiting: list[NDArray[Any]] = []
        #: By unit, sums over the images taken in so far, and the greatest and the smallest output.
        self._active, self._beyond, self._derivative, self._size = np.zeros((4, width))
        self._most, self._least = np.zeros((2, width))

    def see(self, out: Array) -> None:
        """Take in outputs (n, width), which may change afterwards."""
        self._waiting.append(np.array(to_numpy(out)))
        if sum(part.size for part in self._waiting) >= _AT_ONCE:
            self._take()

    def _take(self) -> None:
        if not self._waiting:
            return
        out = np.concatenate(self._waiting)
        self._waiting.clear()
        self.n += len(out)
        with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is told as None in the end
            if self.activation == "relu":
                active = _count(out > 0)
                self._active += active
                self._derivative += active
                self._size += out.sum(axis=0)
                return
            t = 2 * out - 1 if self.activation == "sigmoid" else out
            square = t * t
            self._active += _count(square < 1)
            self._beyond += _count(square > _BEYOND**2)
            self._derivative += len(out) - square.sum(axis=0)
            if self.activation == "sigmoid":
                self._size += out.sum(axis=0)
                return
            self._size += np.abs(out).sum(axis=0)
            self._most = np.maximum(self._most, out.max(axis=0))
            self._least = np.minimum(self._least, out.min(axis=0))

    def shares(self) -> dict[str, Any]:
        """The fields of a LayerEpoch about units; empty, so None, where an output was not finite."""
        self._take()
        if not self.n or not np.isfinite(self._size).all():
            return {}
        derivative = self._derivative / self.n
        return {
            "dead": _share(self._active == 0),
            "near_dead": _share(self._active < _NEAR_DEAD_ON * self.n),
            "saturated": None if self.activation == "relu" else _share(self._beyond > _SATURATED_ON * self.n),
            "derivative": finite(float(derivative.mean())),
            "both_signs": _share((self._most > 0) & (self._least < 0)),
            "dormant": _share(self._size <= _TAU * self._size.mean()),
            "derivative_histogram": tuple(np.histogram(derivative, BINS, (0.0, 1.0))[0].tolist()),
        }


def _count(where: NDArray[np.bool_]) -> NDArray[np.uint32]:
    # Summing bytes takes a third of the time that summing bool takes.
    counts: NDArray[np.uint32] = where.view(np.uint8).sum(axis=0, dtype=np.uint32)
    return counts


def _share(where: NDArray[np.bool_]) -> float | None:
    return finite(float(where.mean()))
