"""The floor: the matrix products of training and evaluation, by BLAS, and nothing else.

For each layer a step has the forward product and the product for dW, and for each layer but the first the product for
d. The loop over the products is compiled, so that the interpreter takes no time in it.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

from benchmarks.blas import gemm, pointer

BATCH = 128


@njit(error_model="numpy")
def _products(
    widths: Any, W: Any, parameters: Any, x: Any, d: Any, work: Any, n: int, steps: int, backward: bool
) -> None:
    for _ in range(steps):
        for i in range(W.size):
            D, H = widths[i], widths[i + 1]
            inputs, out = pointer(work, x[i]), pointer(work, x[i + 1])
            gemm(False, False, n, H, D, 1e-9, inputs, pointer(parameters, W[i]), 1.0, out)
        for i in range(W.size - 1 if backward else -1, -1, -1):
            D, H = widths[i], widths[i + 1]
            now, following = pointer(work, d[(i + 1) % 2]), pointer(work, d[i % 2])
            if i > 0:
                gemm(False, True, n, D, H, 1.0, now, pointer(parameters, W[i]), 0.0, following)
            gemm(True, False, D, H, n, -1e-9, pointer(work, x[i]), now, 1.0, pointer(parameters, W[i]))


def floor(widths: list[int], steps: int, batch: int = BATCH, *, backward: bool = True) -> Callable[[], object]:
    """The products of `steps` steps on batches of `batch` samples; without `backward`, those of an evaluation."""

    def places(sizes: list[int]) -> np.ndarray[Any, Any]:
        return np.concatenate([[0], np.cumsum([-(-size // 16) * 16 for size in sizes])])

    rng, largest = np.random.default_rng(0), batch * max(widths)
    W = places([D * H for D, H in itertools.pairwise(widths)])
    work = places([*(batch * width for width in widths), largest, largest])
    parameters, x, d = 0.01 * rng.random(W[-1], dtype=np.float32), work[: len(widths)], work[len(widths) : -1]
    memory = rng.random(work[-1], dtype=np.float32)
    return functools.partial(_products, np.array(widths), W[:-1], parameters, x, d, memory, batch, steps, backward)
