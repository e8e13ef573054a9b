"""Stops hopeless trials: at each rung, a number of epochs, only the best go on.

Successive halving (Jamieson and Talwalkar 2016) in its asynchronous form (Li et al. 2020, "A System for Massively
Parallel Hyperparameter Tuning"), in which nobody waits for a rung to be full: a trial is compared with those that
reached the rung before. In this file "before" means `in_flight` numbers before, not earlier in time, so the bar is
known when a trial begins, and is the same for any number of workers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from undergrad.outputs import measure_named
from undergrad.training import Epoch


def reached(history: Sequence[Epoch], rungs: Sequence[int]) -> dict[int, float]:
    """For each rung that a trial with this `history` reached, the merit of its best validation measure so far."""
    merits = [measure_named(epoch.measure).merit(epoch.val_measure) for epoch in history]
    return {rung: max(merits[:rung]) for rung in rungs if len(merits) >= rung}


def bars(earlier: Sequence[dict[int, float]], rungs: Sequence[int], reduction: int) -> dict[int, float]:
    """For each rung that has a bar, the merit that a trial needs to go on.

    `earlier` are the merits that the trials before it reached. Of all these and the trial itself, one in `reduction`
    passes the first rung, one in `reduction` of those the second, and so on.

    >>> bars([{1: 0.5}, {1: 0.8, 3: 0.9}, {1: 0.6}, {1: 0.7}], rungs=(1, 3), reduction=3)
    {1: 0.7, 3: 0.9}
    """
    merits, trials = {}, sum(map(bool, earlier)) + 1
    for number, rung in enumerate(rungs, start=1):
        values = sorted((trial[rung] for trial in earlier if rung in trial), reverse=True)
        places = math.ceil(trials / reduction**number)
        if len(values) >= places:
            merits[rung] = values[places - 1]
    return merits
