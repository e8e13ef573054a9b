"""Worker processes end with their parent. Signals that end a command go to the parent, which lets workers save."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from multiprocessing.context import SpawnContext

#: The signals that a terminal, `timeout` or systemd sends to all processes of a command, if this system has them.
_SENT_TO_ALL = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def spawning() -> SpawnContext:
    """The method of starting processes that every system has."""
    if os.name == "posix":
        from multiprocessing import resource_tracker

        # Otherwise the first semaphore would start it, a hangup would end it, and its next user would report an error.
        with spared_by_signals():
            resource_tracker.ensure_running()
    return multiprocessing.get_context("spawn")


def die_with_parent() -> None:
    """From now on, end this process when its parent ends, for whatever reason: nobody else would."""
    threading.Thread(target=_wait_and_die, daemon=True).start()


def _wait_and_die() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class Termination:
    """Handle SIGTERM in a worker process. It comes from whoever ends the command, or from a broken pool.

    Code inside `interruptible` is interrupted, once, and saves its state. After that, or if there is nothing to save,
    the process ends at once.
    """

    def __init__(self) -> None:
        self._is_heard = self._is_under_way = self._interrupts = False
        signal.signal(signal.SIGTERM, self._hear)
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])

    def _hear(self, number: int, frame: object) -> None:
        self._is_heard = True
        if self._interrupts:
            self.interrupt()
        if not self._is_under_way:
            os._exit(128 + signal.SIGTERM)

    def interrupt(self) -> None:
        """Raise KeyboardInterrupt; afterwards no signal disturbs the saving."""
        self._interrupts = False
        raise KeyboardInterrupt

    @contextlib.contextmanager
    def interruptible(self) -> Iterator[None]:
        """A context for code that saves its state when it is interrupted."""
        self._is_under_way = self._interrupts = True
        try:
            yield
        finally:
            self._is_under_way = self._interrupts = False
            if self._is_heard:
                os._exit(128 + signal.SIGTERM)


@contextlib.contextmanager
def spared_by_signals() -> Iterator[None]:
    """A process started inside ignores Ctrl-C, SIGTERM and SIGHUP; its parent receives a Ctrl-C afterwards.

    An interrupt in the parent just after the start of a process, before the parent has recorded it, would leave it
    running for ever. On Windows a process cannot be started like this; it must ignore the signals itself, early.
    """
    with _heard_later():
        if not hasattr(signal, "pthread_sigmask"):
            yield
            return
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _SENT_TO_ALL)  # a started process inherits it
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _heard_later() -> Iterator[None]:
    # Blocking it would not help: another thread, perhaps BLAS's, would receive it, and Python would interrupt this one.
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
