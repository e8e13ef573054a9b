"""Where the parameters of a network, and what it works with, lie in flat arrays for the compiled engine."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from undergrad.engines.registers import DOT_COLUMNS, panel_width
from undergrad.engines.units import ROWS, merged

#: What follows a fully connected layer.
NOTHING, RELU, SIGMOID, TANH = range(4)

_Array = np.ndarray[Any, Any]
_LINE = 64  # bytes of a cache line


class Network(NamedTuple):
    """The shape of a network of L fully connected layers, and where its matrices lie; int64 arrays.

    `W` and `b` are places in the array of parameters, where W lies in panels (`products`), the others in the work
    array: `x` those of the layers' inputs and, last, of the scores; `d` those of dLoss/d(a layer's output), the last
    being the scores; `db` those of the sums of d's rows, one for each layer, since threads do not wait between layers.
    `units` are places in a thread's sums over the units, where it observes.
    """

    #: (1,): L.
    layers: Any
    #: (L + 1,): features, hidden widths, classes.
    widths: Any
    #: (L,): NOTHING, RELU, SIGMOID or TANH.
    follows: Any
    #: (1,): the columns of a panel.
    panel: Any
    #: (L,): from one panel of W to the next.
    to_panel: Any
    #: (L + 1,): from one row of `x` to the next; that of `d` is the next layer's.
    to_row: Any
    W: Any
    b: Any
    x: Any
    d: Any
    db: Any
    #: (L + 1,): of each layer's `units.UnitSums.table`, and the size of all.
    units: Any


class Layout:
    """The places for a network of `widths`: features, hidden ones, classes. `follows` says what follows each layer."""

    def __init__(self, widths: Sequence[int], follows: Sequence[int], dtype: Any) -> None:
        self._widths, self._follows, self._dtype = list(widths), list(follows), np.dtype(dtype)
        self._panel = panel_width(dtype)
        self._rows = [-(-width // DOT_COLUMNS) * DOT_COLUMNS for width in self._widths]
        self._panels = [-(-width // self._panel) for width in self._widths]
        shapes = list(zip(self._panels[1:], self._rows, strict=False))
        places = _Places(self._dtype)
        self._W = [places.next(panels * rows * self._panel) for panels, rows in shapes]
        self._b = [places.next(panels * self._panel) for panels, _ in shapes]
        self._size = places.end
        self._shapes = [(panels, rows, self._panel) for panels, rows in shapes]
        self._units = [0, *itertools.accumulate(ROWS * width for width in self._widths[1:])]

    def pack(self, arrays: Sequence[tuple[_Array, _Array]]) -> _Array:
        """A flat array that holds each layer's W (D, H) in panels, and b (H,)."""
        flat = self.zeros()
        for (W, b), to_W, to_b in zip(arrays, self.weights(flat), self._b_views(flat), strict=True):
            for panel, start in zip(to_W, range(0, W.shape[1], self._panel), strict=True):
                columns = W[:, start : start + self._panel]
                panel[: len(W), : columns.shape[1]] = columns
            to_b[...] = b
        return flat

    def zeros(self) -> _Array:
        """An array for parameters, all 0."""
        return _aligned_zeros(self._size, self._dtype)

    def unpack(self, flat: _Array) -> list[tuple[_Array, _Array]]:
        """Each layer's W (D, H) and b (H,), in new arrays, from one that `pack` made."""
        arrays = []
        for W, b, (D, H) in zip(self.weights(flat), self._b_views(flat), itertools.pairwise(self._widths), strict=True):
            whole = np.empty((D, H), self._dtype)
            for panel, start in zip(W, range(0, H, self._panel), strict=True):
                columns = whole[:, start : start + self._panel]
                columns[...] = panel[:D, : columns.shape[1]]
            arrays.append((whole, b.copy()))
        return arrays

    def work(self, batch_size: int) -> tuple[Network, _Array]:
        """The network as the compiled function is told it, and the array that it works in on batches of that size."""
        places = _Places(self._dtype)
        to_row = [self._row(panels * self._panel) for panels in self._panels]
        x = [places.next(batch_size * row) for row in to_row]
        d = [*(places.next(batch_size * row) for row in to_row[1:-1]), x[-1]]
        db = [places.next(width) for width in self._widths[1:]]
        to_panel = [rows * self._panel for _, rows, _ in self._shapes]
        shape = ([len(self._follows)], self._widths, self._follows, [self._panel], to_panel, to_row)
        # Zeros: what lies between the end of a row and that of its last vector takes part in products.
        fields = *shape, self._W, self._b, x, d, db, self._units
        network = Network(*(np.array(field, np.int64) for field in fields))
        return network, _aligned_zeros(places.end, self._dtype)

    def views(self, work: _Array, places: _Array, rows: int) -> list[_Array]:
        """(rows, width) views of the places of layers' outputs in a work array."""
        views = []
        for place, width, panels in zip(places, self._widths[1:], self._panels[1:], strict=True):
            row = self._row(panels * self._panel)
            views.append(work[place : place + rows * row].reshape(rows, row)[:, :width])
        return views

    def unit_sums(self, threads: int) -> _Array:
        """Zeros, (threads, sums): what each of so many threads adds up about the units."""
        return np.zeros((threads, self._units[-1]))

    def unit_tables(self, sums: _Array) -> list[_Array]:
        """Each layer's `units.UnitSums.table`, from what all threads have gathered in `sums`."""
        return [
            merged(sums[:, start:end].reshape(len(sums), ROWS, -1)) for start, end in itertools.pairwise(self._units)
        ]

    def _row(self, width: int) -> int:
        """An odd number of cache lines: with a power of two, all rows would begin at the same place of the cache."""
        line = _LINE // int(self._dtype.itemsize)
        lines = -(-width // line)
        return (lines + 1 - lines % 2) * line

    def weights(self, flat: _Array) -> list[_Array]:
        """Each layer's W in panels, (panels, rows, columns), a view; what is not of the matrix is 0."""
        return [flat[W : W + np.prod(shape)].reshape(shape) for W, shape in zip(self._W, self._shapes, strict=True)]

    def _b_views(self, flat: _Array) -> list[_Array]:
        return [flat[b : b + H] for b, H in zip(self._b, self._widths[1:], strict=True)]


class _Places:
    """Gives out places in a flat array, each at the beginning of a cache line."""

    def __init__(self, dtype: Any) -> None:
        self.end, self._dtype = 0, np.dtype(dtype)

    def next(self, size: int) -> int:
        line, place = _LINE // self._dtype.itemsize, self.end
        self.end += -(-size // line) * line
        return place


def _aligned_zeros(size: int, dtype: np.dtype[Any]) -> _Array:
    """Zeros that begin at the beginning of a cache line: a vector that crosses two is read twice."""
    room = np.zeros(size + _LINE // dtype.itemsize, dtype)
    start = -room.ctypes.data % _LINE // dtype.itemsize
    return room[start : start + size]
