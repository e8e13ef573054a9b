"""An optimizer's step, entry by entry: the formulas of `undergrad.optimizers`."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from undergrad.engines import tables as t
from undergrad.engines.compiled.part import part


class Rule(NamedTuple):
    """The parameters of a step; all but `kind` are float64."""

    #: One of the rules of `tables`.
    kind: Any
    learning_rate: Any
    #: The decay by the L2 term, as a part of the gradient, and that of the weights alone, per learning rate.
    reg_lambda: Any
    weight_decay: Any
    #: momentum, gamma, or beta_1; and beta_2.
    keeps: Any
    keeps_squares: Any
    epsilon: Any
    #: The factors that correct m and v for their start at 0.
    first: Any
    second: Any
    #: The factor of the gradients.
    share: Any


@part
def step(rule: Rule, is_regularised: int, n: int, W: Any, m: Any, v: Any, g: Any) -> None:
    """W <- W - step(g) for n numbers; m and v are the optimizer's state."""
    real = type(W[0])
    share, rate, one = real(rule.share), real(rule.learning_rate), real(1)
    L2 = real(rule.reg_lambda if is_regularised else 0.0)
    stays = real(1 - (rule.learning_rate * rule.weight_decay if is_regularised else 0.0))
    keeps, takes, epsilon = real(rule.keeps), real(1 - rule.keeps), real(rule.epsilon)
    if rule.kind == t.MOMENTUM:
        for j in range(n):
            m[j] = keeps * m[j] + rate * (share * (g[j] + L2 * W[j]))
            W[j] -= m[j]
    elif rule.kind == t.NESTEROV:
        for j in range(n):
            further = rate * (share * (g[j] + L2 * W[j]))
            m[j] = keeps * m[j] + further
            W[j] -= keeps * m[j] + further
    elif rule.kind == t.ADAGRAD:
        for j in range(n):
            gradient = share * (g[j] + L2 * W[j])
            m[j] += gradient * gradient
            W[j] -= rate * gradient / (math.sqrt(m[j]) + epsilon)
    elif rule.kind == t.RMSPROP:
        for j in range(n):
            gradient = share * (g[j] + L2 * W[j])
            m[j] = keeps * m[j] + takes * gradient * gradient
            W[j] -= rate * gradient / math.sqrt(m[j] + epsilon)
    elif rule.kind == t.ADAM or rule.kind == t.ADAM_HAT:
        keeps_squares, takes_squares = real(rule.keeps_squares), real(1 - rule.keeps_squares)
        # The correction of v is outside the root if epsilon is added to the uncorrected root.
        inside = real(rule.second) if rule.kind == t.ADAM else one
        outside = real(rule.learning_rate * rule.first)
        if rule.kind == t.ADAM_HAT:
            outside = real(rule.learning_rate * rule.first / math.sqrt(rule.second))
        for j in range(n):
            gradient = share * (g[j] + L2 * W[j])
            m[j] = keeps * m[j] + takes * gradient
            v[j] = keeps_squares * v[j] + takes_squares * gradient * gradient
            W[j] = stays * W[j] - outside * m[j] / (math.sqrt(v[j] * inside) + epsilon)
    else:
        for j in range(n):
            W[j] -= rate * (share * (g[j] + L2 * W[j]))
