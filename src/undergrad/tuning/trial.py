"""A worker's job: a trial, or the next seconds of one. It knows no folder and no other trial.

It receives and returns bytes, so that it works in another process or on another machine. Data do not travel: each
worker loads its own copy, once, and checks that it equals the driver's.
"""

from __future__ import annotations

import contextlib
import functools
import math
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
from threadpoolctl import threadpool_limits

from undergrad.data import Dataset, load_dataset
from undergrad.data.targets import Target
from undergrad.engines import prepare
from undergrad.errors import DataError, NonFiniteLossError, ShapeError, TooLargeError, UsageError
from undergrad.experiments import DataSpec
from undergrad.experiments.environment import Environment, code_digest, environment
from undergrad.experiments.run import RunSpec, train
from undergrad.files import read_whole, write_whole
from undergrad.training import Epoch, Oversight
from undergrad.tuning.halving import reached


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A task for a worker."""

    spec: RunSpec
    #: The driver's working folder, for relative paths of data, and its first folder for complete data sets. A worker on
    #: a machine without these folders looks in its own places.
    folder: str
    data_dir: str | None
    #: By epoch, the merit of the best validation measure that the trial needs there; otherwise it is stopped.
    bars: dict[int, float]
    #: The checkpoint to continue from; None at the beginning.
    state: bytes | None
    #: After this many seconds the worker returns its state. It always finishes an epoch.
    seconds: float


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A worker's answer. `status` is "unfinished", or one of RunResult's."""

    status: str
    #: All epochs of the trial so far; none if it failed before it finished one in this worker.
    history: list[Epoch]
    #: The checkpoint of an unfinished trial.
    state: bytes | None
    #: The best model's file, if the trial has ended well.
    model: bytes | None
    engine: str
    error: str | None
    environment: Environment


def advance(task: bytes) -> bytes:
    """Do a Task. Returns an Answer; both as MessagePack."""
    job = msgspec.msgpack.decode(task, type=Task)
    # Always one thread: the bits of a result must not depend on the number of workers. The limit does not reach a BLAS
    # that is loaded later.
    prepare(job.spec.network.engine, job.spec.network.dtype, contextlib.nullcontext())
    with threadpool_limits(1, user_api="blas"):
        return msgspec.msgpack.encode(_advance(job))


def _advance(task: Task) -> Answer:
    if task.spec.code != code_digest():
        raise UsageError("a worker has another version of undergrad than the driver; install the same one there")
    begun, status, history = time.monotonic(), "complete", list[Epoch]()

    def enough(so_far: Sequence[Epoch]) -> bool:
        nonlocal status
        history[:] = so_far
        epoch = so_far[-1].epoch
        if epoch == task.spec.network.epochs:
            return False
        if epoch in task.bars and reached(so_far, (epoch,))[epoch] < task.bars[epoch]:
            status = "stopped"
        elif time.monotonic() - begun >= task.seconds:
            status = "unfinished"
        return status != "complete"

    with tempfile.TemporaryDirectory(prefix="undergrad-") as folder:
        checkpoint, model = Path(folder) / "checkpoint", Path(folder) / "model"
        if task.state is not None:
            write_whole(checkpoint, task.state)
        dataset = _dataset(
            task.spec.data, task.spec.network.puts_out.target, task.folder, task.data_dir, task.spec.data_digest
        )
        try:
            oversight = Oversight(stop_when=enough, checkpoint=checkpoint, checkpoint_seconds=math.inf, resume=True)
            fitted = train(task.spec, dataset, oversight)
        except (NonFiniteLossError, ShapeError, TooLargeError) as error:
            return _answer("failed", history, error=str(error))
        if status == "unfinished":
            return _answer(status, history, state=read_whole(checkpoint), engine=fitted.engine)
        fitted.trained.save(model, digests=task.spec.data.row_digests)
        return _answer(status, history, model=read_whole(model), engine=fitted.engine)


def _answer(
    status: str,
    history: list[Epoch],
    *,
    state: bytes | None = None,
    model: bytes | None = None,
    engine: str = "",
    error: str | None = None,
) -> Answer:
    return Answer(
        status=status,
        history=history,
        state=state,
        model=model,
        engine=engine,
        error=error,
        environment=_environment(),
    )


@functools.cache
def _environment() -> Environment:
    return environment()  # shared by all trials of a process: each has one thread


#: This process's copy of the data, by its digest: one at a time.
_held: dict[str, Dataset] = {}


def _dataset(spec: DataSpec, target: Target, folder: str, data_dir: str | None, digest: str) -> Dataset:
    """This process's copy of the data. DataError if it differs from the driver's."""
    if digest in _held:
        return _held[digest]
    here = Path(data_dir) if data_dir is not None and Path(data_dir).is_dir() else None
    with contextlib.chdir(folder) if Path(folder).is_dir() else contextlib.nullcontext():
        whole = load_dataset(spec.source, data_dir=here, target=target, **spec.options)
    dataset = spec.part_of(whole)
    if dataset.digest != digest:
        raise DataError(f"{spec.dataset} on this worker differs from the driver's data; copy the data over")
    _held.clear()
    _held[digest] = dataset
    return dataset
