"""What the first layer that has weights looks for, as pictures."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from numpy.typing import NDArray

from undergrad.arrays import Array, to_numpy
from undergrad.layers.base import Shape


class FirstWeights(NamedTuple):
    """The weights W (D, H) of a first layer: a column for each of its units, or of its filters."""

    #: What they are called: `fc1.W`.
    name: str
    W: NDArray[Any]
    #: The shape of a column as a picture: a sample's, or a filter's, its channels one below the other.
    shape: Shape
    #: Whether they are those of a convolution.
    are_filters: bool


def first_weights(arrays: Iterable[tuple[str, Array]], sample_shape: Shape) -> FirstWeights | None:
    """Those of the first of the `arrays`, by their names in order, that are a matrix (D, H) or filters (F, C, k, k)."""
    for name, array in arrays:
        W = to_numpy(array)
        if name.rpartition(".")[2] not in ("W", "w"):
            continue
        if W.ndim == 4:
            filters, channels, height, width = W.shape
            return FirstWeights(name, W.reshape(filters, -1).T, (channels * height, width), True)
        if W.ndim == 2:
            return FirstWeights(name, W, sample_shape if math.prod(sample_shape) == len(W) else (len(W),), False)
    return None
