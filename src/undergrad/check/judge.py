"""Makes every check of an assignment, each once and independently.

A check asks for the verdicts that it depends on (`Judge.passes`); these are found once and remembered. So the order of
the checks affects neither which of them run nor their numbers: each check draws its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from undergrad.check import behaviour, edges, existence, results
from undergrad.check.assignment import CHECKS, Item
from undergrad.check.questions import Question
from undergrad.check.seen import Consequences, Seen, applied, see
from undergrad.check.verdicts import Verdicts
from undergrad.contracts.contract import Variant
from undergrad.display.languages import Language
from undergrad.exercises.answers import ask, generator
from undergrad.exercises.base import Exercise
from undergrad.findings.records import Finding, Record
from undergrad.findings.sentences import Words, joined, phrase

_MAKERS: dict[str, Callable[[Question], Iterator[Finding]]] = {
    "exists": existence.exists,
    "shape": results.shape,
    "values": results.values,
    "attributes": results.attributes,
    "purity": behaviour.purity,
    "repeat": behaviour.repeat,
    "instances": behaviour.instances,
    "batches": behaviour.batches,
    "shapes": edges.variants,
    "images": edges.variants,
    "dimensions": edges.variants,
    "extremes": edges.extremes,
    "float32": edges.float32,
    "speed": edges.speed,
}
#: The checks that every method has.
_ALWAYS = ("exists", "shape", "values", "attributes")
#: The checks that must pass before a check; for all others, that of the shape.
_NEEDS = {
    "exists": (),
    "shape": ("exists",),
    "values": ("exists",),
    "batches": ("repeat",),
    "speed": ("values",),
}
#: Checks that also run for wrong numbers, because they test other properties too: shape, dtype, finiteness.
_ALSO_WRONG_NUMBERS = ("shapes", "images", "dimensions", "extremes", "float32")


class Judge(Verdicts):
    """The records of each check of each method."""

    def all(self, items: Iterable[Item], checks: Iterable[str] = CHECKS, language: Language = "en") -> list[Record]:
        """The records of these checks in a language, in the assignment's order of methods."""
        items = list(items)
        return applied(self.seen(items, checks), self.assignment, items, language)

    def seen(self, items: Iterable[Item], checks: Iterable[str] = CHECKS) -> list[Seen]:
        """The results of these checks in every language, in the assignment's order of methods."""
        by_name = {item.name: item for item in items}
        for check in checks:
            for name, item in by_name.items():
                if self.assignment.severity(item, check) != "off":
                    self.records(name, check)
        self.search(by_name)
        by_class: dict[str, list[Item]] = {}
        for item in by_name.values():
            by_class.setdefault(self.exercises[item.name].cls, []).append(item)
        return [entry for cls, of_class in by_class.items() for entry in self._of_class(cls, of_class)]

    def _of_class(self, cls: str, items: list[Item]) -> Iterator[Seen]:
        """The results of a class: one that it is missing, or those of its methods."""
        is_function = self.exercises[items[0].name].contract.function
        if self.classes.get(cls, {}).get("kind") == "class" or (is_function and not items[0].may_be_absent):
            if names := self.dialect.names(cls):
                called = [phrase("called-otherwise", name=name, other=other) for name, other in names.items()]
                message = phrase("judged-under-that-name", names=joined("comma", called))
                yield see(Finding(cls=cls, method="", check="exists", verdict="remark", message=message))
            if order := self.order(cls):
                yield see(Finding(cls=cls, method="", check="exists", verdict="remark", message=order))
            for item in items:
                if not item.may_be_absent or self.is_there(item):
                    for check in CHECKS:
                        yield from self._seen(item, check)
            return
        required = [item for item in items if not item.may_be_absent]
        if not required:
            return
        yield from (see(replace(entry, method="")) for entry in self.records(required[0].name, "exists"))
        for item in required:
            yield see(Question(self, self.exercises[item.name], "exists").not_run(phrase("class-is-missing")))

    def make(self, exercise: Exercise, check: str) -> list[Finding]:
        question = Question(self, exercise, check)
        if check not in (*_ALWAYS, *exercise.terms.checks):
            return []
        further = exercise.needs if check not in _ALWAYS else ()
        for needed in (*_NEEDS.get(check, ("shape",)), *further):
            if needed in (*_ALWAYS, *exercise.terms.checks) and not self.passes(exercise.name, needed):
                return [question.not_run(phrase("comes-first", check=needed))]
        leans_on = exercise.contract.leans_on.items()
        wrong = {name: exercise.variant(variant) for name, variant in leans_on if self.is_wrong(name)}
        if check != "exists":
            exercise = self.as_called(exercise)
            lacking = {*self.dialect.dropped(exercise.name)} & {*self.assignment.without}
            exercise = exercise.under(Variant(numbers=dict.fromkeys(lacking, "0.0")))
            exercise = exercise.among({cls for cls in exercise.uses if not self.sound(cls)})
            for variant in wrong.values():
                exercise = exercise.under(variant)
        if check not in _ALWAYS and not self.ready(exercise):
            prior = phrase("must-work-first", name=f"{exercise.cls}.{exercise.prior[0]}")
            return [] if check == "speed" else [question.not_run(prior)]
        findings = list(_MAKERS[check](Question(self, exercise, check)))
        if any(entry.verdict == "fail" and entry.causes != ("not-written",) for entry in findings):
            for function, variant in wrong.items():
                if not self._is_right_under(function, variant):
                    return [question.not_run(phrase("must-work-first", name=function))]
        absent = self._absent(exercise)
        if absent and check != "exists" and any(entry.verdict == "fail" for entry in findings):
            # The stand-in is not of the student's class, so isinstance with a class of another name is False for it.
            return [question.not_run(phrase("may-need-class", cls=absent))]
        if check in _ALSO_WRONG_NUMBERS and not findings and not self.works(exercise.name):
            return [question.not_run(phrase("numbers-first"))]
        return findings or ([] if check in ("attributes", "speed") else [question.finding("pass", "")])

    def _is_right_under(self, function: str, variant: Variant) -> bool:
        """Whether a function is right at least in this variant."""
        exercise = self.exercises[function].under(variant)
        return ask(self.session, exercise, exercise.draw(generator(self.seed, function, "under"))).is_right

    def _absent(self, exercise: Exercise) -> str:
        """A class of the assignment that the method may refer to by name and that the file does not have; else ""."""
        asked = {item.name.partition(".")[0] for item in self.assignment.methods}
        return next((c for c in exercise.uses if c in asked and self.classes.get(c, {}).get("kind") != "class"), "")

    def _seen(self, item: Item, check: str) -> Iterator[Seen]:
        """The results of one check of a method, with consequences if the assignment's severity depends on them."""
        for entry in self.known.get((item.name, check), []):
            translated = replace(entry, code=self.dialect.spoken(entry.cls, entry.code))
            severity = self.assignment.severity(item, entry.check, entry.causes)
            if entry.verdict == "fail" and severity == "consequence":
                yield see(translated, item.name, *self._consequences_of(entry))
            else:
                yield see(translated, item.name)

    def _consequences_of(self, entry: Finding) -> tuple[Consequences, Words]:
        """Whether a failure affects a later method or a network, and the sentence that says so."""
        if entry.check == "attributes":
            evidence = joined("semicolon", self._later_failures(entry))
            return ("some" if evidence else "none"), evidence
        consequence = self.consequence(entry.cls)
        if consequence is None:
            return "unknown", ""
        if consequence.parts_at is None:
            return "none", phrase("learns-the-same", steps=consequence.steps)
        return "some", phrase("learns-something-else", step=consequence.parts_at, steps=consequence.steps)

    def _later_failures(self, entry: Finding) -> Iterator[Words]:
        """A sentence for each method that is right by itself but fails with the attributes that this one keeps."""
        for later in self.exercises.values():
            if later.cls == entry.cls and entry.method in later.prior and self.known.get((later.name, "values")):
                failure = self.spoils(later) if self.works(later.name) else None
                if failure is not None:
                    yield phrase("on-what-it-keeps", method=later.name, failure=failure)
