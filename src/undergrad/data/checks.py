"""What features and labels must be before anything is trained on them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from undergrad.data.mapped import pieces
from undergrad.errors import DataError

_LARGEST_LABEL = 2**31 - 1


def check_features(x: ArrayLike, what: str) -> NDArray[Any]:
    """`x` (N, ...) as a C-contiguous array, uint8 if it is uint8, else float32.

    Raises DataError, beginning with `what`, for anything but numbers, no samples, no features, or a number that is
    NaN, infinite or too large for float32; samples and features are counted from 0.
    """
    x = as_array(x, what)
    if x.dtype.kind not in "buif":
        raise DataError(f"{what} has dtype {x.dtype}; features must be real numbers")
    if x.ndim < 2:
        raise DataError(f"{what} has shape {x.shape}; features must have the shape (samples, features)")
    if len(x) == 0:
        raise DataError(f"{what} is empty; at least one sample is needed")
    if math.prod(x.shape[1:]) == 0:
        raise DataError(f"{what} has shape {x.shape}, so its samples are empty; at least one feature is needed")
    if x.dtype == np.uint8:
        return np.ascontiguousarray(x)
    with np.errstate(over="ignore", invalid="ignore"):  # an overflow here is reported below
        converted = np.ascontiguousarray(x, dtype=np.float32)
    if not all_finite(converted):
        rows = converted.reshape(len(x), -1)
        sample, feature = (int(i) for i in np.argwhere(~np.isfinite(rows))[0])
        value = x.reshape(len(x), -1)[sample, feature]
        raise DataError(
            f"{what}: sample {sample} has {value!s} as feature {feature} (counting from 0); features must be finite "
            "float32 numbers, so repair or remove that sample"
        )
    return converted


def all_finite(x: NDArray[Any]) -> bool:
    """Whether every number of `x` (not empty) is finite. Allocates no array of the size of `x`."""
    with np.errstate(invalid="ignore"):  # NaN goes through min and max
        return all(bool(np.isfinite(piece.min()) and np.isfinite(piece.max())) for piece in pieces(x))


def can_be_pixels(x: NDArray[Any]) -> bool:
    """Whether all of `x` are whole numbers in 0 ... 255."""
    return bool(x.dtype == np.uint8 or (x.min() >= 0 and x.max() <= 255 and np.array_equal(x.astype(np.uint8), x)))


def as_pixels(x: NDArray[Any], what: str) -> NDArray[np.uint8]:
    """`x` as uint8. Raises DataError, beginning with `what`, unless all are whole numbers in 0 ... 255."""
    if not can_be_pixels(x):
        raise DataError(f"{what} has numbers that are no pixels; pixels are whole numbers from 0 to 255")
    return x.astype(np.uint8, copy=False)


def check_labels(y: ArrayLike, what: str) -> NDArray[np.int64]:
    """`y` (N,) as int64 class numbers; floats are accepted where they are whole numbers.

    Raises DataError, beginning with `what`, for another shape, no labels, and a label that is missing (NaN), not a
    whole number or negative; labels are counted from 0.
    """
    y = as_array(y, what)
    if y.ndim != 1:
        hint = "; turn one-hot rows into class numbers with argmax(axis=1)" if y.ndim == 2 and y.shape[1] > 1 else ""
        raise DataError(f"{what} has shape {y.shape}; labels must be class numbers of the shape (samples,){hint}")
    if len(y) == 0:
        raise DataError(f"{what} is empty; at least one label is needed")
    if y.dtype.kind == "f":
        _reject(np.isnan(y), y, what, "missing (NaN); fill it in or remove that sample")
        with np.errstate(invalid="ignore"):
            _reject(
                ~(np.floor(y) == y),
                y,
                what,
                "not a whole number; labels are class numbers 0, 1, 2, ..., but for output regression",
            )
    elif y.dtype.kind not in "bui":
        raise DataError(f"{what} has dtype {y.dtype}; labels must be class numbers 0, 1, 2, ...")
    if y.dtype.kind != "b":
        _reject(y < 0, y, what, "negative; labels are class numbers 0, 1, 2, ...")
        _reject(y > _LARGEST_LABEL, y, what, "too large; labels are class numbers 0, 1, 2, ...")
    return np.ascontiguousarray(y, dtype=np.int64)


def check_weights(weights: ArrayLike, n: int, what: str) -> NDArray[np.float64]:
    """`weights` (n,) as float64.

    Raises DataError, beginning with `what`, unless there is a finite number for each of `n` samples, none of them
    negative and one of them positive.
    """
    weights = as_array(weights, what)
    if weights.dtype.kind not in "buif":
        raise DataError(f"{what} has dtype {weights.dtype}; the weights of samples must be real numbers")
    if weights.shape != (n,):
        raise DataError(
            f"{what} has shape {weights.shape}, but there are {n} training samples; give one weight for each"
        )
    converted = np.ascontiguousarray(weights, dtype=np.float64)
    bad = ~(np.isfinite(converted) & (converted >= 0))
    if bad.any():
        first = int(np.argmax(bad))
        raise DataError(
            f"{what}: sample {first} (counting from 0) has the weight {weights[first]!s}; "
            "weights must be finite, and 0 or positive"
        )
    if not converted.any():
        raise DataError(
            f"{what}: all samples have the weight 0, so there is nothing to learn; give some a positive one"
        )
    return converted


def check_pair(x: NDArray[Any], y: NDArray[Any], x_what: str, y_what: str) -> None:
    """Raise DataError unless there are as many samples in `x` as labels in `y`."""
    if len(x) != len(y):
        raise DataError(f"{x_what} has {len(x)} samples and {y_what} has {len(y)} labels; there must be one for each")


def check_classes(y: NDArray[np.int64], classes: int, what: str) -> None:
    """Raise DataError unless all labels lie in 0 ... classes - 1."""
    hint = f"outside 0..{classes - 1}; correct it, or give the number of classes if there are more"
    _reject(y >= classes, y, what, hint)


def count_classes(y: NDArray[np.int64], what: str) -> int:
    """The largest of the labels `y`, plus 1.

    Raises DataError if that is over 1000 and more than the number of labels: then `y` holds no class numbers, but
    measurements, dates or the like, and a network with an output for each would only fill the memory.
    """
    classes = int(y.max()) + 1
    if classes > max(1000, len(y)):
        raise DataError(
            f"{what}: the largest label is {classes - 1} in only {len(y)} samples, so these are hardly class numbers; "
            "choose another label column, or number the classes from 0"
        )
    return classes


def as_array(values: ArrayLike, what: str) -> NDArray[Any]:
    """`values` as an array. Raises DataError, beginning with `what`, for rows of different lengths."""
    try:
        return np.asarray(values)
    except ValueError as error:
        raise DataError(f"{what} cannot be made into an array: {error}") from error


def _reject(bad: NDArray[np.bool_], y: NDArray[Any], what: str, why: str) -> None:
    if bad.any():
        first = int(np.argmax(bad))
        raise DataError(f"{what}: label {first} (counting from 0) is {y[first]!s}, {why}")
