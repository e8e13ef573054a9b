from __future__ import annotations

import math
from abc import abstractmethod

from undergrad.arrays import Array, array_namespace, at_least_float32, check_shape, like
from undergrad.errors import ShapeError
from undergrad.layers.base import Layer


def log_probability(p: Array, epsilon: float, clip: float) -> Array:
    """``log(p + epsilon)`` of probabilities that are at least `clip` and at most ``1 - clip``, in float32 or float64.

    Either of the two keeps the logarithm of a probability 0 finite.
    """
    p = at_least_float32(p)  # in float16 epsilon would be 0
    xp = array_namespace(p)
    return xp.log((xp.clip(p, clip, 1 - clip) if clip else p) + epsilon)


class LossLayer(Layer):
    """The end of a network without softmax: `forward` returns y_hat, and a method named after the loss its loss.

    The loss is the mean over the N samples of `sample_losses`, and `backward` returns its derivative by the input.
    Arrays are (N, K), with K outputs.
    """

    #: Whether the loss of a sample is the sum over its outputs; else it is their mean.
    summed = False

    def forward(self, x: Array) -> Array:
        """y_hat (N, K) for x (N, K): x itself, unless the layer overrides this. ShapeError for other dimensions."""
        return self._scores(x) + 0  # a copy: forward's result belongs to the caller

    def sample_losses(self, y_hat: Array, y: Array) -> Array:
        """(N,), the loss of each sample, in the library and dtype of `y_hat`. ShapeError if y and y_hat differ."""
        check_shape("y", y, y_hat.shape, self)
        return self._of_samples(y_hat, like(y, y_hat))

    @abstractmethod
    def _of_samples(self, y_hat: Array, y: Array) -> Array:
        """(N,), for y_hat and y of one shape, library and dtype."""

    @abstractmethod
    def backward(self, d_prev: float = 1, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dx`` times `d_prev`, (N, K), for the y_hat and y of the last loss."""

    def _scores(self, x: Array) -> Array:
        if x.ndim != 2:
            raise ShapeError(f"{type(self).__name__}: x must be (N, K), but has the shape {tuple(x.shape)}")
        return x

    def _loss(self, y_hat: Array, y: Array) -> float:
        """The mean of the samples' losses. Keeps `y_hat` and `y`. ShapeError if they differ, or are empty."""
        losses = self.sample_losses(y_hat, y)
        if not y_hat.shape[0]:
            raise ShapeError(
                f"{type(self).__name__}: the loss of an empty batch is not defined; give at least one sample"
            )
        self.y_hat, self.y = y_hat, like(y, y_hat)
        n: int = y_hat.shape[0]
        return float(array_namespace(losses).sum(losses)) / n

    def _over_outputs(self, losses: Array) -> Array:
        """(N,) from (N, K): the mean over the outputs, or their sum."""
        xp = array_namespace(losses)
        return xp.sum(losses, axis=1) if self.summed else xp.mean(losses, axis=1)

    def _count(self) -> int:
        """The divisor of the mean: N K, for a mean over samples and outputs, or N, for a sum over the outputs."""
        n: int = self.y_hat.shape[0]
        return n if self.summed else math.prod(self.y_hat.shape)
