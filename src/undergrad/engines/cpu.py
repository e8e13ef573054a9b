"""The engine for fully connected networks on a CPU: whole epochs without the interpreter.

`compiled` does the work. Here the model becomes flat arrays, the data is handed over as it lies in memory, and an epoch
is cut into pieces so short that Ctrl-C is heard between them. Nothing is shared: engines may work in several threads at
once, each with as many threads of its own as BLAS is set to.
"""

from __future__ import annotations

import functools
import importlib.util
import itertools
import math
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from undergrad.architecture import Architecture
from undergrad.arrays import Array
from undergrad.data import Scaling
from undergrad.data.mapped import is_large, taken
from undergrad.engines.base import PREDICTION_ROWS, GradientNorms, Observed, first_non_finite
from undergrad.engines.descent import State
from undergrad.engines.norms import norm
from undergrad.engines.threads import Team, allowed_threads, worthwhile_threads
from undergrad.engines.units import ACTIVE, DERIVATIVE, UnitSums
from undergrad.errors import NonFiniteLossError, ShapeError
from undergrad.layers import FCLayer, ReLU, Sigmoid, Tanh
from undergrad.model import ClassifierModel
from undergrad.optimizers import SGD, Optimizer
from undergrad.outputs import Classes

if TYPE_CHECKING:
    from undergrad.engines import layout

_Array = np.ndarray[Any, Any]

#: The first part of an epoch is this many floating-point operations, a hundredth of a second; the following ones take
#: this many seconds ...
_PART_OPERATIONS = 1e9
_PART_SECONDS = 0.05
#: ... and, where data has to be copied into an order and a type that the compiled function takes, this many bytes.
_PART_BYTES = 2**24
#: The activation functions that are compiled.
_ACTIVATIONS = (ReLU, Sigmoid, Tanh)
_NOTHING = np.empty(0, np.int64)
_NO_UNITS, _NO_LOSSES = np.empty((0, 0)), np.empty(0)
_NO_RESULTS = _NOTHING, _NO_LOSSES, _NO_UNITS


@functools.cache
def is_installed() -> bool:
    """Whether Numba, which compiles the engine, is there."""
    return importlib.util.find_spec("numba") is not None


def momentum_of(optimizer: Optimizer, clip_norm: float) -> float | None:
    """The momentum of steps that are compiled, 0 for none; None where the optimizer makes others."""
    if type(optimizer) is SGD and not optimizer.nesterov and not clip_norm:
        return optimizer.momentum
    return None


def supports(model: ClassifierModel, dtype: Any) -> bool:
    """Whether the model is FC (- ReLU, Sigmoid or Tanh) - ... - FC - softmax, in NumPy float32 or float64."""
    architecture = Architecture.of(model)
    if architecture is None or type(model) is not ClassifierModel or type(model.output) is not Classes:
        return False
    if np.dtype(dtype) not in (np.float32, np.float64):
        return False
    kinds = [element.kind for element in architecture.elements]
    return (
        set(kinds) <= {FCLayer, *_ACTIVATIONS}
        # Each activation function stands behind a fully connected layer.
        and all(before is FCLayer for before, kind in itertools.pairwise([None, *kinds]) if kind in _ACTIVATIONS)
        and all(type(array) is np.ndarray for array in model.parameters().values())
    )


