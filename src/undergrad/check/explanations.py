"""Wrong numbers: the mistakes that explain them or, where none does, where they are right and how they are off."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from undergrad.check import compare
from undergrad.check.answers import Answer, Reading
from undergrad.check.catalogue import evidence, like
from undergrad.check.compare import FIT, relative_error
from undergrad.check.exercises.base import Exercise, Numbers
from undergrad.check.formula import Fit, search
from undergrad.check.phrases import entries, inputs_of, said, said_of_yours, shape_of
from undergrad.check.questions import Question
from undergrad.check.records import Finding
from undergrad.check.reproduce import lines_for
from undergrad.check.sentences import Words, joined, phrase
from undergrad.sandbox.worker.script import NDArray


@dataclass(frozen=True)
class Known:
    """What can be said of wrong numbers, if anything, and the mistake that it shows, if it shows one."""

    words: Words = ""
    causes: tuple[str, ...] = ()


NOTHING = Known()


def known_of(
    got: NDArray,
    want: NDArray,
    n: Numbers,
    again: Callable[[Numbers], NDArray | None],
    right: Callable[[Numbers], NDArray],
    of_l2: str = "",
    *,
    by_sample: bool = True,
) -> Known:
    """What can be said. For another case, `again` gives the file's numbers and `right` the right ones.

    `of_l2` is the mistake where the numbers are right at reg_lambda = 0, and only there. The rows are those of samples
    where it is `by_sample`.
    """
    described = NOTHING
    if got.shape == want.shape and want.size > 1 and np.isfinite(got).all():
        described = _difference(got, want) or _cut(got, want) or (by_sample and _rows(got, want)) or NOTHING
    if n.get("reg_lambda"):
        without = n | {"reg_lambda": 0.0}
        numbers = again(without)
        if numbers is not None and relative_error(numbers, right(without)) <= FIT:
            words = joined("semicolon", filter(None, (phrase("right-without-l2"), described.words)))
            return Known(words, (of_l2,) if of_l2 else described.causes)
    return described


def _difference(got: NDArray, want: NDArray) -> Known | None:
    """One number that is added, or multiplied by, in every entry."""
    shift = float(np.mean(got - want))
    if relative_error(got - want, np.full_like(want, shift)) <= FIT:
        return Known(phrase("off-by-constant", shift=shift), ("constant-added",))
    factor = float(np.sum(got * want) / np.sum(want * want)) if np.any(want) else 0.0
    if factor and relative_error(got, factor * want) <= FIT:
        return Known(phrase("off-by-factor", factor=factor), ("constant-factor",))
    return None


def _cut(got: NDArray, want: NDArray) -> Known | None:
    """The right numbers, those beyond two bounds cut off; within them there must be some."""
    low, high = float(got.min()), float(got.max())
    within = (want > low) & (want < high)
    if within.sum() < 3 or relative_error(got, np.clip(want, low, high)) > FIT:
        return None
    return Known(phrase("cut-off", low=low, high=high), ("clips-input",))


def _rows(got: NDArray, want: NDArray) -> Known | None:
    """Which samples are right, where they are few or nearly all."""
    if want.ndim < 2 or len(want) < 3:
        return None
    right = [relative_error(a, b) <= FIT for a, b in zip(got, want, strict=True)]
    if sum(right) == 1:
        return Known(phrase("right-for-sample", sample=_which(right.index(True), len(right))))
    if sum(right) == len(right) - 1:
        return Known(phrase("wrong-for-sample", sample=_which(right.index(False), len(right))))
    return None


def _which(index: int, count: int) -> Words:
    return {0: phrase("first"), count - 1: phrase("last")}.get(index, phrase("at-index", index=index))


def fitting(exercise: Exercise, n: Numbers, quantity: str, got: NDArray, want: NDArray) -> list[Fit]:
    """The mistakes that explain a quantity in one case."""
    with np.errstate(all="ignore"):  # wrong formulas may overflow
        formula = exercise.formulas(n).get(quantity)
    return search(got.astype(float), formula, want) if formula else []


def named(fits: list[Fit], quantity: str) -> dict[str, Any]:
    """The fields of a finding that name a quantity's mistake and prove it: none where nothing fits, or too much."""
    if not fits or (len(fits) > 1 and any(len(fit.causes) > 1 for fit in fits)):
        return {}  # several pairs of mistakes fit: no name is better than a guess
    several = len(fits) > 1
    proof = evidence(said_of_yours(quantity), [like for fit in fits for like in likes(fit)], fits[0].error, several)
    return {"causes": tuple(cause for fit in fits for cause in fit.causes), "ambiguous": several, "evidence": proof}


