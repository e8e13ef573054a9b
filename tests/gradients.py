"""Central differences in float64, the oracle for every gradient."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def numerical_gradient(f: Callable[[], float], x: np.ndarray) -> np.ndarray:
    """df/dx by (f(x + h) - f(x - h)) / (the step actually taken), each entry of `x` by itself; `x` is restored."""
    assert x.dtype == np.float64
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        original = x[index]
        h = 1e-5 * max(1.0, abs(original))
        x[index] = original + h
        above, high = f(), x[index]
        x[index] = original - h
        below, low = f(), x[index]
        x[index] = original
        gradient[index] = (above - below) / (high - low)
    return gradient


def relative_error(a: np.ndarray, b: np.ndarray) -> float:
    """||a - b|| / max(||a||, ||b||), 0 where both are zero."""
    largest = max(np.linalg.norm(a), np.linalg.norm(b))
    return float(np.linalg.norm(a - b) / largest) if largest else 0.0
