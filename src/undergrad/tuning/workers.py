"""Where trials are done: processes of this computer, or a Dask cluster. The seam is `concurrent.futures.Executor`.

A worker may die or hang, and another takes its place. On this computer each worker is an executor of one process: so it
is known whose trial was under way when a process died, and no other trial suffers.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import importlib.util
import math
import multiprocessing
import os
import re
import signal
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import SpawnContext
from typing import Any, Protocol

from undergrad.engines import prepare
from undergrad.errors import UndergradError, UsageError
from undergrad.experiments.processes import die_with_parent, spared_by_signals, spawning

Function = Callable[[bytes], bytes]
#: A scheduler has so many seconds to answer.
_TIMEOUT = 10.0
_HUNG = "its worker did not answer and was ended"


class WorkerDiedError(UndergradError):
    """The process that worked on a trial is gone. `attempts`: how many have died of it."""

    def __init__(self, why: str, attempts: int = 1) -> None:
        super().__init__(why)
        self.attempts = attempts


class Work(Future[bytes]):
    """What a worker was asked to do, and its answer.

    `begun` is when a worker that had its engine compiled took it up, as time.monotonic(); `math.inf` before.
    """

    begun: float = math.inf

    def begins(self) -> None:
        """A worker that is ready takes it up; told again where another one has to do it anew."""
        self.begun = time.monotonic()


class Workers(Protocol):
    """Does functions of bytes elsewhere."""

    #: As much as may travel to each worker, and back, for as long as it works.
    bytes_per_second: float
    #: Whether they are processes of this computer, and so have its memory together.
    share_memory: bool

    @property
    def count(self) -> int:
        """How many can be under way at once now."""
        ...

    def submit(self, function: Function, argument: bytes) -> Work:
        """Have `function(argument)` done; at most `count` at a time. WorkerDiedError is the answer of a dead worker."""
        ...

    def abandon(self, work: Work) -> None:
        """End the worker that does `work`, which never answers."""
        ...

    def close(self) -> None:
        """End all workers. What is under way is lost."""
        ...


class Processes:
    """`count` processes of this computer, each an executor of its own."""

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
        self._gone: list[_Process] = []  # of no more use; what is left of them is cleared away at the end
        self._abandoned: set[Work] = set()
        self._lock = threading.Lock()  # futures end in threads of their executors

    def submit(self, function: Function, argument: bytes) -> Work:
        work = Work()
        with self._lock:
            process = self._idle.pop() if self._idle else self._started()
            try:
                inner = process.executor.submit(function, argument)
            except BrokenProcessPool:  # it was ended while it had nothing to do
                self._gone.append(process)
                process = self._started()
                inner = process.executor.submit(function, argument)
            self._busy[work] = process
        process.ready.add_done_callback(lambda _: work.begins())  # at once where it is ready already
        inner.add_done_callback(lambda done: self._ended(done, work, process))
        return work

    def abandon(self, work: Work) -> None:
        with self._lock:
            process = self._busy.get(work)
            self._abandoned.add(work)
        if process is not None:
            process.kill(wait=False)  # which answers with WorkerDiedError

    def close(self) -> None:
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
            error = UndergradError(f"a worker process cannot get ready ({type(error).__name__}: {error})")
        usable = error is None
        error = error or _error(inner)
        with self._lock:
            del self._busy[work]
            # A broken executor calls this while it holds its own lock, so it is shut down later.
            (self._idle if usable and not isinstance(error, BrokenProcessPool) else self._gone).append(process)
        if isinstance(error, BrokenProcessPool):
            died = "its process was ended from outside, perhaps for want of memory"
            work.set_exception(WorkerDiedError(_HUNG if work in self._abandoned else died))
        elif error is not None:
            work.set_exception(error)
        else:
            work.set_result(inner.result())


class _Process:
    """A process of this computer, and the executor of it alone."""

    def __init__(self, context: SpawnContext, engine: str, dtype: str, compiling: Any) -> None:
        self.executor = ProcessPoolExecutor(1, context, _begin, (compiling,))
        before = multiprocessing.active_children()
        with spared_by_signals():
            try:
                #: The process's first task. Where it fails, what comes after it has no worth.
                self.ready = self.executor.submit(_get_ready, engine, dtype)
            except OSError as error:
                raise UndergradError(f"no worker process can be started ({error}); use fewer --workers") from error
        [self._process] = [child for child in multiprocessing.active_children() if child not in before]

    def kill(self, *, wait: bool) -> None:
        """End it; with `wait`, return when nothing of it is left that the interpreter's own end could meet."""
        self._process.kill()
        self.executor.shutdown(wait=wait, cancel_futures=True)


def _error(future: Future[Any]) -> BaseException | None:
    return BrokenProcessPool() if future.cancelled() else future.exception()


