"""The weights of the first layer that has any, as pictures of what it responds to."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from numpy.typing import NDArray

from undergrad.arrays import Array, to_numpy
from undergrad.layers.base import Shape


class FirstWeights(NamedTuple):
    """The weights W (D, H) of a first layer: a column for each of its units, or of its filters."""

    #: Their name: `fc1.W`.
    name: str
    W: NDArray[Any]
    #: The shape of a column as a picture: a sample's, or a filter's, its channels one below the other.
    shape: Shape
    #: Whether they belong to a convolution.
    are_filters: bool


def first_weights(arrays: Iterable[tuple[str, Array]], sample_shape: Shape) -> FirstWeights | None:
    """The first of the `arrays`, in the order of names, that is a matrix (D, H) or has filters (F, C, k, k)."""
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
