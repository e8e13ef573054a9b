"""The norm of an array of any library."""

from __future__ import annotations

import math

import numpy as np

from undergrad.arrays import Array, to_numpy

#: A sum of squares between these is exact enough in the terms' type; float64 takes four times as long.
_SAFE = (1e-20, 1e30)


def norm(array: Array) -> float:
    """The root of the sum of squares; NaN or infinite if an entry is."""
    matrix = to_numpy(array)
    matrix = matrix.reshape(1, -1) if matrix.flags.c_contiguous or matrix.ndim != 2 else matrix
    # Not by a matrix product, which would wake the threads of a second BLAS.
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        squares = float(np.einsum("ij,ij", matrix, matrix))
        if not _SAFE[0] < squares < _SAFE[1]:  # squares of float32 may have over- or underflowed
            squares = float(np.einsum("ij,ij", matrix, matrix, dtype=np.float64))
    return math.sqrt(squares)
