"""ReLU, Sigmoid, Tanh: forward and backward."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from undergrad.check.exercises.base import Exercise, Numbers, away_from_zero, float64_result
from undergrad.check.formula import Formula, Options, whole
from undergrad.layers import ReLU, Sigmoid, Tanh
from undergrad.sandbox.worker.script import NDArray, Ref, Script

_SHAPES = {
    "generic": (7, 5),
    "other": (11, 3),
    "batch of 1": (1, 5),
    "1-D": (13,),
    "3-D": (3, 5, 2),
    "4-D": (2, 3, 5, 7),
    "speed": (128, 500),
}
_LAYERS: dict[str, Any] = {"ReLU": ReLU, "Sigmoid": Sigmoid, "Tanh": Tanh}
_KEEPS = {"ReLU": "zero_mask", "Sigmoid": "out", "Tanh": "out"}
_MATH = {
    "ReLU": ("out = z where z > 0, else 0", "dz = d_prev where z > 0, else 0 (0 at exactly z = 0 too)"),
    "Sigmoid": ("out = 1 / (1 + e^-z)", "dz = d_prev * out * (1 - out)"),
    "Tanh": ("out = 2 / (1 + e^-2z) - 1", "dz = d_prev * (1 - out) * (1 + out)"),
}

_CLIPS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 50, 100, 500)


class ActivationForward(Exercise):
    """forward(z)."""

    method = "forward"
    arguments: tuple[str, ...] = ("z",)
    elementwise: tuple[str, ...] = ("z",)
    shapes: tuple[str, ...] = ("batch of 1", "Fortran order")
    dimensions: tuple[str, ...] = ("1-D", "3-D", "4-D")
    extremes: tuple[str, ...] = ("+-1000", "zeros")
    float32 = timed = True

    def __init__(self, cls: str) -> None:
        self.cls = cls
        self.math = _MATH[cls][0]

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        shape = _SHAPES.get(variant, _SHAPES["generic"])
        z = away_from_zero(rng, shape, 0.1, 6.0)
        if variant == "Fortran order":
            z = np.asfortranarray(z)
        if variant == "+-1000":
            z = away_from_zero(rng, shape, 1000, 1000)
        if variant == "zeros":
            z = np.where(rng.permuted(np.resize([True, False], z.size)).reshape(shape), 0.0, z)
        n = {"z": z, "d_prev": away_from_zero(rng, shape), "reg_lambda": float(rng.uniform(0.2, 0.7))}
        kept = {"ReLU": rng.random(shape) < 0.5, "Sigmoid": rng.uniform(0.1, 0.9, shape)}
        return n | {"random": kept.get(self.cls, away_from_zero(rng, shape, 0.1, 0.9))}

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, "forward", n["z"])
        return {"call": call, "result": call}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {"result": float64_result(_LAYERS[self.cls]().forward(n["z"]))}

    def kept(self, n: Numbers) -> dict[str, NDArray]:
        layer = _LAYERS[self.cls]()
        layer.forward(n["z"])
        return {_KEEPS[self.cls]: np.asarray(getattr(layer, _KEEPS[self.cls]))}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        z = n["z"]
        e = np.exp
        s, t = 1 / (1 + e(-z)), np.tanh(z)
        function: dict[str, Options] = {
            "ReLU": (
                (None, np.where(z > 0, z, 0)),
                ("identity", z),
                ("relu-mask-inverted", np.where(z > 0, 0, z)),
                ("relu-abs", np.abs(z)),
                ("leaky", np.where(z > 0, z, 0.01 * z)),
                ("leaky", np.where(z > 0, z, 0.1 * z)),
                ("relu-step", (z > 0).astype(float)),
                ("clips-input", np.clip(z, 0, 1)),
                ("clips-input", np.where(z > 1, z, 0)),
                ("another-activation", np.log1p(e(z))),
                ("another-activation", np.where(z > 0, z, e(z) - 1)),
                ("another-activation", s),
                ("another-activation", t),
                ("whole-array-maximum", np.maximum(z.max(), 0)),
            ),
            "Sigmoid": (
                (None, s),
                ("sign", 1 / (1 + e(z))),
                ("exponent-factor", 1 / (1 + e(-2 * z))),
                ("denominator-sign", 1 / (1 - e(-z))),
                ("missing-one", 1 / e(-z)),
                ("missing-one", e(-z)),
                ("missing-reciprocal", 1 + e(-z)),
                ("derivative-for-function", s * (1 - s)),
                ("base-for-e", 1 / (1 + 2.0**-z)),
                ("base-for-e", 1 / (1 + 10.0**-z)),
                ("tanh-formula-for-sigmoid", t),
                ("another-activation", np.where(z > 0, z, 0)),
                ("softmax-for-sigmoid", e(z) / e(z).sum()),
                ("softmax-for-sigmoid", e(z) / e(z).sum(axis=-1, keepdims=True)),
                ("identity", z),
            ),
            "Tanh": (
                (None, t),
                ("sign", 2 / (1 + e(2 * z)) - 1 + 0 * z),
                ("tanh-half", 2 / (1 + e(-z)) - 1),
                ("tanh-missing-minus-one", 2 / (1 + e(-2 * z))),
                ("tanh-missing-two", 1 / (1 + e(-2 * z)) - 1),
                ("sigmoid-formula-for-tanh", 1 / (1 + e(-2 * z))),
                ("plus-one", 2 / (1 + e(-2 * z)) + 1),
                ("denominator-sign", 2 / (1 - e(-2 * z)) - 1),
                ("reciprocal", 1 / t),
                ("derivative-for-function", (1 - t) * (1 + t)),
                ("missing-denominator", e(z) - e(-z)),
                ("missing-denominator", (e(z) - e(-z)) / 2),
                ("sigmoid-formula-for-tanh", s),
                ("another-activation", np.where(z > 0, z, 0)),
                ("another-activation", np.arctan(z)),
                ("identity", z),
            ),
        }
        clipped = tuple(("clips-input", float64_result(_LAYERS[self.cls]().forward(np.clip(z, -k, k)))) for k in _CLIPS)
        dials = {"function": function[self.cls], "whole": whole(len(z))}
        return {"result": Formula(dials, lambda function, whole: whole(function), clipped)}


class ActivationBackward(ActivationForward):
    """backward(d_prev, reg_lambda)."""

    method = "backward"
    arguments: tuple[str, ...] = ("d_prev", "reg_lambda")
    elementwise: tuple[str, ...] = ("z", "d_prev")
    prior: tuple[str, ...] = ("forward",)

    def __init__(self, cls: str) -> None:
        super().__init__(cls)
        self.math = _MATH[cls][1]

    def prepare(self, script: Script, layer: Ref, n: Numbers) -> list[Ref]:
        return [script.call(layer, "forward", n["z"])]

    def patch(self, script: Script, layer: Ref, n: Numbers) -> None:
        script.set(layer, _KEEPS[self.cls], n["random"])

    def readings(self, n: Numbers, *, patched: bool = False) -> tuple[Numbers, ...]:
        return (n | {_KEEPS[self.cls]: n["random"]}, n) if patched else (n,)

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, "backward", n["d_prev"], n["reg_lambda"])
        return {"call": call, "result": call}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        layer = _LAYERS[self.cls]()
        layer.forward(n["z"])
        name = _KEEPS[self.cls]
        setattr(layer, name, n.get(name, getattr(layer, name)))
        return {"result": float64_result(layer.backward(n["d_prev"]))}

    def kept(self, n: Numbers) -> dict[str, NDArray]:
        return {}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        z, d, reg_lambda = n["z"], n["d_prev"], n["reg_lambda"]
        e = np.exp
        s, t = (n["out"], n["out"]) if "out" in n else (1 / (1 + e(-z)), np.tanh(z))
        on = (~n["zero_mask"] if "zero_mask" in n else z > 0).astype(float)
        s_of = 1 / (1 + e(-s))
        out = {"ReLU": z * on, "Sigmoid": s, "Tanh": t}[self.cls]
        derivative: dict[str, Options] = {
            "ReLU": (
                (None, on),
                ("relu-half-at-zero", np.where(z == 0, 0.5, on)),
                ("relu-mask-inverted", 1 - on),
                ("mask-missing", np.ones_like(z)),
                ("relu-mask-from-upstream", (d > 0).astype(float)),
                ("relu-mask-from-upstream", (z > 0) * (d > 0) * 1.0),
                ("relu-mask-from-upstream", (d >= 0).astype(float)),
                ("leaky", np.where(z > 0, 1, 0.01)),
                ("leaky", np.where(z > 0, 1, 0.1)),
                ("function-for-derivative", z * on),
                ("function-for-derivative", z),
                ("mask-sign", np.sign(z)),
                ("another-derivative", s * (1 - s)),
                ("another-derivative", s),
                ("zero-gradient", 0 * z),
            ),
            "Sigmoid": (
                (None, s * (1 - s)),
                ("missing-factor-one-minus-out", s),
                ("missing-factor-out", 1 - s),
                ("missing-derivative", np.ones_like(z)),
                ("one-plus-for-one-minus", s * (1 + s)),
                ("factor-squared", s * (1 - s) ** 2),
                ("factor-squared", s * s * (1 - s)),
                ("factor-squared", (s * (1 - s)) ** 2),
                ("factor-squared", (1 - s) ** 2),
                ("factor-squared", s * s),
                ("sign", s * (s - 1)),
                ("derivative-of-input", z * (1 - z)),
                ("activation-applied-twice", s_of * (1 - s_of)),
                ("tanh-formula-for-sigmoid", 1 - s * s),
                ("tanh-formula-for-sigmoid", (1 - t) * (1 + t)),
                ("upstream-in-derivative", d * (1 - d)),
                ("zero-gradient", 0 * z),
            ),
            "Tanh": (
                (None, (1 - t) * (1 + t)),
                ("tanh-not-squared", 1 - t),
                ("missing-factor-one-minus-out", 1 + t),
                ("factor-squared", (1 - t) ** 2),
                ("factor-squared", (1 + t) ** 2),
                ("factor-squared", ((1 - t) * (1 + t)) ** 2),
                ("one-plus-for-one-minus", 1 + t * t),
                ("sign", t * t - 1),
                ("missing-one", t * t),
                ("missing-derivative", np.ones_like(z)),
                ("derivative-of-input", (1 - z) * (1 + z)),
                ("activation-applied-twice", 1 - np.tanh(t) ** 2),
                ("sigmoid-formula-for-tanh", s * (1 - s)),
                ("sigmoid-formula-for-tanh", t * (1 - t)),
                ("upstream-in-derivative", 1 - d * d),
                ("function-for-derivative", t),
                ("zero-gradient", 0 * z),
            ),
        }
        extra: Options = (
            (None, 0.0),
            *(("l2-in-activation", reg_lambda * term) for term in (z, out, d, 1.0, 0.5, z * z, out * out)),
            *(("l2-in-activation", reg_lambda * term / len(z)) for term in (z, out, d)),
            *(("l2-in-activation", reg_lambda / k * np.sum(d * d)) for k in (1, 2, 2 * len(z))),
            ("l2-in-activation", reg_lambda * np.sum(z * z)),
            ("l2-in-activation", reg_lambda / 2 * np.sum(z * z)),
            ("l2-in-activation", reg_lambda * np.sum(out * out)),
            ("l2-in-activation", reg_lambda / 2 * np.sum(out * out)),
        )
        upstream: Options = (
            (None, d),
            ("upstream-ignored", np.ones_like(d)),
            ("upstream-squared", d * d),
            ("upstream-averaged", np.broadcast_to(d.mean(axis=0), d.shape)),
            ("upstream-summed", np.broadcast_to(d.sum(axis=0), d.shape)),
            ("output-for-upstream", out),
            ("input-for-upstream", z),
        )
        zero: Options = (
            (None, lambda slope: slope),
            ("relu-at-zero", lambda slope: np.where(z == 0, 1 - slope, slope)),
        )
        dials = {
            "derivative": derivative[self.cls],
            "zero": zero if self.cls == "ReLU" else zero[:1],
            "upstream": upstream,
            "extra": extra,
            "whole": whole(len(z)),
        }
        right = derivative[self.cls][0][1] * d
        wholes = (
            ("l2-in-activation", right + reg_lambda * right),
            ("l2-in-activation", right * reg_lambda),
            ("upstream-added", derivative[self.cls][0][1] + d),
        )

        def combine(derivative: NDArray, zero: Any, upstream: NDArray, extra: Any, whole: Any) -> Any:
            return whole(zero(derivative) * upstream + extra)

        return {"result": Formula(dials, combine, wholes)}
