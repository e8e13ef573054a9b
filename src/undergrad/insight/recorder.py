"""The watch that measures what happens inside a network."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from undergrad.architecture import activation_of
from undergrad.engines.base import weights_of
from undergrad.engines.norms import norm
from undergrad.engines.units import UnitSums
from undergrad.insight.behind import behind
from undergrad.insight.files import records_in, to_line
from undergrad.insight.measures import finite, shares
from undergrad.insight.records import Insight, InsightEpoch, InsightHead, LayerEpoch, LayerShape
from undergrad.insight.verdicts import judge
from undergrad.layers.base import Shape
from undergrad.model import ClassifierModel
from undergrad.optimizers import parse_optimizer
from undergrad.training import Scene

#: Training images of the probe: enough for a steady mean, few beside an epoch.
PROBE_ROWS = 512


class Recorder:
    """Records an `InsightEpoch` after each epoch: pass it to `fit` as the `watch` of its `Oversight`.

    Afterwards the records are in its `insight`.

    Units are judged in the pass over the validation images that `fit` makes anyway. Gradients come from one forward and
    backward pass of the first `PROBE_ROWS` training images, the same in each epoch. It records fully connected and
    convolutional layers, whose units are channels, and the observable activation functions after them, and no others.
    The training is the same to the last bit with and without it, unless a user's own layer changes in `forward`.

    `on_epoch` receives each record, with the head that names the layers.
    """

    def __init__(self, on_epoch: Callable[[InsightHead, InsightEpoch], None] | None = None) -> None:
        self._on_epoch = on_epoch
        self._head: InsightHead | None = None
        self._epochs: list[InsightEpoch] = []

    @property
    def insight(self) -> Insight | None:
        """The records so far, with the verdicts that follow; None before the first training begins."""
        return judge(self._head, self._epochs) if self._head else None

    def begins(self, scene: Scene, kept: str) -> None:
        """Part of `undergrad.training.Watch`."""
        self._scene = scene
        self._probe = np.sort(scene.train_rows[:PROBE_ROWS])
        self._epochs = records_in(kept.encode())
        layers = shapes(scene.model)
        self._head = InsightHead(layers=layers, probe=len(self._probe), validation=len(scene.val_rows))

    def epoch_ends(self, epoch: int, learning_rate: float, units: Mapping[str, UnitSums]) -> str:
        """Part of `undergrad.training.Watch`."""
        assert self._head
        scene, settings = self._scene, self._scene.settings
        norms = scene.engine.gradient_norms(scene.x, scene.labels, rows=self._probe, reg_lambda=settings.reg_lambda)
        reach = parse_optimizer(settings.optimizer).reach
        step = math.nan if reach is None else reach * learning_rate
        parameters, layers = scene.model.parameters(), []
        for shape in self._head.layers:
            gradient, upstream = norms.weights[shape.name], norms.upstream[shape.name]
            weight = norm(parameters[f"{shape.name}.{shape.weights}"])
            layers.append(
                LayerEpoch(
                    name=shape.name,
                    gradient_norm=finite(gradient),
                    gradient_rms=finite(gradient / math.sqrt(shape.inputs * shape.units)),
                    upstream_norm=finite(upstream),
                    upstream_rms=finite(upstream / math.sqrt(len(self._probe) * shape.units * shape.places)),
                    weight_norm=finite(weight),
                    update_ratio=finite(step * gradient / weight if weight else math.nan),
                    **(shares(units[shape.activation_layer]) if shape.activation_layer else {}),
                )
            )
        record = InsightEpoch(
            epoch=epoch, learning_rate=learning_rate, layers=tuple(layers), first_to_last=_first_to_last(layers)
        )
        self._keep(record)
        return to_line(record)

    def fails(self, epoch: int, learning_rate: float) -> None:
        """Part of `undergrad.training.Watch`. If the loss is not finite, no gradient is."""
        assert self._head
        layers = tuple(LayerEpoch(name=shape.name) for shape in self._head.layers)
        self._keep(InsightEpoch(epoch=epoch, learning_rate=learning_rate, layers=layers, first_to_last=None))

    def _keep(self, record: InsightEpoch) -> None:
        assert self._head
        self._epochs.append(record)
        if self._on_epoch:
            self._on_epoch(self._head, record)


def _first_to_last(layers: Sequence[LayerEpoch]) -> float | None:
    if len(layers) < 2:
        return None
    first, last = layers[0].upstream_norm, layers[-1].upstream_norm
    return None if first is None or not last else finite(first / last)


def shapes(model: ClassifierModel) -> tuple[LayerShape, ...]:
    """The layers of `model` whose weights are products with their input, in order, and what follows each."""
    outputs = {row.name: row.output for row in model.outline()}
    return tuple(_shape(model, name, outputs[name]) for name, layer in model.layers.items() if weights_of(layer))


def _shape(model: ClassifierModel, name: str, output: Shape | None) -> LayerShape:
    layer = model.layers[name]
    weights = weights_of(layer)
    array = getattr(layer, weights)
    units, inputs = (
        (array.shape[0], math.prod(array.shape[1:])) if array.ndim == 4 else (array.shape[1], array.shape[0])
    )
    activation_name, layer = behind(model, name)
    activation = activation_of(layer)
    return LayerShape(
        name=name,
        inputs=int(inputs),
        units=int(units),
        activation=activation.word if activation else None,
        activation_layer=activation_name if activation else None,
        places=math.prod(output[1:]) if output else 1,
        weights=weights,
    )
