"""Which of several right answers is meant: a method may compute from what was kept, or from what it was given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from undergrad.check import compare
from undergrad.check.exercises.base import Exercise, Numbers
from undergrad.sandbox.worker.script import NDArray

_ORDER = ("pass", "unclear", "fail")


@dataclass(frozen=True)
class Reading:
    """A case, its right value of one quantity, and how far the student's is from it."""

    n: Numbers
    want: NDArray
    verdict: str
    error: float


def nearest_reading(
    exercise: Exercise,
    n: Numbers,
    quantity: str,
    got: NDArray,
    *,
    patched: bool = False,
    absolute: float = 0.0,
    single: bool = False,
) -> Reading:
    """The reading of the case to which the student's numbers are nearest; with `single` they come from float32."""
    bounds: dict[str, float] = {"passing": compare.PASS_SINGLE, "failing": compare.FAIL_SINGLE} if single else {}
    bounds |= {"absolute": absolute} | exercise.bounds(single=single or got.dtype == np.float32)
    judged = []
    for reading in exercise.readings(n, patched=patched):
        want = exercise.reference(reading)[quantity]
        same_shape = got.reshape(want.shape) if got.size == want.size else got
        judged.append(Reading(reading, want, *compare.verdict(same_shape, want, **bounds)))
    return min(judged, key=lambda entry: (_ORDER.index(entry.verdict), entry.error))
