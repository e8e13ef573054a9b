"""What can be wrong in a formula of a contract: mistakes listed for its places, and changes of its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import CodeType

from undergrad.check.contract import Method, Mistakes, expressions, groups
from undergrad.check.formula import Slip, compiled
from undergrad.check.mutations import mutations


def slips_of(kind: str, place: str, mistakes: Mistakes) -> tuple[Slip, ...]:
    """The slips that those mistakes are in a place."""
    return tuple(Slip(kind, place, mistake, compiled(text)) for mistake, text in expressions(mistakes))


def listed_slips(terms: Method, quantity: str) -> tuple[tuple[Slip, ...], ...]:
    """The listed slips in the formula of a quantity, grouped by the place where they are made."""
    reached = _reached(terms.formula[quantity], terms.parts)
    places = [place for place in dict.fromkeys((*terms.groups, *terms.mistakes)) if place not in terms.gives]
    own = slips_of("formula", quantity, terms.mistakes.get(quantity, {}))
    done = tuple(slip for slip in own if "right" in slip.code.co_names)
    of_whole = (
        tuple(slip for slip in own if slip not in done),
        tuple(Slip("result", slip.place, slip.mistake, slip.code) for slip in done),
        *(slips_of("whole", "result", groups()[group]) for group in terms.groups.get(quantity, ())),
    )
    return tuple(filter(None, (*(_of_place(terms, place) for place in places if place in reached), *of_whole)))


def mutants(terms: Method, quantity: str) -> tuple[Slip, ...]:
    """The changes of the text of a quantity's formula, and of that of its parts."""
    reached = _reached(terms.formula[quantity], terms.parts)
    return (
        *_mutated("formula", quantity, terms.formula[quantity]),
        *(slip for name, part in terms.parts.items() if name in reached for slip in _mutated("place", name, part)),
    )


def _of_place(terms: Method, place: str) -> tuple[Slip, ...]:
    mistakes = [*(groups()[group] for group in terms.groups.get(place, ())), terms.mistakes.get(place, {})]
    return tuple(slip for listed in mistakes for slip in slips_of("place", place, listed))


def _mutated(kind: str, place: str, text: str) -> Iterator[Slip]:
    for change in mutations(text):
        yield Slip(kind, place, change.mistake, compiled(change.text), (change.before, change.after))


def _reached(text: str, parts: Mapping[str, str]) -> set[str]:
    """The names that an expression uses, by its parts too."""
    names: set[str] = set()
    waiting = [text]
    while waiting:
        fresh = _names_in(compiled(waiting.pop())) - names
        names |= fresh
        waiting += [parts[name] for name in fresh if name in parts]
    return names


def _names_in(code: CodeType) -> set[str]:
    inner = [_names_in(constant) for constant in code.co_consts if isinstance(constant, CodeType)]
    return set(code.co_names).union(*inner)
