"""The distance between two arrays, and its verdict."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

NDArray = np.ndarray[Any, Any]


class Bounds(NamedTuple):
    """Relative errors up to `passing` pass, and absolute ones up to `absolute`; relative ones above `failing` fail."""

    passing: float
    failing: float
    absolute: float = 0.0


#: A float64 answer against the textbook in float64: rounding stays far below the first bound, mistakes are far above
#: the second. (An epsilon in another place than log(y_hat + 1e-10) costs about 1e-9.)
USUAL = Bounds(1e-7, 1e-5)
#: A float32 answer against the textbook in float64.
SINGLE = Bounds(1e-4, 1e-2)
#: Analytic gradients against central differences in float64.
OF_DIFFERENCES = Bounds(1e-6, 1e-4, 1e-8)
#: Two arrays with at most this relative error count as equal.
PASS = USUAL.passing
#: A formula is the student's if its numbers match theirs within this relative error.
FIT = 1e-6
_ELEMENT = 10.0  # a single entry may have this many times the error of the whole array


def relative_error(got: NDArray, want: NDArray) -> float:
    """||got - want|| / max(||got||, ||want||): 0 when both are zero, inf for other shapes or non-finite numbers."""
    if got.shape != want.shape:
        return math.inf
    a, b = _wide(got).ravel(), _wide(want).ravel()
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return math.inf
    scale = max(np.abs(a).max(initial=0.0), np.abs(b).max(initial=0.0))
    if scale == 0.0:
        return 0.0
    a, b = a / scale, b / scale  # no square overflows
    return float(np.linalg.norm(a - b) / max(np.linalg.norm(a), np.linalg.norm(b)))


def element_error(got: NDArray, want: NDArray) -> float:
    """The largest |got - want| / max(|got|, |want|) of one entry; entries far below the largest count less."""
    a, b = _wide(got), _wide(want)
    size = np.maximum(np.abs(a), np.abs(b))
    floor = 1e-3 * float(size.max(initial=0.0))
    return float((np.abs(a - b) / np.maximum(size, floor)).max(initial=0.0)) if floor else 0.0


def verdict(got: NDArray, want: NDArray, bounds: Bounds = USUAL) -> tuple[str, float]:
    """("pass", "unclear" or "fail", the relative error)."""
    error = relative_error(got, want)
    apart = np.abs(_wide(got) - _wide(want)).max(initial=0.0) if got.shape == want.shape else math.inf
    if bounds.absolute and apart <= bounds.absolute:
        return "pass", error
    if not math.isfinite(error):
        return "fail", error
    single = element_error(got, want) / _ELEMENT
    if max(error, single) <= bounds.passing:
        return "pass", error
    return ("fail" if max(error, single) > bounds.failing else "unclear"), error


def differences(got: NDArray, want: NDArray, count: int = 3) -> list[tuple[tuple[int, ...], float, float]]:
    """The `count` entries that differ most: (position, got, want). Empty if the shapes differ."""
    if got.shape != want.shape:
        return []
    a, b = _wide(got), _wide(want)
    gap = np.where(np.isfinite(a), np.abs(np.where(np.isfinite(a), a, 0) - b), np.inf)
    order = np.argsort(-gap, axis=None, kind="stable")[:count]
    places = [tuple(int(part) for part in np.unravel_index(flat, gap.shape)) for flat in order]
    return [(place, _plain(a[place]), _plain(b[place])) for place in places if gap[place] > 0]


def _wide(array: NDArray) -> NDArray:
    return array if array.dtype.kind == "c" else array.astype(np.float64)


def _plain(value: Any) -> float:
    return float(np.real(value))
