"""The error of the compiled engine's exp, sigmoid and tanh over all float32: `python -m benchmarks elementary`.

The truth is computed in float64 (for float64 in long double, where that is longer). The unit is the distance between
the two floating-point numbers around the true value, ulp; the nearest number is at most half of one away.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numba import njit

from undergrad.engines.compiled import elementary

Vector = np.ndarray[Any, Any]
#: No function is further from the truth than this, in ulp.
STATED_ERROR = 2.6
BLOCK = 2**22


def _vectorised(function: Callable[[Any], Any]) -> Callable[[Vector], Vector]:
    @njit(fastmath={"contract"}, error_model="numpy")
    def fill(x: Any, out: Any) -> None:
        for i in range(x.size):
            out[i] = function(x[i])

    def values(x: Vector) -> Vector:
        out = np.empty_like(x)
        fill(x, out)
        return out

    return values


def _true_sigmoid(x: Vector) -> Vector:
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + e), e / (1 + e))


FUNCTIONS = {name: _vectorised(getattr(elementary, name)) for name in ("exp", "sigmoid", "tanh")}
_TRUE: dict[str, Callable[[Vector], Vector]] = {"exp": np.exp, "sigmoid": _true_sigmoid, "tanh": np.tanh}


def error_in_ulp(name: str, x: Vector) -> float:
    """The largest error for the numbers `x`. AssertionError if only one of both values is finite."""
    computed = FUNCTIONS[name](x)
    with np.errstate(all="ignore"):
        true = _TRUE[name](x.astype(np.float64 if x.dtype == np.float32 else np.longdouble))
        nearest = true.astype(x.dtype)
        finite = np.isfinite(nearest)
        np.testing.assert_array_equal(computed[~finite], nearest[~finite])
        unit = np.spacing(np.abs(nearest[finite]))
        return float(np.max(np.abs(computed[finite] - true[finite]) / unit, initial=0.0))


def main() -> None:
    """Print the largest error of each function over all 2^32 float32."""
    for name in FUNCTIONS:
        blocks = (np.arange(start, start + BLOCK, dtype=np.uint32) for start in range(0, 2**32, BLOCK))
        print(f"{name:8} {max(error_in_ulp(name, block.view(np.float32)) for block in blocks):.2f} ulp")
    print(f"over all 2^32 float32, infinities and NaN included; Numba {numba.__version__}, NumPy {np.__version__}")
