"""ClassifierModel: its own mistakes and no others.

The layers of the network on which it is judged are the student's own where they are right, and stand-ins where they are
not: fixed layers of the student's types that compute something else. The right values are those of the textbook's model
over the same layers.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from undergrad.check.exercises.base import Exercise, Numbers
from undergrad.check.exercises.of_contract import OfContract
from undergrad.layers import FCLayer, SoftmaxLayer, Tanh
from undergrad.model import ClassifierModel
from undergrad.sandbox.worker.script import NDArray, Ref, Script
from undergrad.sandbox.worker.stand_ins import STAND_INS, Blend

_TEXTBOOK: dict[str, Any] = {
    "FCLayer": lambda *sizes: FCLayer(*sizes, rng=np.random.default_rng(0)),
    "Tanh": Tanh,
    "SoftmaxLayer": SoftmaxLayer,
}
_PARAMETERS = ("W1", "b1", "W2", "b2")


class OnNetwork(OfContract):
    """A method of ClassifierModel, asked on FC - Tanh - FC - softmax."""

    uses: tuple[str, ...] = tuple(_TEXTBOOK)
    weights: tuple[str, ...]
    #: The classes in whose place something else stands.
    stand_ins: Collection[str] = ()

    def __init__(self, *contract: Any) -> None:
        super().__init__(*contract)
        self.weights = (*_PARAMETERS, "weights", "biases", "layers")
        self.can_be_patched = self.method in ("backward", "update")

    def among(self, stand_ins: Collection[str]) -> Exercise:
        other = copy.copy(self)
        other.stand_ins = stand_ins
        return other

    def readings(self, n: Numbers, *, patched: bool = False) -> tuple[Numbers, ...]:
        """On stand-ins it shows whether the model calls a layer or computes what the layer would: both are right."""
        shown = [does for does, cls in self.terms.own.items() if cls in self.stand_ins]
        several = (itertools.combinations(shown, count) for count in range(len(shown) + 1))
        return tuple(n | {"own": does, "patched": patched} for does in itertools.chain.from_iterable(several))

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        return super().draw(rng, variant) | {"layers": {}}

    def construct(self, script: Script, n: Numbers) -> Ref:
        model = script.new("ClassifierModel")
        parts = {
            "fc1": self.layer(script, "FCLayer", *n["W1"].shape),
            "tanh1": self.layer(script, "Tanh"),
            "fc2": self.layer(script, "FCLayer", *n["W2"].shape),
            "softmax": self.layer(script, "SoftmaxLayer"),
        }
        n["layers"][model.index] = parts
        for name in _PARAMETERS:
            script.set(*self.place(model, name, n), n[name])
        for name, layer in parts.items():
            script.call(model, "add_layer", name, layer)
        return model

    def layer(self, script: Script, cls: str, *sizes: int) -> Ref:
        """A layer of the student's, or what stands in for it."""
        return script.new(cls, *sizes, kind="stand-in" if cls in self.stand_ins else "student")

    def place(self, layer: Ref, name: str, n: Numbers) -> tuple[Ref, str]:
        # dW1 is dW of fc1; the loss is the model's own.
        return (n["layers"][layer.index][f"fc{name[-1]}"], name[:-1]) if name[-1].isdigit() else (layer, name)

    def watched(self, layer: Ref, n: Numbers) -> dict[str, tuple[Ref, str]]:
        names = [f"d{name}" for name in _PARAMETERS] if self.changes else _PARAMETERS
        return {name: self.place(layer, name, n) for name in names}

    def textbook(self, n: Numbers) -> ClassifierModel:
        """The textbook's model over the same layers: the textbook's own, or the stand-ins."""
        made = {name: STAND_INS[name] if name in self.stand_ins else make for name, make in _TEXTBOOK.items()}
        model = ClassifierModel()
        for k in (1, 2):
            layer = made["FCLayer"](*n[f"W{k}"].shape)
            layer.W, layer.b = n[f"W{k}"], n[f"b{k}"]
            model.add_layer(f"fc{k}", layer)
            if k == 1:
                model.add_layer("tanh1", made["Tanh"]())
        model.add_layer("softmax", made["SoftmaxLayer"]())
        return model

    def environment(self, n: Numbers) -> Mapping[str, Any]:
        model = self.textbook(n)
        layers = {name: model.layers[key].forward for name, key in (("fc1", "fc1"), ("tanh", "tanh1"), ("fc2", "fc2"))}
        return layers | {"softmax": model.softmax_layer.forward}

    def kept(self, n: Numbers) -> dict[str, NDArray]:
        return {}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {}


