"""Arrays in a memory-mapped file: read in pieces, so that only the part in use is resident."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

_PIECE = 2**24  # bytes
_CAN = hasattr(mmap, "MADV_DONTNEED")  # Windows has no madvise

#: A mapped array larger than this is released after reading.
_RESIDENT_BYTES = 2**28
#: The number of its rows that are read at a time. Reading a row makes the system map cached pages around it, up to a
#: MiB with Linux 6.18 on ext4.
_RESIDENT_ROWS = 64


def release(x: NDArray[Any]) -> None:
    """Release the file's pages that `x` has read, if it is mapped; they are read again when needed.

    Does nothing for an array in memory, or on a system without such a call.
    """
    for array in _maps(x):
        # In mode "c" only the pages hold the user's changes.
        if array.mode != "c" and _CAN:
            array.base.madvise(mmap.MADV_DONTNEED)


def is_large(x: NDArray[Any]) -> bool:
    """Whether `x` is a mapped array so large that its file would fill the memory; `taken` must read it."""
    return isinstance(x, np.ndarray) and x.nbytes > _RESIDENT_BYTES and next(_maps(x), None) is not None


def taken(x: Any, rows: Any) -> Any:
    """x[rows] for an array of row numbers or a slice; if `is_large(x)`, a copy, and the pages read are released."""
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
    """`x`, or its `rows`, in order and a few megabytes at a time. Pages read from a mapped file are released."""
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
