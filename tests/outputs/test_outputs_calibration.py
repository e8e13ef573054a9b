"""Whether probabilities are what they say, and groups of about equal size by a number."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from undergrad.errors import DataError
from undergrad.outputs import accuracy
from undergrad.outputs.calibration import calibration
from undergrad.outputs.groups import quantile_groups

VALUES = arrays(np.float64, st.integers(1, 300), elements=st.integers(0, 50).map(lambda tenths: tenths / 10))


@given(VALUES)
def test_groups_are_in_order_and_keep_equal_values_together(values):
    numbers = quantile_groups(values)
    order = np.argsort(values, kind="stable")
    steps = np.diff(numbers[order])
    assert set(numbers) == set(range(numbers.max() + 1))
    assert (steps >= 0).all()
    assert not steps[np.diff(values[order]) == 0].any()


@given(st.integers(1, 500))
def test_groups_of_different_values_are_of_about_equal_size(n):
    sizes = np.bincount(quantile_groups(np.random.default_rng(n).permutation(n) / 7))
    assert sizes.max() - sizes.min() <= 1
    assert len(sizes) == max(1, min(10, n // 10))


def drawn(n: int, exaggeration: float, classes: int = 3):
    """Probabilities (n, C) that are right for the labels, sharpened by a factor of their logarithms."""
    rng = np.random.default_rng(0)
    true = rng.dirichlet(np.ones(classes), n)
    labels = (true.cumsum(axis=1) > rng.random((n, 1))).argmax(axis=1)
    said = true**exaggeration
    said /= said.sum(axis=1, keepdims=True)
    return said, said.argmax(axis=1), labels


@pytest.mark.parametrize(("exaggeration", "tendency"), [(1, "neither"), (3, "over"), (0.4, "under")])
def test_who_exaggerates_is_too_sure(exaggeration, tendency):
    measured = calibration(*drawn(5000, exaggeration))
    assert measured.tendency == tendency
    off = sum(group.is_off for group in measured.groups)
    assert off <= 2 if tendency == "neither" else off >= 7
    assert (measured.error < 0.02) == (tendency == "neither")


def test_the_error_is_the_mean_gap_over_the_samples():
    said, predicted, labels = drawn(337, 2)
    measured = calibration(said, predicted, labels)
    given_, right = said.max(axis=1), predicted == labels
    numbers = quantile_groups(given_)
    gaps = [abs(given_[numbers == number].mean() - right[numbers == number].mean()) for number in numbers]
    assert measured.error == pytest.approx(np.mean(gaps))
    assert measured.probability == pytest.approx(given_.mean())
    assert measured.accuracy == accuracy(predicted, labels)
    for number, group in enumerate(measured.groups):
        there = numbers == number
        assert (group.samples, group.right) == (there.sum(), pytest.approx(right[there].mean()))
        interval = accuracy(predicted[there], labels[there])
        assert (group.low, group.high) == pytest.approx((interval.low, interval.high))


def test_a_single_sample_is_a_group_and_other_lengths_are_refused():
    [group] = calibration(np.array([[0.2, 0.8]]), np.array([1]), np.array([0])).groups
    assert (group.probability, group.right, group.samples, group.low) == (0.8, 0.0, 1, 0.0)
    with pytest.raises(DataError, match="2 rows of probabilities do not belong to 1 labels"):
        calibration(np.full((2, 2), 0.5), np.array([1]), np.array([0]))
