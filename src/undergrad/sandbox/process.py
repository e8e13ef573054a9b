"""The seam between the checker and the student's code: another process with a time and a memory limit.

Everything that the checker knows of the student's file comes through `StudentProcess.run`. A sandbox for hostile code
takes the place of this one class. Nothing here waits without a limit, whatever the process does.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

import msgspec

from undergrad.errors import UndergradError
from undergrad.sandbox.answers import Answers, Wait
from undergrad.sandbox.worker.script import Failure, Line, Outcome, Script, pack
from undergrad.sandbox.worker.supervisor import ABORT, END
from undergrad.sandbox.worker.wire import frame

_KEEP = 2**15
_START = 60.0  # seconds in which an interpreter and NumPy are there even on a busy machine
_LAST_WORDS = 5.0  # seconds in which a process that is to abort says where it is
_END = 10.0  # seconds in which a process that is to end has ended
_REST = 5.0  # seconds in which what is left in its pipes has been read
_WORKER = Path(__file__).with_name("worker") / "start.py"


class Session(Protocol):
    """Whatever can execute a script: another process, or this one."""

    def run(self, script: Script) -> list[Outcome]:
        """One outcome for each operation. Raises nothing for what the student's code does."""


@dataclass(frozen=True)
class Contents:
    """What the import gave: classes with their methods, or why there are none."""

    classes: dict[str, Any]
    failure: Failure | None
    #: The processor's time that the import took.
    seconds: float
    printed: int
    replaced: tuple[str, ...] = ()  # names of Python's builtins and of NumPy


