"""Arrays that lie in a memory-mapped file: read in pieces, so that no more of the file is resident than is in use."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

_PIECE = 2**24  # bytes
_CAN = hasattr(mmap, "MADV_DONTNEED")  # Windows cannot


def release(x: NDArray[Any]) -> None:
    """Let go of the file's pages that `x` has read, if it is mapped; they are read again when they are needed.

    Does nothing for an array in memory, and nothing where the system cannot be asked to.
    """
    array: Any = x
    while isinstance(array, np.ndarray):
        # In mode "c" the pages hold the user's changes, which are nowhere else.
        if isinstance(array, np.memmap) and isinstance(array.base, mmap.mmap) and array.mode != "c" and _CAN:
            array.base.madvise(mmap.MADV_DONTNEED)
        array = array.base


def pieces(x: NDArray[Any], rows: NDArray[np.int64] | None = None) -> Iterator[NDArray[Any]]:
    """`x`, or its `rows`, a few megabytes at a time and in order. What was read of a mapped file is released."""
    size = max(1, _PIECE // max(1, x[:1].nbytes))
    count = len(x) if rows is None else len(rows)
    for start in range(0, count, size):
        yield x[start : start + size] if rows is None else x[rows[start : start + size]]
        release(x)
