"""ClassifierModel, on layers of the student's types with the textbook's methods: its own mistakes and no others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from undergrad.check.exercises.base import Exercise, Numbers, away_from_zero
from undergrad.check.exercises.fc import step_formula
from undergrad.check.exercises.norm import L2_FACTORS, l2_terms
from undergrad.check.formula import Formula, Options, l2_dial, whole
from undergrad.check.script import NDArray, Ref, Script
from undergrad.layers import FCLayer, SoftmaxLayer, Tanh
from undergrad.model import ClassifierModel

_D, _H, _C = 5, 11, 3


class ModelPredict(Exercise):
    """predict(x): FC(5, 11) - Tanh - FC(11, 3) - softmax."""

    cls, method = "ClassifierModel", "predict"
    uses: tuple[str, ...] = ("FCLayer", "Tanh", "SoftmaxLayer")
    arguments: tuple[str, ...] = ("x",)
    weights: tuple[str, ...] = ("W1", "b1", "W2", "b2", "layers")
    checks: tuple[str, ...] = ("purity", "repeat", "instances", "batches", "shapes")
    shapes: tuple[str, ...] = ("batch of 1",)
    math = "y_hat = softmax(FC2(tanh(FC1(x)))), the layers in the order in which they were added"

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        size = {"other": 13, "batch of 1": 1}.get(variant, 7)
        numbers: Numbers = {
            "x": away_from_zero(rng, (size, _D)),
            "y": np.eye(_C)[rng.permuted(np.resize(np.arange(_C), size))],
            "W1": away_from_zero(rng, (_D, _H), 0.1, 0.6),
            "b1": away_from_zero(rng, (_H,), 0.1, 0.6),
            "W2": away_from_zero(rng, (_H, _C), 0.1, 0.6),
            "b2": away_from_zero(rng, (_C,), 0.1, 0.6),
            "reg_lambda": float(rng.uniform(0.2, 0.7)),
            "learning_rate": float(rng.uniform(0.1, 0.4)),
            "layers": {},
        }
        model = textbook(numbers)
        model.forward(numbers["x"], numbers["y"], 0.0)
        model.backward(0.0)
        # With the gradients of another batch a model whose backward never ran cannot pass for one that did.
        return numbers | {f"d{p}{k}": getattr(model.layers[f"fc{k}"], f"d{p}") for k in (1, 2) for p in "Wb"}

    def construct(self, script: Script, n: Numbers, kind: str = "student") -> Ref:
        model = script.new("ClassifierModel", kind=kind)
        layers = "reference" if kind == "reference" else "hybrid"
        parts = {
            "fc1": script.new("FCLayer", _D, _H, kind=layers),
            "tanh1": script.new("Tanh", kind=layers),
            "fc2": script.new("FCLayer", _H, _C, kind=layers),
            "softmax": script.new("SoftmaxLayer", kind=layers),
        }
        for k in (1, 2):
            for p in "Wb":
                script.set(parts[f"fc{k}"], p, n[f"{p}{k}"])
        for name, layer in parts.items():
            script.call(model, "add_layer", name, layer)
        n["layers"][model.index] = parts
        return model

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, "predict", n["x"])
        return {"call": call, "result": call}

    def watched(self, layer: Ref, n: Numbers) -> dict[str, tuple[Ref, str]]:
        parts = n["layers"][layer.index]
        return {f"{p}{k}": (parts[f"fc{k}"], p) for k in (1, 2) for p in "Wb"}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {"result": np.asarray(textbook(n).predict(n["x"]))}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        hidden = n["x"] @ n["W1"] + n["b1"]
        scores = np.tanh(hidden) @ n["W2"] + n["b2"]
        right = _softmax(scores)
        function: Options = (
            (None, right),
            ("model-predict-returns-scores", scores),
            ("model-predict-returns-labels", scores.argmax(axis=1)),
            ("softmax-hard", np.eye(_C)[scores.argmax(axis=1)]),
            ("softmax-twice", _softmax(right)),
            ("layer-left-out", _softmax(hidden @ n["W2"] + n["b2"])),
            ("model-wrong-order", _softmax(np.tanh(hidden @ n["W2"] + n["b2"]))),
            ("model-wrong-order", _softmax((np.tanh(n["x"]) @ n["W1"] + n["b1"]) @ n["W2"] + n["b2"])),
            ("layer-applied-twice", _softmax(np.tanh(np.tanh(hidden)) @ n["W2"] + n["b2"])),
            ("softmax-log", np.log(right)),
        )
        return {"result": Formula({"function": function}, lambda function: function)}


class ModelForward(ModelPredict):
    """forward(x, y, reg_lambda)."""

    method = "forward"
    arguments: tuple[str, ...] = ("x", "y", "reg_lambda")
    quantities: tuple[str, ...] = ("result", "loss")
    prior: tuple[str, ...] = ("predict",)
    scalar = True
    math = "loss = cross-entropy + (reg_lambda / 2) sum_j ||W_j||^2, the squares of all entries summed (Frobenius)"

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, "forward", n["x"], n["y"], n["reg_lambda"])
        return {"call": call, "result": call, "loss": script.get(layer, "loss")}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        loss = np.asarray(textbook(n).forward(n["x"], n["y"], n["reg_lambda"]))
        return {"result": loss, "loss": loss}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        y_hat = textbook(n).predict(n["x"])
        entropy = SoftmaxLayer().ce_loss(y_hat, n["y"])
        size = len(n["x"])
        dials: dict[str, Options] = {
            "entropy": (
                (None, entropy),
                ("cross-entropy-missing", 0.0),
                ("missing-1-over-n", entropy * size),
                ("extra-1-over-n", entropy / size),
                ("sign", -entropy),
            ),
            "l2": l2_terms([n["W1"], n["W2"]], [n["b1"], n["b2"]], n["reg_lambda"], size),
            "factor": L2_FACTORS,
        }
        formula = Formula(
            dials, lambda entropy, l2, factor: entropy + factor * l2, (("cross-entropy-returns-probabilities", y_hat),)
        )
        return {"result": formula, "loss": formula}


class ModelBackward(ModelPredict):
    """backward(reg_lambda), after forward."""

    method = "backward"
    arguments: tuple[str, ...] = ("reg_lambda",)
    quantities: tuple[str, ...] = ("dW1", "db1", "dW2", "db2")
    lost = dict.fromkeys(quantities, "model-backward-misses-a-layer")
    prior: tuple[str, ...] = ("forward",)
    math = "from the last layer to the first: d_prev = layer.backward(d_prev, reg_lambda)"

    def prepare(self, script: Script, layer: Ref, n: Numbers) -> list[Ref]:
        return [script.call(layer, "forward", n["x"], n["y"], n["reg_lambda"])]

    def patch(self, script: Script, layer: Ref, n: Numbers) -> None:
        parts, x = n["layers"][layer.index], n["x"]
        for name in ("fc1", "tanh1", "fc2", "softmax"):
            x = script.call(parts[name], "forward", x)
        script.call(parts["softmax"], "ce_loss", x, n["y"])

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        parts = n["layers"][layer.index]
        call = script.call(layer, "backward", n["reg_lambda"])
        return {"call": call} | {q: script.get(parts[f"fc{q[-1]}"], q[:-1]) for q in self.quantities}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        model = textbook(n)
        model.forward(n["x"], n["y"], n["reg_lambda"])
        model.backward(n["reg_lambda"])
        return {q: np.asarray(getattr(model.layers[f"fc{q[-1]}"], q[:-1])) for q in self.quantities}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        size = len(n["x"])
        formulas = {}
        model = textbook(n)
        model.forward(n["x"], n["y"], 0.0)
        d = model.layers["fc2"].backward(model.softmax_layer.backward(1), 0.0)  # no activation between the two
        skipped = {"dW1": n["x"].T @ d, "db1": d.sum(axis=0)}
        for q in self.quantities:
            nothing: Any = 0 * n[q]
            l2 = l2_dial(n[q[1:]], n["reg_lambda"], size) if q[1] == "W" else ((None, nothing),)
            dials: dict[str, Options] = {"data": ((None, n[q]), *_other(q, skipped)), "l2": l2, "whole": whole(size)}
            formulas[q] = Formula(dials, lambda data, l2, whole: whole(data + l2))
        return formulas


class ModelUpdate(ModelBackward):
    """update(learning_rate), after backward."""

    method = "update"
    arguments: tuple[str, ...] = ("learning_rate",)
    quantities: tuple[str, ...] = ("W1", "b1", "W2", "b2")
    prior: tuple[str, ...] = ("backward",)
    checks: tuple[str, ...] = ("purity", "instances")
    unchanged = "not-written"
    shapes: tuple[str, ...] = ()
    changes = True
    math = "every layer: W <- W - learning_rate dW;  b <- b - learning_rate db"

    def prepare(self, script: Script, layer: Ref, n: Numbers) -> list[Ref]:
        first = super().prepare(script, layer, n)
        first.append(script.call(layer, "backward", 0.0))
        for name, (part, attribute) in super().watched(layer, n).items():  # what backward did to them is said there
            script.set(part, attribute, n[name].copy())
        return first

    def patch(self, script: Script, layer: Ref, n: Numbers) -> None:
        for k in (1, 2):
            for p in "Wb":
                script.set(n["layers"][layer.index][f"fc{k}"], f"d{p}", n[f"d{p}{k}"])

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        parts = n["layers"][layer.index]
        call = script.call(layer, "update", n["learning_rate"])
        return {"call": call} | {q: script.get(parts[f"fc{q[-1]}"], q[:-1]) for q in self.quantities}

    def watched(self, layer: Ref, n: Numbers) -> dict[str, tuple[Ref, str]]:
        return {f"d{q}": (part, f"d{p}") for q, (part, p) in super().watched(layer, n).items()}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {q: n[q] - n["learning_rate"] * n[f"d{q}"] for q in self.quantities}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        rate, size = n["learning_rate"], len(n["x"])
        return {
            q: step_formula(n[q], n[f"d{q}"], rate, n["reg_lambda"], size, "model-update-misses-a-layer")
            for q in self.quantities
        }


class SecondSoftmax(ModelPredict):
    """add_layer(name, layer): layers in order; a second SoftmaxLayer is an error."""

    method = "add_layer"
    arguments: tuple[str, ...] = ("name", "layer")
    quantities: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    refuses = "model-second-softmax-accepted"
    math = "softmax is the last layer, and there is one: its gradient (y_hat - y) / N holds only there"

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        second = script.new("SoftmaxLayer", kind="hybrid")
        return {"call": script.call(layer, "add_layer", "softmax2", second)}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {}


class ModelSummary(ModelPredict):
    """summary() of a complete model."""

    method = "summary"
    prints = True
    arguments: tuple[str, ...] = ()
    quantities: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    math = ""

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        return {"call": script.call(layer, "summary")}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {}


def textbook(n: Numbers) -> ClassifierModel:
    """The same network of the textbook's layers."""
    model = ClassifierModel()
    for k in (1, 2):
        layer = FCLayer(*n[f"W{k}"].shape, rng=np.random.default_rng(0))
        layer.W, layer.b = n[f"W{k}"], n[f"b{k}"]
        model.add_layer(f"fc{k}", layer)
        if k == 1:
            model.add_layer("tanh1", Tanh())
    model.add_layer("softmax", SoftmaxLayer())
    return model


def _other(quantity: str, skipped: dict[str, NDArray]) -> Options:
    return (("model-backward-misses-a-layer", skipped[quantity]),) if quantity in skipped else ()


def _softmax(x: NDArray) -> NDArray:
    e: NDArray = np.exp(x)
    p: NDArray = e / e.sum(axis=1, keepdims=True)
    return p
