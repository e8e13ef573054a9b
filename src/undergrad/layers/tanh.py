from __future__ import annotations

from typing import Any

from undergrad.arrays import Array, array_namespace, shaped
from undergrad.layers.base import Activation


class Tanh(Activation):
    """``out = 2 / (1 + exp(-2 z)) - 1``, elementwise.

    Its derivative, ``(1 - out) (1 + out)``, reaches 1, four times the sigmoid's, and its output has both signs.

    >>> import numpy as np
    >>> tanh = Tanh()
    >>> tanh.forward(np.array([[0.0, -1000.0, 1000.0]]))
    array([[ 0., -1.,  1.]])
    >>> tanh.backward(np.array([[4.0, 4.0, 4.0]]))
    array([[4., 0., 0.]])
    """

    word = "tanh"
    observable = True
    ends = (-1.0, 1.0)

    def forward(self, z: Array) -> Array:
        """Squash z, any shape, into (-1, 1). Same shape and dtype. Keeps `out`."""
        xp = array_namespace(z)
        # With m = exp(-2|z|) - 1 in [-1, 0] the formula reads sign(z) (-m) / (2 + m): no z overflows, and expm1 keeps
        # the digits of a small z that 2 / (1 + exp(-2z)) - 1 would cancel. exp(-2|z|) is the square of 1 + e.
        e = xp.expm1(-xp.abs(z))
        m = e * (2 + e)
        self.out = xp.sign(z) * -m / (2 + m)
        return self.out

    def backward(self, d_prev: Array, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dz = d_prev * (1 - out) * (1 + out)``, from ``d_prev = dLoss/dout``.

        d_prev has the shape of out or is flat, (N, -1); ShapeError for another shape.
        """
        d_prev = shaped("d_prev", d_prev, self.out.shape, self)
        return d_prev * (1 - self.out) * (1 + self.out)

    def relative_slope(self, out: Any) -> Any:
        """1 - out^2."""
        return 1 - out * out
