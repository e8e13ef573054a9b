"""Divides samples into training, validation and test parts, folds and batches."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from undergrad.errors import DataError, UsageError

#: One row in this many is held out if there is no test part: MNIST's share, 10,000 for 60,000.
HELD_OUT = 6


def split(n: int, *, rng: np.random.Generator, validation: float = 0.1) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """`n` samples divided at random: (train_indices, validation_indices), both (k,) int64.

    One `rng.permutation(n)`, whose first int(n * validation), at least 1, are the validation set; the rest, in the
    order of the permutation, is the training set. Raises DataError if there are fewer than 2 samples, UsageError
    unless 0 < validation < 1.

    >>> train, held = split(10, rng=np.random.default_rng(0), validation=0.2)
    >>> len(train), len(held)
    (8, 2)
    """
    if not 0 < validation < 1:
        raise UsageError(f"validation must lie between 0 and 1, both excluded, not {validation}")
    if n < 2:
        raise DataError(f"a data set of {n} samples cannot be split into training and validation; give at least 2")
    order = rng.permutation(n).astype(np.int64, copy=False)
    held = min(max(1, int(n * validation)), n - 1)  # a fraction just under 1 may round up to all
    return order[held:], order[:held]


def stratified(
    n: int, rng: np.random.Generator, share: float, labels: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """`n` samples divided at random: (held, rest), both (k,) int64 and increasing; `held` is a `share` of them.

    With `labels` (n,), class numbers, it is that share of each class, rounded, but at least one sample of each class
    that has two, and never a whole class. Neither part is empty: `n` is at least 2.

    >>> held, rest = stratified(8, np.random.default_rng(0), 0.25, np.array([0, 0, 0, 0, 0, 0, 1, 1]))
    >>> len(held), len(rest), int((held >= 6).sum())
    (3, 5, 1)
    """
    groups = [np.arange(n)] if labels is None else [np.flatnonzero(labels == label) for label in np.unique(labels)]
    held: list[NDArray[np.int64]] = []
    for rows in groups:
        count = min(max(1, round(share * len(rows))), len(rows) - 1)
        held.append(rng.permutation(rows)[:count])
    chosen = np.sort(np.concatenate(held))
    if not len(chosen):  # each class has a single sample
        chosen = np.sort(rng.permutation(n)[: max(1, int(n * share))])
    return chosen.astype(np.int64), np.setdiff1d(np.arange(n), chosen)


def folds(n: int, rng: np.random.Generator, count: int, labels: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
    """The fold, 0 ... `count` - 1, of each of `n` samples, drawn at random: (n,) int64.

    Folds differ in size by one sample at most. With `labels` (n,), class numbers, each fold has its share of each
    class. UsageError unless there are at least two folds, and a sample for each.

    >>> folds(5, np.random.default_rng(0), 2, np.array([0, 0, 1, 1, 1])).tolist()
    [0, 1, 0, 0, 1]
    """
    if not 2 <= count <= n:
        raise UsageError(f"folds must be at least 2 and at most the number of rows, {n:,}, not {count}")
    order = rng.permutation(n)
    if labels is not None:
        order = order[np.argsort(labels[order], kind="stable")]
    fold = np.empty(n, np.int64)
    fold[order] = np.arange(n) % count
    return fold


def batches(n: int, batch_size: int, least: int = 1) -> Iterator[slice]:
    """`n` samples in batches of `batch_size`, in fixed order; the last may be short.

    A batch of fewer than `least` samples joins the one before it. Raises UsageError unless `batch_size` is a whole
    number of at least 1.

    >>> list(batches(5, 2))
    [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]
    >>> list(batches(5, 2, least=2))
    [slice(0, 2, None), slice(2, 5, None)]
    """
    try:
        size = operator.index(batch_size)
    except TypeError:
        raise UsageError(f"batch_size must be a whole number, not {batch_size!r}") from None
    if size < 1:
        raise UsageError(f"batch_size must be at least 1, not {size}")
    starts = [*range(0, n, size)]
    if len(starts) > 1 and n - starts[-1] < least:
        starts.pop()
    return (slice(start, stop) for start, stop in itertools.pairwise([*starts, n]))
