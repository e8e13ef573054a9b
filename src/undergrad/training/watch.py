"""The protocol of an observer of a training: what `fit` reports, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import Array
from undergrad.engines import Engine
from undergrad.engines.units import UnitSums
from undergrad.model import ClassifierModel
from undergrad.settings import Hyperparameters
from undergrad.training.units import Unit


@dataclass(frozen=True, eq=False)
class Scene:
    """The watched training: the training set has N samples, n to train on and m to validate on."""

    #: With the weights of the last epoch that ended.
    model: ClassifierModel
    #: A watch may call its `gradient_norms` after an epoch; that changes nothing.
    engine: Engine
    #: The training set's samples (N, ...), uint8 or float32, as they lie in memory: unscaled.
    x: Array
    #: Their class numbers, (N,) int64, or other targets of the output.
    labels: Array
    #: The rows to train on, (n,), in the order of training unless that is shuffled.
    train_rows: NDArray[np.int64]
    #: The same rows (n,) in the order of storage, which reads a file from front to back.
    measured_rows: NDArray[np.int64]
    #: The rows to validate on, (m,), in the order of storage.
    val_rows: NDArray[np.int64]
    #: The hyperparameters of the training.
    settings: Hyperparameters
    #: The seed, which determines split and order.
    seed: int
    #: The unit of the labels.
    unit: Unit


class Watch(Protocol):
    """Observes a training, and changes no bit of it.

    Its return value after each epoch is stored in the checkpoint beside the history; after an interruption both go on
    from the same epoch.
    """

    def begins(self, scene: Scene, kept: str) -> None:
        """Called before the first epoch of this process; `kept` has the return values for the epochs before it."""
        ...

    def epoch_ends(self, epoch: int, learning_rate: float, units: Mapping[str, UnitSums]) -> str:
        """Called after `epoch`, which was trained with `learning_rate`. Returns a note for the checkpoint.

        `units` maps the activation layers' names to what their units did in the pass over the validation rows.
        """
        ...

    def fails(self, epoch: int, learning_rate: float) -> None:
        """Called when the loss in `epoch` is not finite, which ends the training."""
        ...
