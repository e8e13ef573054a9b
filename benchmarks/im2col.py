"""Only the matrix products of a convolutional network whose windows are columns (im2col), by BLAS.

A convolution is ``w windows`` with w (F, C k k) and the windows as columns (C k k, places); backward it is one product
for dw and, in each layer but the first, one for the derivative of the windows. The time for laying out windows and
adding them back is not included. Fully connected layers have the products of `floor.py`.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from benchmarks.blas import gemm, pointer
from benchmarks.task import Run, Task
from undergrad.layers import ConvolutionLayer, FCLayer

#: Samples whose windows form one product: the fastest of 1, 2, 4 ... 128 for the measured convolutions.
TOGETHER = 4


@dataclass(frozen=True)
class _Product:
    """C (m, n) <- A (m, k) B (k, n), each perhaps stored transposed; with `adds`, the product is added to C."""

    m: int
    n: int
    k: int
    a_transposed: bool
    b_transposed: bool
    adds: bool
    a: int
    b: int
    c: int

    @property
    def row(self) -> tuple[int, ...]:
        flags = (int(self.a_transposed), int(self.b_transposed), int(self.adds))
        return self.m, self.n, self.k, *flags, self.a, self.b, self.c


@njit(error_model="numpy")
def _multiply(products: Any, memory: Any, steps: int) -> None:
    for _ in range(steps):
        for m, n, k, a_transposed, b_transposed, adds, a, b, c in products:
            A, B, C = pointer(memory, a), pointer(memory, b), pointer(memory, c)
            gemm(a_transposed != 0, b_transposed != 0, m, n, k, 1e-9, A, B, float(adds), C)


class _Memory:
    """Places in one array."""

    def __init__(self) -> None:
        self.size = 0

    def take(self, size: int) -> int:
        """A place for `size` numbers, at the beginning of a cache line."""
        place, self.size = self.size, self.size + -(-size // 16) * 16
        return place


def im2col(task: Task, steps: int) -> Run:
    """The products of `steps` steps of the task."""
    memory, forward, backward = _Memory(), list[_Product](), list[_Product]()
    for number, place in enumerate(task.places):
        if place.element.kind is ConvolutionLayer:
            (filters, channels, size, _), together = place.shapes.parameters["w"], TOGETHER
            columns, rows = channels * size * size, together * math.prod(place.shapes.output[1:])
        elif place.element.kind is FCLayer:
            (columns, filters), together = place.shapes.parameters["W"], task.batch
            rows = together
        else:
            continue
        is_fc = place.element.kind is FCLayer
        W = memory.take(columns * filters)
        dW = W if is_fc else memory.take(columns * filters)  # in a fully connected layer the product is the update
        for _ in range(task.batch // together):
            x, out, d, dx = (memory.take(rows * width) for width in (columns, filters, filters, columns))
            if is_fc:
                forward.append(_Product(rows, filters, columns, False, False, False, x, W, out))
                of_x = _Product(rows, columns, filters, False, True, False, d, W, dx)
                of_W = _Product(columns, filters, rows, True, False, True, x, d, dW)
            else:
                forward.append(_Product(filters, rows, columns, False, False, False, W, x, out))
                of_x = _Product(columns, rows, filters, True, False, False, W, d, dx)
                of_W = _Product(filters, columns, rows, False, True, True, d, x, dW)
            backward += [of_x, of_W] if number else [of_W]
    products = np.array([product.row for product in (*forward, *backward)])
    numbers = np.random.default_rng(0).random(memory.size, dtype=np.float32)
    return functools.partial(_multiply, products, numbers, steps)
