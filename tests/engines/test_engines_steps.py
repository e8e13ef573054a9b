"""Each step is the textbook's, for every layer, output and optimizer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Set

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.engines import steps
from tests.engines.fixed import CANCELLED, EVERY_OPTIMIZER, FIXED
from tests.engines.networks import TOLERANCES, Problem, arrays_of, problems
from undergrad.data import batches
from undergrad.engines.base import least_rows

#: How many steps of a training are compared: the first ones and the last, whose batch may be short.
MOST = 3


def textbook(problem: Problem) -> Iterator[steps.Step]:
    """The first steps of a training, each of which starts where the one before ended."""
    rows = np.arange(problem.n) if problem.rows is None else problem.rows
    start = steps.started(problem)
    parts = list(batches(len(rows), problem.batch_size, least_rows(problem.model())))
    for epoch, part in enumerate([*parts[: MOST - 1], parts[-1]], start=1):
        with np.errstate(all="ignore"):
            step = steps.step(problem, start, rows[part], epoch)
        yield step
        start = step.next


def check(problem: Problem, step: steps.Step, dtype: str, compared: Set[str]) -> None:
    """The engine under test, which starts where the textbook started, ends where it ends, in the arrays `compared`."""
    model = step.start.model(problem, dtype)
    engine = problem.engine(model, dtype)
    engine.state = step.start.state_as(dtype)
    settings = problem.steps | {"batch_size": len(step.rows)}
    loss = engine.train_epoch(problem.x, problem.labels, rows=step.rows, epoch=step.epoch, **settings)
    own, tolerance, where = arrays_of(engine), TOLERANCES[dtype], f"{dtype}, step {step.epoch}"
    assert {array.dtype for array in own.values()} == {np.dtype(dtype)}
    own["loss"] = np.array(loss)
    assert own.keys() == step.after.keys()
    found = {key: far for key, far in step.distances(own, dtype).items() if key.partition(" ")[0] in compared}
    far = {key: f"{distance:.1e}" for key, distance in found.items() if not distance <= tolerance}
    assert not far, f"{where}: farther than {tolerance:g} times the norm are {far}"
    assert problem.optimizer == "sgd" or engine.state.steps == step.next.state.steps


@settings(max_examples=100, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(problems())
def test_each_step_of_any_network_is_the_textbooks(problem):
    for step in textbook(problem):
        assume(not step.has_kinks)
        assume(len(step.known) > len(step.start.arrays) / 2)
        for dtype in TOLERANCES:
            check(problem, step, dtype, step.known)


@pytest.mark.parametrize("optimizer", EVERY_OPTIMIZER)
@pytest.mark.parametrize("name", FIXED)
def test_each_step_of_every_layer_output_and_optimizer_is_the_textbooks(name, optimizer):
    problem = dataclasses.replace(FIXED[name], optimizer=optimizer, learning_rate=0.02, reg_lambda=0.01)
    for step in textbook(problem):
        assert not step.has_kinks
        for dtype in TOLERANCES:
            check(problem, step, dtype, step.after.keys() - CANCELLED.get(name, set()))
