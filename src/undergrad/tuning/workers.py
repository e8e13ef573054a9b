"""Who does trials: what a driver asks of workers, wherever they are. The seam is `concurrent.futures.Executor`.

A worker may die or hang, and another takes its place.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol

from undergrad.errors import UndergradError

Function = Callable[[bytes], bytes]
#: Of a worker that was abandoned.
HUNG = "its worker did not answer and was ended"


class WorkerDiedError(UndergradError):
    """The process that worked on a trial is gone. `attempts`: how many have died of it.

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
    """What a worker was asked to do, and its answer: a `concurrent.futures.Future` of bytes."""

    #: When a worker that had its engine compiled took it up, in seconds of time.monotonic(); `math.inf` before.
    begun: float = math.inf

    def begins(self) -> None:
        """A worker that is ready takes it up; told again where another one has to do it anew."""
        self.begun = time.monotonic()


class Workers(Protocol):
    """Does functions of bytes elsewhere: `Processes` of this computer, or a `Cluster`."""

    #: Bytes a second that may travel to each worker, and back, for as long as it works; `math.inf` for any number.
    bytes_per_second: float
    #: Whether they are processes of this computer, and so have its memory together.
    share_memory: bool

    @property
    def count(self) -> int:
        """How many can be under way at once now."""
        ...

    def submit(self, function: Function, argument: bytes) -> Work:
        """Have `function(argument)` done; at most `count` at a time.

        What the function raises is the answer's error, and WorkerDiedError is that of a dead worker.
        """
        ...

    def abandon(self, work: Work) -> None:
        """End the worker that does `work`, which never answers."""
        ...

    def close(self) -> None:
        """End all workers. What is under way is lost."""
        ...
