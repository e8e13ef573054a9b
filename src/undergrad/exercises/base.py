"""The exercise that a contract makes of one method: numbers, operations, right answers, wrong formulas."""

from __future__ import annotations

import copy
import functools
import itertools
import math
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import numpy as np
from msgspec.structs import replace

from undergrad import layers
from undergrad.contracts.compare import SINGLE, USUAL, Bounds
from undergrad.contracts.contract import Contract, Variant, name_of
from undergrad.contracts.formula import Formula, Names, Slip, compiled, evaluated
from undergrad.contracts.slips import listed_slips, mutants
from undergrad.exercises import course
from undergrad.findings.sentences import Words
from undergrad.model import ClassifierModel
from undergrad.outputs import EvaluationMetric
from undergrad.sandbox.local import LocalSession
from undergrad.sandbox.worker.script import NDArray, Ref, Script

Numbers = dict[str, Any]
_GENERIC = Variant()


class Exercise:
    """One method of one class that has a contract; a subclass adds what its contract cannot say.

    A *quantity* is a result of the method: "result" is its return value, anything else an attribute that it sets.
    """

    #: The classes that the method may refer to by name.
    uses: tuple[str, ...] = ()
    #: Checks that must pass before any check besides those of existence, shape, values and attributes.
    needs: tuple[str, ...] = ()

    def __init__(self, contract: Contract, method: str) -> None:
        self.contract, self.terms = contract, contract.methods[method]
        self.cls, self.method = contract.layer, method
        before = (call.method for call in self.terms.calls if call.method != method)
        #: The methods of the class that must work before this one can be judged.
        self.prior = tuple(dict.fromkeys((*self.terms.rests_on, *before)))
        self._usual: Exercise | None = None
        self._always = _GENERIC

    @property
    def name(self) -> str:
        """`Class.method`, or the name of a function."""
        return name_of(self.cls, self.method)

    @property
    def weights(self) -> tuple[str, ...]:
        """The numbers that belong to the object rather than to a batch."""
        return (*self.contract.made_with, *self.contract.sets)

    @property
    def can_be_patched(self) -> bool:
        """Whether the check can set the attributes that an earlier method should have kept."""
        return bool(self.terms.patch)

    @property
    def also_called(self) -> tuple[Exercise, ...]:
        """The exercises in which the method is called in the other ways that the contract allows."""
        way = self.terms.also_called
        if way is None:
            return ()
        other = self.under(Variant(numbers=way.numbers))
        if sorted(way.arguments) == sorted(self.terms.arguments):
            other._usual = self  # the textbook's order of arguments
        math = way.math or self.terms.math
        other.terms = replace(self.terms, arguments=way.arguments, math=math, also_called=None)
        return (other,)

    @property
    def usual(self) -> tuple[str, ...]:
        """The variants for the checks of purity and attributes."""
        return ("generic", *self.variants("generic"))

    def variants(self, check: str) -> tuple[str, ...]:
        """The variants of the numbers that a check uses."""
        return self.terms.variants.get(check, ())

    def variant(self, name: str) -> Variant:
        """The differences of a variant from the usual numbers."""
        return self.terms.own_variants.get(name, self.contract.variants.get(name, _GENERIC))

    def draw(self, rng: np.random.Generator, variant: str = "generic") -> Numbers:
        """The numbers of one case."""
        other = self.variant(variant)
        sizes = {**self.contract.sizes, **self.terms.sizes, **other.sizes, **self._always.sizes}
        shapes = {**self.contract.shapes, **other.shapes}
        numbers: Numbers = dict(sizes) | {"made_with": other.made_with or self.contract.made_with}
        for name, number in self.contract.numbers.items():
            if number.shape is None:
                value: Any = float(rng.uniform(number.low, number.high))
            else:
                value = away_from_zero(rng, self.contract.shape(name, sizes, shapes), number.low, number.high)
            for text in (number.expression, other.numbers.get(name), self._always.numbers.get(name)):
                value = evaluated(compiled(text), numbers | {"it": value}) if text else value
            numbers[name] = value
        return numbers

    def construct(self, script: Script, n: Numbers) -> Ref:
        """Add the operations that make the layer with the weights of the case."""
        kind = "function" if self.contract.function else "student"
        layer = script.new(self.cls, *(n[name] for name in n["made_with"]), kind=kind)
        for name in self.contract.sets:
            script.set(layer, name, n[name])
        return layer

    def prepare(self, script: Script, layer: Ref, n: Numbers) -> list[Ref]:
        """Add the calls that come before this method, and return them."""
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
        """Set the attributes that `prepare` should have kept, so that this method is judged by itself.

        The values are random but possible. The right ones would be the answer to another method's question.
        """
        names = self.names(n)
        for name, value in self.terms.patch.items():
            script.set(*self.place(layer, name, n), names[value])

    def act(self, script: Script, layer: Ref, n: Numbers) -> dict[str, Ref]:
        """Add the judged call, and return it under "call" with each quantity."""
        call = script.call(layer, self.method, *(n[name] for name in self.terms.arguments))
        attributes = {name: script.get(*self.place(layer, name, n)) for name in self.terms.gives if name != "result"}
        return {"call": call} | ({"result": call} if "result" in self.terms.gives else {}) | attributes

    def place(self, layer: Ref, name: str, n: Numbers) -> tuple[Ref, str]:
        """The place of an attribute: the object that holds it, and its name there."""
        return layer, name

    def watched(self, layer: Ref, n: Numbers) -> dict[str, tuple[Ref, str]]:
        """Attributes that the method may read but must not change: the object, and the attribute's name."""
        names = self.terms.patch if self.terms.changes else self.contract.sets
        return {name: self.place(layer, name, n) for name in names if name not in self.terms.gives}

    def readings(self, n: Numbers, *, patched: bool = False) -> tuple[Numbers, ...]:
        """The cases whose right answers are accepted here: several if the contract leaves a choice.

        With `patched` the method may compute from the attributes that `patch` has set, or from its own input.
        """
        # Both give the same answer, unless the attributes are random.
        both = patched and not self.terms.puts and any(v.startswith("random") for v in self.terms.patch.values())
        cases = [n | {"patched": True}, n] if both else [n]
        options = ([(name, ""), *((name, text) for text in texts)] for name, texts in self.terms.leaves_open.items())
        settings = [{name: text for name, text in pairs if text} for pairs in itertools.product(*options)]
        return tuple(case | self._chosen(case, setting) for case in cases for setting in settings)

    @staticmethod
    def _chosen(n: Numbers, setting: Mapping[str, str]) -> Numbers:
        """The chosen numbers of a case, which are as right as the textbook's."""
        numbers = {name: evaluated(compiled(text), n) for name, text in setting.items()}
        return numbers | {"by_formula": True} if numbers else {}

    def under(self, variant: Variant) -> Exercise:
        """The exercise with the sizes and numbers of this variant in all its other variants too."""
        other, before = copy.copy(self), self._always
        numbers, sizes = {**before.numbers, **variant.numbers}, {**before.sizes, **variant.sizes}
        other._always = Variant(numbers=numbers, sizes=sizes)
        return other

    def among(self, stand_ins: Collection[str]) -> Exercise:
        """The exercise with stand-ins for these classes among `uses`."""
        return self

    def reference(self, n: Numbers) -> dict[str, NDArray]:
        """The right value of each quantity, float64: the textbook's, or the formula's if the file chose numbers."""
        if not self.terms.gives:
            return {}
        if self.contract.by_formula or n.get("by_formula") or (self.terms.sees and n.keys() >= self.terms.sees.keys()):
            return {name: np.asarray(formula.value(), np.float64) for name, formula in self.formulas(n).items()}
        values = self._of_textbook(n, self.terms.gives)
        return {name: np.asarray(value, np.float64) for name, value in values.items()}

    def kept(self, n: Numbers) -> dict[str, NDArray]:
        """Attributes that the method keeps, and their right values."""
        return self._of_textbook(n, self.terms.keeps) if self.terms.keeps else {}

    def _of_textbook(self, n: Numbers, quantities: tuple[str, ...]) -> dict[str, NDArray]:
        """The textbook's values of results and attributes."""
        script = Script()
        layer = self.construct(script, n)
        before = dict(zip((call.result for call in self.terms.calls), self.prepare(script, layer, n), strict=True))
        if n.get("patched"):
            self.patch(script, layer, n)
        known = before | (self._usual or self).act(script, layer, n)
        refs = {name: known[name] if name in known else script.get(layer, name) for name in quantities}
        outcomes = textbook().run(script)
        values = {name: array for name, ref in refs.items() if (array := outcomes[ref.index].array) is not None}
        assert values.keys() == refs.keys(), f"the textbook fails in {self.name}: {outcomes}"
        return values

    def environment(self, n: Numbers) -> Mapping[str, Any]:
        """The values that the formula's expressions may use besides the numbers of the case."""
        missing = {name: of for name, of in self.terms.sees.items() if name not in n}
        values = self._of_textbook(n, tuple(missing.values())) if missing else {}
        return {name: values[of] for name, of in missing.items()}

    def names(self, n: Numbers) -> Names:
        """The numbers of a case, the attributes that `patch` has set, and the parts of the formula, by name."""
        patched = {name: n[value] for name, value in self.terms.patch.items()} if n.get("patched") else {}
        own = {name: value for name, value in n.items() if name not in self.terms.parts}
        return Names({**own, **self.environment(n), **patched}, self.terms.parts, {})

    def formulas(self, n: Numbers) -> Mapping[str, Formula]:
        """For each quantity, the formula with its slips."""
        numbers, parts = self.names(n).numbers, self.terms.parts
        return {
            quantity: Formula(text, parts, numbers, self._slips[quantity], functools.partial(self.mutants, quantity))
            for quantity, text in self.terms.formula.items()
        }

    @functools.cached_property
    def _slips(self) -> dict[str, tuple[tuple[Slip, ...], ...]]:
        """For each quantity, the slips in each place of its formula."""
        return {quantity: listed_slips(self.terms, quantity) for quantity in self.terms.formula}

    def mutants(self, quantity: str) -> Iterable[Iterable[Slip]]:
        """Slips that change the text of a quantity's formula, likelier ones first."""
        return mutants(self.terms, quantity)

    def bounds(self, *, single: bool) -> Bounds:
        """The bounds on the error of float64 numbers; with `single`, of float32 numbers."""
        return SINGLE if single else USUAL

    def doubt(self, quantity: str, n: Numbers) -> Words:
        """The reason why the right value of a quantity is uncertain in this case; empty if it is certain."""
        return ""

    def otherwise(
        self, quantity: str, got: NDArray, n: Numbers, again: Callable[[Numbers], NDArray | None]
    ) -> tuple[str, Words, str] | None:
        """Verdict, message and cause for numbers that differ and that no formula explains; None if they are just wrong.

        `again` asks once more, with the same numbers or with others.
        """
        return None


def as_dtype(n: Numbers, dtype: type[np.floating[Any]]) -> Numbers:
    """The same case with its real arrays in another dtype."""
    real = {key: value for key, value in n.items() if isinstance(value, np.ndarray) and value.dtype.kind == "f"}
    return n | {key: value.astype(dtype) for key, value in real.items()}


@functools.cache
def textbook() -> LocalSession:
    """The session in which the right answers are computed."""
    others = {"ClassifierModel": ClassifierModel, "EvaluationMetric": EvaluationMetric}
    return LocalSession(vars(layers) | vars(course) | others)


def away_from_zero(rng: np.random.Generator, shape: tuple[int, ...], low: float = 0.1, high: float = 2.5) -> NDArray:
    """Random numbers of both signs with low <= |.| <= high, away from kinks at 0."""
    signs = np.ones(math.prod(shape))
    signs[::2] = -1
    # Three digits: the report shows the exact number, and a student can type it.
    return rng.permuted(signs).reshape(shape) * rng.uniform(low, high, shape).round(3)


def _number(n: Numbers, name: str) -> Any:
    return n[name] if name in n else float(name)
