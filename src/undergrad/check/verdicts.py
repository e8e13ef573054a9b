"""The findings of each check of a file's methods, made when first needed and then remembered."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Mapping
from typing import Any

from undergrad.check.assignment import Assignment, Item
from undergrad.check.consequence import LAYERS, Consequence, train_both_ways
from undergrad.check.dialect import Dialect
from undergrad.check.failures import explained
from undergrad.check.prudent import Prudent, Watched
from undergrad.errors import UndergradError
from undergrad.exercises.answers import ask, generator
from undergrad.exercises.base import Exercise
from undergrad.exercises.table import exercises_for
from undergrad.findings.records import Finding
from undergrad.findings.sentences import Words, phrase
from undergrad.sandbox.process import Session
from undergrad.source.program import Program
from undergrad.source.stubs import blanks

#: The checks that a layer must pass before a model is judged with it.
_SOUND = ("shape", "values", "attributes", "purity", "repeat", "instances", "batches", "shapes")
#: The checks that a layer must pass before a network is trained with it.
_COMPUTES = ("shape", "values", "repeat", "instances", "batches")
#: The methods whose results a training step uses.
_IN_A_STEP = ("forward", "ce_loss", "backward")
#: Remarks on arrays that change the results of later layers.
_OTHER_ARRAYS = {"array-subclass", "float32-result"}


class Verdicts:
    """The findings on the classes of a file, which run in `session`; a check may ask for those of other checks."""

    def __init__(
        self,
        session: Session,
        classes: dict[str, Any],
        assignment: Assignment,
        seed: int,
        program: Program | None = None,
        exercises: Mapping[str, Exercise] | None = None,
    ) -> None:
        self.assignment, self.seed = assignment, seed
        #: The program, if it is known, and its methods that compute nothing.
        self.program, self.blanks = program, blanks(program)
        if exercises is None:
            exercises = exercises_for(item.name for item in assignment.methods)
        #: The exercises by `Class.method`.
        self.exercises = exercises
        watched = Watched(session)
        self.dialect = Dialect(watched, classes, exercises)
        self.classes = self.dialect.classes
        self.session: Session = Prudent(self.dialect, self.records, watched.failures, exercises)
        self.known: dict[tuple[str, str], list[Finding]] = {}
        #: Whether there is time for another search for the line of a mistake.
        self.may_search: Callable[[], bool] = lambda: True
        self._searches: list[tuple[Finding, Callable[[], Finding], bool]] = []
        self._consequences: dict[tuple[str, str], Consequence | None] = {}
        self._spoiled: dict[str, Words | None] = {}
        self._ways: dict[str, int] = {}

    def make(self, exercise: Exercise, check: str) -> list[Finding]:
        """Make a check of a method."""
        raise NotImplementedError

    def records(self, name: str, check: str) -> list[Finding]:
        """The findings of one check of the method `name`, before the assignment's severity is applied."""
        key = (name, check)
        if key not in self.known:
            self.known[key] = self.make(self.exercises[name], check)
        return self.known[key]

    def search_later(self, finding: Finding, search: Callable[[], Finding], *, last: bool = False) -> Finding:
        """The finding, which `search` may replace by a better one when everything else has been judged.

        A search makes many calls. None of them may take the time that the verdict on another method needs. A search
        for `last` is made after the others.
        """
        self._searches.append((finding, search, last))
        return finding

    def search(self, names: Collection[str]) -> None:
        """Make the searches that were put off, for the methods with these names."""
        searches, self._searches = sorted(self._searches, key=lambda entry: entry[2]), []
        of_names = [entries for (name, _), entries in self.known.items() if name in names]
        for finding, search, _ in searches:
            places = [(entries, n) for entries in of_names for n, entry in enumerate(entries) if entry is finding]
            if places and self.may_search():
                with contextlib.suppress(UndergradError):  # no process can be started: the finding stays as it is
                    better = search()
                    for entries, n in places:
                        entries[n] = better

    def passes(self, name: str, check: str) -> bool:
        """Whether a check of a method was made and did not fail."""
        return all(entry.verdict in ("pass", "remark") for entry in self.records(name, check))

    def works(self, name: str) -> bool:
        """Whether a method gives the right values in the right form."""
        return self.passes(name, "shape") and self.passes(name, "values")

    def is_wrong(self, name: str) -> bool:
        """Whether the file has this function or method, and it does not work."""
        exercise = self.exercises.get(name)
        exists = exercise and exercise.method in self.classes.get(exercise.cls, {}).get("methods", {})
        return bool(exists) and not self.works(name)

    def single(self, exercise: Exercise) -> bool:
        """Whether the method, or one before it, returns float32 for float64: then the bounds are wider."""
        names = [exercise.name, *(f"{exercise.cls}.{prior}" for prior in exercise.prior)]
        return any("float32-result" in entry.causes for name in names for entry in self.records(name, "shape"))

    def as_called(self, exercise: Exercise) -> Exercise:
        """The exercise with the order of arguments of the file's class; the usual one by default.

        Of two orders of the same arguments it is the one in which more methods of the class are right. There are two
        draws since precision and recall may be equal in one. Of other ways it is the one that more methods accept.
        """
        ways = (exercise, *exercise.also_called)
        if len(ways) == 1:
            return exercise
        if exercise.cls not in self._ways:
            same = all(sorted(way.terms.arguments) == sorted(exercise.terms.arguments) for way in ways)
            counts = [0] * len(ways)
            for other in self.exercises.values():
                if other.cls == exercise.cls and other.also_called and self.passes(other.name, "exists"):
                    for number, way in enumerate((other, *other.also_called)):
                        draws = [way.draw(generator(self.seed, way.name, "call", str(k))) for k in range(1 + same)]
                        answers = [ask(self.session, way, n) for n in draws]
                        counts[number] += all(a.is_right if same else a.main.failure is None for a in answers)
            self._ways[exercise.cls] = counts.index(max(counts))
        return ways[self._ways[exercise.cls]]

    def order(self, cls: str) -> Words:
        """A sentence if the methods of a class take the contract's arguments in another order; else empty."""
        for exercise in self.exercises.values():
            usual = exercise.terms.arguments
            called = self.as_called(exercise).terms.arguments if exercise.cls == cls else usual
            if called != usual and sorted(called) == sorted(usual):
                return phrase("takes-in-order", arguments=", ".join(called))
        return ""

    def closed_by(self, exercise: Exercise) -> str:
        """The method that a network calls after this one, if the file has it and it works; else empty."""
        method = exercise.terms.closed_by
        exists = method in self.classes.get(exercise.cls, {}).get("methods", {})
        return method if method and exists and self.works(f"{exercise.cls}.{method}") else ""

    def sound(self, cls: str) -> bool:
        """Whether a class of the student's can be used while another is judged.

        It cannot if it returns a subclass of ndarray, which may compute otherwise: `*` of np.matrix is a matrix
        product. Nor if it returns float32, which limits the precision of all later results.
        """
        return self._sound(cls, _SOUND)

    def computes(self, cls: str) -> bool:
        """Whether a class of the student's gives right numbers, whatever else is wrong with it."""
        return self._sound(cls, _COMPUTES)

    def runs(self, cls: str) -> bool:
        """Whether a network can be trained with a class of the student's, even if its numbers are wrong."""
        names = [name for name, one in self.exercises.items() if one.cls == cls and one.method in _IN_A_STEP]
        return bool(names) and all(self.passes(name, "shape") for name in names)

    def _sound(self, cls: str, checks: tuple[str, ...]) -> bool:
        items = self.assignment.classes.get(cls, [])
        names = [item.name for item in items if not item.may_be_absent or self.is_there(item)]
        entries = [entry for name in names for check in checks for entry in self.records(name, check)]
        return bool(names) and all(
            entry.verdict in ("pass", "remark") and not _OTHER_ARRAYS & set(entry.causes) for entry in entries
        )

    def is_there(self, item: Item) -> bool:
        """Whether the file has the method."""
        exercise = self.exercises[item.name]
        if exercise.method == "__init__" and self.dialect.is_bare(exercise.cls):
            return False
        return exercise.method in self.classes.get(exercise.cls, {}).get("methods", {})

    def ready(self, exercise: Exercise) -> bool:
        """Whether the methods that come before this one work and keep the attributes that it needs."""
        if not all(self.works(f"{exercise.cls}.{prior}") for prior in exercise.prior):
            return False
        return self.keeps_all(exercise) or self.spoils(exercise) is None

    def keeps_all(self, exercise: Exercise) -> bool:
        """Whether the methods that come before this one keep the attributes of the contract."""
        return all(self.passes(f"{exercise.cls}.{prior}", "attributes") for prior in exercise.prior)

    def spoils(self, exercise: Exercise) -> Words | None:
        """The failure of a method that uses the attributes which the earlier ones really keep; None if it works."""
        if exercise.name not in self._spoiled:
            answer = ask(self.session, exercise, exercise.draw(generator(self.seed, exercise.name, "ready")))
            wrong = not answer.failure and self.works(exercise.name) and not answer.is_right
            what = phrase("gives-wrong-numbers") if wrong else None
            self._spoiled[exercise.name] = explained(answer.failure)[0] if answer.failure else what
        return self._spoiled[exercise.name]

    def consequence(self, cls: str, treatment: str = "copied") -> Consequence | None:
        """The effect of the class on a network, compared with the treatment; None if no network can be trained."""
        key = (cls, treatment)
        if key not in self._consequences:
            usable = {cls} | {other for other in LAYERS if other != cls and self.computes(other)}
            self._consequences[key] = train_both_ways(self.dialect, cls, usable, self.seed, treatment)
        return self._consequences[key]

    def is_blank(self, exercise: Exercise) -> bool:
        """Whether the file's text shows that the method, or the function, is not written yet."""
        return exercise.name in self.blanks or self.dialect.place_of(exercise.name) in self.blanks

    def learns_in_shape(self, cls: str) -> bool | None:
        """Whether a network with the file's class learns the same if each gradient gets the right shape.

        If the class is not a layer, FCLayer, which every network has, is examined instead. None if no network can have
        the class.
        """
        if cls not in LAYERS and "FCLayer" not in self.classes:
            return None
        consequence = self.consequence(cls if cls in LAYERS else "FCLayer", "in shape")
        return consequence is not None and consequence.parts_at is None
