"""One training on the screen, as the command shows those of an experiment."""

from __future__ import annotations

from undergrad.architecture import Architecture
from undergrad.display.progress import Countdown, Display, Line, Measured
from undergrad.model import ClassifierModel
from undergrad.settings import Hyperparameters
from undergrad.training.epochs import Epoch

_LABEL = "network"


class ShownTraining:
    """Shows the training of `model` on `display` until it `ends`."""

    def __init__(self, display: Display, model: ClassifierModel, settings: Hyperparameters) -> None:
        architecture = Architecture.of(model)
        kinds = [type(layer).__name__ for layer in (*model.layers.values(), model.output_layer)]
        self._line = Line(_LABEL, str(architecture or ", ".join(kinds)), settings.epochs)
        self._text = model.output.measure.text
        self._display, self._countdown = display, Countdown(settings.epochs)

    def begins(self, epochs: int) -> None:
        """The training begins, or continues after `epochs` that were done before."""
        self._display.__enter__()
        self._display.begins(self._line)
        if epochs:
            self._countdown.note_earlier(epochs)
            self._display.goes_on(self._line, epochs)

    def epoch_ends(self, epoch: Epoch) -> None:
        """An epoch ended."""
        self._countdown.note_epoch()
        measured = Measured(epoch.epoch, epoch.loss, self._text(epoch.train_measure), self._text(epoch.val_measure))
        self._display.epoch_ends(self._line, measured, self._countdown.seconds_left)

    def fails(self, epochs: int, error: Exception) -> None:
        """The training failed after `epochs` whole epochs."""
        self._display.fails(self._line, epochs, str(error))

    def ends(self) -> None:
        """The training is over; what is shown stays."""
        self._display.__exit__()
