from __future__ import annotations

from sklearn.neural_network import MLPRegressor as _Base

from undergrad.estimators.parameters import ADDED, CONSTRAINTS, extended
from undergrad.estimators.perceptron import Perceptron


class MLPRegressor(Perceptron, _Base):  # type: ignore[misc]
    """scikit-learn's `MLPRegressor`: its parameters, attributes, methods and results, in less time.

    The additions are those of `MLPClassifier`, except `class_weight`.

    >>> import numpy as np
    >>> x = np.linspace(-1, 1, 200)[:, None]
    >>> reg = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", tol=1e-3, random_state=0).fit(x, x.ravel() ** 2)
    >>> reg.score(x, x.ravel() ** 2) > 0.99
    True
    """

    __init__ = extended(_Base, ADDED)
    _parameter_constraints = {**_Base._parameter_constraints, **CONSTRAINTS}  # noqa: RUF012 - a constant
