"""Weights of single samples: they belong to the data, and a training counts by them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from undergrad import Dataset, fit, fully_connected
from undergrad.data import Scaling, split
from undergrad.errors import DataError, OtherTrainingError, ShapeError, UsageError
from undergrad.training import Oversight
from undergrad.training.generators import generators
from undergrad.training.weights import weights_of

SETTINGS = {"learning_rate": 0.1, "batch_size": 32, "dtype": "float64", "engine": "reference"}


def network(seed=1):
    return fully_connected(36, [12], 5, "tanh", rng=np.random.default_rng(seed))


def some_weights(data, seed=0):
    return np.random.default_rng(seed).uniform(0.1, 3, len(data.x_train))


def assert_close(a, b):
    assert a.keys() == b.keys()
    for key, array in a.items():
        np.testing.assert_allclose(b[key], array, rtol=1e-9, atol=1e-12)


def by_hand(data, weights, epochs, seed=0):
    """The same training, written down once more: batches in fixed order, each with its weighted mean."""
    model, (rng, _) = network(), generators(seed)
    rows, _ = split(len(data.x_train), rng=rng)
    scaled = Scaling.of(data.x_train, rows).apply(data.x_train, np.float64)
    x, y = scaled.reshape(len(scaled), -1), np.eye(5)[data.y_train]
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(rows), 32):
            own = rows[start : start + 32]
            w = weights[own][:, None] / weights[own].sum()
            hidden = np.tanh(x[own] @ model.layers["fc1"].W + model.layers["fc1"].b)
            scores = hidden @ model.layers["fc2"].W + model.layers["fc2"].b
            y_hat = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
            total += -(weights[own] * np.log((y[own] * y_hat).sum(axis=1))).sum()
            above = w * (y_hat - y[own])
            below = above @ model.layers["fc2"].W.T * (1 - hidden**2)
            gradients = {"fc2": (hidden, above), "fc1": (x[own], below)}
            for name, (inputs, delta) in gradients.items():
                layer = model.layers[name]
                layer.W = layer.W - 0.1 * (inputs.T @ delta + 1e-8 * layer.W)
                layer.b = layer.b - 0.1 * delta.sum(axis=0)
        cross_entropy = total / weights[rows].sum()
    return model.parameters(), cross_entropy


def test_a_training_is_the_weighted_one(small):
    weights = some_weights(small)
    expected, cross_entropy = by_hand(small, weights, epochs=2)
    result = fit(network(), small.weighted(weights), epochs=2, **SETTINGS)
    assert_close(expected, result.last)
    assert result.history[-1].data_loss == pytest.approx(cross_entropy, rel=1e-6)
    unweighted, _ = by_hand(small, np.ones(len(weights)), epochs=2)
    assert not np.allclose(unweighted["fc1.W"], result.last["fc1.W"], rtol=1e-3)


def test_equal_weights_change_nothing_and_their_size_does_not_matter(small):
    plain = fit(network(), small, epochs=2, **SETTINGS)
    weights = some_weights(small)
    for size in (1.0, 1e-300, 1e300):
        assert_close(plain.last, fit(network(), small.weighted(np.full(len(weights), size)), epochs=2, **SETTINGS).last)
    one = fit(network(), small.weighted(weights), epochs=2, **SETTINGS)
    assert_close(one.last, fit(network(), small.weighted(weights * 1e200), epochs=2, **SETTINGS).last)


def test_a_class_weight_is_a_factor_of_its_samples_weights(small):
    weights, of_classes = some_weights(small), np.array([1, 2, 3, 4, 5.0])
    both = fit(network(), small.weighted(weights), epochs=2, class_weight=tuple(of_classes), **SETTINGS)
    product = fit(network(), small.weighted(weights * of_classes[small.y_train]), epochs=2, **SETTINGS)
    assert_close(product.last, both.last)


def test_a_sample_of_weight_0_is_as_good_as_absent_from_the_training_part(small):
    """Whole batches of them too: no batch is left without a sample that counts, and nothing becomes NaN."""
    rng, _ = generators(0)
    rows, held = split(len(small.x_train), rng=rng)
    weights = np.zeros(len(small.x_train))
    weights[rows[64:]] = 1  # the first two batches of 32 count for nothing
    result = fit(network(), small.weighted(weights), epochs=2, **SETTINGS)
    noise = small.x_train.copy()
    noise[rows[:64]] = 255 - noise[rows[:64]]
    other = Dataset.from_arrays(noise, small.y_train, small.x_test, small.y_test, sample_weight=weights)
    for key, array in fit(network(), other, epochs=2, **SETTINGS).last.items():
        np.testing.assert_array_equal(array, result.last[key])
    kept, counted = weights_of(small.weighted(weights), (), rows)
    np.testing.assert_array_equal(counted, rows[64:])
    assert kept is not None
    assert all(np.isfinite(array).all() for array in result.last.values())
    assert len(held) == 30
    accuracies = [epoch.val_measure * 30 for epoch in result.history]  # all of the validation samples, one as another
    assert all(round(count) == pytest.approx(count) for count in accuracies)


def test_balanced_classes_are_counted_where_samples_count(small):
    weights = (small.y_train != 0).astype(float)
    found, rows = weights_of(small.weighted(weights), "balanced", np.arange(len(weights)))
    sums = np.bincount(small.y_train[rows], weights=found[rows], minlength=5)
    assert sums[0] == 0
    assert np.ptp(sums[1:]) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ([1, 2], r"sample_weight has shape \(2,\), but there are 300 training samples; give one weight for each"),
        (np.ones((300, 1)), r"sample_weight has shape \(300, 1\), but there are 300"),
        (np.where(np.arange(300) == 7, -1.0, 1.0), r"sample 7 \(counting from 0\) has the weight -1.0; weights must"),
        (np.where(np.arange(300) == 7, np.nan, 1.0), r"sample 7 \(counting from 0\) has the weight nan"),
        (np.where(np.arange(300) == 299, np.inf, 1.0), r"sample 299 \(counting from 0\) has the weight inf"),
        (np.zeros(300), "all samples have the weight 0, so there is nothing to learn; give some a positive one"),
        (["a"] * 300, "the weights of samples must be real numbers"),
        (np.ones(300, complex), "the weights of samples must be real numbers"),
    ],
)
def test_what_is_no_weight_is_said_in_a_sentence(small, weights, words):
    assert len(small.x_train) == 300
    with pytest.raises(DataError, match=words):
        small.weighted(weights)
    with pytest.raises(DataError, match=words):
        Dataset.from_arrays(small.x_train, small.y_train, small.x_test, small.y_test, sample_weight=weights)


def test_where_no_sample_is_left_to_train_on_it_is_said(small):
    rng, _ = generators(0)
    _, held = split(len(small.x_train), rng=rng)
    weights = np.zeros(len(small.x_train))
    weights[held] = 1
    with pytest.raises(DataError, match="all samples to train on have the weight 0, so there is nothing to learn"):
        fit(network(), small.weighted(weights), epochs=1, **SETTINGS)


def test_both_engines_weigh_samples_alike(small):
    weighted = small.weighted(some_weights(small))
    own, textbook = (
        fit(network(), weighted, epochs=2, **{**SETTINGS, "engine": engine}) for engine in ("cpu", "reference")
    )
    for key, array in textbook.last.items():
        np.testing.assert_allclose(own.last[key], array, rtol=1e-9, atol=1e-12)
    assert [epoch.loss for epoch in own.history] == pytest.approx([epoch.loss for epoch in textbook.history], rel=1e-12)


def test_the_other_place_is_told(small):
    with pytest.raises(UsageError, match=r"belongs to the data; write fit\(model, dataset.weighted\(sample_weight\)"):
        fit(network(), small, epochs=1, sample_weight=some_weights(small))


def test_weights_are_part_of_the_training_they_are_given_to_and_of_no_other(small, tmp_path):
    weights = some_weights(small)
    weighted = small.weighted(weights)
    assert dataclasses.replace(weighted, sample_weight=None).digest == small.digest
    assert len({small.digest, weighted.digest, small.weighted(weights * 2).digest}) == 3
    assert small.weighted(weights.copy()).digest == weighted.digest
    assert repr(weighted) == repr(small).replace(">", ", weighted>")
    path = tmp_path / "checkpoint"
    fit(network(), weighted, epochs=2, oversight=Oversight(checkpoint=path), **SETTINGS)
    again = Oversight(checkpoint=path, resume=True)
    with pytest.raises(OtherTrainingError):
        fit(network(), small, epochs=4, oversight=again, **SETTINGS)
    with pytest.raises(OtherTrainingError):
        fit(network(), small.weighted(weights[::-1]), epochs=4, oversight=again, **SETTINGS)
    resumed = fit(network(), weighted, epochs=4, oversight=again, **SETTINGS)
    whole = fit(network(), weighted, epochs=4, **SETTINGS)
    for key, array in whole.last.items():
        np.testing.assert_array_equal(resumed.last[key], array)


@given(arrays(np.float64, 6, elements=st.floats(0, 1e308, allow_subnormal=True)).filter(np.any))
def test_any_weights_give_a_finite_loss_between_the_samples_own(weights):
    rng = np.random.default_rng(0)
    model = fully_connected(3, [4], 2, "tanh", rng=rng)
    x, y = rng.random((6, 3)), np.eye(2)[rng.integers(0, 2, 6)]
    losses = [model.forward(x[[i]], y[[i]]) for i in range(6)]
    counted = [loss for loss, weight in zip(losses, weights, strict=True) if weight > 0]
    for dtype in (np.float64, np.float32):
        loss = model.forward(x.astype(dtype), y, 0.0, weights)
        assert min(counted) - 1e-5 <= loss <= max(counted) + 1e-5
        assert np.isfinite(model.backward()).all()


@pytest.mark.parametrize("weights", [[0, 0, 0], [1, -1, 1], [1, np.nan, 1], [1, np.inf, 1]])
def test_a_batch_without_a_mean_is_refused(weights):
    model = fully_connected(3, [4], 2, "tanh", rng=np.random.default_rng(0))
    x, y = np.ones((3, 3)), np.eye(2)[[0, 1, 0]]
    with pytest.raises(UsageError, match="the weights of a batch must be finite, 0 or positive, and not all 0"):
        model.forward(x, y, 0.0, np.array(weights, float))
    with pytest.raises(ShapeError, match=r"weights must be \(3,\), one for each sample, but have the shape \(2,\)"):
        model.forward(x, y, 0.0, np.ones(2))
