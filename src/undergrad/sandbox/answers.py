"""Reads the answers of a student's process: only expected ones, in the expected order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import IO

from undergrad.sandbox.messages import Answer, Done, Found, Ready, read
from undergrad.sandbox.worker.script import Outcome
from undergrad.sandbox.worker.wire import Frames

#: Waits until the predicate is true or the seconds are over: the condition's own method, or a test's replacement.
Wait = Callable[[threading.Condition, Callable[[], bool], float], object]


#: The bytes of numbers that the answers to one script may contain: a stranger must not fill the checker's memory.
MOST_NUMBERS = 2**28


class Answers:
    """A reader in its own thread, which wakes a waiting thread once for each whole script.

    `ended` means that no more answers can arrive. `foreign` is the operation in which a message arrived that the worker
    does not send, -1 outside of a script; nothing is read after it.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self.ready = False
        self.found: Found | None = None
        self.outcomes: list[Outcome] = []
        self.ended = False
        self.foreign: int | None = None
        self._stream = stream
        self._request, self._done, self._numbers = 0, True, 0
        self._arguments: list[int] = []
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def expect(self, request: int, arguments: list[int]) -> None:
        """Prepare for the answers to a script: its number, and the number of arguments of each operation."""
        with self._changed:
            self._request, self._arguments, self._done, self.outcomes = request, arguments, False, []
            self._numbers = 0

    def wait(self, complete: Callable[[], bool], seconds: float, wait: Wait) -> bool:
        """Wait until `complete` is true, the stream has ended or the seconds are over; returns `complete`."""
        with self._changed:
            wait(self._changed, lambda: complete() or self.ended, seconds)
            return complete()

    def done(self) -> bool:
        """Whether all operations of the script have been answered."""
        return self._done and self.foreign is None

    def join(self, seconds: float) -> None:
        """Wait for the end of the stream."""
        self._thread.join(seconds)

    def _read(self) -> None:
        frames = Frames()
        try:
            with self._stream as stream:
                while piece := stream.read(2**16):
                    for header, payload in frames.feed(piece):
                        self._take(header, payload)
        except ValueError:
            with self._changed:
                if self.foreign is None:
                    self.foreign = len(self.outcomes) if self.found and not self._done else -1
        except OSError:
            pass  # the other end is gone; the next lines report that
        with self._changed:
            self.ended = True
            self._changed.notify_all()

    def _take(self, header: bytes, payload: bytes) -> None:
        """Store an expected message. Raises ValueError for any other."""
        message = read(header, payload)
        outcome = message.outcome(payload) if isinstance(message, Answer) else None
        with self._changed:
            match message:
                case Ready() if not self.ready:
                    self.ready = True
                case Found() if self.ready and self.found is None:
                    self.found = message
                case Answer() if outcome and not self._done and self._is_next(message, len(payload)):
                    self._numbers += len(payload)
                    self.outcomes.append(outcome)
                    return
                case Done() if not self._done and message.request == self._request and self._complete():
                    self._done = True
                case Answer() if message.request == self._request and message.operation < len(self.outcomes):
                    self.foreign = message.operation  # the student's code answered first
                    raise ValueError("a second answer")
                case _:
                    raise ValueError("a message that is not due")
            self._changed.notify_all()

    def _is_next(self, message: Answer, size: int) -> bool:
        if self._numbers + size > MOST_NUMBERS:
            return False
        place = message.operation
        expected = message.request == self._request and place == len(self.outcomes) < len(self._arguments)
        return expected and all(0 <= at <= place and -1 <= which < self._arguments[at] for at, which in message.changed)

    def _complete(self) -> bool:
        return len(self.outcomes) == len(self._arguments)
