"""Wrong numbers, and the mistakes that explain them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from undergrad.check import compare
from undergrad.check.catalogue import evidence, like
from undergrad.check.exercises.base import Exercise, Numbers
from undergrad.check.findings import Finding
from undergrad.check.formula import Fit, search
from undergrad.check.known import NOTHING, Known
from undergrad.check.phrases import asked, entries, finding, inputs_of, said, said_of_yours, shape_of
from undergrad.check.questions import Answer
from undergrad.check.reproduce import lines_for
from undergrad.check.sentences import Words, phrase
from undergrad.sandbox.worker.script import NDArray


def fitting(exercise: Exercise, n: Numbers, quantity: str, got: NDArray, want: NDArray) -> list[Fit]:
    """The mistakes that explain a quantity in one case."""
    with np.errstate(all="ignore"):  # wrong formulas may overflow
        formula = exercise.formulas(n).get(quantity)
    return search(got.astype(float), formula, want) if formula else []


def named(fits: list[Fit], quantity: str) -> dict[str, Any]:
    """The fields of a finding that name a quantity's mistake and prove it: none where nothing fits, or too much."""
    if not fits:
        return {}
    name = said_of_yours(quantity)
    if len(fits) == 1:
        return {"causes": fits[0].causes, "evidence": evidence(name, likes(fits[0]), fits[0].error)}
    if any(len(fit.causes) > 1 for fit in fits):
        return {}  # several pairs of mistakes fit: no name is better than a guess
    causes = tuple(fit.causes[0] for fit in fits)
    proof = evidence(name, [like for fit in fits for like in likes(fit)], fits[0].error, ambiguous=True)
    return {"causes": causes, "ambiguous": True, "evidence": proof}


def likes(fit: Fit) -> list[Words]:
    """What the numbers equal, by the fit's mistakes or, where nobody had listed it, by its place in the formula."""
    if fit.wording:
        return [phrase("in-place-of", before=fit.wording[0], after=fit.wording[1])]
    return [like(cause) for cause in fit.causes]


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
    common: list[Fit] | None = None
    for n, answer in cases:
        got = answer.array(quantity)
        assert got is not None
        want = exercise.reference(n)[quantity]
        if np.squeeze(got).shape == np.squeeze(want).shape:
            got = got.reshape(want.shape)  # a dimension of length 1 too many is said where shapes are looked at
        fits = fitting(exercise, n, quantity, got, want)
        if common is None:
            common = fits
        else:
            again = {fit.causes for fit in fits}
            common = [fit for fit in common if fit.causes in again]
    return common or []


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
    known: Known = NOTHING,
) -> Finding:
    """The finding of numbers that are not the right ones; `known` is what can be said where nothing fits."""
    name = said(quantity)
    fields: dict[str, Any] = {"asked": asked(exercise, n), "error": error, "code": lines_for(exercise, n, quantity)}
    if verdict == "unclear" and not fits:
        return finding(
            exercise, check, "remark", message=phrase("is-slightly-off", quantity=name, error=error), **fields
        )
    if got.size != want.size:
        message = phrase("wrong-shape", quantity=name, got=str(got.shape), right=str(want.shape))
        fields |= {"expected": shape_of(want), "got": shape_of(got), "causes": ("wrong-shape",)}
        return finding(exercise, check, "fail", message=message, **fields)
    differing = compare.differences(got.reshape(want.shape), want)
    came, right = entries(differing, inputs_of(exercise, n, want))
    message = phrase("is-wrong", quantity=name)
    if known.words:
        message = phrase("is-wrong-known", quantity=name, known=known.words)
    fields |= named(fits, quantity) or {"causes": known.causes}
    return finding(exercise, check, "fail", message=message, expected=right, got=came, **fields)
