"""Measures the gain of a second thread on this machine during a measurement: virtual machines share cores.

On your own machine it is 2. If two virtual cores share a real one, or other users need it, it is less, and it limits
every measurement with two threads.
"""

from __future__ import annotations

import threading
import time
from typing import Any

import numpy as np
from numba import njit

_ROUNDS = 20
_LOOPS = 1_000_000


@njit(nogil=True)
def _arithmetic(loops: int) -> Any:
    a = np.zeros(64, np.float32)
    for _ in range(loops):
        for j in range(64):
            a[j] = a[j] * np.float32(0.999) + np.float32(1)
    return a[0]


def second_thread() -> float:
    """The work of two threads / the work of one in the same time: the median over about two seconds.

    The work is only arithmetic, which waits for no memory.
    """
    _arithmetic(1)
    return float(np.median([2 * _seconds(1) / _seconds(2) for _ in range(_ROUNDS)]))


def _seconds(count: int) -> float:
    threads = [threading.Thread(target=_arithmetic, args=(_LOOPS,)) for _ in range(count)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start
