"""What a run's best model says of the test set, and its file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from undergrad.data import Dataset
from undergrad.experiments.records import check_run, do_again
from undergrad.training import Accuracy, TrainedModel, accuracy
from undergrad.training.tensors import read_tensors, write_tensors

_KIND = "undergrad-predictions-1"
_FILE = "predictions.safetensors"


class _About(msgspec.Struct):
    set: str


@dataclass(frozen=True, eq=False)
class Predictions:
    """What a run's best model says of the test set's n samples, in their order."""

    #: (n,) int32, the class with the greatest probability, and the true one.
    predicted: NDArray[np.int32]
    labels: NDArray[np.int32]
    #: (n, C) float16, the class probabilities; None in a folder of a version that did not keep them.
    probabilities: NDArray[np.float16] | None


def write_predictions(folder: Path, trained: TrainedModel, dataset: Dataset) -> Accuracy:
    """Open the test set for a trained model: keep its predictions in `folder`, and return its accuracy."""
    y_hat = trained.predict(dataset.x_test)
    predicted = y_hat.argmax(axis=1)
    arrays = {
        "predicted": predicted.astype(np.int32),
        "labels": dataset.y_test.astype(np.int32),
        # Three digits in a quarter of the room of float64, and 6e-8 still told from 0: enough to be read and ranked.
        "probabilities": y_hat.astype(np.float16),
    }
    write_tensors(folder / _FILE, arrays, kind=_KIND, about=_About("test"))
    return accuracy(predicted, dataset.y_test)


def load_predictions(folder: str | os.PathLike[str]) -> Predictions:
    """What the complete run in `folder` predicted for the test set. FileError or ModelError where that is damaged."""
    folder = Path(folder)
    check_run(folder, (_FILE,))
    arrays, _ = read_tensors(folder / _FILE, kinds={_KIND: _About}, remedy=do_again(folder))
    return Predictions(arrays["predicted"], arrays["labels"], arrays.get("probabilities"))


def load_right(folder: Path) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which test samples the complete run in `folder` classified right: (n,) bool."""
    predictions = load_predictions(folder)
    right: np.ndarray[tuple[int], np.dtype[np.bool_]] = predictions.predicted == predictions.labels
    return right
