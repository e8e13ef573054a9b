"""Explains wrong numbers by mistakes or, if none fits, says in which entries and by how much they are wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from undergrad.check.questions import Question
from undergrad.contracts import compare
from undergrad.contracts.compare import FIT, relative_error
from undergrad.contracts.formula import Fit, search
from undergrad.exercises.answers import Answer, Reading
from undergrad.exercises.base import Exercise, Numbers
from undergrad.exercises.phrases import entries, inputs_of, name_after_your, name_of_quantity, shape_of
from undergrad.exercises.reproduce import lines_for
from undergrad.findings.catalogue import evidence, like
from undergrad.findings.records import Finding
from undergrad.findings.sentences import Words, joined, phrase
from undergrad.sandbox.worker.script import NDArray


@dataclass(frozen=True)
class Known:
    """A description of wrong numbers, if there is one, and the mistake that it reveals, if any."""

    words: Words = ""
    causes: tuple[str, ...] = ()


NOTHING = Known()
#: What is true of some numbers by accident: of rows with a negative entry, or of two layers.
_BY_ACCIDENT, _OF_TWO_LAYERS = ("zero-gradient",), ("l2-half",)
#: Mistakes of a variable somewhere in a formula, and how many kinds of changes of the file's text explain more.
_LOOSE = {"another-variable": 2, "extra-factor": 1, "extra-term": 1, "missing-mask": 1}


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
    """A description of wrong numbers. For another case, `again` gives the file's numbers and `right` the right ones.

    `of_l2` is the mistake if the numbers are right only at reg_lambda = 0. With `by_sample` each row belongs to a
    sample.
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
    """The description if every entry is off by the same term, or by the same factor."""
    shift = float(np.mean(got - want))
    if relative_error(got - want, np.full_like(want, shift)) <= FIT:
        return Known(phrase("off-by-constant", shift=shift), ("constant-added",))
    factor = float(np.sum(got * want) / np.sum(want * want)) if np.any(want) else 0.0
    if factor and relative_error(got, factor * want) <= FIT:
        return Known(phrase("off-by-factor", factor=factor), ("constant-factor",))
    return None


def _cut(got: NDArray, want: NDArray) -> Known | None:
    """The description if the numbers are the right ones cut off at two bounds; some must lie between these."""
    low, high = float(got.min()), float(got.max())
    between = (want > low) & (want < high)
    if between.sum() < 3 or relative_error(got, np.clip(want, low, high)) > FIT:
        return None
    return Known(phrase("cut-off", low=low, high=high), ("clips-input",))


def _rows(got: NDArray, want: NDArray) -> Known | None:
    """The description if exactly one sample is right, or all but one."""
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
    """The fields of a finding that name and prove a quantity's mistake; none if nothing fits, or too much does."""
    if not fits or (len(fits) > 1 and any(len(fit.causes) > 1 for fit in fits)):
        return {}  # several pairs of mistakes fit, and no name is better than a guess
    several = len(fits) > 1
    proof = evidence(name_after_your(quantity), [like for fit in fits for like in likes(fit)], fits[0].error, several)
    return {"causes": tuple(cause for fit in fits for cause in fit.causes), "ambiguous": several, "evidence": proof}


def kinds_before(fits: list[Fit], *, in_model: bool) -> int | None:
    """How many kinds of changes of the file's own text explain more than these fits; None for all kinds.

    A formula with another variable fits some mistakes that are something else in the file, and two layers halve what is
    divided by their number.
    """
    if not fits:
        return None
    accidents = (*_BY_ACCIDENT, *(_OF_TWO_LAYERS if in_model else ()))
    return max(
        2 if len(fit.causes) > 1 or fit.causes[0] in accidents else _LOOSE.get(fit.causes[0], 0) if fit.wording else 0
        for fit in fits
    )


def likes(fit: Fit) -> list[Words]:
    """What the numbers equal: in words of the listed mistakes or, for unlisted ones, as a change of the formula."""
    if fit.wording:
        return [phrase("in-place-of", before=fit.wording[0], after=fit.wording[1])]
    return [like(cause) for cause in fit.causes]


def explain(quantity: str, answers: Iterable[Answer | None]) -> list[Fit]:
    """The mistakes that explain a quantity in all the answers: a coincidence does not happen twice."""
    with_numbers = [answer for answer in answers if answer is not None and answer.array(quantity) is not None]
    if not with_numbers:
        return []
    cases = [[(n, answer) for n in answer.readings()] for answer in with_numbers]
    fits = [fit for same_reading in zip(*cases, strict=False) for fit in _explained(quantity, same_reading)]
    simplest = min((_effort(fit) for fit in fits), default=(0, False))
    best = {fit.causes: fit for fit in fits if _effort(fit) == simplest}
    if len(best) > 1:  # the product of two variables may be a variable, too, but is rather a factor too many
        best.pop(("another-variable",), None)
    if len(best) > 2 and all(fit.wording for fit in best.values()):
        return []  # so many changes of the formula explain nothing
    return list(best.values())


def _effort(fit: Fit) -> tuple[int, bool]:
    """The rank of an explanation: the number of its mistakes, then whether it is unlisted."""
    return len(fit.causes), fit.wording is not None


def _explained(quantity: str, cases: Iterable[tuple[Numbers, Answer]]) -> list[Fit]:
    common: dict[tuple[str, ...], Fit] | None = None
    for n, answer in cases:
        if common == {}:
            break  # nothing fits the cases so far, so nothing can fit all
        got, want = answer.array(quantity), answer.exercise.reference(n)[quantity]
        assert got is not None
        if np.squeeze(got).shape == np.squeeze(want).shape:
            got = got.reshape(want.shape)  # superfluous dimensions of length 1 are left to the check of shapes
        fits = {fit.causes: fit for fit in fitting(answer.exercise, n, quantity, got, want)}
        common = fits if common is None else {causes: fit for causes, fit in common.items() if causes in fits}
    return list((common or {}).values())


def differs(
    question: Question, quantity: str, answer: Answer, reading: Reading, fits: list[Fit], known: Known = NOTHING
) -> Finding:
    """The finding of wrong numbers; `known` describes them if no mistake fits."""
    exercise, n, got, want = question.exercise, answer.n, answer.array(quantity), reading.want
    assert got is not None
    name = name_of_quantity(quantity)
    fields: dict[str, Any] = {"n": n, "error": reading.error, "code": lines_for(exercise, n, quantity)}
    if reading.verdict == "unclear" and not fits:
        return question.remark(phrase("is-slightly-off", quantity=name, error=reading.error), **fields)
    if got.size != want.size:
        message = phrase("wrong-shape", quantity=name, got=str(got.shape), right=str(want.shape))
        return question.fail(message, "wrong-shape", expected=shape_of(want), got=shape_of(got), **fields)
    wrong, right = entries(compare.differences(got.reshape(want.shape), want), inputs_of(exercise, n, want))
    message = phrase("is-wrong", quantity=name)
    if known.words:
        message = phrase("is-wrong-known", quantity=name, known=known.words)
    mistake = named(fits, quantity) or {"causes": known.causes}
    return question.fail(message, *mistake.pop("causes"), expected=right, got=wrong, **fields, **mistake)
