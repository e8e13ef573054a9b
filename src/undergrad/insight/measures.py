"""Measures of a layer's units over the validation images, as shares."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.engines.units import UnitSums
from undergrad.insight.records import BINS

#: Digits to keep: a measurement on some hundred images is not more precise.
_DIGITS = 5

#: A unit is saturated when it lies beyond 95 % of its range for more than this share of the images ...
_SATURATED_ON = 0.95
#: ... and near dead when it is active for less than this.
_NEAR_DEAD_ON = 0.01
#: Sokar et al. 2023.
_TAU = 0.025


def finite(value: float) -> float | None:
    """`value` rounded to these digits; None if it is not finite."""
    return float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else None


def shares(units: UnitSums) -> dict[str, Any]:
    """The fields of a LayerEpoch about units; empty if an output was not finite, so that the fields stay None."""
    n, size = units.n, units.size
    if not n or not np.isfinite(size).all():
        return {}
    derivative, bins = units.derivative / n, np.minimum(BINS * units.derivative // n, BINS - 1)
    return {
        "dead": _share(units.active == 0),
        "near_dead": _share(units.active < _NEAR_DEAD_ON * n),
        "saturated": _share(units.beyond > _SATURATED_ON * n) if units.has_ends else None,
        "derivative": finite(float(derivative.sum()) / len(derivative)),
        "both_signs": _share((units.most > 0) & (units.least < 0)),
        "dormant": _share(size <= _TAU * (size.sum() / len(size))),
        "derivative_histogram": tuple(np.bincount(bins.astype(int), minlength=BINS).tolist()),
    }


def _share(where: NDArray[np.bool_]) -> float | None:
    return finite(np.count_nonzero(where) / len(where))
