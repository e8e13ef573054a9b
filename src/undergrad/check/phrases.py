"""Small phrases of the report, and its records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from undergrad.check.exercises.base import Exercise, Numbers
from undergrad.check.records import Record
from undergrad.sandbox.worker.script import NDArray


def said(quantity: str) -> str:
    """How a quantity is called: `the result`, `self.dW`, and for the layers of a model `dW of fc1`."""
    if of_layer := re.fullmatch(r"(d?[Wb])([0-9])", quantity):
        return f"{of_layer[1]} of fc{of_layer[2]}"
    return "the result" if quantity == "result" else f"self.{quantity.removeprefix('self.')}"


def asked(exercise: Exercise, n: Numbers) -> str:
    """The call, with the shapes of its arrays."""
    parts = []
    for name in exercise.arguments:
        value = n.get(name)
        parts.append(f"{name} {value.shape}" if isinstance(value, np.ndarray) else name)
    made = ", ".join(f"{n[name]:.3g}" for name in exercise.made_with if name in n)
    return f"{exercise.cls}({made}).{exercise.method}({', '.join(parts)})"


def shape_of(array: NDArray, dtype: Any = None) -> str:
    """`shape (7, 5), float64`, or `one number, float64`."""
    kind = np.dtype(dtype) if dtype is not None else array.dtype
    return f"shape {array.shape}, {kind}" if array.shape else f"one number, {kind}"


def inputs_of(exercise: Exercise, n: Numbers, result: NDArray) -> dict[str, NDArray]:
    """The arrays of a case that belong to the result entry by entry."""
    return {name: n[name] for name in exercise.elementwise if n[name].shape == result.shape}


def entries(
    worst: Iterable[tuple[tuple[int, ...], float, float]], inputs: Mapping[str, NDArray] | None = None
) -> tuple[str, str]:
    """The entries of `compare.differences` with their positions: what came, and what is right.

    Of `inputs`, arrays that belong to the result entry by entry, the numbers that led there are said too.
    """

    def listed(values: list[tuple[tuple[int, ...], float]], led: bool = False) -> str:
        return "; ".join(f"{_position(at)}{value:.6g}{from_inputs(at) if led else ''}" for at, value in values)

    def from_inputs(at: tuple[int, ...]) -> str:
        numbers = ", ".join(f"{name} = {float(array[at]):.4g}" for name, array in (inputs or {}).items())
        return f" for {numbers}" if numbers else ""

    differing = list(worst)
    came = listed([(at, got) for at, got, _ in differing], led=True)
    return came, listed([(at, right) for at, _, right in differing])


def _position(at: tuple[int, ...]) -> str:
    return f"{list(at)} " if at else ""


def record(exercise: Exercise, check: str, verdict: str, **more: Any) -> Record:
    """A record of one check of an exercise, with the line of mathematics where it failed."""
    if verdict == "fail":
        more.setdefault("math", exercise.math)
    return Record(cls=exercise.cls, method=exercise.method, check=check, verdict=verdict, **more)
