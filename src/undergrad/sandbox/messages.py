"""What a student's process may say: the one table of its messages, against which every byte of it is held.

The process runs the code of a stranger, so each message is data from a stranger. What is held against the table: its
fields, their types, the lengths of texts and lists, and whether there are as many bytes as shape and dtype need.
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
    """Why an operation, or the import, gave no result."""

    kind: Literal["raised", "exit"]
    type: _Text
    message: _Text
    line: Place | None = None

    def failure(self) -> Failure:
        """The same as the checker's other failures."""
        line = Line(self.line.file, self.line.number, self.line.source) if self.line else None
        return Failure(self.kind, self.type, self.message, line)


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many positional arguments a method takes, and how it is written."""

    least: _Count
    most: _Count
    text: _Text


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A public name of the file: "class" or the name of its type; a class's methods, and the types of the rest.

    Of a class also whether it is the file's `own`, and whether it `starts` with an __init__ of its own or its bases'.
    """

    kind: _Text
    own: bool = False
    starts: bool = True
    methods: dict[_Name, Signature | None] = {}
    rest: dict[_Name, _Text] = {}


class Ready(_Struct, frozen=True, tag="ready"):
    """The process has started; nothing of the student's has run."""


class Found(_Struct, frozen=True, tag="contents"):
    """What the import gave."""

    printed: _Count
    replaced: Annotated[list[_Text], Meta(max_length=5000)]
    failure: Raised | None = None
    classes: dict[_Name, Entry] = {}
    seconds: _Seconds = 0.0


class Answer(_Struct, frozen=True, tag="answer"):
    """What one operation of a script gave. Its numbers follow as raw bytes."""

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
        """The answer with its numbers. ValueError where its parts contradict each other."""
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
    """The message in a frame. ValueError for whatever is none; only an answer may carry a payload."""
    try:
        message: Message = _DECODER.decode(header)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if payload and not isinstance(message, Answer):
        raise ValueError("bytes that do not belong to anything")
    return message
