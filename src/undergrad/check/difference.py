"""Central differences in float64: the judge of a gradient when there is no textbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from undergrad.sandbox.worker.script import NDArray

#: The step, and those to try where the first leaves a gradient between right and wrong.
STEPS = (1e-5, 1e-6, 1e-4)
_KINK = 1e-4  # two step lengths that disagree by more than this part straddle a kink


@dataclass(frozen=True)
class Differences:
    """df/dx by differences, and where they cannot be trusted because f has a kink within the step."""

    gradient: NDArray
    kinks: NDArray


def central(f: Callable[[NDArray], float], x: NDArray, step: float = STEPS[0]) -> Differences:
    """df/dx, entry by entry, (f(x + h) - f(x - h)) / (the step actually taken), h = step max(1, |x|).

    A second step of h / 10 tells kinks: a smooth function gives the same with both.
    """
    large, small = (_with_step(f, x, h) for h in (step, step / 10))
    scale = max(float(np.abs(large).max(initial=0.0)), 1e-8)
    return Differences(large, np.abs(large - small) > _KINK * scale)


def _with_step(f: Callable[[NDArray], float], x: NDArray, step: float) -> NDArray:
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        h = step * max(1.0, abs(float(x[index])))
        high, low = x.copy(), x.copy()
        high[index] += h
        low[index] -= h
        gradient[index] = (f(high) - f(low)) / (high[index] - low[index])
    return gradient
