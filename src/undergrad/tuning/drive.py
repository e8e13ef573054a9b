"""The search itself: which trial is next, which worker does it, what is stored. This file computes nothing."""

from __future__ import annotations

import concurrent.futures
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from filelock import FileLock

from undergrad.data import Dataset
from undergrad.errors import OtherTrainingError, UndergradError, UsageError
from undergrad.experiments.environment import environment
from undergrad.experiments.run import RunResult, RunSpec, result_of, specify
from undergrad.training import Epoch
from undergrad.tuning.halving import bars, reached
from undergrad.tuning.interrupts import interrupts
from undergrad.tuning.memory import check_search
from undergrad.tuning.proposers import Seen, propose
from undergrad.tuning.search import Search
from undergrad.tuning.space import Values
from undergrad.tuning.store import Store
from undergrad.tuning.trial import Answer, Task, advance
from undergrad.tuning.workers import Work, WorkerDiedError, Workers

#: A worker answers after this many seconds and continues with the same trial: a power cut can cost that much. For a
#: state so large that it should not travel as often, the first number of seconds grows, up to the second.
_SECONDS, _MOST_SECONDS = 5.0, 30.0
#: A trial is given up after its worker has died or hung this many times.
_ATTEMPTS = 3
#: Seconds between two looks of the driver while nothing happens.
_LOOK = 0.2
#: Seconds without anything to do before the driver reports that it is idle.
_IDLE = 15.0
#: Seconds that a worker has to start and to compile its engine; more than any computer takes.
_START = 600.0
#: Seconds that a hung worker has to die before it is ended again.
_DEATH = 30.0


class Watcher:
    """Receives a search's events. Every method does nothing; override those you need. Trials count from 0."""

    def planned(self, trials: int) -> None:
        """The number of trials; called first, and again if the space turns out to have fewer networks."""

    def trial_begins(self, number: int, spec: RunSpec) -> None:
        """The trial begins or continues."""

    def trial_goes_on(self, number: int, history: Sequence[Epoch]) -> None:
        """The trial's progress; called every few seconds."""

    def trial_ends(self, number: int, result: RunResult) -> None:
        """The trial has ended, in this driver, in another, or before this search was continued."""

    def trial_again(self, number: int, why: str) -> None:
        """The trial's worker is gone; the trial continues from its last stored state."""

    def idle(self) -> None:
        """There is nothing to do for a while: no worker exists, or another driver works on the last trials."""

    def waits(self, under_way: int, seconds: float) -> None:
        """Ctrl-C arrived while this many trials are running: the driver waits about so long for their states."""


@dataclass
class _UnderWay:
    """A trial that this driver is doing."""

    spec: RunSpec
    lock: FileLock
    state: bytes | None
    bars: dict[int, float]
    #: When a worker was last sent the trial, and when a worker that did not answer was ended, by the clock.
    sent: float = -math.inf
    abandoned: float = -math.inf
    #: Seconds after the worker's beginning until an answer is due, and until the worker counts as hung.
    seconds: float = 0.0
    patience: float = math.inf
    #: How often the trial could not be continued, mostly because its worker had died.
    attempts: int = 0


