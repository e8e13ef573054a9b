"""What may happen to a worker, as functions that stand in for a trial's. Workers import this file by its name."""

from __future__ import annotations

import math
import os
import time
from pathlib import Path

import msgspec

from undergrad.tuning.trial import Task, advance
from undergrad.tuning.workers import Work, WorkerDiedError


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
        time.sleep(600)
    return advance(task)


def wait_for_mark(path: bytes) -> bytes:
    """Answer when the file is there, after ten minutes at most."""
    for _ in range(60_000):
        if Path(path.decode()).exists():
            return b"answer"
        time.sleep(0.01)
    raise TimeoutError(f"nobody made {path.decode()}")


def never_ready(engine: str, dtype: str) -> None:
    """What a worker does when it starts, for ten minutes."""
    time.sleep(600)


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

    def abandon(self, work):
        self._workers.abandon(work)

    def close(self):
        self._workers.close()


class OneHangs(Planted):
    """Workers of which one hangs once, and for the driver an hour goes by as soon as it waits for that one alone."""

    def __init__(self, workers, mark: Path) -> None:
        super().__init__(workers, hang_once)
        self._mark, self._waiting, self._hung = mark, set(), None

    def submit(self, function, argument):
        work = super().submit(function, argument)
        self._waiting.add(work)
        work.add_done_callback(self._waiting.discard)
        return work

    def clock(self) -> float:
        """The driver's time.monotonic()."""
        if self._hung is None and self._mark.exists() and len(self._waiting) == 1:
            [self._hung] = self._waiting
        return time.monotonic() + 3600 * (self._hung in self._waiting)


class Late:
    """One worker, in this process, that takes up what it is asked `start` seconds later, and answers after `silence`.

    The driver's clock, which goes on by a second whenever somebody looks at it, moves it.
    """

    bytes_per_second, count, share_memory = math.inf, 1, True

    def __init__(self, start: float, silence: float) -> None:
        self._start, self._silence, self._now = start, silence, 0.0
        self._asked = self._work = self._task = None
        #: After how many seconds it was ended, each time.
        self.ended_after = []

    def clock(self) -> float:
        """The driver's time.monotonic()."""
        self._now += 1
        if self._work is not None:
            since = self._now - self._asked
            if since >= self._start and self._work.begun == math.inf:
                self._work.begun = self._now
            if since >= self._start + self._silence:
                work, self._work = self._work, None
                work.set_result(advance(self._task))
        return self._now

    def submit(self, function, argument):
        self._work, self._task, self._asked = Work(), argument, self._now
        return self._work

    def abandon(self, work):
        self.ended_after.append(self._now - self._asked)
        self._work = None
        work.set_exception(WorkerDiedError("it was late"))
