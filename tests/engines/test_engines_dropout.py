"""An engine drops what the textbook drops: at the same place of a training the same entries."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

from tests.engines.compared import check_near
from tests.engines.fixed import FIXED
from tests.engines.networks import TEXTBOOK, Problem, arrays_of, bits
from undergrad.layers import DropoutLayer
from undergrad.layers.base import Draw

#: Dropout of images and of rows, twice in a row, first and last; the last batch has three rows.
NETWORK = Problem(
    "dropout(0.3), conv(5, 2, stride=2), dropout(0.5), dropout(0.1), relu, fc(7), dropout(0.999), elu, dropout(0)",
    (3, 4, 6),
    n=23,
    batch_size=6,
)


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.5, 0.9])
@pytest.mark.parametrize("seed", [0, 7, 2**32 + 5, 2**63 - 1])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_what_is_dropped_is_what_the_textbook_drops(dtype, seed, rate):
    """The weights of an input that was dropped do not move: those of all others do."""
    problem = Problem(f"tanh, dropout({rate})", (2, 33), "regression", batch_size=1, n=3, seed=seed)
    start, layer = problem.model(dtype).arrays(), DropoutLayer(rate)
    model = problem.model(dtype)
    engine = problem.engine(model, dtype)
    for epoch, step in itertools.product((1, 2, 70000), (1, 2, 3)):
        layer.draw = Draw(seed, epoch, step, 1)
        layer.forward(np.ones((1, 2, 33)))
        # The last step of an epoch of so many; in those before it no input is anything but 0.
        x = np.zeros((step, 2, 33), np.uint8)
        x[-1] = 255
        model.set_arrays(start)
        engine.train_epoch(x, problem.labels[:step], epoch=epoch, **problem.steps)
        moved = (model.parameters()["fc1.W"] != start["fc1.W"]).any(axis=1)
        np.testing.assert_array_equal(moved, layer.mask.ravel() != 0, err_msg=f"epoch {epoch}, step {step}")


@pytest.mark.parametrize("seed", [3, 2**40 + 1])
@pytest.mark.parametrize("batch_size", [1, 6, 20])
def test_two_epochs_drop_what_the_textbook_drops(batch_size, seed):
    problem = dataclasses.replace(NETWORK, batch_size=batch_size, seed=seed)
    (textbook, losses), (engine, own) = problem.trained(np.float64, TEXTBOOK), problem.trained(np.float64)
    assert own == pytest.approx(losses, rel=1e-12)
    check_near(arrays_of(engine), arrays_of(textbook), 1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("problem", [NETWORK, FIXED["dropped"], FIXED["all"]], ids=["network", "dropped", "all"])
def test_a_training_that_goes_on_in_epoch_2_drops_what_it_would_have_dropped(problem, dtype):
    problem = dataclasses.replace(problem, optimizer="adam")
    engine, _ = problem.trained(dtype, epochs=1)
    arrays, state = dict(engine.model.arrays()), engine.state
    loss = problem.epoch(engine, 2)
    model = problem.model(dtype)
    model.set_arrays(arrays)
    other = problem.engine(model, dtype)
    other.state = state
    assert problem.epoch(other, 2) == loss
    assert bits(other) == bits(engine)


def test_another_seed_and_another_epoch_drop_others():
    """So that what is found above is not found of an engine that drops nothing, or always the same."""
    found = set()
    for seed, epoch in ((0, 1), (0, 2), (1, 1)):
        problem = dataclasses.replace(NETWORK, layers="dropout(0.5)", seed=0)
        engine = dataclasses.replace(problem, seed=seed).engine(problem.model(), np.float64)
        problem.epoch(engine, epoch)
        found.add(bits(engine)["fc1.W"])
    assert len(found) == 3
