"""How far arrays are from those that they should be, in words that a failure shows."""

from __future__ import annotations

from collections.abc import Mapping, Set

import numpy as np

#: Below this norm, the squares of float32 have lost their digits.
TINY = 1e-30


def distance(own: np.ndarray, right: np.ndarray) -> float:
    """||own - right|| / ||right||, of the numbers; infinite for another shape, and where one is none or infinite and
    the other is something else."""
    if np.shape(own) != np.shape(right):
        return np.inf
    own, right = np.asarray(own, np.float64), np.asarray(right, np.float64)
    with np.errstate(invalid="ignore"):
        apart = np.where((own == right) | (np.isnan(own) & np.isnan(right)), 0.0, np.abs(own - right))
    norm = float(np.linalg.norm(right[np.isfinite(right)]))
    far = float(np.linalg.norm(apart)) / max(norm, TINY)
    return np.inf if np.isnan(far) else far


def too_far(
    own: Mapping[str, np.ndarray],
    right: Mapping[str, np.ndarray],
    tolerance: float,
    without: Set[str] = frozenset(),
) -> dict[str, str]:
    """Which of the arrays `right` are farther from their `own` than that, and how far; `without` are the parameters
    that are left out, with what an optimizer keeps of them."""
    assert own.keys() == right.keys()
    found = {key: distance(own[key], right[key]) for key in right if key.partition(" ")[0] not in without}
    return {key: f"{far:.1e}" for key, far in found.items() if not far <= tolerance}


def check_near(
    own: Mapping[str, np.ndarray],
    right: Mapping[str, np.ndarray],
    tolerance: float,
    without: Set[str] = frozenset(),
    where: str = "",
) -> None:
    """Fail where one of them is too far, in words."""
    __tracebackhide__ = True
    far = too_far(own, right, tolerance, without)
    assert not far, f"{where}: farther than {tolerance:g} times the norm are {far}"
