"""Packs a submission's folder into one open file; the worker unpacks it where it may write.

So the process needs no access to the folder itself, whoever owns it, and changes nothing there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from undergrad.errors import FileError, UsageError

_MOST_BYTES, _MOST_FILES = 256 * 2**20, 10_000


def contents(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each file of the folder, and its path below the folder. Links count as their targets.

    Pipes, devices and links out of the folder are left out: a stranger may have put them there.
    """
    root = folder.resolve()
    for parent, folders, files in os.walk(root):
        folders.sort()
        for name in sorted(files):
            path = Path(parent, name)
            real = path.resolve()
            if real.is_file() and real.is_relative_to(root):
                yield real, path.relative_to(root).as_posix()


def size_of(folder: Path) -> int:
    """The bytes of the folder's files. Raises UsageError for more than a contained process may have."""
    total = 0
    for number, (path, _) in enumerate(contents(folder)):
        total += path.stat().st_size
        if total > _MOST_BYTES or number >= _MOST_FILES:
            raise UsageError(
                f"{folder} holds more than {_MOST_BYTES >> 20} MiB or {_MOST_FILES} files, too much for a contained "
                "process; remove what the Python file does not need"
            )
    return total


def parcel(folder: Path, spec: dict[str, Any]) -> int:
    """A readable descriptor with the `spec` as a line of JSON, then each file after a line with its name and size.

    Raises FileError for a file that cannot be read.
    """
    descriptor = os.memfd_create("submission") if hasattr(os, "memfd_create") else _unnamed()
    with open(descriptor, "wb", closefd=False) as file:
        file.write(json.dumps(spec).encode() + b"\n")
        for path, name in contents(folder):
            try:
                content = path.read_bytes()
            except OSError as error:
                os.close(descriptor)
                raise FileError(f"cannot read {path}: {error.strerror}; check the file") from error
            file.write(json.dumps({"name": name, "size": len(content)}).encode() + b"\n" + content)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _unnamed() -> int:
    import tempfile

    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
