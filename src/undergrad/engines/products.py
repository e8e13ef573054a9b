"""Matrix products of a training step, for the vector registers of this processor.

A BLAS rearranges both factors of every product before it multiplies. Here the weights lie for a whole epoch in the
order in which they are multiplied, and nothing is rearranged. They are kept in panels: the columns of W are cut into
groups of `panel`, and a panel holds those columns of all rows, row after row. What does not fill a panel is 0.

The products are built from tiles: a few rows times a few vectors whose sums stay in registers over the whole inner
dimension (Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication"). Every number is summed in
one order, whatever tile it falls into, so how rows are shared among threads changes no bit.
"""

from __future__ import annotations

from typing import Any

from numba import njit

from undergrad.engines.elementary import OPTIONS
from undergrad.engines.memory import after, bytes_of
from undergrad.engines.registers import (
    DOT_COLUMNS,
    DOT_ROWS,
    FEWER_SUM_ROWS,
    SUM_ROWS,
    TILE_ROWS,
    TILE_VECTORS,
    VECTOR_BYTES,
    WIDE_SUM_ROWS,
)
from undergrad.engines.tiles import dots, sum_tile, tile
from undergrad.engines.vectors import vector_within

#: So many steps of the inner dimension at a time that a panel's part stays in the second cache: 256 KiB in float32.
_DEPTH = 1024

_part = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **OPTIONS)


@_part
def multiply(
    m: int,
    n: int,
    k: int,
    panel: int,
    a: Any,
    a_row: int,
    a_step: int,
    b: Any,
    b_step: int,
    b_panel: int,
    alpha: float,
    beta: float,
    c: Any,
    c_row: int,
    c_panel: int,
) -> None:
    """C <- alpha A B + beta C for C (m, n), A (m, k), B (k, n), where the columns of B and C lie in panels.

    The next row, step of the inner dimension, or panel is so many numbers further on: A is transposed where `a_step` is
    its row's length; a matrix whose rows are not cut has panels that are `panel` apart. B and C may be written and read
    up to a whole vector.
    """
    width = panel // TILE_VECTORS
    for p in range((n + panel - 1) // panel):
        in_panel = min(TILE_VECTORS, (n - p * panel + width - 1) // width)
        for begin in range(0, k, _DEPTH):
            steps, kept = min(_DEPTH, k - begin), beta if begin == 0 else 1.0
            i = 0
            while i < m:
                rows = TILE_ROWS if m - i >= TILE_ROWS else 2 if m - i >= 2 else 1
                in_a = after(a, i * a_row + begin * a_step)
                v = 0
                while v < in_panel:
                    vectors = 4 if in_panel - v >= 4 else 2 if in_panel - v >= 2 else 1
                    in_b = after(b, p * b_panel + begin * b_step + v * width)
                    in_c = after(c, p * c_panel + i * c_row + v * width)
                    tile(rows, vectors, steps, in_a, a_row, a_step, in_b, b_step, alpha, kept, in_c, c_row)
                    v += vectors
                i += rows


@_part
def multiply_transposed(
    m: int, n: int, k: int, panel: int, a: Any, a_row: int, b: Any, b_panel: int, alpha: float, c: Any, c_row: int
) -> None:
    """C <- alpha A B^T for C (m, n), A (m, k), B (n, k), where the columns of B lie in panels and A's are not cut.

    Rows of A and B are 0 up to a whole vector, and B has rows, and C columns, up to a multiple of DOT_COLUMNS.
    """
    width = panel // TILE_VECTORS
    vectors = (k + width - 1) // width
    for j in range(0, n, DOT_COLUMNS):
        i = 0
        while i < m:
            rows = DOT_ROWS if m - i >= DOT_ROWS else 1
            in_c = after(c, i * c_row + j)
            dots(rows, vectors, after(a, i * a_row), a_row, after(b, j * panel), panel, b_panel, alpha, in_c, c_row)
            i += rows


@_part
def accumulate(
    m: int,
    n: int,
    outer: int,
    inner: int,
    a: Any,
    a_row: int,
    a_outer: int,
    a_inner: int,
    b: Any,
    b_outer: int,
    b_inner: int,
    adds: int,
    c: Any,
    c_row: int,
) -> None:
    """C[r, j] <- sum over o < `outer`, i < `inner` of A[r, o, i] B[o, i, j], added to C where it `adds`; r < m, j < n.

    The next row, o or i is so many numbers further on; along j the numbers lie side by side. n is a multiple of 16
    bytes' numbers; of B and C nothing further is read or written. `outer` and `inner` are at least 1.

    A convolution is such a sum over the rows of a window and over what lies side by side in each, so are its
    derivatives, and nothing is copied: A's rows may overlap. A number is summed over o, and for each o over i, in this
    order.
    """
    j = 0
    while j < n:
        size = vector_within((n - j) * bytes_of(c), 2 * VECTOR_BYTES)
        most = SUM_ROWS if size <= VECTOR_BYTES else WIDE_SUM_ROWS
        tiles = (m + most - 1) // most
        # About as many rows in each tile: with few sums, a step waits for the one before.
        share, rows = (m + tiles - 1) // tiles, most
        for fewer in FEWER_SUM_ROWS:
            if share <= fewer < most:
                rows = fewer
        for i in range(0, m, rows):
            in_a, in_b, in_c = after(a, i * a_row), after(b, j), after(c, i * c_row + j)
            sum_tile(
                rows,
                size,
                m - i,
                outer,
                inner,
                in_a,
                a_row,
                a_outer,
                a_inner,
                in_b,
                b_outer,
                b_inner,
                adds,
                in_c,
                c_row,
            )
        j += size // bytes_of(c)
