"""Rows known again without being kept: eight bytes for the features of each."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.data.mapped import pieces


def row_digests(x: NDArray[Any]) -> NDArray[np.uint64]:
    """BLAKE2b of each row's features, the first 8 bytes: (N,) uint64 of `x` (N, ...), uint8 or else taken as float32.

    The features are those of a `TablePlan`, in its order, whatever that of the columns in a file. Equal rows have equal
    digests, on every machine; that two of a million different rows have the same has a chance of 3 in 100 million.

    >>> rows = np.array([[1.0, 0.0], [2.0, 0.0], [1.0, -0.0]], np.float32)
    >>> digests = row_digests(rows)
    >>> bool(digests[0] == digests[2]), bool(digests[0] == digests[1])
    (True, False)
    """
    digests = []
    for piece in pieces(x):
        rows = piece.reshape(len(piece), -1)
        if rows.dtype != np.uint8:
            rows = rows.astype("<f4") + np.float32(0)  # of which -0 is 0
        content = np.ascontiguousarray(rows)
        digests += [hashlib.blake2b(row, digest_size=8).digest() for row in content]
    return np.frombuffer(b"".join(digests), "<u8").astype(np.uint64)
