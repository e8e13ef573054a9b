"""Landlock, which Linux has for a process that refuses itself what it will not need: the calls, and its rules."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from typing import Any

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # system calls, the same numbers on every machine
_ASK_VERSION, _BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL = 1 << 14, 1 << 15
#: What can be asked of a file that is no folder.
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
#: How many rights over files each version knows.
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_MOST_RIGHTS = 16  # from version 5 on
_TCP, _SCOPES = 0b11, 0b11  # bind and connect; abstract sockets and signals
_NO_NEW_PRIVILEGES = 38  # of prctl(2)


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64)]


class _Rule(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def version() -> int:
    """The version of the interface; 0 where there is none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_library().syscall(_CREATE, None, ctypes.c_size_t(0), _ASK_VERSION)))


def restrict(rules: dict[str, Any]) -> None:
    """From here on this process and its children have no other file, no TCP, and no signal to others.

    They read what lies below the paths `rules["read"]`, list folders below `rules["list"]`, and have their will below
    the folder `rules["own"]`. OSError where the system refuses.
    """
    known = version()
    every = (1 << _RIGHTS.get(known, _MOST_RIGHTS)) - 1
    ruleset = _Ruleset(every, _TCP if known >= 4 else 0, _SCOPES if known >= 6 else 0)
    size = ctypes.sizeof(ruleset) if known >= 6 else 16 if known >= 4 else 8
    library = _library()
    descriptor = _checked(library.syscall(_CREATE, ctypes.byref(ruleset), ctypes.c_size_t(size), 0))
    try:
        reading = _READ_FILE | _READ_DIR | _EXECUTE
        allowed = [(path, reading) for path in rules["read"]] + [(path, _READ_DIR) for path in rules["list"]]
        for path, rights in [*allowed, (rules["own"], every), ("/dev/null", _READ_FILE | _WRITE_FILE | _TRUNCATE)]:
            _allow(library, descriptor, path, rights & every)
        no_new_privileges()
        _checked(library.syscall(_RESTRICT, descriptor, 0))
    finally:
        os.close(descriptor)


def no_new_privileges() -> None:
    """No program that this process starts gets more rights than it has."""
    _checked(_library().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))


def _allow(library: Any, ruleset: int, path: str, rights: int) -> None:
    with contextlib.suppress(FileNotFoundError):  # it has been removed since
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not os.path.isdir(path):  # noqa: PTH112
                rights &= _OF_FILES
            if rights:
                rule = _Rule(rights, parent)
                _checked(library.syscall(_ADD, ruleset, _BENEATH, ctypes.byref(rule), 0))
        finally:
            os.close(parent)


def _library() -> Any:
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    return library


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return int(result)
