"""An estimator that is cloned, copied or stored is the same estimator, and goes on where it was."""

from __future__ import annotations

import copy
import inspect
import pickle

import joblib
import numpy as np
import pytest
import sklearn.neural_network
from sklearn.base import clone

from tests.estimators.callbacks import note_threads
from tests.estimators.pairs import digits
from undergrad.estimators import MLPClassifier, MLPRegressor

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

#: Of each parameter that is added a value that is not its default.
OTHERS = {
    "class_weight": {0: 2.0},
    "dropout": 0.25,
    "batch_norm": True,
    "layers": "conv(4, 3), relu",
    "sample_shape": (8, 8),
    "optimizer": "adamw(weight_decay=0.1)",
    "schedule": "cosine",
    "best_by": "loss",
    "callback": note_threads,
    "progress": True,
}
#: What makes each kind of state: scikit-learn's optimizers, those of a text, running averages, draws of dropout.
STATES = [
    {},
    {"solver": "sgd", "learning_rate": "invscaling"},
    {"batch_norm": True, "dropout": 0.2},
    {"optimizer": "adamw(weight_decay=0.1)"},
    {"layers": "conv(4, 3), batch_norm, relu, dropout(0.3)", "sample_shape": (8, 8), "optimizer": "rmsprop"},
]


def classifier(**parameters):
    return MLPClassifier(
        **{"hidden_layer_sizes": (100,), "max_iter": 3, "batch_size": 50, "random_state": 0} | parameters
    )


def bits(estimator):
    arrays = {**dict(enumerate(estimator.coefs_ + estimator.intercepts_)), **estimator.batch_statistics_}
    return {name: array.tobytes() for name, array in arrays.items()} | {"losses": estimator.loss_curve_}


def by_pickle(estimator, tmp_path):
    return pickle.loads(pickle.dumps(estimator))


def by_joblib(estimator, tmp_path):
    joblib.dump(estimator, tmp_path / "model.joblib")
    return joblib.load(tmp_path / "model.joblib")


def by_copy(estimator, tmp_path):
    return copy.deepcopy(estimator)


def by_skops(estimator, tmp_path):
    stored = pytest.importorskip("skops.io")
    stored.dump(estimator, tmp_path / "model.skops")
    untrusted = stored.get_untrusted_types(file=tmp_path / "model.skops")
    assert all(name.startswith(("undergrad.", "sklearn.", "numpy.")) for name in untrusted), untrusted
    return stored.load(tmp_path / "model.skops", trusted=untrusted)


@pytest.mark.parametrize("kind", [MLPClassifier, MLPRegressor])
def test_the_parameters_are_scikit_learns_and_the_added_ones(kind):
    own = inspect.signature(kind).parameters
    theirs = inspect.signature(getattr(sklearn.neural_network, kind.__name__)).parameters
    added = [name for name in OTHERS if kind is MLPClassifier or name != "class_weight"]
    assert list(own) == [*theirs, *added]
    assert {name: own[name].default for name in theirs} == {name: p.default for name, p in theirs.items()}
    assert set(kind().get_params()) == set(own)


@pytest.mark.parametrize("name", OTHERS)
def test_a_clone_has_every_added_parameter(name):
    own = MLPClassifier(**{name: OTHERS[name]})
    assert own.get_params()[name] == OTHERS[name] != MLPClassifier().get_params()[name]
    cloned = clone(own)
    assert cloned.get_params() == own.get_params()
    assert cloned is not own
    assert f"{name}={OTHERS[name]!r}"[:20] in repr(own)
    assert MLPClassifier().set_params(**{name: OTHERS[name]}).get_params() == own.get_params()


def test_a_clone_of_a_fitted_estimator_is_not_fitted():
    cloned = clone(classifier(batch_norm=True).fit(*digits()))
    assert [name for name in vars(cloned) if name.endswith("_")] == []


@pytest.mark.parametrize("way", [by_pickle, by_joblib, by_copy, by_skops])
@pytest.mark.parametrize("parameters", STATES)
def test_what_was_stored_goes_on_bit_by_bit(parameters, way, tmp_path):
    X, y = digits()
    own = classifier(**parameters).fit(X, y)
    own.partial_fit(X[:90], y[:90])
    again = way(own, tmp_path)
    assert bits(again) == bits(own)
    np.testing.assert_array_equal(again.predict_proba(X), own.predict_proba(X))
    for part in (slice(0, 120), slice(100, 230)):
        again.partial_fit(X[part], y[part])
        own.partial_fit(X[part], y[part])
    assert bits(again) == bits(own)


@pytest.mark.parametrize("parameters", STATES)
def test_a_copy_and_its_original_go_their_own_ways(parameters):
    X, y = digits()
    own = classifier(**parameters).fit(X, y)
    before, copied = bits(own), copy.deepcopy(own)
    copied.partial_fit(X, y)
    assert bits(own) == before != bits(copied)


def test_what_is_stored_holds_no_engine():
    """It is as large as what scikit-learn stores, but for what is said of new parameters."""
    X, y = digits()
    theirs = sklearn.neural_network.MLPClassifier(max_iter=3, batch_size=50, random_state=0).fit(X, y)
    own = classifier().fit(X, y)
    own.predict(X)
    assert abs(len(pickle.dumps(own)) - len(pickle.dumps(theirs))) < 1500
    large = classifier(layers="conv(4, 3), relu", sample_shape=(8, 8)).fit(X, y)
    large.predict(X)
    arrays = sum(array.nbytes for array in large.coefs_ + large.intercepts_)
    # Weights, the best weights and Adam's two means, and the state of a random generator.
    assert len(pickle.dumps(large)) < 4 * arrays + 8000
    assert b"engines.cpu" not in pickle.dumps(large)


class FewParameters(MLPClassifier):
    """As users write one: with parameters of its own choice."""

    def __init__(self, random_state=None):
        super().__init__(hidden_layer_sizes=(12,), max_iter=3, random_state=random_state)


def test_a_subclass_may_take_fewer_parameters():
    X, y = digits()
    usual = classifier(batch_size="auto", hidden_layer_sizes=(12,)).fit(X, y)
    own = FewParameters(random_state=0).fit(X, y)
    assert list(own.get_params()) == ["random_state"]
    assert bits(own) == bits(usual)
