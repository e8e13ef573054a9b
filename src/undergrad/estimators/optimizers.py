"""Converts scikit-learn's optimizers and their states to this package's, and back.

scikit-learn's objects keep the state between two calls of `partial_fit` and in a stored estimator. They determine the
learning rate, when it falls, and when a training stops.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, BaseOptimizer, SGDOptimizer

from undergrad.engines import State
from undergrad.optimizers import SGD, Adam, Optimizer, parse_optimizer


class TextOptimizer(BaseOptimizer):  # type: ignore[misc]
    """An optimizer of this package, described by a text, instead of scikit-learn's."""

    def __init__(self, text: str, learning_rate_init: float) -> None:
        super().__init__(learning_rate_init)
        self.rule, self.state = parse_optimizer(text), State()


def made(estimator: Any) -> Any:
    """The optimizer at the start, from `optimizer`, or else from `solver` and its parameters."""
    e = estimator
    if e.optimizer is not None:
        return TextOptimizer(e.optimizer, e.learning_rate_init)
    params = e.coefs_ + e.intercepts_
    if e.solver == "sgd":
        return SGDOptimizer(
            params, e.learning_rate_init, e.learning_rate, e.momentum, e.nesterovs_momentum, e.power_t
        )  # fmt: skip
    return AdamOptimizer(params, e.learning_rate_init, e.beta_1, e.beta_2, e.epsilon)


def rule_of(optimizer: Any) -> Optimizer:
    """Its rule. scikit-learn adds Adam's epsilon to the uncorrected root."""
    if isinstance(optimizer, TextOptimizer):
        return optimizer.rule
    if isinstance(optimizer, AdamOptimizer):
        return Adam(optimizer.beta_1, optimizer.beta_2, optimizer.epsilon, epsilon_hat=True)
    return SGD(optimizer.momentum, optimizer.nesterov)


def rate_of(optimizer: Any) -> float:
    """The learning rate of the next steps; for Adam, before the correction that differs from step to step."""
    is_adam = isinstance(optimizer, AdamOptimizer)
    return float(optimizer.learning_rate_init if is_adam else optimizer.learning_rate)


def state_of(optimizer: Any, names: Sequence[str]) -> State:
    """Its state for the parameters of those names, in scikit-learn's order."""
    if isinstance(optimizer, TextOptimizer):
        return optimizer.state
    if isinstance(optimizer, AdamOptimizer):
        moments = zip(names, optimizer.ms, optimizer.vs, strict=True)
        return State(optimizer.t, {name: {"mean": m, "mean_square": v} for name, m, v in moments})
    # scikit-learn adds its velocity to a weight; this package subtracts it.
    velocities = zip(names, optimizer.velocities, strict=True)
    return State(0, {name: {"velocity": -velocity} for name, velocity in velocities})


def keep(optimizer: Any, names: Sequence[str], state: State) -> None:
    """Put the state into the optimizer; plain gradient descent has none."""
    if isinstance(optimizer, TextOptimizer):
        optimizer.state = state
    elif isinstance(optimizer, AdamOptimizer) and state.steps:
        optimizer.ms = [state.memories[name]["mean"] for name in names]
        optimizer.vs = [state.memories[name]["mean_square"] for name in names]
        optimizer.t = state.steps
        first, second = 1 - optimizer.beta_1**optimizer.t, 1 - optimizer.beta_2**optimizer.t
        optimizer.learning_rate = optimizer.learning_rate_init * np.sqrt(second) / first
    elif isinstance(optimizer, SGDOptimizer) and optimizer.momentum and state.memories:
        optimizer.velocities = [-state.memories[name]["velocity"] for name in names]
