"""Places in flat arrays, and the layouts of weights there."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from undergrad.engines.registers import DOT_COLUMNS, panel_width
from undergrad.layers.base import Shape

_Array = np.ndarray[Any, Any]
_LINE = 64  # bytes of a cache line


class Places:
    """Gives out places in a flat array, each at the beginning of a cache line."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.end, self._line = 0, _LINE // dtype.itemsize

    def next(self, size: int) -> int:
        """A place for `size` numbers."""
        place = self.end
        self.end += up(size, self._line)
        return place


def up(number: int, step: int) -> int:
    """The next multiple of `step`."""
    return -(-number // step) * step


def row_length(width: int, dtype: np.dtype[Any]) -> int:
    """An odd number of cache lines: with a power of two, all rows would compete for the same place in the cache."""
    line = _LINE // dtype.itemsize
    lines = -(-width // line)
    return (lines + 1 - lines % 2) * line


def aligned_zeros(size: int, dtype: np.dtype[Any]) -> _Array:
    """Zeros that begin at a cache line: reading a vector that crosses two lines takes two reads."""
    room = np.zeros(size + _LINE // dtype.itemsize, dtype)
    start = -room.ctypes.data % _LINE // dtype.itemsize
    return room[start : start + size]


@dataclass(frozen=True)
class Vector:
    """(C,), unchanged."""

    place: int
    size: int

    def put(self, flat: _Array, array: _Array) -> None:
        """Write `array` into its place in `flat`."""
        flat[self.place : self.place + self.size] = array

    def take(self, flat: _Array) -> _Array:
        """A new array from what `put` wrote."""
        return flat[self.place : self.place + self.size].copy()


@dataclass(frozen=True)
class Windows:
    """w (F, C, k, k) as (k, k, C, F), with C and F padded with zeros to whole vectors."""

    place: int
    shape: Shape
    channels: int
    filters: int

    @property
    def size(self) -> int:
        """The total of numbers."""
        return self.shape[2] ** 2 * self.channels * self.filters

    def view(self, flat: _Array) -> _Array:
        """(F, C, k, k), a view without the padding."""
        filters, channels, kernel, _ = self.shape
        whole = flat[self.place : self.place + self.size].reshape(kernel, kernel, self.channels, self.filters)
        return whole[:, :, :channels, :filters].transpose(3, 2, 0, 1)

    def put(self, flat: _Array, array: _Array) -> None:
        """Write `array` into its place in `flat`."""
        self.view(flat)[...] = array

    def take(self, flat: _Array) -> _Array:
        """A new array from what `put` wrote."""
        return np.ascontiguousarray(self.view(flat))


@dataclass(frozen=True)
class Panels:
    """W (D, H) in panels: groups of columns, row after row (`products`). The padding is 0.

    If the input is an `image` (C, H', W'), the textbook's rows are in the order channel after channel; in panels they
    are pixel after pixel, with `padded` channels each.
    """

    place: int
    shape: Shape
    image: Shape
    padded: int
    dtype: np.dtype[Any]

    # A training reads these for every epoch and each array, so they are computed once.

    @cached_property
    def rows(self) -> int:
        """The number of rows of the matrix in panels."""
        return self.padded * math.prod(self.image[1:])

    @cached_property
    def to_panel(self) -> int:
        """The distance from one panel to the next."""
        return up(self.rows, DOT_COLUMNS) * self._columns

    @cached_property
    def size(self) -> int:
        """The total of numbers."""
        return -(-self.shape[1] // self._columns) * self.to_panel

    @cached_property
    def _columns(self) -> int:
        """The number of columns in a panel."""
        return panel_width(self.dtype)

    @cached_property
    def _is_rearranged(self) -> bool:
        """Whether its rows have another order than the textbook's, or padding between them."""
        return (self.padded, 1, 1) != self.image

    def put(self, flat: _Array, array: _Array) -> None:
        """Write `array` into its place in `flat`."""
        rows = array
        if self._is_rearranged:
            rows = np.zeros((*self.image[1:], self.padded, self.shape[1]), self.dtype)
            rows[:, :, : self.image[0]] = array.reshape(*self.image, -1).transpose(1, 2, 0, 3)
            rows = rows.reshape(self.rows, -1)
        for panels, columns in self._pairs(flat, rows):
            panels[...] = columns

    def take(self, flat: _Array) -> _Array:
        """A new array from what `put` wrote."""
        rows = np.empty((self.rows, self.shape[1]), self.dtype)
        for panels, columns in self._pairs(flat, rows):
            columns[...] = panels
        if not self._is_rearranged:
            return rows
        image = rows.reshape(*self.image[1:], self.padded, self.shape[1])[:, :, : self.image[0]]
        return np.ascontiguousarray(image.transpose(2, 0, 1, 3)).reshape(self.shape)

    def _pairs(self, flat: _Array, rows: _Array) -> Iterator[tuple[_Array, _Array]]:
        """Views of the same numbers in panels and in the matrix: of all whole panels, and of one that is not whole."""
        panels = flat[self.place : self.place + self.size].reshape(-1, self.to_panel // self._columns, self._columns)
        whole, rest = divmod(self.shape[1], self._columns)
        if whole:
            columns = rows[:, : whole * self._columns].reshape(self.rows, whole, self._columns)
            yield panels[:whole, : self.rows], columns.transpose(1, 0, 2)
        if rest:
            yield panels[whole, : self.rows, :rest], rows[:, whole * self._columns :]
