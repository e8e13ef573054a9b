"""One training of one network with one seed, in one folder.

The folder has run.json (the specification), checkpoint.safetensors (during training), then model.safetensors,
history.jsonl, predictions.safetensors, insight.jsonl if insight is recorded, importance.json for a table, and last
result.json: a run is complete exactly when that exists.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from undergrad.data import Dataset
from undergrad.errors import NonFiniteLossError, UsageError
from undergrad.experiments.answer import Answer, blaming, makers, own_names
from undergrad.experiments.environment import Environment, code_digest, environment
from undergrad.experiments.importance import write_importance
from undergrad.experiments.networks import Network
from undergrad.experiments.predictions import load_predictions, write_predictions
from undergrad.experiments.records import (
    check_run,
    load_record,
    load_sealed,
    read_checked,
    telling,
    write_record,
    write_sealed,
)
from undergrad.experiments.spec import DataSpec
from undergrad.files import make_folder, remove_parts, write_whole
from undergrad.insight import InsightEpoch, Recorder, doubts, save_insight
from undergrad.insight.files import records_in
from undergrad.insight.recorder import PROBE_ROWS
from undergrad.optimizers import parse_optimizer
from undergrad.outputs import Measure, Measured
from undergrad.training import (
    Epoch,
    Fit,
    History,
    Oversight,
    fit,
    generators,
)
from undergrad.training.checkpoint import load_story
from undergrad.training.epochs import best_of
from undergrad.training.history import from_lines, to_lines
from undergrad.training.memory import check_memory, estimate

_FILES = ("run.json", "model.safetensors", "history.jsonl", "predictions.safetensors", "result.json")
_FILES_OF_FAILED = ("run.json", "history.jsonl", "result.json")


class RunSpec(msgspec.Struct, frozen=True, kw_only=True):
    """The specification of a run, as stored in run.json."""

    identity: str
    data: DataSpec
    data_digest: str
    #: The shape of one sample; () in a record of version 0.1.0, which has only the number of features.
    sample_shape: tuple[int, ...] = ()
    classes: int
    network: Network
    seed: int
    code: str
    #: The file whose layers replace the textbook's.
    answer: Answer | None = None

    @property
    def structure(self) -> str:
        """The network's layers, as text for people."""
        return self.network.structure


class RunResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a run, as stored in result.json.

    A failed run has no model and no test. A search may stop unpromising trials, and tests only the chosen ones.
    Accuracies are shares of 1.
    """

    #: The specification of the run.
    spec: RunSpec
    #: "complete", "failed", or, for a search's trial, "stopped".
    status: str = "complete"
    #: The number of epochs trained.
    epochs: int
    #: The number of the epoch with the best validation measure, from 1; 0 if none ended.
    best_epoch: int
    #: The validation measure in that epoch.
    best_val_measure: float
    #: The test measure of the weights of the best epoch, with its interval; None without a test.
    test: Measured | None = None
    #: The seconds of all epochs.
    seconds: float
    #: The engine that ran the steps; empty if the run failed.
    engine: str
    #: The reason of a failure.
    error: str | None = None
    #: Reasons to doubt the result of a tested run, from `undergrad.insight.DOUBTS`.
    warnings: tuple[str, ...] = ()
    #: The classes in the answer file that replaced the textbook's.
    own: tuple[str, ...] = ()
    #: The machine and the versions that made the result.
    environment: Environment

    @property
    def name(self) -> str:
        """The network's name."""
        return self.spec.network.name

    @property
    def measure(self) -> Measure:
        """The measure of `best_val_measure` and `test`."""
        return self.spec.network.puts_out.measure


def specify(network: Network, seed: int, data: DataSpec, dataset: Dataset, answer: Answer | None = None) -> RunSpec:
    """The specification, whose identity is a hash of everything that determines the result.

    UsageError if `dataset` is not the part of the data that `data` describes; DataError if its targets do not suit the
    network's output, or its test part cannot be measured.
    """
    data.check(dataset)
    network.puts_out.check(dataset, network.dtype)
    network.puts_out.measure.check(dataset.y_test, f"the test part of {dataset.name}")
    decisive = {
        **{key: value for key, value in msgspec.to_builtins(network).items() if key not in ("name", "homework")},
        "seed": seed,
        "data": dataset.digest,
        "code": code_digest(),
        **({"answer": answer.digest} if answer else {}),
    }
    identity = hashlib.sha256(msgspec.json.encode(decisive, order="sorted")).hexdigest()[:16]
    return RunSpec(
        identity=identity,
        data=data,
        data_digest=dataset.digest,
        sample_shape=dataset.sample_shape,
        classes=dataset.classes,
        network=network,
        seed=seed,
        code=code_digest(),
        answer=answer,
    )


def run_folder(experiment_folder: Path, network: Network, seed: int) -> Path:
    """The folder of a run: `NETWORK-seedSEED` in the experiment's folder. Creates nothing."""
    return experiment_folder / f"{network.name}-seed{seed}"


