"""The engine for this package's networks on a CPU: whole epochs without the interpreter.

`compiled` does the work. This file turns the model into flat arrays and tables, passes the data on as stored in memory,
and cuts an epoch into pieces so short that Ctrl-C can act between them. Engines share nothing: they may work in several
threads at once, each with as many threads of its own as BLAS is set to.
"""

from __future__ import annotations

import functools
import importlib.util
import math
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from undergrad.arrays import Array
from undergrad.data import Scaling, batches
from undergrad.data.mapped import taken
from undergrad.engines import tables as t
from undergrad.engines.base import (
    PREDICTION_ROWS,
    BatchLoss,
    GradientNorms,
    Observed,
    first_non_finite,
    least_rows,
    weights_of,
)
from undergrad.engines.compilable import memories_of, rates_of, rule_of
from undergrad.engines.descent import State
from undergrad.engines.norms import norm
from undergrad.engines.samples import Samples
from undergrad.engines.threads import Team, allowed_threads, worthwhile_threads
from undergrad.engines.units import UnitSums
from undergrad.errors import NonFiniteLossError
from undergrad.layers.base import TRAINING, Shape
from undergrad.model import ClassifierModel, check_weights
from undergrad.optimizers import SGD, Optimizer

if TYPE_CHECKING:
    from undergrad.engines.program import Program
    from undergrad.engines.tabulate import Tables

_Array = np.ndarray[Any, Any]

#: The first part of an epoch is this many floating-point operations, a hundredth of a second; the following ones take
#: this many seconds.
_PART_OPERATIONS = 1e9
_PART_SECONDS = 0.05
_NO_REALS = np.empty(0)
#: The number of samples in each part over which the gradients of all samples are added up.
GRADIENT_ROWS = 1024


@functools.cache
def is_installed() -> bool:
    """Whether Numba, which compiles the engine, is installed."""
    return importlib.util.find_spec("numba") is not None


