from __future__ import annotations

from undergrad.arrays import Array, array_namespace, shaped
from undergrad.layers.alpha import checked_alpha
from undergrad.layers.base import Activation


class LeakyReLU(Activation):
    """``out = z where z > 0, else alpha z``, elementwise.

    Its derivative is 1 where ``z > 0`` and alpha elsewhere, at exactly 0 too: a unit that is negative for every input
    still learns, unless alpha is 0, which makes it a ReLU (Maas et al. 2013, "Rectifier nonlinearities improve neural
    network acoustic models"). UsageError unless `alpha` is a finite number >= 0.

    >>> import numpy as np
    >>> leaky = LeakyReLU(alpha=0.5)
    >>> leaky.forward(np.array([[-2.0, 0.0, 3.0]]))
    array([[-1.,  0.,  3.]])
    >>> leaky.backward(np.array([[10.0, 10.0, 10.0]]))
    array([[ 5.,  5., 10.]])
    """

    word = "leaky_relu"

    def __init__(self, alpha: float = 0.1) -> None:
        self.alpha = checked_alpha(alpha, "LeakyReLU")

    def forward(self, z: Array) -> Array:
        """Shrink the entries of z, any shape, that are not positive. Same shape and dtype.

        Keeps `zero_mask`, True where ``z <= 0``.
        """
        xp = array_namespace(z)
        self.zero_mask = z <= 0
        # Not where(zero_mask, alpha z, z): alpha z may overflow where z > 0, although nobody needs it there.
        zero = xp.zeros_like(z)
        return xp.where(self.zero_mask, zero, z) + self.alpha * xp.where(self.zero_mask, z, zero)

    def backward(self, d_prev: Array, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dz = d_prev where z > 0, else alpha d_prev``, from ``d_prev = dLoss/dout``.

        d_prev has the shape of z or is flat, (N, -1); ShapeError for another shape.
        """
        d_prev = shaped("d_prev", d_prev, self.zero_mask.shape, self)
        xp = array_namespace(d_prev)
        zero = xp.zeros_like(d_prev)
        return xp.where(self.zero_mask, zero, d_prev) + self.alpha * xp.where(self.zero_mask, d_prev, zero)

    def summary(self) -> str:
        """`LeakyReLU(alpha=0.1)`."""
        return f"LeakyReLU(alpha={self.alpha})"
