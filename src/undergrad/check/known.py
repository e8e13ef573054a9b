"""What is said of wrong numbers that no mistake of the catalogue explains: where they are right, how they are off."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from undergrad.check.compare import FIT, relative_error
from undergrad.check.exercises.base import Numbers
from undergrad.check.sentences import Words, joined, phrase
from undergrad.sandbox.worker.script import NDArray


def known_of(
    got: NDArray, want: NDArray, n: Numbers, again: Callable[[Numbers], tuple[NDArray, NDArray] | None]
) -> Words:
    """A sentence, or none. `again` gives the file's numbers and the right ones for another case."""
    described = _difference(got, want) or _rows(got, want)
    if n.get("reg_lambda"):
        pair = again(n | {"reg_lambda": 0.0})
        if pair is not None and pair[0].shape == pair[1].shape and relative_error(*pair) <= FIT:
            return joined("semicolon", filter(None, (phrase("right-without-l2"), described)))
    return described


def _difference(got: NDArray, want: NDArray) -> Words:
    """One number that is added, or multiplied by, in every entry."""
    if got.shape != want.shape or want.size < 2 or not np.isfinite(got).all():
        return ""
    shift = float(np.mean(got - want))
    if relative_error(got - want, np.full_like(want, shift)) <= FIT:
        return phrase("off-by-constant", shift=shift)
    factor = float(np.sum(got * want) / np.sum(want * want)) if np.any(want) else 0.0
    if factor and relative_error(got, factor * want) <= FIT:
        return phrase("off-by-factor", factor=factor)
    return ""


def _rows(got: NDArray, want: NDArray) -> Words:
    """Which samples are right, where they are few or nearly all."""
    if got.shape != want.shape or want.ndim < 2 or len(want) < 3:
        return ""
    right = [relative_error(a, b) <= FIT for a, b in zip(got, want, strict=True)]
    if sum(right) == 1:
        return phrase("right-for-sample", sample=_which(right.index(True), len(right)))
    if sum(right) == len(right) - 1:
        return phrase("wrong-for-sample", sample=_which(right.index(False), len(right)))
    return ""


def _which(index: int, count: int) -> Words:
    return {0: phrase("first"), count - 1: phrase("last")}.get(index, phrase("at-index", index=index))
