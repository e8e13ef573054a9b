from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.data import Dataset
from undergrad.errors import DataError, UsageError

X = np.arange(12, dtype=np.uint8).reshape(3, 2, 2)
Y = np.array([0, 1, 2], np.uint8)


def make(x: Any = X, y: Any = Y, x_test: Any = X[:2], y_test: Any = Y[:2], **options: Any) -> Dataset:
    return Dataset.from_arrays(x, y, x_test, y_test, **options)


def changed(array: Any, index: Any, value: Any, dtype: str = "float64") -> np.ndarray:
    array = np.array(array, dtype)
    array[index] = value
    return array


def test_what_a_dataset_is() -> None:
    data = make(name="tiny")
    assert (data.name, data.classes, data.class_names) == ("tiny", 3, ("0", "1", "2"))
    assert (data.sample_shape, data.features) == ((2, 2), 4)
    assert data.x_train.dtype == data.x_test.dtype == np.uint8
    assert data.y_train.dtype == data.y_test.dtype == np.int64
    assert data.y_train.shape == (3,)
    assert repr(data) == "<Dataset tiny: 3 training and 2 test samples of shape (2, 2), uint8, 3 classes>"
    with pytest.raises(dataclasses.FrozenInstanceError):
        data.classes = 4  # type: ignore[misc]


@pytest.mark.parametrize("dtype", ["bool", "int8", "int64", "uint16", "float16", "float32", "float64", ">f8"])
def test_features_other_than_uint8_become_float32(dtype: str) -> None:
    assert make(X.astype(dtype), x_test=X[:2].astype(dtype)).x_train.dtype == np.dtype("float32")


def test_features_are_contiguous() -> None:
    data = make(X.transpose(0, 2, 1), x_test=X[:2].transpose(0, 2, 1))
    assert data.x_train.flags.c_contiguous
    np.testing.assert_array_equal(data.x_train, X.transpose(0, 2, 1))


@pytest.mark.parametrize("y", [[0.0, 1.0, 2.0], [False, True, True], np.array([0, 1, 2], ">u2")])
def test_labels_may_be_any_whole_numbers(y: Any) -> None:
    assert make(y=y).y_train.dtype == np.int64


