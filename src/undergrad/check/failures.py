"""What is said of a call that raised, hung, or ended the process."""

from __future__ import annotations

from undergrad.check.exceptions import in_words
from undergrad.check.sentences import Words, phrase
from undergrad.sandbox.worker.script import Failure, Line

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
    return in_words(failure)


def _ended(failure: Failure) -> Words:
    """How the process ended."""
    if failure.type == "signal":
        return phrase("ended-by-signal", signal=_SIGNALS.get(failure.message, failure.message))
    if failure.type == "exit code":
        return phrase("ended-with-code", code=failure.message)
    return phrase("closed-the-pipe")
