"""A formula with places, and what a student could have written in each.

A place is a name in the formula: a number of the case, a part of the formula that has a name, or the whole result. With
the right thing in every place the formula is the textbook's; something else in one place is one mistake, in two places
two. A mistake is named when the student's numbers are those of one such slip only.
"""

from __future__ import annotations

import functools
import itertools
from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any

import numpy as np

from undergrad.check.compare import FIT, relative_error
from undergrad.check.expressions import FUNCTIONS
from undergrad.sandbox.worker.script import NDArray

#: (the mistake's name, the expression).
Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Fit:
    """A slip, or two, that give the student's numbers: the mistakes' names, and how closely."""

    causes: tuple[str, ...]
    error: float
    #: Whether it is said of the result as a whole: a description of what happened, less exact than a place in it.
    vague: bool = False


@dataclass(frozen=True)
class Slip:
    """Something else in one place: `kind` is "place", "formula" (for all of it), "result" or "whole" (done to it)."""

    kind: str
    place: str
    mistake: str
    code: CodeType


@dataclass(frozen=True)
class Formula:
    """The formula `text` with its `parts`, on `numbers`; `slips` are grouped by the place where they are made."""

    text: str
    parts: Mapping[str, str]
    numbers: Mapping[str, Any]
    slips: tuple[tuple[Slip, ...], ...]

    def value(self, made: tuple[Slip, ...] = ()) -> Any:
        """The formula's value with those slips, each in another place."""
        names = Names(self.numbers, self.parts, {slip.place: slip.code for slip in made if slip.kind == "place"})
        whole = next((slip.code for slip in made if slip.kind == "formula"), compiled(self.text))
        right = evaluated(whole, names)
        for kind in ("result", "whole"):
            for slip in made:
                if slip.kind == kind:
                    right = evaluated(slip.code, ChainMap({"right": right}, names))
        return right

    def settings(self, mistakes: int) -> Iterator[tuple[tuple[str, ...], bool, NDArray]]:
        """Every formula with that many slips in as many places: the mistakes' names, whether vague, and the numbers."""
        for places in itertools.combinations(self.slips, mistakes):
            for made in itertools.product(*places):
                try:
                    with np.errstate(all="ignore"):
                        value = np.asarray(self.value(made))
                except (ValueError, IndexError):  # this mistake cannot be made on these shapes
                    continue
                if value.dtype.kind in "biuf":
                    yield tuple(slip.mistake for slip in made), any(slip.kind == "whole" for slip in made), value


class Names(dict[str, Any]):
    """The numbers of a case and the parts of a formula by their names, the parts computed when asked for.

    `slips` are what stands in some of their places; there, `it` is what belongs there.
    """

    def __init__(self, numbers: Mapping[str, Any], parts: Mapping[str, str], slips: Mapping[str, CodeType]) -> None:
        super().__init__()
        self.numbers, self._parts, self._slips = numbers, parts, slips

    def __missing__(self, name: str) -> Any:
        if name in self._slips:
            others = Names(self.numbers, self._parts, {place: c for place, c in self._slips.items() if place != name})
            value = evaluated(self._slips[name], ChainMap({"it": others[name]}, others))
        elif name in self.numbers:
            value = self.numbers[name]
        else:
            value = evaluated(compiled(self._parts[name]), self)
        self[name] = value
        return value


@functools.cache
def compiled(text: str) -> CodeType:
    """An expression of a contract."""
    return compile(text, f"<{text}>", "eval")


def evaluated(code: CodeType, names: Mapping[str, Any]) -> Any:
    """The value of an expression of a contract."""
    return eval(code, FUNCTIONS, names)  # ours, from the package's own files


def search(got: NDArray, formula: Formula, want: NDArray) -> list[Fit]:
    """The fewest slips, at most two, that give `got`. `want` is the right answer."""
    for mistakes in (1, 2):
        fits: dict[tuple[str, ...], Fit] = {}
        for causes, vague, value in formula.settings(mistakes):
            if relative_error(value, want) <= FIT or len(set(causes)) < mistakes:
                continue  # on these numbers it is no mistake
            fit = Fit(tuple(sorted(causes)), relative_error(got, value), vague)
            known = fits.get(fit.causes)
            if fit.error <= FIT and (known is None or (fit.vague, fit.error) < (known.vague, known.error)):
                fits[fit.causes] = fit
        exact = [fit for fit in fits.values() if not fit.vague]
        if fits:
            return exact or list(fits.values())
    return []