@dataclass
class Driver:
    """Does the trials of a search with `workers`, together with any other driver of the same store.

    A trial begins when all trials at least `search.in_flight` before it have ended: its proposal and its bars depend on
    their results, and on no others.
    """

    #: The search and its trials' folder.
    store: Store
    #: The driver's copy of the data; each worker loads its own.
    dataset: Dataset
    workers: Workers
    #: The folder in which workers look first for complete data sets.
    data_dir: str | None = None
    #: Receives the events.
    watcher: Watcher = field(default_factory=Watcher)
    #: A worker that has not answered for this many seconds counts as hung; more than any epoch takes. Its start and its
    #: engine's compilation do not count; a worker with a large state, which answers less often, has longer.
    hung_after: float = 600.0
    #: time.monotonic(), or a test's clock.
    clock: Callable[[], float] = time.monotonic
    #: The results of the trials that have ended. All before `_first_open` have ended.
    _results: dict[int, RunResult] = field(default_factory=dict)
    _seen: dict[int, Seen] = field(default_factory=dict)
    _first_open: int = 0
    _proposals: list[Values] = field(default_factory=list)
    _exhausted: bool = False
    _trials: dict[int, _UnderWay] = field(default_factory=dict)
    _futures: dict[Work, int] = field(default_factory=dict)
    _idle_since: float = math.inf

    @property
    def search(self) -> Search:
        """The search."""
        return self.store.search

    def run(self, *, until: float = math.inf) -> dict[int, RunResult]:
        """Do all trials, or those that can begin before the time `until` of time.monotonic(). Returns all results.

        Raises TooLargeError before it begins if processes of this computer could receive networks that do not fit into
        its memory; on a cluster, a trial that does not fit into a worker's memory fails. UsageError for a search that
        is over or impossible, or whose trials were made by other code or on other data.

        If another driver makes the choice meanwhile, the search is over, and running trials are dropped. After Ctrl-C
        the states of running trials are stored, which takes a few seconds unless the workers are still starting, and
        then KeyboardInterrupt is raised; a second Ctrl-C raises it at once.
        """
        self.search.check()
        if self.store.is_over():
            raise UsageError(
                f"the search in {self.store.out} is over: its models are chosen and the test set has been opened; "
                "begin another search with --out"
            )
        planned = self.search.planned
        if self.workers.share_memory:
            check_search(self.search, self.dataset, at_once=min(self.workers.count, planned, self.search.in_flight))
        self.watcher.planned(planned)
        self._look()
        try:
            with interrupts() as interrupted:
                while not self._is_over() and not interrupted.is_set() and not self.store.is_over():
                    if self.clock() < until:
                        self._begin_trials()
                    elif not self._futures:
                        break
                    self._hear(go_on=True)
                    self._look()
                if interrupted.is_set():
                    self._leave_what_has_not_begun()
                    if self._futures:
                        last = max(work.begun + self._trials[number].seconds for work, number in self._futures.items())
                        self.watcher.waits(len(self._futures), max(1.0, last - self.clock()))
                while self._futures:
                    self._hear(go_on=False)
                if interrupted.is_set():
                    raise KeyboardInterrupt
        finally:
            for trial in self._trials.values():
                trial.lock.release()
        return self.store.results()

    def _is_over(self) -> bool:
        end = len(self._proposals) if self._exhausted else self.search.trials
        return not self._futures and self._first_open >= end

    # What is known ----------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Read the trials that have ended since the last look, whichever driver did them."""
        number = self._first_open
        while number < min(self.search.trials, self._first_open + self.search.in_flight):
            if number not in self._results and number not in self._trials and self.store.has_ended(number):
                self._take(number, self.store.result(number))
            number += 1

    def _take(self, number: int, result: RunResult) -> None:
        values = self._proposal(number)
        assert values is not None, "a trial that has ended was proposed"
        network = self.search.network(values, result.name)
        if specify(network, self.search.seed, self.search.data, self.dataset).identity != result.spec.identity:
            raise UsageError(
                f"trial {number} in {self.store.out} was made by other code, or on other data; "
                "begin another search with --out"
            )
        failed = result.status == "failed"
        # The epochs of a failed trial depend on how its work was divided, so nothing may be compared with them.
        by_epoch = {} if failed else reached(self.store.history(number), self.search.rungs)
        measure = self.search.measure
        merit = measure.merit(measure.worst if failed else result.best_val_measure)
        self._results[number] = result
        self._seen[number] = Seen(values, merit, by_epoch, result.status == "stopped")
        while self._first_open in self._results:
            self._first_open += 1
        self.watcher.trial_ends(number, result)

    def _known(self, number: int) -> list[Seen]:
        """What the proposal of trial `number` may use: results of trials long before it, and values of the others."""
        long_before = max(0, number - self.search.in_flight + 1)
        known = [self._seen[earlier] for earlier in range(long_before)]
        return known + [Seen(values, None) for values in self._proposals[long_before:number]]

    def _proposal(self, number: int) -> Values | None:
        """The values of the trial: those in the store, else a new proposal; None if the space is exhausted."""
        while len(self._proposals) <= number and not self._exhausted:
            following = len(self._proposals)
            values = self.store.proposal(following) or propose(self.search, following, self._known(following))
            if values is None:
                self._exhausted = True
                self.watcher.planned(following)
            else:
                self._proposals.append(values)
        return self._proposals[number] if number < len(self._proposals) else None

    # What is done -----------------------------------------------------------------------------------------------------

    def _begin_trials(self) -> None:
        number, free = self._first_open, self.workers.count - len(self._futures)
        end = min(self.search.trials, self._first_open + self.search.in_flight)
        while free > 0 and number < end:
            values = self._proposal(number)
            if values is None:
                return
            if number not in self._results and number not in self._trials:
                lock = self.store.claim(number)
                if lock is not None:
                    self._begin(number, values, lock)
                    free -= 1
            number += 1

    def _begin(self, number: int, values: Values, lock: FileLock) -> None:
        network = self.search.network(values, f"trial-{number:04}")
        spec = specify(network, self.search.seed, self.search.data, self.dataset)
        earlier = [seen.by_epoch for seen in self._known(number) if seen.merit is not None]
        needed = bars(earlier, self.search.rungs, self.search.reduction)
        try:
            state = self.store.begin(number, spec, values)
        except BaseException:
            lock.release()
            raise
        self._trials[number] = _UnderWay(spec, lock, state, needed)
        self.watcher.trial_begins(number, spec)
        self._submit(number)

    def _submit(self, number: int) -> None:
        trial = self._trials[number]
        seconds = max(_SECONDS, min(len(trial.state or b"") / self.workers.bytes_per_second, _MOST_SECONDS))
        task = Task(
            spec=trial.spec,
            folder=str(Path.cwd()),
            data_dir=self.data_dir,
            bars=trial.bars,
            state=trial.state,
            seconds=seconds,
        )
        trial.sent, trial.abandoned = self.clock(), -math.inf
        trial.seconds, trial.patience = seconds, seconds - _SECONDS + self.hung_after
        self._futures[self.workers.submit(advance, msgspec.msgpack.encode(task))] = number

    def _hear(self, *, go_on: bool) -> None:
        """Wait a little for answers, store them, and, with `go_on`, continue the unfinished trials."""
        if self._futures:
            self._idle_since = math.inf
        else:
            now = self.clock()
            self._idle_since = min(self._idle_since, now)
            if now - self._idle_since > _IDLE:
                self.watcher.idle()
                self._idle_since = math.inf
            time.sleep(_LOOK)  # another driver is at work, or no worker exists yet
        concurrent.futures.wait(self._futures, _LOOK, concurrent.futures.FIRST_COMPLETED)
        for work, number in list(self._futures.items()):
            trial, now = self._trials[number], self.clock()
            due = trial.sent + _START if work.begun == math.inf else work.begun + trial.patience
            if work.done():
                del self._futures[work]
                self._answered(number, work, go_on=go_on)
            elif now > max(due, trial.abandoned + _DEATH):
                trial.abandoned = now
                self.workers.abandon(work)  # the worker's death will be the answer

    def _answered(self, number: int, work: Work, *, go_on: bool) -> None:
        trial = self._trials[number]
        try:
            answer = msgspec.msgpack.decode(work.result(), type=Answer)
        except (WorkerDiedError, MemoryError, OtherTrainingError) as error:
            why, times = str(error) or "it ran out of memory", getattr(error, "attempts", 1)
            if isinstance(error, OtherTrainingError):  # the trial has this identity, so only the engine can differ
                why, trial.state = "its checkpoint is of another engine", None
            trial.attempts += times
            if trial.attempts < _ATTEMPTS:
                self.watcher.trial_again(number, why)
                self._continue(number, go_on=go_on)
                return
            answer = _failed(f"given up after {trial.attempts} attempts: {why}")
        except ImportError as error:
            raise UsageError(f"a worker lacks a package ({error}); install the same versions there") from error
        except UndergradError:  # an error about the data, for example: the next trial would have the same one
            raise
        except Exception as error:  # a trial's own error ends only that trial, and is part of its result
            answer = _failed(f"{type(error).__name__}: {error}")
        if answer.status == "unfinished" and answer.state is not None:
            trial.state = answer.state
            self.store.keep(number, answer.state)
            self.watcher.trial_goes_on(number, answer.history)
            self._continue(number, go_on=go_on)
        else:
            self._end(number, answer)

    def _continue(self, number: int, *, go_on: bool) -> None:
        if go_on:
            self._submit(number)
        else:
            self._trials.pop(number).lock.release()

    def _leave_what_has_not_begun(self) -> None:
        """Drop trials whose workers are not ready yet: they have no new state, so nobody has to wait for them."""
        for work, number in list(self._futures.items()):
            if work.begun == math.inf:
                del self._futures[work]
                self._trials.pop(number).lock.release()

    def _end(self, number: int, answer: Answer) -> None:
        outcome = {key: getattr(answer, key) for key in ("status", "engine", "error", "environment")}
        result = result_of(self._trials[number].spec, answer.history, **outcome)
        stored = self.store.end(number, result, answer, self._results)
        self._trials.pop(number).lock.release()
        if stored:
            self._take(number, result)


def _failed(why: str) -> Answer:
    return Answer(status="failed", history=[], state=None, model=None, engine="", error=why, environment=environment())
