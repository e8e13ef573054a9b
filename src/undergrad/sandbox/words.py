"""Reads the stderr of a student's process, and keeps the end of it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import IO

_KEEP = 2**15


class Words:
    """A reader of the process's stderr: it reads everything and keeps only the end."""

    def __init__(self, stream: IO[bytes], echo: Callable[[str], object] | None) -> None:
        self._end, self._echo = b"", echo
        self._stream = stream
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def text(self) -> str:
        """The end of the text."""
        return self._end.decode("utf-8", "replace")

    def join(self, seconds: float) -> None:
        """Wait for the end of the stream."""
        self._thread.join(seconds)

    def _read(self) -> None:
        with contextlib.suppress(OSError, ValueError), self._stream as stream:
            while piece := stream.read(2**16):
                self._end = (self._end + piece)[-_KEEP:]
                if self._echo:
                    self._echo(piece.decode("utf-8", "replace"))
