"""Finds the value from which on a pair stands out, for a class in which most have done their own work.

It uses the largest value of each submission among all others. Such largest values follow Gumbel's distribution,
whatever is usual in the class. Its place and its width are estimated from the lower half of the values, which contains
no copies as long as less than half of the class has copied. A value stands out if less than one class in ten would have
it by chance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

#: Submissions below which a class does not show what is usual.
FEWEST = 12
#: The expected number of values that stand out in a class where nobody has copied.
_BY_CHANCE = 0.1
#: Shares of the class whose largest values determine place and width.
_LOW, _MIDDLE = 0.2, 0.5
#: How much wider the distribution is taken to be, over the number of values, since a few values estimate its width
#: badly. Simulated: with it _BY_CHANCE is kept, to 0.01, in classes of 12 to 500.
_UNSURE = 8


def threshold(largest: Sequence[float]) -> float:
    """The value beyond which one stands out, from the largest value of each submission; at least FEWEST of them.

    >>> usual = [0.1, 0.11, 0.12, 0.12, 0.13, 0.14, 0.14, 0.15, 0.16, 0.18]
    >>> round(threshold([*usual, 0.2, 0.21]), 2) == round(threshold([*usual, 0.97, 0.97]), 2)
    True
    """
    low, middle = (float(np.quantile(largest, part)) for part in (_LOW, _MIDDLE))
    width = (1 + _UNSURE / len(largest)) * (middle - low) / (_reduced(_MIDDLE) - _reduced(_LOW))
    return middle + width * (_reduced(1 - _BY_CHANCE / len(largest)) - _reduced(_MIDDLE))


def _reduced(part: float) -> float:
    """The quantile of Gumbel's distribution of place 0 and width 1."""
    return -math.log(-math.log(part))
