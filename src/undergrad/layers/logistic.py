from __future__ import annotations

from undergrad.arrays import Array, at_least_float32
from undergrad.layers.loss import LossLayer, log_probability
from undergrad.layers.sigmoid import Sigmoid


class LogisticLayer(LossLayer):
    """``y_hat = 1 / (1 + exp(-x))``, and the binary cross-entropy of y_hat against labels 0 and 1.

    With one output it is logistic regression (Cox 1958, "The regression analysis of binary sequences"): y_hat is the
    probability of class 1. With several outputs, each is the probability of one label, independently of the others.

    >>> import numpy as np
    >>> logistic = LogisticLayer()
    >>> y_hat = logistic.forward(np.log(np.array([[3.0], [1.0]])))
    >>> y_hat
    array([[0.75],
           [0.5 ]])
    >>> round(logistic.bce_loss(y_hat, np.array([[1], [0]])), 4)  # of log 0.75 and log 0.5 the mean, negative
    0.4904
    >>> logistic.backward()
    array([[-0.125],
           [ 0.25 ]])
    """

    #: Added to a number before its logarithm, as in the softmax layer.
    epsilon = 1e-10
    #: If it is not 0, the loss clips probabilities to at least this and at most 1 minus this.
    clip = 0.0
    summed = True

    def forward(self, x: Array) -> Array:
        """Probabilities (N, K) for the scores x (N, K). Keeps `y_hat`. ShapeError unless x has two dimensions."""
        self.y_hat = Sigmoid().forward(self._scores(x))
        return self.y_hat

    def bce_loss(self, y_hat: Array, y: Array) -> float:
        """``-(1/N) sum_i sum_k (y_ik log(y_hat_ik + 1e-10) + (1 - y_ik) log(1 - y_hat_ik + 1e-10))``, y (N, K) 0 or 1.

        Keeps `y_hat` and `y`. ShapeError if y and y_hat differ in shape, and for an empty batch.
        """
        return self._loss(y_hat, y)

    def _of_samples(self, y_hat: Array, y: Array) -> Array:
        """``-sum_k (y_k log(y_hat_k + 1e-10) + (1 - y_k) log(1 - y_hat_k + 1e-10))``."""
        p = at_least_float32(y_hat)
        there, absent = (log_probability(q, self.epsilon, self.clip) for q in (p, 1 - p))
        return -self._over_outputs(y * there + (1 - y) * absent)

    def backward(self, d_prev: float = 1, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dx = d_prev (y_hat - y) / N``, (N, K).

        ``dLoss/dy_hat = -(y / y_hat - (1 - y) / (1 - y_hat)) / N`` and ``dy_hat/dx = y_hat (1 - y_hat)``: their product
        is -(y (1 - y_hat) - (1 - y) y_hat) / N, and that is ``(y_hat - y) / N``. It ignores the epsilon in the
        logarithm, and the clip.
        """
        return d_prev * (self.y_hat - self.y) / self._count()
