"""The cpu engine's kernels, each against plain NumPy in float64."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit
from numba.core.codegen import get_host_cpu_features

from benchmarks.blas import pointer
from undergrad.engines.compiled.elementary import OPTIONS
from undergrad.engines.compiled.masks import draw
from undergrad.engines.compiled.pooling import pool, unpool
from undergrad.engines.compiled.products import accumulate, sum_products
from undergrad.layers import MaxPoolingLayer
from undergrad.layers.philox import philox, words_at

DTYPES = [np.float32, np.float64]
GUARD = 64  # numbers before and after what a kernel may touch


@njit(**OPTIONS)
def _accumulate(m, n, outer, inner, a, a_row, a_outer, a_inner, b, b_outer, b_inner, adds, c, c_row):
    a, b, c = pointer(a, GUARD), pointer(b, GUARD), pointer(c, GUARD)
    accumulate(m, n, outer, inner, a, a_row, a_outer, a_inner, b, b_outer, b_inner, adds, c, c_row)


@njit(**OPTIONS)
def _sum(m, n, outer, inner, a, a_row, a_outer, a_inner, b, b_outer, b_inner, factors, c, c_row, blocks, a_block):
    a, b, c, (alpha, beta) = pointer(a, GUARD), pointer(b, GUARD), pointer(c, GUARD), factors
    sum_products(
        m, n, outer, inner, a, a_row, a_outer, a_inner, b, b_outer, b_inner, alpha, beta, c, c_row, blocks, a_block
    )


def guarded(size, dtype):
    """Whole numbers from -8 to 8 in a flat array, between zones of NaN: sums of their products are exact."""
    numbers = np.random.default_rng(size).integers(-8, 9, size).astype(dtype)
    return np.pad(numbers, GUARD, constant_values=np.nan)


def seen(flat, shape, steps):
    """A view of what lies between the zones: along each axis the next number is so many further on."""
    return np.lib.stride_tricks.as_strided(flat[GUARD:], shape, [step * flat.itemsize for step in steps])


def reach(shape, steps):
    """How many numbers a view spans."""
    return 1 + sum((length - 1) * step for length, step in zip(shape, steps, strict=True))


@st.composite
def sums(draw):
    """(blocks, m, n, outer, inner), and the distances of A's blocks, rows, o and i, of B's o and i, and of C's rows."""
    blocks, m = draw(st.one_of(st.tuples(st.just(1), st.integers(0, 60)), st.tuples(st.integers(1, 7), st.just(3))))
    # Rows from the shortest to those of several vectors.
    n, (outer, inner) = 4 * draw(st.one_of(st.just(1), st.integers(1, 26))), draw(st.tuples(*[st.integers(1, 5)] * 2))
    of_a, of_b = draw(st.tuples(*[st.integers(0, 40)] * 4)), draw(st.tuples(*[st.integers(1, 40)] * 2))
    if draw(st.booleans()):  # A's numbers lie side by side
        inner, of_a = 4 * inner, (*of_a[:3], 1)
    return (blocks, m, n, outer, inner), of_a, of_b, n + draw(st.integers(0, 20))


@settings(max_examples=300)
@given(sums(), st.sampled_from([(1.0, 0.0), (1.0, 1.0), (-3.0, 0.0), (2.0, -1.0)]), st.sampled_from(DTYPES))
def test_a_sum_of_products_is_exact_and_nothing_else_is_touched(problem, factors, dtype):
    (blocks, m, n, outer, inner), to_a, to_b, c_row = problem
    alpha, beta = factors
    of_a, of_b = ((blocks, m, outer, inner), to_a), ((outer, inner, n), (*to_b, 1))
    of_c = (blocks, m, n), (m * c_row, c_row, 1)
    a, b, c = (guarded(max(0, reach(*view)), dtype) for view in (of_a, of_b, of_c))
    if beta == 0:
        seen(c, *of_c)[...] = np.nan
    right = c.copy()
    product = alpha * np.einsum("broi,oij->brj", seen(a, *of_a), seen(b, *of_b), dtype=np.float64)
    seen(right, *of_c)[...] = product + beta * seen(c, *of_c) if beta else product
    after = c.copy()
    _sum(m, n, outer, inner, a, *to_a[1:], b, *to_b, factors, after, c_row, blocks, to_a[0])
    np.testing.assert_array_equal(after, right)
    if blocks == alpha == 1:
        _accumulate(m, n, outer, inner, a, *to_a[1:], b, *to_b, int(beta), c, c_row)
        assert c.tobytes() == after.tobytes()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("inner", "a_inner"), [(25, 2), (24, 1)])
