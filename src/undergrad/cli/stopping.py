"""SIGTERM and SIGHUP end a training like Ctrl-C: running trainings save their state first."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

_NAMES = ("SIGTERM", "SIGHUP")  # Windows has only the first


class Stopped:
    """The signal that stopped the command, or None, and whether --resume can continue it."""

    def __init__(self) -> None:
        self.by: signal.Signals | None = None
        self.resumable = False


@contextlib.contextmanager
def stoppable(stopped: Stopped) -> Iterator[None]:
    """A context in which the first SIGTERM or SIGHUP acts like Ctrl-C, and further ones are ignored.

    `timeout` sends its signal twice, and the second must not interrupt the saving. A signal that this process already
    ignores (SIGHUP under nohup) stays ignored. Only the main thread receives signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def hear(number: int, frame: object) -> None:
        if stopped.by is None:
            stopped.by = signal.Signals(number)
            signal.raise_signal(signal.SIGINT)

    def hear_what_is_passed_on(number: int, frame: object) -> None:
        if stopped.by is not None:
            raise KeyboardInterrupt

    there = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    handlers = {number: hear for number in there if signal.getsignal(number) == signal.SIG_DFL}
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as a shell without job control starts `undergrad ... &`
        handlers[signal.SIGINT] = hear_what_is_passed_on
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
