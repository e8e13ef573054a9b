"""Estimators in the place of scikit-learn's multi-layer perceptrons: the same results, sooner, and what those lack."""

try:
    import sklearn as _sklearn  # noqa: F401 - only whether it is there
except ImportError as error:
    raise ImportError(
        "undergrad.estimators needs scikit-learn; install it: pip install 'undergrad[sklearn]'"
    ) from error

from undergrad.estimators.classifier import MLPClassifier
from undergrad.estimators.regressor import MLPRegressor

__all__ = ["MLPClassifier", "MLPRegressor"]
