"""The content of the live page: running trainings and searches, in the objects that the report's page uses."""

from __future__ import annotations

import contextlib
import functools
import math
import secrets
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from undergrad.data import Dataset
from undergrad.display.languages import Language
from undergrad.experiments import Experiment, Job, Listener, RunResult, load_history
from undergrad.experiments.pace import Pace
from undergrad.experiments.run import RunSpec
from undergrad.insight import Insight, InsightEpoch, InsightHead, judge, load_insight
from undergrad.outputs import output_named
from undergrad.report.page import Content, ShownRun, page_data, page_html
from undergrad.training import Epoch
from undergrad.tuning import Store, Watcher
from undergrad.tuning.store import Tried, best


class LiveView(ABC):
    """The state of a running command: one thread updates it, others read it. News call `on_change`."""

    def __init__(self, title: str, language: Language) -> None:
        self._title, self._language = title, language
        self._lock = threading.Lock()
        # A page must notice if another run is at its address.
        self._id = secrets.token_hex(4)
        self._how = "running"
        self._concluded: dict[str, Any] | None = None
        self.on_change: Callable[[], None] = lambda: None

    @contextlib.contextmanager
    def _news(self) -> Iterator[None]:
        with self._lock:
            yield
        self.on_change()

    def conclude(self, content: Content, dataset: Dataset) -> None:
        """From now on show the final results."""
        data = page_data(content, dataset=dataset, language=self._language)
        with self._news():
            self._concluded = data

    def end(self, how: str) -> None:
        """Mark the command as over: "ended", "interrupted" or "failed"."""
        with self._news():
            self._how = how

    def page(self) -> str:
        """The present page."""
        return page_html(self._data(), live=True)

    def state(self) -> dict[str, Any]:
        """The data for an open page: everything but the words, which it already has."""
        return {key: value for key, value in self._data().items() if key != "words"}

    def _data(self) -> dict[str, Any]:
        with self._lock:
            live = {"id": self._id, "how": self._how, **self._progress()}
            data, content = self._concluded, self._content() if self._concluded is None else None
        if content is not None:
            data = page_data(content, language=self._language)
        return {**(data or {}), "live": live}

    @abstractmethod
    def _progress(self) -> dict[str, Any]:
        """`unit`, `done`, `total`, `seconds_left` (or None) and `best`: None, or its `name`, `epoch`, `value`."""

    @abstractmethod
    def _content(self) -> Content:
        """The content so far."""


def _of_epochs(pace: Pace, name: Callable[[RunSpec], str]) -> dict[str, Any]:
    reached = pace.best
    best = reached and {"name": name(reached.job.spec), "epoch": reached.epoch, "value": reached.val_measure}
    return {
        "unit": "epochs",
        "done": pace.done,
        "total": pace.total,
        "seconds_left": pace.seconds_left,
        "best": best,
    }


class LiveRuns(LiveView, Listener):
    """The runs of an experiment."""

    def __init__(self, experiment: Experiment, language: Language) -> None:
        super().__init__(experiment.name, language)
        self._several_seeds = len(experiment.seeds) > 1
        self._output = experiment.networks[0].puts_out
        self._pace = Pace(experiment)
        self._specs: dict[int, RunSpec] = {}
        self._histories: dict[int, list[Epoch]] = {}
        self._results: dict[int, RunResult] = {}
        self._insights: dict[int, Insight | None] = {}
        #: The insight so far, and its layers, which are unknown before the first record.
        self._records: dict[int, list[InsightEpoch]] = {}
        self._heads: dict[int, InsightHead] = {}

    def run_kept(self, job: Job, result: RunResult) -> None:
        """Show the complete run."""
        history = load_history(job.folder)
        with self._news():
            self._pace.run_kept(job, result)
            self._specs[job.number], self._histories[job.number] = job.spec, [*history]
            self._results[job.number], self._insights[job.number] = result, load_insight(job.folder)

    def run_begins(self, job: Job) -> None:
        """Show the run, still without epochs."""
        with self._news():
            self._specs[job.number], self._histories[job.number] = job.spec, []
            self._records[job.number] = []

    def run_resumes(self, job: Job, history: Sequence[Epoch], records: Sequence[InsightEpoch]) -> None:
        """Show the earlier epochs."""
        with self._news():
            self._pace.run_resumes(job, history, records)
            self._histories[job.number], self._records[job.number] = [*history], [*records]

    def epoch_ends(self, job: Job, epoch: Epoch) -> None:
        """Show one further epoch."""
        with self._news():
            self._pace.epoch_ends(job, epoch)
            self._histories[job.number].append(epoch)

    def insight_comes(self, job: Job, head: InsightHead, record: InsightEpoch) -> None:
        """Keep the record until the epoch has ended."""
        with self._lock:
            self._heads[job.number] = head
            self._records[job.number].append(record)

    def run_ends(self, job: Job, result: RunResult) -> None:
        """Show the run's end and its insight."""
        with self._news():
            self._results[job.number], self._insights[job.number] = result, load_insight(job.folder)

    def _progress(self) -> dict[str, Any]:
        return _of_epochs(self._pace, self._name)

    def _name(self, spec: RunSpec) -> str:
        return f"{spec.network.name}, seed {spec.seed}" if self._several_seeds else spec.network.name

    def _content(self) -> Content:
        runs = (
            ShownRun(
                name=self._name(spec),
                spec=spec,
                history=tuple(self._histories[number]),
                result=self._results.get(number),
                insight=self._insights[number] if number in self._insights else self._so_far(number),
            )
            for number, spec in sorted(self._specs.items())
        )
        return Content(title=self._title, runs=tuple(runs), output=self._output)

    def _so_far(self, number: int) -> Insight | None:
        return judge(self._heads[number], self._records[number]) if number in self._heads else None