def run(
    spec: RunSpec,
    dataset: Dataset,
    folder: Path,
    *,
    on_resume: Callable[[list[Epoch], list[InsightEpoch]], None] | None = None,
    on_epoch: Callable[[Epoch], None] | None = None,
    recorder: Recorder | None = None,
) -> RunResult:
    """Do the run in `folder`, from its checkpoint if there is one. The test set is opened once, at the end.

    `on_resume` receives the earlier epochs and their insight. The notes of a `recorder` are stored in the folder too. A
    run whose loss is not finite has failed, and repeating it would not change that: its result records the failure.
    """
    make_folder(folder)
    remove_parts(folder)
    checkpoint = folder / "checkpoint.safetensors"
    (folder / "result.json").unlink(missing_ok=True)  # left by a run that lacks a file and is done again
    write_spec(folder, spec)
    history: list[Epoch] = []
    if checkpoint.exists():
        history, watched = load_story(checkpoint)
        if on_resume:
            on_resume([*history], records_in(watched.encode()))

    def epoch_ends(epoch: Epoch) -> None:
        history.append(epoch)
        if on_epoch:
            on_epoch(epoch)

    try:
        watching = Oversight(on_epoch=epoch_ends, watch=recorder, checkpoint=checkpoint, resume=True)
        fitted = train(spec, dataset, watching)
    except NonFiniteLossError as error:
        result = result_of(spec, history, status="failed", error=str(error), environment=environment())
    else:
        test = write_predictions(folder, fitted.trained, dataset)
        fitted.trained.save(folder / "model.safetensors", digests=spec.data.row_digests)
        write_importance(folder, fitted.trained, dataset)
        result = result_of(spec, history, engine=fitted.engine, environment=environment())
        result = tested(result, test, folder, history)
    write_history(folder, history)
    if recorder and recorder.insight:
        save_insight(folder, recorder.insight)
    write_result(folder, result)
    checkpoint.unlink(missing_ok=True)
    return result


def result_of(
    spec: RunSpec,
    history: Sequence[Epoch],
    *,
    status: str = "complete",
    engine: str = "",
    error: str | None = None,
    environment: Environment,
) -> RunResult:
    """The result of a run with the epochs `history`. Without epochs, its best is 0 in epoch 0."""
    best = best_of(history) if history else None
    return RunResult(
        spec=spec,
        status=status,
        epochs=len(history),
        best_epoch=best.epoch if best else 0,
        best_val_measure=best.val_measure if best else 0.0,
        seconds=sum(epoch.seconds for epoch in history),
        engine=engine,
        error=error,
        own=own_names(spec.answer) if spec.answer else (),
        environment=environment,
    )


def train(spec: RunSpec, dataset: Dataset, oversight: Oversight) -> Fit:
    """Call `fit` according to the specification. TooLargeError if memory does not suffice."""
    check_memory([memory_needed(spec, dataset, insight=oversight.watch is not None)])
    _, weights_rng = generators(spec.seed)
    own = makers(spec.answer, spec.seed) if spec.answer else None
    network, output = spec.network, spec.network.puts_out
    model = network.architecture.build(spec.sample_shape, spec.classes, output=output, rng=weights_rng, own=own)
    with blaming(spec.answer, "a layer cannot be trained"):
        return fit(model, dataset, network, seed=spec.seed, oversight=oversight)


def memory_needed(spec: RunSpec, dataset: Dataset, *, insight: bool = False) -> int:
    """The bytes that the run needs at least, besides the data; `insight` includes its recorder."""
    network = spec.network
    return estimate(
        network.architecture.places(spec.sample_shape, network.puts_out.outputs(spec.classes)),
        samples=len(dataset.x_train),
        batch_size=network.batch_size,
        dtype=network.dtype,
        optimizer=parse_optimizer(network.optimizer),
        probe=PROBE_ROWS if insight else 0,
        engine=network.engine,
    )


def write_spec(folder: Path, spec: RunSpec) -> None:
    """Write the specification of the run into `folder`."""
    write_record(folder / "run.json", spec)


def write_history(folder: Path, history: Sequence[Epoch]) -> None:
    """Store the epochs of a run."""
    write_whole(folder / "history.jsonl", to_lines(history))


def tested(result: RunResult, test: Measured, folder: Path, history: Sequence[Epoch]) -> RunResult:
    """`result` with the measure of the predictions in `folder`, and the reasons to doubt it."""
    predictions = load_predictions(folder)
    output = predictions.said_by(result.spec.network.puts_out)
    doubtful = doubts(output, history, predictions.predicted, predictions.labels)
    return msgspec.structs.replace(result, test=test, warnings=doubtful)


def write_result(folder: Path, result: RunResult) -> None:
    """Store `result` in `folder`, with digests of its files: that completes the run."""
    write_sealed(folder, result)


def check_folder(spec: RunSpec, folder: Path, *, resume: bool) -> None:
    """Raise UsageError if `folder` holds another run, or this one unfinished and `resume` is false.

    FileError if a file of a complete run was changed.
    """
    stored, ended, complete = [], (folder / "result.json").exists(), is_complete(folder)
    if complete:
        check_run(folder)
    if (folder / "run.json").exists():
        remedy = "delete it and run the same command with --resume: it is written again, and the run goes on"
        spec_file = load_record(folder / "run.json", RunSpec, remedy=None if ended else remedy)
        stored.append(spec_file.identity)
    if ended:
        stored.append(load_result(folder).spec.identity)
    if set(stored) - {spec.identity}:
        raise UsageError(
            f"{folder} holds a run of other settings, data or code; choose another folder with --out, or delete it"
        )
    if (folder / "checkpoint.safetensors").exists() and not complete and not resume:
        raise UsageError(
            f"{folder} holds an unfinished run; add --resume to continue it, or choose another folder with --out"
        )


def is_complete(folder: Path) -> bool:
    """Whether the run in `folder` has ended and all its files exist. FileError if its result is damaged."""
    if not (folder / "result.json").exists():
        return False
    names = _FILES_OF_FAILED if load_result(folder).status == "failed" else _FILES
    return all((folder / name).exists() for name in names)


def load_result(folder: str | os.PathLike[str]) -> RunResult:
    """The result of the complete run in `folder`. FileError if it is missing or was changed."""
    return load_sealed(Path(folder), RunResult)[0]


def load_history(folder: str | os.PathLike[str]) -> History:
    """The history of the complete run in `folder`. FileError if it is missing or was changed."""
    file = Path(folder) / "history.jsonl"
    with telling(file):
        return from_lines(read_checked(file))