def test_how_rows_and_columns_are_shared_changes_no_bit(inner, a_inner, dtype):
    rng, m, n, outer = np.random.default_rng(0), 31, 84, 3
    a, b = (rng.normal(size=size + 2 * GUARD).astype(dtype) for size in (200, outer * inner * n))
    whole, row_by_row, column_by_column = np.zeros((3, 2 * GUARD + m * n), dtype)
    in_a, in_b = (1, 20, a_inner), (inner * n, n)
    _accumulate(m, n, outer, inner, a, *in_a, b, *in_b, 0, whole, n)
    for row in range(m):
        _accumulate(1, n, outer, inner, a[row:], *in_a, b, *in_b, 0, row_by_row[row * n :], n)
    for column in range(0, n, 4):
        _accumulate(m, 4, outer, inner, a, *in_a, b[column:], *in_b, 0, column_by_column[column:], n)
    assert whole.any()
    assert whole.tobytes() == row_by_row.tobytes() == column_by_column.tobytes()


@pytest.mark.slow
@pytest.mark.parametrize("forbidden", ["avx512", "avx"])
def test_a_processor_with_other_registers_gives_the_same(forbidden):
    """What a processor with shorter vectors compiles, as far as this one can show it."""
    features = get_host_cpu_features().split(",")
    if "+avx" not in features:
        pytest.skip("these are the registers of x86 processors")
    shorter = ",".join(f"-{name[1:]}" if name[1:].startswith(forbidden) else name for name in features)
    script = """
import tests.conftest  # Hypothesis' settings
from tests.engines import test_kernels
from undergrad.engines import registers
print(registers.VECTOR_BYTES)
test_kernels.test_a_sum_of_products_is_exact_and_nothing_else_is_touched()
test_kernels.test_how_rows_and_columns_are_shared_changes_no_bit(24, 1, "float32")
test_kernels.test_pooling_is_the_textbooks_and_touches_nothing_else()
test_kernels.test_masks_are_the_textbooks_bits_and_nothing_else_is_touched()
"""
    command, environment = [sys.executable, "-c", script], os.environ | {"NUMBA_CPU_FEATURES": shorter}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, {"avx512": "32\n", "avx": "16\n"}[forbidden]), done.stderr


@njit(**OPTIONS)
def _pool(size, stride, channels, height, width, down, right, x, x_row, out, out_row, d, d_row, dx, dx_row):
    x, out, d, dx = pointer(x, GUARD), pointer(out, GUARD), pointer(d, GUARD), pointer(dx, GUARD)
    pool(size, stride, channels, down, right, x, x_row, out, out_row)
    unpool(size, stride, channels, height, width, down, right, x, x_row, out, out_row, d, d_row, dx, dx_row)


@st.composite
def images(draw):
    """(size, stride, channels, height, width, down, right), and the distances of the rows of x, out, d, and dx."""
    size, stride = draw(st.sampled_from([(2, 2), (3, 3), (1, 1), (2, 1), (3, 2), (2, 3), (4, 2), (3, 1)]))
    channels = 4 * draw(st.integers(1, 24))
    down, right = draw(st.tuples(*[st.integers(1, 5)] * 2))
    # Rows and columns beyond the last window too.
    height, width = ((count - 1) * stride + size + draw(st.integers(0, 1)) for count in (down, right))
    rows = [count * channels + draw(st.integers(0, 8)) for count in (width, right, right, width)]
    return (size, stride, channels, height, width, down, right), rows


