from __future__ import annotations

from typing import Any

from undergrad.arrays import Array, array_namespace, shaped
from undergrad.layers.base import Activation


class Sigmoid(Activation):
    """``out = 1 / (1 + exp(-z))``, elementwise.

    Its derivative, ``out (1 - out)``, is at most 1/4: every sigmoid layer shrinks the gradient on its way down.

    >>> import numpy as np
    >>> sigmoid = Sigmoid()
    >>> sigmoid.forward(np.array([[0.0, -1000.0, 1000.0]]))
    array([[0.5, 0. , 1. ]])
    >>> sigmoid.backward(np.array([[4.0, 4.0, 4.0]]))
    array([[1., 0., 0.]])
    """

    word = "sigmoid"
    observable = True
    ends = (0.0, 1.0)
    steepest = 0.25

    def forward(self, z: Array) -> Array:
        """Squash z, any shape, into (0, 1). Same shape and dtype. Keeps `out`."""
        xp = array_namespace(z)
        e = xp.exp(-xp.abs(z))  # at most 1: no z overflows
        self.out = xp.where(z >= 0, 1 / (1 + e), e / (1 + e))
        return self.out

    def backward(self, d_prev: Array, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dz = d_prev * out * (1 - out)``, from ``d_prev = dLoss/dout``.

        d_prev has the shape of out or is flat, (N, -1); ShapeError for another shape.
        """
        d_prev = shaped("d_prev", d_prev, self.out.shape, self)
        return d_prev * self.out * (1 - self.out)

    def relative_slope(self, out: Any) -> Any:
        """4 out (1 - out), written as 1 - t^2 with t = 2 out - 1, the place of the output between the ends -1 and 1."""
        t = 2 * out - 1
        return 1 - t * t
