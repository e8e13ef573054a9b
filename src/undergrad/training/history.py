"""The record of an epoch, the epochs of a training, and their form on disk: JSON lines, one epoch a line."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, SupportsIndex, overload

import msgspec

from undergrad.display.tables import table_html

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ROWS = 10  # of a table, which shows about so many epochs


class Epoch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one epoch came to.

    `cross_entropy` is the mean over the epoch's samples, each before its batch's update; `loss` adds the L2 term of the
    weights at the epoch's end. Accuracies are shares of 1, measured after the epoch. `seconds` covers training, both
    accuracies and the watch.
    """

    epoch: int
    loss: float
    cross_entropy: float
    train_accuracy: float
    val_accuracy: float
    seconds: float
    #: Mean cross-entropy on the validation set after the epoch, without the L2 term, which is about the weights and not
    #: about data. None where it was not finite, and in epochs of version 0.1.0.
    val_loss: float | None = None


class History(list[Epoch]):
    """The epochs of a training, in order. A notebook shows it as a table; a slice is a History too."""

    @property
    def best(self) -> Epoch:
        """The epoch with the best validation accuracy, as `best_of` says. ValueError without epochs."""
        return best_of(self)

    def plot(self, title: str = "") -> Figure:
        """Training (dashed) and validation accuracy per epoch; a dot marks the best. A matplotlib figure."""
        from undergrad.display.figures import accuracy_figure  # loads matplotlib

        return accuracy_figure({"": self} if self else {}, title)

    @overload
    def __getitem__(self, index: SupportsIndex) -> Epoch: ...
    @overload
    def __getitem__(self, index: slice) -> History: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Epoch | History:
        return History(super().__getitem__(index)) if isinstance(index, slice) else super().__getitem__(index)

    def _repr_html_(self) -> str:
        titles = ("epoch", "loss", "training accuracy", "validation accuracy", "seconds")
        if not self:
            return table_html("no epochs", titles, [])
        best, every = self.best, -(-len(self) // _ROWS)
        always = (self[0], best, self[-1])
        shown = [epoch for place, epoch in enumerate(self, 1) if place % every == 0 or epoch in always]
        cells = [(e.epoch, e.loss, e.train_accuracy, e.val_accuracy, e.seconds) for e in shown]
        left_out = f"; {len(shown)} of them shown" if len(shown) < len(self) else ""
        caption = f"{len(self)} epochs, the best in bold{left_out}"
        return table_html(caption, titles, cells, bold=shown.index(best))


def to_lines(history: Iterable[Epoch]) -> bytes:
    """JSON lines of `history`."""
    return msgspec.json.Encoder().encode_lines(history)


def from_lines(data: bytes) -> History:
    """The history in JSON lines. Raises msgspec.ValidationError or DecodeError for anything else."""
    return History(msgspec.json.Decoder(Epoch).decode_lines(data))


def best_of(history: Iterable[Epoch]) -> Epoch:
    """The epoch with the best validation accuracy; of equal ones that with the lowest loss, and of those the earliest.

    A small validation set has many equal ones, and the first of them is not yet where the network is surest.
    ValueError without epochs.
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
    return epoch.val_accuracy, -_loss(epoch)


def _loss(epoch: Epoch) -> float:
    return math.inf if epoch.val_loss is None else epoch.val_loss
