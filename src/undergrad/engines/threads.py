"""How many threads share a training step, and how they are let loose."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

#: A thread is worth its waiting for so many floating-point operations a step, which take it about 20 microseconds.
_OPERATIONS = 2e6

#: A counter of meetings that stands below 0 says that not all threads have come and that nobody need wait for them.
_CANCELLED = -(2**62)


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def allowed_threads() -> int:
    """How many threads the user lets a matrix product have, now: what BLAS is set to, or else the cores.

    That is the setting of OPENBLAS_NUM_THREADS, of threadpoolctl's `threadpool_limits`, and of their like.
    """
    return min((library.get_num_threads() for library in _blas()), default=cores())


def worthwhile_threads(operations: float) -> int:
    """As many of the allowed threads as a step of so many floating-point operations keeps busy."""
    return max(1, min(allowed_threads(), int(operations / _OPERATIONS)))


class Team:
    """Threads that do the same work together: this one, and helpers that wait for the next."""

    def __init__(self) -> None:
        self._helpers: ThreadPoolExecutor | None = None
        self._size = 1

    def run(self, work: Callable[..., int], threads: int, *arguments: Any) -> int:
        """work(thread, threads, meetings, *arguments) in each of `threads` threads; what the first one returns.

        `meetings` (1,) int64 is 0. An exception in this thread, Ctrl-C above all, cancels the first meeting, if it
        comes before that: `work` must begin with one and end where it fails. After this, nobody works any more.
        """
        meetings = np.zeros(1, np.int64)
        if threads == 1:
            return work(0, 1, meetings, *arguments)
        helping = []
        try:
            helpers = self._at_least(threads)
            for thread in range(1, threads):
                helping.append(helpers.submit(work, thread, threads, meetings, *arguments))
            done = work(0, threads, meetings, *arguments)
        except BaseException:
            meetings[0] = _CANCELLED
            raise
        finally:
            wait(helping)
        for helper in helping:
            helper.result()
        return done

    def _at_least(self, threads: int) -> ThreadPoolExecutor:
        if self._helpers is None or self._size < threads:
            self._helpers, self._size = ThreadPoolExecutor(threads - 1, "undergrad-engine"), threads
        return self._helpers


@functools.cache
def _blas() -> list[Any]:
    # Asked for once: going through all loaded libraries takes milliseconds. NumPy's BLAS is among them.
    return [library for library in ThreadpoolController().lib_controllers if library.user_api == "blas"]
