"""Numbers to be predicted, standardised while a network learns, and given in their own units by what it has learned."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import Array
from undergrad.data import Dataset
from undergrad.layers import FCLayer
from undergrad.model import ClassifierModel

#: Of each model that puts out numbers in the units of the data, the array at its end that a training has left there.
_LEFT: weakref.WeakKeyDictionary[ClassifierModel, Array] = weakref.WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Unit:
    """inside = (outside - mean) / deviation, for each of K numbers; without a `layer` both are the same.

    `layer` is the name of the fully connected layer at the model's end, whose weights are changed so that what it puts
    out is outside.
    """

    layer: str | None = None
    mean: NDArray[np.float64] | None = None
    deviation: NDArray[np.float64] | None = None

    def inside(self, labels: NDArray[Any]) -> NDArray[Any]:
        """What the network is trained towards, (N,) or (N, K)."""
        if self.mean is None or self.deviation is None:
            return labels
        return ((labels.reshape(len(labels), -1) - self.mean) / self.deviation).reshape(labels.shape)

    def outside(self, numbers: NDArray[Any]) -> NDArray[Any]:
        """The same in the units of the data, (N,) or (N, K)."""
        if self.mean is None or self.deviation is None:
            return numbers
        wide = numbers.reshape(len(numbers), -1).astype(np.float64)
        return (wide * self.deviation + self.mean).reshape(numbers.shape)

    def outside_arrays(self, arrays: Mapping[str, Array]) -> dict[str, Array]:
        """The model's arrays, with which it puts out numbers in the units of the data: W s and b s + m at its end."""
        changed = dict(arrays)
        if self.mean is not None and self.deviation is not None:
            W, b = arrays[f"{self.layer}.W"], arrays[f"{self.layer}.b"]
            changed[f"{self.layer}.W"] = (W * self.deviation).astype(W.dtype)
            changed[f"{self.layer}.b"] = (b * self.deviation + self.mean).astype(b.dtype)
        return changed

    def inside_arrays(self, arrays: Mapping[str, Array]) -> dict[str, Array]:
        """The other way round: the arrays to learn on with, of a model that puts out numbers in the data's units."""
        changed = dict(arrays)
        if self.mean is not None and self.deviation is not None:
            W, b = arrays[f"{self.layer}.W"], arrays[f"{self.layer}.b"]
            changed[f"{self.layer}.W"] = (W / self.deviation).astype(W.dtype)
            changed[f"{self.layer}.b"] = ((b - self.mean) / self.deviation).astype(b.dtype)
        return changed

    def is_in(self, model: ClassifierModel) -> bool:
        """Whether a training has left `model` in the units of the data, and nobody has changed its end since."""
        return self.layer is not None and _LEFT.get(model) is model.arrays()[f"{self.layer}.b"]


def leave_units(model: ClassifierModel) -> None:
    """Note that `model`, of a table, puts out numbers in the data's units, for a training that goes on with it."""
    name = _end(model)
    if name is not None:
        _LEFT[model] = model.arrays()[f"{name}.b"]


def _end(model: ClassifierModel) -> str | None:
    """The name of the fully connected layer of NumPy's whose numbers are put out as they are; None without one."""
    name, layer = next(reversed(model.layers.items()), ("", None))
    is_end = model.output.keeps_units and isinstance(layer, FCLayer) and isinstance(layer.W, np.ndarray)
    return name if is_end else None


def unit_of(dataset: Dataset, model: ClassifierModel, rows: NDArray[np.int64]) -> Unit:
    """The unit of a table's numbers, by what the `rows` that are trained on show; else the numbers stay as they are.

    That is where the model ends in a fully connected layer of NumPy's and its output is a number itself, not a rate.
    """
    name = _end(model)
    if dataset.table is None or name is None:
        return Unit()
    y = dataset.y_train[rows].reshape(len(rows), -1)
    deviation = y.std(axis=0)
    return Unit(name, y.mean(axis=0), np.where(deviation > 0, deviation, 1.0))
