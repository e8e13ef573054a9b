"""The base class of engines, and the code that all engines share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np

from undergrad.arrays import Array, is_finite
from undergrad.engines.descent import State
from undergrad.engines.units import UnitSums
from undergrad.layers import ConvolutionLayer, FCLayer
from undergrad.layers.base import EVALUATION
from undergrad.model import ClassifierModel

#: The rows of one prediction pass: enough for full speed, few enough to stay in the cache.
PREDICTION_ROWS = 256


@dataclass(frozen=True, eq=False)
class Observed:
    """The results of one forward pass over n samples."""

    #: (n, ...), the output's prediction for each sample: for classes the most probable one, int64.
    labels: np.ndarray[Any, Any]
    #: What the units did, by the names of the sigmoid, ReLU and tanh layers, in their order.
    units: dict[str, UnitSums]
    #: The mean loss without L2 term, if the samples' labels were given; it may not be finite.
    data_loss: float | None = None


@dataclass(frozen=True, eq=False)
class GradientNorms:
    """The gradient norms of one backward pass over n samples; the loss is their mean loss + L2 term.

    They are keyed by the names of the fully connected layers z = x W + b and the convolutional ones. Each is the root
    of the sum of squares: NaN or infinite if an entry is.
    """

    #: The norms of dLoss/dW, including the L2 term.
    weights: dict[str, float]
    #: The norms of dLoss/dz, (n, width), or (n, filters, H', W').
    upstream: dict[str, float]


class BatchLoss(NamedTuple):
    """The loss of a batch before the batch's update."""

    #: The data loss, without the L2 term, and the L2 term.
    data: float
    l2: float


class Engine(Protocol):
    """Trains and applies one model on data as stored in memory: `x` (N, ...) unscaled, `labels` (N, ...).

    The model's parameters are read when a method begins and are up to date when it returns. `train_epoch` puts new
    arrays into the model and does not change the old ones, so a reference to these is a snapshot. The same holds for
    `state`, which may be set to continue from another engine of this kind.
    """

    name: str
    #: The state of the optimizer.
    state: State
    #: (N,), the weights of the samples in training; None if all count the same.
    weights: np.ndarray[Any, Any] | None

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
        """One pass over the samples `rows` (n,), in that order, with an update after each batch.

        Without `rows`, it passes over all samples in their order. `epoch`, from 1, enters dropout's random numbers and
        the error's message. With `shares_l2`, `reg_lambda` is divided by the samples of each batch, or by the sum of
        their weights, so that it counts the same for each sample. Each batch's loss is appended to `batch_losses`.

        Returns the mean loss, without the L2 term, over all samples, each measured before its batch's update. Raises
        NonFiniteLossError at the first step whose loss is not finite, before its update.
        """
        ...

    def predict_labels(self, x: Array, *, rows: Array | None = None) -> np.ndarray[Any, Any]:
        """The predictions for the samples `rows` (n,), or for all: for classes the most probable one, (n,)."""
        ...

    def put_out(self, x: Array, *, rows: Array | None = None) -> np.ndarray[Any, Any]:
        """y_hat (n, outputs) for the samples `rows` (n,), or for all, in the layers' evaluation mode."""
        ...

    def observe(
        self, x: Array, *, rows: Array | None = None, labels: Array | None = None, with_units: bool = True
    ) -> Observed:
        """The predictions, and what the units did meanwhile; with `labels` (N,) of all samples, also the loss."""
        ...

    def loss_and_gradients(
        self, x: Array, labels: Array, *, reg_lambda: float = 0.0
    ) -> tuple[BatchLoss, dict[str, np.ndarray[Any, Any]]]:
        """The weighted loss of all samples, and its gradient for each parameter, by the parameter's name.

        It changes nothing. Layers are in their evaluation mode.
        """
        ...

    def gradient_norms(
        self, x: Array, labels: Array, *, rows: Array | None = None, reg_lambda: float = 0.0
    ) -> GradientNorms:
        """The gradient norms for the samples `rows` (n,), or for all; the parameters do not change."""
        ...


def weights_of(layer: Any) -> str:
    """The name of the weights of a layer whose output is their product with its input; empty for other layers."""
    return "W" if isinstance(layer, FCLayer) else "w" if isinstance(layer, ConvolutionLayer) else ""


def least_rows(model: ClassifierModel) -> int:
    """The least number of samples in a training batch."""
    return max((getattr(layer, "least_rows", 1) for layer in model.layers.values()), default=1)


def first_non_finite(model: ClassifierModel, x: Array) -> str:
    """The name of the first layer, in order, whose parameters or whose output for `x` are not all finite."""
    parameters = model.parameters()
    with model.in_mode(EVALUATION), np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for name, layer in model.layers.items():
            own = [array for key, array in parameters.items() if key.rpartition(".")[0] == name]
            x = layer.forward(x)
            if not all(is_finite(array) for array in (*own, x)):
                return name
    return model.output.layer_name
