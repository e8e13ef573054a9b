"""What a run's best model says of the test set, and its file."""

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
    #: The text of the trained model's output, with the threshold that was settled; None in earlier versions.
    output: str | None = None


@dataclass(frozen=True, eq=False)
class Predictions:
    """What a run's best model says of the test set's n samples, in their order."""

    #: What the output predicts, and what is true: (n,) int32 class numbers; else (n, ...) float64.
    predicted: NDArray[Any]
    labels: NDArray[Any]
    #: (n, C) float16, the probabilities; None where there are none, or an earlier version did not keep them.
    probabilities: NDArray[np.float16] | None
    #: (1, ...), what `Output.constant` predicts for every sample from the training part alone; None where
    #: there is nothing, or an earlier version did not keep it.
    constant: NDArray[Any] | None = None
    #: What the trained model puts out, with what was settled when its training ended; None where an earlier version
    #: did not keep it.
    output: Output | None = None

    def said_by(self, output: Output) -> Output:
        """What the trained model puts out, or where that was not kept the `output` that it was trained with."""
        return output if self.output is None else self.output


def write_predictions(folder: Path, trained: TrainedModel, dataset: Dataset) -> Measured:
    """Open the test set for a trained model: keep its predictions in `folder`, and return what its measure says."""
    output, y_hat = trained.model.output, trained.predict(dataset.x_test)
    predicted, labels = output.predicted(y_hat), dataset.y_test
    arrays = {"predicted": _kept(predicted), "labels": _kept(labels)}
    if (probabilities := output.probabilities(y_hat)) is not None:
        # Three digits in a quarter of the room of float64, and 6e-8 still told from 0: enough to be read and ranked.
        arrays["probabilities"] = probabilities.astype(np.float16)
    if (constant := output.constant(dataset.y_train)) is not None:
        arrays["constant"] = _kept(np.asarray(constant)[None])
    write_tensors(folder / _FILE, arrays, kind=_KIND, about=_About("test", output.text))
    return output.measure.measured(predicted, dataset.y_test)


def _kept(values: NDArray[Any]) -> NDArray[Any]:
    """Class numbers in half their room; any other number with all its digits."""
    return np.ascontiguousarray(values, np.float64 if values.dtype.kind == "f" else np.int32)


def load_predictions(folder: str | os.PathLike[str]) -> Predictions:
    """What the complete run in `folder` predicted for the test set. FileError or ModelError where that is damaged."""
    folder = Path(folder)
    check_run(folder, (_FILE,))
    arrays, about = read_tensors(folder / _FILE, kinds={_KIND: _About}, remedy=do_again(folder))
    output = None if about.output is None else output_named(about.output)
    probabilities, constant = arrays.get("probabilities"), arrays.get("constant")
    return Predictions(arrays["predicted"], arrays["labels"], probabilities, constant, output)
