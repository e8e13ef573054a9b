"""A layer without a textbook: a new object judges its forward, and central differences of forward its backward."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from undergrad.contracts.compare import OF_DIFFERENCES, SINGLE, Bounds, verdict
from undergrad.contracts.contract import Contract
from undergrad.contracts.formula import Slip
from undergrad.contracts.toml import own_contract
from undergrad.exercises.answers import ask
from undergrad.exercises.base import Exercise, Numbers, as_dtype, away_from_zero
from undergrad.findings.sentences import Words, phrase
from undergrad.sandbox.process import Session
from undergrad.sandbox.worker.script import NDArray, Ref, Script

#: The usual step, then those to try if it cannot decide whether a gradient is right.
STEPS = (1e-5, 1e-6, 1e-4)
# If two step lengths disagree by more than this fraction, a kink lies between; if both sides disagree, it lies at x.
_KINK = 1e-4
_NOISE = 1e-7  # smaller disagreements are rounding


@dataclass(frozen=True)
class Differences:
    """df/dx by differences, and a mask of entries that cannot be trusted because f has a kink within the step."""

    gradient: NDArray
    kinks: NDArray


def central(f: Callable[[NDArray], float], x: NDArray, step: float = STEPS[0]) -> Differences:
    """df/dx, entry by entry, (f(x + h) - f(x - h)) / (the step actually taken), h = step max(1, |x|).

    A second step of h / 10 reveals kinks: a smooth function gives the same with both steps, and on both sides.
    """
    middle = f(x.copy())
    (large, _), (small, bend) = (_with_step(f, x, middle, h) for h in (step, step / 10))
    tolerance = max(_KINK * float(np.abs(large).max(initial=0.0)), _NOISE)
    return Differences(large, (np.abs(large - small) > tolerance) | (np.abs(bend) > tolerance))


def _with_step(f: Callable[[NDArray], float], x: NDArray, middle: float, step: float) -> tuple[NDArray, NDArray]:
    """The gradient, and the slope to the right minus the slope to the left."""
    gradient, bend = np.empty_like(x), np.empty_like(x)
    for index in np.ndindex(x.shape):
        h = step * max(1.0, abs(float(x[index])))
        high, low = x.copy(), x.copy()
        high[index] += h
        low[index] -= h
        above, below = f(high), f(low)
        gradient[index] = (above - below) / (high[index] - low[index])
        bend[index] = (above - middle) / (high[index] - x[index]) - (middle - below) / (x[index] - low[index])
    return gradient, bend


_MOST_KINKS = 0.2  # of all entries


@dataclass(frozen=True)
class OwnLayer:
    """A layer under check: the session and arguments that make it, its input of `shape` (N, ...), what it learns."""

    name: str
    session: Session
    arguments: tuple[object, ...]
    shape: tuple[int, ...]
    seed: int
    result: tuple[int, ...] = ()  # the shape of forward's result
    #: Each array p that has a dp after backward, with the values of a new layer.
    parameters: Mapping[str, NDArray] = field(default_factory=dict)

    @functools.cached_property
    def exercises(self) -> dict[str, Exercise]:
        """The exercises of the layer by `name.method`."""
        kinds = {"forward": OwnForward, "backward": OwnBackward, "update": OwnUpdate, "summary": OwnMethod}
        exercises = [kind(self.contract(), method, self) for method, kind in kinds.items()]
        return {exercise.name: exercise for exercise in exercises}

    def contract(self) -> Contract:
        """The contract of such a layer, with the names and shapes of this one."""
        return own_contract(
            self.name,
            self.parameters,
            sizes=self._sizes(self.shape[0]),
            shapes={"x": ["N", *self.shape[1:]], "result": ["rows", *self.result[1:]] if self.result else []},
            variants={
                "other": {"sizes": self._sizes(self.shape[0] + 4)},
                "batch of 1": {"sizes": self._sizes(1)},
            },
        )

    def _sizes(self, size: int) -> dict[str, int]:
        """The number of samples, and the number of rows of forward's result for them."""
        rows, left = divmod(self.result[0] * size, self.shape[0]) if self.result else (0, 0)
        return {"N": size, "rows": self.result[0] if left else rows}


class OwnMethod(Exercise):
    """A method that only has to exist and to work, as summary does; also the base of the other methods."""

    def __init__(self, contract: Contract, method: str, layer: OwnLayer) -> None:
        super().__init__(contract, method)
        self.layer = layer

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        n = super().draw(rng, variant) | {"extreme": variant in self.variants("extremes"), "by_formula": True}
        for name, p in self.layer.parameters.items():  # near their start, with the same sign: some must be positive
            step = np.where(p == 0, 1, np.abs(p)) * away_from_zero(rng, p.shape, 0.1, 0.3)
            n |= {name: np.asarray(p + step, p.dtype), f"d{name}": np.asarray(away_from_zero(rng, p.shape), p.dtype)}
        return n

    def construct(self, script: Script, n: Numbers) -> Ref:
        layer = script.new(self.cls, *self.layer.arguments, seed=self.layer.seed)
        for name in self.weights:
            script.set(layer, name, n[name])
        return layer

    def place(self, layer: Ref, name: str, n: Numbers) -> tuple[Ref, str]:
        return layer, name.removeprefix("self.")

    def mutants(self, quantity: str) -> Iterable[Iterable[Slip]]:
        return ()  # the formula's names are not those of the layer


