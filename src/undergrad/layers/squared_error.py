from __future__ import annotations

from undergrad.arrays import Array
from undergrad.layers.loss import LossLayer


class SquaredErrorLayer(LossLayer):
    """``y_hat = x``, and half the mean squared error: least squares, whose best constant is the mean of y.

    >>> import numpy as np
    >>> end = SquaredErrorLayer()
    >>> y_hat = end.forward(np.array([[1.0], [5.0]]))
    >>> end.squared_loss(y_hat, np.array([[2.0], [2.0]]))  # (1 + 9) / 2 / 2
    2.5
    >>> end.backward()
    array([[-0.5],
           [ 1.5]])
    """

    def squared_loss(self, y_hat: Array, y: Array) -> float:
        """``(1/(2 N K)) sum_i sum_k (y_hat_ik - y_ik)^2``, y (N, K). Keeps `y_hat` and `y`.

        ShapeError if y and y_hat differ in shape, and for an empty batch.
        """
        return self._loss(y_hat, y)

    def _of_samples(self, y_hat: Array, y: Array) -> Array:
        """``(1/(2 K)) sum_k (y_hat_k - y_k)^2``."""
        return self._over_outputs((y_hat - y) ** 2) / 2

    def backward(self, d_prev: float = 1, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dx = d_prev (y_hat - y) / (N K)``, (N, K): the 2 of the square and the half of the loss cancel."""
        return d_prev * (self.y_hat - self.y) / self._count()
