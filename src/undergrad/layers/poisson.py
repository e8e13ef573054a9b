from __future__ import annotations

from undergrad.arrays import Array, array_namespace, at_least_float32
from undergrad.layers.loss import LossLayer


class PoissonLayer(LossLayer):
    """``y_hat = exp(x)``, and half the mean Poisson deviance of counts y, or of other numbers from 0 on.

    y_hat is the mean of a Poisson distribution, which is positive. The loss is minus the logarithm of the probability
    of y, minus its value for ``y_hat = y`` (McCullagh and Nelder 1989, "Generalized linear models", chapter 6), so that
    it is 0 for exact predictions.

    >>> import numpy as np
    >>> end = PoissonLayer()
    >>> y_hat = end.forward(np.log(np.array([[1.0], [4.0]])))
    >>> y_hat
    array([[1.],
           [4.]])
    >>> round(end.poisson_loss(y_hat, np.array([[0.0], [4.0]])), 9)  # 1 of the first sample, 0 of the other
    0.5
    >>> end.backward()
    array([[0.5],
           [0. ]])
    """

    #: Added to a number before its logarithm, as in the softmax layer.
    epsilon = 1e-10

    def forward(self, x: Array) -> Array:
        """Positive means (N, K) for x (N, K). Keeps `y_hat`. ShapeError unless x has two dimensions."""
        self.y_hat = array_namespace(x).exp(self._scores(x))
        return self.y_hat

    def poisson_loss(self, y_hat: Array, y: Array) -> float:
        """``(1/(N K)) sum_i sum_k (y_hat_ik - y_ik + y_ik log(y_ik / y_hat_ik))``, y (N, K); ``0 log 0`` is 0.

        Both logarithms add 1e-10 to their argument. Keeps `y_hat` and `y`. ShapeError if y and y_hat differ in shape,
        and for an empty batch.
        """
        return self._loss(y_hat, y)

    def _of_samples(self, y_hat: Array, y: Array) -> Array:
        """``(1/K) sum_k (y_hat_k - y_k + y_k log(y_k / y_hat_k))``."""
        xp, mean = array_namespace(y_hat), at_least_float32(y_hat)  # in float16 epsilon would be 0
        logarithm = xp.log(at_least_float32(y) + self.epsilon) - xp.log(mean + self.epsilon)
        return self._over_outputs(mean - y + y * logarithm)

    def backward(self, d_prev: float = 1, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dx = d_prev (y_hat - y) / (N K)``, (N, K).

        ``dLoss/dy_hat = (1 - y / y_hat) / (N K)``, and ``dy_hat/dx = y_hat``. It ignores the epsilon in the logarithm.
        """
        return d_prev * (self.y_hat - self.y) / self._count()
