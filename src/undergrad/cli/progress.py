"""What a person sees while something takes time: live bars on a terminal, plain lines elsewhere, nothing if quiet."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from undergrad.cli.printing import console
from undergrad.display.terminal import on_one_line
from undergrad.experiments import Experiment, Job, Listener, RunResult
from undergrad.experiments.pace import Pace
from undergrad.insight import InsightEpoch
from undergrad.training import Epoch


def clock(seconds: float) -> str:
    """Seconds as `m:ss` or `h:mm:ss`.

    >>> clock(75), clock(3675)
    ('1:15', '1:01:15')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class _Timed(Pace):
    """Says the pace in words."""

    def __init__(self, experiment: Experiment) -> None:
        super().__init__(experiment)
        self._several_seeds = len(experiment.seeds) > 1

    @property
    def left(self) -> str:
        """How long the remaining epochs of all runs will take at the pace so far."""
        return clock(self.seconds_left or 0.0)

    def _reached(self, epoch: Epoch) -> str:
        text = self.measure.text
        return f"training {text(epoch.train_measure)}, validation {text(epoch.val_measure)}"

    def _label(self, job: Job) -> str:
        name = on_one_line(job.spec.network.name)
        return f"{name}, seed {job.spec.seed}" if self._several_seeds else name


class PlainProgress(_Timed):
    """A line when a run begins, and about ten on its way."""

    def __init__(self, experiment: Experiment, screen: Console) -> None:
        super().__init__(experiment)
        self._screen = screen

    def _say(self, text: str) -> None:
        self._screen.print(on_one_line(text), soft_wrap=True)

    def run_kept(self, job: Job, result: RunResult) -> None:
        super().run_kept(job, result)
        self._say(f"[{job.number}/{job.of}] {self._label(job)}: complete already, not trained again")

    def run_begins(self, job: Job) -> None:
        self._say(f"[{job.number}/{job.of}] {self._label(job)}: {job.spec.network.structure}")

    def run_resumes(self, job: Job, history: Sequence[Epoch], records: Sequence[InsightEpoch]) -> None:
        super().run_resumes(job, history, records)
        self._say(f"{self._label(job)}: goes on after epoch {len(history)}/{job.spec.network.epochs}")

    def epoch_ends(self, job: Job, epoch: Epoch) -> None:
        super().epoch_ends(job, epoch)
        epochs = job.spec.network.epochs
        if epoch.epoch % max(1, epochs // 10) == 0:
            self._say(
                f"{self._label(job)}: epoch {epoch.epoch}/{epochs}, loss {epoch.loss:.4f}, "
                f"{self._reached(epoch)}; {self.left} left"
            )

    def run_ends(self, job: Job, result: RunResult) -> None:
        if result.error:
            self._say(f"{self._label(job)}: {result.error}")


class LiveProgress(_Timed):
    """A bar for each run with what it has reached, and the time left."""

    def __init__(self, experiment: Experiment, progress: Progress) -> None:
        super().__init__(experiment)
        self._progress = progress
        self._tasks: dict[int, TaskID] = {}

    def run_kept(self, job: Job, result: RunResult) -> None:
        super().run_kept(job, result)
        epochs = job.spec.network.epochs
        state = "complete already, not trained again"
        self._progress.add_task(self._label(job), total=epochs, completed=epochs, state=state)

    def run_begins(self, job: Job) -> None:
        epochs = job.spec.network.epochs
        self._tasks[job.number] = self._progress.add_task(self._label(job), total=epochs, state="starting")

    def run_resumes(self, job: Job, history: Sequence[Epoch], records: Sequence[InsightEpoch]) -> None:
        super().run_resumes(job, history, records)
        self._progress.update(self._tasks[job.number], completed=len(history), state="going on")

    def epoch_ends(self, job: Job, epoch: Epoch) -> None:
        super().epoch_ends(job, epoch)
        state = self._reached(epoch)
        if epoch.epoch < job.spec.network.epochs:
            state += f", {self.left} left"
        self._progress.update(self._tasks[job.number], completed=epoch.epoch, state=state)

    def run_ends(self, job: Job, result: RunResult) -> None:
        if result.error:
            self._progress.update(self._tasks[job.number], state=f"failed in epoch {result.epochs + 1}")


@contextlib.contextmanager
def training_progress(experiment: Experiment, *, quiet: bool) -> Iterator[Listener]:
    """The listener that suits the terminal (stderr)."""
    screen = console(stderr=True)
    if quiet:
        yield Listener()
    elif screen.is_terminal:
        state = TextColumn("{task.fields[state]}", markup=False)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=12), MofNCompleteColumn(), state)
        with Progress(*columns, console=screen) as progress:
            yield LiveProgress(experiment, progress)
    else:
        yield PlainProgress(experiment, screen)


@contextlib.contextmanager
def download_progress(*, quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """A hook for downloads: called with a file's name, the bytes done and the bytes in all (0 if unknown)."""
    screen = console(stderr=True)
    if quiet:
        yield None
    elif not screen.is_terminal:
        said: set[str] = set()

        def say(name: str, done: int, total: int) -> None:
            if name not in said:
                said.add(name)
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
