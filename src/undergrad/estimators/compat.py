"""Differences between scikit-learn's releases from 1.5 on."""

from __future__ import annotations

import inspect
from typing import Any

from sklearn.neural_network._multilayer_perceptron import BaseMultilayerPerceptron
from sklearn.utils import validation

#: Before 1.7, scikit-learn's perceptrons do not take weights of samples.
HAS_WEIGHTS = "sample_weight" in inspect.signature(BaseMultilayerPerceptron._fit_stochastic).parameters


def checked(estimator: Any, X: Any) -> Any:
    """`X` (N, D) in the form that the fitted estimator takes, dense or sparse. scikit-learn's ValueError otherwise."""
    if hasattr(validation, "validate_data"):  # from 1.6 on
        return validation.validate_data(estimator, X, accept_sparse=["csr", "csc"], reset=False)
    return estimator._validate_data(X, accept_sparse=["csr", "csc"], reset=False)
