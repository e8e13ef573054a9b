from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from undergrad.data import Scaling
from undergrad.errors import DataError, ShapeError

PIXELS = np.arange(256, dtype=np.uint8).reshape(16, 4, 4)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_pixels_are_divided_by_255(dtype: str) -> None:
    scaling = Scaling.of(PIXELS)
    assert scaling.offset.shape == scaling.scale.shape == ()
    assert scaling.of_pixels
    scaled = scaling.apply(PIXELS, dtype)
    assert (scaled.shape, scaled.dtype) == ((16, 16), np.dtype(dtype))
    np.testing.assert_allclose(scaled, PIXELS.reshape(16, 16) / 255, rtol=1e-7)
    if dtype == "float32":
        assert scaled.max() == 1


@given(
    hnp.arrays(
        "float32", st.tuples(st.integers(1, 6), st.integers(1, 4)), elements=st.floats(-(2.0**100), 2.0**100, width=32)
    )
)
def test_other_features_go_from_their_range_to_0_and_1(x: np.ndarray) -> None:
    scaling = Scaling.of(x)
    assert scaling.offset.shape == scaling.scale.shape == (x.shape[1],)
    assert not scaling.of_pixels
    scaled = scaling.apply(x, np.float32)
    assert scaled.dtype == np.float32
    assert scaled.min() >= 0
    assert scaled.max() <= 1 + 1e-6
    np.testing.assert_array_equal(scaled[:, (x == x[0]).all(axis=0)], 0)  # constant features
    span = np.ptp(x.astype("f8"), axis=0)
    np.testing.assert_allclose(scaled[:, span > 1e-37].max(axis=0, initial=0), (span > 1e-37)[span > 1e-37], rtol=1e-6)


def test_the_range_is_that_of_the_training_part() -> None:
    scaling = Scaling.of(np.array([[1.0, 5], [3, 5]], np.float32))
    np.testing.assert_array_equal(scaling.apply(np.array([[5, 6]]), "float64"), [[2, 1]])


def test_a_range_beyond_float32_is_an_error() -> None:
    with pytest.raises(DataError, match=r"feature 1 \(counting from 0\) goes from -3e\+38 to 3e\+38"):
        Scaling.of(np.array([[0, -3e38], [1, 3e38]], np.float32))


@pytest.mark.parametrize("x", [PIXELS, PIXELS.astype(np.float32)])
def test_the_result_may_be_written_into_an_array(x: np.ndarray) -> None:
    scaling, out = Scaling.of(x), np.empty((16, 16), np.float64)
    assert scaling.apply(x, out=out) is out
    np.testing.assert_allclose(out, scaling.apply(x), rtol=1e-6)
    before = x.copy()
    scaling.apply(x, out=out)
    np.testing.assert_array_equal(x, before)


def test_shapes_that_do_not_fit() -> None:
    scaling = Scaling.of(np.zeros((2, 3), np.float32))
    with pytest.raises(ShapeError, match="x has 4 features in each sample; the scaling was made for 3"):
        scaling.apply(np.zeros((2, 2, 2)))
    with pytest.raises(ShapeError, match=r"out has shape \(1, 3\); x scaled has shape \(2, 3\)"):
        scaling.apply(np.zeros((2, 3)), out=np.zeros((1, 3)))
    with pytest.raises(ShapeError, match=r"offset has shape \(3,\) and scale \(2,\)"):
        Scaling(np.zeros(3, np.float32), np.ones(2, np.float32))


def test_no_samples_are_scaled_to_no_rows() -> None:
    assert Scaling.of(PIXELS).apply(PIXELS[:0]).shape == (0, 16)
