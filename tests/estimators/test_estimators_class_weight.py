"""The weight of a class is the weight of each of its samples."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.utils.class_weight import compute_sample_weight

from tests.estimators.pairs import check_same, needs_weights, problem, sample_weights
from undergrad.estimators import MLPClassifier

pytestmark = [pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning"), needs_weights]

DIGITS = {digit: 0.5 + digit for digit in range(10)}
LARGE = {7: 3.0, 3: 0.25}


def classifier(**parameters):
    usual = {"hidden_layer_sizes": (12,), "max_iter": 6, "random_state": 0, "batch_size": 50}
    return MLPClassifier(**usual | parameters)


def unbalanced(kind):
    """The problem of that kind, with fewer and fewer samples of the later digits."""
    X, y = problem(kind)
    _, digits = problem("classes")
    kept = np.random.default_rng(0).uniform(0, 10, len(X)) > 0.8 * digits
    return X[kept], y[kept]


@pytest.mark.parametrize("solver", ["sgd", "adam", "lbfgs"])
@pytest.mark.parametrize(
    ("kind", "class_weight"),
    [("classes", DIGITS), ("classes", "balanced"), ("two classes", LARGE), ("two classes", "balanced")],
)
def test_it_equals_the_weights_of_samples_it_stands_for(kind, class_weight, solver):
    X, y = unbalanced(kind)
    own = classifier(solver=solver, class_weight=class_weight).fit(X, y)
    weights = compute_sample_weight(class_weight, y)
    check_same(own, classifier(solver=solver).fit(X, y, sample_weight=weights), tolerance=1e-12)
    assert np.abs(own.coefs_[0] - classifier(solver=solver).fit(X, y).coefs_[0]).max() > 1e-4


@pytest.mark.parametrize("solver", ["adam", "lbfgs"])
def test_it_multiplies_the_weights_of_samples(solver):
    X, y = unbalanced("classes")
    given = sample_weights()[: len(X)]
    own = classifier(solver=solver, class_weight=DIGITS).fit(X, y, sample_weight=given)
    right = classifier(solver=solver).fit(X, y, sample_weight=given * compute_sample_weight(DIGITS, y))
    check_same(own, right, tolerance=1e-12)


def test_a_class_that_is_left_out_of_a_dict_has_the_weight_1():
    X, y = problem("classes")
    own = classifier(class_weight={3: 5.0}).fit(X, y)
    check_same(own, classifier().fit(X, y, sample_weight=np.where(y == 3, 5.0, 1.0)), tolerance=1e-12)


def test_early_stopping_trains_by_it_and_scores_without_it():
    X, y = unbalanced("classes")
    weights = compute_sample_weight("balanced", y)
    own = classifier(class_weight="balanced", early_stopping=True).fit(X, y)
    right = classifier(early_stopping=True).fit(X, y, sample_weight=weights)
    np.testing.assert_allclose(own.loss_curve_, right.loss_curve_, rtol=1e-12)
    held_out = math.ceil(len(X) * own.validation_fraction)
    counted = np.array(own.validation_scores_) * held_out
    np.testing.assert_allclose(counted, counted.round(), atol=1e-9)
    assert not np.allclose(own.validation_scores_, right.validation_scores_)


def test_a_dict_holds_in_every_part():
    X, y = problem("classes")
    own, right = classifier(class_weight=DIGITS), classifier()
    for part in (slice(0, 100), slice(100, 230)):
        own.partial_fit(X[part], y[part], classes=np.unique(y))
        right.partial_fit(X[part], y[part], classes=np.unique(y), sample_weight=compute_sample_weight(DIGITS, y[part]))
    check_same(own, right, tolerance=1e-12)


@pytest.mark.parametrize("solver", ["adam", "lbfgs"])
def test_it_is_for_one_class_a_sample(solver):
    with pytest.raises(ValueError, match="class_weight is for a single class per sample, and y has several labels"):
        classifier(class_weight="balanced", solver=solver).fit(*problem("labels"))


def test_it_is_not_negative():
    with pytest.raises(ValueError, match=r"class_weight must not be negative, and is \{3: -1.0\}"):
        classifier(class_weight={3: -1.0}).fit(*problem("classes"))


def test_a_part_is_not_balanced():
    X, y = problem("classes")
    with pytest.raises(ValueError, match="partial_fit does not know how often the classes come"):
        classifier(class_weight="balanced").partial_fit(X, y, classes=np.unique(y))


def test_an_unknown_class_is_scikit_learns_error():
    with pytest.raises(ValueError, match="are not in class_weight"):
        classifier(class_weight={"thirteen": 2.0}).fit(*problem("classes"))


def test_weights_that_leave_nothing_are_told_as_they_are():
    X, y = problem("two classes")
    with pytest.raises(ValueError, match=r"class_weight \{3: 0, 7: 0\} leaves no sample that counts"):
        MLPClassifier(class_weight={3: 0, 7: 0}).fit(X, y)
    with pytest.raises(ValueError, match=r"in a batch of 2 samples all weights were 0; give a larger batch_size"):
        MLPClassifier(class_weight={3: 0, 7: 1}, batch_size=2, random_state=0).fit(X, y)
