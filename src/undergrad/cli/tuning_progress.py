"""What a person sees of a search: how far it is, the best so far, the time left."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from undergrad.cli.progress import clock
from undergrad.experiments.run import RunResult, RunSpec
from undergrad.tuning import Search, Watcher


class _Told(Watcher):
    """Counts trials, knows the best, and says what happens in lines."""

    def __init__(self, search: Search, until: float, console: Console) -> None:
        self._trials, self._until, self._console = search.trials, until, console
        self._ended = self._here = 0
        self._begun: set[int] = set()
        self._best: tuple[float, int, RunResult] | None = None
        self._start = time.monotonic()

    def trial_begins(self, number: int, spec: RunSpec) -> None:
        self._begun.add(number)

    def trial_ends(self, number: int, result: RunResult) -> None:
        self._ended += 1
        self._here += number in self._begun  # and not before this search was continued
        is_best = self._best is None or (result.best_val_accuracy, -number) > self._best[:2]
        if is_best and result.status != "failed":
            self._best = (result.best_val_accuracy, -number, result)

    def trial_again(self, number: int, why: str) -> None:
        self._say(f"trial {number}: {why}; it is tried again")

    def waits(self, under_way: int) -> None:
        self._say(f"interrupted: keeping the state of {under_way} trials, a few seconds; Ctrl-C again to leave at once")

    def idle(self) -> None:
        self._say("nothing to do here: waiting for a worker, or for another driver of this search")

    def _say(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)

    @property
    def best(self) -> str:
        """The best so far, in words."""
        if self._best is None:
            return "no result yet"
        accuracy, negative, result = self._best
        network = result.spec.network
        return f"best {accuracy:.4f} (trial {-negative}: {network.structure}, rate {network.learning_rate:g})"

    @property
    def left(self) -> str:
        """How long the rest will take at the pace so far, or until the time is over."""
        now = time.monotonic()
        if not self._here:
            return "" if self._until == math.inf else f"at most {clock(max(0.0, self._until - now))} left"
        rest = (self._trials - self._ended) * (now - self._start) / self._here
        return f"about {clock(max(0.0, min(rest, self._until - now)))} left"


class PlainTuning(_Told):
    """A line for each tenth of the trials, and for each new best."""

    def trial_ends(self, number: int, result: RunResult) -> None:
        before = self._best
        super().trial_ends(number, result)
        if result.status == "failed":
            self._say(f"trial {number} failed: {result.error}")
        if self._best != before or self._ended % max(1, self._trials // 10) == 0:
            self._say(f"{self._ended}/{self._trials} trials, {self.best}; {self.left}")


class LiveTuning(_Told):
    """One bar."""

    def __init__(self, search: Search, until: float, progress: Progress) -> None:
        super().__init__(search, until, progress.console)
        self._progress = progress
        self._task = progress.add_task("trials", total=search.trials, state="starting")

    def trial_ends(self, number: int, result: RunResult) -> None:
        super().trial_ends(number, result)
        if result.status == "failed":
            self._say(f"trial {number} failed: {result.error}")
        self._progress.update(self._task, completed=self._ended, state=f"{self.best}; {self.left}")


@contextlib.contextmanager
def tuning_progress(search: Search, until: float, *, quiet: bool) -> Iterator[Watcher]:
    """The watcher that suits the terminal (stderr)."""
    console = Console(stderr=True)
    if quiet:
        yield Watcher()
    elif console.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(bar_width=12), MofNCompleteColumn())
        with Progress(*columns, TextColumn("{task.fields[state]}"), console=console) as progress:
            yield LiveTuning(search, until, progress)
    else:
        yield PlainTuning(search, until, console)
