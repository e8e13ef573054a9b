"""How many threads share a training step, how they are let loose, and how BLAS is kept from doing so by itself."""

from __future__ import annotations

import contextlib
import contextvars
import functools
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

#: A thread is worth its waiting for so many floating-point operations a step, which take it about 20 microseconds.
_OPERATIONS = 2e6

#: The variables of the environment by which a user says how many threads BLAS has.
SAID = ("OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "OMP_NUM_THREADS")

#: What `at_most` says, of this thread.
_MOST: contextvars.ContextVar[int | None] = contextvars.ContextVar("most_threads", default=None)

#: A counter of meetings that stands below 0 says that not all threads have come and that nobody need wait for them.
_CANCELLED = -(2**62)


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def allowed_threads() -> int:
    """How many threads the user lets a matrix product have, now: what BLAS is set to, or else the cores.

    That is the setting of OPENBLAS_NUM_THREADS, of threadpoolctl's `threadpool_limits`, and of their like. Within
    `at_most` it is no more than that says.
    """
    allowed = min((library.get_num_threads() for library in _blas()), default=cores())
    most = _MOST.get()
    return allowed if most is None else min(allowed, most)


@contextlib.contextmanager
def at_most(threads: int) -> Iterator[None]:
    """Within, engines that this thread of Python calls have no more than so many threads; other callers are free."""
    token = _MOST.set(threads)
    try:
        yield
    finally:
        _MOST.reset(token)


def worthwhile_threads(operations: float) -> int:
    """As many of the allowed threads as a step of so many floating-point operations keeps busy."""
    return max(1, min(allowed_threads(), int(operations / _OPERATIONS)))


class _Limit:
    """BLAS on one thread, from the first who asks for it until the last is done: its setting is the whole process's."""

    def __init__(self) -> None:
        self._lock, self._users = threading.Lock(), 0
        self._before: list[tuple[Any, int]] = []

    def begin(self) -> None:
        """One user more."""
        with self._lock:
            if not self._users:
                self._before = [(library, library.get_num_threads()) for library in _blas()]
                for library, _ in self._before:
                    _set(library, 1)
            self._users += 1

    def end(self) -> None:
        """One user less."""
        with self._lock:
            self._users -= 1
            if not self._users:
                for library, threads in self._before:
                    _set(library, threads)


_LIMIT = _Limit()


@contextlib.contextmanager
def one_blas_thread() -> Iterator[None]:
    """BLAS has one thread within, unless the environment says how many; its setting is left as it was.

    A product by several threads waits for the last of them in every call. On a machine that others use too, that one
    may not have a core for many times as long as the product takes; and sums come out in another order.
    """
    if any(os.environ.get(name) for name in SAID):
        yield
        return
    _LIMIT.begin()
    try:
        yield
    finally:
        _LIMIT.end()


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


def _set(library: Any, threads: int) -> None:
    library.set_num_threads(threads)
    # threadpoolctl 3.8 lets only that Python thread set OpenBLAS which did it first, as long as it lives: so let go.
    getattr(library, "clear_controlling_thread", lambda: None)()


@functools.cache
def _blas() -> list[Any]:
    # Asked for once: going through all loaded libraries takes milliseconds. NumPy's BLAS is among them.
    return [library for library in ThreadpoolController().lib_controllers if library.user_api == "blas"]
