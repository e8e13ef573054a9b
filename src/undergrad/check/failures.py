"""What is said of a call that raised, hung, or ended the process."""

from __future__ import annotations

from undergrad.check.exceptions import in_words
from undergrad.check.exercises.base import Exercise, Numbers
from undergrad.check.phrases import asked, record
from undergrad.check.records import Record
from undergrad.check.reproduce import lines_for
from undergrad.sandbox.worker.script import Failure
from undergrad.sandbox.worker.textbook import REFUSAL


def failed(exercise: Exercise, check: str, failure: Failure, n: Numbers | None, why: str = "") -> Record:
    """The record of a call that raised, hung, or ended the process."""
    told, causes = explained(failure)
    more = {"asked": asked(exercise, n), "code": lines_for(exercise, n)} if n is not None else {}
    line = str(failure.line) if failure.line else ""
    return record(exercise, check, "fail", message=why + told, causes=causes, line=line, **more)


def explained(failure: Failure) -> tuple[str, tuple[str, ...]]:
    """A failure in words, and its name."""
    if failure.kind == "timeout":
        return failure.message, ("endless",)
    if failure.kind == "crash":
        return failure.message, ("interpreter-crash",)
    if failure.kind == "foreign":
        return failure.message, ("writes-answers",)
    if failure.type == "TextbookError":
        return REFUSAL, ("textbook-imported",)
    if failure.kind == "exit" or failure.type == "KeyboardInterrupt":
        return f"ends the program ({failure})", ("exits",)
    if failure.type == "NotImplementedError":
        return "raises NotImplementedError", ("not-written",)
    if failure.type in ("MemoryError", "_ArrayMemoryError"):
        return f"runs out of memory ({failure.message})", ("memory",)
    return in_words(failure)
