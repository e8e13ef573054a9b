"""Wrong numbers, and the mistakes that explain them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from undergrad.check import compare
from undergrad.check.causes import evidence
from undergrad.check.exercises.base import Exercise, Numbers
from undergrad.check.formula import Fit, search
from undergrad.check.phrases import asked, entries, inputs_of, record, said, shape_of
from undergrad.check.questions import Answer
from undergrad.check.records import Record
from undergrad.check.reproduce import lines_for
from undergrad.sandbox.worker.script import NDArray


def fitting(exercise: Exercise, n: Numbers, quantity: str, got: NDArray, want: NDArray) -> list[Fit]:
    """The mistakes that explain a quantity in one case."""
    with np.errstate(all="ignore"):  # wrong formulas may overflow
        formula = exercise.formulas(n).get(quantity)
    return search(got.astype(float), formula, want) if formula else []


def named(fits: list[Fit], name: str) -> dict[str, Any]:
    """The fields of a record that name the mistake with its evidence: none where nothing fits, or too much."""
    if not fits:
        return {}
    if len(fits) == 1:
        return {"causes": fits[0].causes, "evidence": evidence(name, fits[0].causes, fits[0].error)}
    if any(len(fit.causes) > 1 for fit in fits):
        return {}  # several pairs of mistakes fit: no name is better than a guess
    causes = tuple(fit.causes[0] for fit in fits)
    return {"causes": causes, "ambiguous": True, "evidence": evidence(name, causes, fits[0].error, ambiguous=True)}


def explain(exercise: Exercise, quantity: str, cases: list[tuple[Numbers, Answer | None]]) -> list[Fit]:
    """The mistakes that explain a quantity in every one of the cases: a coincidence does not come twice."""
    answered = [(n, answer) for n, answer in cases if answer is not None and answer.array(quantity) is not None]
    if not answered:
        return []
    read = [[(reading, answer) for reading in exercise.readings(n, patched=answer.patched)] for n, answer in answered]
    fits = [fit for same in zip(*read, strict=False) for fit in _explained(exercise, quantity, same)]
    simplest = min((_effort(fit) for fit in fits), default=(0, False))
    return list({fit.causes: fit for fit in fits if _effort(fit) == simplest}.values())


def _effort(fit: Fit) -> tuple[int, bool]:
    """How far one has to go for it: the number of mistakes, and whether nobody had listed it."""
    return len(fit.causes), fit.wording is not None


def _explained(exercise: Exercise, quantity: str, cases: Iterable[tuple[Numbers, Answer]]) -> list[Fit]:
    found: list[Fit] | None = None
    for n, answer in cases:
        got = answer.array(quantity)
        assert got is not None
        fits = fitting(exercise, n, quantity, got, exercise.reference(n)[quantity])
        if found is None:
            found = fits
        else:
            again = {fit.causes for fit in fits}
            found = [fit for fit in found if fit.causes in again]
    return found or []


def differs(
    exercise: Exercise,
    check: str,
    quantity: str,
    n: Numbers,
    got: NDArray,
    want: NDArray,
    verdict: str,
    error: float,
    fits: list[Fit],
    known: str = "",
) -> Record:
    """The record of numbers that are not the right ones; `known` is what can be said where nothing fits."""
    more: dict[str, Any] = {"asked": asked(exercise, n), "error": error, "code": lines_for(exercise, n, quantity)}
    if verdict == "unclear" and not fits:
        told = f"{said(quantity)} is off by {error:.0e}: too little for a mistake, too much for float64"
        return record(exercise, check, "remark", message=told, **more)
    if got.size != want.size:
        told = f"{said(quantity)} has the wrong shape: {got.shape} for {want.shape}"
        more |= {"expected": shape_of(want), "got": shape_of(got), "causes": ("wrong-shape",)}
        return record(exercise, check, "fail", message=told, **more)
    differing = compare.differences(got.reshape(want.shape), want)
    places, rights = entries(differing, inputs_of(exercise, n, want))
    told = f"{said(quantity)} is wrong" + (f": {known}" if known else "")
    return record(
        exercise, check, "fail", message=told, expected=rights, got=places, **more, **named(fits, said(quantity))
    )
