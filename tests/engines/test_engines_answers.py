"""What an engine says of a network as it is, predictions, loss, units and gradients, is what the textbook says."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings

from tests.engines.compared import check_near, distance
from tests.engines.fixed import FIXED
from tests.engines.networks import TEXTBOOK, TOLERANCES, Problem, problems
from undergrad.engines import Engine
from undergrad.engines.units import ACTIVE, BEYOND_RANGE, UnitSums
from undergrad.outputs import output_named

#: More than an engine predicts at once, and no multiple of it; the rest of a training's rows are left out.
MANY = 600
#: Activation functions whose units are observed, on rows and on images, behind and before anything.
OBSERVED = Problem(
    "tanh, conv(5, 3, pad=1), relu, sigmoid, pool(2, stride=1), conv(3, 2), tanh, elu, fc(9), sigmoid, dropout(0.2), "
    "fc(7), batch_norm, relu, tanh",
    (2, 5, 6),
    n=MANY,
)
NETWORKS = FIXED | {"observed": OBSERVED}


def table(units: UnitSums) -> np.ndarray:
    return np.stack([units.active, units.beyond, units.derivative, units.size, units.most, units.least])


def probabilities(problem: Problem, rows: np.ndarray | None) -> np.ndarray:
    """What the textbook puts out for them, in float64."""
    x = problem.x if rows is None else problem.x[rows]
    return problem.model().predict(problem.scaling.apply(x, np.float64).reshape(x.shape))


def engines(problem: Problem, dtype: str) -> tuple[Engine, Engine, Engine]:
    """That under test, and the textbook in its dtype and in float64."""
    names = ((None, dtype), (TEXTBOOK, dtype), (TEXTBOOK, "float64"))
    own, same, textbook = (problem.engine(problem.model(kind), kind, name) for name, kind in names)
    return own, same, textbook


def check_predictions(problem: Problem, dtype: str, rows: np.ndarray | None) -> None:
    own, same, textbook = engines(problem, dtype)
    predicted, alike, right = (engine.predict_labels(problem.x, rows=rows) for engine in (own, same, textbook))
    assert (predicted.dtype, predicted.shape) == (alike.dtype, alike.shape)
    output, y_hat, tolerance = output_named(problem.output), probabilities(problem, rows), TOLERANCES[dtype]
    if output.name in ("classes", "labels"):  # where two are nearly equally probable, rounding chooses
        clear = abs(y_hat - 0.5) > tolerance
        if output.name == "classes":
            best = np.sort(y_hat, axis=1)[:, -2:]
            clear = best[:, 1] - best[:, 0] > tolerance
        np.testing.assert_array_equal(predicted[clear], right[clear])
    else:
        assert distance(predicted, right) <= tolerance


def check_observed(problem: Problem, dtype: str, rows: np.ndarray | None) -> None:
    own, same, textbook = engines(problem, dtype)
    arguments = {"rows": rows, "labels": problem.labels}
    found, alike, right = (engine.observe(problem.x, **arguments) for engine in (own, same, textbook))
    tolerance = TOLERANCES[dtype]
    np.testing.assert_array_equal(found.labels, own.predict_labels(problem.x, rows=rows))
    assert found.data_loss == pytest.approx(right.data_loss, rel=tolerance, abs=tolerance)
    assert list(found.units) == list(right.units)
    for name, units in found.units.items():
        assert (units.activation, units.n) == (right.units[name].activation, right.units[name].n)
        assert units.layer is own.model.layers[name]
        mine, counted, exact = table(units), table(alike.units[name]), table(right.units[name])
        # Sums over samples, of numbers whose scale is 1 or their own.
        scale = np.maximum(units.n, np.abs(exact).max(axis=1, keepdims=True))
        apart = (np.abs(mine - exact) / scale)[BEYOND_RANGE + 1 :].max(axis=1)
        assert (apart <= tolerance).all(), f"{name}: derivative, size, most and least are off by {apart}"
        for row in (ACTIVE, BEYOND_RANGE):  # where the textbook's dtypes count alike, no sample is at the border
            clear = counted[row] == exact[row]
            np.testing.assert_array_equal(mine[row, clear], exact[row, clear], f"{name}, row {row} of the table")


def check_gradient_norms(problem: Problem, dtype: str, rows: np.ndarray | None) -> None:
    own, same, textbook = engines(problem, dtype)
    before, tolerance = {key: array.copy() for key, array in own.model.arrays().items()}, TOLERANCES[dtype]
    found, alike, right = (
        engine.gradient_norms(problem.x, problem.labels, rows=rows, reg_lambda=problem.reg_lambda)
        for engine in (own, same, textbook)
    )
    for what in ("weights", "upstream"):
        mine, textbooks, exact = getattr(found, what), getattr(alike, what), getattr(right, what)
        assert mine.keys() == exact.keys()
        for name in exact:  # that the textbook itself knows in the dtype
            if textbooks[name] == pytest.approx(exact[name], rel=tolerance / 2, abs=1e-30):
                assert mine[name] == pytest.approx(exact[name], rel=tolerance, abs=1e-30), f"{what} of {name}"
    check_near(own.model.arrays(), before, 0)


@settings(max_examples=60)
@given(problems())
def test_what_is_said_of_any_network_is_what_the_textbook_says(problem):
    for dtype in TOLERANCES:
        for check in (check_predictions, check_observed, check_gradient_norms):
            check(problem, dtype, problem.rows)


@pytest.mark.parametrize("dtype", TOLERANCES)
@pytest.mark.parametrize("name", NETWORKS)
def test_predictions_are_the_textbooks(name, dtype):
    problem = dataclasses.replace(NETWORKS[name], n=MANY)
    for rows in (None, problem.rows, problem.rows[:1]):
        check_predictions(problem, dtype, rows)


@pytest.mark.parametrize("dtype", TOLERANCES)
@pytest.mark.parametrize("name", NETWORKS)
def test_what_is_observed_is_the_textbooks(name, dtype):
    problem = dataclasses.replace(NETWORKS[name], n=MANY)
    for rows in (None, problem.rows, problem.rows[:1]):
        check_observed(problem, dtype, rows)


@pytest.mark.parametrize("dtype", TOLERANCES)
@pytest.mark.parametrize("name", NETWORKS)
def test_gradient_norms_are_the_textbooks(name, dtype):
    for reg_lambda in (0.0, 0.1):
        problem = dataclasses.replace(NETWORKS[name], n=53, reg_lambda=reg_lambda)
        check_gradient_norms(problem, dtype, problem.rows)
        check_gradient_norms(problem, dtype, None)


def test_what_is_not_asked_for_is_not_observed():
    engine = OBSERVED.engine(OBSERVED.model(), np.float64)
    observed = engine.observe(OBSERVED.x, with_units=False)
    assert (observed.units, observed.data_loss) == ({}, None)
    assert list(engine.observe(OBSERVED.x).units) == [
        "tanh1",
        "relu1",
        "sigmoid1",
        "tanh2",
        "sigmoid2",
        "relu2",
        "tanh3",
    ]


def test_no_rows_have_no_predictions():
    engine = OBSERVED.engine(OBSERVED.model(), np.float64)
    assert engine.predict_labels(OBSERVED.x, rows=np.arange(0)).shape == (0,)


@pytest.mark.parametrize("dtype", TOLERANCES)
@pytest.mark.parametrize("beyond", [0, 3, 4, 5])
def test_a_map_is_beyond_its_range_where_more_than_four_fifths_of_its_places_are(beyond, dtype):
    """Five places, and a filter that tells those that are beyond from those that are not."""
    problem = Problem("conv(1, 1), tanh", (1, 1, 5), n=7)
    model = problem.model(dtype)
    model.set_arrays(model.arrays() | {"conv1.w": np.full((1, 1, 1, 1), 4, dtype), "conv1.b": np.zeros(1, dtype)})
    x = np.zeros((7, 1, 1, 5), np.uint8)
    x[..., :beyond] = 255
    units = problem.engine(model, dtype).observe(x).units["tanh1"]
    assert units.beyond.tolist() == [7 * (beyond == 5)]
    assert units.active.tolist() == [7]
