"""Whole trainings are the textbook's: any of two epochs, and some of 500 steps."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.engines.compared import check_near, distance, too_far
from tests.engines.fixed import CANCELLED, EVERY_OPTIMIZER, FIXED
from tests.engines.networks import TEXTBOOK, Problem, arrays_of, problems
from undergrad.engines import Engine
from undergrad.errors import NonFiniteLossError

STEPS = 500
#: In float64. The textbook may carry a rounding in its start a million times as far, no more.
TOLERANCE, STABLE = 1e-9, 1e6 * 2.0**-52

#: Fixed networks with the optimizers that train each of them.
RUNS = [
    *((name, optimizer) for name in ("rows", "elementwise") for optimizer in EVERY_OPTIMIZER),
    ("odd", "sgd(momentum=0.9)"),
    ("odd", "adam"),
    ("pooled", "sgd(momentum=0.9, nesterov=True)"),
    ("pooled", "adagrad"),
    ("normed", "sgd"),
    ("smooth", "sgd(momentum=0.9)"),
    ("smooth", "sgd"),
    ("dropped", "sgd(momentum=0.9)"),
    ("dropped", "rmsprop"),
    ("all", "sgd"),
    ("all", "adamw(weight_decay=0.1)"),
]
#: Of these, and of all whose slopes have no jumps, float32 stays near too.
IN_FLOAT32 = ("rows", "elementwise", "odd", "smooth", "dropped")


def nudged(problem: Problem, seed: int, epochs: int) -> Engine:
    """What the textbook makes of a start in which a number may be the next one of float64."""
    rng, model = np.random.default_rng(seed), problem.model()
    model.set_arrays({key: a * (1 + 2.0**-52 * rng.choice([-1, 0, 1], a.shape)) for key, a in model.arrays().items()})
    engine = problem.engine(model, np.float64, TEXTBOOK)
    for epoch in range(1, epochs + 1):
        problem.epoch(engine, epoch)
    return engine


@settings(max_examples=60, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(problems())
def test_two_epochs_of_any_network_are_the_textbooks(problem):
    try:
        textbook, losses = problem.trained(np.float64, TEXTBOOK)
        others = [arrays_of(nudged(problem, seed, 2)) for seed in range(3)]
    except NonFiniteLossError:
        assume(False)
    right = arrays_of(textbook)
    moved = {key for key in right if max(distance(other[key], right[key]) for other in others) > STABLE}
    without = {key.partition(" ")[0] for key in moved}
    assume(len(without) < len(textbook.model.arrays()) / 2)
    engine, own = problem.trained(np.float64)
    assert own == pytest.approx(losses, rel=TOLERANCE, abs=TOLERANCE)
    check_near(arrays_of(engine), right, TOLERANCE, without)


def run(name: str, optimizer: str) -> tuple[Problem, int]:
    """The training, and its epochs."""
    learning_rate = 0.01 if optimizer == "sgd" else 0.001
    problem = dataclasses.replace(FIXED[name], optimizer=optimizer, learning_rate=learning_rate, reg_lambda=1e-3)
    return problem, STEPS // -(-len(problem.rows) // problem.batch_size)


@pytest.mark.parametrize(("name", "optimizer"), RUNS)
def test_500_steps_are_the_textbooks(name, optimizer):
    problem, epochs = run(name, optimizer)
    textbook, losses = problem.trained(np.float64, TEXTBOOK, epochs=epochs)
    right, without = textbook.model.arrays(), CANCELLED.get(name, set())
    engine, own = problem.trained(np.float64, epochs=epochs)
    if far := too_far(engine.model.arrays(), right, TOLERANCE, without):
        carried = too_far(nudged(problem, 0, epochs).model.arrays(), right, STABLE, without)
        raise AssertionError(
            f"farther than {TOLERANCE:g} is {far}; a rounding in the start moves {carried or 'nothing'}"
        )
    assert own == pytest.approx(losses, rel=TOLERANCE)
    if name in IN_FLOAT32 and optimizer in EVERY_OPTIMIZER[:2]:
        engine, _ = problem.trained(np.float32, epochs=epochs)
        check_near(engine.model.arrays(), right, 1e-4, without, "float32")
