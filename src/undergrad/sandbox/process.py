"""The boundary between the checker and the student's code: another process with a time and a memory limit.

The checker learns everything about the student's file through `StudentProcess`. The `Containment` that starts the
process decides what it can reach. Nothing here waits without a limit, whatever the process does.
"""

from __future__ import annotations

import functools
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import msgspec

from undergrad.errors import UndergradError
from undergrad.sandbox.answers import Wait
from undergrad.sandbox.containment.launch import Containment, Trusting
from undergrad.sandbox.started import Worker
from undergrad.sandbox.worker.script import Failure, Outcome, Script, pack
from undergrad.sandbox.worker.supervisor import TOO_MUCH_MEMORY
from undergrad.sandbox.worker.wire import frame

_START = 60.0  # seconds; enough to start an interpreter and import NumPy even on a busy machine
_PLAIN: Containment = Trusting()


class Session(Protocol):
    """A place that can execute a script: another process, or this one."""

    def run(self, script: Script) -> list[Outcome]:
        """One outcome for each operation. Errors of the student's code are outcomes, not exceptions."""


@dataclass(frozen=True)
class Contents:
    """The result of the import: classes with their methods, or the failure."""

    classes: dict[str, Any]
    failure: Failure | None
    #: The processor time of the import.
    seconds: float
    printed: int
    replaced: tuple[str, ...] = ()  # names of Python's builtins and of NumPy that the file has changed


class StudentProcess:
    """Runs scripts on the classes of the file `path`. A context manager; the process ends with it.

    A script that takes longer than `limit` seconds, ends the process, or writes into its answers, fails in its current
    operation; the next script gets a new process. `import_limit` is the limit of the import, `memory` is in bytes.
    With `allow_undergrad` the file may import this package. `echo` receives its output, in another thread. Without a
    `containment` it is an ordinary process of this user. All imports and scripts together may take `total` seconds of
    the `clock`; after that, each further script fails with a timeout.
    """

    #: Waits for an answer or for the end of a time limit.
    wait: Wait = staticmethod(threading.Condition.wait_for)

    def __init__(
        self,
        path: Path,
        *,
        limit: float = 3.0,
        import_limit: float = 10.0,
        memory: int = 4 * 2**30,
        allow_undergrad: bool = False,
        echo: Callable[[str], object] | None = None,
        containment: Containment | None = None,
        total: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.path, self.limit, self.import_limit, self.memory = path.resolve(), limit, import_limit, memory
        self.allow_undergrad, self.echo, self.containment = allow_undergrad, echo, containment or _PLAIN
        self.total, self.clock = total, clock
        self._left = float("inf") if total is None else total
        #: Whether the file has ever written into its answers.
        self.foreign = False
        self._requests = 0
        self._worker: Worker | None = None
        self._spawn()  # without waiting: the interpreter and NumPy start while this process does something else

    @functools.cached_property
    def contents(self) -> Contents:
        """The contents of the file. Waits for its import. Raises UndergradError if no process can be started."""
        return self._contents()

    @property
    def has_half_its_time(self) -> bool:
        """Whether at least half of the time for all calls is left."""
        return self.total is None or self._left >= self.total / 2

    def __enter__(self) -> StudentProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, script: Script) -> list[Outcome]:
        """The script's outcomes, one for each operation."""
        count = len(script.operations)
        if self._left <= 0:
            self.close()
            failure: Failure | None = Failure("timeout", "total", f"{self.total:g}")
            return [Outcome("failure", failure=failure)] + [Outcome("skipped")] * (count - 1)
        if self._worker is None:
            self._spawn()
            failure = self._contents().failure
            if failure is not None:
                return [Outcome("failure", failure=failure)] + [Outcome("skipped")] * (count - 1)
        start, foreign = self.clock(), self.foreign
        try:
            return self._run(script, count)
        finally:
            self._left -= self.clock() - start
            if script.revises:  # the file did not write what a changed method wrote
                self.foreign = foreign

    def _run(self, script: Script, count: int) -> list[Outcome]:
        worker = self._worker
        assert worker is not None
        self._requests += 1
        own_limit = self.limit if script.limit is None else script.limit
        limit = min(own_limit, self._left)
        header, payload = pack(script)
        worker.answers.expect(self._requests, [len(entry.get("arguments", ())) for entry in script.operations])
        start = time.monotonic()
        sent = worker.send(frame(header | {"limit": limit, "request": self._requests}, payload), limit)
        left = max(0.0, limit - (time.monotonic() - start))
        if sent and worker.answers.wait(worker.answers.done, left, self.wait):
            return worker.answers.outcomes
        failure = self._failed(worker, own_limit)
        outcomes = list(worker.answers.outcomes)
        foreign = worker.answers.foreign
        place = min(len(outcomes) if foreign is None or foreign < 0 else foreign, count - 1)
        return [*outcomes[:place], Outcome("failure", failure=failure), *[Outcome("skipped")] * (count - place - 1)]

    def close(self) -> None:
        """End the process."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()

    def _spawn(self) -> None:
        self._worker = Worker(self.path, self.memory, self.allow_undergrad, self.echo, self.containment)

    def _contents(self) -> Contents:
        worker = self._worker
        assert worker is not None
        answers = worker.answers
        if not answers.wait(lambda: answers.ready, _START, self.wait):
            reason = worker.last_line() if answers.ended else f"it did not start within {_START:g} s"
            self.close()
            raise UndergradError(f"the process for {self.path.name} cannot be started: {reason}; try again")
        start, limit = self.clock(), min(self.import_limit, max(0.0, self._left))
        imported = answers.wait(lambda: answers.found is not None, limit, self.wait)
        self._left -= self.clock() - start
        if not imported:
            return Contents({}, self._failed(worker, self.import_limit), self.import_limit, 0)
        message = answers.found
        assert message is not None
        failure = message.failure.failure() if message.failure else None
        classes = msgspec.to_builtins(message.classes)
        return Contents(classes, failure, message.seconds, message.printed, tuple(message.replaced))

    def _failed(self, worker: Worker, limit: float) -> Failure:
        """End the process, and return the reason why there is no answer."""
        if worker.answers.foreign is not None:
            self.foreign = True
            self.close()
            return Failure("foreign", "foreign", "")
        ended = worker.answers.ended
        code = worker.code() if ended else worker.code(0)
        if not ended and code is None:
            worker.abort()
        self.close()
        line = worker.line(self.path)
        if not ended and code is None:
            if self._left < limit:
                return Failure("timeout", "total", f"{self.total:g}", line)
            return Failure("timeout", "timeout", f"{limit:g}", line)
        if worker.status() == TOO_MUCH_MEMORY:
            return Failure("crash", "memory", f"{self.memory / 2**30:.3g}", line)
        if code is not None and code < 0:
            try:
                name = signal.Signals(-code).name
            except ValueError:
                name = f"signal {-code}"
            return Failure("crash", "signal", name, line)
        return Failure("crash", "pipe", "", line) if code is None else Failure("crash", "exit code", str(code), line)
