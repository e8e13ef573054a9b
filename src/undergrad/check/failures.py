"""What is said of a call that raised, hung, or ended the process."""

from __future__ import annotations

import re

from undergrad.check.numpy_names import removed_name, unknown_name
from undergrad.check.sentences import Words, phrase
from undergrad.sandbox.worker.script import Failure, Line

_MODULE = re.compile(r"No module named '([\w.]+)'")
_OWN_REASON = ("NameError", "ImportError", "ModuleNotFoundError", "RecursionError")
_SIGNALS = {"SIGSEGV": phrase("SIGSEGV"), "SIGKILL": phrase("SIGKILL")}


def place(line: Line | None) -> Words:
    """A line of the student's file; nothing for none."""
    if line is None:
        return ""
    if not line.source:
        return phrase("place", file=line.file, number=line.number)
    return phrase("line", file=line.file, number=line.number, source=line.source)


def explained(failure: Failure) -> tuple[Words, tuple[str, ...]]:
    """A failure in words, with a verb in front, and its name in the catalogue."""
    if failure.kind == "timeout":
        return phrase("not-in-time", seconds=failure.message), ("endless",)
    if failure.kind == "crash":
        return _ended(failure), ("interpreter-crash",)
    if failure.kind == "foreign":
        return phrase("writes-answers"), ("writes-answers",)
    if failure.type == "TextbookError":
        return phrase("imports-textbook"), ("textbook-imported",)
    if failure.kind == "exit" or failure.type == "KeyboardInterrupt":
        return phrase("ends-program", error=str(failure)), ("exits",)
    if failure.type == "NotImplementedError":
        return phrase("raises", error="NotImplementedError"), ("not-written",)
    if failure.type in ("MemoryError", "_ArrayMemoryError"):
        return phrase("runs-out-of-memory", error=failure.message), ("memory",)
    return _in_words(failure)


def _ended(failure: Failure) -> Words:
    """How the process ended."""
    if failure.type == "signal":
        return phrase("ended-by-signal", signal=_SIGNALS.get(failure.message, failure.message))
    if failure.type == "exit code":
        return phrase("ended-with-code", code=failure.message)
    return phrase("closed-the-pipe")


def says_its_reason(failure: Failure) -> bool:
    """Whether the reason is a name that is not there or the like: the input only led to the line that has it."""
    of_module = failure.type == "AttributeError" and failure.message.startswith("module ")
    return of_module or failure.type in _OWN_REASON


def _in_words(failure: Failure) -> tuple[Words, tuple[str, ...]]:
    """What an exception says, with a verb in front, and its name in the catalogue."""
    message = failure.message
    if failure.type in ("AttributeError", "ImportError"):
        if removed := removed_name(message):
            return removed, ("removed-numpy-name",)
        if unknown := unknown_name(message):
            return unknown, ("crash",)
    return _said(failure), ("crash",)


def _said(failure: Failure) -> Words:
    message = failure.message
    if failure.type == "ModuleNotFoundError" and (module := _MODULE.search(message)):
        return phrase("needs-module", name=module[1])
    if failure.type == "ImportError" and "relative import" in message:
        return phrase("relative-import")
    if failure.type == "NameError" and "'get_ipython'" in message:
        return phrase("calls-get_ipython")
    if failure.type == "EOFError" and "reading a line" in message:
        return phrase("waits-for-input")
    if failure.type == "TypeError" and message.endswith("object is not callable"):
        return phrase("raises-not-callable", error=str(failure))
    return phrase("raises", error=str(failure))
