"""How many threads share a training step, how they start, and how BLAS is kept from starting its own."""

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

#: A thread pays off from this many floating-point operations per step on, which take it about 20 microseconds.
_OPERATIONS = 2e6

#: The environment variables with which a user sets the number of BLAS's threads.
SAID = ("OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "OMP_NUM_THREADS")

#: The limit of `at_most` for this thread.
_MOST: contextvars.ContextVar[int | None] = contextvars.ContextVar("most_threads", default=None)

#: A negative counter of meetings means that not all threads have arrived and that nobody needs to wait for them.
_CANCELLED = -(2**62)


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def allowed_threads() -> int:
    """The number of threads that the user allows for a matrix product now: BLAS's setting, or else the cores.

    That is the setting of OPENBLAS_NUM_THREADS, of threadpoolctl's `threadpool_limits`, and of similar ones. Inside
    `at_most` it is at most that limit.
    """
    allowed = min((library.get_num_threads() for library in _blas()), default=cores())
    most = _MOST.get()
    return allowed if most is None else min(allowed, most)


@contextlib.contextmanager
def at_most(threads: int) -> Iterator[None]:
    """A context in which engines called by this Python thread have at most `count` threads; others are not limited."""
    token = _MOST.set(threads)
    try:
        yield
    finally:
        _MOST.reset(token)


def worthwhile_threads(operations: float) -> int:
    """The number of allowed threads that a step with this many floating-point operations keeps busy."""
    return max(1, min(allowed_threads(), int(operations / _OPERATIONS)))


class _Limit:
    """Keeps BLAS on one thread from its first user to its last: the setting belongs to the whole process."""

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
    """A context in which BLAS has one thread, unless the environment sets the number; it restores the setting.

    A product by several threads waits for the last of them in every call. On a shared machine, that thread may have to
    wait for a core much longer than the product takes; and sums have another order.
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
    """Threads that do the same work together: this one, and helpers that wait for the next work."""

    def __init__(self) -> None:
        self._helpers: ThreadPoolExecutor | None = None
        self._size = 1

    def run(self, work: Callable[..., int], threads: int, *arguments: Any) -> int:
        """Run work(thread, threads, meetings, *arguments) in each of `threads` threads; returns the first's result.

        `meetings` (1,) int64 is 0. An exception in this thread, above all Ctrl-C, cancels the first meeting if it comes
        earlier: `work` must begin with a meeting and return if it fails. When this method returns, no thread works.
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
    # With threadpoolctl 3.8 only the first Python thread that set OpenBLAS can set it while it lives: so release it.
    getattr(library, "clear_controlling_thread", lambda: None)()


@functools.cache
def _blas() -> list[Any]:
    # Looked up only once: searching all loaded libraries, which include NumPy's BLAS, takes milliseconds.
    return [library for library in ThreadpoolController().lib_controllers if library.user_api == "blas"]
