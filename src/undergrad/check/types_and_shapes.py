"""What a quantity is before its numbers are looked at: type, dtype, shape, finiteness."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from msgspec.structs import replace

from undergrad.check import compare
from undergrad.check.compare import relative_error
from undergrad.check.exercises.base import Exercise, Numbers
from undergrad.check.explanations import fitting, named
from undergrad.check.phrases import asked, entries, inputs_of, record, said, shape_of
from undergrad.check.records import Record
from undergrad.check.reproduce import lines_for
from undergrad.sandbox.worker.script import NDArray, Outcome


def form(
    exercise: Exercise,
    check: str,
    quantity: str,
    outcome: Outcome,
    want: NDArray,
    n: Numbers,
    *,
    dtype: Any = np.float64,
) -> Iterator[Record]:
    """Records for whatever is wrong with a quantity before its numbers are looked at; none if nothing is."""
    for entry in _form(exercise, check, quantity, outcome, want, n, dtype):
        yield replace(entry, code=lines_for(exercise, n, quantity)) if entry.verdict == "fail" else entry


def _form(
    exercise: Exercise, check: str, quantity: str, outcome: Outcome, want: NDArray, n: Numbers, dtype: Any
) -> Iterator[Record]:
    name = said(quantity)
    more: dict[str, Any] = {"asked": asked(exercise, n), "expected": shape_of(want, dtype)}
    if outcome.failure:
        told = f"{name} cannot be read: {outcome.failure}"
        cause = exercise.lost.get(quantity, "missing-attribute")
        yield record(exercise, check, "fail", message=told, causes=(cause,), **more)
    elif outcome.kind == "skipped":
        yield record(exercise, check, "fail", message=f"{name} could not be asked for", **more)
    elif outcome.kind == "none":
        told = "returns None" if quantity == "result" else f"{name} is None"
        cause = "returns-none" if quantity == "result" else exercise.lost.get(quantity, "missing-attribute")
        yield record(exercise, check, "fail", message=told, got="None", causes=(cause,), **more)
    elif outcome.array is None:
        told = f"{name} is not {'a number' if exercise.scalar else 'an array of numbers'}, but of type {outcome.type}"
        cause = {"list": "returns-list", "tuple": "returns-list", "str": "returns-text"}.get(
            outcome.type, "not-an-array"
        )
        cause = "loss-not-a-float" if exercise.scalar else cause
        got = outcome.text or outcome.type
        yield record(exercise, check, "fail", message=told, got=got, causes=(cause,), **more)
    elif outcome.array.dtype.kind == "c":
        told = f"{name} is complex"
        yield record(
            exercise, check, "fail", message=told, got=shape_of(outcome.array), causes=("returns-complex",), **more
        )
    else:
        yield from _numeric_form(exercise, check, quantity, outcome, want, n, dtype, more)


def _numeric_form(
    exercise: Exercise, check: str, quantity: str, outcome: Outcome, want: NDArray, n: Numbers, dtype: Any, more: Any
) -> Iterator[Record]:
    name, got = said(quantity), outcome.array
    assert got is not None
    if outcome.kind == "array" and outcome.type != "ndarray":
        told = f"{name} is of the array subclass {outcome.type}; its raw numbers are judged"
        yield record(exercise, check, "remark", message=told, causes=("array-subclass",))
    if got.shape != want.shape:
        fits = fitting(exercise, n, quantity, got, want)
        told = f"{name} has the wrong shape: {got.shape} for {want.shape}"
        mistake = named(fits, name)
        if not fits and got.shape == want.shape[::-1] and relative_error(got.T, want) <= compare.FIT:
            mistake = {"causes": ("transpose",)}
        if not mistake and exercise.method == "__init__" and got.shape == want.shape[::-1] and got.ndim == 2:
            mistake = {"causes": ("transpose",)}
        if not mistake:
            mistake = {"causes": ("loss-not-a-float" if exercise.scalar else "wrong-shape",)}
        yield record(exercise, check, "fail", message=told, got=shape_of(got), **more, **mistake)
    elif not np.isfinite(got).all():
        count = int((~np.isfinite(got)).sum())
        told = f"{name} is not finite" + (f" in {count} of {got.size} entries" if got.shape else "")
        came, right = entries(compare.differences(got, want), inputs_of(exercise, n, want))
        yield record(
            exercise, check, "fail", message=told, causes=("not-finite",), **more | {"got": came, "expected": right}
        )
    elif got.dtype == np.float32 and dtype == np.float64:
        told = f"{name} is float32 for float64 input, and is judged as float32"
        yield record(exercise, check, "remark", message=told, causes=("float32-result",))
    elif got.dtype.kind != "f" or (got.dtype.itemsize < 8 and outcome.kind == "array" and dtype == np.float64):
        told = f"{name} has the dtype {got.dtype} for float64 inputs"
        # Numbers cut to integers or to True and False say little: the right ones, cut, explain them first.
        cut = got.dtype.kind != "f" and not np.array_equal(got, want.astype(got.dtype))
        fits = fitting(exercise, n, quantity, got, want) if cut else []
        mistake = named(fits, name) or {"causes": ("wrong-dtype",)}
        if exercise.scalar and not fits and relative_error(got.astype(float), want) <= compare.PASS:
            return
        yield record(exercise, check, "fail", message=told, got=shape_of(got), **more, **mistake)
