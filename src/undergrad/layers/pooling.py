from __future__ import annotations

import math
from typing import Any, ClassVar

from undergrad.arrays import Array, array_namespace, shaped
from undergrad.errors import ShapeError
from undergrad.layers.base import Layer, Shape, Shapes
from undergrad.layers.windows import as_images, check_window, fold, image_shape, places, unfold


class MaxPoolingLayer(Layer):
    """``out_p = max_k windows_pk``: for each window p of one channel of an image, the greatest of its entries k.

    x is (N, C, H, W) and out (N, C, H', W'), with ``H' = (H - k) / stride + 1`` for k = `kernel_size`. The derivative
    is 1 at the greatest entry and 0 elsewhere; if several are equal, it is 1 at the first, row by row. An entry that is
    the greatest of several windows, which overlap if `stride` < k, gets the sum.

    `stride` is 2 by default, as in the homework; in the text of a network, `pool(3)`, it is the kernel's size.
    UsageError for impossible sizes.

    >>> import numpy as np
    >>> pool = MaxPoolingLayer(kernel_size=2)
    >>> pool.forward(np.array([[[[1.0, 5.0, 2.0, 2.0], [3.0, 4.0, 2.0, 2.0]]]]))
    array([[[[5., 2.]]]])
    >>> pool.backward(np.array([[[[10.0, 20.0]]]]))
    array([[[[ 0., 10., 20.,  0.],
             [ 0.,  0.,  0.,  0.]]]])
    """

    word = "pool"
    text_defaults: ClassVar = {"stride": "kernel_size"}

    @classmethod
    def shapes(cls, shape: Shape, **arguments: Any) -> Shapes:
        """(C, H', W') of an image (C, H, W), or (H, W) of one channel."""
        (channels, *sizes), size = image_shape(shape), arguments["kernel_size"]
        output = (channels, *places(sizes, size, arguments["stride"]))
        return Shapes(output, work=size**2 * math.prod(output))

    def __init__(self, kernel_size: int, stride: int = 2) -> None:
        check_window(self.word, kernel_size, stride)
        self.kernel_size, self.stride = int(kernel_size), int(stride)

    def forward(self, x: Array) -> Array:
        """Out (N, C, H', W') for x (N, C, H, W), or (N, H, W) with one channel, in its dtype.

        Keeps `first` (N, C, H', W'): which of a window's k k entries, row by row, is the greatest. ShapeError for other
        shapes, and if windows in steps of `stride` do not fill the image exactly.
        """
        xp, self.x_shape = array_namespace(x), tuple(x.shape)
        try:
            x = as_images(x)
            windows = unfold(x, self.kernel_size, self.stride)
        except ShapeError as error:
            raise ShapeError(f"{self.summary()}: x has the shape {self.x_shape}, and {error}") from error
        self.image_shape = tuple(x.shape)
        self.first = xp.argmax(windows, axis=2)
        return xp.max(windows, axis=2)

    def backward(self, d_prev: Array, reg_lambda: float = 0.0) -> Array:
        """``dLoss/dx``, in x's shape: each entry of ``d_prev = dLoss/dout`` goes to the greatest of its window.

        d_prev is (N, C, H', W') or flat (N, C H' W'); ShapeError for another shape.
        """
        xp = array_namespace(d_prev)
        d_prev = shaped("d_prev", d_prev, tuple(self.first.shape), self)
        zero = xp.zeros_like(d_prev)
        entries = [xp.where(self.first == entry, d_prev, zero) for entry in range(self.kernel_size**2)]
        dx = fold(xp.stack(entries, axis=2), self.image_shape, self.stride)
        return xp.reshape(dx, self.x_shape)

    def summary(self) -> str:
        """`MaxPoolingLayer(k, stride=2)`."""
        return f"MaxPoolingLayer({self.kernel_size}, stride={self.stride})"
