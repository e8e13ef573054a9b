"""What the units behind an activation function do, summed up over samples."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import Array, to_numpy
from undergrad.layers import ACTIVATIONS

#: The activation functions whose units are summed up, by their classes: those whose output alone tells the derivative.
#: That of a LeakyReLU or an ELU depends on alpha too.
OBSERVED: dict[type[Any], str] = {ACTIVATIONS[name]: name for name in ("sigmoid", "relu", "tanh")}

#: A unit lies beyond 95 % of its range where its output is that near to one of the range's ends.
BEYOND = 0.95

#: The rows of a table.
ACTIVE, BEYOND_RANGE, DERIVATIVE, SIZE, MOST, LEAST = range(6)
ROWS = 6


class UnitSums:
    """Sums by unit over outputs h (n, width) of the activation function `activation`, as views (width,) of a table.

    Of outputs with more axes, (N, width, ...), each entry of the second axis is a unit, and what it gives at a place of
    an image counts as a sample: the places of a feature map share its weights, so it learns where any of them passes a
    gradient.

    `activation` is a name in OBSERVED. Sigmoid and tanh are one formula: with t, the place of h between the ends -1 and
    1 of the function's range, the derivative is its maximum times 1 - t^2.
    """

    def __init__(self, activation: str, n: int, table: NDArray[np.float64]) -> None:
        self.activation = activation
        #: Of how many samples, or places of samples, these are the sums.
        self.n = n
        #: On how many samples the unit's derivative is not 0.
        self.active: NDArray[np.float64] = table[ACTIVE]
        #: On how many it lies beyond 95 % of its range; 0 for ReLU, which has none.
        self.beyond: NDArray[np.float64] = table[BEYOND_RANGE]
        #: The sum of the derivative divided by its maximum.
        self.derivative: NDArray[np.float64] = table[ACTIVE if activation == "relu" else DERIVATIVE]
        #: The sum of abs(h), which is not finite where an output was not.
        self.size: NDArray[np.float64] = table[SIZE]
        #: The greatest of 0 and all h, and the least; of ReLU, 0.
        self.most: NDArray[np.float64] = table[MOST]
        self.least: NDArray[np.float64] = table[LEAST]

    @classmethod
    def none(cls, activation: str, width: int) -> UnitSums:
        """The sums over no sample."""
        return cls(activation, 0, np.zeros((ROWS, width)))

    def add(self, out: Array) -> None:
        """Take in outputs (n, width), or (N, width, ...)."""
        out = to_numpy(out)
        if out.ndim > 2:
            out = np.moveaxis(out, 1, -1).reshape(-1, out.shape[1])
        self.n += len(out)
        with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is the reader's to judge
            self.size += np.abs(out).sum(axis=0, dtype=np.float64)
            if self.activation == "relu":
                self.active += (out > 0).sum(axis=0)
                return
            t = 2 * out - 1 if self.activation == "sigmoid" else out
            square = t * t
            self.active += (square < 1).sum(axis=0)
            self.beyond += (square > BEYOND**2).sum(axis=0)
            self.derivative += (1 - square).sum(axis=0, dtype=np.float64)
            np.maximum(self.most, out.max(axis=0), out=self.most)
            np.minimum(self.least, out.min(axis=0), out=self.least)


def merged(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """The table of all samples together from tables (k, ROWS, width) of parts of them."""
    table: NDArray[np.float64] = tables.sum(axis=0)
    table[MOST], table[LEAST] = tables[:, MOST].max(axis=0), tables[:, LEAST].min(axis=0)
    return table
