"""Arrays that lie in a memory-mapped file: read in pieces, so that no more of the file is resident than is in use."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

_PIECE = 2**24  # bytes
_CAN = hasattr(mmap, "MADV_DONTNEED")  # Windows cannot

#: A mapped array that is larger than this is not left in memory.
_RESIDENT_BYTES = 2**28
#: So many rows of it are read at a time. A row read anywhere makes the system map what it has in memory around it, as
#: much as a MiB with Linux 6.18 on ext4.
_RESIDENT_ROWS = 64


def release(x: NDArray[Any]) -> None:
    """Let go of the file's pages that `x` has read, if it is mapped; they are read again when they are needed.

    Does nothing for an array in memory, and nothing where the system cannot be asked to.
    """
    for array in _maps(x):
        # In mode "c" the pages hold the user's changes, which are nowhere else.
        if array.mode != "c" and _CAN:
            array.base.madvise(mmap.MADV_DONTNEED)


def is_large(x: NDArray[Any]) -> bool:
    """Whether `x` is a mapped array that would fill up the memory with its file, so that one reads it by `taken`."""
    return isinstance(x, np.ndarray) and x.nbytes > _RESIDENT_BYTES and next(_maps(x), None) is not None


def taken(x: Any, rows: Any) -> Any:
    """x[rows], for an array of row numbers or a slice, a copy where `is_large(x)`: what it reads then is released."""
    if not is_large(x):
        return x[rows]
    numbers = np.arange(len(x))[rows] if isinstance(rows, slice) else rows
    copy = np.empty((len(numbers), *x.shape[1:]), x.dtype)
    for start in range(0, len(numbers), _RESIDENT_ROWS):
        part = slice(start, start + _RESIDENT_ROWS)
        copy[part] = x[numbers[part]]
        release(x)
    return copy


def pieces(x: NDArray[Any], rows: NDArray[np.int64] | None = None) -> Iterator[NDArray[Any]]:
    """`x`, or its `rows`, a few megabytes at a time and in order. What was read of a mapped file is released."""
    size = max(1, _PIECE // max(1, x[:1].nbytes))
    count = len(x) if rows is None else len(rows)
    for start in range(0, count, size):
        yield x[start : start + size] if rows is None else taken(x, rows[start : start + size])
        release(x)


def _maps(x: Any) -> Iterator[Any]:
    """The mapped arrays that `x` is a view of."""
    while isinstance(x, np.ndarray):
        if isinstance(x, np.memmap) and isinstance(x.base, mmap.mmap):
            yield x
        x = x.base
