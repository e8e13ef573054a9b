"""The matrix products of a training step, for the vector registers of this processor.

A BLAS rearranges both factors of every product before it multiplies. This code stores the weights for a whole epoch in
the order of multiplication, and rearranges nothing. They are stored in panels: the columns of W are cut into groups of
`panel`, and a panel holds those columns of all rows, row after row. The last panel is filled up with 0.

The products are built from tiles: a few rows times a few vectors whose sums stay in registers over the whole inner
dimension (Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication"). Every number is summed in
one order, whatever its tile, so the division of rows among threads changes no bit.
"""

from __future__ import annotations

from typing import Any

from numba import njit

from undergrad.engines.compiled.elementary import OPTIONS
from undergrad.engines.compiled.memory import after, bytes_of
from undergrad.engines.compiled.narrow_tiles import narrow_tile
from undergrad.engines.compiled.part import part
from undergrad.engines.compiled.tiles import dots, sum_tile
from undergrad.engines.compiled.vectors import vector_within
from undergrad.engines.registers import (
    BLOCK_ROWS,
    DOT_COLUMNS,
    DOT_ROWS,
    MOST_SUM_ROWS,
    MOST_WIDE_SUM_ROWS,
    NARROW_VECTORS,
    SUM_ROWS,
    TILE_VECTORS,
    VECTOR_BYTES,
)

#: The steps of the inner dimension at a time, so that a panel's part stays in the second cache: 256 KiB in float32.
_DEPTH = 1024

# Numba inlines such a function, so it is not compiled separately.
_inline = njit(inline="always", no_cpython_wrapper=True, no_cfunc_wrapper=True, **OPTIONS)


@part
def _rows(m: int, most: int) -> int:
    """The rows of each tile, from m rows; fewer than `most` if that leaves a smaller remainder."""
    rows, least = 0, 0
    for candidate in SUM_ROWS:
        cost = (m + candidate - 1) // candidate * (candidate + 1)
        if candidate <= most and (rows == 0 or cost < least):
            rows, least = candidate, cost
    return rows


@part
def _sum_narrow(
    m: int,
    outer: int,
    inner: int,
    a: Any,
    a_row: int,
    a_outer: int,
    b: Any,
    b_outer: int,
    b_inner: int,
    alpha: float,
    beta: float,
    c: Any,
    c_row: int,
) -> None:
    """`sum_products` for rows of 16 bytes, if A's numbers are contiguous along i."""
    in_vector = VECTOR_BYTES // 16
    i = 0
    while i < m:
        rows, vectors = min(m - i, in_vector * NARROW_VECTORS[0]), NARROW_VECTORS[0]
        for fewer in NARROW_VECTORS:
            if fewer * in_vector >= rows:
                vectors = fewer
        in_a, in_c = after(a, i * a_row), after(c, i * c_row)
        narrow_tile(vectors, rows, outer, inner, in_a, a_row, a_outer, b, b_outer, b_inner, alpha, beta, in_c, c_row)
        i += rows


@part
def sum_products(
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
    alpha: float,
    beta: float,
    c: Any,
    c_row: int,
    blocks: int,
    a_block: int,
) -> None:
    """C[r, j] <- alpha sum_o sum_i A[r, o, i] B[o, i, j] + beta C[r, j] for r < m, o < `outer`, i < `inner`, j < n.

    The distances are in numbers, from one row, o or i to the next; along j the numbers are contiguous. n is a multiple
    of the numbers in 16 bytes; nothing beyond it is read or written in B and C. The other counts and B's distances are
    at least 1; m may be 0. With beta = 0, C is not read.

    A number is summed over o, and for each o over i, in this order, for any m and n. A convolution is such a sum over
    the rows of a window and over the contiguous numbers in each row. So are its derivatives, and nothing is copied:
    A's rows may overlap.

    The sum is computed for each of `blocks` blocks of A, `a_block` apart, with m consecutive rows of C each. Blocks are
    computed together if a block's rows are too few for the processor's full speed.
    """
    j = 0
    while j < n:
        size = vector_within((n - j) * bytes_of(c), 2 * VECTOR_BYTES)
        if size == 16 and VECTOR_BYTES == 64 and a_inner == 1 and inner % (16 // bytes_of(c)) == 0 and blocks == 1:
            in_b, in_c = after(b, j), after(c, j)
            _sum_narrow(m, outer, inner, a, a_row, a_outer, in_b, b_outer, b_inner, alpha, beta, in_c, c_row)
            break  # the last are 16 bytes
        wide = size > VECTOR_BYTES
        most = MOST_WIDE_SUM_ROWS if wide else MOST_SUM_ROWS
        rows, in_square = _rows(m, most), BLOCK_ROWS if m == BLOCK_ROWS and not wide else blocks + 1
        block, i = 0, 0
        while block < blocks and m > 0:
            in_a, in_b, in_c = after(a, block * a_block + i * a_row), after(b, j), after(c, (block * m + i) * c_row + j)
            if block + in_square <= blocks:
                shape, a_group, c_group = BLOCK_ROWS**2, a_block, m * c_row
                block += in_square
            else:
                shape = rows if i + rows <= m else _rows(m - i, most)
                # The second half of a tile begins so that it ends with the last row.
                to_half = min(shape, m - i) - shape // 2
                a_group, c_group = to_half * a_row, to_half * c_row
                i += shape
                if i >= m:
                    block, i = block + 1, 0
            sum_tile(
                shape,
                size,
                outer,
                inner,
                in_a,
                a_row,
                a_group,
                a_outer,
                a_inner,
                in_b,
                b_outer,
                b_inner,
                alpha,
                beta,
                in_c,
                c_row,
                c_group,
            )
        j += size // bytes_of(c)


@_inline
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
    """C[r, j] <- the sum over o and i of A[r, o, i] B[o, i, j], added to C if it `adds`: see `sum_products`."""
    beta = 1.0 if adds else 0.0
    sum_products(m, n, outer, inner, a, a_row, a_outer, a_inner, b, b_outer, b_inner, 1.0, beta, c, c_row, 1, 0)


@part
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
    """C <- alpha A B + beta C for C (m, n), A (m, k), B (k, n); the columns of B and C are in panels.

    The distances are in numbers, from one row, step of the inner dimension, or panel to the next. A is transposed if
    `a_step` is its row's length; a matrix whose rows are not cut has panels that are `panel` apart. B and C may be
    written and read up to a whole vector.
    """
    width = panel // TILE_VECTORS
    for p in range((n + panel - 1) // panel):
        columns = min(panel, (n - p * panel + width - 1) // width * width)
        for begin in range(0, k, _DEPTH):
            steps, kept = min(_DEPTH, k - begin), beta if begin == 0 else 1.0
            in_a, in_b, in_c = after(a, begin * a_step), after(b, p * b_panel + begin * b_step), after(c, p * c_panel)
            whole = steps * b_step
            sum_products(
                m, columns, 1, steps, in_a, a_row, 0, a_step, in_b, whole, b_step, alpha, kept, in_c, c_row, 1, 0
            )


@part
def multiply_transposed(
    m: int, n: int, k: int, panel: int, a: Any, a_row: int, b: Any, b_panel: int, alpha: float, c: Any, c_row: int
) -> None:
    """C <- alpha A B^T for C (m, n), A (m, k), B (n, k); the columns of B are in panels, A's are not cut.

    Rows of A and B are padded with 0 to a whole vector; B's rows and C's columns are padded to a multiple of
    DOT_COLUMNS.
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
