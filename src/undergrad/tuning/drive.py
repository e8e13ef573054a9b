"""The search itself: which trial is next, who does it, what is kept. Nothing here computes."""

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

#: A worker answers after this many seconds and goes on with the same trial: what a power cut can cost. Where its state
#: is so large that it should not travel as often, the first number of seconds grows with it, up to the second.
_SECONDS, _MOST_SECONDS = 5.0, 30.0
#: A trial whose worker has died or hung so many times is given up.
_ATTEMPTS = 3
#: How often the driver looks around while nothing happens.
_LOOK = 0.2
#: After so many seconds without anything to do the watcher is told.
_IDLE = 15.0
#: So many seconds a worker has to start and to have its engine compiled; more than any computer takes.
_START = 600.0
#: So many seconds a hung worker has to die before it is told again.
_DEATH = 30.0


class Watcher:
    """Hears how a search goes on. Every method does nothing; override what is of interest. Trials count from 0."""

    def planned(self, trials: int) -> None:
        """So many trials there are to do; told first, and again where the space turns out to have no more."""

    def trial_begins(self, number: int, spec: RunSpec) -> None:
        """The trial begins, or is continued."""

    def trial_goes_on(self, number: int, history: Sequence[Epoch]) -> None:
        """The trial has come so far; told every few seconds."""

    def trial_ends(self, number: int, result: RunResult) -> None:
        """The trial has ended; here, in another driver, or before this search was continued."""

    def trial_again(self, number: int, why: str) -> None:
        """The trial's worker is gone, and it is done again from where it was last kept."""

    def idle(self) -> None:
        """There is nothing to do for a while: no worker is there, or another driver works on the last trials."""

    def waits(self, under_way: int, seconds: float) -> None:
        """Ctrl-C was heard, and so many trials are under way: the driver waits for their state, about so long."""


@dataclass
class _UnderWay:
    """A trial that this driver works on."""

    spec: RunSpec
    lock: FileLock
    state: bytes | None
    bars: dict[int, float]
    #: When a worker was last asked to go on with it, and when one that did not answer was told to end, by the clock.
    asked: float = -math.inf
    abandoned: float = -math.inf
    #: So many seconds after its worker has begun an answer is expected, and the worker is taken for hung.
    seconds: float = 0.0
    patience: float = math.inf
    #: How often it could not be continued, mostly since its worker had died.
    attempts: int = 0


