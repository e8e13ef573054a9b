"""The format of messages between two processes: frames of a JSON header and raw bytes. Nothing is ever unpickled."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from json import dumps, loads
from typing import Any

#: The first bytes of every frame: other data are noticed at once, and not taken for an enormous length.
_MARK = b"\xabug1"
_START = struct.Struct("<4sIQ")
#: More than any message needs; a longer one is a broken or hostile stream.
LARGEST_HEADER, LARGEST_PAYLOAD = 2**25, 2**26


def frame(header: dict[str, Any], payload: bytes = b"") -> bytes:
    """One message as bytes."""
    text = dumps(header).encode()
    return _START.pack(_MARK, len(text), len(payload)) + text + payload


class Frames:
    """Cuts a stream into frames, in whatever pieces it arrives."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, piece: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Each frame that is now complete: its header as JSON, and its payload. Raises ValueError for other data."""
        buffer = self._buffer
        buffer += piece
        while buffer:
            mark = bytes(buffer[: len(_MARK)])
            if mark != _MARK[: len(mark)]:
                raise ValueError("bytes that are no message")
            if len(buffer) < _START.size:
                return
            _, header, payload = _START.unpack_from(buffer)
            if header > LARGEST_HEADER or payload > LARGEST_PAYLOAD:
                raise ValueError("a message of impossible size")
            middle = _START.size + header
            if len(buffer) < middle + payload:
                return
            yield bytes(buffer[_START.size : middle]), bytes(buffer[middle : middle + payload])
            del buffer[: middle + payload]


def parsed(header: bytes) -> dict[str, Any]:
    """The header of a message from the checker."""
    fields: dict[str, Any] = loads(header)
    return fields
