"""Sums over samples of what an activation function's units do."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import Array, to_numpy
from undergrad.layers import Activation

#: A unit is beyond 95 % of its range if its output is this near to one of the range's ends.
BEYOND = 0.95
#: A feature map is beyond its range for an image if more than this share of its places is: then hardly anything moves
#: it. Chosen on networks of images with seed 9; the calibration's tables of those have other seeds.
BEYOND_PLACES = 0.8

#: The rows of a table.
ACTIVE, BEYOND_RANGE, DERIVATIVE, SIZE, MOST, LEAST = range(6)
ROWS = 6


class UnitSums:
    """Sums by unit over outputs h (n, width) of the activation function `layer`, as views (width,) of a table.

    In outputs with more axes, (n, width, ...), each entry of the second axis is a unit, a feature map, and its places
    are judged together, sample by sample. They share its weights, so the unit learns from a sample if any of them
    passes a gradient: then it is active. It is beyond its range if most of its places are, and derivative and size are
    means over the places.

    The layer, which is `observable`, knows its derivative from its output h, and the ends of its range.
    """

    def __init__(self, layer: Activation, n: int, table: NDArray[np.float64]) -> None:
        self.layer = layer
        #: The number of samples in the sums.
        self.n = n
        #: The number of samples for which the unit's derivative is not 0.
        self.active: NDArray[np.float64] = table[ACTIVE]
        #: The number of samples for which it is beyond 95 % of its range; 0 without a range.
        self.beyond: NDArray[np.float64] = table[BEYOND_RANGE]
        #: The sum of the derivative divided by its maximum.
        self.derivative: NDArray[np.float64] = table[DERIVATIVE]
        #: The sum of abs(h), which is not finite if an output was not.
        self.size: NDArray[np.float64] = table[SIZE]
        #: The maximum of 0 and all h, and the minimum; both are 0 if the function has no negative outputs.
        self.most: NDArray[np.float64] = table[MOST]
        self.least: NDArray[np.float64] = table[LEAST]
        if layer.ends[0] >= 0:
            table[[MOST, LEAST]] = 0

    @classmethod
    def none(cls, layer: Activation, width: int) -> UnitSums:
        """The sums over no sample."""
        return cls(layer, 0, np.zeros((ROWS, width)))

    @property
    def activation(self) -> str:
        """The function's name in the text of an architecture."""
        return self.layer.word

    @property
    def has_ends(self) -> bool:
        """Whether the function's range has two ends, at which a unit saturates."""
        return all(map(math.isfinite, self.layer.ends))

    def add(self, out: Array) -> None:
        """Add outputs (n, width), or (n, width, ...), to the sums."""
        out = to_numpy(out)
        out = out.reshape(*out.shape[:2], math.prod(out.shape[2:]))  # (n, width, places)
        self.n += len(out)
        with np.errstate(over="ignore", invalid="ignore"):  # readers must judge values that are not finite
            self.size += np.abs(out).mean(axis=2, dtype=np.float64).sum(axis=0)
            slope = self.layer.relative_slope(out)
            self.active += (slope != 0).any(axis=2).sum(axis=0)
            self.derivative += slope.mean(axis=2, dtype=np.float64).sum(axis=0)
            if self.has_ends:
                low, high = self.layer.ends
                t = (2 * out - (low + high)) / (high - low)  # the place between the ends -1 and 1
                self.beyond += ((t * t > BEYOND**2).mean(axis=2) > BEYOND_PLACES).sum(axis=0)
            if self.layer.ends[0] < 0:
                np.maximum(self.most, out.max(axis=(0, 2)), out=self.most)
                np.minimum(self.least, out.min(axis=(0, 2)), out=self.least)


def merged(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """The table of all samples, from tables (k, ROWS, width) of parts of them."""
    table: NDArray[np.float64] = tables.sum(axis=0)
    table[MOST], table[LEAST] = tables[:, MOST].max(axis=0), tables[:, LEAST].min(axis=0)
    return table
