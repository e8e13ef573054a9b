"""Standardises a regression's targets during training, and converts the trained network to the data's units."""

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

#: For each model whose outputs are in the data's units, the array of its last layer that a training left there.
_LEFT: weakref.WeakKeyDictionary[ClassifierModel, Array] = weakref.WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Unit:
    """inside = (outside - mean) / deviation, for each of K numbers; without a `layer` both are the same.

    `layer` is the name of the fully connected layer at the model's end; changing its weights puts the model's outputs
    into the outside unit.
    """

    layer: str | None = None
    mean: NDArray[np.float64] | None = None
    deviation: NDArray[np.float64] | None = None

    def inside(self, labels: NDArray[Any]) -> NDArray[Any]:
        """The targets that the network trains towards, (N,) or (N, K)."""
        if self.mean is None or self.deviation is None:
            return labels
        return ((labels.reshape(len(labels), -1) - self.mean) / self.deviation).reshape(labels.shape)

    def outside(self, numbers: NDArray[Any]) -> NDArray[Any]:
        """Outputs in the units of the data, (N,) or (N, K)."""
        if self.mean is None or self.deviation is None:
            return numbers
        wide = numbers.reshape(len(numbers), -1).astype(np.float64)
        return (wide * self.deviation + self.mean).reshape(numbers.shape)

    def outside_arrays(self, arrays: Mapping[str, Array]) -> dict[str, Array]:
        """The model's arrays for outputs in the units of the data: W s and b s + m in the last layer."""
        changed = dict(arrays)
        if self.mean is not None and self.deviation is not None:
            W, b = arrays[f"{self.layer}.W"], arrays[f"{self.layer}.b"]
            changed[f"{self.layer}.W"] = (W * self.deviation).astype(W.dtype)
            changed[f"{self.layer}.b"] = (b * self.deviation + self.mean).astype(b.dtype)
        return changed

    def inside_arrays(self, arrays: Mapping[str, Array]) -> dict[str, Array]:
        """The inverse: the arrays for further training, from those of a model with outputs in the data's units."""
        changed = dict(arrays)
        if self.mean is not None and self.deviation is not None:
            W, b = arrays[f"{self.layer}.W"], arrays[f"{self.layer}.b"]
            changed[f"{self.layer}.W"] = (W / self.deviation).astype(W.dtype)
            changed[f"{self.layer}.b"] = ((b - self.mean) / self.deviation).astype(b.dtype)
        return changed

    def is_in(self, model: ClassifierModel) -> bool:
        """Whether a training has left `model` in the units of the data, and nobody has changed its last layer since."""
        return self.layer is not None and _LEFT.get(model) is model.arrays()[f"{self.layer}.b"]


def leave_units(model: ClassifierModel) -> None:
    """Note that the outputs of `model`, for a table, are in the data's units; a further training needs to know."""
    name = _end(model)
    if name is not None:
        _LEFT[model] = model.arrays()[f"{name}.b"]


def _end(model: ClassifierModel) -> str | None:
    """The name of the NumPy fully connected layer whose numbers are the outputs; None without one."""
    name, layer = next(reversed(model.layers.items()), ("", None))
    is_end = model.output.keeps_units and isinstance(layer, FCLayer) and isinstance(layer.W, np.ndarray)
    return name if is_end else None


def unit_of(dataset: Dataset, model: ClassifierModel, rows: NDArray[np.int64]) -> Unit:
    """The unit of a table's target, computed from the training `rows`; for other data the target stays unchanged.

    It applies if the model ends in a NumPy fully connected layer and its output is a number itself, not a rate.
    """
    name = _end(model)
    if dataset.table is None or name is None:
        return Unit()
    y = dataset.y_train[rows].reshape(len(rows), -1)
    deviation = y.std(axis=0)
    return Unit(name, y.mean(axis=0), np.where(deviation > 0, deviation, 1.0))
