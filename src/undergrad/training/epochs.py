"""What an epoch came to, and which of several is the best."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from undergrad.outputs import CLASSES, measure_named


class Epoch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one epoch came to.

    `data_loss` (of a classifier the cross-entropy) is the mean over the epoch's samples, each before its batch's
    update; `loss` adds the L2 term of the weights at the epoch's end. `train_measure` and `val_measure` are what the
    `measure` says (of a classifier the accuracy, a share of 1) after the epoch. `seconds` covers all that
    and the watch.
    """

    #: Its number, from 1.
    epoch: int
    loss: float
    data_loss: float
    train_measure: float
    val_measure: float
    seconds: float
    #: Mean loss on the validation set after the epoch, without the L2 term, which is about the weights and not about
    #: data. None where it was not finite, and in epochs of version 0.1.0.
    val_loss: float | None = None
    #: The measure's name.
    measure: str = CLASSES.measure.name
    #: What the best epoch has the best of: the validation "measure", or the validation "loss".
    best_by: str = "measure"


def best_of(history: Iterable[Epoch]) -> Epoch:
    """The epoch with the best validation measure; of equal ones that with the lowest loss, and of those the earliest.

    A small validation set has many equal ones, and the first of them is not yet where the network is surest. Where the
    epochs say `best_by` "loss", it is the one with the lowest validation loss. ValueError without epochs.
    """
    standing = Standing.of(history)
    if standing.best is None:
        raise ValueError("a history without epochs has no best one")
    return standing.best


@dataclass(frozen=True)
class Standing:
    """What a training remembers of its epochs, so that no epoch has to look through all those before it."""

    #: As `best_of` says; None before the first epoch.
    best: Epoch | None = None
    #: The lowest validation loss, and how many epochs have passed since it was reached.
    lowest: float = math.inf
    since: int = 0

    @classmethod
    def of(cls, history: Iterable[Epoch]) -> Standing:
        """After these epochs."""
        return functools.reduce(cls.after, history, cls())

    def after(self, epoch: Epoch) -> Standing:
        """One epoch later."""
        best = epoch if self.best is None or _rank(epoch) > _rank(self.best) else self.best
        is_lower = self.best is None or _loss(epoch) < self.lowest
        return Standing(best, min(_loss(epoch), self.lowest), 0 if is_lower else self.since + 1)

    def has_ended(self, patience: int) -> bool:
        """Whether the last `patience` epochs brought no lower validation loss than there was before; 0 never ends."""
        return 0 < patience <= self.since


def _rank(epoch: Epoch) -> tuple[float, float]:
    merit = measure_named(epoch.measure).merit(epoch.val_measure)
    return (-_loss(epoch), merit) if epoch.best_by == "loss" else (merit, -_loss(epoch))


def _loss(epoch: Epoch) -> float:
    return math.inf if epoch.val_loss is None else epoch.val_loss
