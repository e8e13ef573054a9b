"""The seam between the checker and the student's code: another process with a time and a memory limit.

Everything that the checker knows of the student's file comes through `StudentProcess.run`. A sandbox for hostile code
takes the place of this one class.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from undergrad.check import wire
from undergrad.check.script import Failure, Line, Outcome, Script, pack, unpack_outcome

_Message = tuple[dict[str, Any], bytes]
_KEEP = 2**15
_START = 30.0  # seconds in which an interpreter and NumPy are there even on a busy machine
_OWN_FAULT = 113  # as in child.py, which must not be imported here


class Session(Protocol):
    """Whatever can execute a script: another process, or this one."""

    def run(self, script: Script) -> list[Outcome]:
        """One outcome for each operation. Raises nothing for what the student's code does."""


@dataclass(frozen=True)
class Contents:
    """What the import gave: classes with their methods, or why there are none."""

    classes: dict[str, Any]
    failure: Failure | None
    seconds: float
    printed: int
    replaced: tuple[str, ...] = ()  # names of Python's builtins and of NumPy


class StudentProcess:
    """Runs scripts on the classes of the file `path`. A context manager; the process ends with it.

    A script that takes longer than `limit` seconds, or ends the process, fails in the operation that it was at; the
    next script gets a new process. `import_limit` is for the import, `memory` in bytes.
    """

    def __init__(self, path: Path, *, limit: float = 3.0, import_limit: float = 10.0, memory: int = 4 * 2**30) -> None:
        self.path, self.limit, self.import_limit, self.memory = path.resolve(), limit, import_limit, memory
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: _Answers | None = None
        self._words: _Words | None = None
        self._spawn()  # and go on: the interpreter and NumPy start while this process does something else

    @functools.cached_property
    def contents(self) -> Contents:
        """What the file holds. Waits for its import."""
        return self._wait()

    def __enter__(self) -> StudentProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, script: Script) -> list[Outcome]:
        """The script's outcomes, as many as it has operations."""
        if self._process is None:
            self._spawn()
            self._wait()
        total = len(script.operations)
        header, payload = pack(script)
        messages: list[_Message] = []
        try:
            assert self._process is not None
            assert self._process.stdin is not None
            assert self._answers is not None
            wire.send(self._process.stdin, header | {"limit": self.limit}, payload)  # type: ignore[arg-type]
            messages, ended = self._answers.take(total, self.limit)
        except (OSError, AssertionError):
            ended = True
        outcomes = [unpack_outcome(*message) for message in messages]
        if len(outcomes) < total:
            outcomes.append(Outcome("failure", failure=self._crash() if ended else self._timeout(self.limit)))
        return outcomes + [Outcome("skipped")] * (total - len(outcomes))

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        if sys.platform != "win32":  # and what it has started: a copy of it would hold the pipes open
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was not yet written to a process that is gone
                    continue

    def _spawn(self) -> None:
        # One thread: the speed of the student's code and of the textbook are compared side by side.
        threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        environment = os.environ | threads | {"PYTHONIOENCODING": "utf-8", "MPLBACKEND": "Agg"}
        # -P: not from the current folder, where a student has a random.py or a json.py.
        command = [sys.executable, "-P", "-m", "undergrad.check.child", str(self.path), str(self.memory)]
        pipe = subprocess.PIPE
        # A session of its own: what the student's code starts besides can be ended with it.
        process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, start_new_session=True
        )
        self._process, self._answers, self._words = process, _Answers(process), _Words(process)

    def _wait(self) -> Contents:
        assert self._answers is not None
        self._answers.take(1, _START)  # it has started, for which the import is not to blame
        messages, ended = self._answers.take(1, self.import_limit)
        if not messages:
            return Contents({}, self._crash() if ended else self._timeout(self.import_limit), self.import_limit, 0)
        header, payload = messages[0]
        outcome = unpack_outcome(header, payload)
        seconds, replaced = header.get("seconds", 0.0), tuple(header.get("replaced", ()))
        return Contents(header["classes"], outcome.failure, seconds, header["printed"], replaced)

    def _timeout(self, limit: float) -> Failure:
        process, words = self._process, self._words
        if process and sys.platform != "win32":
            process.send_signal(signal.SIGABRT)  # which faulthandler answers with where it is
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)
        if process:
            process.kill()
        line = words.line(self.path) if words else None
        self.close()
        return Failure("timeout", "timeout", f"did not finish within {limit:g} s", line)

    def _crash(self) -> Failure:
        process, words = self._process, self._words
        code = process.wait() if process else None
        line = words.line(self.path) if words else None
        self.close()
        if code == _OWN_FAULT:
            told = words.end.decode("utf-8", "replace").strip().rpartition("\n")[2] if words else ""
            raise RuntimeError(f"the checker's own code failed: {told}")
        if code is not None and code < 0:
            try:
                name = signal.Signals(-code).name
            except ValueError:
                name = f"signal {-code}"
            told = {"SIGSEGV": "a segmentation fault", "SIGKILL": "killed, as when memory runs out"}.get(name, name)
            return Failure("crash", "crash", f"ended the Python interpreter ({told})", line)
        return Failure("crash", "crash", f"ended the Python interpreter with exit code {code}, as os._exit does", line)


class _Words:
    """What the process says on stderr: the beginning and the end are kept, everything is read."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.end = b""
        self.process = process
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        stream = self.process.stderr
        assert stream is not None
        try:
            while part := os.read(stream.fileno(), 2**16):
                self.end = (self.end + part)[-_KEEP:]
        except (OSError, ValueError):  # closed meanwhile
            return

    def line(self, path: Path) -> Line | None:
        """The innermost line of the student's file in what faulthandler wrote, if it did. The process has ended."""
        self.thread.join(1)
        text = self.end.decode("utf-8", "replace")
        _, _, text = text.rpartition("(most recent call first)")
        found = re.search(rf'File "[^"]*{re.escape(path.name)}", line (\d+)', text)
        if not found:
            return None
        number = int(found[1])
        try:
            source = path.read_text("utf-8", "replace").splitlines()[number - 1].strip()
        except (OSError, IndexError):
            source = ""
        return Line(path.name, number, source)


class _Answers:
    """What the process answers. Its reader wakes whoever waits once for a whole script, not for each of its answers."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._messages: list[_Message] = []
        self._wanted = 1
        self._ended = False
        self._changed = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def take(self, count: int, timeout: float) -> tuple[list[_Message], bool]:
        """The next `count` messages, or those that came within `timeout` seconds, and whether no more can come."""
        with self._changed:
            self._wanted = count
            self._changed.wait_for(self._complete, timeout)
            taken, self._messages = self._messages[:count], self._messages[count:]
            return taken, self._ended

    def _complete(self) -> bool:
        return self._ended or len(self._messages) >= self._wanted

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        message: _Message | None
        while True:
            try:
                message = wire.receive(stream)  # type: ignore[arg-type]
            except (OSError, ValueError):  # closed meanwhile, or something that is no message
                message = None
            with self._changed:
                if message is None:
                    self._ended = True
                else:
                    self._messages.append(message)
                if self._complete():
                    self._changed.notify_all()
            if message is None:
                return
