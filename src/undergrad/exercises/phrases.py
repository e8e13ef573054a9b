"""Small phrases for findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from undergrad.exercises.base import Exercise, Numbers
from undergrad.findings.sentences import Words, joined, phrase, variant
from undergrad.sandbox.worker.script import NDArray

_OF_LAYER = re.compile(r"(d?[Wb])([0-9])")


def name_of_quantity(quantity: str) -> Words:
    """The words for a quantity: `the result`, `self.dW`, and for the layers of a model `dW of fc1`."""
    if of_layer := _OF_LAYER.fullmatch(quantity):
        return phrase("of-layer", name=of_layer[1], layer=f"fc{of_layer[2]}")
    return phrase("the-result") if quantity == "result" else f"self.{quantity.removeprefix('self.')}"


def name_after_your(quantity: str) -> Words:
    """The words for a quantity after `your`: `result`, `dW`, `dW of fc1`."""
    if quantity == "result":
        return phrase("result")
    return name_of_quantity(quantity) if _OF_LAYER.fullmatch(quantity) else quantity.removeprefix("self.")


def call_with_shapes(exercise: Exercise, n: Numbers) -> str:
    """The call, with the shapes of its arrays."""
    parts = []
    for name in exercise.terms.arguments:
        value = n.get(name)
        is_short = isinstance(value, list) and all(isinstance(entry, int) for entry in value)
        parts.append(f"{name} {value.shape}" if isinstance(value, np.ndarray) else str(value) if is_short else name)
    if exercise.contract.function:
        return f"{exercise.cls}({', '.join(parts)})"
    values = [n[name] for name in n.get("made_with", ()) if name in n]
    made_with = ", ".join(repr(value) if isinstance(value, str) else f"{value:.3g}" for value in values)
    return f"{exercise.cls}({made_with}).{exercise.method}({', '.join(parts)})"


def shape_of(array: NDArray, dtype: Any = None) -> Words:
    """`shape (7, 5), float64`, or `one number, float64`."""
    kind = np.dtype(dtype) if dtype is not None else array.dtype
    if not array.shape:
        return phrase("one-number", dtype=str(kind))
    return phrase("shape-of", shape=str(array.shape), dtype=str(kind))


def in_variant(name: str, what: Words) -> Words:
    """The message `what` with the name of the variant, unless that is the usual one."""
    return what if name == "generic" else phrase("in-variant", variant=variant(name), what=what)


def inputs_of(exercise: Exercise, n: Numbers, result: NDArray) -> dict[str, NDArray]:
    """The arrays of a case that belong to the result entry by entry."""
    return {name: n[name] for name in exercise.terms.elementwise if n[name].shape == result.shape}


def entries(
    worst: Iterable[tuple[tuple[int, ...], float, float]], inputs: Mapping[str, NDArray] | None = None
) -> tuple[Words, Words]:
    """The words for the entries of `compare.differences` with their positions: the student's, and the right ones.

    They include the numbers at these positions of `inputs`, arrays that belong to the result entry by entry.
    """

    def student_entry(at: tuple[int, ...], value: float) -> Words:
        numbers = ", ".join(f"{name} = {float(array[at]):.4g}" for name, array in (inputs or {}).items())
        entry = f"{_position(at)}{value:.6g}"
        return phrase("entry-for", entry=entry, inputs=numbers) if numbers else entry

    differing = list(worst)
    right = "; ".join(f"{_position(at)}{value:.6g}" for at, _, value in differing)
    return joined("semicolon", [student_entry(at, value) for at, value, _ in differing]), right


def _position(at: tuple[int, ...]) -> str:
    return f"{list(at)} " if at else ""
