"""The experiments of an assignment, as plain values for a training script that does not need undergrad."""

from __future__ import annotations

from typing import Any, NamedTuple

import tomli_w

from undergrad.architecture import Architecture
from undergrad.check.assignment import Assignment
from undergrad.check.task import TaskExperiment
from undergrad.data import describe
from undergrad.errors import UsageError
from undergrad.experiments import load_experiment
from undergrad.experiments.networks import Network
from undergrad.experiments.spec import parse_experiment
from undergrad.layers import ConvolutionLayer, MaxPoolingLayer
from undergrad.outputs import CLASSES
from undergrad.settings import Hyperparameters

#: Settings that the script's loop supports only with their default values.
_PLAIN = ("optimizer", "schedule", "order", "clip_norm", "class_weight", "patience", "best_by", "validation")


class Plan(NamedTuple):
    """An experiment in the script's form, with its texts."""

    asked: TaskExperiment
    #: `dataset`, `labels`, `train_samples`, `test_samples`.
    data: dict[str, Any]
    #: For each network `name`, `input`, `layers`, `epochs`, `learning_rate`, `batch_size`, `reg_lambda`.
    networks: list[dict[str, Any]]


def plans(assignment: Assignment) -> list[Plan]:
    """Every experiment of the assignment. UsageError for one that the script could not train."""
    return [_plan(experiment, assignment.name) for experiment in assignment.task.experiments]


def _plan(asked: TaskExperiment, assignment: str) -> Plan:
    where = f"the experiment {asked.name} of {assignment}"
    if isinstance(asked.run, str):
        experiment = load_experiment(asked.run)
    else:
        experiment = parse_experiment(tomli_w.dumps(asked.run), where=where, name=asked.name)
    known = describe(experiment.data.dataset)
    labels = experiment.data.labels
    data = {
        "dataset": experiment.data.dataset,
        "labels": None if labels is None else list(labels),
        "train_samples": experiment.data.train_samples or known.train,
        "test_samples": experiment.data.test_samples or known.test,
    }
    classes = known.classes if labels is None else len(labels)
    return Plan(asked, data, [_network(network, known.sample_shape, classes, where) for network in experiment.networks])


def _network(network: Network, sample_shape: tuple[int, ...], classes: int, where: str) -> dict[str, Any]:
    usual = Hyperparameters()
    for key in _PLAIN:
        if getattr(network, key) != getattr(usual, key):
            raise UsageError(
                f"{where} trains {network.name} with {key} {getattr(network, key)!r}, and the students' main script "
                "knows plain gradient descent alone; take it out"
            )
    if network.output != CLASSES.name:
        raise UsageError(f"{where} has the output {network.output}, and the students' main script knows classes alone")
    places = Architecture.parse(network.layers).places(sample_shape, classes)
    of_images = any(place.element.kind in (ConvolutionLayer, MaxPoolingLayer) for place in places)
    channels = () if len(sample_shape) == 3 else (1,)
    layers: list[list[Any]] = []
    for place in places:
        kind = place.element.kind
        layers.append([kind.__name__, *kind.sized_by(place.gets).values(), *dict(place.element.arguments).values()])
    return {
        "name": network.name,
        "input": (*channels, *sample_shape) if of_images else (-1,),
        "layers": [*layers, [CLASSES.layer.__name__]],
        "epochs": network.epochs,
        "learning_rate": network.learning_rate,
        "batch_size": network.batch_size,
        "reg_lambda": network.reg_lambda,
    }
