from __future__ import annotations

from undergrad.arrays import Array, array_namespace, check_shape, like, row_max, row_sum
from undergrad.errors import ShapeError
from undergrad.layers.base import Layer
from undergrad.layers.loss import log_probability


class SoftmaxLayer(Layer):
    """``y_hat_ic = exp(x_ic) / sum_k exp(x_ik)``, and the cross-entropy of y_hat against one-hot labels.

    >>> import numpy as np
    >>> softmax = SoftmaxLayer()
    >>> y_hat = softmax.forward(np.log(np.array([[1.0, 3.0], [3.0, 1.0]])))
    >>> y_hat
    array([[0.25, 0.75],
           [0.75, 0.25]])
    >>> round(softmax.ce_loss(y_hat, np.array([[0, 1], [0, 1]])), 4)  # of log 0.75 and log 0.25 the mean, negative
    0.837
    >>> softmax.backward()
    array([[ 0.125, -0.125],
           [ 0.375, -0.375]])
    """

    #: Added to a probability before its logarithm, which keeps it finite for 0: the homework's value.
    epsilon = 1e-10
    #: If it is not 0, the loss clips probabilities to at least this and at most 1 minus this.
    clip = 0.0

    def forward(self, x: Array) -> Array:
        """Class probabilities (N, C) for the scores x (N, C); each row sums to 1. Keeps `y_hat`.

        ShapeError unless x has two dimensions.
        """
        if x.ndim != 2:
            raise ShapeError(f"SoftmaxLayer: x must be (N, C), but has the shape {tuple(x.shape)}")
        # Subtracting the largest score does not change the quotient, and keeps exp from overflowing.
        e = array_namespace(x).exp(x - row_max(x))
        self.y_hat = e / row_sum(e)
        return self.y_hat

    def ce_loss(self, y_hat: Array, y: Array) -> float:
        """``-(1/N) sum_i sum_c y_ic log(y_hat_ic + 1e-10)``, y one-hot (N, C). Keeps `y_hat` and `y`.

        ShapeError if y and y_hat differ in shape, and for an empty batch.
        """
        check_shape("y", y, y_hat.shape, self)
        if not y_hat.shape[0]:
            raise ShapeError("SoftmaxLayer: the loss of an empty batch is not defined; give at least one sample")
        self.y_hat, self.y = y_hat, like(y, y_hat)
        log = log_probability(y_hat, self.epsilon, self.clip)
        n: int = y_hat.shape[0]
        return -float(array_namespace(y_hat).sum(self.y * log)) / n

    def backward(self, d_prev: float = 1, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dx = d_prev (y_hat - y) / N``, (N, C).

        This is the gradient with respect to the scores only because softmax and cross-entropy are differentiated
        together. It ignores the epsilon in the logarithm, and the clip.
        """
        return d_prev * (self.y_hat - self.y) / self.y_hat.shape[0]
