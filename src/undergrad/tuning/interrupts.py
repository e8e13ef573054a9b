"""Turns Ctrl-C into an event to check, so that nothing is broken off in the middle."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def interrupts() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets; the second raises KeyboardInterrupt, as without this."""
    heard = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield heard  # only the main thread receives Ctrl-C
        return

    def hear(number: int, frame: object) -> None:
        if heard.is_set():
            raise KeyboardInterrupt
        heard.set()

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield heard
    finally:
        signal.signal(signal.SIGINT, before)
