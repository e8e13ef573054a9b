"""Names that NumPy has removed are told with what to write instead."""

import functools
import re
import warnings

import numpy as np
import pytest

from tests.check.conftest import ACTIVATION
from undergrad.check.failures import removed_name, removed_names
from undergrad.findings.sentences import in_language


@pytest.fixture
def judged(judged, short):
    return functools.partial(judged, assignment=short)


def _gone(owner, name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # np.bool warns of its return
        return not hasattr(owner, name)


def test_the_table_of_removed_names_is_true_of_this_numpy():
    here = tuple(map(int, np.__version__.split(".")[:2]))
    for owner, kind in ((np, "names"), (np.ndarray, "methods")):
        for name, entry in removed_names()[kind].items():
            version, instead = entry.version, in_language(entry.instead, "en")
            back = name in ("bool", "long") and here >= (2, 0)
            assert _gone(owner, name) == (here >= tuple(map(int, version.split("."))) and not back), name
            for other in re.findall(r"np\.(\w+)(?! from NumPy| from numpy)", instead.partition(", or np.trapezoid")[0]):
                assert not _gone(np, other), (name, other)


@pytest.mark.parametrize("name", ["int", "float_", "NaN", "product", "in1d", "row_stack", "bool"])
def test_removed_numpy_name(judged, name):
    """A name that this NumPy has is no fault."""
    in_method = judged(ACTIVATION.format(f"np.{name}; return super().forward(z)"), only="Sigmoid.forward").records
    found = [(in_method, 6)]
    if name in (
        "int",
        "product",
        "bool",
    ):  # the other places, with a name of each kind: old, removed in 2.0, back in 2.0
        found.append((judged(f"class Own:\n    kind = np.{name}", only="Sigmoid.forward").records, 4))
        found.append((judged(f"from numpy import {name}", only="Sigmoid.forward").records, 3))
    for records, line in found:
        failed = [record for record in records if record.verdict == "fail"]
        assert bool(failed) == _gone(np, name)
        if failed:
            entry = removed_names()["names"][name]
            version, instead = entry.version, in_language(entry.instead, "en")
            assert failed[0].message.endswith(f"uses np.{name}, which was removed in NumPy {version}; write {instead}")
            assert failed[0].causes == ("removed-numpy-name",)
            assert failed[0].line.startswith(f"Answer.py, line {line}: ")


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("`np.lookfor` was removed in the NumPy 2.0 release. Search the pages.", "NumPy 2.0. NumPy says: Search the"),
        ("'numpy.ndarray' object has no attribute 'ptp'", "write np.ptp(x)"),
        ("`ptp` was removed from the ndarray class in NumPy 2.0. Use np.ptp(arr, ...) instead.", "write np.ptp(x)"),
        ("module 'numpy' has no attribute 'expp'", ""),
        ("module 'numpy.linalg' has no attribute 'product'", ""),
        ("'numpy.ndarray' object has no attribute 'exp'", ""),
        ("my layer was removed in spring", ""),
    ],
)
def test_what_numpy_says_of_a_name(message, says):
    sentence = in_language(removed_name(message) or "", "en")
    assert says in sentence
    assert bool(says) == bool(sentence)


def test_misspelt_numpy_name_is_not_called_removed(judged):
    record = judged(ACTIVATION.format("return np.linalg.nrom(z)")).failures[0]
    assert record.causes == ("crash",)
    assert record.message.startswith(
        f"uses np.linalg.nrom, which NumPy {np.__version__} does not have; did you mean np."
    )
