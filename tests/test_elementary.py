"""exp, sigmoid and tanh of the compiled engine, over the whole range of their numbers."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.elementary import FUNCTIONS, STATED_ERROR, error_in_ulp

SPECIAL = [0.0, -0.0, np.inf, -np.inf, np.nan, 1.0, -1.0]
EDGES = {
    np.float32: [1e-45, -1e-45, 1.2e-38, 88.722, 88.723, 89.0, -87.33, -87.34, -103.97, -103.98, -104.1, 9.01, -9.02],
    np.float64: [5e-324, -5e-324, 2.3e-308, 709.78, 709.79, 711.0, -708.3, -708.4, -745.13, -745.14, -746.1, 19.1],
}


def numbers(dtype):
    """A sample of all floats of `dtype`, evenly over their bits, then many of the size that occurs, then the edges."""
    unsigned = np.uint32 if dtype is np.float32 else np.uint64
    steps = 1_000_003
    every = (np.arange(steps, dtype=np.uint64) * (np.iinfo(unsigned).max // steps)).astype(unsigned).view(dtype)
    rng = np.random.default_rng(0)
    usual = rng.normal(size=(5, 200_000)) * np.array([[0.01], [0.3], [1], [10], [100]])
    return np.concatenate([every, usual.ravel().astype(dtype), np.array(SPECIAL + EDGES[dtype], dtype)])


@pytest.mark.parametrize("dtype", EDGES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_error_is_within_what_is_stated(name, dtype):
    x = numbers(dtype)
    assert error_in_ulp(name, x) < STATED_ERROR


@pytest.mark.parametrize("dtype", EDGES)
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("exp", [1, 1, np.inf, 0, np.nan]),
        ("sigmoid", [0.5, 0.5, 1, 0, np.nan]),
        ("tanh", [0, 0, 1, -1, np.nan]),
    ],
)
def test_what_is_exact(name, values, dtype):
    np.testing.assert_array_equal(FUNCTIONS[name](np.array(SPECIAL[:5], dtype)), np.array(values, dtype))


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_nothing_leaves_the_functions_range(name):
    result = FUNCTIONS[name](numbers(np.float32))
    result = result[~np.isnan(result)]
    assert result.min() >= (0 if name == "sigmoid" else -1)
    assert result.max() <= 1
