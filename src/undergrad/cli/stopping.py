"""SIGTERM and SIGHUP end a training as Ctrl-C does: what is under way saves its state first."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

_NAMES = ("SIGTERM", "SIGHUP")  # of which Windows has the first alone


class Stopped:
    """Which signal has stopped the command; None while none has."""

    def __init__(self) -> None:
        self.by: signal.Signals | None = None


@contextlib.contextmanager
def stoppable(stopped: Stopped) -> Iterator[None]:
    """Within, the first SIGTERM or SIGHUP is heard as Ctrl-C, by whoever hears that, and further ones are not.

    `timeout` sends its signal twice, and the second must not break off the saving. What this process was told to
    ignore (SIGHUP by nohup) stays ignored. Another thread than the main one hears no signals.
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
