"""Finds the shapes of a method's arguments, results and attributes, in letters, by running the textbook.

Contracts have the shapes of the drawn arrays, and the textbook gives the shapes of its results. So the same case is
drawn at several sizes, no two of which are equal, and the letters are those that explain all sizes.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping

import numpy as np

from undergrad.contracts.contract import Variant
from undergrad.contracts.formula import compiled, evaluated
from undergrad.exercises.table import exercise_called

#: A number, not an array.
NUMBER = "number"
#: Several arrays in a list.
LIST = "list"
#: Added to one size at a time, so that sizes which are equal in a contract differ.
_ADDED = ((0, 1, 2, 3, 5, 0, 1, 0), (3, 0, 1, 5, 2, 2, 0, 1), (1, 3, 0, 2, 4, 1, 2, 0))


#: Sizes by their letters, and the shape of each quantity; None for a list.
_Case = tuple[dict[str, int], dict[str, tuple[int, ...] | None]]


@functools.cache
def shapes_of(name: str) -> Mapping[str, str]:
    """The shape of each argument, result and kept attribute of the method `name` that is a number or an array.

    "result" is what it returns.

    >>> dict(shapes_of("FCLayer.backward"))
    {'d_prev': '(N, H)', 'reg_lambda': 'number', 'result': '(N, D)', 'dW': '(D, H)', 'db': '(H,)'}
    """
    cases = list(_cases(name))
    names = [quantity for quantity in cases[0][1] if all(quantity in shapes for _, shapes in cases)]
    return {quantity: _in_letters([(sizes, shapes[quantity]) for sizes, shapes in cases]) for quantity in names}


def _cases(name: str) -> Iterator[_Case]:
    """Sizes by their letters, and the shapes of all quantities for these sizes."""
    exercise = exercise_called(name)
    contract, terms = exercise.contract, exercise.terms
    for added in _ADDED:
        sizes = {letter: size + more for (letter, size), more in zip(contract.sizes.items(), added, strict=False)}
        n = exercise.under(Variant(sizes=sizes)).draw(np.random.default_rng(0))
        arrays = {argument: n[argument] for argument in terms.arguments if argument in n}
        arrays |= {**exercise.reference(n), **exercise.kept(n)}
        known = {letter: evaluated(compiled(text), n) for letter, text in contract.called.items()}
        listed = {key for key, value in arrays.items() if isinstance(value, list)}
        shapes = {key: None if key in listed else np.shape(value) for key, value in arrays.items()}
        yield {**sizes, **known}, shapes


def _in_letters(cases: list[tuple[dict[str, int], tuple[int, ...] | None]]) -> str:
    shapes = [(sizes, shape) for sizes, shape in cases if shape is not None]
    if not shapes:
        return LIST
    rank = len(shapes[0][1])
    if not rank:
        return NUMBER
    sides = [_letter([(sizes, shape[axis]) for sizes, shape in shapes]) for axis in range(rank)]
    return f"({sides[0]},)" if rank == 1 else f"({', '.join(sides)})"


def _letter(cases: list[tuple[dict[str, int], int]]) -> str:
    """The letter with this size in every case; else one letter plus twice another; else the number itself."""
    letters = cases[0][0]
    for letter in letters:
        if all(of[letter] == size for of, size in cases):
            return letter
    for letter, other in itertools.product(letters, repeat=2):
        if all(of[letter] + 2 * of[other] == size for of, size in cases):
            return f"{letter} + 2 {other}"
    return str(cases[0][1])
