from __future__ import annotations

from undergrad.arrays import Array, array_namespace, shaped
from undergrad.layers.alpha import checked_alpha
from undergrad.layers.base import Activation


class ELU(Activation):
    """``out = z where z > 0, else alpha (exp(z) - 1)``, elementwise.

    Its derivative is 1 where ``z > 0`` and ``alpha exp(z) = out + alpha`` elsewhere, at exactly 0 too; with alpha = 1
    it has no jump there. Its outputs have both signs, and negative outputs stay above -alpha (Clevert et al. 2016,
    "Fast and accurate deep network learning by exponential linear units"). UsageError unless `alpha` is a finite number
    >= 0.

    >>> import numpy as np
    >>> elu = ELU(alpha=2.0)
    >>> elu.forward(np.array([[-1000.0, 0.0, 3.0]]))
    array([[-2.,  0.,  3.]])
    >>> elu.backward(np.array([[10.0, 10.0, 10.0]]))
    array([[ 0., 20., 10.]])
    """

    word = "elu"

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = checked_alpha(alpha, "ELU")

    def forward(self, z: Array) -> Array:
        """Bend the entries of z, any shape, that are not positive towards -alpha. Same shape and dtype.

        Keeps `out`, and `zero_mask`, True where ``z <= 0``.
        """
        xp = array_namespace(z)
        self.zero_mask = z <= 0
        # 0 instead of z > 0, so that no exp(z) overflows. expm1 keeps the digits of a small z that exp(z) - 1 cancels.
        below = xp.where(self.zero_mask, z, xp.zeros_like(z))
        self.out = xp.where(self.zero_mask, self.alpha * xp.expm1(below), z)
        return self.out

    def backward(self, d_prev: Array, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dz = d_prev where z > 0, else d_prev * (out + alpha)``, from ``d_prev = dLoss/dout``.

        d_prev has the shape of out or is flat, (N, -1); ShapeError for another shape.
        """
        d_prev = shaped("d_prev", d_prev, self.out.shape, self)
        xp = array_namespace(self.out)
        return d_prev * xp.where(self.zero_mask, self.out + self.alpha, xp.ones_like(self.out))

    def summary(self) -> str:
        """`ELU(alpha=1.0)`."""
        return f"ELU(alpha={self.alpha})"
