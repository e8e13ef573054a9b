"""What a quantity is before its numbers are looked at: type, dtype, shape, finiteness."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
from msgspec.structs import replace

from undergrad.check import compare
from undergrad.check.compare import relative_error
from undergrad.check.consequence import STEPS
from undergrad.check.exercises.base import Exercise, Numbers
from undergrad.check.explanations import fitting, named
from undergrad.check.failures import explained
from undergrad.check.findings import Finding
from undergrad.check.phrases import asked, entries, finding, inputs_of, said, shape_of
from undergrad.check.reproduce import lines_for
from undergrad.check.sentences import phrase
from undergrad.check.verdicts import Verdicts
from undergrad.sandbox.worker.script import NDArray, Outcome


def form(
    judge: Verdicts,
    exercise: Exercise,
    check: str,
    quantity: str,
    outcome: Outcome,
    want: NDArray,
    n: Numbers,
    *,
    dtype: Any = np.float64,
) -> Iterator[Finding]:
    """Findings for whatever is wrong with a quantity before its numbers are looked at; none if nothing is."""
    got = outcome.array
    if got is not None and got.shape != want.shape and _harmless(judge, exercise, quantity, got, want):
        message = phrase("wrong-shape", quantity=said(quantity), got=str(got.shape), right=str(want.shape))
        fields: dict[str, Any] = {"causes": ("bias-shape",), "evidence": phrase("learns-the-same", steps=STEPS)}
        yield finding(exercise, check, "remark", message=message, **fields)
        outcome = dataclasses.replace(outcome, array=got.reshape(want.shape))
    for entry in _form(exercise, check, quantity, outcome, want, n, dtype):
        yield replace(entry, code=lines_for(exercise, n, quantity)) if entry.verdict == "fail" else entry


def _harmless(judge: Verdicts, exercise: Exercise, quantity: str, got: NDArray, want: NDArray) -> bool:
    """Whether an attribute has only dimensions of length 1 too many, and a network learns the same with them.

    A result has not: what gets it was not asked. Nor has a loss: float() and format() take no array of one number.
    """
    if quantity == "result" or exercise.terms.scalar or exercise.method == "__init__":
        return False
    return np.squeeze(got).shape == np.squeeze(want).shape and got.ndim > want.ndim and judge.learns_in_shape()


def _form(
    exercise: Exercise, check: str, quantity: str, outcome: Outcome, want: NDArray, n: Numbers, dtype: Any
) -> Iterator[Finding]:
    name = said(quantity)
    fields: dict[str, Any] = {"asked": asked(exercise, n), "expected": shape_of(want, dtype)}
    lost = exercise.terms.lost.get(quantity, "missing-attribute")
    if outcome.failure:
        raised = outcome.failure.kind == "raised"
        failure = str(outcome.failure) if raised else explained(outcome.failure)[0]
        message = phrase("cannot-be-read", quantity=name, failure=failure)
        yield finding(exercise, check, "fail", message=message, causes=(lost,), **fields)
    elif outcome.kind == "skipped":
        yield finding(exercise, check, "fail", message=phrase("not-asked-for", quantity=name), **fields)
    elif outcome.kind == "none":
        message = phrase("returns-none") if quantity == "result" else phrase("is-none", quantity=name)
        cause = "returns-none" if quantity == "result" else lost
        yield finding(exercise, check, "fail", message=message, got="None", causes=(cause,), **fields)
    elif outcome.array is None:
        of_type = {"quantity": name, "type": outcome.type}
        message = phrase("not-a-number", **of_type) if exercise.terms.scalar else phrase("not-an-array", **of_type)
        cause = {"list": "returns-list", "tuple": "returns-list", "str": "returns-text"}.get(
            outcome.type, "not-an-array"
        )
        cause = "loss-not-a-float" if exercise.terms.scalar else cause
        got = outcome.text or outcome.type
        yield finding(exercise, check, "fail", message=message, got=got, causes=(cause,), **fields)
    elif outcome.array.dtype.kind == "c":
        fields |= {"got": shape_of(outcome.array), "causes": ("returns-complex",)}
        yield finding(exercise, check, "fail", message=phrase("is-complex", quantity=name), **fields)
    else:
        yield from _numeric_form(exercise, check, quantity, outcome, want, n, dtype, fields)


def _numeric_form(
    exercise: Exercise, check: str, quantity: str, outcome: Outcome, want: NDArray, n: Numbers, dtype: Any, fields: Any
) -> Iterator[Finding]:
    name, got = said(quantity), outcome.array
    assert got is not None
    if outcome.kind == "array" and outcome.type != "ndarray":
        message = phrase("is-subclass", quantity=name, type=outcome.type)
        yield finding(exercise, check, "remark", message=message, causes=("array-subclass",))
    if got.shape != want.shape:
        fits = fitting(exercise, n, quantity, got, want)
        message = phrase("wrong-shape", quantity=name, got=str(got.shape), right=str(want.shape))
        mistake = named(fits, quantity)
        if not fits and got.shape == want.shape[::-1] and relative_error(got.T, want) <= compare.FIT:
            mistake = {"causes": ("transpose",)}
        if not mistake and exercise.method == "__init__" and got.shape == want.shape[::-1] and got.ndim == 2:
            mistake = {"causes": ("transpose",)}
        if not mistake:
            mistake = {"causes": ("loss-not-a-float" if exercise.terms.scalar else "wrong-shape",)}
        yield finding(exercise, check, "fail", message=message, got=shape_of(got), **fields, **mistake)
    elif not np.isfinite(got).all():
        count = int((~np.isfinite(got)).sum())
        message = phrase("is-not-finite", quantity=name)
        if got.shape:
            message = phrase("entries-not-finite", quantity=name, count=count, size=got.size)
        came, right = entries(compare.differences(got, want), inputs_of(exercise, n, want))
        fields |= {"got": came, "expected": right}
        yield finding(exercise, check, "fail", message=message, causes=("not-finite",), **fields)
    elif got.dtype == np.float32 and dtype == np.float64:
        message = phrase("is-float32", quantity=name)
        yield finding(exercise, check, "remark", message=message, causes=("float32-result",))
    elif got.dtype.kind != "f" or (got.dtype.itemsize < 8 and outcome.kind == "array" and dtype == np.float64):
        message = phrase("has-dtype", quantity=name, dtype=str(got.dtype))
        # Numbers cut to integers or to True and False say little: the right ones, cut, explain them first.
        cut = got.dtype.kind != "f" and not np.array_equal(got, want.astype(got.dtype))
        fits = fitting(exercise, n, quantity, got, want) if cut else []
        mistake = named(fits, quantity) or {"causes": ("wrong-dtype",)}
        if exercise.terms.scalar and not fits and relative_error(got.astype(float), want) <= compare.PASS:
            return
        yield finding(exercise, check, "fail", message=message, got=shape_of(got), **fields, **mistake)
