"""FCLayer: the weights it draws, forward, backward, update."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from undergrad.check.exercises.base import Exercise, Numbers, away_from_zero, float64_result
from undergrad.check.formula import Formula, Options, l2_dial, whole
from undergrad.layers import FCLayer
from undergrad.sandbox.worker.script import NDArray, Ref, Script

_SIZES: dict[str, tuple[tuple[int, ...], int]] = {
    "generic": ((7, 5), 3),
    "other": ((11, 5), 3),
    "batch of 1": ((1, 5), 3),
    "4-D": ((7, 2, 3, 5), 11),
    "3-D": ((7, 3, 5), 11),
    "speed": ((128, 500), 500),
}


class FCForward(Exercise):
    """forward(x)."""

    cls, method = "FCLayer", "forward"
    arguments: tuple[str, ...] = ("x",)
    weights: tuple[str, ...] = ("W", "b")
    variants: tuple[str, ...] = ("generic", "4-D")
    blocked_by = (("__init__", "transpose"),)
    shapes: tuple[str, ...] = ("batch of 1", "4-D", "Fortran order")
    float32 = timed = True
    math = "out = x W + b, x flattened to (N, -1)"

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        shape, h = _SIZES.get(variant, _SIZES["generic"])
        d = int(np.prod(shape[1:]))
        x = away_from_zero(rng, shape)
        return {
            "x": np.asfortranarray(x) if variant == "Fortran order" else x,
            "W": away_from_zero(rng, (d, h)),
            "b": away_from_zero(rng, (h,), 0.5, 2.0),
            "d_prev": away_from_zero(rng, (shape[0], h)),
            "reg_lambda": float(rng.uniform(0.2, 0.7)),
        }

    def construct(self, script: Script, n: Numbers) -> Ref:
        layer = script.new("FCLayer", *n["W"].shape)
        script.set(layer, "W", n["W"])
        script.set(layer, "b", n["b"])
        return layer

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, "forward", n["x"])
        return {"call": call, "result": call}

    def watched(self, layer: Ref, n: Numbers) -> dict[str, tuple[Ref, str]]:
        return {name: (layer, name) for name in ("W", "b")}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {"result": float64_result(_textbook(n).forward(n["x"]))}

    def kept(self, n: Numbers) -> dict[str, NDArray]:
        return {"x": n["x"].reshape(len(n["x"]), -1)}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        x, W, b = n["x"].reshape(len(n["x"]), -1), n["W"], n["b"]
        size = len(x)
        dials: dict[str, Options] = {
            "product": ((None, x @ W), ("weights-ignored", 0 * (x @ W)), ("weights-squared", x @ (W * W))),
            "bias": (
                (None, b),
                ("missing-bias", 0 * b),
                ("bias-sign", -b),
                ("bias-doubled", 2 * b),
                ("bias-times-n", size * b),
                ("bias-divided-by-n", b / size),
                ("bias-summed", b.sum() + 0 * b),
                ("bias-averaged", b.mean() + 0 * b),
                ("bias-multiplied", "times"),
            ),
            "extra": (
                (None, lambda out: out),
                ("extra-activation", lambda out: np.where(out > 0, out, 0)),
                ("extra-activation", lambda out: 1 / (1 + np.exp(-out))),
                ("extra-activation", np.tanh),
            ),
            "whole": whole(size),
        }
        wholes: Options = (
            ("flatten-wrong-order", lambda: x.reshape(x.shape[::-1]).T @ W + b),
            ("flatten-wrong-order", lambda: n["x"].reshape(-1, size).T @ W + b),
            ("flatten-wrong-order", lambda: n["x"].reshape(size, -1, order="F") @ W + b),
            ("flatten-wrong-order", lambda: np.moveaxis(n["x"], 1, -1).reshape(size, -1) @ W + b),
        )

        def combine(product: NDArray, bias: Any, extra: Any, whole: Any) -> Any:
            return whole(extra(product * b if isinstance(bias, str) else product + bias))

        return {"result": Formula(dials, combine, wholes)}


class FCBackward(FCForward):
    """backward(d_prev, reg_lambda)."""

    method = "backward"
    arguments: tuple[str, ...] = ("d_prev", "reg_lambda")
    quantities: tuple[str, ...] = ("result", "dW", "db")
    prior: tuple[str, ...] = ("forward",)
    closed_by = "update"
    math = "dW = x^T d_prev + reg_lambda W;  db = sum of d_prev over the batch;  dx = d_prev W^T"

    def prepare(self, script: Script, layer: Ref, n: Numbers) -> list[Ref]:
        return [script.call(layer, "forward", n["x"])]

    def patch(self, script: Script, layer: Ref, n: Numbers) -> None:
        script.set(layer, "x", n["x"].reshape(len(n["x"]), -1))

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, "backward", n["d_prev"], n["reg_lambda"])
        return {"call": call, "result": call, "dW": script.get(layer, "dW"), "db": script.get(layer, "db")}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        layer = _textbook(n)
        layer.forward(n["x"].reshape(len(n["x"]), -1))  # dx as (N, D): `edges` takes the shape of x as well
        dx = layer.backward(n["d_prev"], n["reg_lambda"])
        return {"result": float64_result(dx), "dW": float64_result(layer.dW), "db": float64_result(layer.db)}

    def kept(self, n: Numbers) -> dict[str, NDArray]:
        return {}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        x, W, b, d, reg_lambda = n["x"].reshape(len(n["x"]), -1), n["W"], n["b"], n["d_prev"], n["reg_lambda"]
        size = len(x)
        ones = np.ones_like(d)
        dW: dict[str, Options] = {
            "data": (
                (None, x.T @ d),
                ("mean-for-sum", x.T @ d / size),
                ("times-n", x.T @ d * size),
                ("upstream-ignored", x.T @ ones),
                ("input-ignored", np.ones_like(x).T @ d),
                ("output-for-upstream", x.T @ (x @ W + b)),
                ("upstream-averaged", np.outer(x.mean(axis=0), d.mean(axis=0)) * size),
                ("sums-multiplied", np.outer(x.sum(axis=0), d.sum(axis=0))),
                ("sums-multiplied", np.outer(x.mean(axis=0), d.mean(axis=0))),
                ("first-sample-only", np.outer(x[0], d[0])),
                ("last-sample-only", np.outer(x[-1], d[-1])),
                ("data-term-missing", 0 * W),
                ("sign", -x.T @ d),
            ),
            "l2": l2_dial(W, reg_lambda, size),
            "whole": whole(size),
        }
        db: dict[str, Options] = {
            "sum": (
                (None, d.sum(axis=0)),
                ("bias-averaged", d.mean(axis=0)),
                ("times-n", size * d.sum(axis=0)),
                ("bias-not-summed", d),
                ("bias-summed-over-wrong-axis", d.sum(axis=1)),
                ("bias-summed-over-wrong-axis", d.mean(axis=1)),
                ("bias-summed-over-everything", d.sum()),
                ("bias-summed-over-everything", d.sum() + 0 * b),
                ("bias-summed-over-everything", d.mean()),
                ("upstream-ignored", ones.sum(axis=0)),
                ("upstream-ignored", np.ones_like(b)),
                ("first-sample-only", d[0]),
                ("last-sample-only", d[-1]),
                ("bias-gradient-zero", 0 * b),
                ("bias-shape", d.sum(axis=0, keepdims=True)),
            ),
            "l2": (
                (None, 0.0),
                ("l2-on-bias", reg_lambda * b),
                ("l2-on-bias", 2 * reg_lambda * b),
                ("l2-on-bias", reg_lambda * b / size),
                ("l2-on-bias", reg_lambda * b / 2),
                ("l2-on-bias", reg_lambda * b * size),
                ("l2-on-bias", reg_lambda + 0 * b),
                ("l2-on-bias", b),
            ),
            "whole": whole(size),
        }
        dx: dict[str, Options] = {
            "product": (
                (None, d @ W.T),
                ("upstream-ignored", ones @ W.T),
                ("weights-ignored", d @ np.ones_like(W).T),
                ("weights-squared", d @ (W * W).T),
                ("input-for-gradient", x),
                ("output-for-upstream", (x @ W + b) @ W.T),
                ("upstream-returned", d),
                ("weight-gradient-for-weights", d @ (x.T @ d).T),
                ("weight-gradient-for-weights", d @ (x.T @ d + reg_lambda * W).T),
                ("zero-gradient", 0 * x),
            ),
            "extra": (
                (None, 0.0),
                *(("l2-in-dx", reg_lambda * term) for term in (x, d @ W.T, 1.0, x / size)),
                *(("l2-in-dx", lambda term=term: reg_lambda * term.sum()) for term in (W,)),
                ("input-multiplied", "times"),
            ),
            "whole": whole(size),
        }

        def combine_dx(product: NDArray, extra: Any, whole: Any) -> Any:
            if isinstance(extra, str):
                return whole(product * x)
            return whole(product + (extra() if callable(extra) else extra))

        returned: Options = (
            ("returns-dw", lambda: x.T @ d + reg_lambda * W),
            ("returns-dw", lambda: x.T @ d),
            ("transpose", lambda: W @ d.T),
        )
        return {
            "dW": Formula(dW, lambda data, l2, whole: whole(data + l2)),
            "db": Formula(db, lambda sum, l2, whole: whole(sum + l2)),
            "result": Formula(dx, combine_dx, returned),
        }


class FCUpdate(FCForward):
    """update(learning_rate)."""

    method = "update"
    arguments: tuple[str, ...] = ("learning_rate",)
    quantities: tuple[str, ...] = ("W", "b")
    prior: tuple[str, ...] = ("forward", "backward")
    shapes: tuple[str, ...] = ()
    float32 = timed = False
    changes = True
    variants: tuple[str, ...] = ("generic",)
    checks: tuple[str, ...] = ("purity", "instances")
    math = "W <- W - learning_rate dW;  b <- b - learning_rate db"

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        n = super().draw(rng, variant)
        n |= {"dW": away_from_zero(rng, n["W"].shape), "db": away_from_zero(rng, n["b"].shape)}
        return n | {"learning_rate": float(rng.uniform(0.1, 0.4))}

    def prepare(self, script: Script, layer: Ref, n: Numbers) -> list[Ref]:
        first = [script.call(layer, "forward", n["x"]), script.call(layer, "backward", n["d_prev"], n["reg_lambda"])]
        self.patch(script, layer, n)
        for name in ("W", "b"):  # what forward or backward did to them is said there
            script.set(layer, name, n[name].copy())
        return first

    def patch(self, script: Script, layer: Ref, n: Numbers) -> None:
        script.set(layer, "dW", n["dW"])
        script.set(layer, "db", n["db"])

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, "update", n["learning_rate"])
        return {"call": call, "W": script.get(layer, "W"), "b": script.get(layer, "b")}

    def watched(self, layer: Ref, n: Numbers) -> dict[str, tuple[Ref, str]]:
        return {name: (layer, name) for name in ("dW", "db")}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {"W": n["W"] - n["learning_rate"] * n["dW"], "b": n["b"] - n["learning_rate"] * n["db"]}

    def kept(self, n: Numbers) -> dict[str, NDArray]:
        return {}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        size = len(n["x"])
        return {
            "W": step_formula(n["W"], n["dW"], n["learning_rate"], n["reg_lambda"], size, "weights-not-updated"),
            "b": step_formula(n["b"], n["db"], n["learning_rate"], n["reg_lambda"], size, "bias-not-updated"),
        }


def step_formula(
    p: NDArray,
    dp: NDArray,
    rate: float,
    reg_lambda: float,
    size: int,
    unchanged: str,
    step: Callable[[float], float] = float,
) -> Formula:
    """p - step(rate) dp; `unchanged` is the mistake's name where p stays as it was."""
    dials: dict[str, Options] = {
        "sign": ((None, -1.0), ("update-ascends", 1.0)),
        "rate": (
            (None, step(rate)),
            (unchanged, 0.0),
            ("learning-rate-ignored", step(1.0)),
            ("learning-rate-squared", step(rate * rate)),
            ("learning-rate-over-n", step(rate / size)),
            ("learning-rate-times-n", step(rate * size)),
            ("learning-rate-divides", step(1 / rate)),
            ("updated-twice", 2 * step(rate)),
            ("learning-rate-halved", step(rate / 2)),
        ),
        "gradient": (
            (None, dp),
            ("gradient-sign-only", np.sign(dp)),
            ("gradient-normalised", dp / np.linalg.norm(dp)),
            ("gradient-squared", dp * dp),
            ("gradient-averaged", dp.mean(axis=0) + 0 * dp if dp.ndim > 1 else dp),
            ("l2-again-in-update", dp + reg_lambda * p),
            ("weights-for-gradient", p),
        ),
        "start": ((None, p), ("update-replaces", 0 * p)),
    }
    return Formula(dials, lambda sign, rate, gradient, start: start + sign * rate * gradient)


def _textbook(n: Numbers) -> FCLayer:
    layer = FCLayer(*n["W"].shape, rng=np.random.default_rng(0))
    layer.W, layer.b = n["W"], n["b"]
    return layer
