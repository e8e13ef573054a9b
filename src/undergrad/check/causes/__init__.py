"""The catalogue: every mistake that the checker can name."""

from __future__ import annotations

import msgspec

from undergrad.check.causes.activations import ACTIVATIONS
from undergrad.check.causes.base import Cause
from undergrad.check.causes.behaviour import BEHAVIOUR
from undergrad.check.causes.fc import FC
from undergrad.check.causes.general import GENERAL
from undergrad.check.causes.softmax import MODEL, SOFTMAX
from undergrad.check.records import Record

#: Every named mistake.
CAUSES: dict[str, Cause] = GENERAL | ACTIVATIONS | FC | SOFTMAX | MODEL | BEHAVIOUR


def evidence(name: str, causes: tuple[str, ...], error: float, *, ambiguous: bool = False) -> str:
    """The sentence that proves a mistake: what the student's numbers equal, and how closely."""
    joint = ", or " if ambiguous else ", and "
    like = joint.join(CAUSES[cause].like or CAUSES[cause].what for cause in causes)
    if len(causes) > 1 and not ambiguous:
        like = f"the formula with both mistakes ({like})"
    subject = "your result" if name == "the result" else f"your {name.removeprefix('self.')}"
    return f"{subject} equals {like}, to {max(error, 1e-16):.0e}"


def finish(record: Record) -> Record:
    """The record with its mistake's hint and line of mathematics."""
    known = [CAUSES[cause] for cause in record.causes if cause in CAUSES]
    if not known:
        return record
    hint = record.hint or " ".join(dict.fromkeys(cause.hint for cause in known))
    math = next((cause.math for cause in known if cause.math), record.math)
    return msgspec.structs.replace(record, hint=hint, math=math)


__all__ = ["CAUSES", "Cause", "evidence", "finish"]
