"""The engine for fully connected networks on a CPU: whole epochs without the interpreter.

`compiled` does the work. Here the model becomes flat arrays, the data is handed over as it lies in memory, and an epoch
is cut into pieces so short that Ctrl-C is heard between them. Nothing is shared: engines may work in several threads at
once, and BLAS takes as many threads as its user has told it to.
"""

from __future__ import annotations

import functools
import importlib.util
import itertools
import math
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from undergrad.arrays import Array
from undergrad.data import Scaling
from undergrad.engines.base import PREDICTION_ROWS, first_non_finite, let_go, rows_at_once
from undergrad.errors import NonFiniteLossError, ShapeError
from undergrad.layers import FCLayer, ReLU, Sigmoid, SoftmaxLayer, Tanh
from undergrad.model import ClassifierModel

if TYPE_CHECKING:
    from undergrad.engines import compiled

_Array = np.ndarray[Any, Any]

#: The first part of an epoch is this many floating-point operations, a hundredth of a second; the following ones take
#: this many seconds ...
_PART_OPERATIONS = 1e9
_PART_SECONDS = 0.05
#: ... and, where data has to be copied into an order and a type that the compiled function takes, this many bytes.
_PART_BYTES = 2**24
#: Numbers in a cache line of float32.
_ALIGNMENT = 16


@functools.cache
def is_installed() -> bool:
    """Whether Numba, which compiles the engine, is there."""
    return importlib.util.find_spec("numba") is not None


def supports(model: ClassifierModel, dtype: Any) -> bool:
    """Whether the model is FC (- activation) - ... - FC - softmax of the built-in classes, in NumPy float32 or 64."""
    kinds = [type(layer) for layer in model.layers.values()]
    activations = (ReLU, Sigmoid, Tanh)
    return (
        type(model) is ClassifierModel
        and np.dtype(dtype) in (np.float32, np.float64)
        and type(model.softmax_layer) is SoftmaxLayer
        and bool(kinds)
        and kinds[0] is FCLayer
        and kinds[-1] is FCLayer
        and all(kind is FCLayer or kind in activations for kind in kinds)
        and not any(a in activations and b in activations for a, b in itertools.pairwise(kinds))
        and all(type(array) is np.ndarray for array in model.parameters().values())
    )


