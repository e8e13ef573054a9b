"""What an engine is, and what all engines share."""

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

#: Rows that a prediction pass takes at once: large enough for full speed, small enough to stay in the cache.
PREDICTION_ROWS = 256


@dataclass(frozen=True, eq=False)
class Observed:
    """What one forward pass over n samples finds."""

    #: (n, ...), what the output predicts of each sample: of classes the most probable, int64.
    labels: np.ndarray[Any, Any]
    #: By the names of the layers that are sigmoids, ReLUs or tanhs, in their order.
    units: dict[str, UnitSums]
    #: The mean loss without L2 term, where the samples' labels were given; it may not be finite.
    data_loss: float | None = None


@dataclass(frozen=True, eq=False)
class GradientNorms:
    """What one backward pass over n samples finds; the loss is their mean loss + L2 term.

    By the names of the fully connected layers z = x W + b and the convolutional ones, each the root of the sum of
    squares: NaN or infinite where an entry is.
    """

    #: Of dLoss/dW, L2 term included.
    weights: dict[str, float]
    #: Of dLoss/dz, (n, width), or (n, filters, H', W').
    upstream: dict[str, float]


class BatchLoss(NamedTuple):
    """The loss of a batch, as it was before the batch's update."""

    #: Without the L2 term, and the L2 term.
    data: float
    l2: float


class Engine(Protocol):
    """Trains and applies one model on data as they lie in memory: `x` (N, ...) unscaled, `labels` (N, ...).

    The model's parameters are read when a method begins and are up to date when it returns. `train_epoch` leaves new
    arrays in the model and those it found unchanged, so a reference to them is a snapshot. The same holds for
    `state`, which may be set to continue where another engine of this kind stopped.
    """

    name: str
    #: What the optimizer has gathered.
    state: State
    #: (N,), how much each of the samples counts in training; None where all count alike.
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

        Without `rows`, it is all samples in their own order. `epoch`, from 1, is what dropout draws of, and is in the
        error's words. With `shares_l2`, `reg_lambda` is divided by the samples of each batch, or by the sum of their
        weights, so that it counts alike for each sample. `batch_losses` takes each batch's loss.

        Returns the mean loss, the L2 term left out, over all samples, each measured before its batch's update. Raises
        NonFiniteLossError at the first step whose loss is not finite, before its update.
        """
        ...

    def predict_labels(self, x: Array, *, rows: Array | None = None) -> np.ndarray[Any, Any]:
        """What the output predicts of the samples `rows` (n,), or of all: of classes the most probable, (n,)."""
        ...

    def put_out(self, x: Array, *, rows: Array | None = None) -> np.ndarray[Any, Any]:
        """y_hat (n, outputs) of the samples `rows` (n,), or of all, in the layers' evaluation mode."""
        ...

    def observe(
        self, x: Array, *, rows: Array | None = None, labels: Array | None = None, with_units: bool = True
    ) -> Observed:
        """The same, and what the units did meanwhile; with `labels` (N,) of all samples, the loss too."""
        ...

    def loss_and_gradients(
        self, x: Array, labels: Array, *, reg_lambda: float = 0.0
    ) -> tuple[BatchLoss, dict[str, np.ndarray[Any, Any]]]:
        """The loss of all samples, by their weights, and its gradient by each parameter, under the parameter's name.

        Nothing changes. Layers are in their evaluation mode.
        """
        ...

    def gradient_norms(
        self, x: Array, labels: Array, *, rows: Array | None = None, reg_lambda: float = 0.0
    ) -> GradientNorms:
        """The gradients at the samples `rows` (n,), or at all, for the parameters as they are, which stay."""
        ...


def weights_of(layer: Any) -> str:
    """What the weights of a layer are called whose products with its input are its output; empty for any other."""
    return "W" if isinstance(layer, FCLayer) else "w" if isinstance(layer, ConvolutionLayer) else ""


def least_rows(model: ClassifierModel) -> int:
    """How many samples a batch has to have in training."""
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
