"""Central differences in float64: the judge of a gradient when there is no textbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from undergrad.sandbox.worker.script import NDArray

#: The step, and those to try where the first leaves a gradient between right and wrong.
STEPS = (1e-5, 1e-6, 1e-4)
# Two step lengths that disagree by more than this part straddle a kink; where both sides do, one lies at x itself.
_KINK = 1e-4
_NOISE = 1e-7  # and by less than this they disagree by rounding


@dataclass(frozen=True)
class Differences:
    """df/dx by differences, and where they cannot be trusted because f has a kink within the step."""

    gradient: NDArray
    kinks: NDArray


def central(f: Callable[[NDArray], float], x: NDArray, step: float = STEPS[0]) -> Differences:
    """df/dx, entry by entry, (f(x + h) - f(x - h)) / (the step actually taken), h = step max(1, |x|).

    A second step of h / 10 tells kinks: a smooth function gives the same with both, and from both sides.
    """
    middle = f(x.copy())
    (large, _), (small, bend) = (_with_step(f, x, middle, h) for h in (step, step / 10))
    tolerance = max(_KINK * float(np.abs(large).max(initial=0.0)), _NOISE)
    return Differences(large, (np.abs(large - small) > tolerance) | (np.abs(bend) > tolerance))


def _with_step(f: Callable[[NDArray], float], x: NDArray, middle: float, step: float) -> tuple[NDArray, NDArray]:
    """The gradient, and the slope to the right less that to the left."""
    gradient, bend = np.empty_like(x), np.empty_like(x)
    for index in np.ndindex(x.shape):
        h = step * max(1.0, abs(float(x[index])))
        high, low = x.copy(), x.copy()
        high[index] += h
        low[index] -= h
        above, below = f(high), f(low)
        gradient[index] = (above - below) / (high[index] - low[index])
        bend[index] = (above - middle) / (high[index] - x[index]) - (middle - below) / (x[index] - low[index])
    return gradient, bend
