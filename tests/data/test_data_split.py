from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.data import batches, split
from undergrad.errors import DataError, UsageError


def test_the_first_tenth_of_one_permutation_validates() -> None:
    order = np.random.default_rng(5).permutation(60)
    train, held = split(60, rng=np.random.default_rng(5))
    np.testing.assert_array_equal(held, order[:6])
    np.testing.assert_array_equal(train, order[6:])
    assert train.dtype == held.dtype == np.int64


@given(st.integers(2, 500), st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_every_sample_is_in_one_part_and_none_is_empty(n: int, validation: float) -> None:
    train, held = split(n, rng=np.random.default_rng(0), validation=validation)
    assert sorted([*train, *held]) == list(range(n))
    assert len(held) == min(max(1, int(n * validation)), n - 1)


@pytest.mark.parametrize("n", [0, 1])
def test_too_few_samples_to_split(n: int) -> None:
    with pytest.raises(DataError, match=f"a data set of {n} samples cannot be split .* at least 2"):
        split(n, rng=np.random.default_rng(0))


@pytest.mark.parametrize("validation", [0, 1, -0.1, 1.5, float("nan")])
def test_impossible_shares(validation: float) -> None:
    with pytest.raises(UsageError, match="validation must lie between 0 and 1"):
        split(10, rng=np.random.default_rng(0), validation=validation)


@given(st.integers(0, 300), st.integers(1, 400))
def test_batches_are_in_order_and_only_the_last_is_short(n: int, size: int) -> None:
    found = [list(range(n))[part] for part in batches(n, size)]
    assert [i for batch in found for i in batch] == list(range(n))
    assert all(len(batch) == size for batch in found[:-1])
    assert all(found)


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        (0, "batch_size must be at least 1, not 0"),
        (-3, "batch_size must be at least 1, not -3"),
        (2.0, "batch_size must be a whole number, not 2.0"),
        ("128", "batch_size must be a whole number, not '128'"),
    ],
)
def test_impossible_batch_sizes(size: Any, sentence: str) -> None:
    with pytest.raises(UsageError, match=f"^{sentence}$"):
        batches(10, size)
