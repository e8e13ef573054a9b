from __future__ import annotations

import math
from typing import Any

import numpy as np

from undergrad.arrays import Array, array_namespace, like, shaped
from undergrad.errors import UsageError
from undergrad.layers.base import EVALUATION, TRAINING, Draw, Layer
from undergrad.layers.philox import words_at
from undergrad.notation.kinds import is_number


class DropoutLayer(Layer):
    """``out = mask * x``: in training, each entry is 0 with the probability `rate`, else divided by ``1 - rate``.

    So its mean is that of x, and evaluation is simply ``out = x`` (inverted dropout; Srivastava et al. 2014, "Dropout:
    a simple way to prevent neural networks from overfitting"). `mode` chooses between the two.

    The mask is a function of `draw`, that is of a seed, the epoch, the step and the layer, and of the entry's number in
    the batch. A model in training sets them (`ClassifierModel.at`); by itself the layer takes one seed, from `rng` or
    NumPy's global state, and advances by one step with each forward. UsageError unless 0 <= `rate` < 1.

    >>> import numpy as np
    >>> layer = DropoutLayer(0.5, rng=np.random.default_rng(0))
    >>> layer.forward(np.ones((2, 4)))
    array([[2., 0., 0., 0.],
           [0., 2., 0., 0.]])
    >>> layer.backward(np.ones((2, 4)))
    array([[2., 0., 0., 0.],
           [0., 2., 0., 0.]])
    >>> layer.mode = "evaluation"
    >>> layer.forward(np.ones((1, 4)))
    array([[1., 1., 1., 1.]])
    """

    word = "dropout"
    mode = TRAINING

    @classmethod
    def check(cls, **arguments: Any) -> None:
        """Raise UsageError for an impossible rate. Draws nothing."""
        rate = arguments["rate"]
        if not is_number(rate) or not 0 <= rate < 1:
            raise UsageError(f"rate of dropout must be a number from 0 on and below 1, not {rate!r}")

    def __init__(self, rate: float, *, rng: np.random.Generator | None = None) -> None:
        self.check(rate=rate)
        self.rate = float(rate)
        self.mask: Array | None = None
        self.draw = Draw(np.random.randint(2**31) if rng is None else int(rng.integers(2**31)))

    def forward(self, x: Array) -> Array:
        """Out, of any shape, that of x. Keeps `mask`, its factor for each entry; None in evaluation."""
        self.x_shape = tuple(x.shape)
        self.mask = None
        if self.mode == EVALUATION:
            return x + 0  # a copy: forward's result belongs to the caller
        draw, count = self.draw, math.prod(self.x_shape)
        words = words_at(count, draw.seed, draw.layer, draw.step, draw.epoch)
        kept = words >= np.uint64(math.ceil(self.rate * 2**32))
        self.mask = like(np.where(kept, 1 / (1 - self.rate), 0.0).reshape(self.x_shape), x)
        self.draw = draw.next()
        return self._masked(x)

    def backward(self, d_prev: Array, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dx = mask * d_prev``, from ``d_prev = dLoss/dout``; in evaluation ``dLoss/dx = d_prev``.

        d_prev has the shape of x or is flat, (N, -1); ShapeError for another shape.
        """
        d_prev = shaped("d_prev", d_prev, self.x_shape, self)
        return d_prev + 0 if self.mask is None else self._masked(d_prev)

    def _masked(self, x: Array) -> Array:
        # Not a product: 0 times infinity is not 0.
        xp = array_namespace(x)
        return self.mask * xp.where(self.mask == 0, xp.zeros_like(x), x)

    def summary(self) -> str:
        """`DropoutLayer(0.5)`."""
        return f"DropoutLayer({self.rate})"
