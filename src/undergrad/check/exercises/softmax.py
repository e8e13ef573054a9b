"""SoftmaxLayer: forward, ce_loss, backward."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from undergrad.check.exercises.base import Exercise, Numbers, away_from_zero, float64_result
from undergrad.check.formula import Formula, Options, whole
from undergrad.layers import SoftmaxLayer
from undergrad.sandbox.worker.script import NDArray, Ref, Script

_SIZES = {"generic": (7, 5), "other": (11, 3), "batch of 1": (1, 5), "speed": (128, 500)}


def _softmax(x: NDArray, axis: int | None = 1) -> NDArray:
    e: NDArray = np.exp(x - x.max())
    p: NDArray = e / e.sum(axis=axis, keepdims=True)
    return p


def _row(e: NDArray) -> NDArray:
    p: NDArray = e / e.sum(axis=1, keepdims=True)
    return p


class SoftmaxForward(Exercise):
    """forward(x)."""

    cls, method = "SoftmaxLayer", "forward"
    arguments: tuple[str, ...] = ("x",)
    shapes: tuple[str, ...] = ("batch of 1", "Fortran order")
    extremes: tuple[str, ...] = ("+-1000", "rows far apart", "equal scores")
    float32 = timed = True
    math = "y_hat_ic = e^(x_ic) / sum_k e^(x_ik)"

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        n, c = _SIZES.get(variant, _SIZES["generic"])
        x = away_from_zero(rng, (n, c))
        y_hat = _softmax(x)
        # Half of the rows predicted right, half wrong; every class once where there are rows enough.
        best = y_hat.argmax(axis=1)
        labels = np.where(rng.permuted(np.resize([True, False], n)), best, (best + rng.integers(1, c, n)) % c)
        if variant == "+-1000":
            signs = rng.permuted(np.resize([1.0, -1.0], (c,)) * np.ones((n, 1)), axis=1)  # both in every row
            x = signs * rng.uniform(900, 1000, (n, c))
        if variant == "rows far apart":
            x = x + np.resize([-1000.0, 0.0, 1000.0], n)[:, None]
        if variant == "equal scores":
            x = np.repeat(rng.uniform(-800, 800, (n, 1)), c, axis=1)
        if variant == "Fortran order":
            x = np.asfortranarray(x)
        return {
            "x": x,
            "y_hat": y_hat,
            "y": np.eye(c)[labels],
            "reg_lambda": float(rng.uniform(0.2, 0.7)),
            "random": _softmax(away_from_zero(rng, (n, c))),
        }

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, "forward", n["x"])
        return {"call": call, "result": call}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {"result": float64_result(SoftmaxLayer().forward(n["x"]))}

    def kept(self, n: Numbers) -> dict[str, NDArray]:
        return {"y_hat": np.asarray(SoftmaxLayer().forward(n["x"]))}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        x = n["x"]
        e = np.exp(x)
        stable = np.exp(x - x.max(axis=1, keepdims=True))
        right = _softmax(x)
        function: Options = (
            (None, right),
            ("softmax-wrong-axis", _softmax(x, 0)),
            ("softmax-whole-array", _softmax(x, None)),
            ("softmax-wrong-axis", stable / stable.sum(axis=0, keepdims=True)),
            ("softmax-whole-array", stable / stable.sum()),
            ("softmax-wrong-axis", _row(np.exp(x - x.max(axis=0, keepdims=True)))),
            ("softmax-not-normalised", e),
            ("softmax-not-normalised", stable),
            ("softmax-not-normalised", np.exp(x - x.max())),
            ("sign", _softmax(-x)),
            ("base-for-e", _softmax(np.log(2) * x)),
            ("base-for-e", _softmax(np.log(10) * x)),
            ("exponent-factor", _softmax(2 * x)),
            ("exponent-factor", _softmax(x / 2)),
            ("softmax-without-exp", x / x.sum(axis=1, keepdims=True)),
            ("softmax-log", np.log(right)),
            ("maximum-for-sum", e / e.max(axis=1, keepdims=True)),
            ("averaged-for-sum", e / e.mean(axis=1, keepdims=True)),
            ("sigmoid-for-softmax", 1 / (1 + np.exp(-x))),
            ("softmax-hard", np.eye(x.shape[1])[x.argmax(axis=1)]),
            ("classes-for-probabilities", x.argmax(axis=1)),
            ("softmax-twice", _softmax(right)),
            ("identity", x),
        )
        return {
            "result": Formula({"function": function, "whole": whole(len(x))}, lambda function, whole: whole(function))
        }


class CrossEntropy(SoftmaxForward):
    """ce_loss(y_hat, y)."""

    method = "ce_loss"
    arguments: tuple[str, ...] = ("y_hat", "y")
    shapes: tuple[str, ...] = ("batch of 1",)
    extremes: tuple[str, ...] = ("y_hat exactly 0 and 1",)
    float32 = False
    scalar = True
    math = "loss = -(1/N) sum_i sum_c y_ic log(y_hat_ic + 1e-10)"

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        n = super().draw(rng, variant)
        if variant == "y_hat exactly 0 and 1":
            n["y_hat"] = np.eye(n["y_hat"].shape[1])[
                n["y_hat"].argmax(axis=1)
            ]  # half of the labels got probability 1, half got 0
        return n

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, "ce_loss", n["y_hat"], n["y"])
        return {"call": call, "result": call}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {"result": float64_result(SoftmaxLayer().ce_loss(n["y_hat"], n["y"]))}

    def kept(self, n: Numbers) -> dict[str, NDArray]:
        return {"y_hat": n["y_hat"], "y": n["y"]}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        p, y = n["y_hat"], n["y"]
        size, c = p.shape
        guess = np.eye(c)[p.argmax(axis=1)]
        dials: dict[str, Options] = {
            "labels": (
                (None, y),
                ("cross-entropy-argmax", guess),
                ("cross-entropy-counts-hits", guess * y),
                ("labels-ignored", np.ones_like(y)),
                ("labels-inverted", 1 - y),
            ),
            "logarithm": (
                (None, lambda values: np.log(values + 1e-10)),
                ("log2", lambda values: np.log2(values + 1e-10)),
                ("log10", lambda values: np.log10(values + 1e-10)),
                ("log1p", np.log1p),
                ("epsilon-too-large", lambda values: np.log(values + 1e-8)),
                ("epsilon-too-large", lambda values: np.log(values + 1e-7)),
                ("epsilon-too-large", lambda values: np.log(values + 1e-6)),
                ("epsilon-too-large", lambda values: np.log(values + 1e-5)),
                ("epsilon-too-large", lambda values: np.log(values + 1e-4)),
                ("epsilon-too-large", lambda values: np.log(values + 1e-3)),
                ("epsilon-too-large", lambda values: np.log(values + 1e-2)),
                ("epsilon-too-large", lambda values: np.log(values + 1e-1)),
                ("epsilon-too-large", lambda values: np.log(values + 1)),
                ("epsilon-too-large", lambda values: np.log(np.maximum(values, 1e-2))),
                ("epsilon-inside-wrong", lambda values: np.log(values + 1e-12)),
                ("epsilon-inside-wrong", lambda values: np.log(values + 1e-15)),
                ("epsilon-inside-wrong", lambda values: np.log(values + 1e-16)),
                ("epsilon-inside-wrong", lambda values: np.log(values + np.finfo(float).eps)),
                ("epsilon-inside-wrong", lambda values: np.log(values + 1e-20)),
                ("epsilon-inside-wrong", lambda values: np.log(values + 1e-100)),
                ("epsilon-inside-wrong", lambda values: np.log(values + 1e-300)),
                ("epsilon-inside-wrong", lambda values: np.log(np.maximum(values, 1e-12))),
                ("epsilon-too-large", lambda values: np.log(np.maximum(values, 1e-8))),
                ("epsilon-too-large", lambda values: np.log(np.maximum(values, 1e-7))),
                ("epsilon-inside-wrong", lambda values: np.log(np.maximum(values, 1e-15))),
                ("cross-entropy-without-log", lambda values: values),
                ("cross-entropy-without-log", lambda values: values - 1),
                ("log-without-epsilon", np.log),
            ),
            "extra": (
                (None, 0.0),
                ("cross-entropy-binary", -np.sum((1 - y) * np.log(1 - p + 1e-10))),
            ),
            "mean": (
                (None, lambda total: total / size),
                ("cross-entropy-not-averaged", lambda total: total),
                ("cross-entropy-divided-by-n-times-c", lambda total: total / (size * c)),
                ("cross-entropy-divided-by-c", lambda total: total / c),
                ("extra-1-over-n", lambda total: total / size**2),
                ("times-n", lambda total: total * size),
                ("divided-by-n-minus-one", lambda total: total / max(size - 1, 0.5)),
            ),
            "sign": ((None, 1.0), ("sign", -1.0)),
            "factor": ((None, 1.0), ("halved", 0.5), ("doubled", 2.0)),
        }
        terms = -y * np.log(p + 1e-10)
        wholes: Options = (
            ("cross-entropy-returns-probabilities", p),
            ("loss-not-a-float", terms),
            ("loss-not-a-float", terms.sum(axis=1)),
            ("loss-not-a-float", terms.sum(axis=0)),
            ("loss-not-a-float", terms / size),
            ("loss-not-a-float", terms.sum(axis=1) / size),
            ("loss-not-a-float", terms.sum(axis=0) / size),
            ("loss-not-a-float", -terms),
            ("softmax-twice", -np.sum(y * np.log(_softmax(p) + 1e-10)) / size),
            ("squared-error", np.sum((p - y) ** 2) / size),
            ("squared-error", np.sum((p - y) ** 2) / (2 * size)),
            ("squared-error", np.mean((p - y) ** 2)),
            ("squared-error", np.sum((p - y) ** 2)),
            ("cross-entropy-swapped", lambda: -np.sum(p * np.log(y + 1e-10)) / size),
            ("accuracy-for-loss", np.mean(p.argmax(axis=1) == y.argmax(axis=1))),
            ("accuracy-for-loss", np.mean(p.argmax(axis=1) != y.argmax(axis=1))),
            ("probability-for-loss", np.sum(y * p) / size),
            ("probability-for-loss", 1 - np.sum(y * p) / size),
        )

        def combine(labels: NDArray, logarithm: Any, extra: Any, mean: Any, sign: float, factor: float) -> Any:
            return sign * factor * mean(-np.sum(np.where(labels != 0, labels * logarithm(p), 0.0)) + extra)

        return {"result": Formula(dials, combine, wholes)}


class SoftmaxBackward(SoftmaxForward):
    """backward(d_prev=1, reg_lambda=0), after forward and ce_loss."""

    method = "backward"
    arguments: tuple[str, ...] = ("d_prev", "reg_lambda")
    prior: tuple[str, ...] = ("forward", "ce_loss")
    shapes: tuple[str, ...] = ("batch of 1",)
    extremes: tuple[str, ...] = ()
    math = "dx = (y_hat - y) / N"

    def prepare(self, script: Script, layer: Ref, n: Numbers) -> list[Ref]:
        y_hat = script.call(layer, "forward", n["x"])
        return [y_hat, script.call(layer, "ce_loss", y_hat, n["y"])]

    def patch(self, script: Script, layer: Ref, n: Numbers) -> None:
        script.set(layer, "y_hat", n["random"])
        script.set(layer, "y", n["y"])

    def readings(self, n: Numbers, *, patched: bool = False) -> tuple[Numbers, ...]:
        return (n | {"kept": n["random"]}, n) if patched else (n,)

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, "backward", 1, n["reg_lambda"])
        return {"call": call, "result": call}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {"result": (n.get("kept", _softmax(n["x"])) - n["y"]) / len(n["x"])}

    def kept(self, n: Numbers) -> dict[str, NDArray]:
        return {}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        x, y, reg_lambda = n["x"], n["y"], n["reg_lambda"]
        p = n.get("kept", _softmax(x))
        size, c = p.shape
        guess = np.eye(c)[p.argmax(axis=1)]
        dials: dict[str, Options] = {
            "difference": (
                (None, p - y),
                ("labels-ignored", p),
                ("probabilities-missing", -y),
                ("probabilities-missing", y),
                ("labels-added", p + y),
                ("softmax-hard", guess - y),
                ("labels-from-argmax", p - guess),
                ("scores-for-probabilities", x - y),
                ("cross-entropy-gradient-only", -y / (p + 1e-10)),
                ("cross-entropy-gradient-only", y / (p + 1e-10)),
                ("softmax-diagonal-jacobian", p * (1 - p)),
                ("softmax-diagonal-jacobian", -y * (1 - p)),
                ("softmax-differentiated-twice", (p - y) * p * (1 - p)),
                ("squared-difference", (p - y) ** 2),
                ("absolute-difference", np.abs(p - y)),
                ("logarithm-for-probability", np.log(p + 1e-10) - y),
            ),
            "mean": (
                (None, 1 / size),
                ("missing-1-over-n", 1.0),
                ("times-n", float(size)),
                ("divided-by-c", 1 / c),
                ("divided-by-n-times-c", 1 / (size * c)),
                ("extra-1-over-n", 1 / size**2),
            ),
            "sign": ((None, 1.0), ("sign", -1.0)),
            "factor": ((None, 1.0), ("halved", 0.5), ("doubled", 2.0)),
            "extra": (
                (None, 0.0),
                *(("l2-in-activation", reg_lambda * term) for term in (p, x, 1.0, (p - y) / size, p - y, p / size)),
            ),
            "transposition": ((None, False), ("transpose", True)),
        }

        def combine(
            difference: NDArray, mean: float, sign: float, factor: float, extra: Any, transposition: bool
        ) -> Any:
            value = sign * factor * difference * mean + extra
            return value.T if transposition else value

        return {"result": Formula(dials, combine)}
