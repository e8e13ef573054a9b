"""The learning rate of each epoch. It is constant within an epoch."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from undergrad.training.hyperparameters import Hyperparameters


def learning_rate(settings: Hyperparameters, epoch: int) -> float:
    """The learning rate of `epoch`, from 1, under `settings.schedule`.

    "constant" keeps `settings.learning_rate`; "step" multiplies it by `step_factor` where each of the shares `step_at`
    of all epochs is over; "cosine" lets it fall on half a period of a cosine, nearly to 0 in the last epoch (Loshchilov
    and Hutter 2017, "SGDR", without restarts).

    >>> from undergrad.training import Hyperparameters
    >>> def rates(schedule):
    ...     settings = Hyperparameters(epochs=10, learning_rate=0.1, schedule=schedule)
    ...     return [round(learning_rate(settings, epoch), 4) for epoch in (1, 6, 7, 9, 10)]
    >>> rates("step"), rates("cosine")
    ([0.1, 0.1, 0.01, 0.01, 0.001], [0.1, 0.05, 0.0345, 0.0095, 0.0024])
    """
    return settings.learning_rate * SCHEDULES[settings.schedule](settings, (epoch - 1) / settings.epochs)


def _step(settings: Hyperparameters, done: float) -> float:
    # Shares of whole epochs are not exact: 7 of 10 epochs must reach the share 0.7.
    return settings.step_factor ** sum(done >= share - 1e-9 for share in settings.step_at)


#: The factor of the learning rate, from the settings and the share of epochs that is over.
SCHEDULES: dict[str, Callable[[Hyperparameters, float], float]] = {
    "constant": lambda settings, done: 1.0,
    "step": _step,
    "cosine": lambda settings, done: (1 + math.cos(math.pi * done)) / 2,
}
