"""A network for the compiled engine: a list of operations and the slots between them (`tables`)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from undergrad.engines import tables as t
from undergrad.engines.compilable import KINDS
from undergrad.engines.places import Panels, Places, Vector, Windows, aligned_zeros, up
from undergrad.engines.registers import panel_width
from undergrad.engines.units import ROWS as UNIT_ROWS
from undergrad.engines.units import merged
from undergrad.errors import ShapeError
from undergrad.layers import Activation, BatchNormLayer, ConvolutionLayer, FCLayer
from undergrad.layers.base import Shape, kept_names, parameter_names
from undergrad.layers.outline import shapes_of
from undergrad.layers.windows import image_shape
from undergrad.model import ClassifierModel

_Array = np.ndarray[Any, Any]

_IMAGE_KINDS = (t.CONVOLUTION, t.POOLING, t.NORMALISATION)
_LEARNED = (t.PRODUCT, t.CONVOLUTION, t.NORMALISATION)


@dataclass
class Slot:
    """The values between two operations: features (C,), or images (C, H, W) with `border` zeros around them."""

    shape: Shape
    padded: int
    border: int = 0

    @property
    def is_image(self) -> bool:
        """Whether it has rows and columns."""
        return len(self.shape) == 3

    @property
    def size(self) -> tuple[int, int]:
        """(H, W); (1, 1) for features."""
        return (self.shape[1], self.shape[2]) if self.is_image else (1, 1)


@dataclass
class Operation:
    """An operation, with the layers that it computes: the layer itself, and an activation function after it."""

    kind: int
    layer: Any = None
    name: str = ""
    number: int = 0
    activation: Any = None
    activation_name: str = ""
    before: int = -1
    behind: int = -1
    weights: Any = None
    bias: Any = None
    kept: tuple[Vector, ...] = ()
    hands_back: bool = False

    @property
    def learns(self) -> bool:
        """Whether it has parameters."""
        return self.kind in _LEARNED


class Program:
    """The operations of `model` for samples of `shape`, with numbers of `dtype`. ShapeError if they do not fit."""

    def __init__(self, model: ClassifierModel, shape: Shape, dtype: Any) -> None:
        self.dtype, self.output = np.dtype(dtype), model.output
        self._quantum = 16 // self.dtype.itemsize
        self.operations: list[Operation] = []
        self.slots: list[Slot] = []
        self._read(model, tuple(shape))
        learned = [number for number, operation in enumerate(self.operations) if operation.learns]
        for number, operation in enumerate(self.operations):
            operation.hands_back = number > learned[0]
        places = Places(self.dtype)
        self._arrays: dict[str, Vector | Panels | Windows] = {}
        #: The names of the parameters: `fc1.W`.
        self.learned: list[str] = []
        for operation in self.operations:
            self._place(operation, places)
        self.size = places.end

    def _read(self, model: ClassifierModel, shape: Shape) -> None:
        """Build operations and slots from the layers."""
        layers = [(number, name, layer) for number, (name, layer) in enumerate(model.layers.items())]
        kinds = [KINDS.get(type(layer)) for _, _, layer in layers]
        until = kinds.index(t.PRODUCT)
        # If no layer uses positions, and no watch observes, images can be treated as features.
        by_channel = [kind in _IMAGE_KINDS for kind in kinds[:until]]
        observed = [getattr(layer, "observable", False) for _, _, layer in layers[:until]]
        is_image = any(by_channel + observed) and len(shape) > 1
        features = math.prod(shape)
        self.slots.append(self._slot(image_shape(shape) if is_image else (features,)))
        self.operations.append(Operation(t.LOAD, behind=0))
        for number, name, layer in layers:
            _check_fits(name, layer, shape)
            out = tuple(shapes_of(layer, shape).output)
            last = self.operations[-1]
            takes = last.kind in (t.PRODUCT, t.CONVOLUTION, t.NORMALISATION) and last.activation is None
            if isinstance(layer, Activation) and takes:
                last.activation, last.activation_name, shape = layer, name, out
                continue
            kind = KINDS.get(type(layer), t.ELEMENTWISE)
            image = is_image and kind != t.PRODUCT
            is_image = image
            self.slots.append(self._slot(image_shape(out) if image else (math.prod(out),)))
            before = len(self.slots) - 2
            operation = Operation(kind, layer, name, number, before=before, behind=before + 1)
            if kind == t.ELEMENTWISE:
                operation.activation, operation.activation_name = layer, name
            if kind == t.CONVOLUTION:
                self.slots[before].border = layer.pad
            self.operations.append(operation)
            shape = out
        last_slot = len(self.slots) - 1
        self.operations.append(Operation(t.OUTPUT, model.output_layer, before=last_slot, behind=last_slot))
        # If only a convolution reads the images, and nobody needs their gradient, channels need not fill vectors.
        if self.operations[1].kind == t.CONVOLUTION:
            self.slots[0].padded = self.slots[0].shape[0]

    def _slot(self, shape: Shape) -> Slot:
        return Slot(shape, up(shape[0], self._quantum))

    def segments(self, *, goes_back: bool) -> list[tuple[int, int, bool]]:
        """(first, end, whether of images) of operations that run one after the other without a meeting.

        In training and with gradients, a batch normalisation begins a new segment: it waits for all samples.
        """
        images = [self.slots[operation.behind].is_image for operation in self.operations]
        cuts = [0]
        for number in range(1, len(self.operations)):
            waits = goes_back and self.operations[number].kind == t.NORMALISATION
            if images[number] != images[number - 1] or waits:
                cuts.append(number)
        ends = [*cuts[1:], len(self.operations)]
        return [(first, end, images[first]) for first, end in zip(cuts, ends, strict=True)]

    def _place(self, operation: Operation, places: Places) -> None:
        """The places of an operation's parameters and running averages in the array of parameters."""
        layer, name = operation.layer, operation.name
        if not operation.learns:
            return
        before, behind = self.slots[operation.before], self.slots[operation.behind]
        if operation.kind == t.PRODUCT:
            image = before.shape if before.is_image else (before.shape[0], 1, 1)
            padded = before.padded if before.is_image else before.shape[0]
            weights: Any = Panels(places.end, layer.W.shape, image, padded, self.dtype)
            arrays = {"W": weights, "b": Vector(0, layer.W.shape[1])}
            room = up(layer.W.shape[1], panel_width(self.dtype))
        elif operation.kind == t.CONVOLUTION:
            weights = Windows(places.end, layer.w.shape, before.padded, behind.padded)
            arrays, room = {"w": weights, "b": Vector(0, len(layer.w))}, behind.padded
        else:
            weights = Vector(places.end, layer.features)
            arrays, room = {"gamma": weights, "beta": Vector(0, layer.features)}, behind.padded
        places.next(max(weights.size, room))
        second = [*arrays][1]
        operation.weights = weights
        operation.bias = arrays[second] = Vector(places.next(room), arrays[second].size)
        if operation.kind == t.NORMALISATION:
            start = places.next(2 * layer.features)
            operation.kept = tuple(Vector(start + i * layer.features, layer.features) for i in range(2))
            arrays |= dict(zip(("running_mean", "running_variance"), operation.kept, strict=True))
        assert set(arrays) == {*parameter_names(layer), *kept_names(layer)}
        self._arrays |= {f"{name}.{attribute}": array for attribute, array in arrays.items()}
        self.learned += [f"{name}.{attribute}" for attribute in parameter_names(layer)]

    def zeros(self) -> _Array:
        """A zero array for parameters."""
        return aligned_zeros(self.size, self.dtype)

    def packed(self, arrays: Mapping[str, Any]) -> _Array:
        """A flat array with these arrays, by name, each at its place; 0 elsewhere."""
        flat = self.zeros()
        for key, array in arrays.items():
            self._arrays[key].put(flat, array)
        return flat

    def unpacked(self, flat: _Array, keys: Any = None, factor: float = 1.0) -> dict[str, _Array]:
        """New arrays by name, in the textbook's shapes; matrices are multiplied by `factor`."""
        arrays = {key: self._arrays[key].take(flat) for key in (self._arrays if keys is None else keys)}
        if factor != 1:
            for key, array in arrays.items():
                if isinstance(self._arrays[key], Panels):
                    array *= array.dtype.type(factor)
        return arrays

    @property
    def outputs(self) -> int:
        """The number of outputs for a sample."""
        return self.slots[-1].shape[0]

    @property
    def multiplying(self) -> list[Operation]:
        """The operations that multiply weights by their input."""
        return [operation for operation in self.operations if operation.kind in (t.PRODUCT, t.CONVOLUTION)]

    @property
    def work(self) -> float:
        """The floating-point operations of the products in a sample's forward pass."""
        total = 0.0
        for operation in self.operations:
            if operation.kind == t.PRODUCT:
                total += 2.0 * math.prod(operation.layer.W.shape)
            elif operation.kind == t.CONVOLUTION:
                total += 2.0 * math.prod(operation.layer.w.shape) * math.prod(self.slots[operation.behind].size)
        return total

    def unit_sums(self, threads: int) -> _Array:
        """Zeros, (threads, sums), for each thread's sums over units."""
        return np.zeros((threads, sum(UNIT_ROWS * width for _, _, width in self.observed())))

    def observed(self) -> list[tuple[str, Any, int]]:
        """The layers whose units are observed, their names, and their numbers of units."""
        return [
            (operation.activation_name, operation.activation, self.slots[operation.behind].shape[0])
            for operation in self.operations
            if getattr(operation.activation, "observable", False)
        ]

    def unit_tables(self, sums: _Array) -> list[_Array]:
        """Each layer's `units.UnitSums.table`, from the threads' `sums`."""
        tables, start = [], 0
        for _, _, width in self.observed():
            end = start + UNIT_ROWS * width
            tables.append(merged(sums[:, start:end].reshape(len(sums), UNIT_ROWS, -1)))
            start = end
        return tables


def _check_fits(name: str, layer: Any, shape: Shape) -> None:
    """Raise ShapeError unless the layer takes samples of that shape: compiled code does not check its pointers."""
    expected, what, got = None, "", 0
    if isinstance(layer, FCLayer):
        expected, what, got = layer.W.shape[0], "features", math.prod(shape)
    elif isinstance(layer, ConvolutionLayer):
        expected, what, got = layer.w.shape[1], "channels", image_shape(shape)[0]
    elif isinstance(layer, BatchNormLayer):
        expected, what, got = layer.features, "features", 1 if len(shape) == 2 else shape[0]
    if expected is not None and got != expected:
        raise ShapeError(f"layer {name} takes {expected} {what} of each sample, and gets {got}; give it its own")
