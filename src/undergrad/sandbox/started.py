"""One running process of a student's, and the pipes to it."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from undergrad.sandbox.answers import Answers
from undergrad.sandbox.containment.launch import Containment, Job
from undergrad.sandbox.words import Words
from undergrad.sandbox.worker.script import Line
from undergrad.sandbox.worker.supervisor import ABORT, END

_LAST_WORDS = 5.0  # seconds for an aborting process to report its current line
_END = 10.0  # seconds for a process to end
_REST = 5.0  # seconds to read the rest of its pipes


class Worker:
    """One process, and the pipes to it."""

    def __init__(
        self,
        path: Path,
        memory: int,
        allow_undergrad: bool,
        echo: Callable[[str], object] | None,
        containment: Containment,
    ) -> None:
        own, self._lifeline = os.pipe() if hasattr(os, "fork") else (-1, -1)
        try:
            self._launch = containment.launch(Job(path, memory, own, allow_undergrad))
        except BaseException:
            for descriptor in {own, self._lifeline} - {-1}:
                os.close(descriptor)
            raise
        self._status: bytes | None = None
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            self._launch.command,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env=self._launch.environment,
            bufsize=0,
            start_new_session=True,  # Ctrl-C stops only the checker
            pass_fds=self._launch.pass_fds,
            **self._launch.options,
        )
        self._launch.started()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self._requests = self.process.stdin
        if own >= 0:
            os.set_blocking(self._requests.fileno(), False)
        self.answers, self._words = Answers(self.process.stdout), Words(self.process.stderr, echo)

    def send(self, message: bytes, seconds: float) -> bool:
        """Send a message; whether the process accepted it before the seconds were over."""
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
        """Make the process report its current line and end."""
        self._say(ABORT)
        if self._lifeline >= 0:
            self.code(_LAST_WORDS)

    def code(self, seconds: float | None = None) -> int | None:
        """The exit code, or minus the signal; None if the process has not ended after the seconds, by default ten."""
        try:
            code = self.process.wait(_END if seconds is None else seconds)
        except subprocess.TimeoutExpired:
            return None
        if self._launch.status < 0:
            return code
        if self.status().isdigit():
            return os.waitstatus_to_exitcode(int(self.status()))
        return 128 - code if code > 128 else code  # the containing program adds 128 to a signal

    def status(self) -> bytes:
        """The report of a contained process's supervisor about its end; it must have ended."""
        if self._status is None:
            self._status = os.read(self._launch.status, 64) if self._launch.status >= 0 else b""
        return self._status

    def end(self) -> None:
        """End the process and all processes that it has started."""
        if self._lifeline >= 0:
            self._say(END)
            os.close(self._lifeline)
            self._lifeline = -1
            self.code()
        if self.process.poll() is None:
            if sys.platform != "win32":
                with contextlib.suppress(OSError):
                    os.killpg(self.process.pid, signal.SIGKILL)
            self.process.kill()
            self.code()
        with contextlib.suppress(OSError):  # unwritten data for a process that is gone
            self._requests.close()
        self.answers.join(_REST)
        self._words.join(_REST)
        self.status()
        if self._launch.status >= 0:
            os.close(self._launch.status)
        self._launch.remove()

    def last_line(self) -> str:
        """The last line that the process wrote to stderr."""
        self._words.join(_REST)
        return self._words.text().strip().rpartition("\n")[2]

    def line(self, path: Path) -> Line | None:
        """The innermost line of the student's file in faulthandler's output, if any; the process must have ended."""
        _, _, text = self._words.text().rpartition("(most recent call first)")
        match = re.search(rf'File "[^"]*{re.escape(path.name)}", line (\d+)', text)
        if not match:
            return None
        number = int(match[1])
        try:
            source = path.read_text("utf-8", "replace").splitlines()[number - 1].strip()
        except (OSError, IndexError):
            source = ""
        return Line(path.name, number, source)

    def _say(self, word: bytes) -> None:
        if self._lifeline >= 0:
            with contextlib.suppress(OSError):
                os.write(self._lifeline, word)
            self.process.send_signal(signal.SIGCONT)  # the student's code may have stopped the supervisor