class StudentProcess:
    """Runs scripts on the classes of the file `path`. A context manager; the process ends with it.

    A script that takes longer than `limit` seconds, ends the process, or writes into its answers, fails in the
    operation that it was at; the next script gets a new process. `import_limit` is for the import, `memory` in bytes.
    With `allow_undergrad` the file may import this package. `echo` gets what it prints, in another thread.
    """

    #: How the end of a time limit is waited for.
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
    ) -> None:
        self.path, self.limit, self.import_limit, self.memory = path.resolve(), limit, import_limit, memory
        self.allow_undergrad, self.echo = allow_undergrad, echo
        #: Whether the file has written into its answers, at whatever moment.
        self.foreign = False
        self._requests = 0
        self._worker: _Worker | None = None
        self._spawn()  # and go on: the interpreter and NumPy start while this process does something else

    @functools.cached_property
    def contents(self) -> Contents:
        """What the file holds. Waits for its import. UndergradError if no process can be started."""
        return self._contents()

    def __enter__(self) -> StudentProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, script: Script) -> list[Outcome]:
        """The script's outcomes, as many as it has operations."""
        total, limit = len(script.operations), self.limit if script.limit is None else script.limit
        if self._worker is None:
            self._spawn()
            failure = self._contents().failure
            if failure is not None:
                return [Outcome("failure", failure=failure)] + [Outcome("skipped")] * (total - 1)
        worker = self._worker
        assert worker is not None
        self._requests += 1
        header, payload = pack(script)
        worker.answers.expect(self._requests, [len(entry.get("arguments", ())) for entry in script.operations])
        start = time.monotonic()
        sent = worker.send(frame(header | {"limit": limit, "request": self._requests}, payload), limit)
        left = max(0.0, limit - (time.monotonic() - start))
        if sent and worker.answers.wait(worker.answers.done, left, self.wait):
            return worker.answers.outcomes
        failure = self._failed(worker, limit)
        outcomes = list(worker.answers.outcomes)
        foreign = worker.answers.foreign
        place = min(len(outcomes) if foreign is None or foreign < 0 else foreign, total - 1)
        return [*outcomes[:place], Outcome("failure", failure=failure), *[Outcome("skipped")] * (total - place - 1)]

    def close(self) -> None:
        """End the process."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()

    def _spawn(self) -> None:
        self._worker = _Worker(self.path, self.memory, self.allow_undergrad, self.echo)

    def _contents(self) -> Contents:
        worker = self._worker
        assert worker is not None
        answers = worker.answers
        if not answers.wait(lambda: answers.ready, _START, self.wait):
            reason = worker.last_line() if answers.ended else f"it did not start within {_START:g} s"
            self.close()
            raise UndergradError(f"the process for {self.path.name} cannot be started: {reason}; try again")
        if not answers.wait(lambda: answers.found is not None, self.import_limit, self.wait):
            return Contents({}, self._failed(worker, self.import_limit), self.import_limit, 0)
        found = answers.found
        assert found is not None
        failure = found.failure.failure() if found.failure else None
        classes = msgspec.to_builtins(found.classes)
        return Contents(classes, failure, found.seconds, found.printed, tuple(found.replaced))

    def _failed(self, worker: _Worker, limit: float) -> Failure:
        """Why there is no answer. The process is ended."""
        if worker.answers.foreign is not None:
            self.foreign = True
            self.close()
            return Failure("foreign", "foreign", "")
        ended = worker.answers.ended
        code = worker.code(_END) if ended else worker.process.poll()
        if not ended and code is None:
            worker.abort()
        self.close()
        line = worker.line(self.path)
        if not ended and code is None:
            return Failure("timeout", "timeout", f"{limit:g}", line)
        if code is not None and code < 0:
            try:
                name = signal.Signals(-code).name
            except ValueError:
                name = f"signal {-code}"
            return Failure("crash", "signal", name, line)
        return Failure("crash", "pipe", "", line) if code is None else Failure("crash", "exit code", str(code), line)


class _Worker:
    """One process, and the pipes to it."""

    def __init__(
        self, path: Path, memory: int, allow_undergrad: bool, echo: Callable[[str], object] | None = None
    ) -> None:
        # One thread: a busy machine must not make the student's code look slow.
        threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        environment = os.environ | threads | {"PYTHONIOENCODING": "utf-8", "MPLBACKEND": "Agg"}
        own, self._lifeline = os.pipe() if hasattr(os, "fork") else (-1, -1)
        # -P: not from the current folder, where a student has a random.py or a json.py.
        command = [sys.executable, "-P", str(_WORKER), str(path), str(memory), str(own), str(int(allow_undergrad))]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env=environment,
            bufsize=0,
            start_new_session=True,  # Ctrl-C is for the checker alone
            pass_fds=(own,) if own >= 0 else (),
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self._requests = self.process.stdin
        if own >= 0:
            os.close(own)
            os.set_blocking(self._requests.fileno(), False)
        self.answers, self._words = Answers(self.process.stdout), _Words(self.process.stderr, echo)

    def send(self, message: bytes, seconds: float) -> bool:
        """Whether the process has taken the message before the seconds were over."""
        rest, end = memoryview(message), time.monotonic() + seconds
        while rest:
            try:
                written = self._requests.write(rest)
            except OSError:
                return False
            if written:
                rest = rest[written:]
                continue
            poller = select.poll()  # the pipe is full
            poller.register(self._requests, select.POLLOUT)
            if not poller.poll(max(0.0, end - time.monotonic()) * 1000):
                return False
        return True

    def abort(self) -> None:
        """Let the process say where it is, and end."""
        self._say(ABORT)
        if self._lifeline >= 0:
            self.code(_LAST_WORDS)

    def code(self, seconds: float) -> int | None:
        """The exit code, if the process ends before the seconds are over."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.process.wait(seconds)
        return None

    def end(self) -> None:
        """End the process and what it has started."""
        if self._lifeline >= 0:
            self._say(END)
            os.close(self._lifeline)
            self._lifeline = -1
            self.code(_END)
        if self.process.poll() is None:
            if sys.platform != "win32":
                with contextlib.suppress(OSError):
                    os.killpg(self.process.pid, signal.SIGKILL)
            self.process.kill()
            self.code(_END)
        with contextlib.suppress(OSError):  # what was not yet written to a process that is gone
            self._requests.close()
        self.answers.join(_REST)
        self._words.join(_REST)

    def last_line(self) -> str:
        """The last line of what the process said on stderr."""
        self._words.join(_REST)
        return self._words.text().strip().rpartition("\n")[2]

    def line(self, path: Path) -> Line | None:
        """The innermost line of the student's file in what faulthandler wrote, if it did. The process has ended."""
        _, _, text = self._words.text().rpartition("(most recent call first)")
        found = re.search(rf'File "[^"]*{re.escape(path.name)}", line (\d+)', text)
        if not found:
            return None
        number = int(found[1])
        try:
            source = path.read_text("utf-8", "replace").splitlines()[number - 1].strip()
        except (OSError, IndexError):
            source = ""
        return Line(path.name, number, source)

    def _say(self, word: bytes) -> None:
        if self._lifeline >= 0:
            with contextlib.suppress(OSError):
                os.write(self._lifeline, word)
            self.process.send_signal(signal.SIGCONT)  # the student's code may have stopped who is to read it


class _Words:
    """What the process says on stderr: everything is read, the end is kept."""

    def __init__(self, stream: IO[bytes], echo: Callable[[str], object] | None) -> None:
        self._end, self._echo = b"", echo
        self._stream = stream
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def text(self) -> str:
        """The end of it."""
        return self._end.decode("utf-8", "replace")

    def join(self, seconds: float) -> None:
        """Wait for the end of the stream."""
        self._thread.join(seconds)

    def _read(self) -> None:
        with contextlib.suppress(OSError, ValueError), self._stream as stream:
            while piece := stream.read(2**16):
                self._end = (self._end + piece)[-_KEEP:]
                if self._echo:
                    self._echo(piece.decode("utf-8", "replace"))
