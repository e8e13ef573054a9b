"""The exercises that the check can ask: one for each method."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

from undergrad.contracts.contract import name_of
from undergrad.contracts.toml import book_contracts, contracts
from undergrad.exercises.base import Exercise
from undergrad.exercises.init import DrawnWeights
from undergrad.exercises.network import Differentiates, Loses, OnNetwork, RefusesSecond, Steps

#: Methods that need more than their contract says.
_SPECIAL: dict[str, type[Exercise]] = {
    "ClassifierModel.add_layer": RefusesSecond,
    "ClassifierModel.predict": OnNetwork,
    "ClassifierModel.forward": Loses,
    "ClassifierModel.backward": Differentiates,
    "ClassifierModel.update": Steps,
    "ClassifierModel.summary": OnNetwork,
}

#: Every exercise by `Class.method`, without those of the book.
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
    """EXERCISES, and those exercises of the book that are among `names`.

    A function of a homework may share a name with the book by chance, so only the book's own assignments know these.
    """
    others = [name for name in names if name not in EXERCISES]
    return EXERCISES | {name: of_the_book()[name] for name in others} if others else EXERCISES


def exercise_called(name: str) -> Exercise:
    """The exercise with this name, including those of the book."""
    return exercises_for([name])[name]
