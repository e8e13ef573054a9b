"""What is said of wrong numbers that no mistake of the catalogue explains: where they are right, how they are off."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from undergrad.check.compare import FIT, relative_error
from undergrad.check.exercises.base import Numbers
from undergrad.sandbox.worker.script import NDArray


def known_of(
    got: NDArray, want: NDArray, n: Numbers, again: Callable[[Numbers], tuple[NDArray, NDArray] | None]
) -> str:
    """A sentence, or none. `again` gives the file's numbers and the right ones for another case."""
    described = _difference(got, want) or _rows(got, want)
    if n.get("reg_lambda"):
        pair = again(n | {"reg_lambda": 0.0})
        if pair is not None and pair[0].shape == pair[1].shape and relative_error(*pair) <= FIT:
            return "; ".join(filter(None, ("right at reg_lambda = 0", described)))
    return described


def _difference(got: NDArray, want: NDArray) -> str:
    """One number that is added, or multiplied by, in every entry."""
    if got.shape != want.shape or want.size < 2 or not np.isfinite(got).all():
        return ""
    shift = float(np.mean(got - want))
    if relative_error(got - want, np.full_like(want, shift)) <= FIT:
        return f"off by one constant, {shift:.4g}, in every entry"
    factor = float(np.sum(got * want) / np.sum(want * want)) if np.any(want) else 0.0
    if factor and relative_error(got, factor * want) <= FIT:
        return f"{factor:.4g} times the right one in every entry"
    return ""


def _rows(got: NDArray, want: NDArray) -> str:
    """Which samples are right, where they are few or nearly all."""
    if got.shape != want.shape or want.ndim < 2 or len(want) < 3:
        return ""
    right = [relative_error(a, b) <= FIT for a, b in zip(got, want, strict=True)]
    if sum(right) == 1:
        return f"right for {_ordinal(right.index(True), len(right))} sample only"
    if sum(right) == len(right) - 1:
        return f"wrong for {_ordinal(right.index(False), len(right))} sample only"
    return ""


def _ordinal(index: int, count: int) -> str:
    return {0: "the first", count - 1: "the last"}.get(index, f"one (index {index})")
