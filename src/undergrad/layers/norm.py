from __future__ import annotations

from collections.abc import Iterable

from undergrad.arrays import Array, array_namespace


class Norm:
    """The L2 term of the loss, ``(reg_lambda / 2) sum_j ||W_j||^2``, with ``||W||^2`` the sum of the squared entries.

    That is the squared Frobenius norm, and ``reg_lambda W`` is its gradient. `np.linalg.norm(W, 2)` of a matrix is the
    spectral norm, a different number.

    >>> import numpy as np
    >>> norm = Norm()
    >>> norm.forward([np.array([[3.0, 4.0]])], reg_lambda=0.1)
    1.25
    >>> norm.backward(np.array([[3.0, 4.0]]), reg_lambda=0.1)
    array([[0.3, 0.4]])
    """

    def forward(self, weights: Iterable[Array], reg_lambda: float) -> float:
        """The term's value for the weight arrays of all layers."""
        if not reg_lambda:
            return 0.0  # also if a sum of squares overflows
        return 0.5 * float(reg_lambda) * sum(float(array_namespace(W).sum(W * W)) for W in weights)

    def backward(self, W: Array, reg_lambda: float) -> Array:
        """``dterm/dW = reg_lambda W``, the shape and dtype of W."""
        return float(reg_lambda) * W
