"""A loss that is not finite is found in its step, and what was before that step is kept."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.engines.compared import check_near
from tests.engines.fixed import CANCELLED, FIXED
from tests.engines.networks import ENGINE, TEXTBOOK, TOLERANCES, Problem, arrays_of, bits
from undergrad.engines import Engine, make_engine
from undergrad.errors import NonFiniteLossError, UsageError

#: How far two good steps may be apart; the bad one would leave no number.
NEAR = {"float32": 1e-3, "float64": 1e-9}
#: Every parameter of every fixed network.
PARAMETERS = [(name, key) for name, problem in FIXED.items() for key in problem.model().parameters()]


def failed(engine: Engine, problem: Problem, x: np.ndarray, epoch: int) -> tuple[int, int, str]:
    """Epoch, step and layer of the error that there must be."""
    with pytest.raises(NonFiniteLossError) as caught:
        engine.train_epoch(x, problem.labels, rows=problem.rows, epoch=epoch, **problem.steps)
    return caught.value.epoch, caught.value.step, caught.value.layer


def planted(problem: Problem, key: str, dtype: str, engine_name: str | None) -> Engine:
    """An engine whose model has a NaN in the middle of that parameter."""
    model = problem.model(dtype)
    array = model.parameters()[key].copy()
    array.reshape(-1)[array.size // 2] = np.nan
    model.set_arrays(model.arrays() | {key: array})
    return problem.engine(model, dtype, engine_name)


def check_same_failure(problem: Problem, dtype: str, x: np.ndarray, step: int, name: str) -> None:
    """Both fail in the same place, and have the parameters and the memories of the steps before it."""
    textbook = problem.engine(problem.model(dtype), dtype, TEXTBOOK)
    engine = problem.engine(problem.model(dtype), dtype)
    expected = failed(textbook, problem, x, epoch=4)
    assert expected[1] == step
    assert failed(engine, problem, x, epoch=4) == expected
    kept = {key for key in arrays_of(textbook) if "running" in key}  # what the bad batch itself leaves in them
    mine, right = ({key: array for key, array in arrays_of(of).items() if key not in kept} for of in (engine, textbook))
    check_near(mine, right, NEAR[dtype], CANCELLED.get(name, set()), f"{name}, {dtype}")
    if problem.optimizer != "sgd":
        assert engine.state.steps == textbook.state.steps == step - 1


@pytest.mark.parametrize(("name", "key"), PARAMETERS)
def test_no_layer_hides_a_parameter_that_is_no_number(name, key):
    problem, layer = FIXED[name], key.rpartition(".")[0]
    for dtype in TOLERANCES:
        expected = failed(planted(problem, key, dtype, TEXTBOOK), problem, problem.x, epoch=2)
        engine = planted(problem, key, dtype, None)
        before = {name: array.copy() for name, array in engine.model.parameters().items()}
        assert failed(engine, problem, problem.x, epoch=2) == expected
        assert expected[0] == 2
        assert expected[2] == layer
        if expected[1] == 1:
            check_near(engine.model.parameters(), before, 0, where=dtype)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("name", ["rows", "odd", "pooled", "normed", "smooth", "all"])
def test_a_sample_that_is_not_finite_is_found_in_its_batch(name, optimizer, value):
    problem = dataclasses.replace(FIXED[name], optimizer=optimizer, pixels=False, n=41, batch_size=11)
    x = problem.x.copy()
    x[problem.rows[25]] = value  # in the third batch
    for dtype in TOLERANCES:
        check_same_failure(problem, dtype, x, 3, name)


@pytest.mark.parametrize(
    ("name", "learning_rate"), [(n, r) for n in ("smooth", "normed", "pooled") for r in (1e12, 1e33)]
)
@pytest.mark.parametrize("optimizer", ["sgd", "sgd(momentum=0.5)"])
def test_a_training_that_runs_away_is_stopped_where_the_textbook_stops(name, learning_rate, optimizer):
    settings = {"optimizer": optimizer, "learning_rate": learning_rate, "clip_norm": 0.0, "n": 41, "batch_size": 5}
    problem = dataclasses.replace(FIXED[name], **settings)
    textbook, engine = (problem.engine(problem.model("float32"), "float32", of) for of in (TEXTBOOK, None))
    expected = failed(textbook, problem, problem.x, epoch=1)
    assert failed(engine, problem, problem.x, epoch=1) == expected
    assert expected[1] > 1
    finite = {key: np.isfinite(array).all() for key, array in engine.model.parameters().items()}
    assert finite == {key: np.isfinite(array).all() for key, array in textbook.model.parameters().items()}


@pytest.mark.parametrize("name", FIXED)
def test_an_engine_that_has_failed_trains_what_is_finite_again(name):
    problem = dataclasses.replace(FIXED[name], optimizer="sgd(momentum=0.5)")
    key = next(iter(problem.model().parameters()))
    engine, fresh = planted(problem, key, "float32", None), problem.engine(problem.model("float32"), "float32")
    failed(engine, problem, problem.x, epoch=1)
    engine.model.set_arrays(problem.model("float32").arrays())
    engine.state = fresh.state
    assert problem.epoch(engine, 1) == problem.epoch(fresh, 1)
    check_near(arrays_of(engine), arrays_of(fresh), 0)


@pytest.mark.parametrize("weight", [np.nan, np.inf, -1.0, 0.0])
def test_weights_that_have_no_mean_are_refused_as_the_textbook_does(weight):
    problem = FIXED["rows"]
    for name in (None, TEXTBOOK):
        weights, model = np.ones(problem.n), problem.model()
        weights[:9] = weight
        engine = make_engine(name or ENGINE, model, problem.scaling, problem.width, "float64", weights)
        before = bits(engine)
        with pytest.raises(UsageError, match="the weights of a batch must be finite, 0 or positive, and not all 0"):
            engine.train_epoch(problem.x, problem.labels, epoch=1, **problem.steps)
        assert bits(engine) == before
