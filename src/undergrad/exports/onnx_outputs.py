"""A network's output as the outputs of an ONNX graph."""

from __future__ import annotations

from typing import Any

import numpy as np

from undergrad.exports.described import Described
from undergrad.exports.onnx_graph import Graph, label_type
from undergrad.outputs import CLASSES, LABELS, LOGISTIC, POISSON, Logistic

_LABEL, _LABELS, _PROBABILITIES, _PREDICTION = "label", "labels", "probabilities", "prediction"


def names_of(described: Described) -> tuple[str, ...]:
    """The names of the graph's outputs."""
    if described.output.classifies:
        return _LABEL, _PROBABILITIES
    return (_LABELS, _PROBABILITIES) if described.output.name == LABELS.name else (_PREDICTION,)


def write_outputs(graph: Graph, x: str, described: Described) -> None:
    """Add the outputs for the last layer's value `x` (N, K)."""
    output = described.output.name
    if output == LABELS.name:
        graph.output("Sigmoid", x, name=_PROBABILITIES)
        there = graph.add("Greater", _PROBABILITIES, graph.numbers(0.5, "half"), name="there")
        graph.output("Cast", there, name=_LABELS, to=graph.type_of(np.int64))
    elif not described.output.classifies:
        graph.output("Exp" if output == POISSON.name else "Identity", x, name=_PREDICTION)
    else:
        _write_classes(graph, x, described)


def _write_classes(graph: Graph, x: str, described: Described) -> None:
    if described.output.name == CLASSES.name:
        graph.output("Softmax", x, name=_PROBABILITIES, axis=1)
    else:
        assert described.output.name == LOGISTIC.name, "there is no third output that classifies"
        there = graph.add("Sigmoid", x, name=LOGISTIC.layer_name)
        absent = graph.add("Sub", graph.numbers(1.0, "one"), there, name="absent")
        graph.output("Concat", absent, there, name=_PROBABILITIES, axis=1)
    name = _LABEL if described.classes is None else "class_number"
    add = graph.output if described.classes is None else graph.add
    if isinstance(described.output, Logistic):
        above = graph.add("Greater", there, graph.numbers(described.output.threshold, "threshold"), name="above")
        column = graph.add("Cast", above, name="above_as_number", to=graph.type_of(np.int64))
        add("Reshape", column, graph.whole((-1,), "one_axis"), name=name)
    else:
        add("ArgMax", _PROBABILITIES, name=name, axis=1, keepdims=0)
    if described.classes is not None:
        graph.output("Gather", graph.choices(described.classes, "class_names"), name, name=_LABEL, axis=0)


def infos(graph: Graph, described: Described, width: int) -> list[Any]:
    """The types and shapes of the outputs; the last layer gives `width` numbers per sample."""
    width = 2 if described.output.name == LOGISTIC.name else width
    label = graph.type_of(label_type(described.classes))
    kinds: dict[str, tuple[int, list[int | str]]] = {
        _LABEL: (label, ["N"]),
        _LABELS: (graph.type_of(np.int64), ["N", width]),
        _PROBABILITIES: (graph.type_of(graph.dtype), ["N", width]),
        _PREDICTION: (graph.type_of(graph.dtype), ["N", width]),
    }
    return [graph.info(name, *kinds[name]) for name in names_of(described)]
