"""Reads files that only this user and root can have written, since their content may be run.

On a system without POSIX owners, above all Windows, folders have no mode to check, and every regular file is accepted.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

# The folders above may be unreadable, like a home with the mode 0711; O_PATH still opens them.
_FOLDER_FLAGS = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
# Does not follow a symbolic link, and does not wait at a FIFO that nobody writes to.
_FILE_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # Windows
)


class NotPrivateError(Exception):
    """Others may write to a folder, or swap it; the message is a clause with the folder, the reason and the remedy."""


def has_owners() -> bool:
    """Whether files have an owner and a mode on this system."""
    return hasattr(os, "getuid")


def make_private_folder(folder: Path) -> None:
    """Make `folder` and missing folders above it, writable only for this user. Raises OSError."""
    if not folder.is_dir():
        if folder.parent != folder:  # a missing drive has no parent
            make_private_folder(folder.parent)
        folder.mkdir(mode=0o755, exist_ok=True)


def read_private(file: Path, *, most: int) -> bytes | None:
    """The bytes of `file`, at most `most`; None unless it is a regular file that nobody else could have written.

    NotPrivateError if its folder, or one above it, is not private: then `file` may be swapped at any moment. Every
    folder from the root on is opened relative to the one before, so the checked file is the file that is read. Raises
    OSError for a file that is missing or cannot be opened.
    """
    if not has_owners():
        return _read(os.open(file, _FILE_FLAGS), most)
    with _opened(Path(os.path.realpath(file.parent))) as folder:
        return _read(os.open(file.name, _FILE_FLAGS, dir_fd=folder), most)


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """The descriptor of `folder`, without symbolic links in it. NotPrivateError."""
    above, place = os.open(folder.anchor, _FOLDER_FLAGS), Path(folder.anchor)
    try:
        _check(os.fstat(above), place, is_last=place == folder)
        for name in folder.parts[1:]:
            place /= name
            descriptor = os.open(name, _FOLDER_FLAGS, dir_fd=above)
            os.close(above)
            above = descriptor
            _check(os.fstat(above), place, is_last=place == folder)
        yield above
    finally:
        os.close(above)


def _check(status: os.stat_result, place: Path, *, is_last: bool) -> None:
    """Raise NotPrivateError if others may change the content of the folder `place`, or replace the folder.

    In a folder with the sticky bit, such as /tmp, everybody may create files, but only their owner may move them.
    """
    if not _is_ours(status):
        raise NotPrivateError(f"{place} belongs to another user; let UNDERGRAD_CACHE name a folder of your own")
    if _others_write(status) and (is_last or not status.st_mode & stat.S_ISVTX):
        mode = stat.S_IMODE(status.st_mode)
        raise NotPrivateError(
            f"others may write to {place} (mode {mode:04o}); close it with `chmod go-w`, or let UNDERGRAD_CACHE name a "
            "folder of your own"
        )


def _read(descriptor: int, most: int) -> bytes | None:
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > most:
            return None
        if has_owners() and (not _is_ours(status) or _others_write(status)):
            return None
        return file.read(most)


def _is_ours(status: os.stat_result) -> bool:
    return status.st_uid in (0, os.getuid())


def _others_write(status: os.stat_result) -> bool:
    return bool(status.st_mode & (stat.S_IWGRP | stat.S_IWOTH))
