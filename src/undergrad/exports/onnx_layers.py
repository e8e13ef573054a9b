"""Each layer of the textbook as ONNX operators, in evaluation mode.

onnxruntime has neither `Conv` nor `LeakyRelu` nor `Elu` in float64: there the formula is written out.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.exports.described import Placed, numbers
from undergrad.exports.onnx_graph import Graph
from undergrad.layers import (
    ELU,
    BatchNormLayer,
    ConvolutionLayer,
    DropoutLayer,
    FCLayer,
    Layer,
    LeakyReLU,
    MaxPoolingLayer,
    ReLU,
    Sigmoid,
    Tanh,
)
from undergrad.layers.base import Shape
from undergrad.layers.windows import image_shape


def write_layer(graph: Graph, x: str, placed: Placed) -> str:
    """The layer's output for the value `x`."""
    return _WRITERS[type(placed.layer)](graph, x, placed)


def _fc(graph: Graph, x: str, placed: Placed) -> str:
    layer: Any = placed.layer
    if len(placed.gets) > 1:
        x = graph.add("Flatten", x, name=f"{placed.name}.flat", axis=1)
    W, b = (graph.numbers(numbers(getattr(layer, key), graph.dtype), f"{placed.name}.{key}") for key in ("W", "b"))
    return graph.add("Gemm", x, W, b, name=placed.name)


def _simple(operator: str) -> Callable[[Graph, str, Placed], str]:
    return lambda graph, x, placed: graph.add(operator, x, name=placed.name)


def _leaky_relu(graph: Graph, x: str, placed: Placed) -> str:
    layer: Any = placed.layer
    alpha = layer.alpha
    if alpha == 1:
        return x
    if graph.dtype == np.float32:
        return graph.add("LeakyRelu", x, name=placed.name, alpha=alpha)
    return _bent(graph, x, _below(graph, x, placed.name), alpha, placed.name)


def _elu(graph: Graph, x: str, placed: Placed) -> str:
    layer: Any = placed.layer
    alpha, name = layer.alpha, placed.name
    if graph.dtype == np.float32:
        return graph.add("Elu", x, name=name, alpha=alpha)
    power = graph.add("Exp", _below(graph, x, name), name=f"{name}.exp")
    return _bent(graph, x, graph.add("Sub", power, graph.numbers(1.0, f"{name}.one"), name=f"{name}.less"), alpha, name)


def _below(graph: Graph, x: str, name: str) -> str:
    return graph.add("Min", x, graph.numbers(0.0, f"{name}.zero"), name=f"{name}.below")


def _bent(graph: Graph, x: str, below: str, alpha: float, name: str) -> str:
    """x where it is positive, and elsewhere alpha times the function's value."""
    above = graph.add("Relu", x, name=f"{name}.above")
    below = graph.add("Mul", below, graph.numbers(alpha, f"{name}.alpha"), name=f"{name}.scaled")
    return graph.add("Add", above, below, name=name)


def _batch_norm(graph: Graph, x: str, placed: Placed) -> str:
    layer: Any = placed.layer
    # The attribute epsilon is a float32 in every graph; added to the variance it has the weights' precision.
    arrays = {key: numbers(getattr(layer, key), graph.dtype) for key in (*layer.parameters, *layer.kept)}
    arrays["running_variance"] = arrays["running_variance"] + graph.dtype.type(layer.epsilon)
    constants = [graph.numbers(array, f"{placed.name}.{key}") for key, array in arrays.items()]
    if len(placed.gets) != 2:
        return graph.add("BatchNormalization", x, *constants, name=placed.name, epsilon=0.0)
    x = _as_images(graph, x, placed)
    x = graph.add("BatchNormalization", x, *constants, name=f"{placed.name}.image", epsilon=0.0)
    return reshaped(graph, x, placed.gives, placed.name)


def _conv(graph: Graph, x: str, placed: Placed) -> str:
    layer: Any = placed.layer
    x, name = _as_images(graph, x, placed), placed.name
    w, b = (numbers(array, graph.dtype) for array in (layer.w, layer.b))
    if graph.dtype == np.float32:
        constants = graph.numbers(w, f"{name}.w"), graph.numbers(b, f"{name}.b")
        window = {"kernel_shape": [layer.kernel_size] * 2, "strides": [layer.stride] * 2, "pads": [layer.pad] * 4}
        return graph.add("Conv", x, *constants, name=name, **window)
    if layer.pad:
        pads = graph.whole([0, 0, layer.pad, layer.pad] * 2, f"{name}.pads")
        x = graph.add("Pad", x, pads, graph.numbers(0.0, f"{name}.zero"), name=f"{name}.padded")
    # As in the textbook, but each window is a row: releases of onnxruntime up to 1.22 can multiply an empty batch only
    # with a matrix on its right.
    channels, *sizes = image_shape(placed.gets)
    padded = (channels, *(size + 2 * layer.pad for size in sizes))
    x = reshaped(graph, x, (math.prod(padded),), f"{name}.entries")
    x = graph.add("Gather", x, graph.places(_windows(padded, layer), f"{name}.at"), name=f"{name}.windows", axis=1)
    x = graph.add("MatMul", x, graph.numbers(w.reshape(len(w), -1).T, f"{name}.w"), name=f"{name}.products")
    x = graph.add("Add", x, graph.numbers(b, f"{name}.b"), name=f"{name}.sums")
    x = graph.add("Transpose", x, name=f"{name}.maps", perm=[0, 2, 1])
    return reshaped(graph, x, placed.gives, name)


def _windows(shape: Shape, layer: Any) -> NDArray[Any]:
    """(H' W', C k k): the place in an image of that shape of each entry of each window."""
    places = np.arange(math.prod(shape)).reshape(shape)
    windows = np.lib.stride_tricks.sliding_window_view(places, (layer.kernel_size,) * 2, axis=(1, 2))
    windows = windows[:, :: layer.stride, :: layer.stride].transpose(1, 2, 0, 3, 4)
    return windows.reshape(windows.shape[0] * windows.shape[1], -1)


def _pool(graph: Graph, x: str, placed: Placed) -> str:
    layer: Any = placed.layer
    sizes = {"kernel_shape": [layer.kernel_size] * 2, "strides": [layer.stride] * 2}
    return graph.add("MaxPool", _as_images(graph, x, placed), name=placed.name, **sizes)


def _as_images(graph: Graph, x: str, placed: Placed) -> str:
    """Samples (H, W) as images of one channel."""
    return x if len(placed.gets) == 3 else reshaped(graph, x, image_shape(placed.gets), f"{placed.name}.images")


def reshaped(graph: Graph, x: str, shape: Shape, name: str) -> str:
    """Each sample in that shape; the batch may be empty."""
    return graph.add("Reshape", x, graph.whole([0, *shape], f"{name}.shape"), name=name)


_WRITERS: dict[type[Layer], Callable[[Graph, str, Placed], str]] = {
    FCLayer: _fc,
    Sigmoid: _simple("Sigmoid"),
    ReLU: _simple("Relu"),
    Tanh: _simple("Tanh"),
    LeakyReLU: _leaky_relu,
    ELU: _elu,
    BatchNormLayer: _batch_norm,
    ConvolutionLayer: _conv,
    DropoutLayer: lambda graph, x, placed: x,
    MaxPoolingLayer: _pool,
}
