"""What a second thread is worth on this machine while something is measured: virtual machines share cores.

On a machine of one's own it is 2. Where two virtual cores are one real one, or others want it too, it is less, and
whatever is measured with two threads has that for its limit.
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
    """How many times the work of one thread two threads do in the same time: the median over two seconds or so.

    It is arithmetic alone, which waits for no memory.
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
