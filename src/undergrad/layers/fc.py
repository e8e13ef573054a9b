from __future__ import annotations

import math
from typing import Any

import numpy as np

from undergrad.arrays import Array, array_namespace, check_shape, is_floating, like
from undergrad.errors import ShapeError
from undergrad.layers.base import Layer, Shape, Shapes


class FCLayer(Layer):
    """``out = x W + b``: a fully connected layer from `input_dim` = D to `output_dim` = H features.

    W (D, H) is drawn from ``N(0, 1) / sqrt(D / 2)`` (He et al. 2015, "Delving Deep into Rectifiers"), b (H,) is zero.
    Both are NumPy float64 unless `dtype` says otherwise; arrays of any library may be assigned to them. Without `rng`,
    a `numpy.random.Generator`, W comes from NumPy's global state, so that `np.random.seed` determines it. ShapeError
    unless both widths are at least 1.

    >>> import numpy as np
    >>> layer = FCLayer(2, 3)
    >>> layer.W = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    >>> layer.b = np.array([0.0, 0.0, 1.0])
    >>> layer.forward(np.array([[1.0, 0.0], [0.0, 1.0]]))
    array([[1., 2., 4.],
           [4., 5., 7.]])
    >>> layer.backward(np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]))
    array([[1., 4.],
           [3., 6.]])
    >>> layer.dW
    array([[1., 0., 0.],
           [0., 0., 1.]])
    >>> layer.update(learning_rate=0.5)
    >>> layer.b
    array([-0.5,  0. ,  0.5])
    """

    parameters = ("W", "b")
    regularised = ("W",)
    word = "fc"

    @classmethod
    def sized_by(cls, shape: Shape) -> dict[str, int]:
        """D, the features of a sample of any shape."""
        return {"input_dim": math.prod(shape)}

    @classmethod
    def shapes(cls, shape: Shape, **arguments: Any) -> Shapes:
        """(H,) for any sample, from W (D, H) and b (H,)."""
        units = arguments["output_dim"]
        features = math.prod(shape)
        return Shapes((units,), {"W": (features, units), "b": (units,)}, work=features)

    def __init__(
        self, input_dim: int, output_dim: int, *, rng: np.random.Generator | None = None, dtype: Any = np.float64
    ) -> None:
        for name, value in (("input_dim", input_dim), ("output_dim", output_dim)):
            if value < 1:
                raise ShapeError(f"FCLayer: {name} must be at least 1, not {value}")
        self.input_dim, self.output_dim = input_dim, output_dim
        normal = np.random.randn(input_dim, output_dim) if rng is None else rng.standard_normal((input_dim, output_dim))
        self.W: Array = (normal / math.sqrt(input_dim / 2)).astype(dtype)
        self.b: Array = np.zeros(output_dim, dtype)

    def forward(self, x: Array) -> Array:
        """``x W + b``, (N, H), for x (N, D) or any (N, ...) with D features in all. Keeps `x` as (N, D), and its shape.

        ShapeError for another number of features.
        """
        if not is_floating(x):
            x = like(x, like(self.W, x))
        if x.ndim < 2 or math.prod(x.shape[1:]) != self.W.shape[0]:
            raise ShapeError(f"{self.summary()}: x must be (N, {self.W.shape[0]}), but has the shape {tuple(x.shape)}")
        self.x_shape = tuple(x.shape)
        self.x = x if x.ndim == 2 else array_namespace(x).reshape(x, (x.shape[0], self.W.shape[0]))
        return self.x @ like(self.W, x) + like(self.b, x)

    def backward(self, d_prev: Array, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dx = d_prev W^T``, in the shape that x had in forward, from ``d_prev = dLoss/dout``, (N, H).

        Keeps ``dW = x^T d_prev + reg_lambda W``, (D, H), the gradient of the loss with its L2 term, and
        ``db = sum_n d_prev_n``, (H,), the sum over the batch. ShapeError if d_prev is not (N, H).
        """
        W = like(self.W, self.x)
        check_shape("d_prev", d_prev, (self.x.shape[0], W.shape[1]), self)
        self.db = array_namespace(d_prev).sum(d_prev, axis=0)
        self.dW = self.x.T @ d_prev + float(reg_lambda) * W
        return array_namespace(d_prev).reshape(d_prev @ W.T, self.x_shape)

    def update(self, learning_rate: float) -> None:
        """One step of gradient descent: ``W <- W - learning_rate dW`` and ``b <- b - learning_rate db``."""
        # New arrays instead of -=: we must not change an array that somebody assigned to W.
        self.W = self.W - float(learning_rate) * like(self.dW, self.W)
        self.b = self.b - float(learning_rate) * like(self.db, self.b)

    def summary(self) -> str:
        """`FCLayer(D, H)`."""
        return f"FCLayer({self.input_dim}, {self.output_dim})"
