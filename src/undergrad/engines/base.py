"""What an engine is, and what all engines share."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from undergrad.arrays import Array, array_namespace
from undergrad.model import ClassifierModel

#: Rows that a prediction pass takes at once: large enough for full speed, small enough to stay in the cache.
PREDICTION_ROWS = 1024


class Engine(Protocol):
    """Trains and applies one model on data as they lie in memory: `x` (N, ...) unscaled, `labels` (N,) integers.

    The model's parameters are read when a method begins and are up to date when it returns. `train_epoch` leaves new
    arrays in the model and those it found unchanged, so a reference to them is a snapshot.
    """

    name: str

    def train_epoch(
        self, x: Array, labels: Array, *, epoch: int, batch_size: int, learning_rate: float, reg_lambda: float
    ) -> float:
        """One pass in fixed order with an update after each batch. `epoch`, from 1, is for the error's words.

        Returns the mean cross-entropy over all samples, each measured before its batch's update. Raises
        NonFiniteLossError at the first step whose loss is not finite, before its update.
        """
        ...

    def predict_labels(self, x: Array) -> np.ndarray[Any, Any]:
        """The most probable class of each row of `x`: (N,) int64."""
        ...


def first_non_finite(model: ClassifierModel, x: Array) -> str:
    """The name of the first layer, in order, whose parameters or whose output for `x` are not all finite."""
    parameters = model.parameters()
    for name, layer in model.layers.items():
        own = [array for key, array in parameters.items() if key.rpartition(".")[0] == name]
        x = layer.forward(x)
        if not all(_finite(array) for array in (*own, x)):
            return name
    return "softmax"


def _finite(array: Array) -> bool:
    xp = array_namespace(array)
    return bool(xp.all(xp.isfinite(array)))
