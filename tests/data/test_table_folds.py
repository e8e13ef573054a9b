"""Each row of a table is in the test part of exactly one fold, and is trained on in all others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.data import load_dataset, load_table
from undergrad.data.split import folds
from undergrad.errors import UsageError


@given(
    st.lists(st.integers(0, 3), min_size=2, max_size=60).flatmap(
        lambda labels: st.tuples(st.just(labels), st.integers(2, len(labels)), st.booleans(), st.integers(0, 9))
    )
)
def test_folds_are_of_equal_size_and_each_has_its_share_of_each_class(problem):
    labels, count, by_class, seed = np.array(problem[0]), *problem[1:]
    fold = folds(len(labels), np.random.default_rng(seed), count, labels if by_class else None)
    assert fold.shape == labels.shape
    sizes = np.bincount(fold, minlength=count)
    assert len(sizes) == count
    assert sizes.max() - sizes.min() <= 1
    for label in np.unique(labels) if by_class else ():
        members = np.bincount(fold[labels == label], minlength=count)
        assert members.max() - members.min() <= 1


def test_folds_are_drawn_at_random():
    one, again, other = (folds(40, np.random.default_rng(seed), 4) for seed in (0, 0, 1))
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()
    assert (one != np.arange(40) % 4).any()


@pytest.mark.parametrize("count", [0, 1, 6])
def test_folds_need_a_sample_each(count):
    with pytest.raises(UsageError, match="folds must be at least 2 and at most the number of rows, 5"):
        folds(5, np.random.default_rng(0), count)


@pytest.fixture(params=["classes", "numbers"])
def path(request, tmp_path):
    """22 rows whose only feature tells which row it is; of two classes, a third of them are of the second one."""
    said = ["yes" if k % 3 == 1 else "no" for k in range(22)]
    target = said if request.param == "classes" else [f"{k * 0.37:.2f}" for k in range(22)]
    # Whole numbers that are different in each row would be taken for a name of the row.
    lines = ["a,label", *(f"{k + 0.5},{value}" for k, value in enumerate(target))]
    (tmp_path / "t.csv").write_text("\n".join(lines))
    return tmp_path / "t.csv"


def test_each_row_is_tested_in_one_fold_and_trained_on_in_the_others(path):
    parts = [load_table(path, fold=(number, 4)) for number in range(4)]
    assert sorted(np.concatenate([data.x_test for data in parts])[:, 0].tolist()) == [k + 0.5 for k in range(22)]
    for data in parts:
        assert sorted([*data.x_train[:, 0].tolist(), *data.x_test[:, 0].tolist()]) == [k + 0.5 for k in range(22)]
        assert data.digest == load_dataset(path, fold=(parts.index(data), 4)).digest
    if parts[0].target == "classes":
        assert sorted(int(data.y_test.sum()) for data in parts) == [1, 2, 2, 2]  # 7 of the second class
    assert len({data.digest for data in parts}) == 4


def test_the_source_says_which_fold_is_tested(path):
    assert "fold 2 of 4, drawn with seed 0" in load_table(path, fold=(1, 4)).source


def test_a_test_part_of_ones_own_is_refused(path):
    with pytest.raises(UsageError, match="folds take the test part from the table itself; leave test out"):
        load_table(path, fold=(0, 4), test=path)


def test_what_a_column_is_follows_from_the_fold_that_is_trained_on(tmp_path):
    path = tmp_path / "t.csv"
    # One row has a colour that no other has: where it is tested, it is no feature.
    lines = ["size,colour,price", *(f"{k + 0.5},{'blue' if k == 5 else 'rg'[k % 2]},{k * 1.25}" for k in range(30))]
    path.write_text("\n".join(lines))
    for number in range(5):
        data = load_table(path, target="price", fold=(number, 5))
        tested = 5.5 in data.x_test[:, 0]
        assert ("colour = blue" in data.columns) == (not tested)
