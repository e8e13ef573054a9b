"""A data set: a training part and a test part, checked."""

from __future__ import annotations

import hashlib
import math
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from undergrad.data.checks import (
    check_features,
    check_pair,
    check_weights,
)
from undergrad.data.mapped import pieces, taken
from undergrad.data.table.digests import row_digests
from undergrad.data.table.plan import TablePlan
from undergrad.data.targets import (
    Target,
    check_count,
    check_target,
    check_targets,
    count_targets,
    counted,
    default_names,
)
from undergrad.errors import DataError, UsageError
from undergrad.notation.kinds import check_whole


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Features and their targets, to train on and to test on.

    `x_train` (N, ...) and `x_test` (M, ...) are uint8 (pixels) or float32; images keep their shape, (N, 28, 28).
    `y_train` (N,) and `y_test` (M,) are int64 class numbers in 0 ... `classes` - 1, and `class_names` says what they
    mean. With the `target` "labels" they are (N, L) int64, 1 for each label that a sample has, else 0; with "numbers"
    (N,) or (N, K) float64. Then `classes` is L or K, and `class_names` are the names of the labels or numbers.

    `source` describes where the bytes came from, and `name` is the data set's name. `sample_weight` (N,) float64 says
    how much each training sample counts in the loss; with None all count the same. `columns` are the names of a table's
    features, or None; they are not part of `digest`. Do not change the arrays: `digest` is computed only once.

    The constructor checks and converts its arguments. It raises DataError for arrays that cannot be trained on: empty,
    of different lengths or sample shapes, labels that are missing, not whole or out of range, features or numbers that
    are not finite, weights that are negative, not finite or all 0; UsageError for an impossible number of classes or
    of names.
    """

    name: str
    x_train: NDArray[Any]
    y_train: NDArray[Any]
    x_test: NDArray[Any]
    y_test: NDArray[Any]
    classes: int
    class_names: tuple[str, ...]
    source: str
    sample_weight: NDArray[np.float64] | None = None
    target: Target = "classes"
    columns: tuple[str, ...] | None = None
    #: For a table: how each column was encoded, so that other tables can be encoded in the same way.
    table: TablePlan | None = None

    def __post_init__(self) -> None:
        check_target(self.target)
        classes, names = _check_count(self.classes), tuple(self.class_names)
        if len(names) != classes:
            raise UsageError(f"there are {len(names)} class names for {counted(self.target, classes)}; give one each")
        checked: dict[str, object] = {"classes": classes, "class_names": names}
        for x_name, y_name in (("x_train", "y_train"), ("x_test", "y_test")):
            x = check_features(getattr(self, x_name), x_name)
            y = check_targets(getattr(self, y_name), self.target, y_name)
            check_pair(x, y, x_name, y_name)
            check_count(y, self.target, classes, y_name)
            checked |= {x_name: x, y_name: y}
        if self.sample_weight is not None:
            checked["sample_weight"] = check_weights(self.sample_weight, len(self.x_train), "sample_weight")
        for field, value in checked.items():
            object.__setattr__(self, field, value)
        if self.x_test.shape[1:] != self.x_train.shape[1:]:
            raise DataError(
                f"the samples of x_test have shape {self.x_test.shape[1:]} and those of x_train "
                f"{self.x_train.shape[1:]}; both parts must have the same features"
            )
        if self.columns is not None:
            object.__setattr__(self, "columns", tuple(map(str, self.columns)))
            _check_columns(self.columns, self.x_train.shape[1:])

    @classmethod
    def from_arrays(
        cls,
        x_train: ArrayLike,
        y_train: ArrayLike,
        x_test: ArrayLike,
        y_test: ArrayLike,
        *,
        name: str = "arrays",
        classes: int | None = None,
        class_names: Sequence[str] | None = None,
        source: str = "arrays in memory",
        sample_weight: ArrayLike | None = None,
        target: Target = "classes",
        columns: Sequence[str] | None = None,
    ) -> Dataset:
        """A data set from your own arrays; shapes, dtypes and errors as for the class.

        By default `classes` is the number of `class_names`, or else the largest training label plus 1, or the number
        of columns of labels or numbers. By default classes and labels are called "0", "1", ..., and numbers
        "y", or "y0", "y1", ...

        >>> Dataset.from_arrays([[0.5], [1.5]], [0, 1], [[1.0]], [1])
        <Dataset arrays: 2 training and 1 test samples of shape (1,), float32, 2 classes>
        >>> Dataset.from_arrays([[0.5], [1.5]], [17.5, 20.0], [[1.0]], [18.0], target="numbers")
        <Dataset arrays: 2 training and 1 test samples of shape (1,), float32, 1 number>
        """
        check_target(target)
        y = check_targets(y_train, target, "y_train")
        if classes is None:
            classes = count_targets(y, target, "y_train") if class_names is None else len(class_names)
        names = default_names(target, _check_count(classes)) if class_names is None else tuple(class_names)
        x, x_held = np.asarray(x_train), np.asarray(x_test)
        y_held = check_targets(y_test, target, "y_test")
        names_of_features = None if columns is None else tuple(columns)
        data = cls(
            name, x, y, x_held, y_held, classes, names, source, target=target, columns=names_of_features
        )  # fmt: skip
        return data if sample_weight is None else data.weighted(sample_weight)

    def weighted(self, sample_weight: ArrayLike) -> Dataset:
        """The same data with `sample_weight` (N,): training sample i counts `sample_weight[i]` times in the loss.

        Only the proportions matter. Samples of weight 0 are not trained on. The weights are part of `digest`, and so
        of the identity of a training. DataError as for the class.
        """
        return replace(self, sample_weight=sample_weight)  # type: ignore[arg-type]  # the constructor converts it

    def part(
        self,
        *,
        labels: Iterable[int] | None = None,
        train_samples: int | None = None,
        test_samples: int | None = None,
    ) -> Dataset:
        """A part of the data: the first `train_samples` and `test_samples` samples of the classes `labels`, in order.

        The classes are renumbered from 0 in their old order; their names stay. Raises UsageError for an unknown class
        or more samples than exist; DataError if a part would be empty.

        >>> import numpy as np
        >>> x, y = np.arange(12.0).reshape(6, 2), [2, 0, 1, 2, 0, 1]
        >>> part = Dataset.from_arrays(x, y, x, y).part(labels=[0, 2], train_samples=3)
        >>> part.y_train, part.class_names, len(part.x_test)
        (array([1, 0, 1]), ('0', '2'), 4)
        """
        if labels is not None and self.target != "classes":
            raise UsageError(f"labels choose among classes, and the data hold {self.target}; leave labels out")
        numbers = None if labels is None else _chosen(labels, self.classes)
        train = _first(self.y_train, numbers, train_samples, "train_samples")
        test = _first(self.y_test, numbers, test_samples, "test_samples")
        y_train, y_test = self.y_train[train], self.y_test[test]
        if numbers is None:
            numbers = tuple(range(self.classes))
        else:
            new = np.full(self.classes, -1)
            new[list(numbers)] = np.arange(len(numbers))
            y_train, y_test = new[y_train], new[y_test]
        return replace(
            self,
            x_train=_rows(self.x_train, train),
            y_train=y_train,
            x_test=_rows(self.x_test, test),
            y_test=y_test,
            classes=len(numbers),
            class_names=tuple(self.class_names[number] for number in numbers),
            sample_weight=None if self.sample_weight is None else self.sample_weight[train],
        )

    @property
    def sample_shape(self) -> tuple[int, ...]:
        """The shape of one sample, (28, 28) for an image of that size."""
        return self.x_train.shape[1:]

    @property
    def features(self) -> int:
        """The number of features in one sample."""
        return math.prod(self.sample_shape)

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of the contents: the arrays with dtype and shape, and the number of classes.

        It is the same on every machine, whatever the name and the source of the data.
        """
        kind = "" if self.table is None else " table"  # a table is split and scaled in another way
        digest = hashlib.sha256(f"{self.classes} {self.target}{kind}".encode())
        weights = () if self.sample_weight is None else (self.sample_weight,)
        for array in (self.x_train, self.y_train, self.x_test, self.y_test, *weights):
            digest.update(f"; {array.dtype.name} {array.shape}: ".encode())
            for piece in pieces(array):
                little_endian = piece.astype(piece.dtype.newbyteorder("<"), copy=False)
                digest.update(little_endian.reshape(-1).view(np.uint8).data)
        return digest.hexdigest()

    @cached_property
    def row_digests(self) -> NDArray[np.uint64]:
        """The digests that identify the training part's rows, (k,), distinct and increasing: see `row_digests`."""
        return np.unique(row_digests(self.x_train))

    def __repr__(self) -> str:
        return (
            f"<Dataset {self.name}: {len(self.x_train)} training and {len(self.x_test)} test samples of shape "
            f"{self.sample_shape}, {self.x_train.dtype}, {counted(self.target, self.classes)}"
            f"{', weighted' * (self.sample_weight is not None)}>"
        )


