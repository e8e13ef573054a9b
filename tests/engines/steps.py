"""One step of the textbook in float64, with how far rounding may lead an engine away from it.

The rule: an engine's arrays after a step must lie, within the tolerance times an array's norm, where the textbook's lie
for the gradients g - d, g and g + d, with d the tolerance times the root mean square of g. So a step such as Adam's,
g / (|g| + epsilon), is compared to the last digits, unless g is itself no more than what rounding makes of 0.

Left out are losses, running averages and arrays by their gradients that the textbook itself does not know in float32
to half of its tolerance: the bias under a batch norm, which cancels it, above all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.engines.networks import TEXTBOOK, TOLERANCES, Problem, as_type
from undergrad.engines import State
from undergrad.layers import MaxPoolingLayer, ReLU
from undergrad.layers.base import TRAINING, regularised_names
from undergrad.layers.windows import as_images, unfold
from undergrad.model import ClassifierModel
from undergrad.optimizers import parse_optimizer

Arrays = dict[str, np.ndarray]

#: Below this share of an array's root mean square, an input is on a kink, where rounding chooses the slope.
_KINK = 1e-5
#: Where no array is above it, squares in float32 lose their digits.
_TINY = 1e-30
#: A gradient that is smaller than this share of another's is rounding.
_CANCELLED = 1e-9
#: What rounding makes of a start in float32, and how often that is tried.
_ROUNDING, _TRIES = 2.0**-23, 3


@dataclass(frozen=True)
class Start:
    """Of a step: the model's arrays and the optimizer's state, in float64, all of them numbers of float32."""

    arrays: Arrays
    state: State

    def model(self, problem: Problem, dtype: Any) -> ClassifierModel:
        model = problem.model()
        model.set_arrays(self.arrays)
        return as_type(model, dtype)

    def state_as(self, dtype: Any) -> State:
        memories = self.state.memories.items()
        return State(
            self.state.steps,
            {name: {key: array.astype(dtype) for key, array in memory.items()} for name, memory in memories},
        )


@dataclass(frozen=True)
class Step:
    """What the textbook says of a step that takes the `rows` as one batch in that epoch."""

    start: Start
    rows: np.ndarray
    epoch: int
    #: Those of `arrays_of` and the `loss`, and for each the least and the greatest of the rule, by tolerances.
    after: Arrays
    ends: dict[str, dict[str, tuple[np.ndarray, np.ndarray]]]
    #: Those of the model's arrays, and the loss, of which something can be said, whatever the network.
    known: frozenset[str]
    #: Where the next step starts: there, rounded to float32.
    next: Start
    #: Whether rounding chooses a slope or the greatest of a window.
    has_kinks: bool

    def distances(self, arrays: Arrays, dtype: str) -> dict[str, float]:
        """How far each of an engine's arrays is off, relative to its norm."""
        found = {}
        for key, (low, high) in self.ends[dtype].items():
            own = arrays[key].astype(np.float64)
            outside = np.maximum(0, np.maximum(low - own, own - high))
            norm = max(float(np.linalg.norm(self.after[key])), _TINY)
            found[key] = float(np.linalg.norm(np.where(np.isnan(own), np.inf, outside))) / norm
        return found


def started(problem: Problem) -> Start:
    """Before the first step."""
    return Start(dict(problem.model().arrays()), State())


def step(problem: Problem, start: Start, rows: np.ndarray, epoch: int) -> Step:
    """The textbook's step, the first one of the epoch."""
    optimizer = parse_optimizer(problem.optimizer)
    model = start.model(problem, np.float64)
    engine = problem.engine(model, np.float64, TEXTBOOK)
    engine.state = start.state
    loss = engine.train_epoch(
        problem.x, problem.labels, rows=rows, epoch=epoch, **problem.steps | {"batch_size": len(rows)}
    )
    state, after = engine.state, dict(model.arrays()) | {"loss": np.array(loss)}
    after |= {f"{name} {key}": array for name, memory in state.memories.items() for key, array in memory.items()}

    batch = start.model(problem, np.float64)
    gradients, kept = _gradients(problem, batch, rows, epoch)
    known = _known(problem, start, rows, epoch, gradients | kept)
    length = math.hypot(*map(np.linalg.norm, gradients.values())) if problem.clip_norm else 0.0
    share = problem.clip_norm / length if length > problem.clip_norm > 0 else 1.0
    ends = {}
    for dtype, tolerance in TOLERANCES.items():
        ends[dtype] = {key: (array, array) for key, array in kept.items()}
        for key, gradient in gradients.items():
            clipped = share * gradient
            d = tolerance * math.sqrt(float(np.mean(clipped * clipped)))
            found = [_stepped(problem, batch, key, start, clipped + sign * d) for sign in (-1, 0, 1)]
            for name in found[1]:
                # What is here put together from the optimizer's own formula is the engine's step.
                np.testing.assert_allclose(found[1][name], after[name], rtol=1e-12, atol=1e-14, err_msg=name)
                three = [other[name] for other in found]
                ends[dtype][name] = (np.min(three, axis=0), np.max(three, axis=0))
    assert ends["float64"].keys() == after.keys()
    memories = {
        name: {key: _rounded(array) for key, array in memory.items()} for name, memory in state.memories.items()
    }
    following = Start({key: _rounded(after[key]) for key in start.arrays}, State(state.steps, memories))
    has_kinks = _has_kinks(problem, start.model(problem, np.float64), rows, epoch)
    assert optimizer.arrays == 0 or state.steps == start.state.steps + 1
    return Step(start, rows, epoch, after, ends, known, following, has_kinks)


