from __future__ import annotations

import math
from typing import Any

from undergrad.arrays import Array, array_namespace, shaped, zeros_like
from undergrad.layers.base import Activation


class ReLU(Activation):
    """``out = z where z > 0, else 0``, elementwise.

    Its derivative is 1 where ``z > 0`` and 0 elsewhere, at exactly 0 too: gradients pass unchanged or not at all, and a
    unit that is negative for every input never learns again.

    >>> import numpy as np
    >>> relu = ReLU()
    >>> relu.forward(np.array([[-2.0, 0.0, 3.0]]))
    array([[0., 0., 3.]])
    >>> relu.backward(np.array([[10.0, 10.0, 10.0]]))
    array([[ 0.,  0., 10.]])
    """

    word = "relu"
    observable = True
    ends = (0.0, math.inf)

    def forward(self, z: Array) -> Array:
        """Cut z, any shape, at 0. Same shape and dtype. Keeps `zero_mask`, True where ``z <= 0``."""
        zero = zeros_like(z, ())
        self.zero_mask = z <= zero
        return array_namespace(z).maximum(z, zero)

    def backward(self, d_prev: Array, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dz = d_prev where z > 0, else 0``, from ``d_prev = dLoss/dout``.

        d_prev has the shape of z or is flat, (N, -1); ShapeError for another shape.
        """
        d_prev = shaped("d_prev", d_prev, self.zero_mask.shape, self)
        return array_namespace(d_prev).where(self.zero_mask, zeros_like(d_prev, ()), d_prev)

    def relative_slope(self, out: Any) -> Any:
        """1 where the output is above 0, else 0."""
        return out > 0
