"""Windows of images, the squares that a kernel covers: cuts them out and puts them back.

Images are (N, C, H, W): C channels of H rows and W columns. A window of `size` k moves by `stride` s over an image with
`pad` p zeros around it, and has ``H' = (H + 2 p - k) / s + 1`` places downwards, and W' to the right.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

from undergrad.arrays import Array, added_at, array_namespace, zeros_like
from undergrad.errors import ShapeError
from undergrad.layers.base import Shape
from undergrad.notation.kinds import check_whole


def check_window(word: str, kernel_size: Any, stride: Any, pad: Any = 0) -> None:
    """Raise UsageError for an impossible size, stride or pad of a window; `word` names the layer."""
    for name, value, least in (("kernel_size", kernel_size, 1), ("stride", stride, 1), ("pad", pad, 0)):
        check_whole(f"{name} of {word}", value, least=least)


def image_shape(shape: Shape) -> Shape:
    """(C, H, W) for a sample, which may be (H, W) with one channel. ShapeError if it is no image."""
    if len(shape) == 2:
        return (1, *shape)
    if len(shape) != 3:
        raise ShapeError("it takes images, H x W or C x H x W, and neither a table nor the output of fc is one")
    return tuple(shape)


def as_images(x: Array) -> Array:
    """Images (N, C, H, W), with one channel if `x` is (N, H, W). ShapeError for other arrays."""
    return array_namespace(x).reshape(x, (x.shape[0], *image_shape(tuple(x.shape[1:]))))


def places(sizes: Sequence[int], kernel_size: int, stride: int, pad: int = 0) -> tuple[int, ...]:
    """(H', W') for an image of `sizes` (H, W). ShapeError, with sizes that would fit, if windows do not fill it."""
    counts = []
    for size in sizes:
        room = size + 2 * pad - kernel_size
        if room < 0:
            raise ShapeError(f"a window of {kernel_size} is wider than {_padded(size, pad)}; make it smaller")
        if room % stride:
            problem = f"{size} is not divisible by {stride}"
            if kernel_size != stride or pad:
                problem = f"windows of {kernel_size} in steps of {stride} do not fill {_padded(size, pad)}"
            fitting = [other for other in (size - room % stride, size - room % stride + stride) if other > 0]
            raise ShapeError(f"{problem}; {' or '.join(map(str, fitting))} would fit")
        counts.append(room // stride + 1)
    return tuple(counts)


def _padded(size: int, pad: int) -> str:
    return f"{size} with a pad of {pad}" if pad else str(size)


def zero_pad(x: Array, pad: int) -> Array:
    """Images (N, C, H, W) with `pad` zeros on all four sides of each: (N, C, H + 2 pad, W + 2 pad).

    >>> import numpy as np
    >>> zero_pad(np.ones((1, 1, 1, 2)), 1)[0, 0]
    array([[0., 0., 0., 0.],
           [0., 1., 1., 0.],
           [0., 0., 0., 0.]])
    """
    check_whole("pad of zero_pad", pad, least=0)
    if x.ndim != 4:
        raise ShapeError(f"zero_pad: x must be (N, C, H, W), but has the shape {tuple(x.shape)}")
    n, channels, height, width = x.shape
    padded = zeros_like(x, (n, channels, height + 2 * pad, width + 2 * pad))
    return added_at(padded, (..., slice(pad, pad + height), slice(pad, pad + width)), x)


def unfold(x: Array, size: int, stride: int) -> Array:
    """(N, C, k k, H', W'): the k k entries of each window of the images `x`, row by row.

    It loops over the places in the window, not over those in the image: each is a slice, in every library.
    """
    cuts = _cuts(places(x.shape[2:], size, stride), size, stride)
    return array_namespace(x).stack([x[cut] for cut in cuts], axis=2)


def fold(windows: Array, shape: Shape, stride: int) -> Array:
    """Images of `shape` (N, C, H, W) in which each window is added at the place where `unfold` took it from.

    That is the transpose of `unfold`, which is linear: an entry's derivative is the sum over the windows that cover it.
    """
    images = zeros_like(windows, shape)
    for number, cut in enumerate(_cuts(windows.shape[3:], math.isqrt(windows.shape[2]), stride)):
        images = added_at(images, cut, windows[:, :, number, ...])
    return images


def _cuts(counts: Sequence[int], size: int, stride: int) -> list[tuple[object, ...]]:
    """For each of the k k places in a window, the slice of all images with the entries at that place."""
    down, right = (
        [slice(first, first + stride * (count - 1) + 1, stride) for first in range(size)] for count in counts
    )
    return [(..., rows, columns) for rows, columns in itertools.product(down, right)]
