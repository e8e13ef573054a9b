"""Writes a handout to the disk: a folder, a zip of it, and a record of both; completely or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import io
import secrets
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from undergrad.errors import FileError
from undergrad.files import cannot, read_whole, write_whole

#: The file by which a handout's folder is recognised.
RECORD = "handout.json"
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest date of a zip
_PERMISSIONS, _EXECUTABLE = 0o100644, 0o100755


class HandoutRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The files of a handout, and the sentences of its proof."""

    made_with: str
    assignment: str
    language: str
    #: SHA-256 of the solution, in hexadecimal.
    solution: str
    #: The proofs before anything was written, a sentence each.
    proof: tuple[str, ...]
    #: SHA-256 of each file beside this one, by its path.
    files: dict[str, str]


def zipped(files: Mapping[str, bytes], *, executable: frozenset[str] = frozenset()) -> bytes:
    """A zip archive of the files, by their paths in it. The same files give the same bytes, whenever and wherever.

    >>> zipped({"b.txt": b"2", "a.txt": b"1"}) == zipped({"a.txt": b"1", "b.txt": b"2"})
    True
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _FIRST_TIME)
            entry.create_system = 3  # Unix, so that its permissions are kept
            entry.external_attr = (_EXECUTABLE if name in executable else _PERMISSIONS) << 16
            archive.writestr(entry, files[name])  # stored: compressed bytes depend on the compressor
    return stream.getvalue()


def sha256(content: bytes) -> str:
    """The digest, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def write_folder(folder: Path, files: Mapping[str, bytes], record: HandoutRecord) -> None:
    """Write the files and their record into a new folder, or replace an earlier handout.

    FileError if the folder contains anything else, or a file of the handout that was changed by hand, or if it cannot
    be written; then the folder does not change.
    """
    check_replaceable(folder)
    folder = folder.resolve()
    token = secrets.token_hex(4)
    new, old = (folder.with_name(f".{folder.name}.{token}.{end}") for end in ("part", "old"))
    try:
        for name, content in {**files, RECORD: msgspec.json.format(msgspec.json.encode(record))}.items():
            write_whole(new / name, content)
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    except OSError as error:
        raise error if isinstance(error, FileError) else cannot("write to", folder, error) from error
    finally:
        for left in (new, old):
            with contextlib.suppress(OSError):
                shutil.rmtree(left)


def check_replaceable(folder: Path) -> None:
    """Raise FileError unless the folder is empty or an unchanged earlier handout, so that nothing can be lost."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FileError(f"cannot write to {folder}: that is a file; choose a folder")
    present = sorted(path for path in folder.rglob("*") if not path.is_dir())
    if not present:
        return
    try:
        record = msgspec.json.decode(read_whole(folder / RECORD), type=HandoutRecord)
    except (FileError, msgspec.DecodeError) as error:
        raise FileError(f"the folder {folder} is not empty and no handout of undergrad; choose another one") from error
    for path in present:
        name = path.relative_to(folder).as_posix()
        if name != RECORD and record.files.get(name) != sha256(read_whole(path)):
            change = "was changed" if name in record.files else "was put there"
            raise FileError(f"{path} {change} since the handout was made; move it away, or choose another folder")
