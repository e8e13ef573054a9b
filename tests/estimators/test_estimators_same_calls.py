"""Whatever the calls in whatever order, and whatever lies in memory how: scikit-learn's numbers."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import scipy.sparse

from tests.estimators.pairs import (
    KINDS,
    both,
    check_same,
    check_same_predictions,
    needs_weights,
    problem,
    sample_weights,
)

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

PARTS = (slice(0, 70), slice(70, 71), slice(71, 150), slice(150, 230))


def parts_fitted(kind, solver, *, weighted=False, **parameters):
    """Both, after a `partial_fit` of each part."""
    X, y = problem(kind)
    estimators = both(kind, solver=solver, batch_size=32, **parameters)
    for estimator in estimators:
        first = {"classes": np.unique(y)} if hasattr(estimator, "predict_proba") else {}
        for part in PARTS:
            extra = {"sample_weight": sample_weights()[part]} if weighted else {}
            estimator.partial_fit(X[part], y[part], **first, **extra)
            first = {}
    return estimators


@pytest.mark.filterwarnings("ignore:Got `batch_size` less than 1 or larger than sample size:UserWarning")
@pytest.mark.parametrize("solver", ["sgd", "adam"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "labels"])
def test_parts_that_come_one_after_another(kind, solver):
    own, theirs = parts_fitted(kind, solver)
    assert len(theirs.loss_curve_) == len(PARTS)
    check_same(own, theirs)
    check_same_predictions(own, theirs, problem(kind)[0])


@needs_weights
@pytest.mark.filterwarnings("ignore:Got `batch_size` less than 1 or larger than sample size:UserWarning")
@pytest.mark.parametrize("parameters", [{"learning_rate": "invscaling"}, {"learning_rate": "adaptive"}, {}])
def test_weighted_parts(parameters):
    check_same(*parts_fitted("classes", "sgd", weighted=True, **parameters))


def test_parts_with_several_labels():
    X, y = problem("labels")
    estimators = both("labels")
    for estimator in estimators:
        estimator.partial_fit(X[:100], y[:100], classes=[0, 1, 2]).partial_fit(X[100:], y[100:])
    check_same(*estimators)


@pytest.mark.parametrize("solver", ["sgd", "adam"])
def test_parts_after_a_fit(solver):
    X, y = problem("classes")
    estimators = both("classes", solver=solver)
    for estimator in estimators:
        estimator.fit(X, y)
        for _ in range(3):
            estimator.partial_fit(X[:90], y[:90])
    check_same(*estimators)
    assert len(estimators[1].loss_curve_) == estimators[1].max_iter + 3


@pytest.mark.parametrize("solver", ["sgd", "adam", "lbfgs"])
@pytest.mark.parametrize("kind", ["classes", "number"])
def test_a_warm_start_goes_on_with_the_weights(kind, solver):
    X, y = problem(kind)
    estimators = both(kind, solver=solver, warm_start=True, max_iter=6)
    for estimator in estimators:
        first = copy.deepcopy(estimator.fit(X, y).coefs_)
        estimator.fit(X, y).set_params(learning_rate_init=0.01, alpha=0.1).fit(X, y)
        assert not np.allclose(first[0], estimator.coefs_[0])
    check_same(*estimators)


@pytest.mark.parametrize("solver", ["sgd", "adam"])
def test_a_warm_start_with_early_stopping(solver):
    """Where each fit reaches a better score than all before."""
    X, y = problem("number")
    estimators = both("number", solver=solver, warm_start=True, early_stopping=True, max_iter=6)
    for estimator in estimators:
        before = -np.inf
        for _ in range(3):
            assert estimator.fit(X, y).best_validation_score_ > before
            before = estimator.best_validation_score_
    check_same(*estimators)


def test_a_warm_start_that_brings_nothing_keeps_the_best_weights():
    """scikit-learn's own steps change the arrays that it keeps as the best."""
    X, y = problem("number")
    own, theirs = both("number", warm_start=True, early_stopping=True, max_iter=20, learning_rate_init=0.01)
    best = copy.deepcopy(own.fit(X, y).coefs_)
    check_same(own, theirs.fit(X, y))
    for estimator in (own, theirs):
        score = estimator.best_validation_score_
        estimator.set_params(learning_rate_init=1.0, max_iter=2).fit(X, y)
        assert estimator.best_validation_score_ == score
    np.testing.assert_array_equal(np.concatenate(own.coefs_, axis=None), np.concatenate(best, axis=None))
    assert theirs.score(X, y) < own.score(X, y)


