"""The other process: imports the student's file once, then executes scripts until its input ends.

`python -m undergrad.check.child FILE MEMORY`. Requests come on file descriptor 0 and answers go to 1; before a line of
the student's code runs, both are moved away, so that whatever it prints or reads cannot mix with them.
"""

from __future__ import annotations

import contextlib
import dis
import faulthandler
import importlib.machinery
import importlib.util
import inspect
import io
import os
import signal
import sys
import time
import traceback
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from undergrad.check import unasked, wire
from undergrad.check.isolation import Snapshot, Surroundings
from undergrad.check.machine import Machine
from undergrad.check.script import Outcome, pack_outcome, unpack

#: The exit code that says: the fault is the checker's, not the student's.
OWN_FAULT = 113
_FLOOD = 2**18  # characters of one operation that are passed on; the rest is only counted


class Output(io.TextIOBase):
    """The student's stdout and stderr: counts everything, passes on the beginning."""

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


def main() -> None:
    """Serve until the parent closes the pipe."""
    path, memory = Path(sys.argv[1]), int(sys.argv[2])
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    surroundings = Surroundings(path.parent)
    surroundings.put_back()
    output = Output()
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.stderr = output
    faulthandler.enable(2)  # a crash names the student's line
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    _limit(memory)
    sys.dont_write_bytecode = True
    sys.argv = [str(path)]

    own = os.getpid()
    wire.send(answers, {})  # ready: from here on it is the student's time
    machine, snapshot, head = _load(path, output, surroundings)
    _end_if_copy(own)
    wire.send(answers, head)
    while (message := wire.receive(requests)) is not None:
        header, payload = message
        surroundings.put_back()
        if snapshot is not None:
            snapshot.restore()
        if sys.platform == "win32":  # elsewhere the parent asks by a signal, which costs nothing where all goes well
            faulthandler.dump_traceback_later(max(0.05, 0.9 * header["limit"]), file=2)
        output.allowed = _FLOOD
        for outcome in machine.run(unpack(header, payload)):
            _end_if_copy(own)
            wire.send(answers, *pack_outcome(outcome))
        if sys.platform == "win32":
            faulthandler.cancel_dump_traceback_later()


def _end_if_copy(own: int) -> None:
    """A copy that the student's code has made with os.fork must not answer too."""
    if os.getpid() != own:
        os._exit(0)


def _load(path: Path, output: Output, surroundings: Surroundings) -> tuple[Machine, Snapshot | None, dict[str, Any]]:
    """Import the file. What it holds, or why it could not be imported, is the first answer."""
    folder = str(path.parent)
    sys.path.insert(0, folder)
    machine = Machine({}, folder, lambda: output.count, surroundings.mend)
    start = time.perf_counter()
    output.allowed = _FLOOD
    module = types.ModuleType(path.stem)
    module.__file__ = str(path)
    sys.modules[path.stem] = module
    try:
        loader = importlib.machinery.SourceFileLoader(path.stem, str(path))  # whatever the name ends in: Answer.PY
        spec = importlib.util.spec_from_file_location(path.stem, path, loader=loader)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[path.stem] = module
        spec.loader.exec_module(module)
    except BaseException as error:  # sys.exit at import is the student's too
        more = {"replaced": surroundings.put_back(), "printed": output.count, "classes": {}}
        return machine, None, pack_outcome(Outcome("failure", failure=machine.failure(error)))[0] | more
    head = pack_outcome(Outcome("none"))[0] | {"replaced": surroundings.put_back()}
    head |= {"classes": contents_of(vars(module)), "seconds": time.perf_counter() - start, "printed": output.count}
    machine.namespace = vars(module)
    return machine, Snapshot(module), head


def contents_of(namespace: Mapping[str, Any]) -> dict[str, Any]:
    """For each public name: its kind, and for a class its methods with their signatures, and the types of the rest."""
    contents: dict[str, Any] = {}
    for name, value in list(namespace.items()):
        if name.startswith("_"):
            continue
        is_class = unasked.is_a(value, type)
        entry: dict[str, Any] = {"kind": "class" if is_class else unasked.type_name(value)}
        if is_class:
            members = unasked.members(value)
            entry["methods"] = {n: _signature(value, n, m) for n, m in members.items() if unasked.is_method(m)}
            entry["rest"] = {n: unasked.type_name(m) for n, m in members.items() if not unasked.is_method(m)}
        contents[name] = entry
    return contents


def _signature(owner: type, method: str, function: Any) -> dict[str, Any] | None:
    """How many positional arguments a call on an instance may have, and the signature as it is written."""
    try:
        signature = inspect.signature(unasked.get(owner, method))
        blank = _blank(function)
        parameters = list(signature.parameters.values())
        text = "(" + ", ".join(str(entry).split(":")[0].strip() for entry in parameters)[:120] + ")"
    except Exception:  # written in C, or an object of the student's that answers with an exception: nothing to compare
        return None
    if not unasked.is_a(function, (staticmethod, classmethod)) and parameters:
        parameters = parameters[1:]
    positional = [entry for entry in parameters if entry.kind in (entry.POSITIONAL_ONLY, entry.POSITIONAL_OR_KEYWORD)]
    required = [entry for entry in positional if entry.default is entry.empty]
    keywords = [entry for entry in parameters if entry.kind == entry.KEYWORD_ONLY and entry.default is entry.empty]
    return {
        "least": len(required) + 10_000 * len(keywords),
        "most": 10_000 if any(entry.kind == entry.VAR_POSITIONAL for entry in parameters) else len(positional),
        "text": text,
        "blank": blank,
    }


def _blank(function: Any) -> bool:
    """Whether a method computes nothing: a template's gap, which may assign, index and return, and no more."""
    code = getattr(inspect.unwrap(getattr(function, "__func__", function)), "__code__", None)
    computing = ("BINARY_OP", "CALL", "COMPARE_OP", "UNARY_")
    return code is not None and not any(
        step.opname.startswith(computing) and step.argrepr != "[]" for step in dis.get_instructions(code)
    )


def _limit(memory: int) -> None:
    """Bound the data segment to `memory` bytes, if that is positive, and leave no core file behind."""
    try:
        import resource
    except ImportError:  # Windows has none; there the time limit is the only one
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory > 0:
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


if __name__ == "__main__":
    try:
        main()
    except Exception:
        traceback.print_exc(file=sys.__stderr__)
        os._exit(OWN_FAULT)
