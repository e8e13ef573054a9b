"""The outer of two processes: it computes nothing, and ends all processes of the inner one, however the checker ends.

The checker holds one end of a pipe, the lifeline. When the checker is gone, killed or not, the other end shows it. On
Linux the outer process adopts all orphans below it, even those that have left the session; elsewhere it can end only
the inner one's group.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
import time
from dataclasses import dataclass

#: The checker's words on the lifeline: make the inner process report its line and abort; end everything.
ABORT, END = b"A", b"E"
#: The status of a contained process whose processes together held too much memory.
TOO_MUCH_MEMORY = b"memory"
_SUBREAPER, _DIE_WITH_PARENT, _DUMPABLE = 36, 1, 4  # of prctl(2)
_LOOK_AGAIN = 0.005  # seconds between two checks whether killed processes are gone
_WATCH_EVERY = 100  # milliseconds
#: The folders in which a process with its own file system may write, and the most files that it may have there.
OWN_PLACES = ("/submission", "/tmp", "/dev/shm")
_MOST_FILES = 50_000


@dataclass(frozen=True)
class Watch:
    """For a contained process: the descriptor for its end, and the most bytes of all its processes (0: no limit)."""

    status: int
    memory: int


def supervise(lifeline: int, watch: Watch | None = None) -> None:
    """Fork. The inner process returns; the outer one never does: it ends as the inner one ended.

    With `watch` the end is also written to its descriptor, as a number of wait(2) or TOO_MUCH_MEMORY, since a program
    between the checker and this one hides it.
    """
    _prctl(_SUBREAPER, 1)
    _no_core_files()
    wake, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # without a handler no byte is written
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    outer = os.getpid()
    inner = os.fork()
    if inner:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):  # the inner process's pipes must end with it
            os.dup2(nowhere, stream)
        if watch is None:
            _end_as(_watch(inner, lifeline, wake))
        else:
            _prctl(_DUMPABLE, 0)  # no other process can inspect it or take its descriptors
            try:
                status = str(_watch(inner, lifeline, wake, watch.memory)).encode()
            except _TooMuchMemory:
                status = TOO_MUCH_MEMORY
            with contextlib.suppress(OSError):
                os.write(watch.status, status)
            os._exit(0)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for descriptor in (wake, woken, lifeline, *([watch.status] if watch else [])):
        os.close(descriptor)
    os.setsid()
    _prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != outer:  # the outer process died before the line above
        os._exit(1)


class _TooMuchMemory(Exception):
    """All processes together hold more memory than they may."""


def _watch(inner: int, lifeline: int, wake: int, memory: int = 0) -> int:
    """Wait for the inner process or the checker, end all processes, and return the inner one's status.

    Raises _TooMuchMemory if they hold more than `memory` bytes and that is positive.
    """
    status: int | None = None
    poller = select.poll()
    poller.register(lifeline, select.POLLIN)
    poller.register(wake, select.POLLIN)
    try:
        while status is None:
            if memory and (held() > memory or _crowded()):
                raise _TooMuchMemory
            for descriptor, _ in poller.poll(_WATCH_EVERY if memory else None):
                words = os.read(descriptor, 512)
                if descriptor == lifeline:
                    if not words or END in words:
                        return signal.SIGKILL
                    if ABORT in words:
                        os.kill(inner, signal.SIGABRT)
            status = _reaped(inner)
        return status
    finally:
        if status is None:
            os.kill(inner, signal.SIGKILL)
        if os.getpid() != 1:  # as process 1, it takes all others with it when it ends
            with contextlib.suppress(OSError):
                os.killpg(inner, signal.SIGKILL)
            _sweep()


def held() -> int:
    """The bytes of memory of all processes below this one; shared memory counts for each of them."""
    pages, rest = 0, _children() or []
    while rest:
        process = rest.pop()
        with contextlib.suppress(OSError):  # it has ended
            with open(f"/proc/{process}/statm", encoding="ascii") as file:
                pages += int(file.read().split()[1])
            for thread in os.listdir(f"/proc/{process}/task"):  # noqa: PTH208
                with open(f"/proc/{process}/task/{thread}/children", encoding="ascii") as file:
                    rest += map(int, file.read().split())
    return pages * os.sysconf("SC_PAGE_SIZE")


def _crowded() -> bool:
    """Whether a file system in memory has too many files.

    Its size limit does not cover their number, but even an empty file takes a kilobyte.
    """
    if os.getpid() != 1:  # the file systems are not its own
        return False
    states = [os.statvfs(place) for place in OWN_PLACES if os.path.isdir(place)]  # noqa: PTH112
    return any(state.f_files - state.f_ffree > _MOST_FILES for state in states)


def _reaped(inner: int) -> int | None:
    """Collect every child that has ended, and return the inner one's status; None if it is not among them."""
    status = None
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, its_status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            if pid == inner:
                status = its_status
    return status


def _sweep() -> None:
    """Kill all children, including orphans that this process adopts meanwhile, until there is none."""
    while (children := _children()) is not None:
        for child in children:
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(_LOOK_AGAIN)
        except ChildProcessError:
            return


def _children() -> list[int] | None:
    """The child processes of this one; None if the system does not list them."""
    try:
        with open(f"/proc/self/task/{threading.get_native_id()}/children", encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return None


def _end_as(status: int) -> None:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        with contextlib.suppress(OSError):  # SIGKILL has no handler
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(os.WEXITSTATUS(status))


def _no_core_files() -> None:
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _prctl(option: int, value: int) -> None:
    if sys.platform != "linux":
        return
    with contextlib.suppress(ImportError, OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
