"""Fits side by side, in processes and in threads: one engine thread each, and the results of one after another."""

from __future__ import annotations

import os
import threading

import joblib
import numpy as np
import pytest
from joblib.externals.loky import get_reusable_executor
from sklearn.inspection import permutation_importance
from sklearn.model_selection import GridSearchCV, cross_validate

from tests.estimators.callbacks import note_threads
from tests.estimators.pairs import digits
from undergrad.engines import threads
from undergrad.estimators import MLPClassifier

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
USUAL = {"hidden_layer_sizes": (10,), "max_iter": 3, "random_state": 0, "callback": note_threads}


@pytest.fixture(scope="module", autouse=True)
def no_worker_is_left():
    yield
    get_reusable_executor().shutdown(wait=True)


class Blas:
    """A BLAS library that has so many threads."""

    def __init__(self, count):
        self.count = count

    def get_num_threads(self):
        return self.count

    def set_num_threads(self, count):
        """It stays as it is."""


@pytest.fixture
def four_threads(monkeypatch):
    """The user lets BLAS have four threads."""
    monkeypatch.setattr(threads, "_blas", lambda: [Blas(4)])


def fitted_side_by_side(backend, **parameters):
    X, y = digits()
    with joblib.parallel_config(backend, **parameters):
        return cross_validate(MLPClassifier(**USUAL), X, y, cv=2, n_jobs=2, return_estimator=True)


def test_outside_of_workers_a_fit_has_the_threads_of_blas(four_threads):
    X, y = digits()
    assert MLPClassifier(**USUAL).fit(X, y).seen_ == (4, os.getpid(), True)
    one_after_another = cross_validate(MLPClassifier(**USUAL), X, y, cv=2, n_jobs=1, return_estimator=True)
    assert {estimator.seen_[0] for estimator in one_after_another["estimator"]} == {4}


def test_a_worker_that_is_a_thread_has_one(four_threads):
    seen = [estimator.seen_ for estimator in fitted_side_by_side("threading")["estimator"]]
    assert seen == [(1, os.getpid(), False)] * 2
    assert threads.allowed_threads() == 4


def test_a_prediction_in_a_thread_has_one(four_threads, monkeypatch):
    X, y = digits()
    own = MLPClassifier(**USUAL, batch_norm=True).fit(X, y)
    seen, usual = [], type(own._network[0].engine).put_out

    def noting(self, *arguments, **keywords):
        seen.append((threads.allowed_threads(), threading.current_thread() is threading.main_thread()))
        return usual(self, *arguments, **keywords)

    monkeypatch.setattr(type(own._network[0].engine), "put_out", noting)
    own.predict(X)
    assert seen == [(4, True)]
    joblib.Parallel(2, "threading")(joblib.delayed(own.predict)(X) for _ in range(2))
    assert seen[1:] == [(1, False)] * 2


def test_a_worker_that_is_a_process_has_one():
    # joblib itself sets BLAS in its workers to its share of the cores; here to two threads, so that one is our doing.
    seen = [estimator.seen_ for estimator in fitted_side_by_side("loky", inner_max_num_threads=2)["estimator"]]
    assert [count for count, _, _ in seen] == [1, 1]
    assert os.getpid() not in {process for _, process, _ in seen}


@pytest.mark.parametrize("backend", ["loky", "threading"])
def test_results_are_those_of_one_after_another(backend):
    X, y = digits()
    grid = {"dropout": [0.0, 0.2], "solver": ["sgd", "adam"]}

    def results(n_jobs):
        with joblib.parallel_config(backend):
            search = GridSearchCV(MLPClassifier(**USUAL, batch_norm=True), grid, cv=2, n_jobs=n_jobs).fit(X, y)
        return search.cv_results_["mean_test_score"], search.best_estimator_.coefs_[0]

    for own, right in zip(results(2), results(1), strict=True):
        np.testing.assert_array_equal(own, right)


@pytest.mark.parametrize("backend", ["loky", "threading"])
def test_importances_are_those_of_one_after_another(backend):
    """Here all workers ask one estimator; those that are threads ask the same object."""
    X, y = digits()
    own = MLPClassifier(layers="conv(3, 3), batch_norm, relu", sample_shape=(8, 8), max_iter=3, random_state=0).fit(
        X, y
    )

    def importances(n_jobs):
        with joblib.parallel_config(backend):
            found = permutation_importance(own, X[:100], y[:100], n_repeats=2, n_jobs=n_jobs, random_state=0)
        return found.importances

    np.testing.assert_array_equal(importances(2), importances(1))
