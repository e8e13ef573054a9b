"""The progress of an experiment's runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from undergrad.display.progress import Countdown
from undergrad.experiments.jobs import Job, Listener
from undergrad.experiments.run import RunResult
from undergrad.experiments.spec import Experiment
from undergrad.insight import InsightEpoch
from undergrad.training import Epoch


@dataclass(frozen=True)
class Reached:
    """The best so far: the job, the epoch and its validation measure."""

    job: Job
    epoch: int
    val_measure: float


class Pace(Listener):
    """Counts epochs, remembers the best, and estimates how long the rest will take."""

    def __init__(self, experiment: Experiment) -> None:
        self.measure = experiment.measure
        self.best: Reached | None = None
        self._countdown = Countdown(sum(network.epochs for network in experiment.networks) * len(experiment.seeds))

    def run_kept(self, job: Job, result: RunResult) -> None:
        """Count the run as done."""
        self._countdown.note_earlier(job.spec.network.epochs)
        if result.epochs:
            self._note(job, result.best_epoch, result.best_val_measure)

    def run_resumes(self, job: Job, history: Sequence[Epoch], records: Sequence[InsightEpoch]) -> None:
        """Count epochs that were done before."""
        self._countdown.note_earlier(len(history))
        for epoch in history:
            self._note(job, epoch.epoch, epoch.val_measure)

    def epoch_ends(self, job: Job, epoch: Epoch) -> None:
        """Count it."""
        self._countdown.note_epoch()
        self._note(job, epoch.epoch, epoch.val_measure)

    def _note(self, job: Job, epoch: int, val_measure: float) -> None:
        merit = self.measure.merit
        if self.best is None or merit(val_measure) > merit(self.best.val_measure):
            self.best = Reached(job, epoch, val_measure)

    @property
    def seconds_left(self) -> float | None:
        """How long the remaining epochs of all runs will take at the pace so far; None before the first."""
        return self._countdown.seconds_left

    @property
    def total(self) -> int:
        """The epochs of all runs together."""
        return self._countdown.total

    @property
    def done(self) -> int:
        """The epochs that are done, in any process, now or earlier."""
        return self._countdown.done
