"""Refuses system calls that no homework needs, with a filter that Linux applies to each call (seccomp).

They open a network that nothing else closes, inspect other processes, hold memory that no limit counts, or belong to
parts of the kernel in which ways out are found again and again.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys

_SET_FILTER, _FILTER = 22, 2  # of prctl(2)
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000  # the latter is combined with an error number
_NOT_PERMITTED, _NO_SUCH_CALL = 1, 38
_NAMESPACES = 0x7E020000  # clone(2)'s flags for new ones
#: The kernel's number of the machine, and whether numbers from 2 ** 30 on are calls of another kind.
_MACHINES = {"x86_64": (0xC000003E, True), "aarch64": (0xC00000B7, False)}
_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE_3 = 435  # a filter cannot read its flags; if it is refused, the C library uses clone
#: Calls with the same number on every machine: io_uring, new ways to mount, others' descriptors, secret memory.
_EVERYWHERE = (425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442, 447)
#: The other calls by name, with their numbers on x86_64 and aarch64; -1 if a machine does not have it.
_CALLS = {
    "socket": (41, 198),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "memfd_create": (319, 279),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "inotify_init": (253, -1),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "syslog": (103, 116),
    "quotactl": (179, 60),
    "acct": (163, 89),
}


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


def can_refuse() -> bool:
    """Whether this module knows the machine's system calls."""
    return sys.platform == "linux" and os.uname().machine in _MACHINES and sys.maxsize > 2**32


def refuse() -> None:
    """Refuse them from now on, in this process and its children, after `no_new_privileges`. Raises OSError."""
    program = filter_for(os.uname().machine)
    buffer = ctypes.create_string_buffer(program, len(program))
    structure = _Program(len(program) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_SET_FILTER, _FILTER, ctypes.byref(structure), 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def filter_for(machine: str) -> bytes:
    """The filter in the kernel's format: each instruction has a code, two jumps and a value."""
    kind, has_others = _MACHINES[machine]
    column = list(_MACHINES).index(machine)
    numbers = sorted({*_EVERYWHERE, *(entry[column] for entry in _CALLS.values() if entry[column] >= 0)})
    # Each entry: code, value, and the labels to jump to if the test is true and if it is not; None: next instruction.
    steps: list[tuple[int, int, str | None, str | None]] = [
        (_LOAD, 4, None, None),
        (_EQUAL, kind, None, "refuse"),
        (_LOAD, 0, None, None),
        *([(_AT_LEAST, 2**30, "refuse", None)] if has_others else []),
        (_EQUAL, _CLONE[machine], "clone", None),
        (_EQUAL, _CLONE_3, "unknown", None),
        *((_EQUAL, number, "refuse", None) for number in numbers),
        (_RETURN, _ALLOW, None, None),
    ]
    labels = {"clone": len(steps)}
    steps += [(_LOAD, 16, None, None), (_ANY_BIT, _NAMESPACES, "refuse", None), (_RETURN, _ALLOW, None, None)]
    labels["refuse"] = len(steps)
    steps.append((_RETURN, _REFUSE | _NOT_PERMITTED, None, None))
    labels["unknown"] = len(steps)
    steps.append((_RETURN, _REFUSE | _NO_SUCH_CALL, None, None))

    def jump(place: int, label: str | None) -> int:
        return 0 if label is None else labels[label] - place - 1

    return b"".join(
        struct.pack("=HBBI", code, jump(place, if_so), jump(place, if_not), value)
        for place, (code, value, if_so, if_not) in enumerate(steps)
    )