class OwnForward(OwnMethod):
    """forward(x): the same for each new object; the same number of rows for each sample, for any batch size."""

    needs: tuple[str, ...] = ("values",)

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        own = ask(self.layer.session, self, n | {"x": np.ascontiguousarray(n["x"])}).array("result")
        return {"result": _in_shape(own, n["d_prev"].shape)}

    def bounds(self, *, single: bool) -> Bounds:
        # A right result may be the small difference of large numbers.
        return SINGLE._replace(absolute=1e-3) if single else super().bounds(single=False)

    def otherwise(
        self, quantity: str, got: NDArray, n: Numbers, again: Callable[[Numbers], NDArray | None]
    ) -> tuple[str, Words, str] | None:
        return "fail", phrase("forward-is-random"), "second-call-differs"


class OwnBackward(OwnForward):
    """backward(d_prev, reg_lambda): the gradients of forward; that of a parameter p may also contain reg_lambda p.

    The right ones are central differences of sum(forward(x) * d_prev). The layer's own numbers are accepted at kinks,
    where differences mean nothing, and at extremes, where they are inexact. The gradient of x may be flat, as that of
    a layer that flattens x is.
    """

    needs = ()

    def __init__(self, contract: Contract, method: str, layer: OwnLayer) -> None:
        super().__init__(contract, method, layer)
        self._forward = OwnForward(contract, "forward", layer)
        self._inputs = {"result": "x"} | {f"self.d{name}": name for name in self.weights}
        self._known: dict[bytes, dict[str, tuple[NDArray, float]]] = {}

    def bounds(self, *, single: bool) -> Bounds:
        return super().bounds(single=True) if single else OF_DIFFERENCES

    def readings(self, n: Numbers, *, patched: bool = False) -> tuple[Numbers, ...]:
        return n, n | {"reg_lambda": 0.0}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        if n["extreme"]:
            own = ask(self.layer.session, self, n)
            return {q: _in_shape(own.array(q), *_shapes(n, name)) for q, name in self._inputs.items()}
        return Exercise.reference(self, n)

    def environment(self, n: Numbers) -> Mapping[str, NDArray]:
        return {f"slope_{self._inputs[quantity]}": slope for quantity, (slope, _) in self._slopes(n).items()}

    def doubt(self, quantity: str, n: Numbers) -> Words:
        return phrase("forward-has-kinks") if self._slopes(n)[quantity][1] > _MOST_KINKS else ""

    def otherwise(
        self, quantity: str, got: NDArray, n: Numbers, again: Callable[[Numbers], NDArray | None]
    ) -> tuple[str, Words, str] | None:
        without, right = again(n | {"reg_lambda": 0.0}), self.reference(n)["result"]
        if quantity != "result" or without is None:
            return None
        right_without = verdict(without, right, OF_DIFFERENCES)[0] == "pass"
        return ("fail", phrase("input-gradient-has-l2"), "l2-in-dx") if right_without else None

    def _slopes(self, n: Numbers) -> dict[str, tuple[NDArray, float]]:
        """The gradient of each quantity without an L2 term, and the share of its entries that kinks make unknown."""
        n = as_dtype(n, np.float64)
        key = b"".join(n[name].tobytes() for name in ("x", "d_prev", *self.weights))
        if key not in self._known:
            own = ask(self.layer.session, self, n | {"reg_lambda": 0.0})
            self._known[key] = {name: self._slope(n, self._inputs[name], own.array(name)) for name in self._inputs}
        return self._known[key]

    def _slope(self, n: Numbers, name: str, own: NDArray | None) -> tuple[NDArray, float]:
        start = np.ascontiguousarray(n[name])
        answer = _in_shape(own, *_shapes(n, name))
        for step in STEPS:
            measured = central(lambda value: self._loss(n | {name: value}), start, step)
            kinks = (measured.kinks | ~np.isfinite(measured.gradient)).reshape(answer.shape)
            slope = np.where(kinks, answer, measured.gradient.reshape(answer.shape))
            if verdict(answer, slope, OF_DIFFERENCES)[0] != "unclear":
                break
        return slope, np.count_nonzero(kinks) / max(1, kinks.size)

    def _loss(self, n: Numbers) -> float:
        out = ask(self.layer.session, self._forward, n).array("result")
        return float(np.sum(out * n["d_prev"])) if out is not None and out.shape == n["d_prev"].shape else np.nan


class OwnUpdate(OwnMethod):
    """update(learning_rate)."""

    @property
    def can_be_patched(self) -> bool:
        return True


def _in_shape(own: NDArray | None, *shapes: tuple[int, ...]) -> NDArray:
    """The layer's own numbers if they have one of the shapes, else zeros of the first."""
    return own if own is not None and own.shape in shapes else np.zeros(shapes[0])


def _shapes(n: Numbers, name: str) -> list[tuple[int, ...]]:
    """The allowed shapes of the gradient of n[name]: that of x may be flat, as for a layer that flattens x."""
    shape = n[name].shape
    return [shape, (shape[0], math.prod(shape[1:]))] if name == "x" else [shape]
