"""Identifies a training, so that only a checkpoint's own training continues it.

The identity is a fingerprint of data, settings, seed, engine and first weights, and the layers. The layers are beside
the fingerprint and not in it: so a checkpoint of version 0.1.0, which does not describe layers, still has the
fingerprint that its training has now, and if layers differ the error can name them.
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
    """A layer's name, its class, and the numbers and texts in its constructor's arguments."""

    name: str
    kind: str
    settings: dict[str, Any]

    def __str__(self) -> str:
        values = ", ".join(f"{name} = {value!r}" for name, value in self.settings.items())
        return f"{self.name!r} is {self.kind}" + f" with {values}" * bool(values)


@dataclass(frozen=True)
class Training:
    """Everything that determines the weights of a training."""

    #: Everything but weights and layers, as JSON.
    settings: str
    #: A hash of `settings` and of the first weights.
    fingerprint: str
    layers: tuple[LayerKind, ...]


@dataclass(frozen=True)
class Look:
    """A model's state: its layers, and a hash of its weights."""

    layers: tuple[LayerKind, ...]
    weights: str


#: For each model that `fit` trained, the training and the model's state afterwards. `fit` changes the model, so the
#: model itself no longer shows its first weights.
_LEFT: weakref.WeakKeyDictionary[ClassifierModel, tuple[Training, Look]] = weakref.WeakKeyDictionary()


def look(model: ClassifierModel) -> Look:
    """The present state of `model`."""
    settings = model.layer_settings()
    layers = tuple(
        LayerKind(name, type(layer).__name__, settings.get(name, {})) for name, layer in model.layers.items()
    )
    # The output's own arguments, not those of its layer: version 0.1.0 did not describe a softmax.
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
    """The training that begins with `model` in the state `present`; if it `resumes`, the one that left that state.

    The number of epochs is part of it only if the learning rate depends on it; so a finished training can usually be
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
    """The numbers of a fingerprint; those that are newer than version 0.1.0 only if they differ from their default.

    That version had momentum instead of an optimizer.
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
    """Note that `training` has left `model` in its present state."""
    _LEFT[model] = training, look(model)


def _untouched(training: Training, left: Look, present: Look) -> bool:
    """Whether the layers are those that `training` began with. A value that training itself changes is no setting."""
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
    """A hash of `text` and of the model's arrays, computed from the weights as in version 0.1.0."""
    digest = hashlib.sha256(text)
    for key, array in model.arrays().items():
        digest.update(key.encode())
        digest.update(np.ascontiguousarray(to_numpy(array)).tobytes())
    return digest.hexdigest()
