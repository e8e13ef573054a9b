"""What is said of wrong numbers that no mistake of the catalogue explains: where they are right, how they are off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from undergrad.check.compare import FIT, relative_error
from undergrad.check.exercises.base import Numbers
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
) -> Known:
    """What can be said. For another case, `again` gives the file's numbers and `right` the right ones.

    `of_l2` is the mistake where the numbers are right at reg_lambda = 0, and only there.
    """
    described = NOTHING
    if got.shape == want.shape and want.size > 1 and np.isfinite(got).all():
        described = _difference(got, want) or _cut(got, want) or _rows(got, want) or NOTHING
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
        return Known(phrase("off-by-constant", shift=shift))
    factor = float(np.sum(got * want) / np.sum(want * want)) if np.any(want) else 0.0
    if factor and relative_error(got, factor * want) <= FIT:
        return Known(phrase("off-by-factor", factor=factor))
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
