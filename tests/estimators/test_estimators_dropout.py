"""Dropped units and normalised batches: in training only, and of the same draws for the same random_state."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from tests.estimators.pairs import check_same, digits, problem
from undergrad.estimators import MLPClassifier, MLPRegressor

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


def classifier(**parameters):
    usual = {"hidden_layer_sizes": (16, 12), "max_iter": 5, "random_state": 0, "batch_size": 50}
    return MLPClassifier(**usual | parameters)


def numbers(estimator):
    return np.concatenate([array.ravel() for array in estimator.coefs_ + estimator.intercepts_])


def test_the_same_random_state_drops_the_same():
    X, y = digits()
    dropping = [classifier(dropout=0.3, random_state=0).fit(X, y) for _ in range(2)]
    np.testing.assert_array_equal(*map(numbers, dropping))
    assert np.abs(numbers(classifier(random_state=0).fit(X, y)) - numbers(dropping[0])).max() > 1e-3


@pytest.mark.parametrize(("seeds", "are_same"), [((0, 0), True), ((0, 1), False)])
def test_draws_differ_where_random_states_do(seeds, are_same):
    """Two estimators with the same weights and the same batch: only what is dropped may make the losses differ."""
    X, y = digits()
    still = {"batch_size": len(X), "learning_rate_init": 1e-12, "shuffle": False}

    def second_losses(dropout):
        one, other = (classifier(**still, dropout=dropout, random_state=seed) for seed in seeds)
        for estimator in (one, other):
            estimator.partial_fit(X, y, classes=np.unique(y))
            estimator.coefs_, estimator.intercepts_ = one.coefs_, one.intercepts_
            estimator.partial_fit(X, y)
        return round(one.loss_curve_[1], 6), round(other.loss_curve_[1], 6)

    assert len(set(second_losses(0.5))) == (1 if are_same else 2)
    assert len(set(second_losses(0.0))) == 1


def test_each_iteration_drops_others():
    """With all samples in one batch and no learning to speak of, only what is dropped changes the loss."""
    X, y = digits()
    still = {"batch_size": len(X), "learning_rate_init": 1e-12, "shuffle": False}
    dropped, usual = (classifier(dropout=share, **still).fit(X, y).loss_curve_ for share in (0.5, 0.0))
    assert len({round(loss, 6) for loss in dropped}) == len(dropped)
    assert len({round(loss, 6) for loss in usual}) == 1


def test_nothing_is_dropped_in_a_prediction():
    X, y = digits()
    own = classifier(dropout=0.5).fit(X, y)
    plain = classifier().fit(X, y)
    plain.coefs_, plain.intercepts_ = own.coefs_, own.intercepts_
    np.testing.assert_array_equal(own.predict_proba(X), own.predict_proba(X))
    np.testing.assert_array_equal(own.predict_proba(X), plain.predict_proba(X))


def test_parts_go_on_with_other_draws():
    X, y = digits()
    still = {"batch_size": len(X), "learning_rate_init": 1e-12, "shuffle": False, "dropout": 0.5}
    own = classifier(**still)
    for _ in range(3):
        own.partial_fit(X, y, classes=np.unique(y))
    np.testing.assert_allclose(own.loss_curve_, classifier(**still, max_iter=3).fit(X, y).loss_curve_)


def by_hand(estimator, X):
    """The probabilities (n, K), of what the fitted attributes hold: x W + b, the norm by running averages, ReLU."""
    x, kept = X, estimator.batch_statistics_
    hidden = len(estimator.hidden_layer_sizes)
    for layer in range(hidden):
        W, gamma = estimator.coefs_[2 * layer : 2 * layer + 2]
        b, beta = estimator.intercepts_[2 * layer : 2 * layer + 2]
        mean, variance = (kept[f"batch_norm{layer + 1}.running_{what}"] for what in ("mean", "variance"))
        x = np.maximum(0, gamma * (x @ W + b - mean) / np.sqrt(variance + 1e-5) + beta)
    z = x @ estimator.coefs_[-1] + estimator.intercepts_[-1]
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def test_a_prediction_normalises_by_running_averages():
    X, y = digits()
    own = classifier(batch_norm=True).fit(X, y)
    assert [coef.shape for coef in own.coefs_] == [(64, 16), (16,), (16, 12), (12,), (12, 10)]
    assert [intercept.shape for intercept in own.intercepts_] == [(16,), (16,), (12,), (12,), (10,)]
    np.testing.assert_allclose(own.predict_proba(X), by_hand(own, X), rtol=1e-10)
    np.testing.assert_allclose(own.predict_proba(X[:1]), by_hand(own, X)[:1], rtol=1e-10)
    assert not np.allclose(own.coefs_[1], 1)
    assert not np.allclose(own.intercepts_[1], 0)


def test_the_first_weights_of_a_normalised_network_are_scikit_learns():
    X, y = digits()
    still = {"max_iter": 1, "learning_rate_init": 1e-12}
    normalised, usual = classifier(batch_norm=True, **still).fit(X, y), classifier(**still).fit(X, y)
    for own, right in zip(
        normalised.coefs_[::2] + normalised.intercepts_[::2], usual.coefs_ + usual.intercepts_, strict=True
    ):
        np.testing.assert_allclose(own, right, atol=1e-9)


def test_averages_run_on_from_part_to_part():
    X, y = digits()
    own = classifier(batch_norm=True)
    own.partial_fit(X[:100], y[:100], classes=np.unique(y))
    before = copy.deepcopy(own.batch_statistics_)
    own.partial_fit(3 * X[100:], y[100:])
    assert before.keys() == own.batch_statistics_.keys() != set()
    for name, array in before.items():
        assert not np.allclose(array, own.batch_statistics_[name])
    np.testing.assert_allclose(own.predict_proba(X), by_hand(own, X), rtol=1e-10)


def test_parts_are_iterations():
    """With the generator that goes on, and in the given order, so many parts are so many iterations."""
    X, y = digits()
    ordered = {"batch_norm": True, "shuffle": False, "dropout": 0.2}
    parts = classifier(**ordered)
    for _ in range(5):
        parts.partial_fit(X, y, classes=np.unique(y))
    whole = classifier(**ordered).fit(X, y)
    np.testing.assert_allclose(numbers(parts), numbers(whole), rtol=1e-12)
    for name, array in whole.batch_statistics_.items():
        np.testing.assert_allclose(parts.batch_statistics_[name], array, rtol=1e-12)


def test_the_best_weights_come_with_their_averages():
    """An early stopping whose best iteration is the first one ends as a fit of one iteration does."""
    X, y = digits()
    stopping = {"batch_norm": True, "early_stopping": True, "learning_rate_init": 0.02}
    one = classifier(**stopping, max_iter=1).fit(X, y)

    def spoil(model):
        model.set_params(alpha=1e6)  # from the second iteration on, weights fall to nothing

    own = classifier(**stopping, callback=spoil).fit(X, y)
    assert max(own.validation_scores_) == own.validation_scores_[0] > own.validation_scores_[-1]
    np.testing.assert_array_equal(numbers(own), numbers(one))
    for name, array in one.batch_statistics_.items():
        np.testing.assert_array_equal(own.batch_statistics_[name], array)


def test_a_last_batch_of_one_sample_joins_the_one_before():
    X, y = problem("number")
    usual = {"hidden_layer_sizes": (8,), "batch_norm": True, "max_iter": 3, "random_state": 0, "shuffle": False}
    own, whole = (MLPRegressor(**usual, batch_size=size).fit(X, y) for size in (229, 230))
    check_same(own, whole, tolerance=1e-12)


def test_a_network_that_is_normalised_and_dropped_learns():
    X, y = digits(1200)
    own = classifier(batch_norm=True, dropout=0.1, hidden_layer_sizes=(64,), max_iter=15).fit(X[:900], y[:900])
    assert own.score(X[900:], y[900:]) > 0.9
