"""Makes every check of an assignment, each once, each by itself.

A check asks for the verdicts that it rests on (`Judge.passes`), and these are found once and remembered. So what is not
run does not depend on the order of the checks, and neither do the numbers: each check draws its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from undergrad.check import behaviour, edges, results
from undergrad.check.assignment import CHECKS, Assignment, Item
from undergrad.check.consequence import LAYERS, Consequence, train_both_ways
from undergrad.check.dialect import Dialect
from undergrad.check.exercises import EXERCISES, Exercise
from undergrad.check.failures import explained
from undergrad.check.findings import Finding, finish
from undergrad.check.phrases import finding
from undergrad.check.prudent import Prudent, Watched
from undergrad.check.questions import ask, generator
from undergrad.check.records import Record
from undergrad.check.sentences import Words, joined, phrase
from undergrad.display.languages import Language
from undergrad.sandbox.process import Session

_MAKERS: dict[str, Any] = {
    "exists": results.exists,
    "shape": results.shape,
    "values": results.values,
    "attributes": results.attributes,
    "purity": behaviour.purity,
    "repeat": behaviour.repeat,
    "instances": behaviour.instances,
    "batches": behaviour.batches,
    "shapes": edges.shapes,
    "dimensions": edges.dimensions,
    "extremes": edges.extremes,
    "float32": edges.float32,
    "speed": edges.speed,
}
#: What a check rests on.
_NEEDS = {
    "shape": ("exists",),
    "values": ("exists",),
    "attributes": ("shape",),
    "purity": ("shape",),
    "repeat": ("shape",),
    "instances": ("shape",),
    "batches": ("repeat",),
    "shapes": ("shape",),
    "dimensions": ("shape",),
    "extremes": ("shape",),
    "float32": ("shape",),
    "speed": ("values",),
}
#: Checks that look at wrong numbers too, for what they show besides: shape, dtype, finiteness.
_ALSO_WRONG_NUMBERS = ("shapes", "dimensions", "extremes", "float32")
#: What must be right of a layer before a model is judged on it.
_SOUND = ("shape", "values", "attributes", "purity", "repeat", "instances", "batches", "shapes")
#: What must be right of a layer before a network is trained with it.
_COMPUTES = ("shape", "values", "repeat", "instances", "batches")

#: Remarks on arrays that the numbers behind them depend on.
_OTHER_ARRAYS = {"array-subclass", "float32-result"}


class Judge:
    """The records of each check of each method, found when asked for and then remembered."""

    def __init__(
        self,
        session: Session,
        classes: dict[str, Any],
        assignment: Assignment,
        seed: int,
        blanks: frozenset[str] = frozenset(),
        exercises: Mapping[str, Exercise] = EXERCISES,
        language: Language = "en",
    ) -> None:
        #: The methods that the file's text shows to compute nothing.
        self.blanks = blanks
        #: What can be asked, by `Class.method`.
        self.exercises = exercises
        watched = Watched(session)
        self.dialect = Dialect(watched, classes, exercises)
        self.session: Session = Prudent(self.dialect, self.records, watched.failures, exercises)
        self.classes, self.assignment, self.seed = classes, assignment, seed
        #: Of the records that it gives at the end.
        self.language: Language = language
        self._consequences: dict[tuple[str, str], Consequence | None] = {}
        self._spoiled: dict[str, Words | None] = {}
        self._known: dict[tuple[str, str], list[Finding]] = {}

    def all(self, items: Iterable[Item], checks: Iterable[str] = CHECKS) -> list[Record]:
        """The records of those checks, ordered as the assignment orders its methods."""
        wanted = {item.name: item for item in items}
        for check in checks:
            for name, item in wanted.items():
                if self.assignment.severity(item, check) != "off":
                    self.records(name, check)
        by_class: dict[str, list[Item]] = {}
        for item in wanted.values():
            by_class.setdefault(self.exercises[item.name].cls, []).append(item)
        ordered = [entry for cls, of_class in by_class.items() for entry in self._of_class(cls, of_class)]
        spoken = [msgspec.structs.replace(entry, code=self.dialect.spoken(entry.cls, entry.code)) for entry in ordered]
        return [finish(entry, self.language) for entry in spoken]

    def _of_class(self, cls: str, items: list[Item]) -> Iterator[Finding]:
        """What is shown of a class: that it is missing, once, or the records of its methods."""
        if self.classes.get(cls, {}).get("kind") == "class":
            if names := self.dialect.names(cls):
                called = [phrase("called-otherwise", name=name, other=other) for name, other in names.items()]
                message = phrase("judged-under-that-name", names=joined("comma", called))
                yield Finding(cls=cls, method="", check="exists", verdict="remark", message=message)
            for item in items:
                for check in CHECKS:
                    yield from self._shown(item, check)
            return
        asked = [item for item in items if not item.may_be_absent]
        if not asked:
            return
        yield from (msgspec.structs.replace(entry, method="") for entry in self.records(asked[0].name, "exists"))
        for item in asked:
            yield finding(self.exercises[item.name], "exists", "not run", message=phrase("class-is-missing"))

    def records(self, name: str, check: str) -> list[Finding]:
        """The findings of one check of one method, before the assignment's severity."""
        key = (name, check)
        if key not in self._known:
            self._known[key] = self._make(self.exercises[name], check)
        return self._known[key]

    def passes(self, name: str, check: str) -> bool:
        """Whether a check of a method was made and did not fail."""
        return all(entry.verdict in ("pass", "remark") for entry in self.records(name, check))

    def works(self, name: str) -> bool:
        """Whether a method gives the right values in the right form."""
        return self.passes(name, "shape") and self.passes(name, "values")

    def single(self, exercise: Exercise) -> bool:
        """Whether the method, or one before it, gives float32 for float64, so that its numbers are those of float32."""
        names = [exercise.name, *(f"{exercise.cls}.{prior}" for prior in exercise.prior)]
        return any("float32-result" in entry.causes for name in names for entry in self.records(name, "shape"))

    def closed_by(self, exercise: Exercise) -> str:
        """The method that a network calls after this one, where the file has it and it works; else none."""
        closing = f"{exercise.cls}.{exercise.terms.closed_by}"
        there = exercise.terms.closed_by in self.classes.get(exercise.cls, {}).get("methods", {})
        return exercise.terms.closed_by if exercise.terms.closed_by and there and self.works(closing) else ""

    def sound(self, cls: str) -> bool:
        """Whether a class of the student's can be relied on while another is judged.

        Not if it gives a subclass of ndarray, which may compute otherwise: `*` of np.matrix is no product of entries;
        and not if it gives float32, to which nothing behind it is more exact.
        """
        return self._sound(cls, _SOUND)

    def _sound(self, cls: str, checks: tuple[str, ...]) -> bool:
        names = [item.name for item in self.assignment.classes.get(cls, []) if item.name in self._asked_or_there(cls)]
        entries = [entry for name in names for check in checks for entry in self.records(name, check)]
        return bool(names) and all(
            entry.verdict in ("pass", "remark") and not _OTHER_ARRAYS & set(entry.causes) for entry in entries
        )

    def _asked_or_there(self, cls: str) -> set[str]:
        """The methods of a class, but those that the course hands out and that are not in the file."""
        items = self.assignment.classes.get(cls, [])
        return {item.name for item in items if not item.may_be_absent or self._is_there(item)}

    def _is_there(self, item: Item) -> bool:
        """Whether the file has the method."""
        cls, _, method = item.name.partition(".")
        if method == "__init__" and self.dialect.is_bare(cls):
            return False
        return method in self.classes.get(cls, {}).get("methods", {})

    def ready(self, exercise: Exercise) -> bool:
        """Whether the methods that come before this one leave what it needs."""
        names = [f"{exercise.cls}.{prior}" for prior in exercise.prior]
        if not all(self.works(name) for name in names):
            return False
        return self.keeps_all(exercise.cls, exercise.prior) or self._spoils(exercise) is None

    def keeps_all(self, cls: str, methods: tuple[str, ...]) -> bool:
        """Whether those methods of a class keep what the contract says."""
        return all(self.passes(f"{cls}.{method}", "attributes") for method in methods)

    def _spoils(self, exercise: Exercise) -> Words | None:
        """What becomes of a method that has to work with what the earlier ones really keep; None if nothing does."""
        if exercise.name not in self._spoiled:
            n = exercise.draw(generator(self.seed, exercise.name, "ready"))
            answer = ask(self.session, exercise, n)
            failure = answer.early or answer.main.failure
            wrong = not failure and self.works(exercise.name) and not results.is_right(exercise, n, answer)
            what = explained(failure)[0] if failure else phrase("gives-wrong-numbers") if wrong else None
            self._spoiled[exercise.name] = what
        return self._spoiled[exercise.name]

    def _make(self, exercise: Exercise, check: str) -> list[Finding]:
        if check not in ("exists", "shape", "values", "attributes") and check not in exercise.terms.checks:
            return []
        further = exercise.needs if check not in ("exists", "shape", "values", "attributes") else ()
        for needed in (*_NEEDS.get(check, ()), *further):
            if needed == "repeat" and needed not in exercise.terms.checks:
                continue
            if not self.passes(exercise.name, needed):
                return [finding(exercise, check, "not run", message=phrase("comes-first", check=needed))]
        if check != "exists":
            exercise = self._as_called(exercise)
            exercise = exercise.among({cls for cls in exercise.uses if not self.sound(cls)})
        made = list(_MAKERS[check](self, exercise))
        absent = self._absent(exercise)
        if absent and check != "exists" and any(entry.verdict == "fail" for entry in made):
            # What stands in is not of that class, for which isinstance with a class of another name does not know it.
            return [finding(exercise, check, "not run", message=phrase("may-need-class", cls=absent))]
        if check in _ALSO_WRONG_NUMBERS and not made and not self.works(exercise.name):
            return [finding(exercise, check, "not run", message=phrase("numbers-first"))]
        return made or ([] if check in ("attributes", "speed") else [finding(exercise, check, "pass")])

    def _as_called(self, exercise: Exercise) -> Exercise:
        """The exercise in the one of its ways of calling that the file's method takes; the usual one by default."""
        for way in (exercise, *exercise.also_called) if exercise.also_called else ():
            answer = ask(self.session, way, way.draw(generator(self.seed, way.name, "call")))
            if answer.main.failure is None:
                return way
        return exercise

    def _absent(self, exercise: Exercise) -> str:
        """A class that is asked for, that the method may ask for by its name, and that the file does not have."""
        asked = {item.name.partition(".")[0] for item in self.assignment.methods}
        return next((c for c in exercise.uses if c in asked and self.classes.get(c, {}).get("kind") != "class"), "")

    def _shown(self, item: Item, check: str) -> Iterator[Finding]:
        """The records of one check of a method, as severe as the assignment has it."""
        if item.may_be_absent and not self._is_there(item):
            return
        for entry in self._known.get((item.name, check), []):
            severity = self.assignment.severity(item, check, entry.causes)
            if entry.verdict not in ("fail", "remark"):
                if severity != "off":
                    yield entry
            elif severity == "consequence" and entry.verdict == "fail":
                yield self._with_consequence(entry)
            elif severity != "off":
                verdict = "remark" if severity == "remark" else entry.verdict
                if self.assignment.every_remark_fails and check != "speed":
                    verdict = "fail"
                said = [
                    self.assignment.says[cause]
                    for cause in entry.causes
                    if item.given and cause in self.assignment.says
                ]
                message = joined("space", said) or entry.message
                yield msgspec.structs.replace(entry, verdict=verdict, message=message)

    def _with_consequence(self, entry: Finding) -> Finding:
        """The finding as a remark where nothing follows, else with what does."""
        if entry.check == "attributes":
            evidence = joined("semicolon", self._later_failures(entry))
            return msgspec.structs.replace(entry, verdict="fail" if evidence else "remark", evidence=evidence)
        consequence = self.consequence(entry.cls)
        if consequence is None:
            return entry
        if consequence.parts_at is None:
            evidence = phrase("learns-the-same", steps=consequence.steps)
            return msgspec.structs.replace(entry, verdict="remark", evidence=evidence)
        evidence = phrase("learns-something-else", step=consequence.parts_at, steps=consequence.steps)
        return msgspec.structs.replace(entry, evidence=evidence)

    def _later_failures(self, entry: Finding) -> Iterator[Words]:
        """A sentence for each method that is right by itself and fails on what this one keeps."""
        for later in self.exercises.values():
            if later.cls == entry.cls and entry.method in later.prior and self._known.get((later.name, "values")):
                failure = self._spoils(later) if self.works(later.name) else None
                if failure is not None:
                    yield phrase("on-what-it-keeps", method=later.name, failure=failure)

    def consequence(self, cls: str, treatment: str = "copied") -> Consequence | None:
        """What follows for a network from what the class does, if the treatment prevents it; None if none can train."""
        key = (cls, treatment)
        if key not in self._consequences:
            self._consequences[key] = train_both_ways(self.dialect, cls, self._usable(cls), self.seed, treatment)
        return self._consequences[key]

    def learns_in_shape(self) -> bool:
        """Whether a network of the file's layers learns the same where each gradient gets the shape it should have."""
        consequence = self.consequence("FCLayer", "in shape") if "FCLayer" in self.classes else None
        return consequence is not None and consequence.parts_at is None

    def _usable(self, cls: str) -> set[str]:
        """The classes of the file that a network can be made of, `cls` among them whatever it is."""
        return {cls} | {other for other in LAYERS if other != cls and self._sound(other, _COMPUTES)}
