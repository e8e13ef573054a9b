"""The numbers that steer a training, checked once."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import numpy as np

from undergrad.engines import ENGINES
from undergrad.errors import UsageError, unknown
from undergrad.training.schedule import SCHEDULES

DTYPES = ("float32", "float64")
ORDERS = ("fixed", "shuffled")

#: What a whole number may be at most, so that every file can hold it.
LARGEST = 2**63 - 1


class Hyperparameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The defaults are the homework's experiment (a). Call `check` before use."""

    epochs: int = 100
    learning_rate: float = 0.001
    batch_size: int = 128
    reg_lambda: float = 1e-8
    #: Share of the training set that becomes the validation set.
    validation: float = 0.1
    #: Of the training samples: "fixed" in all epochs, or "shuffled" anew in each.
    order: str = "fixed"
    dtype: str = "float32"
    engine: str = "auto"
    #: Share of the last step's velocity that the next keeps: 0 is plain gradient descent.
    momentum: float = 0.0
    #: How the learning rate changes with the epochs; `step_at` and `step_factor` are for "step".
    schedule: str = "constant"
    step_at: tuple[float, ...] = (0.6, 0.85)
    step_factor: float = 0.1

    def check(self) -> None:
        """Raise UsageError, one sentence, for a value that nothing can be trained with."""
        for name in ("epochs", "batch_size"):
            check_whole(name, getattr(self, name), least=1)
        if not (_is_number(self.learning_rate) and self.learning_rate > 0):
            raise UsageError(f"learning_rate must be a positive number, not {self.learning_rate!r}")
        if not (_is_number(self.reg_lambda) and self.reg_lambda >= 0):
            raise UsageError(f"reg_lambda must be 0 or a positive number, not {self.reg_lambda!r}")
        if not (_is_number(self.validation) and 0 < self.validation < 1):
            raise UsageError(f"validation must be a share between 0 and 1, not {self.validation!r}")
        if not (_is_number(self.momentum) and 0 <= self.momentum < 1):
            raise UsageError(f"momentum must be 0 or a number below 1, not {self.momentum!r}")
        if not all(_is_number(share) and 0 < share < 1 for share in self.step_at):
            raise UsageError(f"step_at must be shares of the epochs between 0 and 1, not {list(self.step_at)!r}")
        if not (_is_number(self.step_factor) and self.step_factor > 0):
            raise UsageError(f"step_factor must be a positive number, not {self.step_factor!r}")
        if self.schedule not in SCHEDULES:
            raise unknown("schedule", self.schedule, SCHEDULES)
        if self.order not in ORDERS:
            raise unknown("order", self.order, ORDERS)
        if self.dtype not in DTYPES:
            raise unknown("dtype", self.dtype, DTYPES)
        if self.engine not in ENGINES:
            raise unknown("engine", self.engine, ENGINES)

    def rate_of(self, epoch: int) -> float:
        """The learning rate of `epoch`, from 1, under `schedule`.

        >>> def rates(schedule):
        ...     settings = Hyperparameters(epochs=10, learning_rate=0.1, schedule=schedule)
        ...     return [round(settings.rate_of(epoch), 4) for epoch in (1, 6, 7, 9, 10)]
        >>> rates("step"), rates("cosine")
        ([0.1, 0.1, 0.01, 0.01, 0.001], [0.1, 0.05, 0.0345, 0.0095, 0.0024])
        """
        factor = SCHEDULES[self.schedule]
        return self.learning_rate * factor((epoch - 1) / self.epochs, self.step_at, self.step_factor)


def check_whole(name: str, value: Any, *, least: int) -> None:
    """Raise UsageError unless the `value` that is called `name` is a whole number from `least` to LARGEST."""
    is_whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if is_whole and value > LARGEST:  # which may have more digits than Python writes
        raise UsageError(f"{name} must be at most {LARGEST:,}; choose a smaller number")
    if not is_whole or value < least:
        raise UsageError(f"{name} must be a whole number of at least {least}, not {value!r}")


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond every float
        return False


def generators(seed: int) -> tuple[np.random.Generator, np.random.Generator]:
    """Two independent generators for a seed: for the split of the data, and for the first weights."""
    check_whole("seed", seed, least=0)
    split, weights = np.random.SeedSequence(int(seed)).spawn(2)
    return np.random.default_rng(split), np.random.default_rng(weights)


def order_generator(seed: int, epoch: int) -> np.random.Generator:
    """One for the order of the samples in an epoch, independent of the two above and of every other epoch's."""
    return np.random.default_rng(np.random.SeedSequence(int(seed), spawn_key=(2, epoch)))
