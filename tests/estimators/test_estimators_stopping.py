"""What stops a fit: a callback, Ctrl-C, or numbers that are none; and what is seen of it meanwhile."""

from __future__ import annotations

import signal

import numpy as np
import pytest
import scipy.sparse
import sklearn.neural_network
from sklearn.exceptions import ConvergenceWarning

import undergrad.estimators
from tests.estimators.callbacks import Interrupter, Recorder
from tests.estimators.pairs import both, check_same, check_same_training, digits, problem
from undergrad.estimators import MLPClassifier, MLPRegressor, rows

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


def classifier(**parameters):
    usual = {"hidden_layer_sizes": (12,), "max_iter": 6, "random_state": 0, "batch_size": 50}
    return MLPClassifier(**usual | parameters)


def test_a_callback_sees_each_iteration():
    seen = Recorder("n_iter_", "loss_", "t_")
    X, y = digits()
    own = classifier(callback=seen).fit(X, y)
    assert seen.seen == [(k, own.loss_curve_[k - 1], k * len(X)) for k in range(1, 7)]


def test_a_callback_that_only_looks_changes_nothing():
    X, y = digits()

    def looks(model):
        model.predict(X[:5])

    usual = {"batch_norm": True, "dropout": 0.2}
    check_same(classifier(callback=looks, **usual).fit(X, y), classifier(**usual).fit(X, y), tolerance=1e-15)


def test_the_last_iteration_is_seen_too():
    seen = Recorder("n_iter_")
    X, y = digits()
    own = classifier(callback=seen, tol=1.0, n_iter_no_change=2, max_iter=50).fit(X, y)
    assert [n for (n,) in seen.seen] == list(range(1, own.n_iter_ + 1))
    assert own.n_iter_ < 50
    own.partial_fit(X, y)
    assert seen.seen[-1] == (1,)
    assert len(seen.seen) == len(own.loss_curve_)


@pytest.mark.filterwarnings("error::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("last", [1, 3, 6])
def test_a_callback_stops_without_a_warning(last):
    X, y = digits()
    own = classifier(callback=lambda model: model.n_iter_ == last).fit(X, y)
    assert own.n_iter_ == last
    with pytest.warns(ConvergenceWarning, match="Maximum iterations"):
        right = classifier(max_iter=last).fit(X, y)
    check_same(own, right, tolerance=1e-15)


def test_an_error_of_a_callback_is_the_fits():
    def fails(model):
        raise LookupError("thirteen")

    with pytest.raises(LookupError, match="thirteen"):
        classifier(callback=fails).fit(*digits())


@pytest.mark.parametrize("early_stopping", [False, True])
def test_ctrl_c_between_iterations_leaves_a_fitted_estimator(early_stopping):
    X, y = digits()
    own = classifier(callback=Interrupter(3), early_stopping=early_stopping, max_iter=50)
    with pytest.warns(UserWarning, match="^Training interrupted by user.$"):
        own.fit(X, y)
    check_same(own, classifier(max_iter=3, early_stopping=early_stopping).fit(X, y), tolerance=1e-15)


def test_ctrl_c_within_an_epoch_leaves_a_fitted_estimator(monkeypatch):
    X, y = digits()
    reads, usual, handler = [], rows.SparseRows.__getitem__, signal.getsignal(signal.SIGINT)

    def interrupted(self, key):
        reads.append(key)
        if len(reads) == 18:
            signal.raise_signal(signal.SIGINT)
        return usual(self, key)

    monkeypatch.setattr(rows.SparseRows, "__getitem__", interrupted)
    own = classifier(max_iter=500, tol=0.0, n_iter_no_change=1000, random_state=3)
    with pytest.warns(UserWarning, match="^Training interrupted by user.$"):
        own.fit(scipy.sparse.csr_matrix(X), y)
    monkeypatch.undo()
    assert signal.getsignal(signal.SIGINT) is handler
    assert 0 < own.n_iter_ == len(own.loss_curve_) < 18
    assert np.isfinite(own.predict_proba(X)).all()
    before = own.score(X, y)
    for _ in range(30):
        own.partial_fit(X, y)
    assert own.score(X, y) > before


def test_ctrl_c_before_the_first_step(monkeypatch):
    X, y = digits()

    def interrupted(self, key):
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(rows.SparseRows, "__getitem__", interrupted)
    own = classifier(learning_rate_init=0.01)
    with pytest.warns(UserWarning, match="^Training interrupted by user.$") as warned:
        own.fit(scipy.sparse.csr_matrix(X), y)
    assert len(warned) == 1
    monkeypatch.undo()
    assert (own.n_iter_, own.loss_curve_) == (0, [])
    assert own._optimizer.learning_rate == 0.01
    assert own.predict(X).shape == y.shape


@pytest.mark.parametrize("how", [{}, {"batch_norm": True}, {"dropout": 0.5}])
def test_ctrl_c_in_a_part(how):
    X, y = digits()
    own = classifier(callback=Interrupter(1), **how)
    with pytest.warns(UserWarning, match="Training interrupted by user"):
        own.partial_fit(X, y, classes=np.unique(y))
    check_same_training(own, classifier(**how).partial_fit(X, y, classes=np.unique(y)))


DIVERGES = {"solver": "sgd", "hidden_layer_sizes": 100, "max_iter": 50, "random_state": 0, "learning_rate_init": 1e3}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("early_stopping", [False, True])
@pytest.mark.parametrize("name", ["MLPRegressor", "MLPClassifier"])
def test_a_fit_that_diverges_ends_as_scikit_learns(name, early_stopping):
    X, y = problem("number" if name == "MLPRegressor" else "classes")
    usual = DIVERGES | {"early_stopping": early_stopping, "activation": "identity"}
    ends = []
    for module in (sklearn.neural_network, undergrad.estimators):
        estimator = getattr(module, name)(**usual)
        try:
            ends.append((estimator.fit(1e3 * X, y), None))
        except ValueError as error:
            ends.append((estimator, str(error)))
    (theirs, their_error), (own, own_error) = ends
    assert own_error == their_error
    assert own.n_iter_ == theirs.n_iter_
    np.testing.assert_array_equal(np.isfinite(own.loss_curve_), np.isfinite(theirs.loss_curve_))
    if their_error is None:
        for a, b in zip(own.coefs_, theirs.coefs_, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-6 * np.abs(b).max())


def test_progress_is_shown_on_stderr_and_results_are_the_same(capsys):
    X, y = problem("number")
    usual = {"hidden_layer_sizes": (9,), "max_iter": 3, "random_state": 0, "early_stopping": True}
    own = MLPRegressor(**usual, progress=True).fit(X, y)
    out, err = capsys.readouterr()
    assert not out
    assert "MLPRegressor" in err
    assert f"{own.loss_:.4f}"[:5] in err
    check_same(own, MLPRegressor(**usual).fit(X, y), tolerance=1e-15)
    assert capsys.readouterr() == ("", "")


def test_without_progress_nothing_is_said(capsys):
    own, _ = both("classes")
    own.fit(*digits())
    assert capsys.readouterr() == ("", "")
