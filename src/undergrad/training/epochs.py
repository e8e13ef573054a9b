"""The record of an epoch, and the choice of the best one."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from undergrad.outputs import CLASSES, measure_named


class Epoch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The record of one epoch.

    `data_loss` (of a classifier the cross-entropy) is the mean over the epoch's samples, each before its batch's
    update; `loss` adds the L2 term of the weights at the epoch's end. `train_measure` and `val_measure` are the values
    of the `measure` (for a classifier the accuracy, a share of 1) after the epoch. `seconds` covers all of this, and
    the watch.
    """

    #: Its number, from 1.
    epoch: int
    loss: float
    data_loss: float
    train_measure: float
    val_measure: float
    seconds: float
    #: Mean loss on the validation set after the epoch, without the L2 term, which depends on the weights and not on
    #: the data. None if it was not finite, and in epochs of version 0.1.0.
    val_loss: float | None = None
    #: The measure's name.
    measure: str = CLASSES.measure.name
    #: What chooses the best epoch: the validation "measure", or the validation "loss".
    best_by: str = "measure"


def best_of(history: Iterable[Epoch]) -> Epoch:
    """The epoch with the best validation measure; ties go to the lowest validation loss, then to the earliest epoch.

    A small validation set has many ties, and at the first of them the network is not yet surest. If the epochs have
    `best_by` "loss", it is the one with the lowest validation loss. ValueError without epochs.
    """
    standing = Standing.of(history)
    if standing.best is None:
        raise ValueError("a history without epochs has no best one")
    return standing.best


@dataclass(frozen=True)
class Standing:
    """A running summary of the epochs, so that no epoch has to look through all earlier ones."""

    #: The best epoch by `best_of`; None before the first epoch.
    best: Epoch | None = None
    #: The lowest validation loss, and the number of epochs since then.
    lowest: float = math.inf
    since: int = 0

    @classmethod
    def of(cls, history: Iterable[Epoch]) -> Standing:
        """The summary of these epochs."""
        return functools.reduce(cls.after, history, cls())

    def after(self, epoch: Epoch) -> Standing:
        """The summary one epoch later."""
        best = epoch if self.best is None or _rank(epoch) > _rank(self.best) else self.best
        is_lower = self.best is None or _loss(epoch) < self.lowest
        return Standing(best, min(_loss(epoch), self.lowest), 0 if is_lower else self.since + 1)

    def has_ended(self, patience: int) -> bool:
        """Whether the last `patience` epochs brought no new lowest validation loss; with 0, never."""
        return 0 < patience <= self.since


def _rank(epoch: Epoch) -> tuple[float, float]:
    merit = measure_named(epoch.measure).merit(epoch.val_measure)
    return (-_loss(epoch), merit) if epoch.best_by == "loss" else (merit, -_loss(epoch))


def _loss(epoch: Epoch) -> float:
    return math.inf if epoch.val_loss is None else epoch.val_loss
