"""The allowed messages of a student's process: every byte that it sends is checked against these types.

The process runs the code of a stranger, so each message is data from a stranger. Checked are its fields, their types,
the lengths of texts and lists, and whether the number of bytes matches shape and dtype.
"""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

import msgspec
import numpy as np
from msgspec import Meta

from undergrad.sandbox.worker.script import DTYPES, LONGEST_TEXT, MOST_ENTRIES, Failure, Line, NDArray, Outcome

_Text = Annotated[str, Meta(max_length=LONGEST_TEXT)]
_Count = Annotated[int, Meta(ge=0, le=2**53)]
_Seconds = Annotated[float, Meta(ge=0)]
_Name = Annotated[str, Meta(max_length=100)]


class _Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="says"):
    """A message, or a part of one."""


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the student's file."""

    file: _Text
    number: _Count
    source: _Text


class Raised(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The exception that ended an operation or the import without a result."""

    kind: Literal["raised", "exit"]
    type: _Text
    message: _Text
    line: Place | None = None

    def failure(self) -> Failure:
        """The same as a `Failure`, the type that the checker uses."""
        line = Line(self.line.file, self.line.number, self.line.source) if self.line else None
        return Failure(self.kind, self.type, self.message, line)


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The least and greatest number of positional arguments of a method, and its text."""

    least: _Count
    most: _Count
    text: _Text


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A public name of the file: "class" or the name of its type; a class's methods, and the types of the rest.

    `own` means that a class is defined in the file, `starts` that it has an __init__, its own or an inherited one.
    """

    kind: _Text
    own: bool = False
    starts: bool = True
    methods: dict[_Name, Signature | None] = {}
    rest: dict[_Name, _Text] = {}


class Ready(_Struct, frozen=True, tag="ready"):
    """The process has started; no code of the student's has run."""


class Found(_Struct, frozen=True, tag="contents"):
    """The result of the import."""

    printed: _Count
    replaced: Annotated[list[_Text], Meta(max_length=5000)]
    failure: Raised | None = None
    classes: dict[_Name, Entry] = {}
    seconds: _Seconds = 0.0


class Answer(_Struct, frozen=True, tag="answer"):
    """The result of one operation of a script. Its numbers follow as raw bytes."""

    request: _Count
    operation: _Count
    kind: Literal["array", "number", "none", "other", "object", "failure", "skipped"]
    type: _Text
    text: _Text
    changed: Annotated[list[tuple[int, int]], Meta(max_length=MOST_ENTRIES)]
    warnings: Annotated[list[tuple[_Text, _Text, _Count]], Meta(max_length=MOST_ENTRIES)]
    printed: _Count
    failure: Raised | None = None
    dtype: str | None = None
    shape: Annotated[list[_Count], Meta(max_length=64)] | None = None

    def outcome(self, payload: bytes) -> Outcome:
        """The outcome with its numbers. Raises ValueError if the parts of the answer contradict each other."""
        if (self.failure is not None) != (self.kind == "failure"):
            raise ValueError("a failure that is none")
        return Outcome(
            kind=self.kind,
            array=self._array(payload),
            type=self.type,
            text=self.text,
            failure=self.failure.failure() if self.failure else None,
            changed=tuple(self.changed),
            warnings=tuple(self.warnings),
            printed=self.printed,
        )

    def _array(self, payload: bytes) -> NDArray | None:
        if self.kind not in ("array", "number"):
            if payload or self.dtype is not None or self.shape is not None:
                raise ValueError("numbers that do not belong to anything")
            return None
        if self.dtype not in DTYPES or self.shape is None or (self.kind == "number" and self.shape):
            raise ValueError("numbers of no known kind")
        dtype = np.dtype(self.dtype)
        if math.prod(self.shape) * dtype.itemsize != len(payload):
            raise ValueError("more or fewer numbers than their shape says")
        return np.frombuffer(payload, dtype).reshape(self.shape).copy()


class Done(_Struct, frozen=True, tag="done"):
    """Every operation of a script has been answered."""

    request: _Count


Message = Ready | Found | Answer | Done
_DECODER: Any = msgspec.json.Decoder(Message)


def read(header: bytes, payload: bytes) -> Message:
    """The message in a frame. Raises ValueError for anything else; only an answer may have a payload."""
    try:
        message: Message = _DECODER.decode(header)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if payload and not isinstance(message, Answer):
        raise ValueError("bytes that do not belong to anything")
    return message
