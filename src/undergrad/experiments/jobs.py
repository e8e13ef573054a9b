"""Does runs one after the other, or several at a time in a process each.

Several runs at once, each on one BLAS thread, finish sooner than one run at a time on all of them: threads that share a
small matrix product wait for each other, processes do not. The number of simultaneous runs changes no result: if there
are several runs, each always has one BLAS thread.
"""

from __future__ import annotations

import contextlib
import queue
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from threadpoolctl import threadpool_limits

from undergrad.data import Dataset
from undergrad.engines import prepare
from undergrad.engines.threads import cores
from undergrad.errors import UndergradError, UsageError
from undergrad.experiments.processes import Termination, die_with_parent, spared_by_signals, spawning
from undergrad.experiments.run import RunResult, RunSpec, is_complete, load_result, run
from undergrad.insight import InsightEpoch, InsightHead, Recorder
from undergrad.training import Epoch


@dataclass(frozen=True)
class Job:
    """One run of an experiment, as a `Listener` receives it."""

    #: Its number, from 1.
    number: int
    #: The number of runs in the experiment.
    of: int
    #: Its specification: `network`, `seed`, `data` and everything else that determines the result.
    spec: RunSpec
    #: Its folder.
    folder: Path
    #: Whether a recorder stores what happens inside the network.
    insight: bool = False


class Listener:
    """Receives the events of jobs, in the parent process. Every method does nothing; override those you need."""

    def run_kept(self, job: Job, result: RunResult) -> None:
        """The run is already complete and is not trained again."""

    def run_begins(self, job: Job) -> None:
        """The run begins."""

    def run_resumes(self, job: Job, history: Sequence[Epoch], records: Sequence[InsightEpoch]) -> None:
        """The run, which has begun, continues after these epochs; `records` has their insight, if any."""

    def epoch_ends(self, job: Job, epoch: Epoch) -> None:
        """An epoch of the run ended."""

    def insight_comes(self, job: Job, head: InsightHead, record: InsightEpoch) -> None:
        """The insight of an epoch that is about to end; `head` names the layers."""

    def run_ends(self, job: Job, result: RunResult) -> None:
        """The run ended."""


_Heard = TypeVar("_Heard")


def together(kind: type[_Heard], *several: _Heard) -> _Heard:
    """A `kind` of listener that passes every event on to each of `several`, in order.

    >>> class Loud(Listener):
    ...     def run_begins(self, job):
    ...         print("begins:", job)
    >>> together(Listener, Loud(), Loud()).run_begins("this")
    begins: this
    begins: this
    """

    def passing_on(name: str) -> Callable[..., None]:
        def pass_on(self: _Heard, *heard: object) -> None:
            for one in several:
                getattr(one, name)(*heard)

        return pass_on

    methods = {name: passing_on(name) for name in vars(kind) if not name.startswith("_")}
    made: _Heard = type(kind.__name__, (kind,), methods)()
    return made


def default_workers(runs: int) -> int:
    """One process more than cores, so that three runs on two cores end together; at most one per run.

    >>> default_workers(1)
    1
    """
    return min(runs, cores() + 1)


def run_jobs(jobs: list[Job], dataset: Dataset, *, workers: int, listener: Listener) -> list[RunResult]:
    """The results of all jobs, in their order. Complete runs are read, the others are done, `workers` at a time.

    A run that fails does not stop the others; its error is raised when they have ended.
    """
    if workers < 1:
        raise UsageError(f"workers must be at least 1, not {workers}")
    results: dict[int, RunResult] = {}
    for job in jobs:
        if is_complete(job.folder):
            results[job.number] = load_result(job.folder)
            listener.run_kept(job, results[job.number])
    todo = [job for job in jobs if job.number not in results]
    if min(workers, len(todo)) > 1:
        results |= _in_processes(todo, dataset, min(workers, len(todo)), listener)
    else:
        results |= _here(todo, dataset, listener)
    return [results[job.number] for job in jobs]


def _threads(job: Job) -> int | None:
    return 1 if job.of > 1 else None


