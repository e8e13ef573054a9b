"""Details of a finished run: weights as images, the confusion matrix, the most wrong samples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.data import Dataset
from undergrad.experiments.predictions import Predictions, load_predictions
from undergrad.report.page.filters import filters
from undergrad.report.page.pictures import is_picture, picture, signed
from undergrad.training import confusion
from undergrad.training.model_file import read_model

_WEIGHT_IMAGES = 48
_MOST_WRONG = 12
_LIKELIEST = 3
#: With more classes, the matrix is left out.
_LARGEST_MATRIX = 26
_CONFUSED_PAIRS = 5


#: The files that a run's folder needs for these details.
_FILES = ("model.safetensors", "predictions.safetensors")


def lacking(folder: Path) -> list[str]:
    """The names of the files missing in the run's folder without which it has no details."""
    return [name for name in _FILES if not (folder / name).exists()]


def details(folder: Path, dataset: Dataset | None) -> dict[str, Any] | None:
    """The details of the run in `folder`, with images of samples if `dataset` is the one that it was trained on.

    None if a file of it is gone.
    """
    if lacking(folder):
        return None
    stored = read_model(folder / "model.safetensors")
    predictions, count = load_predictions(folder), len(stored.class_names)
    predicted = stored.output.class_numbers(predictions.predicted)
    worst = _worst(predictions, predicted, dataset)
    pictured = [sample["row"] for sample in worst or () if sample["image"] is not None]
    return {
        "classes": list(stored.class_names),
        **_confusion(confusion(predicted, predictions.labels, count)),
        "worst": worst,
        "weights": None if (first := stored.first) is None else _weights(first.W, first.shape),
        "filters": None if dataset is None else filters(folder / "model.safetensors", stored, dataset.x_test, pictured),
    }


def confusion_counts(folder: Path) -> tuple[NDArray[np.int64], tuple[str, ...]] | None:
    """The confusion matrix (C, C) of the run in `folder`, true classes downwards, and their names.

    None if there are too many classes, or a file of the run is gone.
    """
    if lacking(folder):
        return None
    stored, predictions = read_model(folder / "model.safetensors"), load_predictions(folder)
    names = stored.class_names
    if len(names) > _LARGEST_MATRIX:
        return None
    return confusion(stored.output.class_numbers(predictions.predicted), predictions.labels, len(names)), names


def _confusion(counts: NDArray[np.int64]) -> dict[str, Any]:
    wrong, classes = counts.copy(), len(counts)
    np.fill_diagonal(wrong, 0)
    order = np.argsort(-wrong, axis=None, kind="stable")[:_CONFUSED_PAIRS]
    pairs = [(int(flat // classes), int(flat % classes)) for flat in order]
    return {
        "confusion": counts.tolist() if classes <= _LARGEST_MATRIX else None,
        "confused": [
            [true, predicted, int(wrong[true, predicted])] for true, predicted in pairs if wrong[true, predicted]
        ],
    }


def _worst(predictions: Predictions, predicted: NDArray[Any], dataset: Dataset | None) -> list[dict[str, Any]] | None:
    """The samples whose true class got the smallest probability; None if probabilities were not stored."""
    y_hat, labels = predictions.probabilities, predictions.labels
    if y_hat is None:
        return None
    wrong = np.flatnonzero(predicted != labels)
    # Among equal probabilities, the samples with the surest predictions come first.
    order = np.lexsort((-y_hat[wrong].max(axis=1), y_hat[wrong, labels[wrong]]))
    return [_sample(int(row), y_hat[row], int(labels[row]), dataset) for row in wrong[order[:_MOST_WRONG]]]


def _sample(row: int, y_hat: NDArray[np.float16], label: int, dataset: Dataset | None) -> dict[str, Any]:
    likeliest = np.argsort(-y_hat, kind="stable")[:_LIKELIEST]
    shown = [*map(int, likeliest), *([label] if label not in likeliest else [])]
    return {
        "row": row,
        "label": label,
        "probabilities": [[number, round(float(y_hat[number]), 4)] for number in shown],
        "image": None if dataset is None else _image(dataset.x_test[row]),
    }


def _image(sample: NDArray[Any]) -> dict[str, Any] | None:
    """A sample of pixels as bytes from 0 to 255; None if it is no picture."""
    if not is_picture(sample.shape) or sample.dtype != np.uint8:
        return None
    return picture(sample[None])


def _weights(W: NDArray[Any], shape: tuple[int, ...]) -> dict[str, Any] | None:
    """The columns of W (D, H) with the greatest norms as pictures of that shape; None if it is no picture's shape."""
    if not is_picture(shape):
        return None
    order = np.argsort(-np.linalg.norm(W, axis=0), kind="stable")[:_WEIGHT_IMAGES]
    shown = W[:, np.sort(order)].T.reshape(len(order), *shape)
    return {**picture(signed(shown)), "units": W.shape[1], "largest": float(np.abs(shown).max())}
