"""ClassifierModel is judged only for its own mistakes.

Its network consists of the student's layers if they are right. Stand-ins replace the others: fixed layers of the
student's types that compute something else. The right values are those of the textbook's model over the same layers.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from undergrad.exercises.base import Exercise, Numbers
from undergrad.layers import FCLayer, SoftmaxLayer, Tanh
from undergrad.model import ClassifierModel
from undergrad.sandbox.worker.script import NDArray, Ref, Script
from undergrad.sandbox.worker.stand_ins import STAND_INS, Blend

_TEXTBOOK: dict[str, Any] = {
    "FCLayer": lambda *sizes: FCLayer(*sizes, rng=np.random.default_rng(0)),
    "Tanh": Tanh,
    "SoftmaxLayer": SoftmaxLayer,
}


class OnNetwork(Exercise):
    """A method of ClassifierModel, judged on the network FC - Tanh - FC - softmax, and with a second Tanh in it."""

    uses = tuple(_TEXTBOOK)
    #: The classes that stand-ins replace.
    stand_ins: Collection[str] = ()

    @property
    def weights(self) -> tuple[str, ...]:
        return (*self.contract.sets, "weights", "biases", "layers")

    def among(self, stand_ins: Collection[str]) -> Exercise:
        other = copy.copy(self)
        other.stand_ins = stand_ins
        return other

    def readings(self, n: Numbers, *, patched: bool = False) -> tuple[Numbers, ...]:
        """Stand-ins reveal whether the model calls a layer or does the layer's work itself: both are right."""
        tasks = [task for task, cls in self.terms.own.items() if cls in self.stand_ins]
        subsets = (itertools.combinations(tasks, count) for count in range(len(tasks) + 1))
        # The textbook's model leaves all work to its layers; for other models the formula gives the right values.
        return tuple(
            n | {"own": own, "patched": patched, "by_formula": bool(own)}
            for own in itertools.chain.from_iterable(subsets)
        )

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        return super().draw(rng, variant) | {"layers": {}}

    def construct(self, script: Script, n: Numbers) -> Ref:
        model = script.new("ClassifierModel")
        parts = {
            "fc1": self.layer(script, "FCLayer", *n["W1"].shape),
            "tanh1": self.layer(script, "Tanh"),
            "fc2": self.layer(script, "FCLayer", *n["W2"].shape),
            **({"tanh2": self.layer(script, "Tanh")} if n["twins"] else {}),
            "softmax": self.layer(script, "SoftmaxLayer"),
        }
        n["layers"][model.index] = parts
        for name in self.contract.sets:
            script.set(*self.place(model, name, n), n[name])
        for name, layer in parts.items():
            script.call(model, "add_layer", name, layer)
        return model

    def layer(self, script: Script, cls: str, *sizes: int) -> Ref:
        """A layer of the student's, or its stand-in."""
        return script.new(cls, *sizes, kind="stand-in" if cls in self.stand_ins else "student")

    def place(self, layer: Ref, name: str, n: Numbers) -> tuple[Ref, str]:
        # dW1 is dW of fc1; the loss is the model's own.
        return (n["layers"][layer.index][f"fc{name[-1]}"], name[:-1]) if name[-1].isdigit() else (layer, name)

    def textbook(self, n: Numbers) -> ClassifierModel:
        """The textbook's model over the same layers: the textbook's own, or the stand-ins."""
        makers = {name: STAND_INS[name] if name in self.stand_ins else make for name, make in _TEXTBOOK.items()}
        fc1, fc2 = (makers["FCLayer"](*n[name].shape) for name in ("W1", "W2"))
        fc1.W, fc1.b, fc2.W, fc2.b = (n[name] for name in self.contract.sets)
        model = ClassifierModel()
        twin = {"tanh2": makers["Tanh"]()} if n["twins"] else {}
        layers = {"fc1": fc1, "tanh1": makers["Tanh"](), "fc2": fc2, **twin, "softmax": makers["SoftmaxLayer"]()}
        for name, layer in layers.items():
            model.add_layer(name, layer)
        return model

    def environment(self, n: Numbers) -> Mapping[str, Any]:
        model = self.textbook(n)
        fc1, tanh, fc2 = (model.layers[name].forward for name in ("fc1", "tanh1", "fc2"))
        twin = model.layers["tanh2"].forward if n["twins"] else np.asarray
        return {
            "fc1": fc1,
            "tanh": tanh,
            "fc2": lambda x: twin(fc2(x)),
            "fc2_alone": fc2,
            "softmax": model.softmax_layer.forward,
        }


class Loses(OnNetwork):
    """forward(x, y, reg_lambda): the loss."""

    def environment(self, n: Numbers) -> Mapping[str, Any]:
        model = self.textbook(n)
        y_hat = np.asarray(model.predict(n["x"]))
        layer = SoftmaxLayer() if "loss" in n.get("own", ()) else model.softmax_layer
        return {"y_hat": y_hat, "cross_entropy": float(layer.ce_loss(y_hat, n["y"]))}


class Differentiates(OnNetwork):
    """backward(reg_lambda), after forward."""

    @property
    def can_be_patched(self) -> bool:
        return True

    def patch(self, script: Script, layer: Ref, n: Numbers) -> None:
        parts, x = n["layers"][layer.index], n["x"]
        for name in ("fc1", "tanh1", "fc2", "softmax"):
            x = script.call(parts[name], "forward", x)
        script.call(parts["softmax"], "ce_loss", x, n["y"])

    def environment(self, n: Numbers) -> Mapping[str, Any]:
        model = self.textbook(n)
        model.forward(n["x"], n["y"], 0.0)
        d = model.layers["fc2"].backward(model.softmax_layer.backward(1), 0.0)  # it skips the activation between
        model.layers["fc1"].backward(d, 0.0)
        return {
            "data": self.data_terms(n),
            "skipped": {name: getattr(model.layers["fc1"], name[:-1]) for name in ("dW1", "db1")},
            "penalty": Blend.penalty if self.by_layer("l2", n) else np.asarray,
        }

    def data_terms(self, n: Numbers) -> dict[str, NDArray]:
        """dW and db of both layers without an L2 term, as the model or its layers compute them."""
        model = self.textbook(n)
        y_hat = model.predict(n["x"])
        model.softmax_layer.ce_loss(y_hat, n["y"])
        d = (y_hat - n["y"]) / len(y_hat) if "loss" in n.get("own", ()) else model.softmax_layer.backward(1)
        for layer in reversed(model.layers.values()):
            d = layer.backward(d, 0.0)
        return {f"d{name}": getattr(model.layers[f"fc{name[1]}"], f"d{name[0]}") for name in self.contract.sets}

    def by_layer(self, task: str, n: Numbers) -> bool:
        """Whether a stand-in for FCLayer does this task, and not the model."""
        return "FCLayer" in self.stand_ins and task not in n.get("own", ())


class Steps(Differentiates):
    """update(learning_rate), after backward."""

    def patch(self, script: Script, layer: Ref, n: Numbers) -> None:
        OnNetwork.patch(self, script, layer, n)  # only the gradients

    def environment(self, n: Numbers) -> Mapping[str, Any]:
        gradients = {name[1:]: gradient for name, gradient in self.data_terms(n).items()}
        return {"gradients": gradients, "step": Blend.step if self.by_layer("step", n) else float}


class RefusesSecond(OnNetwork):
    """add_layer(name, layer): a second SoftmaxLayer is an error."""

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        second = self.layer(script, "SoftmaxLayer")
        return {"call": script.call(layer, "add_layer", "softmax2", second)}
