"""Imports the student's file once, then executes scripts until the input ends.

Requests come on file descriptor 0 and answers go to 1. Before any of the student's code runs, both are moved away, so
that its input and output do not mix with them. It can still write there, so the checker treats all answers as data from
a stranger.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib.machinery
import importlib.util
import io
import os
import signal
import sys
import time
import types
from pathlib import Path
from typing import Any

from undergrad.sandbox.worker.contents import contents_of
from undergrad.sandbox.worker.executor import Machine
from undergrad.sandbox.worker.isolation import Snapshot, Surroundings
from undergrad.sandbox.worker.script import Outcome, pack_outcome, unpack
from undergrad.sandbox.worker.wire import Frames, frame, parsed

# Bound here: the student's file may replace them globally.
_read, _write, _getpid, _exit = os.read, os.write, os.getpid, os._exit
_FLOOD = 2**18  # the most characters of one operation that are passed on; the rest is only counted


class Output(io.TextIOBase):
    """The student's stdout and stderr: counts all characters, passes the beginning on."""

    def __init__(self) -> None:
        self.count = self.allowed = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.count += len(text)
        if self.allowed > 0:
            self.allowed -= len(text)
            with contextlib.suppress(OSError):
                os.write(2, text[:_FLOOD].encode("utf-8", "replace"))
        return len(text)


class Answers:
    """The pipe of the answers."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor, self._own = descriptor, os.getpid()

    def send(self, says: str, header: dict[str, Any], payload: bytes = b"") -> None:
        """Send one message. A process that the student's code has forked ends here instead: it must not answer."""
        if _getpid() != self._own:
            _exit(0)
        rest = memoryview(frame({"says": says} | header, payload))
        while rest:
            rest = rest[_write(self._descriptor, rest) :]


def serve(file: str, memory: int) -> None:
    """Serve until the checker closes the pipe."""
    path = Path(file)
    requests, answers = os.dup(0), Answers(os.dup(1))
    surroundings = Surroundings(path.parent)
    surroundings.put_back()
    output = Output()
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.stderr = output
    faulthandler.enable(2)  # after a crash it reports the student's line
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C stops only the checker, which then ends this process
    _limit(memory)
    sys.dont_write_bytecode = True
    sys.argv = [file]

    answers.send("ready", {})  # from now on the time counts as the student's
    machine, snapshot, contents = _load(path, output, surroundings)
    answers.send("contents", contents)
    frames = Frames()
    while piece := _read(requests, 2**16):
        for text, payload in frames.feed(piece):
            header = parsed(text)
            surroundings.put_back()
            if snapshot is not None:
                snapshot.restore()
            if sys.platform == "win32":  # elsewhere the checker asks with a signal, which costs nothing
                faulthandler.dump_traceback_later(max(0.05, 0.9 * header["limit"]), file=2)
            script = unpack(header, payload)
            output.allowed = 0 if script.revises else _FLOOD  # a revised method's output is not the file's
            request = {"request": header["request"]}
            for number, outcome in enumerate(machine.run(script)):
                outcome_header, numbers = pack_outcome(outcome)
                answers.send("answer", outcome_header | request | {"operation": number}, numbers)
            answers.send("done", request)
            if sys.platform == "win32":
                faulthandler.cancel_dump_traceback_later()


def _load(path: Path, output: Output, surroundings: Surroundings) -> tuple[Machine, Snapshot | None, dict[str, Any]]:
    """Import the file; returns a machine, a snapshot, and the first message: its contents, or the failure."""
    folder = str(path.parent)
    sys.path.insert(0, folder)
    machine = Machine({}, folder, lambda: output.count, surroundings.mend)
    start = time.process_time()  # not wall-clock time: a busy machine must not make the file look slow
    output.allowed = _FLOOD
    module = types.ModuleType(path.stem)
    module.__file__ = str(path)
    sys.modules[path.stem] = module
    try:
        loader = importlib.machinery.SourceFileLoader(path.stem, str(path))  # for any suffix, such as Answer.PY
        spec = importlib.util.spec_from_file_location(path.stem, path, loader=loader)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[path.stem] = module
        spec.loader.exec_module(module)
    except BaseException as error:  # including the student's own sys.exit
        replaced = surroundings.put_back()
        failed = pack_outcome(Outcome("failure", failure=machine.failure(error)))[0]["failure"]
        return machine, None, {"failure": failed, "replaced": replaced, "printed": output.count}
    replaced = surroundings.put_back()
    contents = {"classes": contents_of(vars(module)), "seconds": time.process_time() - start}
    machine.namespace = vars(module)
    return machine, Snapshot(module), contents | {"replaced": replaced, "printed": output.count}


def _limit(memory: int) -> None:
    """Limit the data segment to `memory` bytes, if that is positive."""
    try:
        import resource
    except ImportError:  # Windows does not have it; there the time limit is the only one
        return
    if memory > 0:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
