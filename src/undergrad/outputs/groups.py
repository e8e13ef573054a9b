"""Divides samples by a number into ordered groups of about equal size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_MOST = 10
_FEWEST = 10


def quantile_groups(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """(n,), the number of the group of each of the `values` (n,), from 0 on, the smallest values first.

    There are ten groups of about equal size, or fewer, so that about ten values fall into each. Equal values are in one
    group, so groups may be fewer and of unequal size.

    >>> quantile_groups(np.arange(40.0)).tolist() == [number // 10 for number in range(40)]
    True
    >>> quantile_groups(np.array([1.0] * 30 + [2.0] * 5)).tolist() == [0] * 30 + [1] * 5
    True
    """
    count = max(1, min(_MOST, len(values) // _FEWEST))
    # The last value of each group except the last group: an observed value, so that rounding moves no sample.
    ends = np.quantile(values, np.arange(1, count) / count, method="inverted_cdf")
    places = np.searchsorted(np.unique(ends), values, side="left")
    numbers: NDArray[np.int64] = np.unique(places, return_inverse=True)[1].astype(np.int64)
    return numbers
