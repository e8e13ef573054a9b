"""Worker processes end with their parent, and not with Ctrl-C."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator


def die_with_parent() -> None:
    """From now on, end this process when its parent's ends, however that comes about: nobody else would."""
    threading.Thread(target=_wait_and_die, daemon=True).start()


def _wait_and_die() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextlib.contextmanager
def spared_by_ctrl_c() -> Iterator[None]:
    """A process that is started within does not hear Ctrl-C, which a terminal sends to all; its parent hears it after.

    In the parent an interrupt between the start of a process and its being known would leave it running for ever. On
    Windows, where a process cannot be started so, it has to turn its own ear away as soon as it can.
    """
    with _heard_later():
        if not hasattr(signal, "pthread_sigmask"):
            yield
            return
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])  # which a process inherits
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _heard_later() -> Iterator[None]:
    # Blocking it would not do: another thread, BLAS's perhaps, takes it then, and Python interrupts this one.
    is_interrupted = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT)
    if not is_interrupted:
        yield
        return
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if heard:
            signal.raise_signal(signal.SIGINT)
