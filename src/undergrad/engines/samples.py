"""The samples of an epoch for the compiled engine: in place in memory, or as a copy of a part of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from undergrad.arrays import Array
from undergrad.data import Scaling
from undergrad.data.mapped import is_large, taken
from undergrad.engines import tables as t
from undergrad.engines.compilable import end_of
from undergrad.errors import ShapeError
from undergrad.outputs import Output

_Array = np.ndarray[Any, Any]

#: If data must be copied into an order and a type that the compiled function takes: the bytes copied at a time.
_PART_BYTES = 2**24
_NO_NUMBERS, _NO_REALS = np.empty(0, np.int64), np.empty(0)


class Samples:
    """The samples `rows` (n,) of `x` (N, ...) and `labels` (N, ...), in that order, or all of them.

    `x` is an array, or any object with a length, a shape and a dtype that returns an array for row numbers.

    The compiled function does not check its pointers: ShapeError unless all places are inside the arrays, and unless
    the samples suit a network with `outputs` outputs and the output `output`.
    """

    def __init__(
        self,
        x: Array,
        labels: Array | None,
        rows: Array | None,
        *,
        output: Output,
        classes: int,
        outputs: int,
        scaling: Scaling,
        dtype: np.dtype[Any],
        weights: Array | None = None,
    ) -> None:
        self.rows = np.arange(len(x)) if rows is None else np.ascontiguousarray(rows, np.int64)
        self._x, self._dtype, features = x, dtype, math.prod(x.shape[1:])
        self._in_order = rows is None and isinstance(x, np.ndarray) and not is_large(x)
        self._labels, self._targets = _NO_NUMBERS, _NO_REALS
        self.has_labels = labels is not None
        if labels is not None and end_of(output) == t.CLASSES:
            self._labels = np.ascontiguousarray(labels, np.int64)
            _check_numbers("labels", self._labels, outputs)
        elif labels is not None:
            targets = output.targets(labels, classes, dtype)
            self._targets = np.ascontiguousarray(targets, dtype)
            if self._targets.size != len(labels) * outputs:
                raise ShapeError(f"the model puts out {outputs} numbers for a sample, not {self._targets.shape[1:]}")
        _check_numbers("rows", self.rows, len(x))
        if labels is not None and len(labels) != len(x):
            raise ShapeError(f"x has {len(x)} samples and there are {len(labels)} labels; give one label for each")
        if scaling.scale.size not in (1, features):
            raise ShapeError(f"x has {features} features in each sample, and {scaling.scale.size} are scaled")
        self._offset, self._scale = (
            np.array(np.broadcast_to(array, (features,)), dtype) for array in (scaling.offset, scaling.scale)
        )
        self._weights = _NO_REALS if weights is None else np.ascontiguousarray(weights, np.float64)
        in_place = (
            isinstance(x, np.ndarray) and x.dtype in (np.uint8, dtype) and x.flags.c_contiguous and x.flags.aligned
        )
        self._in_place = in_place and not is_large(x)
        #: The most rows of a part: as many as may be copied, if copying is needed.
        self.most = math.inf if self._in_place else _PART_BYTES / (features * dtype.itemsize)

    def __len__(self) -> int:
        return len(self.rows)

    def part(
        self,
        part: slice,
        sums: _Array,
        *,
        predicted: _Array = _NO_REALS,
        measured: _Array = _NO_REALS,
        losses: _Array = _NO_REALS,
        batch_losses: _Array = _NO_REALS,
    ) -> t.Data:
        """The samples of a part, and the arrays that the compiled function writes to."""
        rows, flat, labels, targets, weights = self.rows[part], self._x, self._labels, self._targets, self._weights
        if not self._in_place:
            copy = self._x[part] if self._in_order else taken(self._x, rows)
            flat = np.ascontiguousarray(copy, np.uint8 if copy.dtype == np.uint8 else self._dtype)
            labels, targets = labels[rows] if len(labels) else labels, targets[rows] if len(targets) else targets
            weights = weights[rows] if len(weights) else weights
            rows = np.arange(len(rows))
        return t.Data(
            flat, flat, self._offset, self._scale, rows, labels, targets, weights, predicted, measured, losses,
            batch_losses, sums,
        )  # fmt: skip


def _check_numbers(name: str, array: _Array, end: int) -> None:
    if array.ndim != 1 or (len(array) and not (array.min() >= 0 and array.max() < end)):
        raise ShapeError(f"{name} must be an array of numbers from 0 to {end - 1}")
