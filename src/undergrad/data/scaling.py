"""Scales features to [0, 1], by a rule that the training part fixes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from undergrad.data.mapped import pieces
from undergrad.errors import DataError, ShapeError

_FLOAT32 = np.finfo(np.float32)


@dataclass(frozen=True, eq=False)
class Scaling:
    """scaled = (x - offset) * scale, feature by feature.

    `offset` and `scale` are float32: both of shape (features,), or both () where one rule serves all features.

    >>> Scaling.of(np.array([[1.0, 5.0], [3.0, 5.0]])).apply(np.array([[2.0, 5.0]]))
    array([[0.5, 0. ]], dtype=float32)
    """

    offset: NDArray[np.float32]
    scale: NDArray[np.float32]

    def __post_init__(self) -> None:
        for field in ("offset", "scale"):
            object.__setattr__(self, field, np.asarray(getattr(self, field), dtype=np.float32))
        if self.offset.shape != self.scale.shape or self.offset.ndim > 1:
            raise ShapeError(
                f"offset has shape {self.offset.shape} and scale {self.scale.shape}; both must be () or (features,)"
            )

    @classmethod
    def of(cls, x_train: NDArray[Any], rows: NDArray[np.int64] | None = None) -> Scaling:
        """The rule for the training part: `x_train` (N, ...), or only its `rows` (n,).

        Pixels (uint8) become pixel / 255. Any other feature goes from its own range in `x_train` to [0, 1]; one that
        is constant there becomes 0. Raises DataError for a range beyond float32.
        """
        if x_train.dtype == np.uint8:
            return cls(np.zeros((), np.float32), np.full((), 1 / 255, np.float32))
        flat = x_train.reshape(len(x_train), -1)
        bounds = [(piece.min(axis=0), piece.max(axis=0)) for piece in pieces(flat, rows)]
        low = np.min([piece for piece, _ in bounds], axis=0).astype(np.float64)
        high = np.max([piece for _, piece in bounds], axis=0).astype(np.float64)
        span = high - low  # in float64 the difference of two float32 numbers cannot overflow
        if not (span <= _FLOAT32.max).all():
            worst = int(np.argmax(~(span <= _FLOAT32.max)))
            raise DataError(
                f"feature {worst} (counting from 0) goes from {low[worst]:g} to {high[worst]:g}, more than float32 "
                "can hold; divide it by some power of ten"
            )
        # Below 1 / max the reciprocal is infinite in float32: such a feature is practically constant.
        varies = span > 1 / float(_FLOAT32.max)
        return cls(low.astype(np.float32), np.divide(1, span, where=varies, out=np.ones_like(span)).astype(np.float32))

    @property
    def of_pixels(self) -> bool:
        """Whether the rule is the one for uint8 pixels."""
        return self.scale.ndim == 0

    def apply(self, x: NDArray[Any], dtype: DTypeLike = np.float32, *, out: NDArray[Any] | None = None) -> NDArray[Any]:
        """`x` (n, ...) scaled: a new array (n, features) of `dtype`, or `out` of that shape, filled.

        With `out`, `dtype` is ignored. Besides the result, no array of the size of `x` is allocated.
        Raises ShapeError for another number of features than `of` saw, or an `out` of another shape.
        """
        flat = x.reshape(len(x), math.prod(x.shape[1:]))
        if self.scale.ndim and self.scale.shape != flat.shape[1:]:
            raise ShapeError(
                f"x has {flat.shape[1]} features in each sample; the scaling was made for {len(self.scale)}"
            )
        if out is None:
            out = np.empty(flat.shape, dtype)
        elif out.shape != flat.shape:
            raise ShapeError(f"out has shape {out.shape}; x scaled has shape {flat.shape}")
        if not self.offset.ndim and not self.offset:  # pixels: one pass
            np.multiply(flat, self.scale, out=out, dtype=out.dtype)
            return out
        np.subtract(flat, self.offset, out=out, dtype=out.dtype)
        np.multiply(out, self.scale, out=out, dtype=out.dtype)
        return out