def likes(fit: Fit) -> list[Words]:
    """What the numbers equal, by the fit's mistakes or, where nobody had listed it, by its place in the formula."""
    if fit.wording:
        return [phrase("in-place-of", before=fit.wording[0], after=fit.wording[1])]
    return [like(cause) for cause in fit.causes]


def explain(quantity: str, answers: Iterable[Answer | None]) -> list[Fit]:
    """The mistakes that explain a quantity in every one of the answers: a coincidence does not come twice."""
    answered = [answer for answer in answers if answer is not None and answer.array(quantity) is not None]
    if not answered:
        return []
    read = [[(n, a) for n in a.readings()] for a in answered]
    fits = [fit for same in zip(*read, strict=False) for fit in _explained(quantity, same)]
    simplest = min((_effort(fit) for fit in fits), default=(0, False))
    return list({fit.causes: fit for fit in fits if _effort(fit) == simplest}.values())


def _effort(fit: Fit) -> tuple[int, bool]:
    """How far one has to go for it: the number of mistakes, and whether nobody had listed it."""
    return len(fit.causes), fit.wording is not None


def _explained(quantity: str, cases: Iterable[tuple[Numbers, Answer]]) -> list[Fit]:
    common: dict[tuple[str, ...], Fit] | None = None
    for n, answer in cases:
        if common == {}:
            break  # nothing fits the one before, so nothing can fit all
        got, want = answer.array(quantity), answer.exercise.reference(n)[quantity]
        assert got is not None
        if np.squeeze(got).shape == np.squeeze(want).shape:
            got = got.reshape(want.shape)  # a dimension of length 1 too many is said where shapes are looked at
        fits = {fit.causes: fit for fit in fitting(answer.exercise, n, quantity, got, want)}
        common = fits if common is None else {causes: fit for causes, fit in common.items() if causes in fits}
    return list((common or {}).values())


def differs(
    question: Question, quantity: str, answer: Answer, reading: Reading, fits: list[Fit], known: Known = NOTHING
) -> Finding:
    """The finding of numbers that are not the right ones; `known` is what can be said where nothing fits."""
    exercise, n, got, want = question.exercise, answer.n, answer.array(quantity), reading.want
    assert got is not None
    name = said(quantity)
    fields: dict[str, Any] = {"n": n, "error": reading.error, "code": lines_for(exercise, n, quantity)}
    if reading.verdict == "unclear" and not fits:
        return question.remark(phrase("is-slightly-off", quantity=name, error=reading.error), **fields)
    if got.size != want.size:
        message = phrase("wrong-shape", quantity=name, got=str(got.shape), right=str(want.shape))
        return question.fail(message, "wrong-shape", expected=shape_of(want), got=shape_of(got), **fields)
    came, right = entries(compare.differences(got.reshape(want.shape), want), inputs_of(exercise, n, want))
    message = phrase("is-wrong", quantity=name)
    if known.words:
        message = phrase("is-wrong-known", quantity=name, known=known.words)
    mistake = named(fits, quantity) or {"causes": known.causes}
    return question.fail(message, *mistake.pop("causes"), expected=right, got=came, **fields, **mistake)
