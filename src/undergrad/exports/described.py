"""A network described for an export: layers of the textbook with their shapes, scaling, output and names."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from undergrad.architecture import Architecture
from undergrad.arrays import Array, is_finite, to_numpy
from undergrad.data import Scaling
from undergrad.errors import ModelError, ShapeError, UsageError
from undergrad.layers import FCLayer, Layer, is_in_table
from undergrad.layers.base import Shape
from undergrad.layers.outline import shapes_of
from undergrad.model import ClassifierModel
from undergrad.outputs import Output

_PRECISIONS = ("float32", "float64")


class Trained(Protocol):
    """The parts of a `TrainedModel` that an export needs."""

    @property
    def model(self) -> ClassifierModel:
        """The layers with their weights."""

    @property
    def scaling(self) -> Scaling:
        """The scaling of the features."""

    @property
    def sample_shape(self) -> Shape:
        """The shape of one raw sample."""

    @property
    def class_names(self) -> tuple[str, ...]:
        """The names of classes, labels or numbers."""

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The names of a table's features."""


@dataclass(frozen=True, eq=False)
class Placed:
    """A layer, its name in the model, and the shapes of one sample before and after it."""

    name: str
    layer: Layer
    gets: Shape
    gives: Shape


@dataclass(frozen=True, eq=False)
class Described:
    """A network that can be exported."""

    model: ClassifierModel
    #: Its output, from which labels and probabilities are made.
    output: Output
    #: The shape of one raw sample, and of one sample at the first layer.
    input_shape: Shape
    sample_shape: Shape
    #: The scaling of a raw sample; None without scaling.
    scaling: Scaling | None
    #: The labels of the classes, (C,) numbers or texts; None if the labels are the class numbers.
    classes: NDArray[Any] | None
    #: The names of classes, labels or numbers.
    names: tuple[str, ...]
    #: The names of a table's feature columns, in order, if they have names.
    columns: tuple[str, ...] | None = None

    @property
    def precision(self) -> str:
        """The precision of the weights: "float64", or "float32", also for shorter types."""
        dtype = to_numpy(self.model.anchor(np.zeros(0, np.float32))).dtype
        return "float64" if dtype.itemsize >= 8 else "float32"

    @property
    def text(self) -> str | None:
        """The text of its architecture, if it has one."""
        architecture = Architecture.of(self.model)
        return None if architecture is None else str(architecture)

    def placed(self) -> list[Placed]:
        """Its layers in order, without the output's own.

        ModelError for a user's own layer, and for numbers that are not finite; ShapeError if a layer does not take its
        input.
        """
        end = self.model.output_layer
        if type(end) is not self.output.layer:
            raise _strange(self.output.layer_name, end)
        shape, placed = self.sample_shape, list[Placed]()
        for name, layer in self.model.layers.items():
            if not is_in_table(layer):
                raise _strange(name, layer)
            placed.append(Placed(name, layer, shape, _gives(name, layer, shape)))
            shape = placed[-1].gives
        if len(shape) != 1:
            raise ShapeError(f"{type(end).__name__} takes (N, K), and the layers before it give samples {shape}")
        for key, array in self.model.arrays().items():
            if not is_finite(array):
                raise ModelError(
                    f"{key} of the model holds numbers that are not finite, so nothing can be predicted; train it again"
                )
        return placed


def described(trained: Trained) -> Described:
    """The description of a trained model for an export. Class names "0", "1", ... count as no names."""
    names, output = trained.class_names, trained.model.output
    counted = names == tuple(map(str, range(len(names))))
    classes = None if counted or not output.classifies else np.array(names, dtype=object)
    shape = trained.sample_shape
    return Described(trained.model, output, shape, shape, trained.scaling, classes, names, trained.columns)


def checked_dtype(dtype: str | None, precision: str) -> np.dtype[Any]:
    """float32 or float64: `dtype`, or by default the `precision` of the weights. UsageError for any other."""
    name = precision if dtype is None else str(dtype)
    if name not in _PRECISIONS:
        raise UsageError(f"dtype of an export must be float32 or float64, not {name!r}")
    return np.dtype(name)


def numbers(array: Array, dtype: Any) -> NDArray[Any]:
    """An array of any library as a NumPy array of that dtype."""
    return np.ascontiguousarray(to_numpy(array), dtype)


def _gives(name: str, layer: Layer, shape: Shape) -> Shape:
    try:
        if isinstance(layer, FCLayer) and math.prod(shape) != layer.W.shape[0]:
            raise ShapeError(f"it takes {layer.W.shape[0]} features")
        return shapes_of(layer, shape).output
    except ShapeError as error:
        arriving = " x ".join(map(str, shape))
        raise ShapeError(f"layer {name} does not fit: {layer.summary()} gets {arriving}, and {error}") from error


def _strange(name: str, layer: Any) -> ModelError:
    if layer is None:
        return ModelError(f"the model has no {name} layer; add one before it is exported")
    return ModelError(
        f"layer {name!r} is of the class {type(layer).__name__}, the user's own layer; "
        "only the textbook's can be exported"
    )
