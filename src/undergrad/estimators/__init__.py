"""Replacements for scikit-learn's multi-layer perceptrons: the same results, faster, with additional parameters."""

try:
    import sklearn as _sklearn  # noqa: F401 - only checks that it is installed
except ImportError as error:
    raise ImportError(
        "undergrad.estimators needs scikit-learn; install it: pip install 'undergrad[sklearn]'"
    ) from error

from undergrad.estimators.classifier import MLPClassifier
from undergrad.estimators.regressor import MLPRegressor

__all__ = ["MLPClassifier", "MLPRegressor"]
