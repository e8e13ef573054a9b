"""The network on which a model is judged: FC(5, 11) - Tanh - FC(11, 3) - softmax.

Its layers are the student's own where they are right, and stand-ins where they are not: fixed layers of the student's
types that compute something else. The right values are those of the textbook's model over the same layers.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from undergrad.check.exercises.base import Exercise, Numbers, away_from_zero
from undergrad.layers import FCLayer, SoftmaxLayer, Tanh
from undergrad.model import ClassifierModel
from undergrad.sandbox.worker.script import NDArray, Ref, Script
from undergrad.sandbox.worker.stand_ins import STAND_INS

_D, _H, _C = 5, 11, 3
_TEXTBOOK: dict[str, Any] = {
    "FCLayer": lambda *sizes: FCLayer(*sizes, rng=np.random.default_rng(0)),
    "Tanh": Tanh,
    "SoftmaxLayer": SoftmaxLayer,
}


class NetworkExercise(Exercise):
    """A method of ClassifierModel, asked on this network."""

    cls = "ClassifierModel"
    uses: tuple[str, ...] = tuple(_TEXTBOOK)
    weights: tuple[str, ...] = ("W1", "b1", "W2", "b2", "layers")
    #: What the model may do itself instead of calling the layer: the layer's class, by what is done.
    own: Mapping[str, str] = {}
    #: The classes in whose place something else stands.
    stand_ins: Collection[str] = ()

    def among(self, stand_ins: Collection[str]) -> Exercise:
        other = copy.copy(self)
        other.stand_ins = stand_ins
        return other

    def readings(self, n: Numbers, *, patched: bool = False) -> tuple[Numbers, ...]:
        """On stand-ins it shows whether the model calls a layer or computes what the layer would: both are right."""
        shown = [does for does, cls in self.own.items() if cls in self.stand_ins]
        several = (itertools.combinations(shown, count) for count in range(len(shown) + 1))
        return tuple(n | {"own": does} for does in itertools.chain.from_iterable(several))

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
        # Gradients that no batch has: a model whose backward never ran cannot pass for one that did.
        return numbers | {f"random d{q}": away_from_zero(rng, numbers[q].shape) for q in ("W1", "b1", "W2", "b2")}

    def construct(self, script: Script, n: Numbers) -> Ref:
        model = script.new("ClassifierModel")
        parts = {
            "fc1": self.layer(script, "FCLayer", _D, _H),
            "tanh1": self.layer(script, "Tanh"),
            "fc2": self.layer(script, "FCLayer", _H, _C),
            "softmax": self.layer(script, "SoftmaxLayer"),
        }
        for k in (1, 2):
            for p in "Wb":
                script.set(parts[f"fc{k}"], p, n[f"{p}{k}"])
        for name, layer in parts.items():
            script.call(model, "add_layer", name, layer)
        n["layers"][model.index] = parts
        return model

    def layer(self, script: Script, cls: str, *sizes: int) -> Ref:
        """A layer of the student's, or what stands in for it."""
        return script.new(cls, *sizes, kind="stand-in" if cls in self.stand_ins else "student")

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

    def gradients(self, n: Numbers, reg_lambda: float) -> dict[str, NDArray]:
        """dW and db of both layers, as the model or the layers themselves compute them."""
        model, own = self.textbook(n), n.get("own", ())
        y_hat = model.predict(n["x"])
        model.softmax_layer.ce_loss(y_hat, n["y"])
        d = (y_hat - n["y"]) / len(y_hat) if "loss" in own else model.softmax_layer.backward(1)
        for layer in reversed(model.layers.values()):
            d = layer.backward(d, 0.0 if "l2" in own else reg_lambda)
        found = {f"d{p}{k}": getattr(model.layers[f"fc{k}"], f"d{p}") for k in (1, 2) for p in "Wb"}
        return {q: v + reg_lambda * n[q[1:]] if "l2" in own and q[1] == "W" else v for q, v in found.items()}

    def watched(self, layer: Ref, n: Numbers) -> dict[str, tuple[Ref, str]]:
        parts = n["layers"][layer.index]
        return {f"{p}{k}": (parts[f"fc{k}"], p) for k in (1, 2) for p in "Wb"}
