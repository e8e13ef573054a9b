"""A formula with places, and the wrong expressions that a student could have written in each.

A place is a name in the formula: a number of the case, a named part of the formula, or the whole result. With the right
expression in every place the formula is the textbook's; a wrong one in one place is one mistake, in two places two.
A mistake is named if only this slip gives the student's numbers.
"""

from __future__ import annotations

import functools
import itertools
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any

import numpy as np

from undergrad.contracts.compare import FIT, NDArray, relative_error
from undergrad.contracts.expressions import FUNCTIONS

#: The exceptions of a listed mistake that is impossible on arrays of these shapes. A mutant may be no formula at all.
_OF_SHAPES: tuple[type[Exception], ...] = (ValueError, IndexError)
_OF_NONSENSE = (*_OF_SHAPES, AttributeError, TypeError, KeyError, ArithmeticError, MemoryError)


@dataclass(frozen=True)
class Fit:
    """One slip, or two, that give the student's numbers: the names of the mistakes, and the relative error."""

    causes: tuple[str, ...]
    error: float
    #: Whether it describes the result as a whole, which is less exact than a place in the formula.
    vague: bool = False
    #: If the text of the formula was changed: the right expression, and the one that gives the student's numbers.
    wording: tuple[str, str] | None = None


@dataclass(frozen=True)
class Slip:
    """A wrong expression in one place.

    `kind` is "place", "formula" if it replaces the whole formula, and "result" or "whole" if it changes the result.
    """

    kind: str
    place: str
    mistake: str
    code: CodeType
    wording: tuple[str, str] | None = None


@dataclass(frozen=True)
class Formula:
    """The formula `text` with its `parts`, on `numbers`; `slips` are grouped by the place where they are made.

    `mutants` are unlisted slips: changes of the text of the formula, likelier ones first.
    """

    text: str
    parts: Mapping[str, str]
    numbers: Mapping[str, Any]
    slips: tuple[tuple[Slip, ...], ...]
    mutants: Callable[[], Iterable[Iterable[Slip]]] = tuple

    def value(self, slips: tuple[Slip, ...] = ()) -> Any:
        """The formula's value with these slips, each in another place."""
        names = Names(self.numbers, self.parts, {slip.place: slip.code for slip in slips if slip.kind == "place"})
        whole = next((slip.code for slip in slips if slip.kind == "formula"), compiled(self.text))
        result = evaluated(whole, names)
        for kind in ("result", "whole"):
            for slip in slips:
                if slip.kind == kind:
                    result = evaluated(slip.code, ChainMap({"right": result}, names))
        return result

    def with_slips(self, count: int) -> Iterator[tuple[tuple[Slip, ...], NDArray]]:
        """The numbers of every formula with `count` listed slips, each in another place."""
        places = itertools.combinations(self.slips, count)
        return self._computed((slips for groups in places for slips in itertools.product(*groups)), _OF_SHAPES)

    def mutated(self) -> Iterator[Iterator[tuple[tuple[Slip, ...], NDArray]]]:
        """The numbers of the mutants."""
        for likely in self.mutants():
            yield self._computed(((mutant,) for mutant in likely), _OF_NONSENSE)

    def _computed(
        self, settings: Iterable[tuple[Slip, ...]], impossible: tuple[type[Exception], ...]
    ) -> Iterator[tuple[tuple[Slip, ...], NDArray]]:
        for slips in settings:
            try:
                with np.errstate(all="ignore"):
                    value = np.asarray(self.value(slips))
            except impossible:  # this mistake cannot be made on these numbers
                continue
            if value.dtype.kind in "biuf":
                yield slips, value


class Names(dict[str, Any]):
    """The numbers of a case and the parts of a formula by their names; parts are computed when first used.

    `slips` replace some of them; in a slip, `it` is the right value.
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
    """The simplest slips that give `got`: listed ones, else mutants, else pairs of listed ones. `want` is right."""
    if not got.size:
        return []  # an empty array equals everything
    in_order = itertools.chain([formula.with_slips(1)], formula.mutated(), [formula.with_slips(2)])
    for settings in in_order:
        fits: dict[tuple[str, ...], Fit] = {}
        for slips, value in settings:
            causes = tuple(sorted({slip.mistake for slip in slips}))
            error = relative_error(got, value)
            if error > FIT or len(causes) < len(slips) or relative_error(value, want) <= FIT:
                continue  # it does not fit, or does no harm on these numbers
            fit = Fit(causes, error, any(slip.kind == "whole" for slip in slips), slips[0].wording)
            known = fits.get(fit.causes)
            if known is None or (fit.vague, fit.error) < (known.vague, known.error):
                fits[fit.causes] = fit
        exact = [fit for fit in fits.values() if not fit.vague]
        if fits:
            return exact or list(fits.values())
    return []
