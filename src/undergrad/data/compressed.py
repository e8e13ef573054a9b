"""Files that may be compressed: recognised by their first bytes, never by their name."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, cast

from undergrad.errors import DataError
from undergrad.files import read_whole

SUFFIXES = ("", ".gz", ".xz", ".bz2")
"""Suffixes that a distributor may have added to a file's name."""

_KINDS: dict[bytes, tuple[str, Callable[[Any], Any]]] = {
    b"\x1f\x8b": (".gz", lambda file: gzip.GzipFile(fileobj=file)),
    b"\xfd7zXZ\x00": (".xz", lzma.LZMAFile),
    b"BZh": (".bz2", bz2.BZ2File),
}

# A header can ask for a dictionary larger than the memory, hence MemoryError.
DAMAGE = (EOFError, OSError, zlib.error, lzma.LZMAError, MemoryError)
"""The errors that reading a truncated or damaged compressed stream raises."""


def compression(data: bytes) -> str:
    """The suffix of the compression that `data` begins with: ".gz", ".xz", ".bz2", or "" for none.

    >>> compression(b"BZh91AY")
    '.bz2'
    """
    return next((suffix for magic, (suffix, _) in _KINDS.items() if data.startswith(magic)), "")


def open_stream(file: IO[bytes]) -> IO[bytes]:
    """`file`, a seekable binary file, as a stream of its decompressed bytes."""
    start = file.read(8)
    file.seek(0)
    for magic, (_, opener) in _KINDS.items():
        if start.startswith(magic):
            return cast("IO[bytes]", opener(file))
    return file


def decompress(data: bytes, *, where: str, limit: int | None = None) -> bytes:
    """`data`, decompressed if it is compressed.

    With `limit`, at most `limit` + 1 bytes are produced: enough to see that there are too many, so a small file cannot
    fill the memory. Raises DataError, naming `where`, for a stream that is cut short or damaged.
    """
    if not compression(data):
        return data
    try:
        with open_stream(io.BytesIO(data)) as stream:
            return stream.read(-1 if limit is None else limit + 1)
    except DAMAGE as error:
        raise damaged(where) from error


def damaged(where: str) -> DataError:
    """The error for a compressed stream that does not decompress."""
    return DataError(f"{where} cannot be decompressed: it is cut short or damaged; copy or download it again")


def read_compressed(path: str | os.PathLike[str], *, limit: int | None = None) -> bytes:
    """The bytes of the file `path`, decompressed if they are compressed (gzip, xz, bzip2). `limit` as in `decompress`.

    Raises FileError for a file that cannot be read, DataError for one that does not decompress.
    """
    return decompress(read_whole(path), where=str(path), limit=limit)


def variants(folder: Path, name: str) -> list[Path]:
    """The files in `folder` that are called `name` or the spelling of some archives, compressed or not.

    Those archives write `train-images.idx3-ubyte` for `train-images-idx3-ubyte`.
    """
    names = dict.fromkeys((name, name.replace("-idx", ".idx")))
    return [path for spelling in names for suffix in SUFFIXES if is_file(path := folder / (spelling + suffix))]


def is_file(path: Path) -> bool:
    """Whether `path` is a file; False also in a folder that one may not enter."""
    try:
        return path.is_file()
    except OSError:  # a folder without the right to enter it raises up to Python 3.13
        return False
