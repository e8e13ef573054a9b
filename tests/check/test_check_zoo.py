"""A sample of the zoo, small enough for every run; `python -m benchmarks check-power` measures it whole."""

import importlib.util
import sys
from pathlib import Path

import pytest

from undergrad.check import load_assignment

ROOT = Path(__file__).parents[2]
SAMPLE = [
    "relu-forward-buffer-reused",
    "sigmoid-backward-upstream-ignored",
    "tanh-backward-not-squared",
    "fc-backward-db-averaged",
    "fc-forward-channels-last",
    "softmax-forward-axis-0",
    "ce-loss-without-epsilon",
    "model-forward-spectral",
    "fc-backward-sign-no-l2",
    "softmax-forward-axis-overflows",
    "dataclasses",
    "slots",
    "out-arguments",
    "epsilon-by-clip",
    "labels-equal-one",
    "sigmoid-clipped-far-out",
]


@pytest.fixture(scope="module")
def power():
    sys.path.insert(0, str(ROOT))
    try:
        spec = importlib.util.spec_from_file_location("check_power", ROOT / "benchmarks" / "check_power.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module, {solution.id: solution for solution in importlib.import_module("tests.check.zoo").solutions()}
    finally:
        sys.path.remove(str(ROOT))


@pytest.mark.parametrize("name", SAMPLE)
def test_sample(power, name, tmp_path):
    module, solutions = power
    counts = module.measure(solutions[name], range(2), load_assignment("hw3"), tmp_path)
    assert set(counts) == ({"right"} if solutions[name].kind == "right" else {"named"})