@settings(max_examples=150)
@given(images(), st.sampled_from(DTYPES))
def test_pooling_is_the_textbooks_and_touches_nothing_else(problem, dtype):
    (size, stride, channels, height, width, down, right), rows = problem
    views = [
        ((a, b, channels), (row, channels, 1))
        for a, b, row in zip((height, down, down, height), (width, right, right, width), rows, strict=True)
    ]
    x, out, d, dx = (guarded(reach(*view), dtype) for view in views)
    used = (slice(None), slice((down - 1) * stride + size), slice((right - 1) * stride + size))
    image = seen(x, *views[0]).transpose(2, 0, 1)[used][None].astype(np.float64)
    layer = MaxPoolingLayer(size, stride)
    right_out, right_dx = out.copy(), dx.copy()
    seen(right_out, *views[1])[...] = layer.forward(image)[0].transpose(1, 2, 0)
    seen(right_dx, *views[3])[...] = 0
    derivative = layer.backward(seen(d, *views[2]).transpose(2, 0, 1)[None].astype(np.float64))
    seen(right_dx, *views[3])[used[1:]] = derivative[0].transpose(1, 2, 0)
    _pool(size, stride, channels, height, width, down, right, x, rows[0], out, rows[1], d, rows[2], dx, rows[3])
    np.testing.assert_array_equal(out, right_out)
    np.testing.assert_array_equal(dx, right_dx)


@pytest.mark.parametrize("place", range(9))
def test_what_is_not_a_number_is_the_greatest_wherever_it_is(place):
    x, (out, d, dx) = guarded(9 * 4, np.float32), (guarded(9 * 4, np.float32) for _ in range(3))
    x[GUARD + 4 * place + 1] = np.nan
    x[GUARD + 4 * (8 - place) + 2] = np.inf
    _pool(3, 3, 4, 3, 3, 1, 1, x, 12, out, 4, d, 4, dx, 12)
    usual = x[GUARD : GUARD + 36].reshape(9, 4).max(axis=0)
    np.testing.assert_array_equal(out[GUARD : GUARD + 4], usual)


@njit(**OPTIONS)
def _draw(mask, count, first, key, a, b, c, threshold, factor):
    draw(pointer(mask, GUARD), count, first, key, a, b, c, threshold, factor)


WORD = st.integers(0, 2**32 - 1)
SIGNED = st.integers(-(2**63), 2**63 - 1)


@settings(max_examples=150)
@given(
    st.integers(0, 150),
    st.integers(0, 150),
    st.tuples(*[SIGNED] * 4),
    st.one_of(WORD, st.sampled_from([0, 1, 2**31, 2**32 - 1, 2**32])),
    st.sampled_from(DTYPES),
)
def test_masks_are_the_textbooks_bits_and_nothing_else_is_touched(count, first, place, threshold, dtype):
    mask = guarded(count, dtype)
    right = mask.copy()
    kept = words_at(first + count, *place)[first:] >= threshold
    right[GUARD : GUARD + count] = np.where(kept, 1 / 0.7, 0)
    _draw(mask, count, first, *place, threshold, 1 / 0.7)
    np.testing.assert_array_equal(mask, right)


def test_the_number_of_a_word_may_be_beyond_any_memory():
    mask, first = guarded(64, np.float64), 4 * (2**32 - 3) + 1
    counters = np.arange(2**32 - 3, 2**32 + 20, dtype=np.uint64) & np.uint64(0xFFFFFFFF)
    words = np.stack(philox((counters, *(np.full_like(counters, word) for word in (1, 2, 3))), (7, 5)), axis=1).ravel()
    _draw(mask, 64, first, 5 * 2**32 + 7, 1, 2, 3, 2**31, 1.0)
    np.testing.assert_array_equal(mask[GUARD : GUARD + 64], words[1:65] >= 2**31)
