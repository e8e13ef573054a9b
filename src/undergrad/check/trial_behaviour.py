"""What a layer that has no textbook must do whatever it computes."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from undergrad.check import compare
from undergrad.check.exercises.base import away_from_zero
from undergrad.check.findings import Finding
from undergrad.check.trial import Trial, is_parameter
from undergrad.sandbox.worker.script import NDArray

_METHODS = ("forward", "backward", "update", "summary")


def methods(trial: Trial) -> Iterator[Finding]:
    """The four methods are there."""
    layer = trial.new()
    for method in _METHODS:
        if not callable(getattr(type(layer), method, None)):
            told = f"has no method {method}"
            yield trial.say("methods", "fail", method=method, message=told, causes=("missing-method",))


def shapes(trial: Trial) -> Iterator[Finding]:
    """Arrays, float64, the shape of the input, finite; for three sizes of a batch."""
    for size in (trial.shape[0], 1, trial.shape[0] + 4):
        layer, x = trial.new(), trial.draw(size)
        out = trial.forward(layer, x)
        if not isinstance(out, np.ndarray):
            cause = "returns-none" if out is None else "not-an-array"
            told = f"forward returns {type(out).__name__}"
            yield trial.say("shapes", "fail", method="forward", message=told, causes=(cause,))
            return
        dx = layer.backward(away_from_zero(trial.rng, out.shape), 0.0)
        for method, got, shape in (("forward", out, None), ("backward", dx, x.shape)):
            yield from _form(trial, method, got, shape, size)


def determinism(trial: Trial) -> Iterator[Finding]:
    """The same seed gives the same."""
    x = trial.draw()
    if compare.relative_error(trial.forward(trial.new(), x), trial.forward(trial.new(), x)) > 0:
        told = "forward gives something else each time, although np.random.seed is called before"
        yield trial.say("determinism", "fail", method="forward", message=told, causes=("second-call-differs",))


def purity(trial: Trial) -> Iterator[Finding]:
    """Neither an array that was given nor one that was returned changes, and backward changes no parameter."""
    layer, x = trial.new(), trial.draw()
    kept = x.copy()
    out = trial.forward(layer, x)
    result, d = out.copy(), away_from_zero(trial.rng, out.shape)
    upstream = d.copy()
    weights = {name: value.copy() for name, value in vars(layer).items() if is_parameter(value)}
    layer.backward(d, 0.1)
    if not np.array_equal(x, kept):
        yield trial.say("purity", "fail", message="the input is changed in place", causes=("input-changed",))
    if not np.array_equal(d, upstream):
        yield trial.say("purity", "fail", message="d_prev is changed in place", causes=("upstream-changed",))
    if not np.array_equal(out, result):
        told = "backward changes what forward returned"
        yield trial.say("purity", "fail", message=told, causes=("result-destroyed",))
    own = [name for name in weights if hasattr(layer, f"d{name}")]
    if any(not np.array_equal(weights[name], getattr(layer, name)) for name in own):
        yield trial.say("purity", "fail", message="backward changes a parameter", causes=("updates-in-backward",))


def repeat(trial: Trial) -> Iterator[Finding]:
    """A second backward gives the same."""
    layer, x = trial.new(), trial.draw()
    d = away_from_zero(trial.rng, trial.forward(layer, x).shape)
    first = [np.array(layer.backward(d.copy(), 0.0)), *_gradients(layer)]
    second = [np.array(layer.backward(d.copy(), 0.0)), *_gradients(layer)]
    for a, b in zip(first, second, strict=True):
        if compare.relative_error(a, b) > compare.PASS:
            cause = (
                "gradient-accumulates" if compare.relative_error(2 * a, b) <= compare.PASS else "second-call-differs"
            )
            yield trial.say("repeat", "fail", message="a second backward gives something else", causes=(cause,))
            return


def instances(trial: Trial) -> Iterator[Finding]:
    """Two objects do not know of each other."""
    one, two, x, other = trial.new(), trial.new(), trial.draw(), trial.draw()
    out = trial.forward(one, x)
    d = away_from_zero(trial.rng, out.shape)
    alone = np.array(one.backward(d.copy(), 0.0))
    trial.forward(one, x)
    trial.forward(two, other)
    if compare.relative_error(np.array(one.backward(d.copy(), 0.0)), alone) > compare.PASS:
        yield trial.say("instances", "fail", message="a second object changes the first", causes=("shared-state",))


def batches(trial: Trial) -> Iterator[Finding]:
    """A second batch, of another size, is answered as by a new object."""
    layer, x = trial.new(), trial.draw(trial.shape[0] + 4)
    out = trial.forward(layer, trial.draw())
    layer.backward(np.ones_like(out), 0.0)
    fresh = trial.new()
    want = trial.forward(fresh, x.copy())
    got = trial.forward(layer, x)
    d = away_from_zero(trial.rng, want.shape)
    pairs = [(got, want), (layer.backward(d.copy(), 0.0), fresh.backward(d.copy(), 0.0))]
    if any(compare.relative_error(np.asarray(a), np.asarray(b)) > compare.PASS for a, b in pairs):
        told = "a second batch, of another size, gets another answer than from a new object"
        yield trial.say("batches", "fail", message=told, causes=("cached-first-result",))


def extremes(trial: Trial) -> Iterator[Finding]:
    """+-1000 and exact zeros give finite numbers."""
    with np.errstate(all="ignore"):
        for name, factor in (("+-1000", 1000.0), ("zeros", 0.0)):
            layer = trial.new()
            out = trial.forward(layer, factor * np.sign(trial.draw()))
            dx = layer.backward(away_from_zero(trial.rng, out.shape), 0.0)
            for method, got in (("forward", out), ("backward", dx)):
                if not np.isfinite(got).all():
                    told = f"{name}: {method} is not finite"
                    yield trial.say("extremes", "fail", method=method, message=told, causes=("not-finite",))


def float32(trial: Trial) -> Iterator[Finding]:
    """float32 in, float32 out."""
    layer, x = trial.new(), trial.draw()
    for name, value in list(vars(layer).items()):
        if is_parameter(value):
            setattr(layer, name, value.astype(np.float32))
    out = trial.forward(layer, x.astype(np.float32))
    dx = layer.backward(away_from_zero(trial.rng, out.shape).astype(np.float32), 0.0)
    for method, got in (("forward", out), ("backward", dx)):
        if got.dtype != np.float32:
            told = f"{method} gives {got.dtype} for float32"
            yield trial.say("float32", "fail", method=method, message=told, causes=("float32-lost",))


def update(trial: Trial) -> Iterator[Finding]:
    """Every parameter p that has a dp becomes p - learning_rate dp."""
    layer, x = trial.new(), trial.draw()
    layer.backward(away_from_zero(trial.rng, trial.forward(layer, x).shape), 0.0)
    names = [
        n for n, v in vars(layer).items() if is_parameter(v) and isinstance(getattr(layer, f"d{n}", None), np.ndarray)
    ]
    before = {name: (getattr(layer, name).copy(), getattr(layer, f"d{name}").copy()) for name in names}
    layer.update(0.3)
    for name, (p, dp) in before.items():
        if compare.relative_error(getattr(layer, name), p - 0.3 * dp) > compare.PASS:
            told = f"update does not make {name} - learning_rate d{name} of {name}"
            causes = ("update-ascends",) if np.allclose(getattr(layer, name), p + 0.3 * dp) else ()
            yield trial.say("update", "fail", method="update", message=told, causes=causes)


def _form(trial: Trial, method: str, got: Any, shape: tuple[int, ...] | None, size: int) -> Iterator[Finding]:
    where = f"{method} of a batch of {size}"
    if not isinstance(got, np.ndarray):
        cause = "returns-none" if got is None else "not-an-array"
        told = f"{where} returns {type(got).__name__}"
        yield trial.say("shapes", "fail", method=method, message=told, causes=(cause,))
    elif shape is not None and got.shape not in (shape, (size, math.prod(shape[1:]))):  # a flattened input's too
        told = f"{where} has the shape {got.shape}, its input {shape}"
        yield trial.say("shapes", "fail", method=method, message=told, causes=("wrong-shape",))
    elif got.dtype != np.float64:
        told = f"{where} is {got.dtype} for float64"
        yield trial.say("shapes", "fail", method=method, message=told, causes=("wrong-dtype",))
    elif not np.isfinite(got).all():
        yield trial.say("shapes", "fail", method=method, message=f"{where} is not finite", causes=("not-finite",))


def _gradients(layer: Any) -> list[NDArray]:
    found = sorted((name, value) for name, value in vars(layer).items() if name[:1] == "d" and is_parameter(value))
    return [copy.copy(value) for _, value in found]