class Predicts(OnNetwork):
    """predict(x)."""

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {"result": np.asarray(self.textbook(n).predict(n["x"]))}


class Loses(OnNetwork):
    """forward(x, y, reg_lambda): the loss."""

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        loss = np.asarray(self._entropy(n)[1] + self.textbook(n).l2(n["reg_lambda"]))
        return {"result": loss, "loss": loss}

    def _entropy(self, n: Numbers) -> tuple[NDArray, float]:
        """The probabilities, and the loss without its L2 term."""
        model = self.textbook(n)
        y_hat = np.asarray(model.predict(n["x"]))
        layer = SoftmaxLayer() if "loss" in n.get("own", ()) else model.softmax_layer
        return y_hat, float(layer.ce_loss(y_hat, n["y"]))

    def environment(self, n: Numbers) -> Mapping[str, Any]:
        y_hat, entropy = self._entropy(n)
        return {"y_hat": y_hat, "cross_entropy": entropy}


class Differentiates(OnNetwork):
    """backward(reg_lambda), after forward."""

    def patch(self, script: Script, layer: Ref, n: Numbers) -> None:
        parts, x = n["layers"][layer.index], n["x"]
        for name in ("fc1", "tanh1", "fc2", "softmax"):
            x = script.call(parts[name], "forward", x)
        script.call(parts["softmax"], "ce_loss", x, n["y"])

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return self.gradients(n, n["reg_lambda"])

    def gradients(self, n: Numbers, reg_lambda: float) -> dict[str, NDArray]:
        """dW and db of both layers, as the model or the layers themselves compute them."""
        model, own = self.textbook(n), n.get("own", ())
        y_hat = model.predict(n["x"])
        model.softmax_layer.ce_loss(y_hat, n["y"])
        d = (y_hat - n["y"]) / len(y_hat) if "loss" in own else model.softmax_layer.backward(1)
        for layer in reversed(model.layers.values()):
            d = layer.backward(d, 0.0 if "l2" in own else reg_lambda)
        of_layers = {f"d{name}": getattr(model.layers[f"fc{name[1]}"], f"d{name[0]}") for name in _PARAMETERS}
        return {
            name: value + reg_lambda * n[name[1:]] if "l2" in own and name[1] == "W" else value
            for name, value in of_layers.items()
        }

    def environment(self, n: Numbers) -> Mapping[str, Any]:
        layers = self.textbook(n)
        layers.forward(n["x"], n["y"], 0.0)
        d = layers.layers["fc2"].backward(layers.softmax_layer.backward(1), 0.0)  # no activation between the two
        layers.layers["fc1"].backward(d, 0.0)
        by_layer = "FCLayer" in self.stand_ins and "l2" not in n.get("own", ())
        return {
            "data": self.gradients(n, 0.0),
            "skipped": {name: getattr(layers.layers["fc1"], name[:-1]) for name in ("dW1", "db1")},
            "penalty": Blend.penalty if by_layer else np.asarray,
        }


class Steps(Differentiates):
    """update(learning_rate), after backward."""

    def prepare(self, script: Script, layer: Ref, n: Numbers) -> list[Ref]:
        first = super().prepare(script, layer, n)
        for name in _PARAMETERS:  # what backward did to them is said there
            script.set(*self.place(layer, name, n), n[name].copy())
        return first

    def patch(self, script: Script, layer: Ref, n: Numbers) -> None:
        for name in _PARAMETERS:
            script.set(*self.place(layer, f"d{name}", n), n[f"random_d{name}"])

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        environment = self.environment(n)
        rate = environment["step"](n["learning_rate"])
        return {name: n[name] - rate * gradient for name, gradient in environment["gradients"].items()}

    def environment(self, n: Numbers) -> Mapping[str, Any]:
        own = {f"d{name}": n[f"random_d{name}"] for name in _PARAMETERS} if n.get("patched") else self.gradients(n, 0.0)
        by_layer = "FCLayer" in self.stand_ins and "step" not in n.get("own", ())
        return {"gradients": {name: own[f"d{name}"] for name in _PARAMETERS}, "step": Blend.step if by_layer else float}


class RefusesSecond(OnNetwork):
    """add_layer(name, layer): a second SoftmaxLayer is an error."""

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        second = self.layer(script, "SoftmaxLayer")
        return {"call": script.call(layer, "add_layer", "softmax2", second)}
