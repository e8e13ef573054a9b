"""Where all numbers are whole, or halves of halves, nothing is rounded: an engine has the textbook's bits.

So what the textbook says of ties and bends decides: of equal entries of a window the first has the gradient, and at
exactly 0 an activation function has the slope of what is below.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.engines.networks import TEXTBOOK, TOLERANCES, Problem, arrays_of
from undergrad.data import Scaling
from undergrad.layers import MaxPoolingLayer
from undergrad.layers.windows import as_images, unfold
from undergrad.model import ClassifierModel

#: Two batches of eight, and two outputs: all that is divided by is a power of two.
SIZES = {"width": 2, "n": 16, "batch_size": 8, "learning_rate": 0.25, "reg_lambda": 0.5, "permuted": False}
PROBLEMS = {
    "pooled": Problem("conv(3, 2), pool(2, stride=1), relu", (2, 4, 5), "regression", **SIZES),
    "apart": Problem("conv(5, 1), pool(2, stride=3), leaky_relu(alpha=0.5)", (1, 5, 8), "regression", **SIZES),
    "overlapping": Problem("conv(2, 1), relu, pool(3, stride=1), pool(2, stride=1)", (4, 5), "absolute", **SIZES),
    "bends": Problem("relu, conv(3, 2, stride=2), leaky_relu(alpha=0.25), relu", (1, 4, 6), "absolute", **SIZES),
    "straight": Problem("fc(5), elu(alpha=0), fc(3), leaky_relu(alpha=1)", (6,), "huber(delta=2)", **SIZES),
    "padded": Problem(
        "conv(3, 3, pad=2), pool(3, stride=2), relu, conv(2, 1, pad=1), pool(3, stride=2)", (5, 5), "absolute", **SIZES
    ),
    "rows": Problem("fc(7), relu, fc(4), relu", (3, 2), "absolute", **SIZES),
    "behind": Problem("pool(2, stride=1), conv(4, 2), relu, pool(2, stride=1), relu", (3, 4, 5), "regression", **SIZES),
}


def whole(problem: Problem, dtype: str) -> ClassifierModel:
    """The model with small whole numbers, 0 among them."""
    rng, model = np.random.default_rng(0), problem.model(dtype)
    model.set_arrays({key: rng.integers(-2, 3, array.shape).astype(dtype) for key, array in model.arrays().items()})
    return model


def data(problem: Problem) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    return rng.integers(0, 3, problem.x.shape, dtype=np.uint8), rng.integers(-4, 5, (problem.n, 2)).astype(np.float64)


def stepped(problem: Problem, dtype: str, name: str | None, rows: np.ndarray) -> dict[str, np.ndarray]:
    """All that is found in a step with these rows, and what is said of the gradients before it."""
    x, labels = data(problem)
    engine = problem.engine(whole(problem, dtype), dtype, name, Scaling(np.zeros(()), np.ones(())))
    norms = engine.gradient_norms(x, labels, rows=rows, reg_lambda=problem.reg_lambda)
    loss = engine.train_epoch(x, labels, rows=rows, epoch=1, **problem.steps)
    said = {f"norm of {key}": np.array(norm) for key, norm in norms.weights.items()}
    said |= {f"norm before {key}": np.array(norm) for key, norm in norms.upstream.items()}
    return arrays_of(engine) | {"loss": np.array(loss)} | said


@pytest.mark.parametrize("optimizer", ["sgd", "sgd(momentum=0.5)", "sgd(momentum=0.5, nesterov=True)"])
@pytest.mark.parametrize("name", PROBLEMS)
def test_what_needs_no_rounding_is_the_textbooks_to_the_last_bit(name, optimizer):
    # In plain gradient descent the cpu engine holds matrices with a factor, in which their decay is; that rounds.
    reg_lambda = 0.0 if optimizer == "sgd" else 0.5
    problem = dataclasses.replace(PROBLEMS[name], optimizer=optimizer, reg_lambda=reg_lambda)
    for rows in (np.arange(8), np.arange(8, 16)):
        exact = stepped(problem, "float64", TEXTBOOK, rows)
        for dtype in TOLERANCES:
            textbook = stepped(problem, dtype, TEXTBOOK, rows)
            own = stepped(problem, dtype, None, rows)
            assert own.keys() == exact.keys()
            for key, array in exact.items():
                if not key.startswith("norm"):  # which is a root
                    np.testing.assert_array_equal(textbook[key], array, err_msg=f"{key} is rounded in {dtype}")
                    np.testing.assert_array_equal(own[key], array, err_msg=f"{key}, {dtype}")
                assert own[key] == pytest.approx(array, rel=TOLERANCES[dtype]), f"{key}, {dtype}"


@pytest.mark.parametrize("name", PROBLEMS)
def test_ties_and_bends_decide(name):
    ties, zeros = decided(whole(PROBLEMS[name], "float64"), data(PROBLEMS[name])[0])
    assert zeros > 0
    assert (ties > 20) == ("pool" in PROBLEMS[name].layers)


def decided(model: ClassifierModel, x: np.ndarray) -> tuple[int, int]:
    """How many windows have several greatest entries, and how many inputs of activation functions are 0."""
    ties = zeros = 0
    for layer in model.layers.values():
        if isinstance(layer, MaxPoolingLayer):
            windows = unfold(as_images(x), layer.kernel_size, layer.stride)
            ties += int(((windows == windows.max(axis=2, keepdims=True)).sum(axis=2) > 1).sum())
        elif layer.word in ("relu", "leaky_relu", "elu"):
            zeros += int((x == 0).sum())
        x = layer.forward(x)
    return ties, zeros