class LiveSearch(LiveView, Watcher):
    """A search: its trials, the curves of the running ones and of the best three, and at the end the repetitions."""

    def __init__(self, store: Store, until: float, language: Language) -> None:
        """After the time `until`, of time.monotonic(), no trial begins."""
        super().__init__(store.search.name, language)
        self._until, self._start = until, time.monotonic()
        self._output = output_named(store.search.output)
        # The files of an ended trial do not change, so they are read once and not for every state.
        self._history, self._proposal = functools.cache(store.history), functools.cache(store.proposal)
        self._planned, self._here = store.search.trials, 0
        self._under_way: dict[int, tuple[RunSpec, Sequence[Epoch]]] = {}
        self._results: dict[int, RunResult] = {}
        self._repeats: Pace | None = None

    def planned(self, trials: int) -> None:
        """Show the number of trials."""
        with self._news():
            self._planned = trials

    def trial_begins(self, number: int, spec: RunSpec) -> None:
        """Show the run, still without epochs."""
        with self._news():
            self._under_way[number] = spec, ()

    def trial_goes_on(self, number: int, history: Sequence[Epoch]) -> None:
        """Show the trial's progress."""
        with self._news():
            spec, _ = self._under_way[number]
            self._under_way[number] = spec, tuple(history)

    def trial_ends(self, number: int, result: RunResult) -> None:
        """Show the trial's result."""
        with self._news():
            self._here += self._under_way.pop(number, None) is not None
            self._results[number] = result

    def repeating(self, experiment: Experiment) -> Listener:
        """Receives the events of the repetitions; the page shows them beside the search's conclusion."""
        self._repeats = _Repeats(experiment, self._news)
        return self._repeats

    def _progress(self) -> dict[str, Any]:
        if self._repeats is not None:
            return _of_epochs(self._repeats, lambda spec: f"{spec.network.name}, seed {spec.seed}")
        now, ended, left = time.monotonic(), len(self._results), None
        if self._here:
            rest = (self._planned - ended) * (now - self._start) / self._here
            left = max(0.0, min(rest, self._until - now))
        elif self._until < math.inf:
            left = max(0.0, self._until - now)
        leading = best(self._results)[:1]
        return {
            "unit": "trials",
            "done": ended,
            "total": self._planned,
            "seconds_left": left,
            "best": {
                "name": _trial(leading[0]),
                "epoch": self._results[leading[0]].best_epoch,
                "value": self._results[leading[0]].best_val_measure,
            }
            if leading
            else None,
        }

    def _content(self) -> Content:
        ended = [
            ShownRun(
                name=_trial(number),
                spec=self._results[number].spec,
                history=self._history(number),
                result=self._results[number],
            )
            for number in best(self._results)
        ]
        others = [
            ShownRun(name=_trial(number), spec=spec, history=history)
            for number, (spec, history) in sorted(self._under_way.items())
        ]
        tried = (
            Tried(number, self._proposal(number) or {}, result) for number, result in sorted(self._results.items())
        )
        return Content(title=self._title, runs=(*ended, *others), trials=tuple(tried), output=self._output)


class _Repeats(Pace):
    def __init__(self, experiment: Experiment, news: Callable[[], contextlib.AbstractContextManager[None]]) -> None:
        super().__init__(experiment)
        self._news = news

    def run_kept(self, job: Job, result: RunResult) -> None:
        with self._news():
            super().run_kept(job, result)

    def run_resumes(self, job: Job, history: Sequence[Epoch], records: Sequence[InsightEpoch]) -> None:
        with self._news():
            super().run_resumes(job, history, records)

    def epoch_ends(self, job: Job, epoch: Epoch) -> None:
        with self._news():
            super().epoch_ends(job, epoch)


def _trial(number: int) -> str:
    return f"#{number}"
