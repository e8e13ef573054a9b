"""The engine that calls the layers: slow, but correct for any layer, including the user's own."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from undergrad.architecture import activation_of
from undergrad.arrays import Array, copied, like, to_numpy
from undergrad.data import Scaling, batches
from undergrad.data.mapped import taken
from undergrad.engines.base import (
    PREDICTION_ROWS,
    BatchLoss,
    GradientNorms,
    Observed,
    first_non_finite,
    least_rows,
    weights_of,
)
from undergrad.engines.descent import Descent, State
from undergrad.engines.norms import norm
from undergrad.engines.threads import one_blas_thread
from undergrad.engines.units import UnitSums
from undergrad.errors import NonFiniteLossError
from undergrad.layers.base import EVALUATION, TRAINING
from undergrad.model import ClassifierModel
from undergrad.optimizers import SGD, Optimizer


class ReferenceEngine:
    """Runs any model: it converts batches to the library and device of the parameters.

    Meanwhile NumPy's BLAS has one thread, unless the environment sets the number.
    """

    name = "reference"

    def __init__(
        self,
        model: ClassifierModel,
        scaling: Scaling,
        classes: int,
        dtype: Any,
        weights: Array | None = None,
        optimizer: Optimizer | None = None,
        clip_norm: float = 0.0,
        seed: int = 0,
    ) -> None:
        self.model, self.scaling, self.classes, self.dtype = model, scaling, classes, np.dtype(dtype)
        #: (N,), the weights of the samples in training; None if all count the same.
        self.weights = weights
        #: The seed of the layers that draw random numbers; the place of a step also enters.
        self.seed = seed
        self._descent = Descent(optimizer or SGD(), clip_norm=clip_norm)

    @property
    def state(self) -> State:
        """The state of the optimizer."""
        return self._descent.state

    @state.setter
    def state(self, state: State) -> None:
        self._descent.state = state

    @one_blas_thread()
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
        shares_l2: bool = False,
        batch_losses: list[BatchLoss] | None = None,
    ) -> float:
        model, total, weight = self.model, 0.0, 0.0
        rows = np.arange(len(x)) if rows is None else rows
        # Copies: a user's own layer may update in place, and we must not change the arrays that were in the model.
        model.set_arrays({key: copied(array) for key, array in model.arrays().items()})
        parts = batches(len(rows), batch_size, least_rows(model))
        # The loss is checked instead of each number.
        with model.in_mode(TRAINING), np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            for step, part in enumerate(parts, start=1):
                before = model.arrays()
                model.at(seed=self.seed, epoch=epoch, step=step)
                inputs = self._inputs(taken(x, rows[part]))
                y = like(self._targets(labels[rows[part]]), inputs)
                weights = None if self.weights is None else self.weights[rows[part]]
                counts = float(inputs.shape[0] if weights is None else weights.sum())
                own_lambda = reg_lambda / counts if shares_l2 else reg_lambda
                loss = model.forward(inputs, y, own_lambda, *(() if weights is None else (weights,)))
                if not math.isfinite(loss):
                    model.set_arrays(before)  # running averages already include this batch
                    raise NonFiniteLossError(epoch=epoch, step=step, layer=first_non_finite(model, inputs))
                if batch_losses is not None:
                    batch_losses.append(_parts_of(model, own_lambda))
                model.backward(own_lambda)
                self._descent.step(model, learning_rate)
                total, weight = total + (model.data_loss or 0.0) * counts, weight + counts
        return total / weight

    def predict_labels(self, x: Array, *, rows: Array | None = None) -> np.ndarray[Any, Any]:
        return self._predict(x, rows, self.model.predict, self.model.output.predicted)[0]

    def put_out(self, x: Array, *, rows: Array | None = None) -> np.ndarray[Any, Any]:
        return self._predict(x, rows, self.model.predict, np.asarray)[0]

    def observe(
        self, x: Array, *, rows: Array | None = None, labels: Array | None = None, with_units: bool = True
    ) -> Observed:
        units: dict[str, UnitSums] = {}
        predict = functools.partial(self._observed, units) if with_units else self.model.predict
        predicted, data_loss = self._predict(x, rows, predict, self.model.output.predicted, labels)
        return Observed(predicted, units, data_loss)

    @one_blas_thread()
    def _predict(
        self,
        x: Array,
        rows: Array | None,
        predict: Callable[[Array], Array],
        convert: Callable[[Array], Array],
        labels: Array | None = None,
    ) -> tuple[np.ndarray[Any, Any], float | None]:
        """`convert` applied to y_hat (n, outputs) of the samples; with `labels`, also the mean loss."""
        n, parts, total = len(x) if rows is None else len(rows), [], 0.0
        output, end = self.model.output, self.model.output_layer
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            for part in batches(n, PREDICTION_ROWS):
                own = part if rows is None else rows[part]
                y_hat = predict(self._inputs(taken(x, own)))
                if labels is not None:
                    total += output.loss(end, y_hat, like(self._targets(labels[own]), y_hat)) * y_hat.shape[0]
                parts.append(convert(to_numpy(y_hat)))
        nothing = convert(np.empty((0, output.outputs(self.classes)), self.dtype))
        predicted = np.concatenate(parts) if parts else nothing
        return predicted, None if labels is None else total / n

    @one_blas_thread()
    def loss_and_gradients(
        self, x: Array, labels: Array, *, reg_lambda: float = 0.0
    ) -> tuple[BatchLoss, dict[str, np.ndarray[Any, Any]]]:
        model, inputs = self.model, self._inputs(taken(x, np.arange(len(x))))
        weights = () if self.weights is None else (self.weights,)
        with model.in_mode(EVALUATION), np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            model.forward(inputs, like(self._targets(labels), inputs), reg_lambda, *weights)
            model.backward(reg_lambda)
            loss = _parts_of(model, reg_lambda)
        gradients = {}
        for key in model.parameters():
            name, _, attribute = key.rpartition(".")
            gradients[key] = to_numpy(getattr(model.layers[name], f"d{attribute}"))
        return loss, gradients

    @one_blas_thread()
    def gradient_norms(
        self, x: Array, labels: Array, *, rows: Array | None = None, reg_lambda: float = 0.0
    ) -> GradientNorms:
        model, rows = self.model, np.arange(len(x)) if rows is None else rows
        inputs = self._inputs(taken(x, rows))
        weights, upstream = {}, {}
        with model.in_mode(EVALUATION), np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            model.forward(inputs, like(self._targets(labels[rows]), inputs), reg_lambda)
            d_prev = model.output_layer.backward(1, reg_lambda)
            for name, layer in reversed(model.layers.items()):
                if weights_name := weights_of(layer):
                    upstream[name] = norm(d_prev)
                d_prev = layer.backward(d_prev, reg_lambda)
                if weights_name:
                    weights[name] = norm(getattr(layer, f"d{weights_name}"))
        return GradientNorms(weights, upstream)

    def _observed(self, units: dict[str, UnitSums], x: Array) -> Array:
        """`model.predict`; adds the outputs of the activation layers to `units`."""
        with self.model.in_mode(EVALUATION):
            for name, layer in self.model.layers.items():
                x = layer.forward(x)
                if (activation := activation_of(layer)) is not None:
                    outputs = x[:, None] if x.ndim == 3 else x  # (N, H, W) are images of one channel
                    units.setdefault(name, UnitSums.none(activation, outputs.shape[1])).add(outputs)
            return self.model.output_layer.forward(x)

    def _targets(self, labels: Array) -> Array:
        return self.model.output.targets(labels, self.classes, self.dtype)

    def _inputs(self, x: Array) -> Array:
        scaled = self.scaling.apply(x, self.dtype).reshape(x.shape)
        return like(scaled, self.model.anchor(scaled))


def _parts_of(model: ClassifierModel, reg_lambda: float) -> BatchLoss:
    """The parts of the last forward's loss, before any step."""
    assert model.data_loss is not None
    return BatchLoss(model.data_loss, model.l2(reg_lambda))
