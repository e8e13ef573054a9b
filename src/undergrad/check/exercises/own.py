"""A layer that has no textbook: a new object judges its forward, and differences of its forward judge its backward."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from undergrad.check import compare
from undergrad.check.contract import expressions, groups
from undergrad.check.difference import STEPS, central
from undergrad.check.exercises.base import Exercise, Numbers, as_float64, away_from_zero
from undergrad.check.exercises.of_contract import slips_of_whole
from undergrad.check.formula import Formula, Slip, compiled
from undergrad.check.questions import ask
from undergrad.check.sentences import Words, phrase
from undergrad.sandbox.process import Session
from undergrad.sandbox.worker.script import NDArray, Ref, Script

ARGUMENTS = {"forward": ("x",), "backward": ("d_prev", "reg_lambda"), "update": ("learning_rate",), "summary": ()}
_MOST_KINKS = 0.2  # of all entries


@dataclass(frozen=True)
class OwnLayer:
    """How a layer is made and asked, for inputs of `shape` (N, ...); what it gives for them, and what it learns."""

    name: str
    session: Session
    arguments: tuple[object, ...]
    shape: tuple[int, ...]
    seed: int
    result: tuple[int, ...] = ()  # the shape of what forward gives
    #: Each array p that has a dp after backward, as a new layer has it.
    parameters: Mapping[str, NDArray] = field(default_factory=dict)

    def result_shape(self, size: int) -> tuple[int, ...]:
        """The shape of what forward gives for a batch of that size."""
        rows, left = divmod(self.result[0] * size, self.shape[0]) if self.result else (0, 1)
        return self.result if left else (rows, *self.result[1:])

    def exercises(self) -> dict[str, Exercise]:
        """What is asked of the layer, by `name.method`."""
        every = (OwnForward(self), OwnBackward(self), OwnUpdate(self), OwnMethod(self))
        return {exercise.name: exercise for exercise in every}


class OwnMethod(Exercise):
    """A method that only has to be there and to work: summary; and what the others have in common."""

    method: str = "summary"
    quantities: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    def __init__(self, layer: OwnLayer) -> None:
        self.layer, self.cls, self.weights = layer, layer.name, tuple(layer.parameters)
        self.arguments = ARGUMENTS[self.method]

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        size = {"batch of 1": 1, "other": self.layer.shape[0] + 4}.get(variant, self.layer.shape[0])
        x = away_from_zero(rng, (size, *self.layer.shape[1:]))
        x = {"+-1000": 1000 * np.sign(x), "zeros": 0 * np.abs(x), "Fortran order": np.asfortranarray(x)}.get(variant, x)
        n: Numbers = {"x": x, "d_prev": away_from_zero(rng, self.layer.result_shape(size))}
        n |= {"learning_rate": float(rng.uniform(0.1, 0.4)), "extreme": variant in self.extremes}
        n |= {"reg_lambda": 0.0 if variant == "reg_lambda = 0" else float(rng.uniform(0.2, 0.7))}
        for name, p in self.layer.parameters.items():  # near where they start, of the same sign: some must be positive
            step = np.where(p == 0, 1, np.abs(p)) * away_from_zero(rng, p.shape, 0.1, 0.3)
            n |= {name: np.asarray(p + step, p.dtype), f"d{name}": np.asarray(away_from_zero(rng, p.shape), p.dtype)}
        return n

    def construct(self, script: Script, n: Numbers) -> Ref:
        layer = script.new(self.cls, *self.layer.arguments, seed=self.layer.seed)
        for name in self.weights:
            script.set(layer, name, n[name])
        return layer

    def prepare(self, script: Script, layer: Ref, n: Numbers) -> list[Ref]:
        calls = [script.call(layer, name, *(n[given] for given in ARGUMENTS[name])) for name in self.prior]
        self.patch(script, layer, n)
        return calls

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, self.method, *(n[name] for name in self.arguments))
        kept = {name: script.get(layer, name.removeprefix("self.")) for name in self.quantities if name != "result"}
        return {"call": call, "result": call} | kept

    def watched(self, layer: Ref, n: Numbers) -> dict[str, tuple[Ref, str]]:
        return {name: (layer, name) for name in self.weights}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {}


class OwnForward(OwnMethod):
    """forward(x): the same in each new object; as many rows for each sample, whatever the size of the batch."""

    method = "forward"
    quantities: tuple[str, ...] = ("result",)
    checks = Exercise.checks
    elementwise = ("x",)
    shapes: tuple[str, ...] = ("batch of 1", "Fortran order")
    extremes: tuple[str, ...] = ("+-1000", "zeros")
    float32 = True
    rests_on: tuple[str, ...] = ("values",)

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        own = ask(self.layer.session, self, n | {"x": np.ascontiguousarray(n["x"])}).array("result")
        return {"result": _in_shape(own, self.layer.result_shape(len(n["x"])))}

    def bounds(self, *, single: bool) -> dict[str, float]:
        return {"absolute": 1e-3} if single else {}  # a right result may be the small difference of large numbers

    def otherwise(
        self, quantity: str, got: NDArray, n: Numbers, again: Callable[[Numbers], NDArray | None]
    ) -> tuple[str, Words, str] | None:
        return "fail", phrase("forward-is-random"), "second-call-differs"


class OwnBackward(OwnForward):
    """backward(d_prev, reg_lambda): the gradients of forward; that of a parameter p may grow by reg_lambda p.

    They are central differences of sum(forward(x) * d_prev); at a kink, where these say nothing, and at extremes, where
    they are not exact, the layer's own number stands. A gradient of x may be flat, as that of a layer that flattens x.
    """

    method = "backward"
    prior = ("forward",)
    shapes = (*OwnForward.shapes, "reg_lambda = 0")
    rests_on = ()
    closed_by = "update"
    math = "dp = d(sum(forward(x) * d_prev)) / dp, and reg_lambda p more if p is penalised; dx the same without"

    def __init__(self, layer: OwnLayer) -> None:
        super().__init__(layer)
        self._inputs = {"result": "x"} | {f"self.d{name}": name for name in self.weights}
        self.quantities = tuple(self._inputs)
        self._known: dict[bytes, dict[str, tuple[NDArray, float]]] = {}

    def bounds(self, *, single: bool) -> dict[str, float]:
        exact = {"passing": compare.PASS_DIFFERENCE, "failing": compare.FAIL_DIFFERENCE, "absolute": 1e-8}
        return super().bounds(single=True) if single else exact

    def readings(self, n: Numbers, *, patched: bool = False) -> tuple[Numbers, ...]:
        return n, n | {"reg_lambda": 0.0}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        if n["extreme"]:
            own = ask(self.layer.session, self, n)
            return {q: _in_shape(own.array(q), *_shapes(n, name)) for q, name in self._inputs.items()}
        penalty = {"result": 0.0} | {f"self.d{name}": n["reg_lambda"] * n[name] for name in self.weights}
        return {quantity: slope + penalty[quantity] for quantity, (slope, _) in self._slopes(n).items()}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        plain = {"N": len(n["x"]), "reg_lambda": n["reg_lambda"], "l2": 0.0}
        numbers = {quantity: plain | {"slope": slope} for quantity, (slope, _) in self._slopes(n).items()}
        slips = (_slips("slope"), slips_of_whole())
        made = {"result": Formula("slope", {}, numbers["result"], slips)}
        for name in self.weights:
            penalised = numbers[f"self.d{name}"] | {"l2": n["reg_lambda"] * n[name]}
            made[f"self.d{name}"] = Formula("slope + l2", {}, penalised, (*slips, _slips("penalty", "l2")))
        return made

    def doubt(self, quantity: str, n: Numbers) -> Words:
        return phrase("forward-has-kinks") if self._slopes(n)[quantity][1] > _MOST_KINKS else ""

    def otherwise(
        self, quantity: str, got: NDArray, n: Numbers, again: Callable[[Numbers], NDArray | None]
    ) -> tuple[str, Words, str] | None:
        without, right = again(n | {"reg_lambda": 0.0}), self.reference(n)["result"]
        if (
            quantity != "result"
            or without is None
            or compare.verdict(without, right, **self.bounds(single=False))[0] != "pass"
        ):
            return None
        return "fail", phrase("input-gradient-has-l2"), "l2-in-dx"

    def _slopes(self, n: Numbers) -> dict[str, tuple[NDArray, float]]:
        """The gradient of each quantity without an L2 term, and the share of its entries that kinks leave open."""
        n = as_float64(n)
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
            if compare.verdict(answer, slope, **self.bounds(single=False))[0] != "unclear":
                break
        return slope, np.count_nonzero(kinks) / max(1, kinks.size)

    def _loss(self, n: Numbers) -> float:
        out = ask(self.layer.session, OwnForward(self.layer), n).array("result")
        return float(np.sum(out * n["d_prev"])) if out is not None and out.shape == n["d_prev"].shape else np.nan


class OwnUpdate(OwnMethod):
    """update(learning_rate)."""

    method = "update"
    prior = ("forward", "backward")
    changes = can_be_patched = True
    checks = ("purity", "instances")
    math = "p <- p - learning_rate dp"

    def __init__(self, layer: OwnLayer) -> None:
        super().__init__(layer)
        self.quantities = tuple(f"self.{name}" for name in self.weights)

    def patch(self, script: Script, layer: Ref, n: Numbers) -> None:
        for name in self.weights:  # what forward or backward did to p is said there
            script.set(layer, name, n[name].copy())
            script.set(layer, f"d{name}", n[f"d{name}"])

    def watched(self, layer: Ref, n: Numbers) -> dict[str, tuple[Ref, str]]:
        return {f"d{name}": (layer, f"d{name}") for name in self.weights}

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        return {f"self.{name}": n[name] - n["learning_rate"] * n[f"d{name}"] for name in self.weights}

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        slips = tuple(map(_slips, ("direction", "rate", "gradient")))
        step = {"N": len(n["x"]), "direction": -1.0, "rate": n["learning_rate"]}
        return {
            f"self.{name}": Formula(
                "p + direction * rate * gradient", {}, step | {"p": n[name], "gradient": n[f"d{name}"]}, slips
            )
            for name in self.weights
        }


def _in_shape(own: NDArray | None, *shapes: tuple[int, ...]) -> NDArray:
    """The layer's own numbers if they have one of the shapes, else zeros of the first."""
    return own if own is not None and own.shape in shapes else np.zeros(shapes[0])


def _shapes(n: Numbers, name: str) -> list[tuple[int, ...]]:
    """The shapes that the gradient of n[name] may have: that of x may be flat, as of a layer that flattens x."""
    shape = n[name].shape
    return [shape, (shape[0], math.prod(shape[1:]))] if name == "x" else [shape]


def _slips(group: str, place: str = "") -> tuple[Slip, ...]:
    """The mistakes of a group, made in a place of the group's name or another."""
    mistakes = expressions({"zero-gradient": "0 * it"} if group == "slope" else groups()[group])
    return tuple(Slip("place", place or group, mistake, compiled(text)) for mistake, text in mistakes)
