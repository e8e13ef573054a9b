"""The engine that calls the layers: slow, and right for any layer that anybody writes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from undergrad.arrays import Array, copied, like, to_numpy
from undergrad.data import Scaling, batches
from undergrad.engines.base import PREDICTION_ROWS, first_non_finite, let_go
from undergrad.errors import NonFiniteLossError
from undergrad.layers import Momentum
from undergrad.model import ClassifierModel


class ReferenceEngine:
    """Runs any model, wherever its parameters live: batches are brought to their library and device."""

    name = "reference"

    def __init__(self, model: ClassifierModel, scaling: Scaling, classes: int, dtype: Any) -> None:
        self.model, self.scaling, self.classes, self.dtype = model, scaling, classes, np.dtype(dtype)
        self.velocity: dict[str, Array] = {}

    def train_epoch(
        self,
        x: Array,
        labels: Array,
        *,
        rows: Array | None = None,
        epoch: int,
        batch_size: int,
        learning_rate: float,
        reg_lambda: float,
        momentum: float = 0.0,
    ) -> float:
        model, total = self.model, 0.0
        descent = Momentum(momentum, self.velocity) if momentum else None
        rows = np.arange(len(x)) if rows is None else rows
        # Copies: a user's own layer may update in place, and the arrays that were in the model are not ours to change.
        model.set_parameters({key: copied(array) for key, array in model.parameters().items()})
        one_hot = np.eye(self.classes, dtype=self.dtype)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # the loss is checked instead
            for step, part in enumerate(batches(len(rows), batch_size), start=1):
                inputs = self._inputs(x[rows[part]])
                y = like(one_hot[labels[rows[part]]], inputs)
                loss = model.forward(inputs, y, reg_lambda)
                if not math.isfinite(loss):
                    raise NonFiniteLossError(epoch=epoch, step=step, layer=first_non_finite(model, inputs))
                model.backward(reg_lambda)
                if descent:
                    descent.apply(model.layers, model.parameters())
                model.update(learning_rate)
                let_go(x)
                total += (model.cross_entropy or 0.0) * inputs.shape[0]
        if descent:
            self.velocity = descent.velocity
        return total / len(rows)

    def predict_labels(self, x: Array) -> np.ndarray[Any, Any]:
        found = np.empty(len(x), np.int64)
        with np.errstate(over="ignore", invalid="ignore"):
            for rows in batches(len(x), PREDICTION_ROWS):
                found[rows] = to_numpy(self.model.predict(self._inputs(x[rows]))).argmax(axis=1)
                let_go(x)
        return found

    def _inputs(self, x: Array) -> Array:
        scaled = self.scaling.apply(x, self.dtype).reshape(x.shape)
        anchor = next(iter(self.model.parameters().values()), scaled)
        return like(scaled, anchor)
