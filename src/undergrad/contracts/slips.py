"""The slips in a formula of a contract: mistakes listed for its places, and changes of its text."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from types import CodeType

from undergrad.contracts.contract import Method, Mistakes, expressions
from undergrad.contracts.formula import Slip, compiled
from undergrad.contracts.mutations import Mutation, mutations
from undergrad.contracts.rewritings import bracketed, renamed, variables, written_out
from undergrad.contracts.toml import groups


def slips_of(kind: str, place: str, mistakes: Mistakes) -> tuple[Slip, ...]:
    """The slips that these mistakes make in a place."""
    return tuple(Slip(kind, place, mistake, compiled(text)) for mistake, text in expressions(mistakes))


def listed_slips(terms: Method, quantity: str) -> tuple[tuple[Slip, ...], ...]:
    """The listed slips in the formula of a quantity, grouped by their places."""
    reached = _reached(terms.formula[quantity], terms.parts)
    places = [place for place in dict.fromkeys((*terms.groups, *terms.mistakes)) if place not in terms.gives]
    own = slips_of("formula", quantity, terms.mistakes.get(quantity, {}))
    of_result = tuple(slip for slip in own if "right" in slip.code.co_names)
    of_whole = (
        tuple(slip for slip in own if slip not in of_result),
        tuple(Slip("result", slip.place, slip.mistake, slip.code) for slip in of_result),
        *(slips_of("whole", "result", groups()[group]) for group in terms.groups.get(quantity, ())),
    )
    return tuple(filter(None, (*(_of_place(terms, place) for place in places if place in reached), *of_whole)))


def mutants(terms: Method, quantity: str) -> Iterator[Iterator[Slip]]:
    """Slips that change the text of a quantity's formula or of its parts, likelier ones first.

    They change one sign, factor, term and so on; then the same in another form of the formula, or brackets; then they
    replace a variable, in one place or everywhere.
    """
    text, parts = terms.formula[quantity], terms.parts
    reached = _reached(text, parts)
    used = {name: part for name, part in parts.items() if name in reached}
    yield itertools.chain(
        _mutated("formula", quantity, mutations(text)),
        *(_mutated("place", name, mutations(part)) for name, part in used.items()),
    )
    forms = terms.forms.get(quantity, ())
    places = [(name, form) for name in used for form in terms.forms.get(name, ())]
    # An attribute that an earlier method keeps is a name in the file too.
    loose = {name: part for name, part in parts.items() if name not in terms.patch}
    whole = [written_out(form, loose) for form in (text, *forms)]
    whole += [written_out(text, {**loose, name: form}) for name, form in places]
    yield itertools.chain(
        *(_mutated("formula", quantity, mutations(written_out(form, loose))) for form in forms),
        *(_mutated("place", name, mutations(form)) for name, form in places),
        *(_mutated("formula", quantity, bracketed(form)) for form in whole),
    )
    lines = (*terms.formula.values(), *parts.values())
    candidates = itertools.chain(terms.arguments, parts, *(variables(line) for line in lines))
    # A part that is only a number, 0 or 1, is not a variable in the file.
    names = tuple(name for name in dict.fromkeys(candidates) if variables(parts.get(name, name)))
    of_batch = () if terms.changes else (*terms.arguments, *terms.patch)
    yield itertools.chain(
        _mutated("formula", quantity, renamed(text, names, of_batch)),
        *(_mutated("place", name, renamed(part, names, of_batch)) for name, part in used.items()),
        (
            Slip("place", name, "another-variable", compiled(other), (name, other))
            for name in names
            if name in reached
            for other in names
            if other != name
        ),
    )


def _of_place(terms: Method, place: str) -> tuple[Slip, ...]:
    mistakes = [*(groups()[group] for group in terms.groups.get(place, ())), terms.mistakes.get(place, {})]
    return tuple(slip for listed in mistakes for slip in slips_of("place", place, listed))


def _mutated(kind: str, place: str, changes: Iterable[Mutation]) -> Iterator[Slip]:
    for change in changes:
        yield Slip(kind, place, change.mistake, compiled(change.text), (change.before, change.after))


def _reached(text: str, parts: Mapping[str, str]) -> set[str]:
    """The names that an expression uses, directly or through its parts."""
    names: set[str] = set()
    waiting = [text]
    while waiting:
        new = _names_in(compiled(waiting.pop())) - names
        names |= new
        waiting += [parts[name] for name in new if name in parts]
    return names


def _names_in(code: CodeType) -> set[str]:
    inner = [_names_in(constant) for constant in code.co_consts if isinstance(constant, CodeType)]
    return set(code.co_names).union(*inner)
