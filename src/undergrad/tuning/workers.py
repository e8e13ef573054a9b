"""Workers: the protocol between a driver and its workers, local or remote, shaped like `concurrent.futures.Executor`.

A worker may die or hang; then another takes its place.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol

from undergrad.errors import UndergradError

Function = Callable[[bytes], bytes]
#: The error for an abandoned worker.
HUNG = "its worker did not answer and was ended"


class WorkerDiedError(UndergradError):
    """The process that did a trial is gone. `attempts` counts the processes that this trial has lost.

    >>> from undergrad.tuning import Processes
    >>> workers = Processes(1)
    >>> work = workers.submit(exec, b"import os; os._exit(1)")  # ends its process
    >>> work.result()
    Traceback (most recent call last):
        ...
    undergrad.tuning.workers.WorkerDiedError: its process was ended
    from outside, perhaps for want of memory
    >>> workers.close()
    """

    def __init__(self, why: str, attempts: int = 1) -> None:
        super().__init__(why)
        self.attempts = attempts


class Work(Future[bytes]):
    """A worker's task and its answer: a `concurrent.futures.Future` of bytes."""

    #: When a worker with a compiled engine started it, in seconds of time.monotonic(); `math.inf` before.
    begun: float = math.inf

    def begins(self) -> None:
        """Called when a ready worker starts it, and again if another worker has to repeat it."""
        self.begun = time.monotonic()


class Workers(Protocol):
    """Runs functions of bytes in other processes: `Processes` of this computer, or a `Cluster`."""

    #: The bytes per second that may travel to each worker and back while it works; `math.inf` for no limit.
    bytes_per_second: float
    #: Whether they are processes of this computer, and so share its memory.
    share_memory: bool

    @property
    def count(self) -> int:
        """The number of tasks that can run at once now."""
        ...

    def submit(self, function: Function, argument: bytes) -> Work:
        """Run `function(argument)` in a worker; at most `count` at a time.

        The future raises the function's error, or WorkerDiedError for a dead worker.
        """
        ...

    def abandon(self, work: Work) -> None:
        """End the worker that does `work`, which never answers."""
        ...

    def close(self) -> None:
        """End all workers. Running tasks are lost."""
        ...