def _chosen(labels: Iterable[int], classes: int) -> tuple[int, ...]:
    """The class numbers, each once and in order."""
    if isinstance(labels, str) or not isinstance(labels, Iterable):
        raise UsageError(f"labels must be a list of class numbers, like [0, 1], not {labels!r}")
    numbers = list(labels)
    for number in numbers:
        check_whole("each of labels", number, least=0)
        if number >= classes:
            raise UsageError(f"labels has {number}, and the classes are numbered from 0 to {classes - 1}")
    if not numbers:
        raise UsageError("labels is empty; name a class, or leave it out")
    return tuple(sorted({int(number) for number in numbers}))


def _first(
    y: NDArray[np.int64], numbers: tuple[int, ...] | None, count: int | None, name: str
) -> NDArray[np.int64] | slice:
    """The places of the first `count` samples of the classes, or of all; a slice if every class is used."""
    if count is not None:
        check_whole(name, count, least=1)
    rows = slice(count) if numbers is None else np.flatnonzero(np.isin(y, numbers))
    available = len(y) if isinstance(rows, slice) else len(rows)
    if not available:
        raise DataError(f"no sample has one of the labels {', '.join(map(str, numbers or ()))}; name other ones")
    if count is not None and count > available:
        raise UsageError(f"{name} must be at most {available:,}, which is how many there are, not {count:,}")
    return rows if isinstance(rows, slice) else rows[:count]


def _rows(x: NDArray[Any], rows: NDArray[np.int64] | slice) -> NDArray[Any]:
    """The samples: a view if they are contiguous, so that those of a mapped file stay in it."""
    part: NDArray[Any] = x[rows] if isinstance(rows, slice) else taken(x, rows)
    return part


def _check_columns(columns: Sequence[str], sample_shape: tuple[int, ...]) -> None:
    """Raise UsageError unless each feature has a name and no two names are the same."""
    if (len(columns),) != sample_shape:
        raise UsageError(
            f"there are {len(columns)} names of columns for samples of shape {sample_shape}; give one each"
        )
    if len(set(columns)) < len(columns):
        twin = next(name for name in columns if columns.count(name) > 1)
        raise UsageError(f"two columns are called {twin!r}; names that say which is which must differ")


def _check_count(classes: int) -> int:
    try:
        classes = operator.index(classes)
    except TypeError:
        raise UsageError(f"the number of classes must be a whole number, not {classes!r}") from None
    if classes < 1:
        raise UsageError(f"the number of classes must be at least 1, not {classes}")
    return classes
