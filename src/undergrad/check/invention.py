"""Judges a layer of one's own, in this process: everything that needs no textbook.

The gradient's judge is the layer's own forward: central differences of sum(forward(x) * d) for a random d.
"""

from __future__ import annotations

import copy
import secrets
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from undergrad.check import compare
from undergrad.check.asking import generator
from undergrad.check.assignment import Assignment, Item
from undergrad.check.causes import evidence, finish
from undergrad.check.difference import central
from undergrad.check.exercises import EXERCISES
from undergrad.check.exercises.base import away_from_zero
from undergrad.check.failures import explained
from undergrad.check.formula import Formula, search, whole
from undergrad.check.judge import Judge
from undergrad.check.local import LocalSession
from undergrad.check.machine import Machine
from undergrad.check.records import Record, Report
from undergrad.check.script import NDArray
from undergrad.errors import UsageError, unknown

_METHODS = ("forward", "backward", "update", "summary")
_MOST_KINKS = 0.2  # of all entries


def check_layer(
    layer: Callable[..., Any],
    *arguments: Any,
    input_shape: tuple[int, ...] = (7, 5),
    seed: int | None = None,
    like: str | None = None,
) -> Report:
    """Judge the layer that `layer(*arguments)` makes, for inputs of `input_shape` (N, ...), float64.

    Checked are the methods, shapes, dtypes, the gradients of the input and of each array attribute `p` that has a `dp`
    after backward (against central differences, with reg_lambda = 0), that no array given is changed, a second call, a
    second object, a second batch, a batch of one, large inputs, float32, and update. Randomness must come from NumPy's
    global state, which is seeded before each call. With `like="FCLayer"`, the name of a class of the homework, the
    class is judged against the textbook's instead. UsageError for an unknown name or shape.
    """
    seed = secrets.randbelow(10**6) if seed is None else seed
    name = getattr(layer, "__name__", type(layer).__name__)
    if like is not None:
        return _as_homework(layer, like, name, seed)
    if len(input_shape) < 2 or any(size < 1 for size in input_shape):
        raise UsageError(f"input_shape must be (N, ...) with positive sizes, not {input_shape}")
    trial = _Trial(layer, arguments, input_shape, seed, name)
    return Report([finish(record) for record in trial.records()], subject=name, seed=seed)


def _as_homework(layer: Callable[..., Any], like: str, name: str, seed: int) -> Report:
    items = tuple(Item(name=full) for full, exercise in EXERCISES.items() if exercise.cls == like)
    if not items:
        raise unknown("class", like, dict.fromkeys(exercise.cls for exercise in EXERCISES.values()))
    from undergrad.check.child import contents_of

    namespace = {like: layer}
    judge = Judge(LocalSession(namespace), contents_of(namespace), Assignment(name="own", methods=items), seed)
    return Report(judge.all(items), subject=name, seed=seed)


