"""What the checker can ask: one exercise a method."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

from undergrad.check.contract import book_contracts, contracts, name_of
from undergrad.check.exercises.base import Exercise
from undergrad.check.exercises.init import DrawnWeights
from undergrad.check.exercises.network import Differentiates, Loses, OnNetwork, RefusesSecond, Steps

#: Methods of which a contract says only a part.
_SPECIAL: dict[str, type[Exercise]] = {
    "ClassifierModel.add_layer": RefusesSecond,
    "ClassifierModel.predict": OnNetwork,
    "ClassifierModel.forward": Loses,
    "ClassifierModel.backward": Differentiates,
    "ClassifierModel.update": Steps,
    "ClassifierModel.summary": OnNetwork,
}

#: Every exercise by `Class.method`, but for those of the book.
EXERCISES: dict[str, Exercise] = {
    name: _SPECIAL.get(name, DrawnWeights if terms.draws else Exercise)(contract, method)
    for contract in contracts().values()
    for method, terms in contract.methods.items()
    if (name := name_of(contract.layer, method))
}


@functools.cache
def of_the_book() -> dict[str, Exercise]:
    """The exercises of the book by the names of their functions."""
    return {name: Exercise(contract, "__call__") for name, contract in book_contracts().items()}


def exercises_for(names: Iterable[str]) -> Mapping[str, Exercise]:
    """What can be asked where these are asked for: EXERCISES, and what of the book is among them.

    A function of a homework may have a name of the book's by chance, so that only the book's own assignments know it.
    """
    others = [name for name in names if name not in EXERCISES]
    return EXERCISES | {name: of_the_book()[name] for name in others} if others else EXERCISES


def exercise_called(name: str) -> Exercise:
    """The exercise of that name, of the book's too."""
    return exercises_for([name])[name]


__all__ = ["EXERCISES", "Exercise", "exercise_called", "exercises_for", "of_the_book"]
