"""Numbers from arrays: norms of gradients and weights, and what the units of a layer do over the validation images."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import Array, to_numpy
from undergrad.engines.units import UnitSums
from undergrad.insight.records import BINS

#: Digits that are kept: what is measured on some hundred images is not known to more.
_DIGITS = 5

#: A sum of squares between these is exact enough in the type of its terms; float64 takes four times as long.
_SAFE = (1e-20, 1e30)

#: A unit is saturated when it lies beyond 95 % of its range for more than this share of the images ...
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
    # Not by a matrix product, which would wake the threads of a second BLAS.
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        squares = float(np.einsum("i,i", flat, flat))
        if not _SAFE[0] < squares < _SAFE[1]:  # squares of float32 may have over- or underflowed
            squares = float(np.einsum("i,i", flat, flat, dtype=np.float64))
    return math.sqrt(squares)


def shares(units: UnitSums) -> dict[str, Any]:
    """The fields of a LayerEpoch about units; empty, so None, where an output was not finite."""
    n, size = units.n, units.size
    if not n or not np.isfinite(size).all():
        return {}
    derivative, bins = units.derivative / n, np.minimum(BINS * units.derivative // n, BINS - 1)
    return {
        "dead": _share(units.active == 0),
        "near_dead": _share(units.active < _NEAR_DEAD_ON * n),
        "saturated": None if units.activation == "relu" else _share(units.beyond > _SATURATED_ON * n),
        "derivative": finite(float(derivative.mean())),
        "both_signs": _share((units.most > 0) & (units.least < 0)),
        "dormant": _share(size <= _TAU * size.mean()),
        "derivative_histogram": tuple(np.bincount(bins.astype(int), minlength=BINS).tolist()),
    }


def _share(where: NDArray[np.bool_]) -> float | None:
    return finite(float(where.mean()))
