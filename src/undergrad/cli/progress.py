"""Progress during a command: trainings, shown by `display`, and downloads; nothing if quiet."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from undergrad.display.progress import Display, Line, Measured, display_here
from undergrad.display.terminal import console, on_one_line
from undergrad.experiments import Experiment, Job, Listener, RunResult
from undergrad.experiments.pace import Pace
from undergrad.insight import InsightEpoch
from undergrad.training import Epoch


class ShownRuns(Pace):
    """Shows the runs of an experiment on a display."""

    def __init__(self, experiment: Experiment, display: Display) -> None:
        super().__init__(experiment)
        self._display, self._several_seeds = display, len(experiment.seeds) > 1

    def run_kept(self, job: Job, result: RunResult) -> None:
        super().run_kept(job, result)
        self._display.kept(self._line(job))

    def run_begins(self, job: Job) -> None:
        self._display.begins(self._line(job))

    def run_resumes(self, job: Job, history: Sequence[Epoch], records: Sequence[InsightEpoch]) -> None:
        super().run_resumes(job, history, records)
        self._display.goes_on(self._line(job), len(history))

    def epoch_ends(self, job: Job, epoch: Epoch) -> None:
        super().epoch_ends(job, epoch)
        text = self.measure.text
        measured = Measured(epoch.epoch, epoch.loss, text(epoch.train_measure), text(epoch.val_measure))
        self._display.epoch_ends(self._line(job), measured, self.seconds_left)

    def run_ends(self, job: Job, result: RunResult) -> None:
        if result.error:
            self._display.fails(self._line(job), result.epochs, result.error)

    def _line(self, job: Job) -> Line:
        network = job.spec.network
        label = f"{network.name}, seed {job.spec.seed}" if self._several_seeds else network.name
        return Line(label, network.structure, network.epochs, job.number, job.of)


@contextlib.contextmanager
def training_progress(experiment: Experiment, *, quiet: bool) -> Iterator[Listener]:
    """The listener that shows the runs in the place where the command runs."""
    if quiet:
        yield Listener()
    else:
        with display_here() as display:
            yield ShownRuns(experiment, display)


@contextlib.contextmanager
def download_progress(*, quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """A hook for downloads: called with a file's name, the bytes done and the total bytes (0 if unknown)."""
    screen = console(stderr=True)
    if quiet:
        yield None
    elif not screen.is_terminal:
        announced: set[str] = set()

        def say(name: str, done: int, total: int) -> None:
            if name not in announced:
                announced.add(name)
                screen.print(on_one_line(f"downloading {name}"), soft_wrap=True)

        yield say
    else:
        name_column = TextColumn("{task.description}", markup=False)
        columns = (name_column, BarColumn(bar_width=20), DownloadColumn(), TimeElapsedColumn())
        with Progress(*columns, console=screen) as progress:
            tasks: dict[str, TaskID] = {}

            def show(name: str, done: int, total: int) -> None:
                if name not in tasks:
                    tasks[name] = progress.add_task(name)
                progress.update(tasks[name], completed=done, total=total or None)

            yield show