def _run(
    job: Job, dataset: Dataset, emit: Callable[..., None], lock: contextlib.AbstractContextManager[Any]
) -> RunResult:
    """Do the run of `job`; `tell` receives the name of a Listener's method and its arguments after the job."""
    # The limit does not reach a BLAS that is loaded later.
    prepare(job.spec.network.engine, job.spec.network.dtype, lock)
    with threadpool_limits(_threads(job), user_api="blas"):
        return run(
            job.spec,
            dataset,
            job.folder,
            on_resume=lambda history, records: emit("run_resumes", history, records),
            on_epoch=lambda epoch: emit("epoch_ends", epoch),
            recorder=Recorder(lambda head, record: emit("insight_comes", head, record)) if job.insight else None,
        )


def _here(jobs: list[Job], dataset: Dataset, listener: Listener) -> dict[int, RunResult]:
    results, failed = {}, None
    for job in jobs:
        listener.run_begins(job)

        def emit(event: str, *arguments: object, job: Job = job) -> None:
            getattr(listener, event)(job, *arguments)

        try:
            results[job.number] = _run(job, dataset, emit, contextlib.nullcontext())
        except UndergradError as error:
            failed = failed or _named(error, job)
        else:
            listener.run_ends(job, results[job.number])
    if failed:
        raise failed
    return results


def _in_processes(jobs: list[Job], dataset: Dataset, workers: int, listener: Listener) -> dict[int, RunResult]:
    context = spawning()
    events, stop, lock = context.Queue(), context.Event(), context.Lock()
    by_number = {job.number: job for job in jobs}
    results: dict[int, RunResult] = {}
    failed: dict[int, UndergradError] = {}
    with ProcessPoolExecutor(workers, context, _begin_worker, (dataset, events, stop, lock)) as pool:
        try:
            with spared_by_signals():  # submitting starts the processes
                futures = {pool.submit(_work, job): job for job in jobs}
                # The pool checks its processes with each task that it receives, before it starts one for that
                # task: without a further task, nobody would notice the death of the last process.
                pool.submit(_nothing)
            # A run counts as ended when its last event has arrived, so that events come in order.
            while len(results) + len(failed) < len(jobs):
                for what, number, heard in _heard(events):
                    getattr(listener, what)(by_number[number], *heard)
                    if what == "run_ends":
                        [results[number]] = heard
                failed |= _failures(futures)
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)
    if failed:
        number = min(failed)
        raise _named(failed[number], by_number[number])
    return results


def _heard(events: Any) -> Iterator[tuple[str, int, tuple[Any, ...]]]:
    """The new events, after waiting up to a tenth of a second for one."""
    with contextlib.suppress(queue.Empty):
        yield events.get(timeout=0.1)
        while True:
            yield events.get_nowait()


def _failures(futures: dict[Future[None], Job]) -> dict[int, UndergradError]:
    """The errors of failed jobs. Raises any error that is not a run's own."""
    failed = {}
    for future, job in futures.items():
        error = future.exception() if future.done() else None
        if isinstance(error, BrokenProcessPool):
            raise UndergradError(
                "a worker process was ended from outside, perhaps for want of memory; "
                "continue with --resume, and with --workers 1 if it happens again"
            ) from error
        if isinstance(error, UndergradError):
            failed[job.number] = error
        elif error is not None:
            raise error
    return failed


def _named(error: UndergradError, job: Job) -> UndergradError:
    error.args = (f"{job.folder.name}: {error}",)
    return error


# In a worker process --------------------------------------------------------------------------------------------------

_dataset: Dataset
_events: Any
_stop: Any
_lock: Any
_termination: Termination


def _begin_worker(dataset: Dataset, events: Any, stop: Any, lock: Any) -> None:
    global _dataset, _events, _stop, _lock, _termination
    _dataset, _events, _stop, _lock = dataset, events, stop, lock
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent receives Ctrl-C and sets `stop`
    _termination = Termination()
    die_with_parent()
    # A worker ends when its last event has arrived, or when events no longer count. Waiting until they are sent would
    # mean waiting for ever if another worker was killed while it held the queue's lock.
    _events.cancel_join_thread()


def _nothing() -> None:
    pass


def _work(job: Job) -> None:
    def tell(what: str, *heard: object) -> None:
        _events.put((what, job.number, heard))
        if what == "epoch_ends" and _stop.is_set():
            _termination.interrupt()  # the run saves its state and ends

    if _stop.is_set():
        return
    with _termination.interruptible():
        tell("run_begins")
        tell("run_ends", _run(job, _dataset, tell, _lock))
