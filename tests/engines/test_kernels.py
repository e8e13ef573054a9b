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
from undergrad.engines.elementary import OPTIONS
from undergrad.engines.products import accumulate

DTYPES = [np.float32, np.float64]
GUARD = 64  # numbers before and after what a kernel may touch


@njit(**OPTIONS)
def _accumulate(m, n, outer, inner, a, a_row, a_outer, a_inner, b, b_outer, b_inner, adds, c, c_row):
    a, b, c = pointer(a, GUARD), pointer(b, GUARD), pointer(c, GUARD)
    accumulate(m, n, outer, inner, a, a_row, a_outer, a_inner, b, b_outer, b_inner, adds, c, c_row)


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
    """(m, n, outer, inner), and the distances of A's rows, o and i, of B's o and i, and of C's rows."""
    step = st.integers(0, 40)
    m, n = draw(st.integers(1, 40)), 4 * draw(st.integers(1, 26))
    lengths = draw(st.tuples(*[st.integers(1, 5)] * 2))
    to_next = draw(st.tuples(*[step] * 5))
    return (m, n, *lengths), to_next, n + draw(st.integers(0, 20))


@settings(max_examples=150)
@given(sums(), st.booleans(), st.sampled_from(DTYPES))
def test_a_sum_of_products_is_exact_and_nothing_else_is_touched(problem, adds, dtype):
    (m, n, outer, inner), (a_row, a_outer, a_inner, b_outer, b_inner), c_row = problem
    of_a, of_b = ((m, outer, inner), (a_row, a_outer, a_inner)), ((outer, inner, n), (b_outer, b_inner, 1))
    of_c = (m, n), (c_row, 1)
    a, b, c = (guarded(reach(*view), dtype) for view in (of_a, of_b, of_c))
    if not adds:
        seen(c, *of_c)[...] = np.nan
    right = c.copy()
    product = np.einsum("roi,oij->rj", seen(a, *of_a), seen(b, *of_b), dtype=np.float64)
    seen(right, *of_c)[...] = product + seen(c, *of_c) if adds else product
    _accumulate(m, n, outer, inner, a, a_row, a_outer, a_inner, b, b_outer, b_inner, adds, c, c_row)
    np.testing.assert_array_equal(c, right)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", [4, 20, 64])
def test_how_rows_are_shared_changes_no_bit(n, dtype):
    rng, m, outer, inner = np.random.default_rng(0), 31, 3, 25
    a, b = (rng.normal(size=size + 2 * GUARD).astype(dtype) for size in (200, outer * inner * n))
    whole, row_by_row = np.zeros((2, 2 * GUARD + m * n), dtype)
    steps = 1, 20, 2, b, inner * n, n
    _accumulate(m, n, outer, inner, a, *steps, 0, whole, n)
    for row in range(m):
        _accumulate(1, n, outer, inner, a[row:], *steps, 0, row_by_row[row * n :], n)
    assert whole.any()
    assert whole.tobytes() == row_by_row.tobytes()


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
"""
    command, environment = [sys.executable, "-c", script], os.environ | {"NUMBA_CPU_FEATURES": shorter}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, {"avx512": "32\n", "avx": "16\n"}[forbidden]), done.stderr
