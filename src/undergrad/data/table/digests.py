"""Digests that identify rows without storing them: eight bytes for the features of each."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.data.mapped import pieces


def row_digests(x: NDArray[Any]) -> NDArray[np.uint64]:
    """The first 8 bytes of BLAKE2b of each row's features: (N,) uint64 for `x` (N, ...), as uint8 or else float32.

    The features are in the order of a `TablePlan`, whatever the order of the columns in a file. Equal rows have equal
    digests on every machine. In a million different rows, two have the same digest with a chance of 3 in 100 million.

    >>> rows = np.array([[1.0, 0.0], [2.0, 0.0], [1.0, -0.0]], np.float32)
    >>> digests = row_digests(rows)
    >>> bool(digests[0] == digests[2]), bool(digests[0] == digests[1])
    (True, False)
    """
    digests = []
    for piece in pieces(x):
        rows = piece.reshape(len(piece), -1)
        if rows.dtype != np.uint8:
            rows = rows.astype("<f4") + np.float32(0)  # turns -0 into 0
        content = np.ascontiguousarray(rows)
        digests += [hashlib.blake2b(row, digest_size=8).digest() for row in content]
    return np.frombuffer(b"".join(digests), "<u8").astype(np.uint64)