class CpuEngine:
    """Runs the models that `compilable.why_not` accepts, if Numba is installed."""

    name = "cpu"

    def __init__(
        self,
        model: ClassifierModel,
        scaling: Scaling,
        classes: int,
        dtype: Any,
        weights: Array | None = None,
        optimizer: Optimizer | None = None,
        clip_norm: float = 0.0,
        seed: int = 0,
    ) -> None:
        from undergrad.engines import machine_code  # needs LLVM, which comes with Numba

        self.model, self.scaling, self.classes, self.dtype = model, scaling, classes, np.dtype(dtype)
        self.weights, self.optimizer, self.clip_norm, self.seed = weights, optimizer or SGD(), clip_norm, seed
        self.state = State()
        self._run, self._team = machine_code.ready(self.dtype), Team()
        self._programs: dict[Shape, Program] = {}
        self._tables: dict[tuple[Any, ...], Tables] = {}
        self._gradients: dict[int, _Array] = {}

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
        shares_l2: bool = False,
        batch_losses: list[BatchLoss] | None = None,
    ) -> float:
        program = self._program(x)
        samples = self._samples(program, x, labels, rows, self.weights)
        batch_size = max(1, min(batch_size, len(samples)))  # the workspace has memory for each sample of a batch
        least = least_rows(self.model)
        if least > batch_size:
            self._refuse(x, samples.rows)
        if self.weights is not None:
            for batch in batches(len(samples), batch_size, least):
                check_weights(self.weights[samples.rows[batch]])
        parameters, names = program.packed(self.model.arrays()), memories_of(self.optimizer)
        gathered = [self._gathered(program, name) for name in names]
        settings = self._settings(t.TRAIN, batch_size, epoch, weighs=True)
        settings[t.REPORTS], settings[t.SHARES_L2] = batch_losses is not None, shares_l2
        rates = self._rates(learning_rate, reg_lambda)
        tables = self._tables_for(program, batch_size + least - 1, goes_back=True)
        sums, done = _fresh_sums(), 0
        try:
            for part in self._parts(program, len(samples), batch_size, products=3, most=samples.most, least=least):
                settings[t.BEFORE] = done // batch_size
                settings[t.STEPS] = self.state.steps + done // batch_size
                made = np.empty((len(list(batches(part.stop - part.start, batch_size, least))), 2))
                data = samples.part(part, sums, losses=tables.losses, batch_losses=made)
                done += self._together(program, tables, (parameters, *gathered), data, settings, rates)
                if batch_losses is not None:
                    passed = len(list(batches(done - part.start, batch_size, least)))
                    batch_losses += [BatchLoss(*losses) for losses in made[:passed].tolist()]
                if done < part.stop:
                    break
        finally:
            with np.errstate(over="ignore", invalid="ignore"):  # the loss is checked instead
                self.model.set_arrays(program.unpacked(parameters, factor=sums[1]))
            steps = self.state.steps + len(list(batches(done, batch_size, least)))
            self._gather(program, steps, names, gathered)
        if done < len(samples):
            inputs = self.scaling.apply(x[samples.rows[done : done + batch_size]], self.dtype)
            name = first_non_finite(self.model, inputs.reshape(-1, *x.shape[1:]))
            raise NonFiniteLossError(epoch=epoch, step=done // batch_size + 1, layer=name)
        return float(sums[0] / sums[2])

    def predict_labels(self, x: Array, *, rows: Array | None = None) -> np.ndarray[Any, Any]:
        return self._predict(x, rows, None, self.model.output.predicted)[0]

    def put_out(self, x: Array, *, rows: Array | None = None) -> np.ndarray[Any, Any]:
        return self._predict(x, rows, None, np.asarray)[0]

    def observe(
        self, x: Array, *, rows: Array | None = None, labels: Array | None = None, with_units: bool = True
    ) -> Observed:
        program = self._program(x)
        sums = program.unit_sums(allowed_threads()) if with_units else None
        predicted, losses = self._predict(x, rows, sums, self.model.output.predicted, labels)
        units = {}
        if sums is not None:
            tables = program.unit_tables(sums)
            for (name, layer, _), table in zip(program.observed(), tables, strict=True):
                units[name] = UnitSums(layer, len(predicted), table)
        return Observed(predicted, units, None if labels is None else float(losses.mean()))

    def _predict(
        self,
        x: Array,
        rows: Array | None,
        units: _Array | None,
        convert: Callable[[_Array], _Array],
        labels: Array | None = None,
    ) -> tuple[_Array, _Array]:
        """`convert` applied to y_hat (n, outputs) of the samples; with `labels`, also the loss of each."""
        program = self._program(x)
        samples = self._samples(program, x, labels, rows)
        predicted = []
        losses = np.empty(len(samples) if samples.has_labels else 0)
        parameters = program.packed(self.model.arrays())
        settings, rates = self._settings(t.PREDICT, PREDICTION_ROWS), self._rates(0.0, 0.0)
        settings[t.MEASURES], settings[t.OBSERVES] = samples.has_labels, units is not None
        tables = self._tables_for(program, PREDICTION_ROWS, goes_back=False)
        for part in self._parts(program, len(samples), PREDICTION_ROWS, products=1, most=samples.most):
            # Converts part by part: a network may have far more outputs than a prediction has numbers.
            y_hat = np.empty((part.stop - part.start, program.outputs), self.dtype)
            measured = losses[part] if samples.has_labels else losses
            data = samples.part(part, _fresh_sums(), predicted=y_hat, measured=measured, losses=tables.losses)
            self._together(program, tables, (parameters,), data, settings, rates, units)
            predicted.append(convert(y_hat))
        nothing = convert(np.empty((0, program.outputs), self.dtype))
        return np.concatenate(predicted) if predicted else nothing, losses

    def loss_and_gradients(
        self, x: Array, labels: Array, *, reg_lambda: float = 0.0
    ) -> tuple[BatchLoss, dict[str, _Array]]:
        program, arrays = self._program(x), self.model.arrays()
        samples = self._samples(program, x, labels, None, self.weights)
        parameters, total = program.packed(arrays), program.zeros()
        most = max(1, int(min(GRADIENT_ROWS, samples.most)))
        tables = self._tables_for(program, most, goes_back=True)
        settings, rates = self._settings(t.PROBE, most, weighs=True), self._rates(0.0, 0.0)
        whole, loss = float(len(samples)) if self.weights is None else float(self.weights.sum()), 0.0
        # Enough rows for a fast product, and few enough to stay in the cache until backward.
        for batch in batches(len(samples), most):
            share = (batch.stop - batch.start) / whole if self.weights is None else self.weights[batch].sum() / whole
            if share == 0:  # no sample counts, so there is no mean
                continue
            sums = _fresh_sums()
            data = samples.part(batch, sums, losses=tables.losses)
            if not self._together(program, tables, (parameters,), data, settings, rates):
                return BatchLoss(math.nan, self.model.l2(reg_lambda)), {
                    key: arrays[key] * math.nan for key in program.learned
                }
            total += self.dtype.type(share) * self._gradient(program)
            loss += share * sums[0] / sums[2]
        gradients = program.unpacked(total, program.learned)
        for operation in program.multiplying:
            key = f"{operation.name}.{weights_of(operation.layer)}"
            gradients[key] += self.dtype.type(reg_lambda) * arrays[key]
        return BatchLoss(loss, self.model.l2(reg_lambda)), gradients

    def gradient_norms(
        self, x: Array, labels: Array, *, rows: Array | None = None, reg_lambda: float = 0.0
    ) -> GradientNorms:
        program = self._program(x)
        samples = self._samples(program, x, labels, rows)
        n, parameters = len(samples), program.packed(self.model.arrays())
        tables = self._tables_for(program, n, goes_back=True)
        data = samples.part(slice(0, n), _fresh_sums(), losses=tables.losses)
        settings, rates = self._settings(t.PROBE, n), self._rates(0.0, reg_lambda)
        is_finite = self._together(program, tables, (parameters,), data, settings, rates) == n
        keys = {op.name: f"{op.name}.{weights_of(op.layer)}" for op in program.multiplying}
        arrays = program.unpacked(self._gradient(program), [*keys.values()])
        weights = {name: norm(arrays[key].reshape(1, -1)) if is_finite else math.nan for name, key in keys.items()}
        return GradientNorms(weights, tables.upstream(n))

    def _program(self, x: Array) -> Program:
        """The operations for samples of the shape of those in `x`."""
        from undergrad.engines.program import Program

        shape = tuple(x.shape[1:])
        if shape not in self._programs:
            self._programs[shape] = Program(self.model, shape, self.dtype)
        return self._programs[shape]

    def _tables_for(self, program: Program, rows: int, *, goes_back: bool) -> Tables:
        """Tables with a workspace. They are kept, since new memory costs time when it is first touched."""
        from undergrad.engines.tabulate import Tables

        threads = worthwhile_threads(rows * program.work * (3 if goes_back else 1))
        key = id(program), rows, goes_back, threads
        if key not in self._tables:
            self._tables[key] = Tables(program, rows, threads, goes_back=goes_back)
        return self._tables[key]

    def _samples(
        self, program: Program, x: Array, labels: Array | None, rows: Array | None, weights: Array | None = None
    ) -> Samples:
        return Samples(
            x, labels, rows, output=self.model.output, classes=self.classes, outputs=program.outputs,
            scaling=self.scaling, dtype=self.dtype, weights=weights,
        )  # fmt: skip

    def _gradient(self, program: Program) -> _Array:
        """An array for gradients, kept like the tables."""
        if id(program) not in self._gradients:
            self._gradients[id(program)] = program.zeros()
        return self._gradients[id(program)]

    def _gathered(self, program: Program, name: str) -> _Array:
        """The optimizer's state of that name; 0 before its first step."""
        memories = self.state.memories
        return program.packed({key: memory[name] for key, memory in memories.items() if name in memory})

    def _gather(self, program: Program, steps: int, names: tuple[str, ...], gathered: list[_Array]) -> None:
        """The optimizer's state after `steps` steps; plain gradient descent has none, as in `Descent`."""
        if self.optimizer == SGD() and not self.clip_norm:
            return
        arrays = [program.unpacked(array, program.learned) for array in gathered]
        memories = {
            key: {name: array[key] for name, array in zip(names, arrays, strict=True)} for key in program.learned
        }
        self.state = State(steps, memories)

    def _settings(self, mode: int, batch_size: int, epoch: int = 0, *, weighs: bool = False) -> _Array:
        settings = np.zeros(t.SETTINGS, np.int64)
        settings[[t.MODE, t.BATCH, t.EPOCH, t.RULE]] = mode, batch_size, epoch, rule_of(self.optimizer)
        settings[t.SEED] = np.uint64(self.seed % 2**64).astype(np.int64)
        settings[t.WEIGHS] = weighs and self.weights is not None
        return settings

    def _rates(self, learning_rate: float, reg_lambda: float) -> _Array:
        rates = rates_of(self.optimizer)
        rates[[t.LEARNING_RATE, t.REG_LAMBDA, t.CLIP_NORM]] = learning_rate, reg_lambda, self.clip_norm
        return rates

    def _together(
        self,
        program: Program,
        tables: Tables,
        arrays: tuple[_Array, ...],
        data: t.Data,
        settings: _Array,
        rates: _Array,
        units: _Array | None = None,
    ) -> int:
        """Run the compiled function on as many threads as a batch justifies; each that observes has a row of `units`.

        `arrays` are the parameters and the optimizer's state.
        """
        parameters = arrays[0]
        first, second = (*arrays[1:], parameters, parameters)[:2]
        stores = settings[t.MODE] == t.PROBE or (settings[t.MODE] == t.TRAIN and self.clip_norm)
        gradient = self._gradient(program) if stores else parameters
        machine = t.Machine(
            tables.plan, tables.ops, tables.slots, tables.segments, tables.numbers, parameters, first, second, gradient,
            tables.work, _NO_REALS if units is None else units, tables.squares,
        )  # fmt: skip
        settings[t.COUNT], settings[t.HAS_PIXELS] = len(data.rows), data.pixels.dtype == np.uint8
        threads = tables.threads if units is None else min(tables.threads, len(units))
        return self._team.run(self._run, threads, machine, data, settings, rates)

    def _refuse(self, x: Array, rows: _Array) -> None:
        """Raise a layer's own error if the batch has too few samples for it."""
        kept = self.model.arrays()
        inputs = self.scaling.apply(taken(x, rows[:1]), self.dtype).reshape(-1, *x.shape[1:])
        try:
            with self.model.in_mode(TRAINING), np.errstate(over="ignore", invalid="ignore"):
                for layer in self.model.layers.values():
                    inputs = layer.forward(inputs)
        finally:
            self.model.set_arrays(kept)

    def _parts(
        self, program: Program, n: int, batch_size: int, *, products: int, most: float, least: int = 1
    ) -> Iterator[slice]:
        """`n` samples in parts of whole batches, of about `most` samples, so that Ctrl-C can act after each part."""
        samples, start = _PART_OPERATIONS / (program.work * products), 0
        while start < n:
            stop = min(n, start + max(1, int(min(samples, most) / batch_size)) * batch_size)
            stop = n if n - stop < least else stop  # a remainder too short for a batch joins the batch before
            begun = time.perf_counter()
            yield slice(start, stop)
            samples = (stop - start) * _PART_SECONDS / max(time.perf_counter() - begun, 1e-6)
            start = stop


def _fresh_sums() -> _Array:
    """The sum of the losses, the factor of the matrices, and the number of samples in the sum."""
    return np.array([0.0, 1.0, 0.0])