def _rounded(array: np.ndarray) -> np.ndarray:
    return array.astype(np.float32).astype(np.float64)


def _batch(problem: Problem, rows: np.ndarray, dtype: Any) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and targets."""
    x = problem.scaling.apply(problem.x[rows], dtype).reshape(len(rows), *problem.shape)
    return x, problem.model().output.targets(problem.labels[rows], problem.width, dtype)


def _gradients(
    problem: Problem, model: ClassifierModel, rows: np.ndarray, epoch: int, nudge: np.random.Generator | None = None
) -> tuple[Arrays, Arrays]:
    """The gradient of each parameter; the loss without L2 term, and each running average after the forward."""
    dtype = next(iter(model.parameters().values())).dtype
    x, y = _batch(problem, rows, dtype)
    if nudge is not None:
        x = x * (1 + _ROUNDING * nudge.choice([-1, 0, 1], x.shape)).astype(dtype)
    with model.in_mode(TRAINING):
        model.at(seed=problem.seed, epoch=epoch, step=1)
        model.forward(x, y, problem.reg_lambda)
        model.backward(problem.reg_lambda)
    places = {key: key.rpartition(".") for key in model.parameters()}
    gradients = {key: getattr(model.layers[name], f"d{attribute}") for key, (name, _, attribute) in places.items()}
    kept = {key: array for key, array in model.arrays().items() if key not in gradients}
    return gradients, kept | {"loss": np.array(model.data_loss)}


def _known(problem: Problem, start: Start, rows: np.ndarray, epoch: int, exact: Arrays) -> frozenset[str]:
    """The arrays that float32 finds near enough, though each number of the start is changed by a rounding.

    Not a gradient beside which another is greater than all digits: it may be 0 because all cancels, batch norm's way.
    """
    norms = {key: float(np.linalg.norm(array)) for key, array in exact.items()}
    parameters = problem.model().parameters()
    largest = max(norms[key] for key in parameters)
    known = {key for key in exact if norms[key] > _CANCELLED * largest or key not in parameters}
    rng = np.random.default_rng(0)
    for _ in range(_TRIES):
        arrays = {key: a * (1 + _ROUNDING * rng.choice([-1, 0, 1], a.shape)) for key, a in start.arrays.items()}
        model = Start(arrays, start.state).model(problem, np.float32)
        gradients, kept = _gradients(problem, model, rows, epoch, rng)
        for key, array in (gradients | kept).items():
            distance = np.linalg.norm(array.astype(np.float64) - exact[key])
            if not distance <= TOLERANCES["float32"] / 2 * norms[key]:
                known.discard(key)
    return frozenset(known)


def _stepped(problem: Problem, model: ClassifierModel, key: str, start: Start, gradient: np.ndarray) -> Arrays:
    """The parameter `key` and what the optimizer keeps of it after a step with that gradient, by the formula."""
    optimizer, memory = parse_optimizer(problem.optimizer), dict(start.state.memories.get(key, {}))
    away = optimizer.step(gradient, problem.learning_rate, memory, start.state.steps + 1)
    name, _, attribute = key.rpartition(".")
    before = start.arrays[key]
    decay = optimizer.decay(before, problem.learning_rate) if attribute in regularised_names(model.layers[name]) else 0
    after = before - away - (0 if decay is None else decay)
    return {key: after} | {f"{key} {kept}": array for kept, array in memory.items()}


def _has_kinks(problem: Problem, model: ClassifierModel, rows: np.ndarray, epoch: int) -> bool:
    """Whether a bend, two nearly equal entries of a window, or an error of nearly 0 decides a gradient.

    An input of exactly 0 is no such: the textbook says what its slope is.
    """
    x, y = _batch(problem, rows, np.float64)
    learned = False  # where nothing before has learned, no slope matters
    with model.in_mode(TRAINING):
        model.at(seed=problem.seed, epoch=epoch, step=1)
        for layer in model.layers.values():
            near = _KINK * math.sqrt(float(np.mean(x * x)))
            bends = isinstance(layer, ReLU) or getattr(layer, "alpha", 1.0) != 1.0
            if learned and bends and (np.abs(x[x != 0]) < near).any():
                return True
            if learned and isinstance(layer, MaxPoolingLayer) and layer.kernel_size > 1:
                windows = np.sort(unfold(as_images(x), layer.kernel_size, layer.stride), axis=2)
                best, second = windows[:, :, -1], windows[:, :, -2]
                if ((best - second < near) & ((best != 0) | (second != 0))).any():
                    return True
            learned = learned or bool(layer.parameters)
            x = layer.forward(x)
        error = model.output_layer.forward(x) - y
    return problem.output == "absolute" and bool((np.abs(error) < _KINK).any())
