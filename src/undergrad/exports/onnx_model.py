"""A network as an ONNX model."""

from __future__ import annotations

import importlib
import json
import os
from typing import Any

import numpy as np

from undergrad.errors import ModelError, needed
from undergrad.exports import onnx_outputs
from undergrad.exports.described import Described, Trained, checked_dtype, described
from undergrad.exports.onnx_graph import IR_VERSION, OPSET, Graph
from undergrad.exports.onnx_layers import reshaped, write_layer
from undergrad.files import write_whole

_INPUT = "x"
_MOST_BYTES = 2**31 - 2**20  # the limit of a protobuf message; the nodes take little


def to_onnx(trained: Trained, path: str | os.PathLike[str] | None = None, *, dtype: str | None = None) -> Any:
    """`trained` as an `onnx.ModelProto`, which is also written to `path`, if given, whole or not at all.

    Its input `x`, (N, *sample_shape) with any N, takes raw samples: uint8 pixels, or features in `dtype`. All
    computation is in `dtype`, "float32" or "float64", by default that of the weights. The scaling is part of the model.
    Its outputs are, for classes, `label` (N,) and `probabilities` (N, C); for several labels at once, `labels` (N, L),
    0 or 1, and `probabilities` (N, L); for numbers, `prediction` (N, K). A label is the class's name, or an int64
    number if the classes have no names. The metadata contain `output`, `class_names` as JSON, `layers`, the text of
    the architecture, if it has one, and `columns`, the names of a table's features as JSON. The operators are those
    of ONNX's version 13.

    UsageError without the package onnx, or for another dtype. ModelError for a user's own layers, numbers that are not
    finite, and more than the 2 GB that such a model can hold; ShapeError if layers do not fit. FileError if the file
    cannot be written.
    """
    return written(described(trained), path, dtype)


def written(network: Described, path: str | os.PathLike[str] | None, dtype: str | None) -> Any:
    """The network as an `onnx.ModelProto`, which is also written to `path`, if given."""
    model = onnx_of(network, checked_dtype(dtype, network.precision))
    if path is not None:
        write_whole(path, model.SerializeToString())
    return model


def onnx_of(network: Described, dtype: np.dtype[Any]) -> Any:
    """The network as an `onnx.ModelProto` that computes in `dtype`."""
    onnx = needed("onnx", what="an ONNX model")
    placed = network.placed()
    size = dtype.itemsize * sum(int(np.prod(array.shape)) for array in network.model.arrays().values())
    if size > _MOST_BYTES:
        raise ModelError(f"the weights take {size / 1e9:.1f} GB, and an ONNX model holds 2 GB at most")
    graph = Graph(onnx, dtype, reserved=(_INPUT, *onnx_outputs.names_of(network)))
    pixels = network.scaling is not None and network.scaling.of_pixels
    source = graph.info(_INPUT, graph.type_of(np.uint8 if pixels else dtype), ["N", *network.input_shape])
    value = _scaled(graph, network)
    for layer in placed:
        value = write_layer(graph, value, layer)
    [width] = placed[-1].gives if placed else network.sample_shape
    onnx_outputs.write_outputs(graph, value, network)
    model = onnx.helper.make_model(
        onnx.helper.make_graph(
            graph.nodes, "undergrad", [source], onnx_outputs.infos(graph, network, width), graph.constants
        ),
        producer_name="undergrad",
        producer_version=importlib.import_module("undergrad").__version__,  # it imports modules that import this one
        opset_imports=[onnx.helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
    )
    metadata = {"output": network.output.text, "class_names": json.dumps(network.names, ensure_ascii=False)}
    if network.text is not None:
        metadata["layers"] = network.text
    if network.columns is not None:
        metadata["columns"] = json.dumps(network.columns, ensure_ascii=False)
    onnx.helper.set_model_props(model, metadata)
    return model


def _scaled(graph: Graph, network: Described) -> str:
    """The first layer's input, from the raw samples."""
    value, scaling = _INPUT, network.scaling
    if scaling is not None:
        if scaling.of_pixels:
            value = graph.add("Cast", value, name="pixels", to=graph.type_of(graph.dtype))
        shape = network.input_shape if scaling.offset.ndim else ()
        if scaling.offset.any():
            offset = graph.numbers(scaling.offset.reshape(shape), "inputs.offset")
            value = graph.add("Sub", value, offset, name="inputs.from_offset")
        value = graph.add("Mul", value, graph.numbers(scaling.scale.reshape(shape), "inputs.scale"), name="inputs")
    if network.input_shape != network.sample_shape:
        value = reshaped(graph, value, network.sample_shape, "samples")
    return value
