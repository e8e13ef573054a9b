from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy as np

from undergrad.arrays import Array, array_namespace, is_floating, like, shaped
from undergrad.errors import ShapeError
from undergrad.layers.base import Layer, Shape, Shapes
from undergrad.layers.windows import as_images, check_window, fold, image_shape, places, unfold, zero_pad
from undergrad.notation.kinds import check_whole


class ConvolutionLayer(Layer):
    """``out = w windows + b``: each of F filters is multiplied with every window of an image, and the products summed.

    x is (N, C, H, W), with C = `in_channels`, and out (N, F, H', W'), with F = `out_channels`. For k = `kernel_size`, a
    square's side, ``H' = (H + 2 pad - k) / stride + 1``. Filters are not flipped: this is the cross-correlation. Each
    window is a column of C k k numbers, so out is a matrix product, and so are its derivatives.

    w (F, C, k, k) is drawn from ``N(0, 1)``, unscaled as in the homework. With `scaled` it is drawn from
    ``N(0, 1) / sqrt(C k k / 2)`` (He et al. 2015), as in a network that is built from a text: unscaled filters hardly
    train. b (F,) is zero. Both are NumPy float64 unless `dtype` says otherwise. Without `rng`, a
    `numpy.random.Generator`, w comes from NumPy's global state. UsageError for impossible sizes.

    >>> import numpy as np
    >>> layer = ConvolutionLayer(1, 1, kernel_size=2)
    >>> layer.w = np.array([[[[1.0, 0.0], [0.0, 1.0]]]])
    >>> layer.forward(np.arange(9.0).reshape(1, 1, 3, 3))
    array([[[[ 4.,  6.],
             [10., 12.]]]])
    >>> layer.backward(np.ones((1, 1, 2, 2)))
    array([[[[1., 1., 0.],
             [1., 2., 1.],
             [0., 1., 1.]]]])
    >>> layer.dw, layer.db
    (array([[[[ 8., 12.],
             [20., 24.]]]]), array([4.]))
    """

    parameters = ("w", "b")
    regularised = ("w",)
    word = "conv"
    text_names: ClassVar = {"out_channels": "filters"}

    @classmethod
    def sized_by(cls, shape: Shape) -> dict[str, int]:
        """C, the channels of an image; 1 for a sample (H, W)."""
        return {"in_channels": image_shape(shape)[0]}

    @classmethod
    def shapes(cls, shape: Shape, **arguments: Any) -> Shapes:
        """(F, H', W') of an image (C, H, W), or (H, W) of one channel, from w (F, C, k, k) and b (F,)."""
        channels, *sizes = image_shape(shape)
        filters, size = arguments["out_channels"], arguments["kernel_size"]
        counts = places(sizes, size, arguments["stride"], arguments["pad"])
        parameters = {"w": (filters, channels, size, size), "b": (filters,)}
        return Shapes((filters, *counts), parameters, work=channels * size**2 * math.prod(counts))

    @classmethod
    def check(cls, **arguments: Any) -> None:
        """Raise UsageError for arguments that make no layer."""
        check_window(cls.word, arguments["kernel_size"], arguments["stride"], arguments["pad"])

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        stride: int = 1,
        pad: int = 0,
        *,
        rng: np.random.Generator | None = None,
        dtype: Any = np.float64,
        scaled: bool = False,
    ) -> None:
        check_window(self.word, kernel_size, stride, pad)
        for name, value in (("in_channels", in_channels), ("out_channels", out_channels)):
            check_whole(f"{name} of ConvolutionLayer", value, least=1)
        self.in_channels, self.out_channels = int(in_channels), int(out_channels)
        self.kernel_size, self.stride, self.pad = int(kernel_size), int(stride), int(pad)
        shape = (self.out_channels, self.in_channels, self.kernel_size, self.kernel_size)
        normal = np.random.randn(*shape) if rng is None else rng.standard_normal(shape)
        scale = math.sqrt(math.prod(shape[1:]) / 2) if scaled else 1.0
        self.w: Array = (normal / scale).astype(dtype)
        self.b: Array = np.zeros(self.out_channels, dtype)

    def forward(self, x: Array) -> Array:
        """Out (N, F, H', W') for x (N, C, H, W), or (N, H, W) with one channel.

        Keeps `windows` (N, C k k, H' W') of the padded images, and the shapes. ShapeError for other shapes, for another
        number of channels, and if windows in steps of `stride` do not fill the image exactly.
        """
        xp, w = array_namespace(x), like(self.w, x)
        if not is_floating(x):
            x = like(x, w)
        filters, channels, size, _ = w.shape
        self.x_shape = tuple(x.shape)
        try:
            x = zero_pad(as_images(x), self.pad)
            self.padded_shape = tuple(x.shape)
            if x.shape[1] != channels:
                raise ShapeError(f"it takes images of {channels} channels")
            down, right = places(self.x_shape[-2:], size, self.stride, self.pad)
        except ShapeError as error:
            raise ShapeError(f"{self.summary()}: x has the shape {self.x_shape}, and {error}") from error
        self.out_shape = (x.shape[0], filters, down, right)
        self.windows = xp.reshape(unfold(x, size, self.stride), (x.shape[0], channels * size**2, down * right))
        out = xp.reshape(w, (filters, -1)) @ self.windows + like(self.b, x)[:, None]
        return xp.reshape(out, self.out_shape)

    def backward(self, d_prev: Array, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dx``, in x's shape, from ``d_prev = dLoss/dout``, (N, F, H', W') or flat (N, F H' W').

        With the windows as columns, ``dw = sum_n d_prev_n windows_n^T + reg_lambda w``, (F, C, k, k), the L2 term once
        for the batch; ``db = sum_n sum_p d_prev_np``, (F,), over the batch and the places; and the windows get
        ``w^T d_prev``, each of which is added at its place in x. ShapeError if d_prev has another shape.
        """
        xp, w = array_namespace(d_prev), like(self.w, self.windows)
        n, filters, down, right = self.out_shape
        d_prev = xp.reshape(shaped("d_prev", d_prev, self.out_shape, self), (n, filters, down * right))
        self.db = xp.sum(d_prev, axis=(0, 2))
        products = xp.tensordot(d_prev, self.windows, axes=((0, 2), (0, 2)))
        self.dw = xp.reshape(products, w.shape) + float(reg_lambda) * w
        windows = xp.reshape(xp.reshape(w, (filters, -1)).T @ d_prev, (n, w.shape[1], w.shape[2] ** 2, down, right))
        dx, (height, width) = fold(windows, self.padded_shape, self.stride), self.x_shape[-2:]
        inside = (..., slice(self.pad, self.pad + height), slice(self.pad, self.pad + width))
        return xp.reshape(dx[inside], self.x_shape)

    def update(self, learning_rate: float) -> None:
        """One step of gradient descent: ``w <- w - learning_rate dw`` and ``b <- b - learning_rate db``."""
        self.w = self.w - float(learning_rate) * like(self.dw, self.w)
        self.b = self.b - float(learning_rate) * like(self.db, self.b)

    def summary(self) -> str:
        """`ConvolutionLayer(C, F, k, stride=1, pad=0)`."""
        sizes = f"{self.in_channels}, {self.out_channels}, {self.kernel_size}"
        return f"ConvolutionLayer({sizes}, stride={self.stride}, pad={self.pad})"