@dataclass
class Driver:
    """Does the trials of a search with `workers`, together with any other driver of the same store.

    A trial begins when all trials at least `search.in_flight` before it have ended: its proposal and its bars are made
    from their results, and from no other's.
    """

    #: The search, and where its trials lie.
    store: Store
    #: The driver's copy of the data; each worker loads its own.
    dataset: Dataset
    workers: Workers
    #: Where workers look first for complete data sets.
    data_dir: str | None = None
    #: Hears how it goes on.
    watcher: Watcher = field(default_factory=Watcher)
    #: A worker that has not answered for so many seconds is taken for hung; more than any epoch takes. Its start and
    #: its engine's compilation do not count; it has longer where a large state keeps it from answering as often.
    hung_after: float = 600.0
    #: Seconds of time.monotonic(), or of a test.
    clock: Callable[[], float] = time.monotonic
    #: Of the trials that have ended. All before `_first_open` have.
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
        """What is searched."""
        return self.store.search

    def run(self, *, until: float = math.inf) -> dict[int, RunResult]:
        """Do all trials, or those that begin before `until`, a time.monotonic(). Returns the results in the store.

        Nothing begins where processes of this computer could be given networks that do not fit into its memory
        (TooLargeError); on a cluster, a trial that does not fit where it comes to has failed. UsageError for a search
        that is over or cannot be made, or whose trials were made by other code or on other data.

        Where another driver makes the choice meanwhile, the search is over, and what is under way is dropped. After
        Ctrl-C the state of what is under way is kept, which takes a few seconds unless the workers are only starting,
        and then KeyboardInterrupt is raised; a second Ctrl-C raises it at once.
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
        """Take in the trials that have ended since the last look, by whomever they were done."""
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
        # How far a trial came before it failed depends on how it was cut, so nothing may be compared with it.
        by_epoch = {} if failed else reached(self.store.history(number), self.search.rungs)
        measure = self.search.measure
        merit = measure.merit(measure.worst if failed else result.best_val_measure)
        self._results[number] = result
        self._seen[number] = Seen(values, merit, by_epoch, result.status == "stopped")
        while self._first_open in self._results:
            self._first_open += 1
        self.watcher.trial_ends(number, result)

    def _known(self, number: int) -> list[Seen]:
        """What trial `number` may know: the results of those long before it, and of the others what they try."""
        long_before = max(0, number - self.search.in_flight + 1)
        known = [self._seen[earlier] for earlier in range(long_before)]
        return known + [Seen(values, None) for values in self._proposals[long_before:number]]

    def _proposal(self, number: int) -> Values | None:
        """What the trial tries: what the store says, else a new proposal; None where the space has nothing more."""
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
        trial.asked, trial.abandoned = self.clock(), -math.inf
        trial.seconds, trial.patience = seconds, seconds - _SECONDS + self.hung_after
        self._futures[self.workers.submit(advance, msgspec.msgpack.encode(task))] = number

    def _hear(self, *, go_on: bool) -> None:
        """Wait a little for answers, keep them, and, with `go_on`, have what is unfinished continued."""
        if self._futures:
            self._idle_since = math.inf
        else:
            now = self.clock()
            self._idle_since = min(self._idle_since, now)
            if now - self._idle_since > _IDLE:
                self.watcher.idle()
                self._idle_since = math.inf
            time.sleep(_LOOK)  # another driver is at work, or no worker is there yet
        concurrent.futures.wait(self._futures, _LOOK, concurrent.futures.FIRST_COMPLETED)
        for work, number in list(self._futures.items()):
            trial, now = self._trials[number], self.clock()
            due = trial.asked + _START if work.begun == math.inf else work.begun + trial.patience
            if work.done():
                del self._futures[work]
                self._answered(number, work, go_on=go_on)
            elif now > max(due, trial.abandoned + _DEATH):
                trial.abandoned = now
                self.workers.abandon(work)  # the worker's death is the answer

    def _answered(self, number: int, work: Work, *, go_on: bool) -> None:
        trial = self._trials[number]
        try:
            answer = msgspec.msgpack.decode(work.result(), type=Answer)
        except (WorkerDiedError, MemoryError, OtherTrainingError) as error:
            why, times = str(error) or "it ran out of memory", getattr(error, "attempts", 1)
            if isinstance(error, OtherTrainingError):  # the trial's identity is this one, so all but the engine is
                why, trial.state = "its checkpoint is of another engine", None
            trial.attempts += times
            if trial.attempts < _ATTEMPTS:
                self.watcher.trial_again(number, why)
                self._continue(number, go_on=go_on)
                return
            answer = _failed(f"given up after {trial.attempts} attempts: {why}")
        except ImportError as error:
            raise UsageError(f"a worker lacks what it needs ({error}); install the same versions there") from error
        except UndergradError:  # its data, say: the next trial would meet the same
            raise
        except Exception as error:  # a trial's own trouble ends that trial alone, and stands in its result
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
        """Trials whose workers are not ready yet have nothing new to keep, so nobody has to wait for them."""
        for work, number in list(self._futures.items()):
            if work.begun == math.inf:
                del self._futures[work]
                self._trials.pop(number).lock.release()

    def _end(self, number: int, answer: Answer) -> None:
        told = {key: getattr(answer, key) for key in ("status", "engine", "error", "environment")}
        result = result_of(self._trials[number].spec, answer.history, **told)
        kept = self.store.end(number, result, answer, self._results)
        self._trials.pop(number).lock.release()
        if kept:
            self._take(number, result)


def _failed(why: str) -> Answer:
    return Answer(status="failed", history=[], state=None, model=None, engine="", error=why, environment=environment())
