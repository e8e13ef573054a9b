"""The epochs of a training, and their form on disk: JSON lines, one epoch a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

import msgspec

from undergrad.display.frames import columns_of
from undergrad.display.tables import table_html
from undergrad.outputs import CLASSES, Measure, measure_named
from undergrad.training.curves import training_figure
from undergrad.training.epochs import Epoch, best_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ROWS = 10  # rows of a table; it shows about so many epochs


class History(list[Epoch]):
    """The epochs of a training, in order. A notebook shows it as a table; a slice is a History too.

    >>> epochs = [Epoch(number, 1 / number, 1 / number, 0.5, 0.1 * number, 1.0) for number in (1, 2, 3)]
    >>> History(epochs)[:2].best.epoch
    2
    """

    @property
    def measure(self) -> Measure:
        """The measure of `train_measure` and `val_measure`; without epochs, the accuracy."""
        return measure_named(self[0].measure if self else CLASSES.measure.name)

    @property
    def best(self) -> Epoch:
        """The epoch with the best validation measure; ties go to the lowest validation loss.

        Further ties go to the earliest. ValueError without epochs.
        """
        return best_of(self)

    def columns(self) -> dict[str, list[Any]]:
        """The epochs as columns: for each field of `Epoch` the list of its values, one per epoch; None stays None.

        `pandas.DataFrame(history.columns())` makes a frame of it, and so do `polars.DataFrame` and `pyarrow.table`.

        >>> epochs = [Epoch(number, 1 / number, 1 / number, 0.5, 0.1 * number, 1.0) for number in (1, 2)]
        >>> columns = History(epochs).columns()
        >>> columns["epoch"], columns["val_measure"], columns["val_loss"]
        ([1, 2], [0.1, 0.2], [None, None])
        """
        return columns_of(self, Epoch.__struct_fields__)

    def plot(self, title: str = "") -> Figure:
        """Training (dashed) and validation measure per epoch, a dot at the best, and losses. A matplotlib figure."""
        return training_figure({"": self} if self else {}, title, self.measure)

    @overload
    def __getitem__(self, index: SupportsIndex) -> Epoch: ...
    @overload
    def __getitem__(self, index: slice) -> History: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Epoch | History:
        return History(super().__getitem__(index)) if isinstance(index, slice) else super().__getitem__(index)

    def _repr_html_(self) -> str:
        words = self.measure.words["en"]
        titles = ("epoch", "loss", f"training {words}", f"validation {words}", "seconds")
        if not self:
            return table_html("no epochs", titles, [])
        best, every = self.best, -(-len(self) // _ROWS)
        always = (self[0], best, self[-1])
        shown = [epoch for place, epoch in enumerate(self, 1) if place % every == 0 or epoch in always]
        cells = [(e.epoch, e.loss, e.train_measure, e.val_measure, e.seconds) for e in shown]
        left_out = f"; {len(shown)} of them shown" if len(shown) < len(self) else ""
        caption = f"{len(self)} epochs, the best in bold{left_out}"
        return table_html(caption, titles, cells, bold=shown.index(best))


class _EpochOld(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The epochs of a version that knew no measure but the accuracy."""

    epoch: int
    loss: float
    cross_entropy: float
    train_accuracy: float
    val_accuracy: float
    seconds: float
    val_loss: float | None = None


def to_lines(history: Iterable[Epoch]) -> bytes:
    """JSON lines of `history`."""
    return msgspec.json.Encoder().encode_lines(history)


def from_lines(data: bytes) -> History:
    """The history from JSON lines, also from those of version 0.1.0. Raises msgspec.ValidationError or DecodeError."""
    if b'"val_accuracy"' in data:
        old = msgspec.json.Decoder(_EpochOld).decode_lines(data)
        return History(Epoch(*msgspec.structs.astuple(epoch)) for epoch in old)
    return History(msgspec.json.Decoder(Epoch).decode_lines(data))
