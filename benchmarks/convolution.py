"""A convolution step by step, from the obvious loop to the engine's.

`benchmarks parts` prints it: a 3 x 3 convolution with a pad of 1, forward, on one thread. The Python loops do a single
image, and the table multiplies their time by the batch.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit
from threadpoolctl import threadpool_limits

from benchmarks.blas import gemm, pointer
from benchmarks.timing import medians
from undergrad.engines.compiled.elementary import OPTIONS
from undergrad.engines.compiled.products import accumulate
from undergrad.layers import ConvolutionLayer
from undergrad.layers.windows import unfold, zero_pad

#: Channels, filters, and the side of the images, for the convolutions in the networks of `benchmarks step`.
SHAPES = ((1, 8, 28), (8, 16, 14), (4, 4, 28), (32, 64, 14))
BATCH, KERNEL, PAD = 128, 3, 1


def loops(x: Any, w: Any, out: Any) -> None:
    """out (N, F, H, W) <- w (F, C, k, k) on padded images x (N, C, H + 2, W + 2), the obvious way."""
    n, filters, height, width = out.shape
    for i in range(n):
        for f in range(filters):
            for y in range(height):
                for column in range(width):
                    total = 0.0
                    for c in range(x.shape[1]):
                        for ky in range(KERNEL):
                            for kx in range(KERNEL):
                                total += x[i, c, y + ky, column + kx] * w[f, c, ky, kx]
                    out[i, f, y, column] = total


@njit(fastmath=True, error_model="numpy")
def _last(x: Any, w: Any, out: Any) -> None:
    """The loops with channels last, x (N, H + 2, W + 2, C) and w (k, k, C, F): the innermost loop is over filters."""
    n, height, width, filters = out.shape
    for i in range(n):
        for y in range(height):
            for column in range(width):
                for f in range(filters):
                    out[i, y, column, f] = 0
                for ky in range(KERNEL):
                    for kx in range(KERNEL):
                        for c in range(x.shape[3]):
                            factor = x[i, y + ky, column + kx, c]
                            for f in range(filters):
                                out[i, y, column, f] += factor * w[ky, kx, c, f]


@njit(error_model="numpy")
def _by_blas(windows: Any, w: Any, out: Any, images: int, filters: int, columns: int, places: int) -> None:
    """The product of the weights with the windows of each image, from an existing matrix of windows."""
    for i in range(images):
        into = pointer(out, i * filters * places)
        gemm(
            False,
            False,
            filters,
            places,
            columns,
            1.0,
            pointer(w, 0),
            pointer(windows, i * columns * places),
            0.0,
            into,
        )


@njit(**OPTIONS)
def _tiles(x: Any, w: Any, out: Any, images: int, size: int, channels: int, filters: int) -> None:
    """The engine's convolution: overlapping rows of windows, and tiles whose sums stay in registers."""
    line = (size + 2 * PAD) * channels
    for i in range(images):
        for y in range(size):
            windows, to = pointer(x, (i * (size + 2 * PAD) + y) * line), pointer(out, (i * size + y) * size * filters)
            accumulate(
                size, filters, KERNEL, KERNEL * channels, windows, channels, line, 1, pointer(w, 0),
                KERNEL * channels * filters, filters, 0, to, filters,
            )  # fmt: skip


def rungs(channels: int, filters: int, size: int) -> dict[str, Callable[[], object]]:
    """The variants of the convolution by name; their results are compared first."""
    rng = np.random.default_rng(0)
    x = rng.random((BATCH, channels, size, size), dtype=np.float32)
    layer = ConvolutionLayer(channels, filters, KERNEL, pad=PAD, rng=rng, dtype=np.float32)
    padded = zero_pad(x, PAD)
    w, out = np.asarray(layer.w), np.empty((BATCH, filters, size, size), np.float32)
    last, w_last = np.ascontiguousarray(padded.transpose(0, 2, 3, 1)), np.ascontiguousarray(w.transpose(2, 3, 1, 0))
    out_last, out_tiles = (np.empty((BATCH, size, size, filters), np.float32) for _ in range(2))
    windows = np.ascontiguousarray(unfold(padded, KERNEL, 1)).reshape(BATCH, -1, size * size)
    out_blas, compiled = np.empty_like(out), njit(error_model="numpy")(loops)
    sizes = BATCH, filters, channels * KERNEL**2, size * size
    steps: dict[str, Callable[[], object]] = {
        "Python": functools.partial(loops, padded[:1], w, np.empty_like(out[:1])),
        "compiled": functools.partial(compiled, padded, w, out),
        "textbook": functools.partial(layer.forward, x),
        "by BLAS": functools.partial(_by_blas, windows.ravel(), w.ravel(), out_blas.ravel(), *sizes),
        "last": functools.partial(_last, last, w_last, out_last),
        "tiles": functools.partial(
            _tiles, last.ravel(), w_last.ravel(), out_tiles.ravel(), BATCH, size, channels, filters
        ),
    }
    for name in ("compiled", "by BLAS", "last", "tiles"):
        steps[name]()
    for result in (out, out_blas, *(array.transpose(0, 3, 1, 2) for array in (out_last, out_tiles))):
        np.testing.assert_allclose(result, layer.forward(x), rtol=1e-3, atol=1e-4)  # its bias is 0 at first
    return steps


def show(rounds: int) -> None:
    """Print the table."""
    names = ("Python", "compiled", "textbook", "by BLAS", "last", "tiles")
    print(f"{'milliseconds, forward':22}", *(f"{name:>9}" for name in names), f"{'GFLOP/s':>9}")
    for channels, filters, size in SHAPES:
        steps = rungs(channels, filters, size)
        with threadpool_limits(1, user_api="blas"):
            python = medians({"Python": steps.pop("Python")}, rounds=3, warm_up=0)["Python"] * BATCH
            times = {"Python": python, **medians(steps, rounds=rounds)}
        operations = 2 * BATCH * size * size * channels * filters * KERNEL**2
        label = f"{channels} to {filters}, {size} x {size}"
        milliseconds = (f"{1e3 * times[name]:9.2f}" for name in names)
        print(f"{label:22}", *milliseconds, f"{operations / times['tiles'] / 1e9:9.0f}", flush=True)
