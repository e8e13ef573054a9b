"""Worker processes end with their parent, and not with what ends it: that is for the parent, which lets them save."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from multiprocessing.context import SpawnContext

#: What a terminal, `timeout` or systemd sends to all processes of a command, as far as this system has it.
_SENT_TO_ALL = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def spawning() -> SpawnContext:
    """The way to start processes that every system has."""
    if os.name == "posix":
        from multiprocessing import resource_tracker

        # It would be started by the first semaphore, and a hangup would end it: then whoever uses it next says so.
        with spared_by_signals():
            resource_tracker.ensure_running()
    return multiprocessing.get_context("spawn")


def die_with_parent() -> None:
    """From now on, end this process when its parent's ends, however that comes about: nobody else would."""
    threading.Thread(target=_wait_and_die, daemon=True).start()


def _wait_and_die() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class Termination:
    """SIGTERM in a worker process from now on. It comes from whoever ends the command, or from a pool that is broken.

    What is `interruptible` is interrupted, once, and saves its state. After that, or where there is nothing to save,
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
        """Raise KeyboardInterrupt; from now on nothing disturbs the saving."""
        self._interrupts = False
        raise KeyboardInterrupt

    @contextlib.contextmanager
    def interruptible(self) -> Iterator[None]:
        """What saves its state when it is interrupted."""
        self._is_under_way = self._interrupts = True
        try:
            yield
        finally:
            self._is_under_way = self._interrupts = False
            if self._is_heard:
                os._exit(128 + signal.SIGTERM)


@contextlib.contextmanager
def spared_by_signals() -> Iterator[None]:
    """A process that is started within hears no Ctrl-C, SIGTERM or SIGHUP; its parent hears a Ctrl-C after.

    In the parent an interrupt between the start of a process and its being known would leave it running for ever. On
    Windows, where a process cannot be started so, it has to turn its own ear away as soon as it can.
    """
    with _heard_later():
        if not hasattr(signal, "pthread_sigmask"):
            yield
            return
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _SENT_TO_ALL)  # which a process inherits
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
