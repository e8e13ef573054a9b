"""The kinds of target for a sample: one of several classes, several labels at once, or numbers."""

from __future__ import annotations

from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from undergrad.data.checks import as_array, check_classes, check_labels, count_classes
from undergrad.errors import DataError, UsageError, unknown

#: One of C classes, L labels that each apply or not, or K numbers.
Target = Literal["classes", "labels", "numbers"]


def check_target(target: str) -> None:
    """Raise UsageError with the nearest kind for an unknown one."""
    if target not in get_args(Target):
        raise unknown("target", target, get_args(Target))


def check_targets(y: ArrayLike, target: Target, what: str) -> NDArray[Any]:
    """`y` in the form of its kind.

    Classes are (N,) int64 numbers, labels (N, L) int64, 0 or 1, and numbers (N,) or (N, K) float64. Raises DataError,
    beginning with `what`, for values that are not of the kind; samples are counted from 0.
    """
    if target == "classes":
        return check_labels(y, what)
    y = as_array(y, what)
    if y.dtype.kind not in "buif":
        raise DataError(f"{what} has dtype {y.dtype}; {target} must be real numbers")
    if len(y.shape) not in ((1, 2) if target == "numbers" else (2,)) or not y.size:
        shape = "(samples,) or (samples, numbers)" if target == "numbers" else "(samples, labels), 0 or 1"
        raise DataError(f"{what} has shape {y.shape}; {target} must have the shape {shape}, and not be empty")
    if target == "labels":
        _reject(~((y == 0) | (y == 1)), y, what, "a label must be 1 (it applies) or 0")
        return np.ascontiguousarray(y, np.int64)
    with np.errstate(over="ignore"):
        _reject(~np.isfinite(y.astype(np.float32)), y, what, "numbers must be finite float32 ones; repair that sample")
    y = y[:, 0] if y.shape[1:] == (1,) else y
    return np.ascontiguousarray(y, np.float64)


def count_targets(y: NDArray[Any], target: Target, what: str) -> int:
    """The number of classes, labels or numbers in `y`, already checked. DataError as `count_classes`."""
    if target == "classes":
        return count_classes(y, what)
    return y.shape[1] if y.ndim == 2 else 1


def check_count(y: NDArray[Any], target: Target, count: int, what: str) -> None:
    """Raise DataError unless `y`, already checked, has `count` classes, labels or numbers."""
    if target == "classes":
        check_classes(y, count, what)
    elif count_targets(y, target, what) != count:
        raise DataError(
            f"{what} has shape {y.shape}, and not {counted(target, count)} for each sample; give a column for each"
        )


def default_names(target: Target, count: int) -> tuple[str, ...]:
    """Names for `count` classes, labels or numbers that have none.

    >>> default_names("classes", 2), default_names("numbers", 1), default_names("numbers", 2)
    (('0', '1'), ('y',), ('y0', 'y1'))
    """
    if target == "numbers":
        return ("y",) if count == 1 else tuple(f"y{number}" for number in range(count))
    return tuple(map(str, range(count)))


def counted(target: Target, count: int) -> str:
    """`10 classes`, `1 number`.

    >>> counted("labels", 1)
    '1 label'
    """
    singular = {"classes": "class", "labels": "label", "numbers": "number"}[target]
    return f"{count} {singular if count == 1 else target}"


def as_numbers(y: NDArray[Any], what: str) -> NDArray[Any]:
    """`y` unchanged. Raises UsageError for names: no network predicts a number for them."""
    if y.dtype.kind == "U":
        raise UsageError(f"{what} are names, but the output needs numbers; choose another column, or output classes")
    return y


def _reject(bad: NDArray[np.bool_], y: NDArray[Any], what: str, why: str) -> None:
    if bad.any():
        place = tuple(map(int, np.argwhere(bad)[0]))
        column = f" in column {place[1]}" if len(place) > 1 else ""
        raise DataError(f"{what}: sample {place[0]} has {y[place]!s}{column} (counting from 0); {why}")
