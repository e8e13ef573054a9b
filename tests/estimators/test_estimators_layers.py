"""A network that a text says, as this package's own model computes it, convolution included."""

from __future__ import annotations

import threading

import numpy as np
import pytest
import scipy.sparse

from tests.estimators.pairs import HAS_POISSON, check_same, check_same_training, digits, problem
from undergrad import Architecture
from undergrad.estimators import MLPClassifier, MLPRegressor
from undergrad.outputs import CLASSES, LABELS, POISSON, REGRESSION

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

TEXTS = {
    "fc(12), relu, fc(7), tanh": None,
    "conv(4, 3, pad=1), relu, pool(2), fc(9), sigmoid": (8, 8),
    "conv(3, 3), batch_norm, relu, fc(9), batch_norm, relu, dropout(0.2)": (1, 8, 8),
    "conv(3, 2, stride=2), elu": (4, 4, 4),
}


def classifier(layers, **parameters):
    usual = {"layers": layers, "sample_shape": TEXTS.get(layers), "max_iter": 4, "random_state": 0, "batch_size": 50}
    return MLPClassifier(**usual | parameters)


def own_model(estimator, outputs, output=CLASSES):
    """This package's model of the estimator's text, with its arrays: in each layer the weights come first."""
    shape = (64,) if estimator.sample_shape is None else tuple(estimator.sample_shape)
    model = Architecture.parse(estimator.layers).build(shape, outputs, output=output, dtype=estimator.coefs_[0].dtype)
    arrays = dict(estimator.batch_statistics_)
    learned = zip(estimator.coefs_, estimator.intercepts_, strict=True)
    names = iter(model.parameters())
    for coef, intercept in learned:
        arrays |= {next(names): coef, next(names): intercept}
    model.set_arrays(arrays)
    return model, shape


@pytest.mark.parametrize("text", TEXTS)
def test_probabilities_are_the_models(text):
    X, y = digits()
    own = classifier(text).fit(X, y)
    model, shape = own_model(own, 10)
    right = model.predict(X.reshape(-1, *shape))
    np.testing.assert_allclose(own.predict_proba(X), right, rtol=1e-9)
    np.testing.assert_array_equal(own.predict(X), right.argmax(axis=1))
    assert own.n_layers_ == len(own.coefs_) + 1


@pytest.mark.parametrize("text", TEXTS)
def test_it_learns_on_from_the_architectures_first_weights(text):
    """The loss of the first iteration, before which nothing was learned, is what the model says of all samples."""
    X, y = digits()
    own = classifier(text, batch_size=len(X), shuffle=False, max_iter=1, alpha=0.0, learning_rate_init=1e-12).fit(X, y)
    if "dropout" not in text and "batch_norm" not in text:  # what these draw and find differs from what they predict
        model, shape = own_model(own, 10)
        labels = CLASSES.targets(y, 10, np.float64)
        assert own.loss_ == pytest.approx(model.forward(X.reshape(-1, *shape), labels), rel=1e-6)
    own.set_params(batch_size=32, learning_rate_init=0.01, max_iter=25).fit(X, y)
    assert own.loss_curve_[-1] < 0.5 * own.loss_curve_[0]


@pytest.mark.parametrize("text", TEXTS)
def test_sparse_samples_have_the_same_results(text):
    X, y = digits()
    dense = classifier(text, early_stopping=True).fit(X, y)
    for sparse in (scipy.sparse.csr_matrix(X), scipy.sparse.csc_matrix(X)):
        own = classifier(text, early_stopping=True).fit(sparse, y)
        check_same(own, dense, tolerance=1e-12)
        np.testing.assert_allclose(own.predict_proba(sparse), dense.predict_proba(X), rtol=1e-9)


@pytest.mark.parametrize(
    ("kind", "output", "loss"),
    [
        ("two classes", LABELS, {}),
        ("labels", LABELS, {}),
        ("number", REGRESSION, {}),
        ("numbers", REGRESSION, {}),
        *([("counts", POISSON, {"loss": "poisson"})] if HAS_POISSON else []),
    ],
)
def test_every_kind_of_target(kind, output, loss):
    X, y = problem(kind)
    text = "conv(4, 3, pad=1), relu, pool(2), fc(9), sigmoid"
    usual = {"layers": text, "sample_shape": (8, 8), "max_iter": 4, "random_state": 0}
    own = (MLPClassifier if output is LABELS else MLPRegressor)(**usual, **loss).fit(X, y)
    model, shape = own_model(own, own.n_outputs_, output)
    right = model.predict(X.reshape(-1, *shape))
    if output is LABELS and own.n_outputs_ == 1:
        right = np.column_stack([1 - right, right])
    says = own.predict_proba(X) if output is LABELS else own.predict(X)
    np.testing.assert_allclose(says.reshape(right.shape), right, rtol=1e-9)
    assert own.predict(X).shape == y.shape


def test_single_precision_stays():
    X, y = digits()
    text = "conv(4, 3, pad=1), relu, pool(2), fc(9), sigmoid"
    own = classifier(text).fit(X.astype(np.float32), y)
    assert {array.dtype for array in own.coefs_ + own.intercepts_} == {np.dtype(np.float32)}
    np.testing.assert_allclose(own.predict_proba(X), own.predict_proba(X.astype(np.float32)), rtol=1e-4)


def test_parts_and_a_warm_start_go_on():
    X, y = digits()
    text = "conv(3, 3), batch_norm, relu, fc(9), batch_norm, relu, dropout(0.2)"
    parts = classifier(text, shuffle=False)
    for _ in range(4):
        parts.partial_fit(X, y, classes=np.unique(y))
    check_same_training(parts, classifier(text, shuffle=False).fit(X, y))
    warm = classifier(text, warm_start=True).fit(X, y)
    before = warm.loss_
    assert warm.fit(X, y).loss_curve_[-4] < before


def test_first_weights_are_the_random_states():
    X, y = digits()
    text = "fc(12), relu, fc(7), tanh"
    one, same, other = (classifier(text, random_state=seed).fit(X, y).coefs_[0] for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert np.abs(one - other).max() > 0.01


def test_threads_may_ask_one_estimator_at_once():
    X, y = digits()
    own = classifier("fc(64), batch_norm, relu, fc(32), relu").fit(X, y)
    X = np.vstack([X] * 9)
    right, wrong = own.predict_proba(X), []

    def ask(part):
        for _ in range(20):
            if not np.array_equal(own.predict_proba(X[part]), right[part]):
                wrong.append(part)

    threads = [threading.Thread(target=ask, args=(slice(512 * k, 512 * (k + 1)),)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_convolution_of_flat_rows_is_told_what_is_missing():
    X, y = digits()
    with pytest.raises(ValueError, match=r"layer conv1 does not fit: .*; set sample_shape to the shape of a row of X"):
        MLPClassifier(layers="conv(8, 3), relu").fit(X, y)
