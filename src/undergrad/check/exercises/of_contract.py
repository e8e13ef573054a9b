"""A method asked as its contract says: the numbers, the operations, the right answer, the formulas of wrong ones."""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from undergrad import layers
from undergrad.check import course
from undergrad.check.contract import Contract, Variant, expressions, groups
from undergrad.check.exercises.base import Exercise, Numbers, away_from_zero
from undergrad.check.formula import Formula, Names, Slip, compiled, evaluated
from undergrad.check.mutations import mutations
from undergrad.sandbox.local import LocalSession
from undergrad.sandbox.worker.script import NDArray, Ref, Script

_GENERIC = Variant()


@functools.cache
def _textbook() -> LocalSession:
    return LocalSession({**vars(layers), **vars(course)})


class OfContract(Exercise):
    """One method of a class that has a contract."""

    def __init__(self, contract: Contract, method: str) -> None:
        terms = contract.methods[method]
        self.contract, self.terms = contract, terms
        self.cls, self.method, self.math = contract.layer, method, terms.math
        self.arguments, self.quantities = terms.arguments, terms.gives
        before = (call.method for call in terms.calls if call.method != method)
        self.prior = tuple(dict.fromkeys((*terms.rests_on, *before)))
        self.checks = Exercise.checks if terms.checks is None else terms.checks
        self.shapes = terms.variants.get("shapes", ())
        self.dimensions = terms.variants.get("dimensions", ())
        self.extremes = terms.variants.get("extremes", ())
        self.variants = ("generic", *terms.variants.get("generic", ()))
        self.float32, self.timed, self.scalar = terms.float32, terms.timed, terms.scalar
        self.changes, self.prints, self.refuses = terms.changes, terms.prints, terms.refuses
        self.elementwise, self.flat, self.unstable = terms.elementwise, terms.flat, terms.unstable or contract.unstable
        self.closed_by, self.blocked_by = terms.closed_by, tuple(terms.blocked_by.items())
        self.of_l2 = terms.of_l2
        self.made_with = contract.made_with
        self.weights = (*contract.made_with, *contract.sets)
        self.lost = dict.fromkeys(terms.gives, terms.lost) if terms.lost else Exercise.lost
        self.can_be_patched = bool(terms.patch)
        self._numbers: Mapping[str, str] = {}

    @property
    def also_called(self) -> tuple[Exercise, ...]:
        way = self.terms.also_called
        if way is None or self._numbers:
            return ()
        other = copy.copy(self)
        other.arguments, other.math, other._numbers = way.arguments, way.math, way.numbers
        return (other,)

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        other = self.contract.variants.get(variant, _GENERIC)
        other = self.terms.own_variants.get(variant, other)
        sizes = {**self.contract.sizes, **self.terms.sizes, **other.sizes}
        shapes = {**self.contract.shapes, **other.shapes}
        numbers: Numbers = dict(sizes)
        for name, number in self.contract.numbers.items():
            if number.shape is None:
                value: Any = float(rng.uniform(number.low, number.high))
            else:
                named = shapes[number.shape] if isinstance(number.shape, str) else number.shape
                shape = tuple(sizes[size] if isinstance(size, str) else size for size in named)
                value = away_from_zero(rng, shape, number.low, number.high)
            for text in (number.expression, other.numbers.get(name), self._numbers.get(name)):
                value = evaluated(compiled(text), numbers | {"it": value}) if text else value
            numbers[name] = value
        return numbers

    def construct(self, script: Script, n: Numbers) -> Ref:
        layer = script.new(self.cls, *(n[name] for name in self.contract.made_with))
        for name in self.contract.sets:
            script.set(layer, name, n[name])
        return layer

    def prepare(self, script: Script, layer: Ref, n: Numbers) -> list[Ref]:
        results: dict[str, Ref] = {}
        calls = []
        for call in self.terms.calls:
            arguments = [results[name] if name in results else _number(n, name) for name in call.arguments]
            calls.append(script.call(layer, call.method, *arguments))
            results[call.result] = calls[-1]
        for name in self.terms.puts:
            script.set(*self.place(layer, name, n), n[self.terms.patch.get(name, name)].copy())
        return calls

    def patch(self, script: Script, layer: Ref, n: Numbers) -> None:
        names = self.names(n)
        for name, value in self.terms.patch.items():
            script.set(*self.place(layer, name, n), names[value])

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        call = script.call(layer, self.method, *(n[name] for name in self.arguments))
        quantities = {name: script.get(*self.place(layer, name, n)) for name in self.quantities if name != "result"}
        return {"call": call} | ({"result": call} if "result" in self.quantities else {}) | quantities

    def place(self, layer: Ref, name: str, n: Numbers) -> tuple[Ref, str]:
        """Where an attribute is: the object that holds it, and its name there."""
        return layer, name

    def watched(self, layer: Ref, n: Numbers) -> dict[str, tuple[Ref, str]]:
        names = self.terms.patch if self.changes else self.contract.sets
        return {name: self.place(layer, name, n) for name in names}

    def readings(self, n: Numbers, *, patched: bool = False) -> tuple[Numbers, ...]:
        # What was put in place leads to the same answer as the input, unless it is random.
        if not patched or self.terms.puts or not any(v.startswith("random") for v in self.terms.patch.values()):
            return (n,)
        return (n | {"patched": True}, n)

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        script = Script()
        layer = self.construct(script, n)
        self.prepare(script, layer, n)
        if n.get("patched"):
            self.patch(script, layer, n)
        values = _values(script, {name: ref for name, ref in self.act(script, layer, n).items() if name != "call"})
        right = {name: np.asarray(value, np.float64) for name, value in values.items()}
        return right | {"result": right["result"].reshape(len(n[self.flat]), -1)} if self.flat else right

    def kept(self, n: Numbers) -> dict[str, NDArray]:
        if not self.terms.keeps:
            return {}
        script = Script()
        layer = self.construct(script, n)
        self.prepare(script, layer, n)
        self.act(script, layer, n)
        return _values(script, {name: script.get(layer, name) for name in self.terms.keeps})

    def environment(self, n: Numbers) -> Mapping[str, Any]:
        """What the formula's expressions may use besides the numbers of the case."""
        return {}

    def names(self, n: Numbers) -> Names:
        """The numbers of a case, what was put in place of others, and the parts of the formula, by their names."""
        put = {name: n[value] for name, value in self.terms.patch.items()} if n.get("patched") else {}
        own = {name: value for name, value in n.items() if name not in self.terms.parts}
        return Names({**own, **self.environment(n), **put}, self.terms.parts, {})

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        names = self.names(n)
        return {
            quantity: Formula(
                text, self.terms.parts, names.numbers, self._slips[quantity], functools.partial(self.mutants, quantity)
            )
            for quantity, text in self.terms.formula.items()
        }

    @functools.cached_property
    def _slips(self) -> dict[str, tuple[tuple[Slip, ...], ...]]:
        """For each quantity, the slips in each place of its formula."""
        terms = self.terms
        places = [place for place in dict.fromkeys((*terms.groups, *terms.mistakes)) if place not in terms.gives]
        slips = {}
        for quantity, text in terms.formula.items():
            reached = _reached(text, terms.parts)
            of_places = [self._of_place(place) for place in places if place in reached]
            slips[quantity] = tuple(filter(None, (*of_places, *self._of_whole(quantity))))
        return slips

    def mutants(self, quantity: str) -> tuple[Slip, ...]:
        """The changes of the text of a quantity's formula, and of that of its parts."""
        text, parts = self.terms.formula[quantity], self.terms.parts
        of_parts = ((name, part) for name, part in parts.items() if name in _reached(text, parts))
        return (
            *_mutated("formula", quantity, text),
            *(slip for name, part in of_parts for slip in _mutated("place", name, part)),
        )

    def _of_place(self, place: str) -> tuple[Slip, ...]:
        shared = [entry for group in self.terms.groups.get(place, ()) for entry in expressions(groups()[group])]
        own = expressions(self.terms.mistakes.get(place, {}))
        return tuple(Slip("place", place, mistake, compiled(text)) for mistake, text in (*shared, *own))

    def _of_whole(self, quantity: str) -> tuple[tuple[Slip, ...], ...]:
        own = [(mistake, compiled(text)) for mistake, text in expressions(self.terms.mistakes.get(quantity, {}))]
        done = [entry for entry in own if "right" in entry[1].co_names]
        return (
            tuple(Slip("formula", quantity, *entry) for entry in own if entry not in done),
            tuple(Slip("result", quantity, *entry) for entry in done),
            *(slips_of_whole(group) for group in self.terms.groups.get(quantity, ())),
        )


