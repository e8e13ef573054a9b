"""What a person sees while networks are trained: bars on a terminal, a table in a notebook, plain lines elsewhere.

The trainer reports to a `Display` in plain numbers; `display_here` chooses the display that suits the place.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from undergrad.display.tables import table_html
from undergrad.display.terminal import console, on_one_line

if TYPE_CHECKING:  # rich takes a while to load: only drawing may pay for that
    from rich.console import Console
    from rich.progress import Progress, TaskID

_STARTING = "starting"
_GOING_ON = "going on"
_KEPT = "complete already, not trained again"
#: Seconds between two updates of a notebook's table, at least.
_REDRAWN = 0.2
_CELLS = 12  # width of a bar


def clock(seconds: float) -> str:
    """Seconds as `m:ss` or `h:mm:ss`.

    >>> clock(75), clock(3675)
    ('1:15', '1:01:15')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class Countdown:
    """How long the rest of `total` epochs takes, at the pace of the epochs trained in this process."""

    def __init__(self, total: int, now: Callable[[], float] = time.monotonic) -> None:
        self.total, self.done = total, 0
        self._here, self._now, self._start = 0, now, now()

    def note_earlier(self, epochs: int) -> None:
        """Counts `epochs` that were done before; they say nothing about the pace."""
        self.done += epochs

    def note_epoch(self) -> None:
        """Counts one finished epoch."""
        self.done += 1
        self._here += 1

    @property
    def seconds_left(self) -> float | None:
        """Seconds left at the pace so far; None before the first epoch."""
        if not self._here:
            return None
        return max(0, self.total - self.done) * (self._now() - self._start) / self._here


@dataclass(frozen=True)
class Line:
    """A training as it is shown: number `number` of `of`, its label, its network and its number of epochs."""

    label: str
    network: str
    epochs: int
    number: int = 1
    of: int = 1


@dataclass(frozen=True)
class Measured:
    """The result of an epoch: its loss, and the measures on the training and validation part as formatted text.

    A part that was not measured has an empty text.
    """

    epoch: int
    loss: float
    training: str
    validation: str

    @property
    def words(self) -> str:
        """In words."""
        parts = (("training", self.training), ("validation", self.validation))
        return ", ".join(f"{name} {text}" for name, text in parts if text) or f"loss {self.loss:.4f}"


class Display:
    """The base class: the events that a display receives; it shows nothing. A display is active inside its `with`."""

    def __enter__(self) -> Display:
        return self

    def __exit__(self, *error: object) -> None:
        """Leaves the display; what it shows stays."""

    def kept(self, line: Line) -> None:
        """The training was complete already."""

    def begins(self, line: Line) -> None:
        """The training begins."""

    def goes_on(self, line: Line, epochs: int) -> None:
        """The training continues after `epochs` that were done before."""

    def epoch_ends(self, line: Line, measured: Measured, seconds_left: float | None) -> None:
        """An epoch ended; the rest of all trainings takes `seconds_left`, if that is known."""

    def fails(self, line: Line, epochs: int, sentence: str) -> None:
        """The training failed after `epochs` whole epochs; `sentence` is the error."""


