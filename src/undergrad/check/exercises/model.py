"""ClassifierModel: its own mistakes and no others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from undergrad.check.exercises.base import Numbers
from undergrad.check.exercises.fc import step_formula
from undergrad.check.exercises.network import NetworkExercise
from undergrad.check.exercises.norm import L2_FACTORS, l2_terms
from undergrad.check.formula import Formula, Options, l2_dial, whole
from undergrad.layers import SoftmaxLayer
from undergrad.sandbox.worker.script import NDArray, Ref, Script
from undergrad.sandbox.worker.stand_ins import Blend


class ModelPredict(NetworkExercise):
    """predict(x)."""

    method = "predict"
    arguments: tuple[str, ...] = ("x",)
    checks: tuple[str, ...] = ("purity", "repeat", "instances", "batches", "shapes")
    shapes: tuple[str, ...] = ("batch of 1",)
    math = "y_hat = softmax(FC2(tanh(FC1(x)))), the layers in the order in which they were added"

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, "predict", n["x"])
        return {"call": call, "result": call}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {"result": np.asarray(self.textbook(n).predict(n["x"]))}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        model = self.textbook(n)
        fc1, tanh, fc2 = (model.layers[name].forward for name in ("fc1", "tanh1", "fc2"))
        softmax = model.softmax_layer.forward
        hidden = fc1(n["x"])
        scores = fc2(tanh(hidden))
        right = softmax(scores)
        function: Options = (
            (None, right),
            ("model-predict-returns-scores", scores),
            ("model-predict-returns-labels", scores.argmax(axis=1)),
            ("softmax-hard", np.eye(scores.shape[1])[scores.argmax(axis=1)]),
            ("softmax-twice", softmax(right)),
            ("layer-left-out", softmax(fc2(hidden))),
            ("model-wrong-order", softmax(tanh(fc2(hidden)))),
            ("model-wrong-order", softmax(fc2(fc1(tanh(n["x"]))))),
            ("layer-applied-twice", softmax(fc2(tanh(tanh(hidden))))),
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
    own: Mapping[str, str] = {"loss": "SoftmaxLayer"}
    math = "loss = cross-entropy + (reg_lambda / 2) sum_j ||W_j||^2, the squares of all entries summed (Frobenius)"

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, "forward", n["x"], n["y"], n["reg_lambda"])
        return {"call": call, "result": call, "loss": script.get(layer, "loss")}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        model = self.textbook(n)
        _, entropy = self._entropy(n)
        loss = np.asarray(entropy + model.l2(n["reg_lambda"]))
        return {"result": loss, "loss": loss}

    def _entropy(self, n: Numbers) -> tuple[NDArray, float]:
        """The probabilities, and the loss without its L2 term."""
        model = self.textbook(n)
        y_hat = np.asarray(model.predict(n["x"]))
        layer = SoftmaxLayer() if "loss" in n.get("own", ()) else model.softmax_layer
        return y_hat, float(layer.ce_loss(y_hat, n["y"]))

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        y_hat, entropy = self._entropy(n)
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
    closed_by: str = "update"
    own: Mapping[str, str] = {"loss": "SoftmaxLayer", "l2": "FCLayer"}
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
        return self.gradients(n, n["reg_lambda"])

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        size, reg_lambda = len(n["x"]), n["reg_lambda"]
        formulas = {}
        data = self.gradients(n, 0.0)
        layers = self.textbook(n)
        layers.forward(n["x"], n["y"], 0.0)
        d = layers.layers["fc2"].backward(layers.softmax_layer.backward(1), 0.0)  # no activation between the two
        layers.layers["fc1"].backward(d, 0.0)
        skipped = {q: getattr(layers.layers["fc1"], q[:-1]) for q in ("dW1", "db1")}
        for q in self.quantities:
            W = n[q[1:]]
            by_layer = "FCLayer" in self.stand_ins and "l2" not in n.get("own", ())
            penalised = Blend.penalty(W) if by_layer else W
            l2: Options = ((None, 0.0 * W),)
            if q[1] == "W":
                l2 = l2_dial(penalised, reg_lambda, size)
                l2 = [*l2, *([("l2-twice", reg_lambda * (penalised + W))] if by_layer else [])]
            options: Options = ((None, data[q]), *_other(q, skipped))
            dials: dict[str, Options] = {"data": options, "l2": l2, "whole": whole(size)}
            formulas[q] = Formula(dials, lambda data, l2, whole: whole(data + l2))
        return formulas


class ModelUpdate(ModelBackward):
    """update(learning_rate), after backward."""

    method = "update"
    arguments: tuple[str, ...] = ("learning_rate",)
    quantities: tuple[str, ...] = ("W1", "b1", "W2", "b2")
    prior: tuple[str, ...] = ("backward",)
    closed_by = ""
    checks: tuple[str, ...] = ("purity", "instances")
    shapes: tuple[str, ...] = ()
    changes = True
    own: Mapping[str, str] = {"loss": "SoftmaxLayer", "step": "FCLayer"}
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
                script.set(n["layers"][layer.index][f"fc{k}"], f"d{p}", n[f"random d{p}{k}"])

    def readings(self, n: Numbers, *, patched: bool = False) -> tuple[Numbers, ...]:
        return tuple(reading | {"patched": patched} for reading in super().readings(n))

    def _gradients(self, n: Numbers) -> dict[str, NDArray]:
        if n.get("patched"):
            return {f"d{q}": n[f"random d{q}"] for q in self.quantities}
        return self.gradients(n, 0.0)

    def _step(self, n: Numbers) -> Callable[[float], float]:
        return Blend.step if "FCLayer" in self.stand_ins and "step" not in n.get("own", ()) else float

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        parts = n["layers"][layer.index]
        call = script.call(layer, "update", n["learning_rate"])
        return {"call": call} | {q: script.get(parts[f"fc{q[-1]}"], q[:-1]) for q in self.quantities}

    def watched(self, layer: Ref, n: Numbers) -> dict[str, tuple[Ref, str]]:
        return {f"d{q}": (part, f"d{p}") for q, (part, p) in super().watched(layer, n).items()}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        gradients, step = self._gradients(n), self._step(n)(n["learning_rate"])
        return {q: n[q] - step * gradients[f"d{q}"] for q in self.quantities}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        rate, size, gradients, step = n["learning_rate"], len(n["x"]), self._gradients(n), self._step(n)
        unchanged = "model-update-misses-a-layer"
        return {
            q: step_formula(n[q], gradients[f"d{q}"], rate, n["reg_lambda"], size, unchanged, step)
            for q in self.quantities
        }


class SecondSoftmax(ModelPredict):
    """add_layer(name, layer): layers in order; a second SoftmaxLayer is an error."""

    method = "add_layer"
    arguments: tuple[str, ...] = ("name", "layer")
    quantities: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    refuses = "model-second-softmax-accepted"
    refuses_what = "a second SoftmaxLayer is accepted; add_layer must raise an error"
    math = "softmax is the last layer, and there is one: its gradient (y_hat - y) / N holds only there"

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        second = self.layer(script, "SoftmaxLayer")
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


def _other(quantity: str, skipped: dict[str, NDArray]) -> Options:
    return (("model-backward-misses-a-layer", skipped[quantity]),) if quantity in skipped else ()
