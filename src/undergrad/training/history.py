"""The record of an epoch, the epochs of a training, and their form on disk: JSON lines, one epoch a line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, SupportsIndex, overload

import msgspec

from undergrad.display.tables import table_html

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ROWS = 10  # of a table, which shows about so many epochs


class Epoch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one epoch came to. Losses are in nats; accuracies are shares of 1.

    >>> Epoch(epoch=1, loss=0.7, cross_entropy=0.6, train_accuracy=0.8, val_accuracy=0.75, seconds=1.5).val_accuracy
    0.75
    """

    #: Its number, from 1.
    epoch: int
    #: `cross_entropy` and the L2 term of the weights at the epoch's end.
    loss: float
    #: The mean over the epoch's samples, by their weights, each before its batch's update.
    cross_entropy: float
    #: On the samples that are trained on, after the epoch.
    train_accuracy: float
    #: On those that are set aside for validation, after the epoch.
    val_accuracy: float
    #: What training, both accuracies and the watch took.
    seconds: float
    #: Mean cross-entropy on the validation set after the epoch, without the L2 term, which is about the weights and not
    #: about data. None where it was not finite, and in epochs of version 0.1.0.
    val_loss: float | None = None


class History(list[Epoch]):
    """The epochs of a training, in order. A notebook shows it as a table; a slice is a History too.

    >>> epochs = [Epoch(number, 1 / number, 1 / number, 0.5, 0.1 * number, 1.0) for number in (1, 2, 3)]
    >>> History(epochs)[:2].best.epoch
    2
    """

    @property
    def best(self) -> Epoch:
        """The epoch with the best validation accuracy; of equal ones that with the lowest validation loss.

        Of those it is the earliest. ValueError without epochs.
        """
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
    """
    return max(history, key=lambda epoch: (epoch.val_accuracy, -_loss(epoch), -epoch.epoch))


def has_ended(history: Sequence[Epoch], patience: int) -> bool:
    """Whether the last `patience` epochs brought no lower validation loss than there was before; 0 never ends."""
    if not patience or not history:
        return False
    lowest = min(range(len(history)), key=lambda place: _loss(history[place]))
    return len(history) - 1 - lowest >= patience


def _loss(epoch: Epoch) -> float:
    return math.inf if epoch.val_loss is None else epoch.val_loss
