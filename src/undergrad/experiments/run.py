"""One training of one network with one seed, in one folder.

run.json (what is to be done), checkpoint.safetensors (while it is being done), then model.safetensors, history.jsonl,
predictions.safetensors, and last result.json: a run is complete exactly when that exists.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
import numpy as np

from undergrad.data import Dataset
from undergrad.errors import FileError, UsageError
from undergrad.experiments.environment import Environment, code_digest, environment
from undergrad.experiments.spec import DataSpec, Network
from undergrad.files import make_folder, read_whole, remove_parts, write_whole
from undergrad.model import fully_connected
from undergrad.training import Accuracy, Epoch, TrainedModel, accuracy, fit, generators
from undergrad.training.history import from_lines, to_lines
from undergrad.training.tensors import read_tensors, write_tensors

_PREDICTIONS = "undergrad-predictions-1"
_FILES = ("run.json", "model.safetensors", "history.jsonl", "predictions.safetensors", "result.json")


class _About(msgspec.Struct):
    set: str


class RunSpec(msgspec.Struct, frozen=True, kw_only=True):
    """The specification of a run, as stored in run.json."""

    identity: str
    data: DataSpec
    data_digest: str
    network: Network
    seed: int
    code: str


class RunResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a run came to, as stored in result.json.

    `status` is "complete"; a tuning's trials may be "stopped" for want of promise, or "failed", for the reason in
    `error`, and only those that were chosen have been tested.
    """

    spec: RunSpec
    status: str = "complete"
    epochs: int
    best_epoch: int
    best_val_accuracy: float
    test: Accuracy | None = None
    seconds: float
    engine: str
    error: str | None = None
    environment: Environment

    @property
    def name(self) -> str:
        """The network's name."""
        return self.spec.network.name


_Record = TypeVar("_Record", RunSpec, RunResult)


def specify(network: Network, seed: int, data: DataSpec, dataset: Dataset) -> RunSpec:
    """The specification, whose identity is a hash of everything that decides the result."""
    told = {
        **{key: value for key, value in msgspec.to_builtins(network).items() if key not in ("name", "homework")},
        "seed": seed,
        "data": dataset.digest,
        "code": code_digest(),
    }
    identity = hashlib.sha256(msgspec.json.encode(told, order="sorted")).hexdigest()[:16]
    return RunSpec(
        identity=identity, data=data, data_digest=dataset.digest, network=network, seed=seed, code=code_digest()
    )


def run_folder(experiment_folder: Path, network: Network, seed: int) -> Path:
    """Where a run of an experiment lives."""
    return experiment_folder / f"{network.name}-seed{seed}"


def run(
    spec: RunSpec,
    dataset: Dataset,
    folder: Path,
    *,
    on_epoch: Callable[[Epoch], None] | None = None,
) -> RunResult:
    """Do the run in `folder`, from its checkpoint where there is one. The test set is opened once, at the end."""
    make_folder(folder)
    remove_parts(folder)
    network, checkpoint = spec.network, folder / "checkpoint.safetensors"
    write_whole(folder / "run.json", _pretty(spec))
    _, weights_rng = generators(spec.seed)
    model = fully_connected(
        math.prod(dataset.sample_shape), network.hidden, dataset.classes, network.activation, rng=weights_rng
    )
    fitted = fit(
        model,
        dataset,
        epochs=network.epochs,
        learning_rate=network.learning_rate,
        batch_size=network.batch_size,
        reg_lambda=network.reg_lambda,
        validation=network.validation,
        dtype=network.dtype,
        engine=network.engine,
        momentum=network.momentum,
        schedule=network.schedule,
        step_at=network.step_at,
        step_factor=network.step_factor,
        seed=spec.seed,
        on_epoch=on_epoch,
        checkpoint=checkpoint,
        resume=True,
    )
    test = write_predictions(folder, fitted.trained, dataset)
    result = RunResult(
        spec=spec,
        epochs=len(fitted.history),
        best_epoch=fitted.best.epoch,
        best_val_accuracy=fitted.best.val_accuracy,
        test=test,
        seconds=sum(epoch.seconds for epoch in fitted.history),
        engine=fitted.engine,
        environment=environment(),
    )
    fitted.trained.save(folder / "model.safetensors")
    write_whole(folder / "history.jsonl", to_lines(fitted.history))
    write_result(folder, result)
    checkpoint.unlink(missing_ok=True)
    return result


def write_predictions(folder: Path, trained: TrainedModel, dataset: Dataset) -> Accuracy:
    """Open the test set for a trained model: keep its predictions in `folder`, and return its accuracy."""
    predicted = trained.predict(dataset.x_test).argmax(axis=1)
    arrays = {"predicted": predicted.astype(np.int32), "labels": dataset.y_test.astype(np.int32)}
    write_tensors(folder / "predictions.safetensors", arrays, kind=_PREDICTIONS, about=_About("test"))
    return accuracy(predicted, dataset.y_test)


def write_result(folder: Path, result: RunResult) -> None:
    """Keep `result` in `folder`: with that the run has ended."""
    write_whole(folder / "result.json", _pretty(result))


def check_folder(spec: RunSpec, folder: Path, *, resume: bool) -> None:
    """Raise UsageError when `folder` holds another run, or this one unfinished and `resume` is false."""
    stored = []
    if (folder / "run.json").exists():
        stored.append(_load(folder / "run.json", RunSpec).identity)
    if (folder / "result.json").exists():
        stored.append(load_result(folder).spec.identity)
    if set(stored) - {spec.identity}:
        raise UsageError(
            f"{folder} holds a run of other settings, data or code; choose another folder with --out, or delete it"
        )
    if (folder / "checkpoint.safetensors").exists() and not is_complete(folder) and not resume:
        raise UsageError(
            f"{folder} holds an unfinished run; add --resume to continue it, or choose another folder with --out"
        )


def is_complete(folder: Path) -> bool:
    """Whether the run in `folder` has ended and all its files are there."""
    return all((folder / name).exists() for name in _FILES)


def load_result(folder: Path) -> RunResult:
    """The result of the complete run in `folder`."""
    return _load(folder / "result.json", RunResult)


def load_history(folder: Path) -> list[Epoch]:
    """The history of the complete run in `folder`."""
    file = folder / "history.jsonl"
    with _telling(file):
        return from_lines(read_whole(file))


def load_right(folder: Path) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which test samples the complete run in `folder` classified right: (n,) bool."""
    arrays, _ = read_tensors(folder / "predictions.safetensors", kind=_PREDICTIONS, about=_About)
    right: np.ndarray[tuple[int], np.dtype[np.bool_]] = arrays["predicted"] == arrays["labels"]
    return right


def _pretty(record: msgspec.Struct) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record)) + b"\n"


def _load(path: Path, kind: type[_Record]) -> _Record:
    with _telling(path):
        return msgspec.json.decode(read_whole(path), type=kind)


@contextlib.contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Turn a decoding error into a sentence that names the file."""
    try:
        yield
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise FileError(
            f"{path} is damaged or from another version ({error}); delete its folder and run again"
        ) from error
