"""Which training this is, so that a checkpoint is continued by its own training and by no other.

A fingerprint of data, settings, seed, engine and first weights tells, and the layers do. They stand beside the
fingerprint and not in it: so a checkpoint of version 0.1.0, which says nothing of layers, still has the fingerprint
that its training has now, and where layers differ the error can say which.
"""

from __future__ import annotations

import hashlib
import json
import weakref
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from undergrad.arrays import to_numpy
from undergrad.data import Dataset
from undergrad.model import ClassifierModel
from undergrad.optimizers import SGD, parse_optimizer
from undergrad.settings import DECLARATIONS, DEFAULTS, Hyperparameters


class LayerKind(msgspec.Struct, frozen=True):
    """A layer's name, its class, and the numbers and texts that it was made with."""

    name: str
    kind: str
    settings: dict[str, Any]

    def __str__(self) -> str:
        values = ", ".join(f"{name} = {value!r}" for name, value in self.settings.items())
        return f"{self.name!r} is {self.kind}" + f" with {values}" * bool(values)


@dataclass(frozen=True)
class Training:
    """What decides the weights of a training."""

    #: Everything but weights and layers, as JSON.
    settings: str
    #: A hash of `settings` and of the weights that the training began with.
    fingerprint: str
    layers: tuple[LayerKind, ...]


@dataclass(frozen=True)
class Look:
    """How a model looks: its layers, and a hash of its weights."""

    layers: tuple[LayerKind, ...]
    weights: str


#: What `fit` left in a model: of which training, and how the model looked then. `fit` changes the model that it trains,
#: so the model no longer shows what weights its training began with.
_LEFT: weakref.WeakKeyDictionary[ClassifierModel, tuple[Training, Look]] = weakref.WeakKeyDictionary()


def look(model: ClassifierModel) -> Look:
    """How `model` looks now."""
    settings = model.layer_settings()
    layers = tuple(
        LayerKind(name, type(layer).__name__, settings.get(name, {})) for name, layer in model.layers.items()
    )
    # What the output is made with, and not what its layer holds: version 0.1.0 said nothing of a softmax.
    of_output = {} if model.output.text == model.output.name else {"output": model.output.text}
    end = LayerKind(model.output.layer_name, type(model.output_layer).__name__, of_output)
    return Look((*layers, end), _with_weights(b"", model))


def training_of(
    model: ClassifierModel,
    present: Look,
    dataset: Dataset,
    settings: Hyperparameters,
    *,
    seed: int,
    engine: str,
    resumes: bool,
) -> Training:
    """The training that begins with `model`, whose look is `present`; where it `resumes`, the one that left it so.

    The number of epochs is part of it only where the learning rate depends on it: else a finished training can be
    prolonged.
    """
    epochs = None if settings.schedule == "constant" else settings.epochs
    decides = {**_deciding(settings), "epochs": epochs, "engine": engine, "seed": int(seed)}
    text = json.dumps([decides, dataset.digest], default=float)
    if resumes and model in _LEFT:
        earlier, left = _LEFT[model]
        if earlier.settings == text and left.weights == present.weights and _untouched(earlier, left, present):
            return earlier
    return Training(text, _with_weights(text.encode(), model), present.layers)


def _deciding(settings: Hyperparameters) -> dict[str, Any]:
    """The numbers of a fingerprint: those that came after version 0.1.0 only where they differ from their default.

    That version knew momentum alone, where there is an optimizer now.
    """
    optimizer, numbers = parse_optimizer(settings.optimizer), dict[str, Any]()
    for name, declaration in DECLARATIONS.items():
        value = getattr(settings, name)
        if name == "optimizer" and isinstance(optimizer, SGD) and not optimizer.nesterov:
            numbers["momentum"] = optimizer.momentum
        elif value != DEFAULTS[name] or declaration.since == "0.1.0":
            numbers[name] = value
    return numbers


def leave(model: ClassifierModel, training: Training) -> None:
    """Note that `training` has left `model` as it is now."""
    _LEFT[model] = training, look(model)


def _untouched(training: Training, left: Look, present: Look) -> bool:
    """Whether the layers are those that `training` began with. A value that it changed itself is no setting."""
    if len(present.layers) != len(training.layers):
        return False
    return all(
        (now.name, now.kind) == (first.name, first.kind)
        and all(
            now.settings.get(name) == value
            for name, value in first.settings.items()
            if last.settings.get(name) == value
        )
        for first, last, now in zip(training.layers, left.layers, present.layers, strict=True)
    )


def _with_weights(text: bytes, model: ClassifierModel) -> str:
    """A hash of `text` and of the model's arrays, of its weights the same as in version 0.1.0."""
    digest = hashlib.sha256(text)
    for key, array in model.arrays().items():
        digest.update(key.encode())
        digest.update(np.ascontiguousarray(to_numpy(array)).tobytes())
    return digest.hexdigest()
