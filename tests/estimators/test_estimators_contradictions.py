"""Parameters that cannot stand together, or that say nothing, and the sentence that each gets."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tests.estimators.pairs import HAS_POISSON, digits, needs_weights, sample_weights
from undergrad.estimators import MLPClassifier, MLPRegressor

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

ONE_DESCENT = " works with the solvers 'sgd' and 'adam'; 'lbfgs' descends over all samples at once"
WHOLE = "`layers` is the whole network; leave {} at its default, or put it into `layers`"


def callback(estimator):
    """Does nothing."""


SENTENCES = [
    ({"sample_shape": (8, 8)}, "sample_shape is the shape of a sample for `layers`; give `layers`"),
    ({"solver": "lbfgs", "dropout": 0.1}, "dropout" + ONE_DESCENT),
    ({"solver": "lbfgs", "batch_norm": True}, "batch_norm" + ONE_DESCENT),
    ({"solver": "lbfgs", "layers": "fc(8), relu"}, "layers" + ONE_DESCENT),
    ({"solver": "lbfgs", "optimizer": "adamw"}, "optimizer" + ONE_DESCENT),
    ({"solver": "lbfgs", "schedule": "cosine"}, "schedule" + ONE_DESCENT),
    ({"solver": "lbfgs", "callback": callback}, "callback" + ONE_DESCENT),
    ({"solver": "lbfgs", "progress": True}, "progress" + ONE_DESCENT),
    ({"layers": "fc(8), relu", "hidden_layer_sizes": (8,)}, WHOLE.format("hidden_layer_sizes")),
    ({"layers": "fc(8), relu", "hidden_layer_sizes": np.array([8, 4])}, WHOLE.format("hidden_layer_sizes")),
    ({"layers": "fc(8), relu", "activation": "tanh"}, WHOLE.format("activation")),
    ({"layers": "fc(8), relu", "dropout": 0.5}, WHOLE.format("dropout")),
    ({"layers": "fc(8), relu", "batch_norm": True}, WHOLE.format("batch_norm")),
    ({"optimizer": "adamw", "learning_rate": "adaptive"}, "optimizer goes with learning_rate='constant'"),
    ({"schedule": "step", "learning_rate": "invscaling"}, "schedule goes with learning_rate='constant'"),
    ({"best_by": "loss"}, "best_by chooses among the iterations of early stopping; give early_stopping=True with it"),
    ({"layers": "fc("}, "the layers 'fc(' cannot be read"),
    ({"layers": "fcc(8)"}, "fcc"),
    ({"layers": "conv(4, 3), relu"}, "layer conv1 does not fit"),
    ({"layers": "conv(4, 3), relu", "sample_shape": (8, 9)}, "sample_shape is (8, 9), but X has 64 features"),
    ({"layers": "conv(4, 3), relu", "sample_shape": (-8, -8)}, "sample_shape is (-8, -8), but X has 64 features"),
    ({"layers": "conv(4, 3), relu", "sample_shape": (8.0, 8)}, "sample_shape is (8.0, 8), but X has 64 features"),
    ({"optimizer": "adamx"}, "unknown optimizer 'adamx'; did you mean 'adam'?"),
    ({"optimizer": "adamw(decay=1)"}, "adamw has no argument decay"),
    ({"batch_norm": True, "batch_size": 1}, "train with batches of 2 or more samples"),
    ({"solver": "sgd", "momentum": 1.0, "layers": "fc(8), relu"}, "momentum=1 cannot stand with layers"),
    ({"solver": "sgd", "momentum": 1.0, "dropout": 0.1}, "momentum=1 cannot stand with dropout"),
    ({"solver": "sgd", "momentum": 1.0, "callback": callback}, "momentum=1 cannot stand with callback"),
    ({"solver": "sgd", "momentum": 1.0, "schedule": "step"}, "momentum=1 cannot stand with schedule"),
    ({"dropout": 1.0}, "The 'dropout' parameter"),
    ({"dropout": -0.1}, "The 'dropout' parameter"),
    ({"batch_norm": 3}, "The 'batch_norm' parameter"),
    ({"layers": ["fc(8)"]}, "The 'layers' parameter"),
    ({"sample_shape": 64}, "The 'sample_shape' parameter"),
    ({"optimizer": 1}, "The 'optimizer' parameter"),
    ({"schedule": "exponential"}, "The 'schedule' parameter"),
    ({"best_by": "accuracy"}, "The 'best_by' parameter"),
    ({"callback": "print"}, "The 'callback' parameter"),
    ({"progress": 2}, "The 'progress' parameter"),
]  # fmt: skip


@pytest.mark.parametrize(("parameters", "sentence"), SENTENCES)
@pytest.mark.parametrize("kind", [MLPClassifier, MLPRegressor])
def test_a_contradiction_has_a_sentence(kind, parameters, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)) as raised:
        kind(max_iter=2, **parameters).fit(*digits())
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "parameters",
    [
        {"layers": "fc(8), relu", "hidden_layer_sizes": [100]},
        {"layers": "fc(8), relu", "hidden_layer_sizes": 100},
        {"best_by": "loss", "early_stopping": True},
        {"solver": "lbfgs", "class_weight": "balanced"},
        {"solver": "sgd", "momentum": 1.0, "optimizer": "sgd"},
    ],
)
def test_what_contradicts_nothing_is_taken(parameters):
    MLPClassifier(max_iter=2, **parameters).fit(*digits())


def test_a_class_weight_that_is_none():
    for class_weight in ("even", 3, [1, 2]):
        with pytest.raises(ValueError, match="The 'class_weight' parameter of MLPClassifier"):
            MLPClassifier(class_weight=class_weight).fit(*digits())
    with pytest.raises(TypeError, match="class_weight"):
        MLPRegressor(class_weight="balanced")


def test_added_parameters_are_given_by_keyword():
    with pytest.raises(TypeError):
        MLPClassifier((8,), "relu", "adam")


def test_a_part_takes_no_schedule():
    X, y = digits()
    with pytest.raises(ValueError, match="partial_fit does not know how many iterations follow"):
        MLPRegressor(schedule="cosine").partial_fit(X, y)


def test_a_part_takes_no_early_stopping():
    X, y = digits()
    for parameters in ({}, {"best_by": "loss"}):
        with pytest.raises(ValueError, match="partial_fit does not support early_stopping=True"):
            MLPRegressor(early_stopping=True, **parameters).partial_fit(X, y)


@needs_weights
@pytest.mark.parametrize("parameters", [{"class_weight": "balanced"}, {"dropout": 0.2}, {"optimizer": "adamw"}])
def test_negative_weights_of_samples_are_for_scikit_learns_own_parameters(parameters):
    X, y = digits()
    weights = sample_weights()
    weights[3] = -0.1
    (name,) = parameters
    with pytest.raises(
        ValueError, match=f"sample weights without a positive one or with a negative one cannot stand with {name}"
    ):
        MLPClassifier(max_iter=2, **parameters).fit(X, y, sample_weight=weights)


@pytest.mark.skipif(not HAS_POISSON, reason="before 1.7, scikit-learn has no Poisson loss")
def test_negative_counts_are_for_scikit_learns_own_parameters():
    X, y = digits()
    with pytest.raises(ValueError, match="negative counts cannot stand with batch_norm"):
        MLPRegressor(loss="poisson", max_iter=2, batch_norm=True).fit(X, y - 1.0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"batch_norm": True}),
        ({"batch_norm": True}, {"batch_norm": False}),
        ({}, {"layers": "fc(8), relu"}),
        ({"layers": "fc(8), relu"}, {"layers": "fc(9), relu"}),
    ],
)
def test_a_warm_start_with_another_network_has_a_sentence(before, after):
    X, y = digits()
    own = MLPClassifier(max_iter=2, warm_start=True, **before).fit(X, y).set_params(**after)
    with pytest.raises(ValueError, match=r"the estimator was fitted with other parameters.*warm_start=False"):
        own.fit(X, y)
    assert own.set_params(warm_start=False).fit(X, y).n_iter_ == 2


def test_fewer_held_out_samples_than_two_are_scikit_learns_error():
    X, y = digits()
    with pytest.raises(ValueError, match="The validation set is too small"):
        MLPRegressor(early_stopping=True, validation_fraction=0.1).fit(X[:10], y[:10])
