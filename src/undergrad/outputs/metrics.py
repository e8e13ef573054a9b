"""Judges predictions class by class: confusion, precision, recall, F, and their means."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from undergrad.arrays import Array
from undergrad.errors import DataError
from undergrad.outputs.accuracy import accuracy, paired
from undergrad.outputs.measure import Measured, matched


class ClassMetrics(msgspec.Struct, frozen=True, kw_only=True):
    """The metrics of one class; tp, fp and fn are its true positives, false positives and false negatives. None is 0/0.

    >>> metrics([0, 1, 1, 1], [0, 1, 0, 1], 2).per_class[0]
    ClassMetrics(precision=1.0, recall=0.5, f=0.6666666666666666, samples=2)
    """

    #: tp / (tp + fp): the share of the class's predictions that are right. None if it was never predicted.
    precision: float | None
    #: tp / (tp + fn): the share of the class's samples that were predicted as the class. None without samples.
    recall: float | None
    #: 2 tp / (2 tp + fp + fn), the harmonic mean of the two. None without samples and predictions of the class.
    f: float | None
    #: The number of samples of the class.
    samples: int


class Metrics(msgspec.Struct, frozen=True, kw_only=True):
    """The metrics that follow from a confusion matrix.

    Means over classes leave out a class without samples and predictions; any other 0/0 counts as 0. `undefined` lists
    all 0/0.

    >>> measured = metrics([0, 1, 1, 1], [0, 1, 0, 1], 2)
    >>> measured.accuracy.value, measured.balanced_accuracy, measured.confusion
    (0.75, 0.75, ((1, 1), (0, 2)))
    """

    #: The accuracy over all samples, with its interval.
    accuracy: Measured
    #: Mean recall over the classes that have samples: the accuracy if all classes had equally many samples.
    balanced_accuracy: float
    #: The plain mean over classes of their precision (macro).
    macro_precision: float
    #: The plain mean of their recall.
    macro_recall: float
    #: The plain mean of their F.
    macro_f: float
    #: Precision, recall and F from the sums of all classes' tp, fp and fn (micro): each is the accuracy, since a wrong
    #: prediction is a false positive of one class and a false negative of another.
    micro_f: float
    #: The metrics of each class, in the order of the numbers.
    per_class: tuple[ClassMetrics, ...]
    #: Counts, a row for each true class and a column for each predicted one.
    confusion: tuple[tuple[int, ...], ...]
    #: The 0/0 as (class, "precision", "recall" or "f").
    undefined: tuple[tuple[int, str], ...]


def confusion(predicted: Array, labels: Array, classes: int) -> NDArray[np.int64]:
    """(classes, classes) int64 counts: true classes downwards, predicted ones across.

    `predicted` and `labels` are (N,) whole class numbers. DataError if the lengths differ or are 0, and for numbers
    that are no class.

    >>> confusion(np.array([0, 1, 1]), np.array([0, 1, 0]), 2).tolist()
    [[1, 1], [0, 1]]
    """
    predicted, labels = paired(predicted, labels)
    for name, numbers in (("predictions", predicted), ("labels", labels)):
        if not (numbers.min() >= 0 and numbers.max() < classes):
            raise DataError(f"the {name} are not all among the classes 0 to {classes - 1}; give class numbers")
    counts = np.zeros((classes, classes), np.int64)
    np.add.at(counts, (labels, predicted), 1)
    return counts


def metrics(predicted: Array, labels: Array, classes: int) -> Metrics:
    """The metrics of `predicted` classes (N,) against `labels` (N,), both whole numbers from 0 to `classes` - 1.

    DataError if the lengths differ or are 0, and for numbers that are no class.

    >>> measured = metrics(np.array([0, 1, 1, 1]), np.array([0, 1, 0, 1]), 3)
    >>> measured.per_class[1]
    ClassMetrics(precision=0.6666666666666666, recall=1.0, f=0.8, samples=2)
    >>> measured.undefined
    ((2, 'precision'), (2, 'recall'), (2, 'f'))
    """
    measured = accuracy(predicted, labels)  # also checks for one length, and that it is not 0
    counts = confusion(predicted, labels, classes)
    right, called, there = counts.diagonal(), counts.sum(axis=0), counts.sum(axis=1)
    per_class = tuple(map(_class_metrics, right, called, there))
    names = ("precision", "recall", "f")
    seen = [each for each in per_class if each.f is not None]
    means = {name: float(np.mean([getattr(each, name) or 0.0 for each in seen])) for name in names}
    return Metrics(
        accuracy=measured,
        balanced_accuracy=float(np.mean([each.recall for each in per_class if each.recall is not None])),
        macro_precision=means["precision"],
        macro_recall=means["recall"],
        macro_f=means["f"],
        micro_f=measured.value,
        per_class=per_class,
        confusion=tuple(tuple(map(int, row)) for row in counts),
        undefined=tuple(
            (number, name) for number, each in enumerate(per_class) for name in names if getattr(each, name) is None
        ),
    )


def label_metrics(predicted: Array, labels: Array) -> tuple[ClassMetrics, ...]:
    """The metrics of each of L labels, for `predicted` (N, L) against `labels` (N, L), both 0 or 1.

    DataError if the shapes differ, or there are no samples.

    >>> label_metrics(np.array([[1, 0], [1, 1]]), np.array([[1, 0], [0, 0]]))[0]
    ClassMetrics(precision=0.5, recall=1.0, f=0.6666666666666666, samples=1)
    """
    said, there = (array != 0 for array in matched(predicted, labels))
    both, named, present = (said & there).sum(axis=0), said.sum(axis=0), there.sum(axis=0)
    return tuple(map(_class_metrics, both, named, present))


def _class_metrics(tp: int, called: int, samples: int) -> ClassMetrics:
    """The metrics of a class with `tp` right predictions; it was predicted `called` times and has `samples` samples."""
    return ClassMetrics(
        precision=_quotient(tp, called),
        recall=_quotient(tp, samples),
        f=_quotient(2 * tp, called + samples),
        samples=int(samples),
    )


def _quotient(part: int, whole: int) -> float | None:
    return float(part / whole) if whole else None