class CpuEngine:
    """Runs models that `supports` accepts, where Numba is installed."""

    name = "cpu"

    def __init__(
        self, model: ClassifierModel, scaling: Scaling, classes: int, dtype: Any, momentum: float = 0.0
    ) -> None:
        # Here and not above: they need LLVM, which comes with Numba.
        from undergrad.engines import layout, machine_code

        self.model, self.scaling, self.dtype = model, scaling, np.dtype(dtype)
        self._momentum, self.state = momentum, State()
        self._run, self._team = machine_code.ready(self.dtype), Team()
        codes = {ReLU: layout.RELU, Sigmoid: layout.SIGMOID, Tanh: layout.TANH}
        layers: list[tuple[str, Any]] = [*model.layers.items(), ("", None)]
        fc = {name: (layer, behind) for (name, layer), behind in itertools.pairwise(layers) if type(layer) is FCLayer}
        self._names = list(fc)
        #: The layers that follow each, with their names.
        self._behind = [behind for _, behind in fc.values()]
        follows = [codes.get(type(layer), layout.NOTHING) for _, (_, layer) in fc.values()]
        shapes = [layer.W.shape for layer, _ in fc.values()]
        self._widths = [shapes[0][0], *(H for _, H in shapes)]
        self._offset, self._scale = (
            np.array(np.broadcast_to(array, self._widths[:1]), self.dtype) for array in (scaling.offset, scaling.scale)
        )
        self._layout = layout.Layout(self._widths, follows, self.dtype)
        self._work: dict[int, tuple[layout.Network, _Array]] = {}

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
    ) -> float:
        rows = np.arange(len(x)) if rows is None else np.ascontiguousarray(rows, np.int64)
        labels = np.ascontiguousarray(labels, np.int64)
        flat = self._check(x, labels, rows)
        batch_size = max(1, min(batch_size, len(rows)))  # there is memory to work in for each sample of a batch
        parameters = self._packed(self.model.parameters())
        velocity = self._packed(self._velocity()) if self._momentum else parameters[:0]
        steps, done = (batch_size, learning_rate, reg_lambda, self._momentum), 0
        sums = np.array([0.0, 1.0])
        try:
            for part in self._parts(len(rows), batch_size, products=3, most=self._most(flat)):
                data = self._data(x, flat, labels, rows[part])
                done += self._together(parameters, velocity, data, _NO_RESULTS, sums, steps)
                if done < part.stop:
                    break
        finally:
            with np.errstate(over="ignore", invalid="ignore"):  # the loss is checked instead
                self.model.set_parameters(self._unpacked(parameters, sums[1]))
            if self._momentum:
                memories = {name: {"velocity": array} for name, array in self._unpacked(velocity).items()}
                self.state = State(self.state.steps + -(-done // batch_size), memories)
        if done < len(rows):
            inputs = self.scaling.apply(x[rows[done : done + batch_size]], self.dtype)
            name = first_non_finite(self.model, inputs)
            raise NonFiniteLossError(epoch=epoch, step=done // batch_size + 1, layer=name)
        return float(sums[0]) / len(rows)

    def predict_labels(self, x: Array, *, rows: Array | None = None) -> np.ndarray[Any, Any]:
        return self._predict(x, rows, _NO_UNITS)[0]

    def observe(
        self, x: Array, *, rows: Array | None = None, labels: Array | None = None, with_units: bool = True
    ) -> Observed:
        sums = self._layout.unit_sums(allowed_threads()) if with_units else _NO_UNITS
        predicted, losses = self._predict(x, rows, sums, labels)
        data_loss = None if labels is None else float(losses.mean())
        if not with_units:
            return Observed(predicted, {}, data_loss)
        units = {}
        for (name, layer), table in zip(self._behind, self._layout.unit_tables(sums), strict=True):
            if type(layer) is ReLU:  # whose derivative is 1 where it is active, and is not summed up once more
                table[DERIVATIVE] = table[ACTIVE]
            if type(layer) in _ACTIVATIONS:
                units[name] = UnitSums(layer, len(predicted), table)
        return Observed(predicted, units, data_loss)

    def _predict(
        self, x: Array, rows: Array | None, units: _Array, labels: Array | None = None
    ) -> tuple[_Array, _Array]:
        """The most probable classes of the samples, and where there are `labels`, the cross-entropy of each."""
        rows = np.arange(len(x)) if rows is None else np.ascontiguousarray(rows, np.int64)
        labels = None if labels is None else np.ascontiguousarray(labels, np.int64)
        flat, predicted = self._check(x, labels, rows), np.empty(len(rows), np.int64)
        losses = _NO_LOSSES if labels is None else np.empty(len(rows))
        parameters, steps = self._packed(self.model.parameters()), (PREDICTION_ROWS, 0.0, 0.0, 0.0)
        for part in self._parts(len(rows), PREDICTION_ROWS, products=1, most=self._most(flat)):
            data = self._data(x, flat, _NOTHING if labels is None else labels, rows[part])
            results = predicted[part], losses[part], units
            self._together(parameters, parameters[:0], data, results, np.ones(2), steps)
        return predicted, losses

    def gradient_norms(
        self, x: Array, labels: Array, *, rows: Array | None = None, reg_lambda: float = 0.0
    ) -> GradientNorms:
        rows = np.arange(len(x)) if rows is None else np.ascontiguousarray(rows, np.int64)
        labels = np.ascontiguousarray(labels, np.int64)
        data = self._data(x, self._check(x, labels, rows), labels, rows)
        parameters, n = self._packed(self.model.parameters()), len(rows)
        # The velocity after the first step with the rate 1 is the gradient. What moves are copies of the parameters.
        velocity = self._gradient
        velocity[...] = 0
        steps, sums = (n, 1.0, reg_lambda, 0.0), np.array([0.0, 1.0])
        if self._together(parameters, velocity, data, _NO_RESULTS, sums, steps) < n:
            velocity[...] = np.nan
        network, work = self._memory(n)
        weights, upstream = self._layout.weights(velocity), self._layout.views(work, network.d, n)
        by_name = (dict(zip(self._names, map(norm, arrays), strict=True)) for arrays in (weights, upstream))
        return GradientNorms(*by_name)

    def _velocity(self) -> dict[str, Array]:
        return {name: memory["velocity"] for name, memory in self.state.memories.items()}

    @functools.cached_property
    def _gradient(self) -> _Array:
        """An array to work in, kept as `_memory`'s are."""
        return self._layout.zeros()

    def _together(
        self,
        parameters: _Array,
        velocity: _Array,
        data: tuple[_Array, _Array, _Array],
        results: tuple[_Array, _Array, _Array],
        sums: _Array,
        steps: tuple[int, float, float, float],
    ) -> int:
        """The compiled function on as many threads as a batch is worth; each that observes has a row of `units`.

        `results` take predictions, cross-entropies and sums over units, each where it is not empty.
        """
        (flat, rows, labels), (predicted, losses, units), batch_size = data, results, steps[0]
        predicts, measures, observes = predicted.size > 0, losses.size > 0, units.size > 0
        network, work = self._memory(batch_size)
        threads = worthwhile_threads(batch_size * self._operations(1 if predicts else 3))
        if observes:  # more may be allowed by now
            threads = min(threads, len(units))
        model = network, parameters, velocity, work, np.empty(batch_size)
        read = flat, flat, self._offset, self._scale, rows, labels
        flags = velocity.size > 0, flat.dtype == np.uint8, predicts, measures, observes
        return self._team.run(
            self._run, threads, *model, *read, predicted, losses, units, sums, *flags, len(rows), *steps
        )

    def _check(self, x: _Array, labels: _Array | None, rows: _Array) -> _Array | None:
        """`x` as the flat array that the compiled function reads in place; None where it has to be copied.

        The compiled function reads and writes wherever it is told to. Raises ShapeError unless that is inside.
        """
        features, classes = self._widths[0], self._widths[-1]
        given = math.prod(x.shape[1:])
        if given != features or self.scaling.scale.shape not in ((), (features,)):
            raise ShapeError(f"x has {given} features in each sample and the model takes {features}; give it its own")
        for name, array, end in (("labels", labels, classes), ("rows", rows, len(x))):
            if array is None:
                continue
            if array.ndim != 1 or (len(array) and not (array.min() >= 0 and array.max() < end)):
                raise ShapeError(f"{name} must be an array of numbers from 0 to {end - 1}")
        if labels is not None and len(labels) != len(x):
            raise ShapeError(f"x has {len(x)} samples and there are {len(labels)} labels; give one label for each")
        x = np.asarray(x)
        in_place = x.dtype in (np.uint8, self.dtype) and x.flags.c_contiguous and x.flags.aligned
        in_place = in_place and not is_large(x)
        return x.reshape(-1) if in_place else None

    def _data(self, x: _Array, flat: _Array | None, labels: _Array, rows: _Array) -> tuple[_Array, _Array, _Array]:
        """What the compiled function reads: pixels or features, rows, labels."""
        if flat is None:
            copy = taken(x, rows)
            flat = np.ascontiguousarray(copy, np.uint8 if copy.dtype == np.uint8 else self.dtype).reshape(-1)
            labels = labels[rows] if len(labels) else labels
            rows = np.arange(len(rows))
        return flat, rows, labels

    def _most(self, flat: _Array | None) -> float:
        """How many rows a part may have: so many as may be copied, where that is needed."""
        return _PART_BYTES / (self._widths[0] * self.dtype.itemsize) if flat is None else math.inf

    def _parts(self, n: int, batch_size: int, *, products: int, most: float) -> Iterator[slice]:
        """`n` samples in parts of whole batches, of about `most`, each done so soon that Ctrl-C is heard after it."""
        samples, start = _PART_OPERATIONS / self._operations(products), 0
        while start < n:
            stop = min(n, start + max(1, int(min(samples, most) / batch_size)) * batch_size)
            begun = time.perf_counter()
            yield slice(start, stop)
            samples = (stop - start) * _PART_SECONDS / max(time.perf_counter() - begun, 1e-6)
            start = stop

    def _operations(self, products: int) -> float:
        """Floating-point operations for a sample, where each weight takes part in so many products."""
        return 2.0 * products * float(sum(D * H for D, H in itertools.pairwise(self._widths)))

    def _memory(self, batch_size: int) -> tuple[layout.Network, _Array]:
        """The network, and an array to work in, which is kept: new memory costs time when it is first touched."""
        if batch_size not in self._work:
            self._work[batch_size] = self._layout.work(batch_size)
        return self._work[batch_size]

    def _packed(self, arrays: Mapping[str, Array]) -> _Array:
        """A new array for the compiled function, with what is there of a parameter each; 0 for what is not."""
        if not arrays:
            return self._layout.zeros()
        return self._layout.pack([(arrays[f"{name}.W"], arrays[f"{name}.b"]) for name in self._names])

    def _unpacked(self, packed: _Array, factor: float = 1.0) -> dict[str, Array]:
        """New arrays by the parameters' names, W times `factor`."""
        arrays: dict[str, Array] = {}
        for name, (W, b) in zip(self._names, self._layout.unpack(packed), strict=True):
            if factor != 1:
                W *= W.dtype.type(factor)
            arrays |= {f"{name}.W": W, f"{name}.b": b}
        return arrays
