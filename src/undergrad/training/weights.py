"""How much each sample counts in the loss: by its own weight in the data, and by its class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import Array
from undergrad.data import Dataset
from undergrad.errors import DataError, UsageError


def weights_of(
    dataset: Dataset, class_weight: str | Sequence[float], rows: NDArray[np.int64]
) -> tuple[NDArray[np.float64] | None, NDArray[np.int64]]:
    """(N,), how much each sample of the training part counts, and which of its `rows` to train on, in their order.

    A weight is the product of the sample's own weight and its class's; None if all count the same. A sample whose own
    weight is 0 is left out, so that every batch has samples that count. Raises DataError if none of the rows counts,
    UsageError as `class_weights`.
    """
    own = dataset.sample_weight
    if own is not None:
        rows = rows[own[rows] > 0]
        if not len(rows):
            raise DataError(
                "all samples to train on have the weight 0, so there is nothing to learn; give some of them a positive "
                "one, or set fewer samples aside for validation"
            )
    of_classes = class_weights(class_weight, dataset.y_train[rows], dataset.classes)
    if own is None or of_classes is None:
        return (own if of_classes is None else of_classes[dataset.y_train]), rows
    # Only proportions matter: divided by the largest weight, no product can overflow.
    return (own / own.max()) * (of_classes / of_classes.max())[dataset.y_train], rows


def class_weights(class_weight: str | Sequence[float], labels: Array, classes: int) -> NDArray[np.float64] | None:
    """(C,), how much a sample of each class counts; None if all count the same. UsageError for another length.

    "balanced" is N / (C N_c), where N_c of the N `labels` are of class c, so that all classes count the same in sum; a
    class without samples has 0.
    """
    if isinstance(class_weight, str):
        counts = np.bincount(np.asarray(labels), minlength=classes)
        return np.where(counts > 0, len(labels) / (classes * np.maximum(counts, 1)), 0.0)
    if not class_weight:
        return None
    if len(class_weight) != classes:
        raise UsageError(
            f"class_weight has {len(class_weight)} numbers, but there are {classes} classes; give one each"
        )
    return np.array(class_weight, np.float64)
