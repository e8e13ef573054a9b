"""How a contained process gives up its rights before any of the student's code runs."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import struct
from typing import IO, Any

from undergrad.sandbox.worker import landlock, system_calls
from undergrad.sandbox.worker.parcel import lay_out

_DIE_WITH_PARENT, _DUMPABLE, _KEEP_CAPABILITIES = 1, 4, 8  # of prctl(2)
_CAPABILITY_VERSION, _READ_ALL = 0x20080522, 1 << 2  # of capset(2)
_MOST_DESCRIPTORS = 2**20
_MOST_LOCKED = 2**16  # bytes of memory that cannot be swapped out


def enter(spec: dict[str, Any], parcel: IO[bytes]) -> None:
    """Close foreign descriptors, become the user, unpack the submission, and set the limits. Raises OSError."""
    os.closerange(3, parcel.fileno())
    os.closerange(parcel.fileno() + 1, _MOST_DESCRIPTORS)
    if spec["user"] is not None:
        _become(spec["user"], reads_all="rules" in spec)
    lay_out(parcel, spec["folder"])
    os.chdir(spec["folder"])
    landlock.no_new_privileges()
    _limit(spec["limits"])
    if "rules" in spec:
        landlock.restrict(spec["rules"])
    if system_calls.can_refuse():
        system_calls.refuse()


def _become(user: int, *, reads_all: bool) -> None:
    """Become another user without capabilities. `reads_all` keeps the one to read all files; rules then limit that.

    It is needed because the interpreter may be in the home of root, which nobody else can enter.
    """
    library, parent = ctypes.CDLL(None, use_errno=True), os.getppid()
    library.prctl(_KEEP_CAPABILITIES, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    capabilities = _READ_ALL if reads_all else 0
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    sets = struct.pack("=6I", capabilities, capabilities, 0, 0, 0, 0)
    if library.capset(header, sets) != 0:
        raise OSError(ctypes.get_errno(), "the capabilities cannot be given up")
    library.prctl(_DUMPABLE, 1, 0, 0, 0)  # it owns its folder in /proc again
    library.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)  # the change of user has reset it
    if os.getppid() != parent:
        os._exit(1)


def _limit(limits: dict[str, int]) -> None:
    import resource

    numbers = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: limits["file_size"],
        resource.RLIMIT_NOFILE: limits["descriptors"],
        resource.RLIMIT_NPROC: limits["processes"],
        resource.RLIMIT_CPU: limits["cpu_seconds"],
        resource.RLIMIT_MEMLOCK: _MOST_LOCKED,
    }
    if limits["memory"] > 0:
        numbers[resource.RLIMIT_AS] = limits["memory"]
    for kind, number in numbers.items():
        _, most = resource.getrlimit(kind)
        number = number if most == resource.RLIM_INFINITY else min(number, most)
        with contextlib.suppress(ValueError):  # larger than the system's own limit, which then applies
            resource.setrlimit(kind, (number, number))
