"""Without scikit-learn there are no estimators, and without Numba they are slower and have the same numbers."""

from __future__ import annotations

import importlib
import logging
import subprocess
import sys

import numpy as np
import pytest

import undergrad.engines
from tests.estimators.pairs import both_fitted, check_same, digits
from undergrad.engines import cpu
from undergrad.estimators import MLPClassifier


@pytest.fixture
def without_numba(monkeypatch, caplog):
    monkeypatch.setattr(cpu, "is_installed", lambda: False)
    undergrad.engines._tell_once.cache_clear()
    yield caplog
    undergrad.engines._tell_once.cache_clear()


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("solver", ["sgd", "adam", "lbfgs"])
@pytest.mark.parametrize("kind", ["classes", "labels", "numbers"])
def test_the_reference_engine_has_the_same_numbers(kind, solver, without_numba):
    own, theirs = both_fitted(kind, solver=solver, max_iter=4)
    check_same(own, theirs)
    assert [record.levelno for record in without_numba.records] == [logging.WARNING]
    assert "pip install 'undergrad[fast]'" in without_numba.text


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize(
    "parameters",
    [
        {"hidden_layer_sizes": (8,), "batch_norm": True, "dropout": 0.2},
        {"layers": "conv(3, 3), relu, pool(2)", "sample_shape": (8, 8), "optimizer": "adamw"},
    ],
)
def test_what_is_added_has_the_same_numbers(parameters, without_numba, monkeypatch):
    X, y = digits()
    parameters = {"max_iter": 3, "random_state": 0, **parameters}
    slow = MLPClassifier(**parameters).fit(X, y)
    assert slow._network[0].engine.name == "reference"
    monkeypatch.setattr(cpu, "is_installed", lambda: True)
    fast = MLPClassifier(**parameters).fit(X, y)
    assert fast._network[0].engine.name == "cpu"
    check_same(fast, slow)
    np.testing.assert_allclose(fast.predict_proba(X), slow.predict_proba(X), rtol=1e-6)


def test_without_scikit_learn_the_error_says_what_to_install(monkeypatch):
    for name in [name for name in sys.modules if name.startswith("undergrad.estimators")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(ImportError, match=r"pip install 'undergrad\[sklearn\]'"):
        importlib.import_module("undergrad.estimators")


def test_the_package_itself_does_not_need_scikit_learn():
    code = (
        "import sys; sys.modules['sklearn'] = None; import undergrad, undergrad.engines, undergrad.cli.main; "
        "sys.exit(any(name.startswith(('sklearn.', 'undergrad.estimators')) for name in sys.modules))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    code = "import sys, undergrad; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
