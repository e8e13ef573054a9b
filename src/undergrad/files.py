"""Writes files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import functools
import io
import os
import secrets
import stat
import tempfile
from pathlib import Path

from undergrad.errors import FileError

_PART = ".part"


def write_whole(path: str | os.PathLike[str], content: bytes | str, *, mode: int = 0o666) -> Path:
    """Write `content` (str as UTF-8) to `path`, so that a reader sees either the old file or the new one, never a part.

    It writes a temporary file in the same folder, flushes it to the disk, and then renames it. It creates missing
    parent folders. The file's permissions are `mode` minus the umask. Raises FileError; then the temporary file is
    removed and the old file unchanged.
    """
    path = Path(path)
    data = content.encode() if isinstance(content, str) else content
    if not path.name:
        raise FileError(f"cannot write {path}: that is a folder; name a file")
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(temporary, "xb", opener=functools.partial(os.open, mode=mode)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise cannot("write", path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return path


def _sync_folder(folder: Path) -> None:
    """Flush a rename to the disk. Windows neither allows nor needs it."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove_parts(folder: Path) -> None:
    """Remove temporary files that a killed process left in `folder`."""
    for part in folder.glob(f".*{_PART}"):
        part.unlink(missing_ok=True)


def open_binary(path: str | os.PathLike[str]) -> io.FileIO:
    """`path`, opened for reading, unbuffered. Raises FileError with a sentence instead of an OSError.

    A named pipe is refused, since opening it waits until somebody writes to it. A pipe that a shell passes as
    /dev/fd/63 or /dev/stdin is read.
    """
    place = Path(path)
    try:
        file = io.FileIO(path, "rb", opener=_without_waiting)
    except OSError as error:
        raise cannot("read", place, error) from error
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode) or not hasattr(os, "O_NONBLOCK"):
        return file
    if stat.S_ISFIFO(os.fstat(file.fileno()).st_mode) and not str(place).startswith(_HANDED_OVER):
        file.close()
        raise FileError(f"cannot read {place}: that is a named pipe; write its contents into a file first")
    os.set_blocking(file.fileno(), True)
    return file


_HANDED_OVER = ("/dev/", "/proc/")


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read_whole(path: str | os.PathLike[str]) -> bytes:
    """The bytes of `path`. Raises FileError with a sentence instead of an OSError."""
    with open_binary(path) as file:
        try:
            return file.readall()
        except OSError as error:
            raise cannot("read", Path(path), error) from error


def make_folder(path: str | os.PathLike[str]) -> Path:
    """Make the folder `path` and its parents, and check that files can be created in it. Raises FileError."""
    path = Path(path)
    if _kind(path) == "file":
        raise FileError(f"cannot write to {path}: that is a file; choose a folder")
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise cannot("write to", path, error) from error
    return path


_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL = (errno.ENOSPC, errno.EDQUOT)


def _kind(path: Path) -> str | None:
    """ "folder", or "file" for anything else; None if the path does not exist or is not accessible."""
    try:
        return "folder" if stat.S_ISDIR(path.stat().st_mode) else "file"
    except OSError:
        return None


def cannot(verb: str, path: Path, error: OSError) -> FileError:
    """The error for a `path` that one cannot "read", "write" or "write to", with a remedy for its cause."""
    reads = verb == "read"
    blocking = next((part for part in path.parents if _kind(part) == "file"), None)
    if blocking is not None:  # each system has its own words for this
        why, remedy = f"{blocking} is a file and no folder", "name another folder"
    elif _kind(path) == "folder" and verb != "write to":
        why, remedy = "that is a folder", "name a file"
    else:
        why = error.strerror or str(error)
        if error.errno in _FORBIDDEN:
            remedy = f"choose a {'file' if reads else 'folder'} that you may {'read' if reads else 'write to'}"
        elif error.errno in _FULL:
            remedy = "free some space or choose another folder"
        else:
            remedy = "check the path" if reads else "choose another folder"
    return FileError(f"cannot {verb} {path}: {why}; {remedy}")
