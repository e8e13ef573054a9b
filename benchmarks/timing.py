"""Times measured side by side: in turn, many rounds, medians. On a shared machine only their ratios mean anything."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import numpy as np

#: A library's threads keep waiting actively for a while after its last call and would slow down the next function.
PAUSE = 0.2


def medians(functions: Mapping[str, Callable[[], object]], *, rounds: int, warm_up: int = 3) -> dict[str, float]:
    """Median seconds of each function over `rounds` rounds, each of which calls all of them in turn.

    Before the timing, each function is called once: that wakes its threads and loads its data into the cache, so that
    the preceding function does not matter.
    """
    times: dict[str, list[float]] = {name: [] for name in functions}
    for number in range(warm_up + rounds):
        for name, function in functions.items():
            time.sleep(PAUSE)
            function()
            start = time.perf_counter()
            function()
            if number >= warm_up:
                times[name].append(time.perf_counter() - start)
    return {name: float(np.median(values)) for name, values in times.items()}
