"""Norm: the L2 term of the loss, and its gradient."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from undergrad.check.exercises.base import Exercise, Numbers, away_from_zero
from undergrad.check.formula import Formula, Options, l2_dial
from undergrad.sandbox.worker.script import NDArray, Ref, Script


class NormForward(Exercise):
    """forward(weights, reg_lambda), `weights` a list of arrays."""

    cls, method = "Norm", "forward"
    arguments: tuple[str, ...] = ("weights", "reg_lambda")
    checks: tuple[str, ...] = ("purity",)
    scalar = True
    math = "(reg_lambda / 2) sum_j ||W_j||^2, the sum of the squared entries (Frobenius)"

    @property
    def also_called(self) -> tuple[Exercise, ...]:
        return (NormOfOne(),) if self.method == "forward" else ()

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        W = [away_from_zero(rng, (5, 11)), away_from_zero(rng, (11, 3))]
        return {"weights": W, "W": W[0], "reg_lambda": float(rng.uniform(0.2, 0.7))}

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, "forward", n["weights"], n["reg_lambda"])
        return {"call": call, "result": call}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {"result": np.asarray(n["reg_lambda"] / 2 * sum(float(np.sum(W * W)) for W in n["weights"]))}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        dials = {"term": l2_terms(n["weights"], [], n["reg_lambda"], 1), "factor": L2_FACTORS}
        return {"result": Formula(dials, lambda term, factor: factor * term)}


class NormOfOne(NormForward):
    """forward(W, reg_lambda), `W` one array: the model adds the terms up."""

    arguments: tuple[str, ...] = ("W", "reg_lambda")
    math = "(reg_lambda / 2) ||W||^2, the sum of the squared entries (Frobenius)"

    @property
    def also_called(self) -> tuple[Exercise, ...]:
        return ()

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        n = super().draw(rng, variant)
        return n | {"weights": [n["W"]]}

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, "forward", n["W"], n["reg_lambda"])
        return {"call": call, "result": call}


class NormBackward(NormForward):
    """backward(W, reg_lambda)."""

    method = "backward"
    arguments: tuple[str, ...] = ("W", "reg_lambda")
    scalar = False
    math = "the gradient of (reg_lambda / 2) ||W||^2 is reg_lambda W"

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, "backward", n["W"], n["reg_lambda"])
        return {"call": call, "result": call}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {"result": n["reg_lambda"] * n["W"]}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        dials = {
            "l2": [(cause, value) for cause, value in l2_dial(n["W"], n["reg_lambda"], 1) if cause != "l2-times-n"]
        }
        return {"result": Formula(dials, lambda l2: l2)}


#: What becomes of the 1/2 of the L2 term.
L2_FACTORS: Options = ((None, 1.0), ("norm-missing-half", 2.0), ("norm-half-twice", 0.5), ("l2-sign", -1.0))


def l2_terms(weights: list[NDArray], biases: list[NDArray], reg_lambda: float, size: int) -> Options:
    """The L2 term of a loss, and what becomes of it."""
    squares = [float(np.sum(W * W)) for W in weights]
    spectral = [float(np.linalg.norm(W, 2)) for W in weights]
    right = reg_lambda / 2 * sum(squares)
    scaled: list[tuple[str | None, float]] = [("l2-over-n", right / size)] if size > 1 else []
    with_bias = reg_lambda / 2 * sum(float(np.sum(b * b)) for b in biases)
    if biases:
        scaled.append(("norm-includes-bias", right + with_bias))
    return (
        (None, right),
        *scaled,
        ("loss-without-l2", 0.0),
        ("l2-without-lambda", right / reg_lambda),
        ("l2-lambda-squared", right * reg_lambda),
        ("spectral-norm", reg_lambda / 2 * sum(value**2 for value in spectral)),
        ("spectral-norm", reg_lambda / 2 * sum(spectral)),
        ("norm-not-squared", reg_lambda / 2 * sum(value**0.5 for value in squares)),
        ("norm-not-squared", reg_lambda / 2 * sum(squares) ** 0.5),
        ("norm-l1", reg_lambda * sum(float(np.abs(W).sum()) for W in weights)),
        ("norm-l1", reg_lambda / 2 * sum(float(np.abs(W).sum()) for W in weights)),
        ("l2-sum-of-weights", reg_lambda / 2 * sum(float(W.sum()) for W in weights)),
        ("norm-square-of-sum", reg_lambda / 2 * sum(float(W.sum()) ** 2 for W in weights)),
        ("mean-for-sum", reg_lambda / 2 * sum(float(np.mean(W * W)) for W in weights)),
        ("norm-misses-a-layer", reg_lambda / 2 * squares[0]),
        ("norm-misses-a-layer", reg_lambda / 2 * squares[-1]),
    )
