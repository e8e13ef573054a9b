"""The gradients of a layer that has no textbook: its own forward is their judge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from undergrad.check import compare
from undergrad.check.causes import evidence
from undergrad.check.difference import STEPS, central
from undergrad.check.exercises.base import away_from_zero
from undergrad.check.exercises.of_contract import slips_of_whole
from undergrad.check.formula import Formula, search
from undergrad.check.phrases import entries
from undergrad.check.records import Record
from undergrad.check.trial import Trial, is_parameter
from undergrad.sandbox.worker.script import NDArray

_MOST_KINKS = 0.2  # of all entries


def gradients(trial: Trial) -> Iterator[Record]:
    """Of the input and of each parameter, against central differences of forward."""
    layer, x = trial.new(), trial.draw()
    names = [name for name, value in vars(layer).items() if is_parameter(value)]
    out = trial.forward(layer, x)
    d = away_from_zero(trial.rng, out.shape)
    dx = np.array(layer.backward(d.copy(), 0.0)).reshape(x.shape)  # of a layer that flattens x it may be flat
    analytic = {"x": dx} | {n: np.array(getattr(layer, f"d{n}")) for n in names if hasattr(layer, f"d{n}")}

    def loss(name: str, value: NDArray) -> float:
        fresh = trial.new()
        if name != "x":
            setattr(fresh, name, value)
        return float(np.sum(trial.forward(fresh, value if name == "x" else x.copy()) * d))

    for name, got in analytic.items():
        start = x if name == "x" else np.array(getattr(trial.new(), name))
        if got.shape != start.shape:
            told = f"d{name} has the shape {got.shape} for {start.shape}"
            yield trial.say("gradients", "fail", method="backward", message=told, causes=("wrong-shape",))
            continue
        for step in STEPS:
            found = central(lambda value, name=name: loss(name, value), start, step)  # type: ignore[misc]
            a, b = (np.where(found.kinks, 0.0, array) for array in (got, found.gradient))
            verdict, error = compare.verdict(a, b, compare.PASS_DIFFERENCE, compare.FAIL_DIFFERENCE, absolute=1e-8)
            if verdict != "unclear":
                break
        if found.kinks.mean() > _MOST_KINKS:
            told = f"d{name} is numerically unclear: forward has kinks at these inputs"
            yield trial.say("gradients", "remark", method="backward", message=told)
        elif verdict == "unclear":
            told = f"d{name} is numerically unclear"
            yield trial.say("gradients", "remark", method="backward", message=told, error=error)
        elif verdict == "fail":
            yield _wrong(trial, f"d{name}", a, b, error)


def _wrong(trial: Trial, name: str, a: NDArray, b: NDArray, error: float) -> Record:
    fits = search(a, Formula("value", {}, {"value": b, "N": trial.shape[0]}, (slips_of_whole(),)), b)
    more: dict[str, Any] = {}
    if len(fits) == 1:
        more = {"causes": fits[0].causes, "evidence": evidence(name, fits[0].causes, fits[0].error)}
    came, right = entries(compare.differences(a, b))
    return trial.say(
        "gradients",
        "fail",
        method="backward",
        message=f"{name} is not the gradient of forward",
        error=error,
        got=came,
        expected=right,
        math=f"{name} = d(sum(forward(x) * d_prev)) / d{name[1:]}",
        **more,
    )


def l2(trial: Trial) -> Iterator[Record]:
    """With reg_lambda, the gradient of a parameter p grows by reg_lambda p or, where p is not penalised, not at all."""
    reg_lambda, x = 0.37, trial.draw()
    without, with_l2 = trial.new(), trial.new()
    d = away_from_zero(trial.rng, trial.forward(without, x).shape)
    trial.forward(with_l2, x)
    plain, penalised = without.backward(d.copy(), 0.0), with_l2.backward(d.copy(), reg_lambda)
    if compare.relative_error(penalised, plain) > compare.PASS:
        told = "the gradient of the input depends on reg_lambda"
        yield trial.say("l2", "fail", method="backward", message=told, causes=("l2-in-dx",))
    n = len(x)
    named = {2.0: "l2-twice", 0.5: "l2-half", -1.0: "l2-sign", 1 / n: "l2-over-n", float(n): "l2-times-n"}
    named |= {1 / reg_lambda: "l2-without-lambda", reg_lambda: "l2-lambda-squared"}
    for name, p in vars(without).items():
        if not is_parameter(p) or not is_parameter(getattr(without, f"d{name}", None)) or not np.any(p):
            continue
        base, got = getattr(without, f"d{name}"), getattr(with_l2, f"d{name}")
        term = np.array(reg_lambda * p)

        def error(factor: float, base: NDArray = base, got: NDArray = got, term: NDArray = term) -> float:
            return compare.relative_error(got, base + factor * term)

        if min(error(1.0), error(0.0)) <= compare.PASS:
            continue
        causes = tuple(cause for factor, cause in named.items() if error(factor) <= compare.FIT)
        told = f"d{name} grows by something else than reg_lambda {name}, or nothing, when reg_lambda does"
        more = {"error": error(1.0), "math": f"d/d{name} (lambda/2) ||{name}||^2 = lambda {name}"}
        yield trial.say("l2", "fail", method="backward", message=told, causes=causes, **more)
