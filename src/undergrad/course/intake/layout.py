"""Writes a submission's files into a folder of their own: completely or not at all, and only if they changed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

from undergrad.files import cannot

_PART, _OLD = ".part", ".old"


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 of the files and their names, in hexadecimal."""
    digest = hashlib.sha256()
    for path, content in sorted(files.items()):
        digest.update(f"{len(path.encode())} {len(content)} {path}".encode())
        digest.update(content)
    return digest.hexdigest()


def lay_out(root: Path, key: str, files: Mapping[str, bytes]) -> str:
    """Write the files, by safe paths, into the folder `key` of `root`, and return their digest.

    A folder with exactly these files, to the byte, is not changed; another one is replaced, and remains of a killed
    process are removed. Nothing is synced to the disk, since damage by a power failure is detected and the files are
    written again. Raises FileError.
    """
    folder, part, old = root / key, root / f".{key}{_PART}", root / f".{key}{_OLD}"
    digest = digest_of(files)
    try:
        for leftover in (part, old):
            _remove(leftover)
        if _is_laid_out(folder, files):
            return digest
        part.mkdir(parents=True)
        for path, content in files.items():
            target = part / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        if os.path.lexists(folder):
            folder.rename(old)
        part.rename(folder)
        _remove(old)
    except OSError as error:
        with contextlib.suppress(OSError):
            _remove(part)
        raise cannot("write to", folder, error) from error
    return digest


def _is_laid_out(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether the folder contains exactly these files, and nothing else."""
    if not folder.is_dir() or folder.is_symlink():
        return False
    present = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not _is_folder(path)}
    if present.keys() != files.keys():
        return False
    for name, path in present.items():
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size != len(files[name]) or path.read_bytes() != files[name]:
            return False
    return True


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(path.lstat().st_mode)


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)
