"""How many threads share the work changes no bit of anything."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from tests.engines.fixed import EVERY_OPTIMIZER, FIXED
from tests.engines.networks import Problem, bits
from undergrad.engines import cpu

THREADS = (1, 2, 3)
#: Each network with one optimizer, and each optimizer with the network that has every kind of layer.
TRAININGS = [(name, "adam") for name in FIXED] + [("all", optimizer) for optimizer in EVERY_OPTIMIZER]


def everything(monkeypatch: pytest.MonkeyPatch, problem: Problem, dtype: str, threads: int) -> dict[str, Any]:
    """All that an engine leaves behind and says, on so many threads."""
    monkeypatch.setattr(cpu, "worthwhile_threads", lambda operations: threads)
    monkeypatch.setattr(cpu, "allowed_threads", lambda: threads)
    engine, losses = problem.trained(dtype)
    observed = engine.observe(problem.x, rows=problem.rows, labels=problem.labels)
    norms = engine.gradient_norms(problem.x, problem.labels, rows=problem.rows, reg_lambda=problem.reg_lambda)
    return bits(engine) | {
        "losses": losses,
        "predictions": engine.predict_labels(problem.x).tobytes(),
        "data loss": observed.data_loss,
        "units": {name: (sums.active.tolist(), sums.beyond.tolist()) for name, sums in observed.units.items()},
        "norms of weights": norms.weights,
        "norms upstream": norms.upstream,
    }


def check(monkeypatch: pytest.MonkeyPatch, problem: Problem, dtype: str) -> None:
    one, *others = (everything(monkeypatch, problem, dtype, threads) for threads in THREADS)
    for threads, other in zip(THREADS[1:], others, strict=True):
        assert other.keys() == one.keys()
        differing = [name for name in one if one[name] != other[name]]
        assert not differing, f"{threads} threads find other bits in {differing}"


@pytest.mark.parametrize("clip_norm", [0.0, 0.3])
@pytest.mark.parametrize(("name", "optimizer"), TRAININGS)
def test_how_many_threads_share_a_training_changes_no_bit(monkeypatch, name, optimizer, clip_norm):
    # Neither a batch nor the data come out even in threads.
    problem = dataclasses.replace(FIXED[name], optimizer=optimizer, clip_norm=clip_norm, n=71, batch_size=19)
    check(monkeypatch, problem, "float32")


@pytest.mark.parametrize("batch_size", [1, 2, 3])
@pytest.mark.parametrize("name", ["rows", "odd", "dropped"])
def test_fewer_rows_than_threads_change_no_bit(monkeypatch, name, batch_size):
    problem = dataclasses.replace(FIXED[name], optimizer="sgd(momentum=0.5)", n=8, batch_size=batch_size)
    check(monkeypatch, problem, "float64")


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    "layers", ["fc(150), relu, fc(70), batch_norm, dropout(0.5), sigmoid", "fc(150), tanh, fc(70), relu"]
)
def test_wide_networks_of_rows_change_no_bit(monkeypatch, layers, dtype):
    check(monkeypatch, Problem(layers, (13, 17), width=11, n=130, batch_size=50), dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_wide_networks_of_images_change_no_bit(monkeypatch, dtype):
    layers = "conv(17, 5, pad=2), batch_norm, relu, pool(2), conv(9, 3), dropout(0.2), pool(3, stride=1), relu"
    check(monkeypatch, Problem(layers, (3, 14, 18), "labels", 5, n=70, batch_size=33), dtype)
