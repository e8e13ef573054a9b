"""Weights of samples and of classes: the weighted mean, its gradient, and what it is equal to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.gradients import numerical_gradient, relative_error
from undergrad import Dataset, fit, fully_connected
from undergrad.errors import UsageError
from undergrad.experiments import load_result
from undergrad.training.weights import class_weights

SETTINGS = {"learning_rate": 0.1, "batch_size": 32, "dtype": "float64"}
N, D, C = 7, 5, 4


def problem(seed=0):
    rng = np.random.default_rng(seed)
    model = fully_connected(D, [6], C, "tanh", rng=rng)
    return model, rng.random((N, D)), np.eye(C)[rng.integers(0, C, N)], rng.uniform(0.1, 3, N)


def network(seed=1):
    return fully_connected(36, [12], 5, "tanh", rng=np.random.default_rng(seed))


def same(a, b) -> bool:
    return a.keys() == b.keys() and all(np.array_equal(a[key], b[key]) for key in a)


@pytest.mark.parametrize("seed", range(3))
def test_the_loss_is_the_weighted_mean_and_the_gradient_is_its_own(seed):
    model, x, y, weights = problem(seed)
    y_hat = model.predict(x)
    expected = -(weights * np.log((y * y_hat).sum(axis=1) + 1e-10)).sum() / weights.sum()
    assert model.forward(x, y, 0.0, weights) == pytest.approx(expected, rel=1e-12)
    model.forward(x, y, 0.3, weights)
    dx = model.backward(0.3)
    loss = lambda: model.forward(x, y, 0.3, weights)  # noqa: E731
    assert relative_error(dx, numerical_gradient(loss, x)) < 1e-7
    for name in ("fc1", "fc2"):
        derived = model.layers[name].dW
        assert relative_error(derived, numerical_gradient(loss, model.layers[name].W)) < 1e-7


def test_a_gradient_that_forgets_the_weights_is_told_from_it():
    model, x, y, weights = problem()
    model.forward(x, y, 0.0, weights)
    model._scale = None
    wrong = model.backward(0.0)
    right = numerical_gradient(lambda: model.forward(x, y, 0.0, weights), x)
    assert relative_error(wrong, right) > 1e-3


def test_equal_weights_are_none_and_a_weight_of_two_is_two_copies():
    model, x, y, _ = problem()
    plain = model.forward(x, y, 0.1)
    gradient = model.backward(0.1)
    assert model.forward(x, y, 0.1, np.full(N, 7.5)) == pytest.approx(plain, rel=1e-12)
    np.testing.assert_allclose(model.backward(0.1), gradient, rtol=1e-12, atol=1e-15)
    copies = np.array([1, 2, 1, 3, 1, 1, 2])
    weighted = model.forward(x, y, 0.1, copies.astype(float))
    model.backward(0.1)
    dW = model.layers["fc1"].dW
    assert model.forward(np.repeat(x, copies, axis=0), np.repeat(y, copies, axis=0), 0.1) == pytest.approx(weighted)
    model.backward(0.1)
    np.testing.assert_allclose(model.layers["fc1"].dW, dW, rtol=1e-10, atol=1e-14)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=60))
def test_balanced_classes_have_equal_sums_of_weights(labels):
    found, labels = class_weights("balanced", np.array(labels), 5), np.array(labels)
    counts = np.bincount(labels, minlength=5)
    for count, weight in zip(counts, found, strict=True):
        assert weight == (pytest.approx(len(labels) / (5 * count)) if count else 0)
    present = counts > 0
    assert np.ptp((counts * found)[present]) == pytest.approx(0, abs=1e-12)


@pytest.fixture(scope="module")
def lopsided(small):
    """Classes 1 to 4 of the small set, and twenty times as many of class 0 that are noise."""
    rng = np.random.default_rng(0)
    kept = small.y_train > 0
    rare = np.flatnonzero(kept)[:24]
    noise = rng.integers(0, 256, (480, 6, 6), dtype=np.uint8)
    x = np.concatenate([small.x_train[rare], noise])
    y = np.concatenate([small.y_train[rare], np.zeros(480, int)])
    order = rng.permutation(len(x))
    return Dataset.from_arrays(x[order], y[order], small.x_test, small.y_test, name="lopsided")


def test_classes_that_are_rare_are_learned_where_they_count_as_much(lopsided):
    recalls = {}
    for weight in ((), "balanced"):
        trained = fit(network(), lopsided, epochs=8, class_weight=weight, **SETTINGS).trained
        predicted, labels = trained.predict(lopsided.x_test).argmax(axis=1), lopsided.y_test
        recalls[weight] = (predicted == labels)[labels > 0].mean()
    assert recalls["balanced"] > recalls[()] + 0.1


def test_weights_of_one_change_nothing_and_their_size_does_not_matter(small):
    plain = fit(network(), small, epochs=2, engine="reference", **SETTINGS)
    ones = fit(network(), small, epochs=2, class_weight=(1, 1, 1, 1, 1), **SETTINGS)
    for key, array in plain.last.items():
        np.testing.assert_allclose(ones.last[key], array, rtol=1e-9, atol=1e-12)
    some = fit(network(), small, epochs=2, class_weight=[1, 2, 3, 4, 5], **SETTINGS)
    more = fit(network(), small, epochs=2, class_weight=(10, 20, 30, 40, 50), **SETTINGS)
    for key, array in some.last.items():
        np.testing.assert_allclose(more.last[key], array, rtol=1e-9, atol=1e-12)
        assert not np.allclose(array, plain.last[key])
    assert ones.engine == some.engine == "cpu"
    accuracies = [epoch.val_measure for epoch in some.history]
    assert all(round(accuracy * 30) == pytest.approx(accuracy * 30) for accuracy in accuracies)  # counts of 30 samples


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("balance", 'class_weight must be "balanced" or a positive number for each class, not'),
        ((1, 2), "class_weight has 2 numbers, but there are 5 classes; give one each"),
        ((1, 1, 1, 1, -1), "class_weight must be"),
        ((1, 1, 1, 1, float("nan")), "class_weight must be"),
        (3, "class_weight must be"),
    ],
)
def test_what_is_no_weight_is_said_in_a_sentence(small, given, words):
    with pytest.raises(UsageError) as caught:
        fit(network(), small, epochs=1, class_weight=given, **SETTINGS)
    assert words in str(caught.value)


def test_both_engines_weigh_classes_alike(small):
    own, textbook = (
        fit(network(), small, epochs=2, class_weight="balanced", engine=engine, **SETTINGS)
        for engine in ("cpu", "reference")
    )
    for key, array in textbook.last.items():
        np.testing.assert_allclose(own.last[key], array, rtol=1e-9, atol=1e-12)
    assert [epoch.loss for epoch in own.history] == pytest.approx([epoch.loss for epoch in textbook.history], rel=1e-12)


@pytest.mark.parametrize(("option", "stored"), [("balanced", "balanced"), ("1,2,1,1,0.5", (1, 2, 1, 1, 0.5))])
def test_the_command_and_files_take_them(cli, small, option, stored):
    np.savez("d.npz", x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    argv = (
        "train",
        "--dataset",
        "d.npz",
        "--hidden",
        8,
        "--epochs",
        2,
        "--learning-rate",
        0.1,
        "--quiet",
        "--out",
        "out",
    )
    code, _, err = cli(*argv, "--class-weight", option)
    assert code == 0, err
    assert load_result("out/relu-seed0").spec.network.class_weight == stored
    assert cli("run", "out/experiment.toml", "--out", "out", "--resume", "--quiet")[0] == 0
