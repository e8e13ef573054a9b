"""A sample of the zoo, small enough for every run; `python -m benchmarks check-power` measures it whole."""

import pytest

from benchmarks.check_power import measure
from tests.check.zoo import solutions

SAMPLE = [
    "relu-forward-buffer-reused",
    "sigmoid-backward-upstream-ignored",
    "tanh-backward-not-squared",
    "fc-init-zeros",
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
    "conv-backward-dw-unpadded-image",
    "pool-backward-first-channel-index",
    "bn-forward-evaluation-no-affine",
    "metric-recall-weighted",
    "sigmoid-backward-flat-result",
    "pool-shifted-slices",
    "tanh-backward-brackets-forgotten",
    "fc-update-weights-by-db",
    "fc-backward-db-without-first",
    "bn-forward-gamma-and-beta-exchanged",
    "norm-backward-transposed",
    "norm-forward-averaged-over-layers",
]


@pytest.mark.parametrize("name", SAMPLE)
def test_sample(name):
    counts = measure(name, range(2), in_process=True)  # twice as fast as in a process of its own, and the same: below
    assert set(counts) == ({"right"} if name in {solution.id for solution in solutions("right")} else {"named"})


@pytest.mark.parametrize("name", ["relu-forward-buffer-reused", "fc-backward-db-averaged", "fc-standard-normal"])
def test_in_process_is_the_same(name):
    assert measure(name, range(1), in_process=True) == measure(name, range(1))
