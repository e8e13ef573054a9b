"""The system calls and rules of Landlock, with which a Linux process gives up rights that it does not need."""

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
#: The rights that apply to files other than folders.
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
#: The number of rights over files that each version knows.
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
    """The version of the interface; 0 if the system has none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_library().syscall(_CREATE, None, ctypes.c_size_t(0), _ASK_VERSION)))


def restrict(rules: dict[str, Any]) -> None:
    """Restrict this process and its children to these files, without TCP and without signals to others.

    They may read below the paths `rules["read"]`, list folders below `rules["list"]`, and do everything below the
    folder `rules["own"]`. Raises OSError if the system refuses.
    """
    interface = version()
    all_rights = (1 << _RIGHTS.get(interface, _MOST_RIGHTS)) - 1
    ruleset = _Ruleset(all_rights, _TCP if interface >= 4 else 0, _SCOPES if interface >= 6 else 0)
    size = ctypes.sizeof(ruleset) if interface >= 6 else 16 if interface >= 4 else 8
    library = _library()
    descriptor = _checked(library.syscall(_CREATE, ctypes.byref(ruleset), ctypes.c_size_t(size), 0))
    try:
        reading = _READ_FILE | _READ_DIR | _EXECUTE
        allowed = [(path, reading) for path in rules["read"]] + [(path, _READ_DIR) for path in rules["list"]]
        allowed += [(rules["own"], all_rights), ("/dev/null", _READ_FILE | _WRITE_FILE | _TRUNCATE)]
        for path, rights in allowed:
            _allow(library, descriptor, path, rights & all_rights)
        no_new_privileges()
        _checked(library.syscall(_RESTRICT, descriptor, 0))
    finally:
        os.close(descriptor)


def no_new_privileges() -> None:
    """Forbid that a program which this process starts gets more rights than the process has."""
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
