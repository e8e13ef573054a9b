"""The shipped experiments give the numbers that the documentation claims. Minutes each: `python -m pytest -m slow`."""

from __future__ import annotations

import os

import pytest

from undergrad import load_dataset
from undergrad.experiments import default_workers, load_experiment, run_experiment

pytestmark = pytest.mark.slow
complete = pytest.mark.skipif("UNDERGRAD_DATA_DIR" not in os.environ, reason="the complete sets are not at hand")


@pytest.mark.parametrize(
    ("name", "bounds"),
    [
        ("activations-mnist-10k", {"sigmoid": (0.52, 0.66), "relu": (0.88, 0.91), "tanh": (0.88, 0.91)}),
        pytest.param(
            "activations-mnist",
            {"sigmoid": (0.833, 0.853), "relu": (0.933, 0.953), "tanh": (0.922, 0.942)},
            marks=complete,
        ),
        pytest.param(
            "fashion-best-three",
            {"1st": (0.872, 0.888), "2nd": (0.872, 0.888), "3rd": (0.868, 0.884)},
            marks=complete,
        ),
        pytest.param("cnn-fashion-mnist", {"conv32-conv64-fc256": (0.932, 0.937)}, marks=complete),
        pytest.param("cnn-mnist", {"conv32-conv64-fc256": (0.993, 0.9955)}, marks=complete),
        pytest.param("mlp-fashion-mnist", {"fc512-fc256": (0.9, 0.908)}, marks=complete),
        pytest.param("mlp-mnist", {"fc512-fc256": (0.984, 0.987)}, marks=complete),
    ],
)
def test_a_shipped_experiment_gives_its_numbers(name, bounds, tmp_path):
    experiment = load_experiment(name)
    workers = default_workers(len(experiment.networks))
    done = run_experiment(experiment, load_dataset(experiment.data.dataset), tmp_path, workers=workers)
    for row in done.rows:
        low, high = bounds[row.network]
        assert low <= row.test <= high, row
