"""What a training has left behind stays as it is, and another engine goes on from it to the same bits."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.engines.compared import check_near
from tests.engines.fixed import EVERY_OPTIMIZER, FIXED
from tests.engines.networks import TEXTBOOK, Problem, arrays_of, bits
from undergrad.engines import State

TRAININGS = [(name, "adamw(weight_decay=0.1)") for name in FIXED] + [
    ("all", optimizer) for optimizer in EVERY_OPTIMIZER
]
DTYPES = pytest.mark.parametrize("dtype", ["float32", "float64"])


def problem_of(name: str, optimizer: str) -> Problem:
    return dataclasses.replace(FIXED[name], optimizer=optimizer)


@DTYPES
@pytest.mark.parametrize(("name", "optimizer"), TRAININGS)
def test_a_snapshot_stays_and_is_continued_to_the_same_bits(name, optimizer, dtype):
    problem = problem_of(name, optimizer)
    engine, _ = problem.trained(dtype, epochs=1)
    arrays, state, before = dict(engine.model.arrays()), engine.state, bits(engine)
    steps = state.steps
    losses = [problem.epoch(engine, epoch) for epoch in (2, 3)]

    kept = arrays | {f"{key} {what}": a for key, memory in state.memories.items() for what, a in memory.items()}
    assert {key: array.tobytes() for key, array in kept.items()} == before
    assert state.steps == steps
    if optimizer != "sgd":
        assert engine.state.steps == 3 * steps

    model = problem.model(dtype)
    model.set_arrays(arrays)
    other = problem.engine(model, dtype)
    other.state = state
    assert [problem.epoch(other, epoch) for epoch in (2, 3)] == losses
    assert bits(other) == bits(engine)
    # The state that was handed over is still what it was, and so is each array.
    assert {key: array.tobytes() for key, array in kept.items()} == before


@DTYPES
@pytest.mark.parametrize("name", FIXED)
def test_arrays_that_were_in_the_model_are_not_changed(name, dtype):
    problem = problem_of(name, "adam")
    model = problem.model(dtype)
    before = dict(model.arrays())
    copies = {key: array.copy() for key, array in before.items()}
    x, labels, rows = problem.x.copy(), problem.labels.copy(), problem.rows.copy()
    engine = problem.engine(model, dtype)
    for epoch in (1, 2):
        problem.epoch(engine, epoch)
        engine.observe(problem.x, labels=problem.labels)
        engine.gradient_norms(problem.x, problem.labels)
    for key, array in before.items():
        np.testing.assert_array_equal(array, copies[key], err_msg=key)
        assert not np.shares_memory(array, model.arrays()[key]), key
        assert not np.array_equal(array, model.arrays()[key]), key
    for mine, right in ((problem.x, x), (problem.labels, labels), (problem.rows, rows)):
        np.testing.assert_array_equal(mine, right)


@DTYPES
@pytest.mark.parametrize("name", FIXED)
def test_an_engine_reads_the_model_each_time(name, dtype):
    """A model that was given other arrays is another model, and one that is evaluated is left as it is."""
    problem = problem_of(name, "sgd(momentum=0.5)")
    engine, _ = problem.trained(dtype)
    fresh = problem.engine(problem.model(dtype), dtype)
    engine.model.set_arrays(problem.model(dtype).arrays())
    engine.state = State()
    before = bits(engine)
    assert before == bits(fresh)
    norms, right = (one.gradient_norms(problem.x, problem.labels) for one in (engine, fresh))
    assert (norms.weights, norms.upstream) == (right.weights, right.upstream)
    np.testing.assert_array_equal(engine.predict_labels(problem.x), fresh.predict_labels(problem.x))
    observed, right = (one.observe(problem.x, labels=problem.labels) for one in (engine, fresh))
    assert observed.data_loss == right.data_loss
    assert bits(engine) == before
    assert problem.epoch(engine, 1) == problem.epoch(fresh, 1)
    assert bits(engine) == bits(fresh)


@pytest.mark.parametrize("optimizer", EVERY_OPTIMIZER)
def test_the_textbook_goes_on_from_an_engines_state(optimizer):
    """And an engine from the textbook's: what they gather is of one kind."""
    problem = problem_of("odd", optimizer)
    ends = []
    for first, second in ((TEXTBOOK, TEXTBOOK), (TEXTBOOK, None), (None, TEXTBOOK)):
        engine, _ = problem.trained(np.float64, first, epochs=1)
        other = problem.engine(engine.model, np.float64, second)
        other.state = engine.state
        problem.epoch(other, 2)
        ends.append(arrays_of(other))
    for end in ends[1:]:
        check_near(end, ends[0], 1e-9)
