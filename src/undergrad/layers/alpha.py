"""The number alpha of an activation function: it determines the output for inputs that are not positive."""

from __future__ import annotations

import math

import numpy as np

from undergrad.errors import UsageError


def checked_alpha(alpha: float, kind: str) -> float:
    """`alpha` as a Python float; UsageError, which names the class `kind`, unless it is a finite number >= 0.

    It is a Python float, since a NumPy scalar would determine the dtype of products. 0 makes a ReLU. Below 0 the
    function would fall and then rise.
    """
    is_number = isinstance(alpha, int | float | np.integer | np.floating) and not isinstance(alpha, bool)
    if not is_number or not math.isfinite(alpha) or alpha < 0:
        raise UsageError(f"{kind}: alpha must be a finite number that is 0 or more, not {alpha!r}")
    return float(alpha)
