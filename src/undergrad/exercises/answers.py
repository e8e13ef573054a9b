"""One case of an exercise: the script that asks it, and the answer."""

from __future__ import annotations

import math
import secrets
import zlib
from dataclasses import dataclass, field, replace

import numpy as np

from undergrad.contracts import compare
from undergrad.errors import UsageError
from undergrad.exercises.base import Exercise, Numbers, as_dtype
from undergrad.sandbox.process import Session
from undergrad.sandbox.worker.script import Failure, NDArray, Outcome, Ref, Script

_ORDER = ("pass", "unclear", "fail")


@dataclass(frozen=True)
class Reading:
    """One of the accepted right answers, and how far the student's numbers are from it."""

    want: NDArray
    verdict: str
    error: float


@dataclass(frozen=True)
class Answer:
    """The outcomes of the operations of a case, and which of them are the judged call and its quantities."""

    exercise: Exercise
    n: Numbers
    outcomes: list[Outcome]
    call: int
    quantities: dict[str, int]
    prepared: list[int]
    #: Whether the check itself set the attributes that an earlier method should have kept.
    patched: bool = False

    @property
    def main(self) -> Outcome:
        """The outcome of the judged call."""
        return self.outcomes[self.call]

    @property
    def early(self) -> Failure | None:
        """The failure of the constructor or of an earlier method, which kept the call from being made; else None."""
        return next((outcome.failure for outcome in self.outcomes[: self.call] if outcome.failure), None)

    @property
    def failure(self) -> Failure | None:
        """The reason why there are no numbers; None if there are."""
        return self.early or self.main.failure

    @property
    def is_right(self) -> bool:
        """Whether every quantity is right in one of the readings of the case."""
        quantities = self.exercise.terms.gives
        complete = self.main.ok and all(self.array(quantity) is not None for quantity in quantities)
        return complete and all(self.reading(quantity).verdict == "pass" for quantity in quantities)

    def outcome(self, quantity: str) -> Outcome:
        """The outcome of a quantity. A flat result gets the shape of its input if the contract allows both."""
        outcome, flat = self.outcomes[self.quantities[quantity]], self.exercise.terms.flat
        if quantity == "result" and flat and outcome.array is not None:
            shape = self.n[flat].shape
            if len(shape) > 2 and outcome.array.shape == (shape[0], math.prod(shape[1:])):
                return replace(outcome, array=outcome.array.reshape(shape))
        return outcome

    def array(self, quantity: str) -> NDArray | None:
        """The numbers of a quantity; None if it has none."""
        return self.outcome(quantity).array

    def readings(self) -> tuple[Numbers, ...]:
        """The cases whose right answers are accepted here, in float64, with the results that the file may choose."""
        before = {call.result: place for call, place in zip(self.exercise.terms.calls, self.prepared, strict=False)}
        places = {name: (before | self.quantities)[of] for name, of in self.exercise.terms.sees.items()}
        right = self.exercise.environment(self.n) if places else {}
        chosen = {
            name: array  # an array of another shape is ignored: the formula then uses the right one
            for name, place in places.items()
            if (array := self.outcomes[place].array) is not None and array.shape == right[name].shape
        }
        return self.exercise.readings(as_dtype(self.n | chosen, np.float64), patched=self.patched)

    def reading(self, quantity: str, *, absolute: float = 0.0, single: bool = False) -> Reading:
        """The right answer that is nearest to the numbers of a quantity; with `single` these come from float32.

        There are several if a method may compute either from its attributes or from its arguments.
        """
        got = self.array(quantity)
        assert got is not None
        bounds = self.exercise.bounds(single=single or got.dtype == np.float32)
        bounds = bounds._replace(absolute=max(absolute, bounds.absolute))
        readings = []
        for n in self.readings():
            want = self.exercise.reference(n)[quantity]
            same_shape = got.reshape(want.shape) if got.size == want.size else got
            readings.append(Reading(want, *compare.verdict(same_shape, want, bounds)))
        return min(readings, key=lambda reading: (_ORDER.index(reading.verdict), reading.error))


@dataclass
class Scene:
    """A script that asks an exercise once or several times: it makes objects, prepares them and makes judged calls."""

    exercise: Exercise
    script: Script = field(default_factory=Script)
    _acts: list[tuple[Numbers, dict[str, Ref], list[Ref]]] = field(default_factory=list)
    _prepared: list[Ref] = field(default_factory=list)

    def new(self, n: Numbers) -> Ref:
        """An object with the weights of a case."""
        return self.exercise.construct(self.script, n)

    def prepare(self, layer: Ref, n: Numbers) -> None:
        """Add the calls that come before the judged one."""
        self._prepared = self.exercise.prepare(self.script, layer, n)

    def act(self, layer: Ref, n: Numbers) -> dict[str, Ref]:
        """Add the judged call, and return it with its quantities."""
        refs = self.exercise.act(self.script, layer, n)
        self._acts.append((n, refs, self._prepared))
        return refs

    def turn(self, layer: Ref, n: Numbers) -> dict[str, Ref]:
        """Add the calls that come before, and the judged call."""
        self.prepare(layer, n)
        return self.act(layer, n)

    def play(self, session: Session, *, patched: bool = False) -> list[Answer]:
        """Run the script, and return the answer of each judged call."""
        outcomes = session.run(self.script)
        answers = []
        for n, refs, prepared in self._acts:
            quantities = {name: ref.index for name, ref in refs.items() if name != "call"}
            call, before = refs["call"].index, [ref.index for ref in prepared]
            answers.append(Answer(self.exercise, n, outcomes, call, quantities, before, patched))
        return answers


def checked_seed(seed: int | None) -> int:
    """The seed, a fresh one for None. UsageError for one that cannot be used."""
    if seed is None:
        return secrets.randbelow(10**6)
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
        raise UsageError(f"the seed must be a whole number, 0 or more, not {seed!r}")
    return int(seed)


def generator(seed: int, *words: str) -> np.random.Generator:
    """The random generator of one check: its numbers depend on the check's name, not on earlier checks."""
    return np.random.default_rng([seed, *(zlib.crc32(word.encode()) for word in words)])


def ask(
    session: Session,
    exercise: Exercise,
    n: Numbers,
    *,
    prepare: bool = True,
    patch: bool = False,
    frozen: bool = False,
    revision: str = "",
) -> Answer:
    """Construct an object, prepare it and make the judged call.

    With `patch` the check itself sets the attributes that the method needs. With `frozen` the judged call raises if it
    writes to an array that was passed or returned before. A `revision` defines methods of the file again.
    """
    scene = Scene(exercise, Script(shared=frozen))
    if revision:
        scene.script.revise(revision)
    layer = scene.new(n)
    if prepare:
        scene.prepare(layer, n)
    if patch:
        exercise.patch(scene.script, layer, n)
    call = scene.act(layer, n)["call"]
    scene.script.frozen_at = call.index if frozen else None
    return scene.play(session, patched=patch)[0]
