"""The same fit by scikit-learn's own class and by this package's, small problems for it, and what has to be equal."""

from __future__ import annotations

import functools
import inspect
from typing import Any

import numpy as np
import pytest
import sklearn.neural_network
from sklearn.datasets import load_digits

import undergrad.estimators

#: Whether scikit-learn's own perceptrons know weights of samples and the Poisson loss: from 1.7 on.
HAS_WEIGHTS = "sample_weight" in inspect.signature(sklearn.neural_network.MLPClassifier.fit).parameters
HAS_POISSON = "loss" in inspect.signature(sklearn.neural_network.MLPRegressor).parameters

#: What each kind of target asks for beyond the class's defaults.
CLASSIFICATIONS = ("classes", "two classes", "labels")
KINDS = (*CLASSIFICATIONS, "number", "numbers", *(("counts",) if HAS_POISSON else ()))
SOLVERS = ("sgd", "adam", "lbfgs")
ACTIVATIONS = ("identity", "logistic", "tanh", "relu")

#: The iterations that are compared: rounding grows with each of them.
ITERATIONS = 15
needs_weights = pytest.mark.skipif(not HAS_WEIGHTS, reason="before 1.7, scikit-learn's own takes no sample_weight")


@functools.cache
def digits(n: int = 230) -> tuple[np.ndarray, np.ndarray]:
    """Pixels (n, 64) in [0, 1] float64, and the digits (n,)."""
    X, y = load_digits(return_X_y=True)
    return X[:n] / 16, y[:n]


def problem(kind: str, n: int = 230) -> tuple[np.ndarray, np.ndarray]:
    """Samples (n, 64) and targets of that kind, which a network can learn."""
    X, d = digits(n)
    targets = {
        "classes": d,
        "two classes": np.where(d > 4, 7, 3),
        "labels": np.column_stack([d > 4, d % 2, d % 3 == 0]).astype(int),
        "number": d / 3.0,
        "numbers": np.column_stack([d, d % 2, d % 3]).astype(float),
        "counts": d.astype(float),
    }
    return X, targets[kind]


def sample_weights(n: int = 230) -> np.ndarray:
    """(n,), between 0.1 and 2."""
    return np.random.default_rng(1).uniform(0.1, 2, n)


def both(kind: str, **parameters: Any) -> tuple[Any, Any]:
    """This package's estimator and scikit-learn's own for that kind of target, with the same parameters."""
    name = "MLPClassifier" if kind in CLASSIFICATIONS else "MLPRegressor"
    loss = {"loss": "poisson"} if kind == "counts" else {}
    usual = {"hidden_layer_sizes": (20, 10), "max_iter": ITERATIONS, "random_state": 3}
    parameters = {**usual, **loss, **parameters}
    own, theirs = (getattr(module, name)(**parameters) for module in (undergrad.estimators, sklearn.neural_network))
    assert type(own).__module__.startswith("undergrad.")
    assert type(theirs).__module__.startswith("sklearn.")
    return own, theirs


def both_fitted(kind: str, *, weighted: bool = False, **parameters: Any) -> tuple[Any, Any]:
    """Both, fitted to the problem of that kind, by sample weights where that is said."""
    X, y = problem(kind)
    extra = {"sample_weight": sample_weights()} if weighted else {}
    own, theirs = both(kind, **parameters)
    return own.fit(X, y, **extra), theirs.fit(X, y, **extra)


def distance(own: Any, theirs: Any) -> float:
    """The largest max|a - b| / max|b| of the learned arrays a of `own` and b of `theirs`."""
    pairs = list(zip(own.coefs_ + own.intercepts_, theirs.coefs_ + theirs.intercepts_, strict=True))
    assert all(a.shape == b.shape and a.dtype == b.dtype for a, b in pairs)
    return max(float(np.abs(a - b).max() / np.abs(b).max()) for a, b in pairs)


def check_same(own: Any, theirs: Any, *, tolerance: float = 1e-6, loss_tolerance: float = 1e-9) -> None:
    """Fail where fitted attributes differ by more than rounding."""
    __tracebackhide__ = True
    names = ("n_iter_", "n_layers_", "n_outputs_", "out_activation_", "t_", "n_features_in_")
    assert {name: getattr(own, name) for name in names} == {name: getattr(theirs, name) for name in names}
    for name in ("loss_", "best_loss_", "loss_curve_", "validation_scores_", "best_validation_score_"):
        assert hasattr(own, name) == hasattr(theirs, name), name
        a, b = getattr(own, name, None), getattr(theirs, name, None)
        assert (a is None) == (b is None), name
        if b is not None:
            np.testing.assert_allclose(a, b, rtol=loss_tolerance, err_msg=name)
    assert distance(own, theirs) <= tolerance
    if hasattr(theirs, "_optimizer"):
        np.testing.assert_allclose(own._optimizer.learning_rate, theirs._optimizer.learning_rate, rtol=1e-12)
    hidden = {name for name in vars(theirs) if name.endswith("_") and not name.startswith("_")} - set(vars(own))
    assert not hidden, f"scikit-learn's own has the attributes {hidden} too"


def check_same_training(own: Any, right: Any, *, tolerance: float = 1e-12) -> None:
    """Fail where losses and weights differ by more than rounding, however many calls it was."""
    __tracebackhide__ = True
    np.testing.assert_allclose(own.loss_curve_, right.loss_curve_, rtol=max(tolerance, 1e-9))
    assert distance(own, right) <= tolerance


def check_same_predictions(own: Any, theirs: Any, X: Any, *, tolerance: float = 1e-6) -> None:
    """Fail where what they say of the samples X differs by more than rounding."""
    __tracebackhide__ = True
    a, b = own.predict(X), theirs.predict(X)
    assert a.dtype == b.dtype
    if hasattr(theirs, "predict_proba"):
        np.testing.assert_array_equal(a, b)
        a, b = own.predict_proba(X), theirs.predict_proba(X)
        np.testing.assert_allclose(own.predict_log_proba(X), theirs.predict_log_proba(X), rtol=10 * tolerance)
    assert a.shape == b.shape
    np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance * np.abs(b).max())
