"""The progress of a search: trials done, the best so far, the time left."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TaskID, TextColumn
from rich.table import Column

from undergrad.display.progress import clock
from undergrad.display.terminal import console, on_one_line
from undergrad.experiments.run import RunResult, RunSpec
from undergrad.report.tuning import short_network, short_rate
from undergrad.training import Epoch
from undergrad.tuning import Watcher

#: Seconds without a line after which the trials' progress is printed.
_SILENCE = 60.0


class _Told(Watcher):
    """Counts trials, remembers the best, and prints events as lines."""

    def __init__(self, until: float, screen: Console) -> None:
        self._until, self._screen = until, screen
        self._trials = self._ended = self._here = 0
        self._begun: dict[int, RunSpec] = {}
        #: The number of the best trial, and its result.
        self._best: tuple[int, RunResult] | None = None
        self._start = time.monotonic()

    def planned(self, trials: int) -> None:
        self._trials = trials

    def trial_begins(self, number: int, spec: RunSpec) -> None:
        self._begun[number] = spec

    def trial_ends(self, number: int, result: RunResult) -> None:
        self._ended += 1
        self._here += number in self._begun  # only trials of this process
        if result.status != "failed" and (self._best is None or _rank(number, result) > _rank(*self._best)):
            self._best = number, result

    def trial_again(self, number: int, why: str) -> None:
        self._say(f"trial {number}: {why}; it is tried again")

    def waits(self, under_way: int, seconds: float) -> None:
        trials, time_ = f"{under_way} trial{'s' * (under_way != 1)}", clock(math.ceil(seconds))
        self._say(f"interrupted: keeping the state of {trials}, about {time_}; Ctrl-C again to leave at once")

    def idle(self) -> None:
        self._say("nothing to do: waiting for a worker, or for another driver of this search")

    def _say(self, text: str) -> None:
        self._screen.print(on_one_line(text), soft_wrap=True)

    @property
    def best(self) -> str:
        """The best so far, in words."""
        if self._best is None:
            return "no result yet"
        number, result = self._best
        return f"best {result.measure.text(result.best_val_measure)} (trial {number}: {_words(result.spec)})"

    @property
    def left(self) -> str:
        """The time left at the pace so far, or until the time limit; empty before it is known."""
        now = time.monotonic()
        if not self._here:
            return "" if self._until == math.inf else f"at most {clock(max(0.0, self._until - now))} left; "
        rest = (self._trials - self._ended) * (now - self._start) / self._here
        return f"about {clock(max(0.0, min(rest, self._until - now)))} left; "


def _rank(number: int, result: RunResult) -> tuple[float, int]:
    return result.measure.merit(result.best_val_measure), -number


def _words(spec: RunSpec) -> str:
    return f"{short_network(spec.network)}, rate {short_rate(spec.network)}"


class PlainTuning(_Told):
    """Prints a line for each tenth of the trials, for each new best, and after a silence."""

    def __init__(self, until: float, screen: Console) -> None:
        super().__init__(until, screen)
        self._under_way: dict[int, str] = {}
        self._said = -math.inf

    def trial_goes_on(self, number: int, history: Sequence[Epoch]) -> None:
        self._under_way[number] = f"trial {number} in epoch {len(history)} of {self._begun[number].network.epochs}"
        if time.monotonic() - self._said > _SILENCE:
            self._say(f"{self._ended}/{self._trials} trials, {self.best}; {', '.join(self._under_way.values())}")

    def trial_ends(self, number: int, result: RunResult) -> None:
        before = self._best
        super().trial_ends(number, result)
        self._under_way.pop(number, None)
        if result.status == "failed":
            self._say(f"trial {number} failed: {result.error}")
        if self._best != before or self._ended % max(1, self._trials // 10) == 0:
            self._say(f"{self._ended}/{self._trials} trials, {self.left}{self.best}")

    def _say(self, text: str) -> None:
        super()._say(text)
        self._said = time.monotonic()


class LiveTuning(_Told):
    """One bar for the search, and one for each running trial."""

    def __init__(self, until: float, progress: Progress) -> None:
        super().__init__(until, progress.console)
        self._progress = progress
        self._search = progress.add_task("trials", total=None, state="starting")
        self._bars: dict[int, TaskID] = {}

    def planned(self, trials: int) -> None:
        super().planned(trials)
        self._progress.update(self._search, total=trials, state=f"{self.left}{self.best}")

    def trial_begins(self, number: int, spec: RunSpec) -> None:
        super().trial_begins(number, spec)
        self._bars[number] = self._progress.add_task(
            f"trial {number}", total=spec.network.epochs, state=f"{_words(spec)}: starting"
        )

    def trial_goes_on(self, number: int, history: Sequence[Epoch]) -> None:
        spec, last = self._begun[number], history[-1].val_measure
        state = f"{_words(spec)}: validation {spec.network.puts_out.measure.text(last)}"
        self._progress.update(self._bars[number], completed=len(history), state=state)

    def trial_ends(self, number: int, result: RunResult) -> None:
        super().trial_ends(number, result)
        if number in self._bars:
            self._progress.remove_task(self._bars.pop(number))
        if result.status == "failed":
            self._say(f"trial {number} failed: {result.error}")
        self._progress.update(self._search, completed=self._ended, state=f"{self.left}{self.best}")


def columns() -> tuple[ProgressColumn, ...]:
    """The texts of a line of LiveTuning; if there is no space, the end of the last is cut."""
    state = TextColumn("{task.fields[state]}", markup=False, table_column=Column(ratio=1, no_wrap=True))
    return TextColumn("{task.description}", markup=False), BarColumn(bar_width=12), MofNCompleteColumn(), state


@contextlib.contextmanager
def tuning_progress(until: float, *, quiet: bool) -> Iterator[Watcher]:
    """The watcher that suits the terminal (stderr)."""
    screen = console(stderr=True)
    if quiet:
        yield Watcher()
    elif screen.is_terminal:
        with Progress(*columns(), console=screen, expand=True) as progress:
            yield LiveTuning(until, progress)
    else:
        yield PlainTuning(until, screen)
