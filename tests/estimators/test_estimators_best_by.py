"""Early stopping by the loss of the validation part, computed here again from what the fit keeps."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from sklearn.model_selection import train_test_split

from tests.estimators.pairs import digits, needs_weights, problem, sample_weights
from undergrad.estimators import MLPClassifier, MLPRegressor

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


class Keeper:
    """Keeps the estimator as it is after each iteration."""

    def __init__(self):
        self.models = []

    def __call__(self, estimator):
        # Arrays of a fit are not written into, so that shallow copies are snapshots.
        model = copy.copy(estimator)
        model.validation_losses_ = list(estimator.validation_losses_)
        self.models.append(model)


def held_out_by(seed, n, stratify, draws):
    """The numbers of the samples that scikit-learn holds out, after it has drawn first weights of these shapes.

    It stratifies by what it is given as a single column.
    """
    generator = np.random.RandomState(seed)
    for shape in draws:
        generator.uniform(size=shape)
    return train_test_split(np.arange(n), random_state=generator, test_size=0.1, stratify=stratify)[1]


def loss_by_hand(estimator, X, y, weights=None):
    """scikit-learn's loss without L2 term."""
    if isinstance(estimator, MLPRegressor):
        losses = ((estimator.predict(X) - y) ** 2) / 2
    else:
        p = estimator.predict_proba(X)
        losses = -np.log(p[np.arange(len(y)), np.searchsorted(estimator.classes_, y)])
    return np.average(losses, weights=weights)


def fitted(kind, *, weights=None, **parameters):
    X, y = problem(kind)
    keeper, kind_of = Keeper(), MLPRegressor if kind == "number" else MLPClassifier
    usual = {"hidden_layer_sizes": (24,), "random_state": 0, "early_stopping": True, "best_by": "loss"}
    usual |= {"learning_rate_init": 0.03, "max_iter": 40, "tol": 0.0, "n_iter_no_change": 8, "batch_size": 20}
    extra = {} if weights is None else {"sample_weight": weights}
    return kind_of(**usual | parameters, callback=keeper).fit(X, y, **extra), keeper.models


@pytest.mark.parametrize("kind", ["classes", "two classes", "number"])
def test_each_loss_is_that_of_the_samples_held_out(kind):
    own, models = fitted(kind)
    X, y = problem(kind)
    last = own.n_outputs_
    rows = held_out_by(0, len(X), y if kind == "two classes" else None, [(64, 24), 24, (24, last), last])
    by_hand = [loss_by_hand(model, X[rows], y[rows]) for model in models]
    np.testing.assert_allclose(own.validation_losses_, by_hand, rtol=1e-6)
    assert own.best_validation_loss_ == min(own.validation_losses_)


@needs_weights
def test_samples_held_out_count_by_their_weights():
    weights = sample_weights()
    own, models = fitted("classes", weights=weights)
    X, y = problem("classes")
    rows = held_out_by(0, len(X), None, [(64, 24), 24, (24, 10), 10])
    by_hand = [loss_by_hand(model, X[rows], y[rows], weights[rows]) for model in models]
    np.testing.assert_allclose(own.validation_losses_, by_hand, rtol=1e-6)


@pytest.mark.parametrize("parameters", [{}, {"batch_norm": True}, {"layers": "fc(9), batch_norm, relu"}])
def test_the_weights_of_the_lowest_loss_are_kept(parameters):
    usual = {} if "layers" not in parameters else {"hidden_layer_sizes": (100,)}
    own, models = fitted("classes", **usual, **parameters)
    best = int(np.argmin(own.validation_losses_))
    assert 0 < best < len(models) - 1
    for kept, right in zip(own.coefs_ + own.intercepts_, models[best].coefs_ + models[best].intercepts_, strict=True):
        np.testing.assert_array_equal(kept, right)
    X, _ = digits()
    np.testing.assert_array_equal(own.predict_proba(X), models[best].predict_proba(X))
    assert not np.array_equal(own.predict_proba(X), models[-1].predict_proba(X))


def test_the_loss_says_when_it_stops(capsys):
    own, _ = fitted("classes", verbose=True, tol=1e-3, n_iter_no_change=3, max_iter=200)
    said = capsys.readouterr().out
    lowest, waits = np.inf, [0]
    for loss in own.validation_losses_:
        waits.append(waits[-1] + 1 if loss > lowest - own.tol else 0)
        lowest = min(lowest, loss)
    assert own.n_iter_ == len(own.validation_losses_) < 200
    assert max(waits[:-1]) == 3 < waits[-1]
    assert "Validation loss did not improve more than tol=0.001000 for 3 consecutive epochs." in said
    assert f"Validation loss: {own.validation_losses_[-1]:f}" in said


def test_scores_are_there_too_and_do_not_matter():
    by_loss, _ = fitted("classes", max_iter=6)
    X, y = problem("classes")
    usual = {name: value for name, value in by_loss.get_params().items() if name not in ("best_by", "callback")}
    by_score = MLPClassifier(**usual).fit(X, y)
    assert by_loss.validation_scores_ == by_score.validation_scores_
    assert by_loss.best_validation_score_ == by_score.best_validation_score_
    assert not hasattr(by_score, "validation_losses_")


def test_it_may_be_asked_for_after_a_warm_start_and_goes_when_it_is_not():
    X, y = problem("classes")
    own = MLPClassifier(early_stopping=True, warm_start=True, max_iter=2, random_state=0).fit(X, y)
    own.set_params(best_by="loss").fit(X, y)
    assert len(own.validation_losses_) == 2
    own.set_params(best_by="score", warm_start=False).fit(X, y)
    assert not hasattr(own, "validation_losses_")
    assert not hasattr(own, "best_validation_loss_")


def test_classes_held_out_have_their_weights_too():
    X, y = problem("two classes")
    weights = {3: 5.0, 7: 0.2}
    own, models = fitted("two classes", class_weight=weights)
    last = own.n_outputs_
    rows = held_out_by(0, len(X), y, [(64, 24), 24, (24, last), last])
    of_samples = np.array([weights[label] for label in y[rows]])
    by_hand = [loss_by_hand(model, X[rows], y[rows], of_samples) for model in models]
    np.testing.assert_allclose(own.validation_losses_, by_hand, rtol=1e-6)
