"""Workers that are processes of this computer.

Each is an executor of one process: so when a process dies, the driver knows which trial it had, and no other trial
suffers.
"""

from __future__ import annotations

import math
import multiprocessing
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import SpawnContext
from typing import Any

from undergrad.engines import prepare
from undergrad.errors import UndergradError, UsageError
from undergrad.experiments.processes import die_with_parent, spared_by_signals, spawning
from undergrad.tuning.workers import HUNG, Function, Work, WorkerDiedError


class Processes:
    """`count` processes of this computer, each in an executor of its own; each compiles `engine` before it begins.

    UsageError for a `count` below 1; `submit` raises UndergradError if no process can be started.

    >>> workers = Processes(1)
    >>> workers.submit(bytes.upper, b"there and back").result()
    b'THERE AND BACK'
    >>> workers.close()
    """

    bytes_per_second = math.inf
    share_memory = True

    def __init__(self, count: int, *, engine: str = "auto", dtype: str = "float32") -> None:
        if count < 1:
            raise UsageError(f"workers must be at least 1, not {count}")
        self.count = count
        context = spawning()
        self._context, self._engine, self._dtype, self._compiling = context, engine, dtype, context.Lock()
        self._idle: list[_Process] = []
        self._busy: dict[Work, _Process] = {}
        self._gone: list[_Process] = []  # no longer usable; they are cleaned up at the end
        self._abandoned: set[Work] = set()
        self._lock = threading.Lock()  # futures complete in threads of their executors

    def submit(self, function: Function, argument: bytes) -> Work:
        """Part of `Workers`."""
        work = Work()
        with self._lock:
            process = self._idle.pop() if self._idle else self._started()
            try:
                inner = process.executor.submit(function, argument)
            except BrokenProcessPool:  # somebody ended it while it was idle
                self._gone.append(process)
                process = self._started()
                inner = process.executor.submit(function, argument)
            self._busy[work] = process
        process.ready.add_done_callback(lambda _: work.begins())  # at once if it is already ready
        inner.add_done_callback(lambda done: self._ended(done, work, process))
        return work

    def abandon(self, work: Work) -> None:
        """Part of `Workers`."""
        with self._lock:
            process = self._busy.get(work)
            self._abandoned.add(work)
        if process is not None:
            process.kill(wait=False)  # its future then raises WorkerDiedError

    def close(self) -> None:
        """Part of `Workers`."""
        with self._lock:
            processes = [*self._idle, *self._busy.values(), *self._gone]
            self._idle.clear()
            self._gone.clear()
        for process in processes:
            process.kill(wait=True)

    def _started(self) -> _Process:
        return _Process(self._context, self._engine, self._dtype, self._compiling)

    def _ended(self, inner: Future[bytes], work: Work, process: _Process) -> None:
        error = _error(process.ready)
        if error is not None and not isinstance(error, BrokenProcessPool | UndergradError | ImportError):
            error = UndergradError(f"a worker process cannot start ({type(error).__name__}: {error})")
        usable = error is None
        error = error or _error(inner)
        with self._lock:
            del self._busy[work]
            # A broken executor calls this while it holds its own lock, so shut it down later.
            (self._idle if usable and not isinstance(error, BrokenProcessPool) else self._gone).append(process)
        if isinstance(error, BrokenProcessPool):
            died = "its process was ended from outside, perhaps for want of memory"
            work.set_exception(WorkerDiedError(HUNG if work in self._abandoned else died))
        elif error is not None:
            work.set_exception(error)
        else:
            work.set_result(inner.result())


class _Process:
    """A process of this computer, and its executor."""

    def __init__(self, context: SpawnContext, engine: str, dtype: str, compiling: Any) -> None:
        self.executor = ProcessPoolExecutor(1, context, _begin, (compiling,))
        before = multiprocessing.active_children()
        with spared_by_signals():
            try:
                #: The process's first task. If it fails, later tasks are worthless.
                self.ready = self.executor.submit(_get_ready, engine, dtype)
            except OSError as error:
                raise UndergradError(f"no worker process can be started ({error}); use fewer --workers") from error
        [self._process] = [child for child in multiprocessing.active_children() if child not in before]

    def kill(self, *, wait: bool) -> None:
        """End it; with `wait`, return only when nothing is left that could disturb the interpreter's exit."""
        self._process.kill()
        self.executor.shutdown(wait=wait, cancel_futures=True)


def _error(future: Future[Any]) -> BaseException | None:
    return BrokenProcessPool() if future.cancelled() else future.exception()


# In a worker process --------------------------------------------------------------------------------------------------

_compiling: Any


def _begin(compiling: Any) -> None:
    """The initializer of a process. It must not fail: an executor loses the error of its initializer."""
    global _compiling
    _compiling = compiling
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the driver receives Ctrl-C, and waits for the running trials
    die_with_parent()


def _get_ready(engine: str, dtype: str) -> None:
    prepare(engine, dtype, _compiling)
