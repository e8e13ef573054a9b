"""Samples for the engines, from scikit-learn's checked arrays: dense, or made dense a few rows at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse

from undergrad.layers.base import Shape


class SparseRows:
    """A sparse matrix (N, D) whose indexed rows are dense arrays (n, *sample_shape)."""

    def __init__(self, matrix: Any, sample_shape: Shape) -> None:
        self._matrix = scipy.sparse.csr_matrix(matrix)
        self.shape, self.dtype = (matrix.shape[0], *sample_shape), self._matrix.dtype

    def __len__(self) -> int:
        return int(self.shape[0])

    def __getitem__(self, rows: Any) -> np.ndarray[Any, Any]:
        return np.asarray(self._matrix[rows].toarray()).reshape(-1, *self.shape[1:])


#: The bytes that are copied at once.
_LARGE = 2**26


def in_order(X: Any, dtype: Any) -> Any:
    """`X` (N, D) in the order and the dtype in which engines read it, so that they need not convert it every time.

    A large dense array keeps its dtype and is converted part by part as it is read, without a copy of its size.
    """
    if scipy.sparse.issparse(X):
        return scipy.sparse.csr_matrix(X, dtype=dtype)
    is_large = X.size * np.dtype(dtype).itemsize > _LARGE
    return np.ascontiguousarray(X) if is_large else np.ascontiguousarray(X, dtype)


def samples_of(X: Any, sample_shape: Shape) -> Any:
    """`X` (N, D), a NumPy array or a sparse one of SciPy, in the form that an engine reads: (N, *sample_shape)."""
    if scipy.sparse.issparse(X):
        return SparseRows(X, sample_shape)
    return np.ascontiguousarray(X).reshape(-1, *sample_shape)
