"""Workers of a Dask scheduler, on many machines."""

from __future__ import annotations

import contextlib
import functools
import importlib
import importlib.util
import os
import re
import threading
import uuid
from concurrent.futures import Executor, Future
from typing import Any

from undergrad.engines import prepare
from undergrad.errors import UsageError
from undergrad.tuning.workers import HUNG, Function, Work, WorkerDiedError

#: Seconds that a scheduler has to answer.
_TIMEOUT = 10.0


class Cluster:
    """The workers of a Dask scheduler, each with one thread; they may come and go. Needs `undergrad[cluster]`.

    `address` is like `tcp://host:8786`. UsageError if Dask is not installed or no scheduler answers there, and from
    `count` if a worker has several threads. It has no example to run, since that needs a scheduler.
    """

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
        # How often Dask itself repeats a task whose worker died.
        self._config: Any = importlib.import_module("dask").config
        self._attempts = 1 + int(self._config.get("distributed.scheduler.allowed-failures"))
        # Another trial's task must differ even if its bytes are the same.
        self._executor: Executor = self._client.get_executor(pure=False, retries=0)
        self._under_way: dict[Work, tuple[str, Future[bytes]]] = {}
        self._abandoned: set[Work] = set()
        self._begun_topic = f"undergrad-{uuid.uuid4()}"  # only for this driver
        self._client.subscribe_topic(self._begun_topic, self._hear_that_it_has_begun)

    @property
    def count(self) -> int:
        """Part of `Workers`."""
        threads = self._client.nthreads()
        if any(number > 1 for number in threads.values()):
            # BLAS's threads are set for a whole process, so trials in one process would disturb each other.
            raise UsageError("a Dask worker has several threads; start workers with `dask worker ADDRESS --nthreads 1`")
        return len(threads)

    def submit(self, function: Function, argument: bytes) -> Work:
        """Part of `Workers`."""
        key, work = f"undergrad-{uuid.uuid4()}", Work()
        do = functools.partial(_begin_and_do, self._begun_topic, key, function)
        with self._config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"}):  # its size is fixed
            inner: Future[bytes] = self._executor.submit(do, argument, key=key)
        self._under_way[work] = key, inner
        inner.add_done_callback(lambda done: self._ended(done, work))
        return work

    def abandon(self, work: Work) -> None:
        """Part of `Workers`."""
        key, inner = self._under_way.get(work, ("", None))
        if inner is None:  # it has just answered
            return
        self._abandoned.add(work)
        holders = [address for address, keys in self._client.processing().items() if key in map(str, keys)]
        inner.cancel()
        if holders:
            # In the worker's own loop, which runs even if a task hangs; its nanny starts another. Nobody waits for it.
            kill = functools.partial(self._client.run, _leave, workers=holders, on_error="ignore")
            threading.Thread(target=kill, daemon=True).start()

    def close(self) -> None:
        """Part of `Workers`."""
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
        gone = WorkerDiedError(HUNG if work in self._abandoned else "its worker is gone")
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
    """`function(argument)`, after compiling the engine and reporting that to the driver that listens to `topic`."""
    prepare("auto", "float32", contextlib.nullcontext())
    distributed: Any = importlib.import_module("distributed")
    distributed.get_worker().log_event(topic, key)
    return function(argument)


def _leave() -> None:
    os._exit(1)