def test_a_second_fit_begins_anew():
    X, y = problem("classes")
    own, theirs = both("classes")
    own.fit(X[:60, :30], y[:60]).set_params(hidden_layer_sizes=(4,)).fit(X, y)
    theirs.set_params(hidden_layer_sizes=(4,)).fit(X, y)
    check_same(own, theirs)


def test_a_snapshot_of_the_weights_stays_as_it_is():
    """A list of arrays that a user has taken is not changed by what is learned afterwards, nor by a prediction."""
    X, y = problem("classes")
    own, _ = both("classes")
    taken = own.fit(X, y).coefs_
    copies = copy.deepcopy(taken)
    own.partial_fit(X, y).predict(X)
    np.testing.assert_array_equal(np.concatenate(taken, axis=None), np.concatenate(copies, axis=None))


def test_weights_that_a_user_sets_are_those_that_predict_and_go_on():
    X, y = problem("classes")
    estimators = both("classes")
    for estimator in estimators:
        estimator.fit(X, y)
        estimator.coefs_ = [coef * 0.5 for coef in estimator.coefs_]
        estimator.intercepts_[-1][:] = 0.0
    check_same_predictions(*estimators, X)
    for estimator in estimators:
        estimator.partial_fit(X, y)
    check_same(*estimators)


@pytest.mark.parametrize("solver", ["sgd", "adam", "lbfgs"])
@pytest.mark.parametrize("layout", ["csr", "csc", "csr array", "fortran", "list", "every second"])
def test_samples_in_any_layout(layout, solver):
    X, y = problem("classes")
    twice = np.repeat(X, 2, axis=1)
    layouts = {
        "csr": scipy.sparse.csr_matrix(X),
        "csc": scipy.sparse.csc_matrix(X),
        "csr array": scipy.sparse.csr_array(X),
        "fortran": np.asfortranarray(X),
        "list": X.tolist(),
        "every second": twice[:, ::2],
    }
    own, theirs = both("classes", solver=solver, early_stopping=True, batch_size=50)
    check_same(own.fit(layouts[layout], y), theirs.fit(X, y))
    check_same_predictions(own, theirs, X)
    np.testing.assert_allclose(own.predict_proba(layouts[layout]), theirs.predict_proba(X), rtol=1e-6)


def test_read_only_samples_stay_as_they_are():
    X, y = (array.copy() for array in problem("classes"))
    X.flags.writeable = y.flags.writeable = False
    own, theirs = both("classes", early_stopping=True)
    check_same(own.fit(X, y), theirs.fit(*problem("classes")))


@pytest.mark.parametrize("solver", ["sgd", "adam", "lbfgs"])
@pytest.mark.parametrize("kind", KINDS)
def test_single_precision(kind, solver):
    X, y = problem(kind)
    own, theirs = both(kind, solver=solver, max_iter=5)
    own.fit(X.astype(np.float32), y)
    theirs.fit(X.astype(np.float32), y)
    assert own.coefs_[0].dtype == own.intercepts_[-1].dtype == theirs.coefs_[0].dtype
    check_same(own, theirs, tolerance=3e-3, loss_tolerance=1e-4)


@pytest.mark.parametrize("first", [np.float32, np.float64])
def test_the_first_part_says_the_precision(first):
    second = {np.float32: np.float64, np.float64: np.float32}[first]
    X, y = problem("classes")
    estimators = both("classes")
    for estimator in estimators:
        estimator.partial_fit(X.astype(first), y, classes=np.unique(y)).partial_fit(X.astype(second), y)
        assert {array.dtype for array in estimator.coefs_ + estimator.intercepts_} == {np.dtype(first)}
    check_same(*estimators, tolerance=3e-3, loss_tolerance=1e-4)


@pytest.mark.parametrize("kind", ["classes", "number"])
def test_batches_larger_than_the_samples_are_cut_with_the_same_warning(kind):
    X, y = problem(kind)
    own, theirs = both(kind, batch_size=1000)
    for estimator in (own, theirs):
        with pytest.warns(UserWarning, match="Got `batch_size` less than 1 or larger than sample size"):
            estimator.fit(X, y)
    check_same(own, theirs)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_hardly_any_samples(n):
    X, y = problem("number")
    own, theirs = both("number", max_iter=3)
    check_same(own.fit(X[:n], y[:n]), theirs.fit(X[:n], y[:n]))


def test_one_class_only():
    X, _ = problem("classes")
    own, theirs = both("classes", max_iter=5)
    check_same(own.fit(X, np.zeros(len(X), int)), theirs.fit(X, np.zeros(len(X), int)))
    check_same_predictions(own, theirs, X)
