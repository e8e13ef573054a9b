"""Reads what a student's process answers: only what is due, in the order in which it is due."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import IO

from undergrad.sandbox.messages import Answer, Done, Found, Ready, read
from undergrad.sandbox.worker.script import Outcome
from undergrad.sandbox.worker.wire import Frames

#: Waits until the predicate is true or the seconds are over; the condition's own method, or what a test puts there.
Wait = Callable[[threading.Condition, Callable[[], bool], float], object]


#: Bytes of numbers that one script may bring: a stranger must not fill the checker's memory.
MOST_NUMBERS = 2**28


class Answers:
    """A reader in a thread of its own, which wakes whoever waits once for a whole script.

    `ended` says that no more can come. `foreign` is the operation in which something came that the worker does not say,
    -1 outside of a script; nothing is read after it.
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
        """Before a script is sent: its number, and how many arguments each operation has that is to be answered."""
        with self._changed:
            self._request, self._arguments, self._done, self.outcomes = request, arguments, False, []
            self._numbers = 0

    def wait(self, complete: Callable[[], bool], seconds: float, wait: Wait) -> bool:
        """Whether `complete` came true before the seconds were over, or no more could come."""
        with self._changed:
            wait(self._changed, lambda: complete() or self.ended, seconds)
            return complete()

    def done(self) -> bool:
        """Whether the script has been answered whole."""
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
            pass  # the other end is gone, which the next lines say
        with self._changed:
            self.ended = True
            self._changed.notify_all()

    def _take(self, header: bytes, payload: bytes) -> None:
        """Keep a message that is due. ValueError for any other."""
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
                    self.foreign = message.operation  # answered already, by somebody else
                    raise ValueError("a second answer")
                case _:
                    raise ValueError("a message that is not due")
            self._changed.notify_all()

    def _is_next(self, message: Answer, size: int) -> bool:
        if self._numbers + size > MOST_NUMBERS:
            return False
        place = message.operation
        due = message.request == self._request and place == len(self.outcomes) < len(self._arguments)
        return due and all(0 <= at <= place and -1 <= which < self._arguments[at] for at, which in message.changed)

    def _complete(self) -> bool:
        return len(self.outcomes) == len(self._arguments)
