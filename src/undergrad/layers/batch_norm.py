from __future__ import annotations

import math
from typing import Any

import numpy as np

from undergrad.arrays import Array, array_namespace, is_floating, like, shaped
from undergrad.errors import ShapeError, UsageError
from undergrad.layers.base import EVALUATION, TRAINING, Layer, Shape, Shapes
from undergrad.notation.kinds import is_number


class BatchNormLayer(Layer):
    """``out = gamma x_hat + beta``, where ``x_hat = (x - mean) / sqrt(variance + epsilon)`` for each feature.

    In training, mean and variance are those of the batch, the variance with 1/m (Ioffe and Szegedy 2015, "Batch
    normalization: accelerating deep network training by reducing internal covariate shift"). In evaluation they are the
    running averages, so that a sample's output does not depend on its neighbours; `mode` chooses between the two. Each
    forward in training updates the averages by ``running_mean <- momentum running_mean + (1 - momentum) mean``, and the
    variance likewise, with ``m / (m - 1)`` times the batch's, which estimates the variance of all data without bias.

    x is (N, D) with D = `features` and m = N, or images (N, C, H, W), whose features are the channels, with m = N H W.
    At first gamma (D,) is one and beta (D,) zero; neither is in the L2 term. A model's file stores the averages
    `running_mean` and `running_variance` (D,), which are not learned. UsageError for impossible numbers.

    >>> import numpy as np
    >>> layer = BatchNormLayer(1, epsilon=1e-12)
    >>> layer.forward(np.array([[1.0], [3.0]])).round(6)
    array([[-1.],
           [ 1.]])
    >>> layer.running_mean, layer.running_variance
    (array([0.2]), array([1.1]))
    """

    parameters = ("gamma", "beta")
    kept = ("running_mean", "running_variance")
    word = "batch_norm"
    mode = TRAINING
    least_rows = 2

    @classmethod
    def sized_by(cls, shape: Shape) -> dict[str, int]:
        """D, the features of a sample, or the channels of an image: 1 for a sample (H, W)."""
        return {"features": _features(shape)}

    @classmethod
    def shapes(cls, shape: Shape, **arguments: Any) -> Shapes:
        """The shape of a sample stays; gamma and beta are (D,), and so are both averages."""
        features = (_features(shape),)
        return Shapes(tuple(shape), dict.fromkeys(cls.parameters, features), dict.fromkeys(cls.kept, features))

    @classmethod
    def check(cls, **arguments: Any) -> None:
        """Raise UsageError for arguments that make no layer."""
        for name, most, words in (("momentum", 1.0, "from 0 to 1"), ("epsilon", math.inf, "above 0")):
            value = arguments[name]
            if not is_number(value) or not 0 <= value <= most or (name == "epsilon" and value == 0):
                raise UsageError(f"{name} of batch_norm must be a number {words}, not {value!r}")

    def __init__(self, features: int, momentum: float = 0.9, epsilon: float = 1e-5, *, dtype: Any = np.float64) -> None:
        self.check(momentum=momentum, epsilon=epsilon)
        if features < 1:
            raise ShapeError(f"BatchNormLayer: features must be at least 1, not {features}")
        self.features, self.momentum, self.epsilon = int(features), float(momentum), float(epsilon)
        self.gamma: Array = np.ones(features, dtype)
        self.beta: Array = np.zeros(features, dtype)
        self.running_mean: Array = np.zeros(features, dtype)
        self.running_variance: Array = np.ones(features, dtype)

    def forward(self, x: Array) -> Array:
        """Out, in the shape of x, (N, D), (N, C, H, W), or (N, H, W) of one channel.

        Keeps `x_hat` and `deviation`, ``sqrt(variance + epsilon)``. ShapeError for another number of features, and in
        training if a feature has a single value, which has no variance.
        """
        xp = array_namespace(x)
        if x.ndim < 2 or _features(tuple(x.shape[1:])) != self.features:
            raise ShapeError(
                f"{self.summary()}: x must have {self.features} features, (N, D) or (N, C, H, W), "
                f"but has the shape {tuple(x.shape)}"
            )
        if not is_floating(x):
            x = like(x, like(self.gamma, x))
        self.x_shape = tuple(x.shape)
        x = self._columns(x)
        self.trained = self.mode != EVALUATION
        if self.trained:
            mean, variance = xp.mean(x, axis=(0, 2)), xp.var(x, axis=(0, 2))
            self._take_in(mean, variance, x.shape[0] * x.shape[2])
        else:
            mean, variance = like(self.running_mean, x), like(self.running_variance, x)
        self.deviation = xp.sqrt(variance + self.epsilon)
        self.x_hat = (x - mean[:, None]) / self.deviation[:, None]
        out = like(self.gamma, x)[:, None] * self.x_hat + like(self.beta, x)[:, None]
        return xp.reshape(out, self.x_shape)

    def backward(self, d_prev: Array, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dx = gamma (d_prev - dbeta / m - x_hat * dgamma / m) / sqrt(variance + epsilon)``.

        ``d_prev = dLoss/dout`` has the shape of x or is flat, (N, -1). Keeps ``dgamma = sum_n d_prev_n * x_hat_n`` and
        ``dbeta = sum_n d_prev_n``, (D,), over the m values of a feature. In evaluation mean and variance do not depend
        on x, so both terms with dbeta and dgamma are left out. ShapeError if d_prev has another shape.
        """
        xp = array_namespace(d_prev)
        d_prev = self._columns(shaped("d_prev", d_prev, self.x_shape, self))
        self.dbeta, self.dgamma = xp.sum(d_prev, axis=(0, 2)), xp.sum(d_prev * self.x_hat, axis=(0, 2))
        centred = d_prev
        if self.trained:
            m = d_prev.shape[0] * d_prev.shape[2]
            centred = d_prev - self.dbeta[:, None] / m - self.x_hat * (self.dgamma[:, None] / m)
        return xp.reshape((like(self.gamma, d_prev) / self.deviation)[:, None] * centred, self.x_shape)

    def update(self, learning_rate: float) -> None:
        """``gamma <- gamma - learning_rate dgamma`` and ``beta <- beta - learning_rate dbeta``."""
        self.gamma = self.gamma - float(learning_rate) * like(self.dgamma, self.gamma)
        self.beta = self.beta - float(learning_rate) * like(self.dbeta, self.beta)

    def summary(self) -> str:
        """`BatchNormLayer(D)`."""
        return f"BatchNormLayer({self.features})"

    def _columns(self, x: Array) -> Array:
        """(N, D, places): for images each channel's entries, for other samples one place."""
        return array_namespace(x).reshape(x, (x.shape[0], self.features, math.prod(self.x_shape[1:]) // self.features))

    def _take_in(self, mean: Array, variance: Array, m: int) -> None:
        if m < self.least_rows:
            raise ShapeError(
                f"{self.summary()}: one value for each feature has no variance; train with batches of 2 or more samples"
            )
        for name, batch in (("running_mean", mean), ("running_variance", variance * (m / (m - 1)))):
            running = getattr(self, name)
            setattr(self, name, self.momentum * running + (1 - self.momentum) * like(batch, running))


def _features(shape: Shape) -> int:
    return 1 if len(shape) == 2 else shape[0]
