"""Samples as the engines take them, of what scikit-learn has checked: dense, or made dense a few rows at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse

from undergrad.layers.base import Shape


class SparseRows:
    """A sparse matrix (N, D) that hands out the rows asked for as a dense array (n, *sample_shape)."""

    def __init__(self, matrix: Any, sample_shape: Shape) -> None:
        self._matrix = scipy.sparse.csr_matrix(matrix)
        self.shape, self.dtype = (matrix.shape[0], *sample_shape), self._matrix.dtype

    def __len__(self) -> int:
        return int(self.shape[0])

    def __getitem__(self, rows: Any) -> np.ndarray[Any, Any]:
        return np.asarray(self._matrix[rows].toarray()).reshape(-1, *self.shape[1:])


#: So many bytes are copied at once.
_LARGE = 2**26


def in_order(X: Any, dtype: Any) -> Any:
    """`X` (N, D) in the order and the dtype in which engines read it, so that none converts it again and again.

    A large dense one keeps its dtype and is converted part by part as it is read, which takes no memory of its size.
    """
    if scipy.sparse.issparse(X):
        return scipy.sparse.csr_matrix(X, dtype=dtype)
    is_large = X.size * np.dtype(dtype).itemsize > _LARGE
    return np.ascontiguousarray(X) if is_large else np.ascontiguousarray(X, dtype)


def samples_of(X: Any, sample_shape: Shape) -> Any:
    """`X` (N, D), a NumPy array or one of SciPy's sparse ones, as an engine reads it: (N, *sample_shape)."""
    if scipy.sparse.issparse(X):
        return SparseRows(X, sample_shape)
    return np.ascontiguousarray(X).reshape(-1, *sample_shape)