# In a worker process --------------------------------------------------------------------------------------------------

_compiling: Any


def _begin(compiling: Any) -> None:
    """What must not fail: whatever an executor's beginning raises is lost."""
    global _compiling
    _compiling = compiling
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the driver hears Ctrl-C, and waits for what is under way
    die_with_parent()


def _get_ready(engine: str, dtype: str) -> None:
    prepare(engine, dtype, _compiling)


# Many machines --------------------------------------------------------------------------------------------------------


class Cluster:
    """The workers of a Dask scheduler, each with one thread; they may come and go."""

    #: Everything goes through driver and scheduler: a hundred workers together take a fifth of a gigabit line.
    bytes_per_second = 250_000.0
    share_memory = False

    def __init__(self, address: str) -> None:
        if importlib.util.find_spec("distributed") is None:
            raise UsageError("a scheduler needs Dask, which is not installed (pip install 'undergrad[cluster]')")
        if not re.fullmatch(r"(\w+://)?\S+:\d+/?", address):
            raise UsageError(f"{address!r} is no scheduler's address; write host and port, as tcp://host:8786")
        distributed: Any = importlib.import_module("distributed")
        try:
            self._client = distributed.Client(address, timeout=_TIMEOUT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"no Dask scheduler answers at {address}; start one with `dask scheduler`, and workers with "
                "`dask worker ADDRESS --nthreads 1`"
            ) from error
        self._killed: type[Exception] = distributed.KilledWorker
        # Dask itself tries a task again whose worker died, so many times.
        self._config: Any = importlib.import_module("dask").config
        self._attempts = 1 + int(self._config.get("distributed.scheduler.allowed-failures"))
        # A function of another trial's numbers is another task even where the bytes are the same.
        self._executor: Executor = self._client.get_executor(pure=False, retries=0)
        self._under_way: dict[Work, tuple[str, Future[bytes]]] = {}
        self._abandoned: set[Work] = set()
        self._begun_topic = f"undergrad-{uuid.uuid4()}"  # of this driver alone
        self._client.subscribe_topic(self._begun_topic, self._hear_that_it_has_begun)

    @property
    def count(self) -> int:
        threads = self._client.nthreads()
        if any(number > 1 for number in threads.values()):
            # BLAS's threads are set for a whole process, so trials that share one would disturb each other.
            raise UsageError("a Dask worker has several threads; start workers with `dask worker ADDRESS --nthreads 1`")
        return len(threads)

    def submit(self, function: Function, argument: bytes) -> Work:
        key, work = f"undergrad-{uuid.uuid4()}", Work()
        do = functools.partial(_begin_and_do, self._begun_topic, key, function)
        with self._config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"}):  # it is as large as it is
            inner: Future[bytes] = self._executor.submit(do, argument, key=key)
        self._under_way[work] = key, inner
        inner.add_done_callback(lambda done: self._ended(done, work))
        return work

    def abandon(self, work: Work) -> None:
        key, inner = self._under_way.get(work, ("", None))
        if inner is None:  # it has just answered
            return
        self._abandoned.add(work)
        holders = [address for address, keys in self._client.processing().items() if key in map(str, keys)]
        inner.cancel()
        if holders:
            # In the worker's own loop, which goes on where a task hangs; its nanny starts another. Nobody waits for it.
            kill = functools.partial(self._client.run, _leave, workers=holders, on_error="ignore")
            threading.Thread(target=kill, daemon=True).start()

    def close(self) -> None:
        for _, inner in list(self._under_way.values()):
            inner.cancel()
        with contextlib.suppress(OSError):
            self._client.close()

    def _hear_that_it_has_begun(self, event: tuple[float, str]) -> None:
        _, begun = event
        for work, (key, _) in list(self._under_way.items()):
            if key == begun:
                work.begins()

    def _ended(self, inner: Future[bytes], work: Work) -> None:
        self._under_way.pop(work, None)
        gone = WorkerDiedError(_HUNG if work in self._abandoned else "its worker is gone")
        error = gone if inner.cancelled() else inner.exception()
        if isinstance(error, self._killed):
            died = "every worker that took it was ended from outside, perhaps for want of memory"
            error = WorkerDiedError(died, self._attempts)
        if error is not None:
            work.set_exception(error)
        else:
            work.set_result(inner.result())


# In a Dask worker -----------------------------------------------------------------------------------------------------


def _begin_and_do(topic: str, key: str, function: Function, argument: bytes) -> bytes:
    """`function(argument)`, when the engine is compiled and the driver that listens to `topic` has heard so."""
    prepare("auto", "float32", contextlib.nullcontext())
    distributed: Any = importlib.import_module("distributed")
    distributed.get_worker().log_event(topic, key)
    return function(argument)


def _leave() -> None:
    os._exit(1)
