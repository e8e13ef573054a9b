"""Somebody who looks on while a network learns: what `fit` tells, and when."""

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
    """The training that is watched: N samples in the training set, n of which are trained on and m validated on."""

    #: With the weights of the last epoch that ended.
    model: ClassifierModel
    #: Its `gradient_norms` may be asked for after an epoch, which changes nothing.
    engine: Engine
    #: The training set's samples (N, ...), uint8 or float32, as they lie in memory: unscaled.
    x: Array
    #: Their class numbers, (N,) int64, or what else the output is trained towards.
    labels: Array
    #: The rows that are trained on, (n,), in that order unless it is shuffled.
    train_rows: NDArray[np.int64]
    #: The same (n,) in the order in which they lie: a file is read from front to back.
    measured_rows: NDArray[np.int64]
    #: Those that are validated on, (m,), in the order in which they lie.
    val_rows: NDArray[np.int64]
    #: The numbers of the training.
    settings: Hyperparameters
    #: What decides split and order.
    seed: int
    #: In what the labels are told.
    unit: Unit


class Watch(Protocol):
    """Looks on, and changes no bit of the training.

    What it returns after each epoch is kept in the checkpoint beside the history, so after an interruption both go on
    from the same epoch.
    """

    def begins(self, scene: Scene, kept: str) -> None:
        """Before the first epoch that is trained now; `kept` is all that was returned for the epochs before it."""
        ...

    def epoch_ends(self, epoch: int, learning_rate: float, units: Mapping[str, UnitSums]) -> str:
        """After `epoch`, which was trained with `learning_rate`. Returns what is to be kept.

        `units` tells by the activation layers' names what the units did in the pass over the validation rows.
        """
        ...

    def fails(self, epoch: int, learning_rate: float) -> None:
        """In `epoch` the loss stopped being finite, which ends the training."""
        ...
