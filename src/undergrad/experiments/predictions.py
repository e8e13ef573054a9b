"""The predictions of a run's best model on the test set, and their file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from undergrad.data import Dataset
from undergrad.experiments.records import check_run, do_again
from undergrad.outputs import Measured, Output, output_named
from undergrad.training import TrainedModel
from undergrad.training.tensors import read_tensors, write_tensors

_KIND = "undergrad-predictions-1"
_FILE = "predictions.safetensors"


class _About(msgspec.Struct):
    set: str
    #: The text of the trained model's output, with the chosen threshold; None in earlier versions.
    output: str | None = None


@dataclass(frozen=True, eq=False)
class Predictions:
    """The predictions of a run's best model for the test set's n samples, in their order."""

    #: The predictions and the true values: (n,) int32 class numbers; for other outputs (n, ...) float64.
    predicted: NDArray[Any]
    labels: NDArray[Any]
    #: (n, C) float16, the probabilities; None if there are none, or an earlier version did not store them.
    probabilities: NDArray[np.float16] | None
    #: (1, ...), the prediction of `Output.constant` for every sample, from the training part alone; None if there is
    #: none, or an earlier version did not store it.
    constant: NDArray[Any] | None = None
    #: The trained model's output, with the values chosen at the end of training; None if an earlier version did not
    #: store it.
    output: Output | None = None

    def said_by(self, output: Output) -> Output:
        """The trained model's output or, if it was not stored, the `output` that it was trained with."""
        return output if self.output is None else self.output


def write_predictions(folder: Path, trained: TrainedModel, dataset: Dataset) -> Measured:
    """Open the test set for a trained model: store its predictions in `folder`, and return its test measure."""
    output, y_hat = trained.model.output, trained.predict(dataset.x_test)
    predicted, labels = output.predicted(y_hat), dataset.y_test
    arrays = {"predicted": _kept(predicted), "labels": _kept(labels)}
    if (probabilities := output.probabilities(y_hat)) is not None:
        # Three digits in a quarter of float64's space, and 6e-8 still differs from 0: enough for reading and ranking.
        arrays["probabilities"] = probabilities.astype(np.float16)
    if (constant := output.constant(dataset.y_train)) is not None:
        arrays["constant"] = _kept(np.asarray(constant)[None])
    write_tensors(folder / _FILE, arrays, kind=_KIND, about=_About("test", output.text))
    return output.measure.measured(predicted, dataset.y_test)


def _kept(values: NDArray[Any]) -> NDArray[Any]:
    """Class numbers in half their space; other numbers with all digits."""
    return np.ascontiguousarray(values, np.float64 if values.dtype.kind == "f" else np.int32)


def load_predictions(folder: str | os.PathLike[str]) -> Predictions:
    """The test predictions of the complete run in `folder`. FileError or ModelError if they are damaged."""
    folder = Path(folder)
    check_run(folder, (_FILE,))
    arrays, about = read_tensors(folder / _FILE, kinds={_KIND: _About}, remedy=do_again(folder))
    output = None if about.output is None else output_named(about.output)
    probabilities, constant = arrays.get("probabilities"), arrays.get("constant")
    return Predictions(arrays["predicted"], arrays["labels"], probabilities, constant, output)