def test_names_give_the_number_of_classes() -> None:
    data = make(class_names=["a", "b", "c", "d"])
    assert (data.classes, data.class_names) == (4, ("a", "b", "c", "d"))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"x": X[:0], "y": Y[:0]}, "y_train is empty; at least one label"),
        ({"x": X[:0]}, "x_train is empty; at least one sample"),
        ({"x_test": X[:0], "y_test": Y[:0]}, "y_test is empty"),
        ({"x": X[:, :0], "x_test": X[:2, :0]}, r"x_train has shape \(3, 0, 2\).*at least one feature is needed"),
        ({"x": Y}, r"x_train has shape \(3,\); features must have the shape \(samples, features\)"),
        ({"y": Y[:2]}, "x_train has 3 samples and y_train has 2 labels; there must be one for each"),
        ({"y_test": Y}, "x_test has 2 samples and y_test has 3 labels"),
        ({"x_test": X[:2].reshape(2, 4)}, r"of x_test have shape \(4,\) and those of x_train \(2, 2\); both parts"),
        ({"x": changed(X, (1, 0, 1), np.nan)}, r"x_train: sample 1 has nan as feature 1 \(counting from 0\)"),
        ({"x": changed(X, (2, 1, 1), np.inf)}, "x_train: sample 2 has inf as feature 3 .* repair or remove"),
        ({"x": changed(X, (0, 0, 0), -1e39)}, "x_train: sample 0 has -1e.39 as feature 0 .* finite float32"),
        ({"x_test": changed(X[:2], (1, 1, 1), np.nan)}, "x_test: sample 1 has nan as feature 3"),
        ({"x": X.astype(complex)}, "x_train has dtype complex128; features must be real numbers"),
        ({"x": X.astype(object)}, "x_train has dtype object"),
        ({"y": [0, np.nan, 2]}, r"y_train: label 1 \(counting from 0\) is nan, missing \(NaN\)"),
        ({"y": [0, 1, 0.5]}, "y_train: label 2 .* is 0.5, not a whole number"),
        ({"y": [0, np.inf, 1]}, "y_train: label 1 .* is inf, too large"),
        ({"y": [0, -1, 1]}, "y_train: label 1 .* is -1, negative"),
        ({"y": [0, 1, 10**12]}, "y_train: label 2 .* is 1000000000000, too large"),
        ({"y": [0, 1, 20240131]}, "the largest label is 20240131 in only 3 samples"),
        ({"y": ["a", "b", "c"]}, "y_train has dtype <U1; labels must be class numbers"),
        ({"y": np.eye(3)}, r"y_train has shape \(3, 3\).*one-hot rows.*argmax"),
        ({"y_test": [0, 3]}, r"y_test: label 1 \(counting from 0\) is 3, outside 0\.\.2"),
        ({"classes": 2}, r"y_train: label 2 \(counting from 0\) is 2, outside 0\.\.1"),
        ({"y": [[0], [1, 2], [3]]}, "y_train cannot be made into an array"),
    ],
)
def test_what_cannot_be_trained_on(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        make(**options)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"classes": 4, "class_names": ["a"]}, "1 class names for 4 classes"),
        ({"classes": 0}, "at least 1, not 0"),
        ({"classes": 2.5}, "must be a whole number, not 2.5"),
    ],
)
def test_impossible_numbers_of_classes(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        make(**options)


@given(st.integers(0, 2), st.integers(0, 255))
def test_the_digest_follows_the_contents_alone(row: int, value: int) -> None:
    x = changed(X, (row, 0, 0), value, "uint8")
    same = value == X[row, 0, 0]
    assert (make(x).digest == make().digest) == same
    assert make(x, name="other").digest == make(x, class_names=("a", "b", "c")).digest


def test_the_digest_tells_dtypes_shapes_parts_and_classes_apart() -> None:
    flat = X.reshape(3, 4)
    digests = [
        make().digest,
        make(classes=4).digest,
        make(X.astype("f4")).digest,
        make(flat, x_test=flat[:2]).digest,
        make(x_test=X[1:]).digest,
        make(y=[0, 2, 1]).digest,
    ]
    assert len(set(digests)) == len(digests)
    assert (
        make().digest == "43cb427b8f19f6d760cda3174ecc47655476381ffa6394ffa0a4caef1957105e"
    )  # stored results are found by it: it must not change


def test_the_digest_does_not_depend_on_the_order_of_bytes() -> None:
    assert make(X.astype(">f4")).digest == make(X.astype("<f4")).digest


def numbered(labels: list[int]) -> Dataset:
    """Data whose samples are their own numbers."""
    x = np.arange(len(labels), dtype="f4").reshape(-1, 1)
    return Dataset.from_arrays(x, labels, x + 100, labels, class_names=("ant", "bee", "cat", "dog"))


@given(
    st.lists(st.integers(0, 3), min_size=8, max_size=30).filter(lambda labels: set(labels) == {0, 1, 2, 3}),
    st.sets(st.integers(0, 3), min_size=1),
    st.integers(1, 4),
)
def test_a_part_has_the_first_samples_of_its_classes_in_order(labels: list[int], chosen: set[int], count: int) -> None:
    data = numbered(labels)
    rows = [row for row, label in enumerate(labels) if label in chosen]
    count = min(count, len(rows))
    part = data.part(labels=chosen, train_samples=count)
    assert part.x_train[:, 0].tolist() == rows[:count]
    assert [part.class_names[number] for number in part.y_train] == [data.class_names[labels[r]] for r in rows[:count]]
    assert part.x_test[:, 0].tolist() == [row + 100 for row in rows]
    assert (part.classes, part.class_names) == (len(chosen), tuple(data.class_names[c] for c in sorted(chosen)))
    assert data.part().digest == data.digest


def test_a_part_keeps_the_weights_of_its_samples() -> None:
    data = numbered([0, 1, 2, 3]).weighted([1, 2, 3, 4])
    weights = data.part(labels=[1, 3]).sample_weight
    assert weights is not None
    assert weights.tolist() == [2, 4]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"labels": [0, 4]}, "labels has 4, and the classes are numbered from 0 to 3"),
        ({"labels": []}, "labels is empty; name a class, or leave it out"),
        ({"labels": 1}, r"labels must be a list of class numbers, like \[0, 1\], not 1"),
        ({"labels": [1.0]}, r"each of labels must be a whole number of at least 0, not 1\.0"),
        ({"labels": [True]}, "each of labels must be a whole number of at least 0, not True"),
        ({"train_samples": 5}, "train_samples must be at most 4, which is how many there are, not 5"),
        ({"labels": [1], "test_samples": 2}, "test_samples must be at most 1, which is how many there are, not 2"),
        ({"test_samples": 0}, "test_samples must be a whole number of at least 1, not 0"),
        ({"train_samples": 2.5}, "train_samples must be a whole number of at least 1"),
    ],
)
def test_a_part_that_there_is_not_is_one_sentence(options: Any, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        numbered([0, 1, 2, 3]).part(**options)


def test_a_part_without_a_sample_is_one_sentence() -> None:
    x = np.zeros((3, 1), "f4")
    data = Dataset.from_arrays(x, [0, 1, 2], x[:2], [0, 1])
    with pytest.raises(DataError, match="no sample has one of the labels 2; name other ones"):
        data.part(labels=[2])


def test_a_part_of_every_class_stays_in_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("undergrad.data.mapped._RESIDENT_BYTES", 0)
    np.save(tmp_path / "x.npy", np.zeros((20, 3), "f4"))
    mapped = np.load(tmp_path / "x.npy", mmap_mode="r")
    part = Dataset.from_arrays(mapped, np.arange(20) % 2, mapped[:4], [0, 1, 0, 1]).part(train_samples=6)
    assert len(part.x_train) == 6
    assert np.shares_memory(part.x_train, mapped)
