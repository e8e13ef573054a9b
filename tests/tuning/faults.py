"""What may happen to a worker, as functions that stand in for a trial's. Workers import this file by its name."""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec

from undergrad.tuning.trial import Task, advance


def put_mark(path: str) -> None:
    """Tell a worker that runs already where the mark of what happens once is."""
    os.environ["UNDERGRAD_TEST_MARK"] = path


def number_of(task: bytes) -> int:
    """The trial's number, from its network's name."""
    return int(msgspec.msgpack.decode(task, type=Task).spec.network.name.removeprefix("trial-"))


def die_once(task: bytes) -> bytes:
    """Trial 3 kills its process the first time that it is tried."""
    mark = Path(os.environ["UNDERGRAD_TEST_MARK"])
    if number_of(task) == 3 and not mark.exists():
        mark.touch()
        os._exit(9)
    return advance(task)


def poison(task: bytes) -> bytes:
    """Trial 3 kills its process always."""
    if number_of(task) == 3:
        os._exit(9)
    return advance(task)


def hang_once(task: bytes) -> bytes:
    """Trial 3 never answers the first time that it is tried."""
    mark = Path(os.environ["UNDERGRAD_TEST_MARK"])
    if number_of(task) == 3 and not mark.exists():
        mark.touch()
        time.sleep(3600)
    return advance(task)


def no_memory(task: bytes) -> bytes:
    """Trial 3 needs more memory than there is."""
    if number_of(task) == 3:
        raise MemoryError
    return advance(task)


def fault(task: bytes) -> bytes:
    """Trial 3 meets a fault in the code."""
    if number_of(task) == 3:
        raise ZeroDivisionError("division by zero")
    return advance(task)


class Planted:
    """Workers that do something else in the place of every trial."""

    def __init__(self, workers, instead) -> None:
        self._workers, self._instead = workers, instead
        self.bytes_per_second, self.share_memory = workers.bytes_per_second, workers.share_memory

    @property
    def count(self):
        return self._workers.count

    def submit(self, function, argument):
        return self._workers.submit(self._instead, argument)

    def has_begun(self, future):
        return self._workers.has_begun(future)

    def abandon(self, future):
        self._workers.abandon(future)

    def close(self):
        self._workers.close()