class CpuEngine:
    """Runs models that `supports` accepts, where Numba is installed."""

    name = "cpu"

    def __init__(self, model: ClassifierModel, scaling: Scaling, classes: int, dtype: Any) -> None:
        # Here and not above: a start that trains nothing has no use for Numba, which takes a third of a second.
        from undergrad.engines import compiled

        self.model, self.scaling, self.dtype = model, scaling, np.dtype(dtype)
        self.velocity: dict[str, Array] = {}
        self._compiled, self._run = compiled, compiled.ready(self.dtype)
        layers = list(model.layers.values())
        codes = {ReLU: compiled.RELU, Sigmoid: compiled.SIGMOID, Tanh: compiled.TANH}
        self._fc: list[FCLayer] = [layer for layer in layers if type(layer) is FCLayer]
        self._widths = [self._fc[0].W.shape[0], *(layer.W.shape[1] for layer in self._fc)]
        self._offset, self._scale = (
            np.array(np.broadcast_to(array, self._widths[:1]), self.dtype) for array in (scaling.offset, scaling.scale)
        )
        after = [codes.get(type(next_), compiled.NOTHING) for next_ in [*layers[1:], None]]
        self._follows = [code for layer, code in zip(layers, after, strict=True) if type(layer) is FCLayer]
        self._work: dict[int, tuple[compiled.Network, _Array]] = {}

    def train_epoch(
        self,
        x: Array,
        labels: Array,
        *,
        rows: Array | None = None,
        epoch: int,
        batch_size: int,
        learning_rate: float,
        reg_lambda: float,
        momentum: float = 0.0,
    ) -> float:
        rows = np.arange(len(x)) if rows is None else np.ascontiguousarray(rows, np.int64)
        labels = np.ascontiguousarray(labels, np.int64)
        flat = self._check(x, labels, rows)
        parameters = self._flat_parameters()
        network, work = self._memory(min(batch_size, len(rows)))
        velocity = self._velocity(network, parameters.size) if momentum else parameters[:0]
        steps = batch_size, learning_rate, reg_lambda, momentum
        nothing, sums, done = np.empty(0, np.int64), np.array([0.0, 1.0]), 0
        try:
            # For each weight and sample a product is two operations, and a step has three products.
            for part in self._parts(len(rows), batch_size, operations=6, most=self._most(x, flat)):
                data = self._data(x, flat, labels, rows[part])
                done += self._run(parameters, velocity, network, work, *data, nothing, *steps, sums)
                let_go(x)
                if done < part.stop:
                    break
        finally:
            if sums[1] != 1.0:
                with np.errstate(over="ignore", invalid="ignore"):  # the loss is checked instead
                    for layer in self._fc:
                        layer.W *= sums[1]
        if done < len(rows):
            inputs = self.scaling.apply(x[rows[done : done + batch_size]], self.dtype)
            name = first_non_finite(self.model, inputs)
            raise NonFiniteLossError(epoch=epoch, step=done // batch_size + 1, layer=name)
        return float(sums[0]) / len(rows)

    def predict_labels(self, x: Array) -> np.ndarray[Any, Any]:
        found, labels = np.empty(len(x), np.int64), np.zeros(0, np.int64)
        flat = self._check(x, labels, labels)
        parameters = self._flat_parameters()
        network, work = self._memory(min(PREDICTION_ROWS, len(x)))
        for part in self._parts(len(x), PREDICTION_ROWS, operations=2, most=self._most(x, flat)):
            data = self._data(x, flat, labels, np.arange(part.start, part.stop))
            steps = PREDICTION_ROWS, 0.0, 0.0, 0.0
            self._run(parameters, parameters[:0], network, work, *data, found[part], *steps, np.ones(2))
            let_go(x)
        return found

    def _check(self, x: _Array, labels: _Array, rows: _Array) -> _Array | None:
        """`x` as the flat array that the compiled function reads in place; None where it has to be copied.

        The compiled function reads and writes wherever it is told to. Raises ShapeError unless that is inside.
        """
        features, classes = self._widths[0], self._widths[-1]
        given = math.prod(x.shape[1:])
        if given != features or self.scaling.scale.shape not in ((), (features,)):
            raise ShapeError(f"x has {given} features in each sample and the model takes {features}; give it its own")
        for name, array, end in (("labels", labels, classes), ("rows", rows, len(x))):
            if array.ndim != 1 or (len(array) and not (array.min() >= 0 and array.max() < end)):
                raise ShapeError(f"{name} must be an array of numbers from 0 to {end - 1}")
        if len(rows) and len(labels) != len(x):
            raise ShapeError(f"x has {len(x)} samples and there are {len(labels)} labels; give one label for each")
        x = np.asarray(x)
        in_place = x.dtype in (np.uint8, self.dtype) and x.flags.c_contiguous and x.flags.aligned
        return x.reshape(-1) if in_place else None

    def _data(self, x: _Array, flat: _Array | None, labels: _Array, rows: _Array) -> tuple[_Array, ...]:
        """What the compiled function reads: pixels, other features, offset, scale, rows, labels."""
        if flat is None:
            flat, labels = x[rows].astype(self.dtype).reshape(-1), labels[rows] if len(labels) else labels
            rows = np.arange(len(rows))
        nothing = flat[:0]
        pixels, features = (
            (flat, nothing.astype(self.dtype)) if flat.dtype == np.uint8 else (nothing.astype(np.uint8), flat)
        )
        views = [array.view() for array in (pixels, features, self._offset, self._scale, rows, labels)]
        for view in views:
            view.flags.writeable = False  # one kind of array for the compiled function, whether it is a file or not
        return tuple(views)

    def _most(self, x: _Array, flat: _Array | None) -> float:
        """How many rows a part may have: so many as may be copied, where that is needed, and read of a file."""
        copied = _PART_BYTES / (self._widths[0] * self.dtype.itemsize) if flat is None else math.inf
        return min(copied, rows_at_once(x))

    def _parts(self, n: int, batch_size: int, *, operations: int, most: float) -> Iterator[slice]:
        """`n` samples in parts of whole batches, of about `most`, each done so soon that Ctrl-C is heard after it."""
        weights = sum(D * H for D, H in itertools.pairwise(self._widths))
        samples, start = _PART_OPERATIONS / (operations * weights), 0
        while start < n:
            stop = min(n, start + max(1, int(min(samples, most) / batch_size)) * batch_size)
            begun = time.perf_counter()
            yield slice(start, stop)
            samples = (stop - start) * _PART_SECONDS / max(time.perf_counter() - begun, 1e-6)
            start = stop

    def _parameter_places(self) -> tuple[int, list[int], list[int]]:
        """The size of an array that holds all parameters, and where in it each W and each b lies."""
        places = _Places()
        W = [places.next(layer.W.size) for layer in self._fc]
        b = [places.next(layer.b.size) for layer in self._fc]
        return places.end, W, b

    def _flat_parameters(self) -> _Array:
        """The parameters in a new array, whose parts become the model's own."""
        size, W, b = self._parameter_places()
        flat = np.zeros(size, self.dtype)
        new = self._views(flat, W, b)
        for key, old in self.model.parameters().items():
            new[key][...] = old
        self.model.set_parameters(new)
        return flat

    def _memory(self, batch_size: int) -> tuple[compiled.Network, _Array]:
        """The network, and an array to work in, which is kept: new memory costs time when it is first touched."""
        if batch_size not in self._work:
            _, W, b = self._parameter_places()
            places = _Places()
            x = [places.next(batch_size * width) for width in self._widths]
            d = [places.next(batch_size * max(self._widths)) for _ in range(2)]
            db = [places.next(max(self._widths))]
            fields = (self._widths, self._follows, W, b, x, d, db)
            network = self._compiled.Network(*(np.array(field, np.int64) for field in fields))
            self._work[batch_size] = network, np.empty(places.end, self.dtype)
        return self._work[batch_size]

    def _velocity(self, network: compiled.Network, size: int) -> _Array:
        """A new flat array with the velocity in it, laid out as the parameters are; `velocity` becomes views of it."""
        flat = np.zeros(size, self.dtype)
        views = self._views(flat, network.W, network.b)
        for key, old in self.velocity.items():
            views[key][...] = old
        self.velocity = views
        return flat

    def _views(self, flat: _Array, W: Sequence[int], b: Sequence[int]) -> dict[str, _Array]:
        """The parts of an array that holds all parameters, by the parameters' names and in their shapes."""
        places = (place for pair in zip(W, b, strict=True) for place in pair)
        return {
            key: flat[place : place + array.size].reshape(array.shape)
            for (key, array), place in zip(self.model.parameters().items(), places, strict=True)
        }


class _Places:
    """Gives out places in a flat array, each at the beginning of a cache line."""

    def __init__(self) -> None:
        self.end = 0

    def next(self, size: int) -> int:
        place = self.end
        self.end += -(-size // _ALIGNMENT) * _ALIGNMENT
        return place
