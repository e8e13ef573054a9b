"""How the learning rate changes from epoch to epoch. It is constant within an epoch."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence


def _step(done: float, step_at: Sequence[float], step_factor: float) -> float:
    # Rounding makes shares of whole epochs inexact: 7 of 10 epochs must reach the share 0.7.
    return step_factor ** sum(done >= share - 1e-9 for share in step_at)


#: By its name, each schedule's factor of the learning rate, from the share of epochs that is over and, for "step", the
#: shares after which it falls, and the factor. "cosine" follows half a period of a cosine, nearly to 0 in the last
#: epoch (Loshchilov and Hutter 2017, "SGDR", without restarts).
SCHEDULES: dict[str, Callable[[float, Sequence[float], float], float]] = {
    "constant": lambda done, step_at, step_factor: 1.0,
    "step": _step,
    "cosine": lambda done, step_at, step_factor: (1 + math.cos(math.pi * done)) / 2,
}