class Lines(Display):
    """Prints a line when a training begins, and about ten while it runs."""

    def __init__(self, screen: Console) -> None:
        self._screen = screen

    def _say(self, text: str) -> None:
        self._screen.print(on_one_line(text), soft_wrap=True)

    def kept(self, line: Line) -> None:
        self._say(f"[{line.number}/{line.of}] {line.label}: {_KEPT}")

    def begins(self, line: Line) -> None:
        self._say(f"[{line.number}/{line.of}] {line.label}: {line.network}")

    def goes_on(self, line: Line, epochs: int) -> None:
        self._say(f"{line.label}: goes on after epoch {epochs}/{line.epochs}")

    def epoch_ends(self, line: Line, measured: Measured, seconds_left: float | None) -> None:
        if measured.epoch % max(1, line.epochs // 10) == 0:
            self._say(
                f"{line.label}: epoch {measured.epoch}/{line.epochs}, loss {measured.loss:.4f}, {measured.words}; "
                f"{clock(seconds_left or 0.0)} left"
            )

    def fails(self, line: Line, epochs: int, sentence: str) -> None:
        self._say(f"{line.label}: {sentence}")


class _States(Display):
    """Turns each event into the number of epochs done and a state in words; `_show` draws them."""

    def _show(self, line: Line, epochs: int | None, state: str) -> None:
        raise NotImplementedError

    def kept(self, line: Line) -> None:
        self._show(line, line.epochs, _KEPT)

    def begins(self, line: Line) -> None:
        self._show(line, 0, _STARTING)

    def goes_on(self, line: Line, epochs: int) -> None:
        self._show(line, epochs, _GOING_ON)

    def epoch_ends(self, line: Line, measured: Measured, seconds_left: float | None) -> None:
        is_last = measured.epoch >= line.epochs
        left = "" if is_last or seconds_left is None else f", {clock(seconds_left)} left"
        self._show(line, measured.epoch, measured.words + left)

    def fails(self, line: Line, epochs: int, sentence: str) -> None:
        self._show(line, epochs, f"failed in epoch {epochs + 1}")


class Bars(_States):
    """On a terminal: a bar for each training, with its accuracies and the time left."""

    def __init__(self, screen: Console) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        name, state = (TextColumn(f"{{task.{text}}}", markup=False) for text in ("description", "fields[state]"))
        self._progress: Progress = Progress(
            name, BarColumn(bar_width=_CELLS), MofNCompleteColumn(), state, console=screen
        )
        self._tasks: dict[Line, TaskID] = {}

    def __enter__(self) -> Display:
        self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._progress.stop()

    def _show(self, line: Line, epochs: int | None, state: str) -> None:
        if line not in self._tasks:
            self._tasks[line] = self._progress.add_task(on_one_line(line.label), total=line.epochs, state=state)
        self._progress.update(self._tasks[line], completed=epochs, state=state)


class Notebook(_States):
    """In a notebook: a table under the cell with a row for each training, redrawn in place.

    `send` receives the table's HTML; its first call displays the table, later calls replace it.
    """

    def __init__(self, send: Callable[[str], None], now: Callable[[], float] = time.monotonic) -> None:
        self._send, self._now, self._drawn = send, now, -float("inf")
        self._rows: dict[Line, tuple[str, ...]] = {}

    def _show(self, line: Line, epochs: int | None, state: str) -> None:
        done = epochs or 0
        full = _CELLS * done // line.epochs
        self._rows[line] = (line.label, "█" * full + "░" * (_CELLS - full), f"{done}/{line.epochs}", state)
        if self._now() - self._drawn >= _REDRAWN:
            self._draw()

    def __exit__(self, *error: object) -> None:
        self._draw()

    def _draw(self) -> None:
        self._send(table_html("", ("training", "", "epochs", ""), self._rows.values()))
        self._drawn = self._now()


def display_for(screen: Console) -> Display:
    """The display that suits the place where `screen` is."""
    if screen.is_jupyter:
        return Notebook(_cell_output())
    return Bars(screen) if screen.is_terminal else Lines(screen)


def _cell_output() -> Callable[[str], None]:
    """A function that displays HTML under the running cell; each later call replaces what it displayed before."""
    ipython = importlib.import_module("IPython.display")  # every notebook has it
    handles: list[Any] = []

    def send(html: str) -> None:
        if handles:
            handles[0].update(ipython.HTML(html))
        else:
            handles.append(ipython.display(ipython.HTML(html), display_id=True))

    return send


def display_here() -> Display:
    """The display that suits the place where this process runs: a notebook's cell, or its standard error."""
    return display_for(console(stderr=True))