class _Trial:
    """One layer under examination."""

    def __init__(
        self, make: Callable[..., Any], arguments: tuple[Any, ...], shape: tuple[int, ...], seed: int, name: str
    ) -> None:
        self.make, self.arguments, self.shape, self.seed, self.name = make, arguments, shape, seed, name
        self.rng = generator(seed, name)

    def new(self) -> Any:
        np.random.seed(self.seed)
        return self.make(*self.arguments)

    def forward(self, layer: Any, x: NDArray) -> Any:
        np.random.seed(self.seed + 1)
        return layer.forward(x)

    def records(self) -> Iterator[Record]:
        """Every check, in order; what rests on a failed one is not run."""
        for check in (self.methods, self.shapes_and_dtypes):
            failed = list(self.guarded(check))
            yield from failed or [self.say(check.__name__.split("_")[0], "pass")]
            if any(record.verdict == "fail" for record in failed):
                return
        for check in (
            self.determinism,
            self.gradients,
            self.purity,
            self.repeat,
            self.instances,
            self.batches,
            self.extremes,
            self.float32,
            self.update,
        ):
            found = list(self.guarded(check))
            yield from found or [self.say(check.__name__, "pass")]

    def guarded(self, check: Callable[[], Iterator[Record]]) -> Iterator[Record]:
        try:
            yield from check()
        except Exception as error:
            failure = Machine({}).failure(error)
            told, causes = explained(failure)
            line = str(failure.line) if failure.line else ""
            yield self.say(check.__name__.split("_")[0], "fail", message=told, causes=causes, line=line)

    def say(self, check: str, verdict: str, **more: Any) -> Record:
        return Record(cls=self.name, method=more.pop("method", ""), check=check, verdict=verdict, **more)

    def methods(self) -> Iterator[Record]:
        layer = self.new()
        for method in _METHODS:
            if not callable(getattr(type(layer), method, None)):
                told = f"has no method {method}"
                yield self.say("methods", "fail", method=method, message=told, causes=("missing-method",))

    def shapes_and_dtypes(self) -> Iterator[Record]:
        for size in (self.shape[0], 1, self.shape[0] + 4):
            layer, x = self.new(), self.draw(size)
            out = self.forward(layer, x)
            if not isinstance(out, np.ndarray):
                cause = "returns-none" if out is None else "not-an-array"
                told = f"forward returns {type(out).__name__}"
                yield self.say("shapes", "fail", method="forward", message=told, causes=(cause,))
                return
            dx = layer.backward(away_from_zero(self.rng, out.shape), 0.0)
            for method, got, shape in (("forward", out, None), ("backward", dx, x.shape)):
                yield from self.form(method, got, shape, size)

    def form(self, method: str, got: Any, shape: tuple[int, ...] | None, size: int) -> Iterator[Record]:
        where = f"{method} of a batch of {size}"
        if not isinstance(got, np.ndarray):
            cause = "returns-none" if got is None else "not-an-array"
            told = f"{where} returns {type(got).__name__}"
            yield self.say("shapes", "fail", method=method, message=told, causes=(cause,))
        elif shape is not None and got.shape != shape:
            told = f"{where} has the shape {got.shape}, its input {shape}"
            yield self.say("shapes", "fail", method=method, message=told, causes=("wrong-shape",))
        elif got.dtype != np.float64:
            told = f"{where} is {got.dtype} for float64"
            yield self.say("shapes", "fail", method=method, message=told, causes=("wrong-dtype",))
        elif not np.isfinite(got).all():
            yield self.say("shapes", "fail", method=method, message=f"{where} is not finite", causes=("not-finite",))

    def determinism(self) -> Iterator[Record]:
        x = self.draw()
        if compare.relative_error(self.forward(self.new(), x), self.forward(self.new(), x)) > 0:
            told = "forward gives something else each time, although np.random.seed is called before"
            yield self.say("determinism", "fail", method="forward", message=told, causes=("second-call-differs",))

    def gradients(self) -> Iterator[Record]:
        layer, x = self.new(), self.draw()
        names = [name for name, value in vars(layer).items() if _is_parameter(value)]
        out = self.forward(layer, x)
        d = away_from_zero(self.rng, out.shape)
        dx = np.array(layer.backward(d.copy(), 0.0))
        analytic = {"x": dx} | {n: np.array(getattr(layer, f"d{n}")) for n in names if hasattr(layer, f"d{n}")}

        def loss(name: str, value: NDArray) -> float:
            fresh = self.new()
            if name != "x":
                setattr(fresh, name, value)
            return float(np.sum(self.forward(fresh, value if name == "x" else x.copy()) * d))

        for name, got in analytic.items():
            start = x if name == "x" else np.array(getattr(self.new(), name))
            found = central(lambda value, name=name: loss(name, value), start)  # type: ignore[misc]
            yield from self.judged(f"d{name}", got, found.gradient, found.kinks)

    def judged(self, name: str, got: NDArray, want: NDArray, kinks: NDArray) -> Iterator[Record]:
        if got.shape != want.shape:
            told = f"{name} has the shape {got.shape} for {want.shape}"
            yield self.say("gradients", "fail", method="backward", message=told, causes=("wrong-shape",))
            return
        if kinks.mean() > _MOST_KINKS:
            told = f"{name} is numerically unclear: forward has kinks at these inputs"
            yield self.say("gradients", "remark", method="backward", message=told)
            return
        a, b = np.where(kinks, 0.0, got), np.where(kinks, 0.0, want)
        verdict, error = compare.verdict(a, b, compare.PASS_DIFFERENCE, compare.FAIL_DIFFERENCE, absolute=1e-8)
        if verdict == "pass":
            return
        if verdict == "unclear":
            told = f"{name} is numerically unclear"
            yield self.say("gradients", "remark", method="backward", message=told, error=error)
            return
        fits = search(
            a, Formula({"value": ((None, b),), "whole": whole(self.shape[0])}, lambda value, whole: whole(value)), b
        )
        more: dict[str, Any] = {}
        if len(fits) == 1:
            more = {"causes": fits[0].causes, "evidence": evidence(name, fits[0].causes, fits[0].error)}
        worst = compare.differences(a, b)
        yield self.say(
            "gradients",
            "fail",
            method="backward",
            message=f"{name} is not the gradient of forward",
            error=error,
            got="; ".join(f"{list(at)} {value:.6g}" for at, value, _ in worst),
            expected="; ".join(f"{list(at)} {value:.6g}" for at, _, value in worst),
            math=f"{name} = d(sum(forward(x) * d_prev)) / d{name[1:]}",
            **more,
        )

    def purity(self) -> Iterator[Record]:
        layer, x = self.new(), self.draw()
        kept = x.copy()
        out = self.forward(layer, x)
        result, d = out.copy(), away_from_zero(self.rng, out.shape)
        upstream = d.copy()
        weights = {name: value.copy() for name, value in vars(layer).items() if _is_parameter(value)}
        layer.backward(d, 0.1)
        if not np.array_equal(x, kept):
            yield self.say("purity", "fail", message="the input is changed in place", causes=("input-changed",))
        if not np.array_equal(d, upstream):
            yield self.say("purity", "fail", message="d_prev is changed in place", causes=("upstream-changed",))
        if not np.array_equal(out, result):
            told = "backward changes what forward returned"
            yield self.say("purity", "fail", message=told, causes=("result-destroyed",))
        own = [name for name in weights if hasattr(layer, f"d{name}")]
        if any(not np.array_equal(weights[name], getattr(layer, name)) for name in own):
            yield self.say("purity", "fail", message="backward changes a parameter", causes=("updates-in-backward",))

    def repeat(self) -> Iterator[Record]:
        layer, x = self.new(), self.draw()
        d = away_from_zero(self.rng, self.forward(layer, x).shape)
        first = [np.array(layer.backward(d.copy(), 0.0)), *_gradients(layer)]
        second = [np.array(layer.backward(d.copy(), 0.0)), *_gradients(layer)]
        for a, b in zip(first, second, strict=True):
            if compare.relative_error(a, b) > compare.PASS:
                cause = (
                    "gradient-accumulates"
                    if compare.relative_error(2 * a, b) <= compare.PASS
                    else "second-call-differs"
                )
                yield self.say("repeat", "fail", message="a second backward gives something else", causes=(cause,))
                return

    def instances(self) -> Iterator[Record]:
        one, two, x, other = self.new(), self.new(), self.draw(), self.draw()
        out = self.forward(one, x)
        d = away_from_zero(self.rng, out.shape)
        alone = np.array(one.backward(d.copy(), 0.0))
        self.forward(one, x)
        self.forward(two, other)
        if compare.relative_error(np.array(one.backward(d.copy(), 0.0)), alone) > compare.PASS:
            yield self.say("instances", "fail", message="a second object changes the first", causes=("shared-state",))

    def batches(self) -> Iterator[Record]:
        layer, x = self.new(), self.draw(self.shape[0] + 4)
        out = self.forward(layer, self.draw())
        layer.backward(np.ones_like(out), 0.0)
        fresh = self.new()
        want = self.forward(fresh, x.copy())
        got = self.forward(layer, x)
        d = away_from_zero(self.rng, want.shape)
        pairs = [(got, want), (layer.backward(d.copy(), 0.0), fresh.backward(d.copy(), 0.0))]
        if any(compare.relative_error(np.asarray(a), np.asarray(b)) > compare.PASS for a, b in pairs):
            told = "a second batch, of another size, gets another answer than from a new object"
            yield self.say("batches", "fail", message=told, causes=("cached-first-result",))

    def extremes(self) -> Iterator[Record]:
        with np.errstate(all="ignore"):
            for name, factor in (("+-1000", 1000.0), ("zeros", 0.0)):
                layer = self.new()
                out = self.forward(layer, factor * np.sign(self.draw()))
                dx = layer.backward(away_from_zero(self.rng, out.shape), 0.0)
                for method, got in (("forward", out), ("backward", dx)):
                    if not np.isfinite(got).all():
                        told = f"{name}: {method} is not finite"
                        yield self.say("extremes", "fail", method=method, message=told, causes=("not-finite",))

    def float32(self) -> Iterator[Record]:
        layer, x = self.new(), self.draw()
        for name, value in list(vars(layer).items()):
            if _is_parameter(value):
                setattr(layer, name, value.astype(np.float32))
        out = self.forward(layer, x.astype(np.float32))
        dx = layer.backward(away_from_zero(self.rng, out.shape).astype(np.float32), 0.0)
        for method, got in (("forward", out), ("backward", dx)):
            if got.dtype != np.float32:
                told = f"{method} gives {got.dtype} for float32"
                yield self.say("float32", "fail", method=method, message=told, causes=("float32-lost",))

    def update(self) -> Iterator[Record]:
        layer, x = self.new(), self.draw()
        layer.backward(away_from_zero(self.rng, self.forward(layer, x).shape), 0.0)
        names = [
            n
            for n, v in vars(layer).items()
            if _is_parameter(v) and isinstance(getattr(layer, f"d{n}", None), np.ndarray)
        ]
        before = {name: (getattr(layer, name).copy(), getattr(layer, f"d{name}").copy()) for name in names}
        layer.update(0.3)
        for name, (p, dp) in before.items():
            if compare.relative_error(getattr(layer, name), p - 0.3 * dp) > compare.PASS:
                told = f"update does not make {name} - learning_rate d{name} of {name}"
                causes = ("update-ascends",) if np.allclose(getattr(layer, name), p + 0.3 * dp) else ()
                yield self.say("update", "fail", method="update", message=told, causes=causes)

    def draw(self, size: int | None = None) -> NDArray:
        return away_from_zero(self.rng, (size or self.shape[0], *self.shape[1:]))


def _is_parameter(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "f"


def _gradients(layer: Any) -> list[NDArray]:
    found = sorted((name, value) for name, value in vars(layer).items() if name[:1] == "d" and _is_parameter(value))
    return [copy.copy(value) for _, value in found]
