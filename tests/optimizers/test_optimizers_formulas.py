"""Each optimizer against its formula written out number by number, and against the libraries that have the same one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from undergrad.optimizers import OPTIMIZERS, SGD, AdaGrad, Adam, AdamW, RMSProp

STEPS = 50


def sgd(gradients, rate, momentum=0.0, nesterov=False):
    v, taken = 0.0, []
    for g in gradients:
        v = momentum * v + rate * g
        taken.append(momentum * v + rate * g if nesterov else v)
    return taken


def adagrad(gradients, rate, epsilon=1e-10):
    squares = np.cumsum(np.square(gradients))
    return [rate * g / (math.sqrt(G) + epsilon) for g, G in zip(gradients, squares, strict=True)]


def rmsprop(gradients, rate, gamma=0.9, epsilon=1e-8):
    taken = []
    for t, g in enumerate(gradients):
        G = sum((1 - gamma) * gamma ** (t - k) * gradients[k] ** 2 for k in range(t + 1))
        taken.append(rate * g / math.sqrt(G + epsilon))
    return taken


def adam(gradients, rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8, epsilon_hat=False):
    taken = []
    for t in range(1, len(gradients) + 1):
        first = [(1 - beta_1) * beta_1 ** (t - k) for k in range(1, t + 1)]
        second = [(1 - beta_2) * beta_2 ** (t - k) for k in range(1, t + 1)]
        m = sum(weight * g for weight, g in zip(first, gradients, strict=False))
        v = sum(weight * g**2 for weight, g in zip(second, gradients, strict=False))
        # The weights of the mean add up to 1 - beta^t.
        if epsilon_hat:
            taken.append(rate * math.sqrt(sum(second)) / sum(first) * m / (math.sqrt(v) + epsilon))
        else:
            taken.append(rate * (m / sum(first)) / (math.sqrt(v / sum(second)) + epsilon))
    return taken


WRITTEN_OUT = [
    (SGD(), lambda g, rate: sgd(g, rate)),
    (SGD(momentum=0.9), lambda g, rate: sgd(g, rate, 0.9)),
    (SGD(momentum=0.5, nesterov=True), lambda g, rate: sgd(g, rate, 0.5, True)),
    (AdaGrad(), adagrad),
    (AdaGrad(epsilon=0.1), lambda g, rate: adagrad(g, rate, 0.1)),
    (RMSProp(), rmsprop),
    (RMSProp(gamma=0.6, epsilon=0.1), lambda g, rate: rmsprop(g, rate, 0.6, 0.1)),
    (Adam(), adam),
    (Adam(beta_1=0.5, beta_2=0.7, epsilon=0.1), lambda g, rate: adam(g, rate, 0.5, 0.7, 0.1)),
    (Adam(epsilon=0.1, epsilon_hat=True), lambda g, rate: adam(g, rate, epsilon=0.1, epsilon_hat=True)),
    (AdamW(), adam),
]


def taken(optimizer, gradients, rate):
    """The steps for the gradients of one parameter."""
    memory = {}
    return [optimizer.step(g, rate, memory, steps) for steps, g in enumerate(gradients, 1)]


@pytest.mark.parametrize(("optimizer", "formula"), WRITTEN_OUT, ids=[str(optimizer) for optimizer, _ in WRITTEN_OUT])
@settings(max_examples=25)  # each draws 150 gradients
@given(
    gradients=arrays(np.float64, (STEPS, 3), elements=st.floats(-10, 10).map(lambda g: g if abs(g) > 1e-3 else 0.5)),
    rate=st.floats(1e-4, 1),
)
def test_fifty_steps_are_the_formula_written_out(optimizer, formula, gradients, rate):
    steps = np.array(taken(optimizer, gradients, rate))
    for column in range(3):
        np.testing.assert_allclose(steps[:, column], formula(gradients[:, column], rate), rtol=1e-10, atol=1e-12)


def rng_gradients():
    return np.random.default_rng(0).normal(size=(STEPS, 4, 3))


TORCH = [
    (SGD(), "SGD", {}),
    (SGD(momentum=0.9), "SGD", {"momentum": 0.9}),
    (SGD(momentum=0.9, nesterov=True), "SGD", {"momentum": 0.9, "nesterov": True}),
    (AdaGrad(), "Adagrad", {}),
    # PyTorch has epsilon outside the root: the same where it is nothing beside the root.
    (RMSProp(epsilon=1e-40), "RMSprop", {"alpha": 0.9, "eps": 1e-20}),
    (Adam(), "Adam", {}),
    (Adam(beta_1=0.8, beta_2=0.99, epsilon=1e-3), "Adam", {"betas": (0.8, 0.99), "eps": 1e-3}),
    (AdamW(), "AdamW", {}),
    (AdamW(weight_decay=0.3), "AdamW", {"weight_decay": 0.3}),
]


@pytest.mark.parametrize(("optimizer", "name", "settings"), TORCH, ids=[str(optimizer) for optimizer, *_ in TORCH])
def test_fifty_steps_are_those_of_pytorch(optimizer, name, settings):
    torch = pytest.importorskip("torch")
    W = np.random.default_rng(1).normal(size=(4, 3))
    theirs = torch.nn.Parameter(torch.tensor(W))
    library, memory = getattr(torch.optim, name)([theirs], lr=0.05, **settings), {}
    for steps, gradient in enumerate(rng_gradients(), 1):
        theirs.grad = torch.tensor(gradient)
        library.step()
        decay = optimizer.decay(W, 0.05)
        W = W - optimizer.step(gradient, 0.05, memory, steps) - (0.0 if decay is None else decay)
        np.testing.assert_allclose(W, theirs.detach().numpy(), rtol=1e-10, atol=1e-10)


def test_epsilon_hat_is_scikit_learns_adam_and_the_two_forms_differ_by_3e_7_over_the_gradient_at_first():
    library = pytest.importorskip("sklearn.neural_network._stochastic_optimizers")
    W = np.ones((4, 3))
    theirs, memory, mine = [W.copy()], {}, W.copy()
    adam_of_theirs = library.AdamOptimizer(theirs, learning_rate_init=0.05)
    for steps, gradient in enumerate(rng_gradients(), 1):
        adam_of_theirs.update_params(theirs, [gradient])
        mine = mine - Adam(epsilon_hat=True).step(gradient, 0.05, memory, steps)
        np.testing.assert_allclose(mine, theirs[0], rtol=1e-10, atol=1e-10)
    g = np.array([1e-3, 0.1, 10.0])
    first, other = (Adam(epsilon_hat=hat).step(g, 1.0, {}, 1) for hat in (False, True))
    np.testing.assert_allclose((first - other) * g, 3.06e-7, rtol=0.01)


def test_nesterov_and_momentum_are_scikit_learns():
    library = pytest.importorskip("sklearn.neural_network._stochastic_optimizers")
    for nesterov in (False, True):
        mine = np.ones((4, 3))
        theirs, memory = [mine.copy()], {}
        descent = library.SGDOptimizer(theirs, 0.05, momentum=0.9, nesterov=nesterov)
        for steps, gradient in enumerate(rng_gradients(), 1):
            descent.update_params(theirs, [gradient])
            mine = mine - SGD(momentum=0.9, nesterov=nesterov).step(gradient, 0.05, memory, steps)
        np.testing.assert_allclose(mine, theirs[0], rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("optimizer", [kind() for kind in OPTIMIZERS.values()] + [SGD(momentum=0.9)], ids=str)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_steps_keep_the_gradients_dtype_and_change_no_array_in_place(optimizer, dtype):
    memory: dict[str, np.ndarray] = {}
    for steps in (1, 2, 3):
        gradient = np.array([1.0, -2.0, 0.0], dtype)
        before = gradient.copy(), {key: (array, array.copy()) for key, array in memory.items()}
        step = optimizer.step(gradient, 0.1, memory, steps)
        assert step.dtype == dtype
        assert np.isfinite(step).all()
        assert step[2] == 0
        assert np.array_equal(gradient, before[0])
        assert all(np.array_equal(array, copy) for array, copy in before[1].values())
        assert all(array.dtype == dtype for array in memory.values())
    assert len(memory) == optimizer.arrays


@pytest.mark.parametrize("library", ["torch", "jax.numpy"])
@pytest.mark.parametrize("kind", OPTIMIZERS.values(), ids=lambda kind: kind.word)
def test_arrays_of_other_libraries_stay_theirs(library, kind):
    xp = pytest.importorskip(library)
    gradient = np.array([0.5, -2.0], np.float32)
    mine, theirs, optimizer = {}, {}, kind()
    for steps in (1, 2):
        expected = optimizer.step(gradient, 0.1, mine, steps)
        step = optimizer.step(xp.asarray(gradient), 0.1, theirs, steps)
        assert type(step) is type(xp.asarray(gradient))
        np.testing.assert_allclose(np.asarray(step), expected, rtol=1e-6)
