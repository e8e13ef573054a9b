"""The plan of a training: an assignment's network, its first weights, and the images, all from a seed."""

from __future__ import annotations

import functools
import math
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from undergrad import layers
from undergrad.architecture import Architecture
from undergrad.check.assignment import Assignment, TrainedNetwork
from undergrad.check.consequence import ACTIVATIONS, LAYERS
from undergrad.data import Dataset, load_dataset
from undergrad.errors import UsageError, unknown
from undergrad.exercises.answers import generator
from undergrad.sandbox.worker.executor import LARGEST_RESULT
from undergrad.sandbox.worker.script import NDArray, Ref, Script
from undergrad.sandbox.worker.wire import LARGEST_PAYLOAD

#: The place for an activation function in an assignment's text.
HOLE = "{activation}"
SOFTMAX = "SoftmaxLayer"
_CLASSES, _IMAGE = 10, (28, 28)
_OF_IMAGES = ("ConvolutionLayer", "MaxPoolingLayer")
_FASTEST = ("ReLU", "Tanh", "Sigmoid")


@dataclass(frozen=True)
class TrainingScript:
    """A script that trains a network, and the numbers of its operations for the steps and the weights of each epoch."""

    script: Script
    network: Ref
    #: For each epoch its steps, as (operation, samples).
    steps: list[list[tuple[Ref, int]]] = field(default_factory=list)
    #: For each epoch the learned arrays, by layer and name.
    weights: list[dict[str, Ref]] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """The network with one activation function, and the images: `x` (N, ...) in [0, 1] float64, `y` (N, 10) one-hot.

    UsageError if the assignment names a network that cannot be trained here.
    """

    task: TrainedNetwork
    #: The class's name, such as "ReLU".
    activation: str
    seed: int

    def __post_init__(self) -> None:
        largest = max(array.nbytes for entry in self.layers for array in entry["learned"].values())
        together = sum(array.nbytes for entry in self.layers for array in entry["learned"].values())
        images = self.task.train_samples * math.prod(_IMAGE) * 8
        if largest > LARGEST_RESULT or together + images > LARGEST_PAYLOAD - 2**20:
            raise UsageError(
                f"the network {self.task.layers} of [training] is too large to be trained for each submission; "
                "make its layers smaller, or train_samples"
            )

    @functools.cached_property
    def layers(self) -> list[dict[str, Any]]:
        """Each layer except the softmax, for `Script.lesson`: its class, its arguments, its first weights."""
        architecture = _architecture(self.task.layers, self.activation)
        has_images = any(element.kind.__name__ in _OF_IMAGES for element in architecture.elements)
        shape = (1, *_IMAGE) if has_images else (math.prod(_IMAGE),)
        model = architecture.build(shape, _CLASSES, rng=generator(self.seed, "training", "weights"))
        made = []
        for place in architecture.places(shape, _CLASSES):
            kind = place.element.kind
            arguments = [*kind.sized_by(place.gets).values(), *dict(place.element.arguments).values()]
            learned = {name: getattr(model.layers[place.name], name) for name in place.shapes.parameters}
            first = [1, *place.gets]
            made.append({"name": kind.__name__, "arguments": arguments, "first": first, "learned": learned})
        return made

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the network's classes, each once."""
        return tuple(dict.fromkeys([*(entry["name"] for entry in self.layers), SOFTMAX]))

    @property
    def learning(self) -> tuple[str, ...]:
        """Those of them that learn."""
        return tuple(dict.fromkeys(entry["name"] for entry in self.layers if entry["learned"]))

    @property
    def sizes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each learned array, by the number of its layer among those that learn: "0.W"."""
        learning = [entry["learned"] for entry in self.layers if entry["learned"]]
        return {f"{number}.{name}": a.shape for number, arrays in enumerate(learning) for name, a in arrays.items()}

    def where(self, name: str) -> str:
        """A readable name of such an array: "W of FCLayer(784, 500)"."""
        number, _, array = name.partition(".")
        entry = [entry for entry in self.layers if entry["learned"]][int(number)]
        return f"{array} of {entry['name']}({', '.join(map(str, entry['arguments']))})"

    @property
    def text(self) -> str:
        """The network in a line."""
        sizes = [
            f"{entry['name']}({', '.join(map(str, entry['arguments']))})" if entry["arguments"] else entry["name"]
            for entry in self.layers
        ]
        return " - ".join([*sizes, SOFTMAX])

    @functools.cached_property
    def images(self) -> tuple[NDArray, NDArray]:
        """The training images and their labels."""
        return self._part(slice(self.task.train_samples))

    @functools.cached_property
    def validation(self) -> tuple[NDArray, NDArray]:
        """The images for the accuracy. The student's process does not get them."""
        return self._part(slice(self.task.train_samples, self.task.train_samples + self.task.validation_samples))

    @property
    def batches(self) -> list[slice]:
        """The batches of an epoch, in fixed order; the last may be short."""
        count, size = self.task.train_samples, self.task.batch_size
        return [slice(start, min(start + size, count)) for start in range(0, count, size)]

    def whole(self, own: Collection[str], limit: float) -> TrainingScript:
        """The training with the file's classes `own` and stand-ins for the others, which may take `limit` seconds."""
        training = self._begun(own, limit, *self.images)
        for _ in range(self.task.epochs):
            training.steps.append(self._steps(training, self.batches))
            places = [(key, *key.split(".")) for key in self.sizes]
            training.weights.append(
                {
                    key: training.script.call(training.network, "learned", int(number), name)
                    for key, number, name in places
                }
            )
        return training

    def beginning(self, own: Collection[str], limit: float, steps: int) -> TrainingScript:
        """Its first steps, without returning weights."""
        batches = self.batches[:steps]
        x, y = self.images
        training = self._begun(own, limit, x[: batches[-1].stop], y[: batches[-1].stop])
        training.steps.append(self._steps(training, batches))
        return training

    def _begun(self, own: Collection[str], limit: float, x: NDArray, y: NDArray) -> TrainingScript:
        script = Script(limit=limit)
        rates = {"learning_rate": self.task.learning_rate, "reg_lambda": self.task.reg_lambda}
        return TrainingScript(script, script.lesson(self.layers, sorted(own), x, y, **rates))

    @staticmethod
    def _steps(training: TrainingScript, batches: list[slice]) -> list[tuple[Ref, int]]:
        return [
            (training.script.call(training.network, "step", batch.start, batch.stop), batch.stop - batch.start)
            for batch in batches
        ]

    def _part(self, rows: slice) -> tuple[NDArray, NDArray]:
        data = _mnist()
        chosen = generator(self.seed, "training", "images").permutation(len(data.x_train))[rows]
        x = data.x_train[chosen].astype(np.float64) / 255
        shape = self.layers[0]["first"][1:]
        return x.reshape(len(x), *shape), np.eye(_CLASSES)[data.y_train[chosen]]


def activations(task: TrainedNetwork, assignment: Assignment) -> tuple[str, ...]:
    """The activation functions that may be in the network, the fastest learner first; "" if it names its own."""
    available = [name for name in ACTIVATIONS if name in assignment.classes] or [_FASTEST[0]]
    return tuple(sorted(available, key=[*_FASTEST, *available].index)) if HOLE in task.layers else ("",)


@functools.cache
def _architecture(text: str, activation: str) -> Architecture:
    """The network. UsageError for a layer that no homework's network has."""
    words = {kind.__name__: word for word, kind in layers.ACTIVATIONS.items()}
    architecture = Architecture.parse(text.replace(HOLE, words.get(activation, "")))
    for element in architecture.elements:
        if element.kind.__name__ not in LAYERS:
            known = [word for word, kind in layers.LAYERS.items() if kind.__name__ in LAYERS]
            raise unknown("layer", element.word, known, where=" of [training]")
    return architecture


@functools.cache
def _mnist() -> Dataset:
    return load_dataset("mnist-10k")
