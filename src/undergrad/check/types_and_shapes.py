"""Checks a quantity before its numbers are compared: type, dtype, shape, finiteness."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
from msgspec.structs import replace

from undergrad.check.consequence import STEPS
from undergrad.check.explanations import fitting, named
from undergrad.check.failures import explained
from undergrad.check.questions import Question
from undergrad.contracts import compare
from undergrad.contracts.compare import relative_error
from undergrad.exercises.base import Numbers
from undergrad.exercises.phrases import entries, inputs_of, name_of_quantity, shape_of
from undergrad.exercises.reproduce import lines_for
from undergrad.findings.records import Finding
from undergrad.findings.sentences import phrase
from undergrad.sandbox.worker.script import NDArray, Outcome


def form(question: Question, quantity: str, outcome: Outcome, want: NDArray, n: Numbers) -> Iterator[Finding]:
    """Findings about the type, dtype, shape and finiteness of a quantity; none if all are right."""
    got = outcome.array
    if got is not None and got.shape != want.shape and _harmless(question, quantity, got, want):
        message = phrase("wrong-shape", quantity=name_of_quantity(quantity), got=str(got.shape), right=str(want.shape))
        trained = question.judge.learns_in_shape(question.exercise.cls) is not None
        yield question.remark(message, "bias-shape", evidence=phrase("learns-the-same", steps=STEPS) if trained else "")
        outcome = dataclasses.replace(outcome, array=got.reshape(want.shape))
    for entry in _form(question, quantity, outcome, want, n):
        yield replace(entry, code=lines_for(question.exercise, n, quantity)) if entry.verdict == "fail" else entry


def _harmless(question: Question, quantity: str, got: NDArray, want: NDArray) -> bool:
    """Whether an attribute only has superfluous dimensions of length 1, which do not change how a network learns.

    False for a result, since other code may use it, and for a loss: float() and format() take no array of one number.
    """
    if quantity == "result" or question.exercise.terms.scalar or question.exercise.method == "__init__":
        return False
    extra = np.squeeze(got).shape == np.squeeze(want).shape and got.ndim > want.ndim
    return extra and question.judge.learns_in_shape(question.exercise.cls) is not False


def _form(question: Question, quantity: str, outcome: Outcome, want: NDArray, n: Numbers) -> Iterator[Finding]:
    name, scalar = name_of_quantity(quantity), question.exercise.terms.scalar
    fields: dict[str, Any] = {"n": n, "expected": shape_of(want, np.float64)}
    lost = question.exercise.terms.lost.get(quantity, "missing-attribute")
    if outcome.failure:
        raised = outcome.failure.kind == "raised"
        failure = str(outcome.failure) if raised else explained(outcome.failure)[0]
        yield question.fail(phrase("cannot-be-read", quantity=name, failure=failure), lost, **fields)
    elif outcome.kind == "skipped":
        yield question.fail(phrase("not-asked-for", quantity=name), **fields)
    elif outcome.kind == "none" and quantity == "result":
        yield question.fail(phrase("returns-none"), "returns-none", got="None", **fields)
    elif outcome.kind == "none":
        yield question.fail(phrase("is-none", quantity=name), lost, got="None", **fields)
    elif outcome.array is None:
        of_type = {"quantity": name, "type": outcome.type}
        message = phrase("not-a-number", **of_type) if scalar else phrase("not-an-array", **of_type)
        kinds = {"list": "returns-list", "tuple": "returns-list", "str": "returns-text"}
        cause = question.exercise.terms.not_scalar if scalar else kinds.get(outcome.type, "not-an-array")
        yield question.fail(message, cause, got=outcome.text or outcome.type, **fields)
    elif outcome.array.dtype.kind == "c":
        got = shape_of(outcome.array)
        yield question.fail(phrase("is-complex", quantity=name), "returns-complex", got=got, **fields)
    else:
        yield from _numeric_form(question, quantity, outcome, outcome.array, want, fields)


def _numeric_form(
    question: Question, quantity: str, outcome: Outcome, got: NDArray, want: NDArray, fields: dict[str, Any]
) -> Iterator[Finding]:
    exercise, name, n = question.exercise, name_of_quantity(quantity), fields["n"]
    scalar = exercise.terms.scalar
    if outcome.kind == "array" and outcome.type != "ndarray":
        yield question.remark(phrase("is-subclass", quantity=name, type=outcome.type), "array-subclass")
    if got.shape != want.shape:
        message = phrase("wrong-shape", quantity=name, got=str(got.shape), right=str(want.shape))
        mistake = named(fitting(exercise, n, quantity, got, want), quantity)
        if not mistake:
            turned = got.shape == want.shape[::-1] and got.ndim == 2
            drawn = exercise.method == "__init__"  # other draws cannot be compared, so the shape decides
            transposed = turned and (drawn or relative_error(got.T, want) <= compare.FIT)
            otherwise = exercise.terms.not_scalar if scalar else "wrong-shape"
            mistake = {"causes": ("transpose" if transposed else otherwise,)}
        yield question.fail(message, *mistake.pop("causes"), got=shape_of(got), **fields, **mistake)
    elif not np.isfinite(got).all():
        message = phrase("is-not-finite", quantity=name)
        if got.shape:
            count = int((~np.isfinite(got)).sum())
            message = phrase("entries-not-finite", quantity=name, count=count, size=got.size)
        wrong, right = entries(compare.differences(got, want), inputs_of(exercise, n, want))
        yield question.fail(message, "not-finite", n=n, got=wrong, expected=right)
    elif got.dtype == np.float32:
        yield question.remark(phrase("is-float32", quantity=name), "float32-result")
    elif got.dtype.kind != "f" or (got.dtype.itemsize < 8 and outcome.kind == "array"):
        # Integers and booleans fit many mistakes. If they are the right numbers, cut, no mistake is searched for.
        cut = got.dtype.kind != "f" and not np.array_equal(got, want.astype(got.dtype))
        fits = fitting(exercise, n, quantity, got, want) if cut else []
        if scalar and not fits and relative_error(got.astype(float), want) <= compare.PASS:
            return
        mistake = named(fits, quantity) or {"causes": ("wrong-dtype",)}
        message = phrase("has-dtype", quantity=name, dtype=str(got.dtype))
        yield question.fail(message, *mistake.pop("causes"), got=shape_of(got), **fields, **mistake)
