from __future__ import annotations

from undergrad.arrays import Array, array_namespace
from undergrad.layers.loss import LossLayer


class AbsoluteErrorLayer(LossLayer):
    """``y_hat = x``, and the mean absolute error, whose best constant is the median of y: outliers hardly count.

    >>> import numpy as np
    >>> end = AbsoluteErrorLayer()
    >>> y_hat = end.forward(np.array([[1.0], [5.0]]))
    >>> end.absolute_loss(y_hat, np.array([[2.0], [2.0]]))  # (1 + 3) / 2
    2.0
    >>> end.backward()
    array([[-0.5],
           [ 0.5]])
    """

    def absolute_loss(self, y_hat: Array, y: Array) -> float:
        """``(1/(N K)) sum_i sum_k |y_hat_ik - y_ik|``, y (N, K). Keeps `y_hat` and `y`.

        ShapeError if y and y_hat differ in shape, and for an empty batch.
        """
        return self._loss(y_hat, y)

    def _of_samples(self, y_hat: Array, y: Array) -> Array:
        """``(1/K) sum_k |y_hat_k - y_k|``."""
        xp = array_namespace(y_hat)
        return self._over_outputs(xp.abs(y_hat - y))

    def backward(self, d_prev: float = 1, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dx = d_prev sign(y_hat - y) / (N K)``, (N, K); 0 where y_hat is y, between the slopes -1 and 1."""
        return d_prev * array_namespace(self.y_hat).sign(self.y_hat - self.y) / self._count()