def slips_of_whole(group: str = "whole") -> tuple[Slip, ...]:
    """What may be done to a result as a whole."""
    return tuple(Slip("whole", "result", mistake, compiled(text)) for mistake, text in expressions(groups()[group]))


def _mutated(kind: str, place: str, text: str) -> Iterator[Slip]:
    for change in mutations(text):
        yield Slip(kind, place, change.mistake, compiled(change.text), (change.before, change.after))


def _number(n: Numbers, name: str) -> Any:
    return n[name] if name in n else float(name)


def _values(script: Script, wanted: dict[str, Ref]) -> dict[str, NDArray]:
    """What the textbook gives."""
    outcomes = _textbook().run(script)
    values = {}
    for name, ref in wanted.items():
        array = outcomes[ref.index].array
        assert array is not None, f"the textbook gives no {name}: {outcomes}"
        values[name] = array
    return values


def _reached(text: str, parts: Mapping[str, str]) -> set[str]:
    """The names that an expression uses, by its parts too."""
    names: set[str] = set()
    waiting = [text]
    while waiting:
        fresh = _names_in(compiled(waiting.pop())) - names
        names |= fresh
        waiting += [parts[name] for name in fresh if name in parts]
    return names


def _names_in(code: Any) -> set[str]:
    inner = [_names_in(constant) for constant in code.co_consts if hasattr(constant, "co_names")]
    return set(code.co_names).union(*inner)
