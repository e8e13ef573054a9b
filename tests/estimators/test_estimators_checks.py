"""scikit-learn's checks of any estimator: none fails that does not fail for scikit-learn's own perceptrons too."""

from __future__ import annotations

import unittest

import pytest
import sklearn.neural_network
from sklearn.utils.estimator_checks import parametrize_with_checks

import undergrad.estimators

# As scikit-learn runs them for its own; the checks are written without regard to what warns.
pytestmark = pytest.mark.filterwarnings("ignore")
PARAMETERS = {"max_iter": 100}


def failure(check, estimator) -> Exception | None:
    try:
        check(estimator)
    except unittest.SkipTest:
        raise
    except Exception as error:
        return error
    return None


OWN = [undergrad.estimators.MLPClassifier(**PARAMETERS), undergrad.estimators.MLPRegressor(**PARAMETERS)]
#: As scikit-learn marks a test with them; before 1.6 its mark has a generator, which pytest is about to refuse.
CASES = parametrize_with_checks(OWN)


@pytest.mark.parametrize(CASES.args[0], list(CASES.args[1]), **CASES.kwargs)
def test_a_check_of_scikit_learn(estimator, check):
    error = failure(check, estimator)
    if error is not None:
        theirs = getattr(sklearn.neural_network, type(estimator).__name__)(**PARAMETERS)
        if failure(check, theirs) is None:
            raise error
