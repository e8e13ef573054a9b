"""How two processes talk: a JSON header, then raw bytes. Nothing is ever unpickled."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

_LENGTHS = struct.Struct("<IQ")
#: More than any answer needs; a longer one is a broken or hostile stream.
LARGEST = 256 * 2**20


def send(stream: BinaryIO, header: dict[str, Any], payload: bytes = b"") -> None:
    """Write one message and flush it."""
    text = json.dumps(header).encode()
    stream.write(_LENGTHS.pack(len(text), len(payload)) + text + payload)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next message, or None at the end of the stream. ValueError if it is not one."""
    start = _exactly(stream, _LENGTHS.size)
    if start is None:
        return None
    header_size, payload_size = _LENGTHS.unpack(start)
    if header_size > LARGEST or payload_size > LARGEST:
        raise ValueError("a message of impossible size")
    text, payload = _exactly(stream, header_size), _exactly(stream, payload_size)
    if text is None or payload is None:
        return None
    header = json.loads(text)
    if not isinstance(header, dict):
        raise ValueError("a message without a header")
    return header, payload


def _exactly(stream: BinaryIO, size: int) -> bytes | None:
    parts = []
    while size:
        part = stream.read(size)
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
