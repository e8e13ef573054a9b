"""The progress of a grading: the number of submissions done, those that ended early, and the time left."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from undergrad.course.grading.many import Watcher
from undergrad.course.records import Grade
from undergrad.display.progress import Countdown, clock
from undergrad.display.terminal import console, on_one_line

if TYPE_CHECKING:
    from rich.console import Console

_LINES = 10  # without a terminal for a bar


class _Shown(Watcher):
    """Counts submissions and prints events as lines; `_draw` shows the progress."""

    def __init__(self, screen: Console) -> None:
        self._screen = screen
        self._total = self._done = 0
        self._countdown = Countdown(0)

    def begins(self, total: int, kept: int) -> None:
        self._total, self._countdown = total, Countdown(total)
        if kept:
            self._say(f"{kept} graded before or not to be run, {total} to be run")

    def graded(self, grade: Grade, *, again: bool) -> None:
        self._done += not again
        if again:
            self._say(f"{grade.submission.source}: it ended early; it is run once more at the end, alone")
        else:
            self._countdown.note_epoch()
            self._draw()

    @property
    def _state(self) -> str:
        left = self._countdown.seconds_left
        return "" if left is None or self._done == self._total else f"{clock(left)} left"

    def _draw(self) -> None:
        if self._done % max(1, self._total // _LINES) == 0 or self._done == self._total:
            self._say(f"{self._done} of {self._total} submissions {self._state}".rstrip())

    def _say(self, text: str) -> None:
        self._screen.print(on_one_line(text), soft_wrap=True)


class _Bar(_Shown):
    """On a terminal: one bar."""

    def __init__(self, screen: Console) -> None:
        super().__init__(screen)
        state = TextColumn("{task.fields[state]}", markup=False)
        self._progress = Progress(TextColumn("submissions"), BarColumn(), MofNCompleteColumn(), state, console=screen)
        self._task = self._progress.add_task("", total=None, state="")

    def begins(self, total: int, kept: int) -> None:
        super().begins(total, kept)
        self._progress.update(self._task, total=total)
        self._progress.start()

    def stop(self) -> None:
        self._progress.stop()

    def _draw(self) -> None:
        self._progress.update(self._task, completed=self._done, state=self._state)


@contextlib.contextmanager
def grading_progress(*, quiet: bool) -> Iterator[Watcher]:
    """A context with a watcher that shows the progress of a grading on stderr."""
    screen = console(stderr=True)
    screen.quiet = quiet
    if not screen.is_terminal:
        yield _Shown(screen)
        return
    bar = _Bar(screen)
    try:
        yield bar
    finally:
        bar.stop()
