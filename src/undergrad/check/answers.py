"""One case of an exercise, asked and answered."""

from __future__ import annotations

import math
import secrets
import zlib
from dataclasses import dataclass, field, replace

import numpy as np

from undergrad.check import compare
from undergrad.check.exercises.base import Exercise, Numbers, as_dtype
from undergrad.errors import UsageError
from undergrad.sandbox.process import Session
from undergrad.sandbox.worker.script import Failure, NDArray, Outcome, Ref, Script

_ORDER = ("pass", "unclear", "fail")


@dataclass(frozen=True)
class Reading:
    """One of several right answers that may be meant, and how far the student's numbers are from it."""

    want: NDArray
    verdict: str
    error: float


@dataclass(frozen=True)
class Answer:
    """What came back for a case: an outcome for each quantity, and which operation failed, if one did."""

    exercise: Exercise
    n: Numbers
    outcomes: list[Outcome]
    call: int
    quantities: dict[str, int]
    prepared: list[int]
    #: Whether what an earlier method should have kept was put in its place.
    patched: bool = False

    @property
    def main(self) -> Outcome:
        """The call that is judged."""
        return self.outcomes[self.call]

    @property
    def early(self) -> Failure | None:
        """Why the call was never reached: constructing, or an earlier method, failed."""
        return next((outcome.failure for outcome in self.outcomes[: self.call] if outcome.failure), None)

    @property
    def failure(self) -> Failure | None:
        """Why there are no numbers."""
        return self.early or self.main.failure

    @property
    def is_right(self) -> bool:
        """Whether every quantity is right in one of the readings of the case."""
        quantities = self.exercise.terms.gives
        there = self.main.ok and all(self.array(quantity) is not None for quantity in quantities)
        return there and all(self.reading(quantity).verdict == "pass" for quantity in quantities)

    def outcome(self, quantity: str) -> Outcome:
        """What a quantity is; a flat result that may be flat, in the shape of its input."""
        outcome, flat = self.outcomes[self.quantities[quantity]], self.exercise.terms.flat
        if quantity == "result" and flat and outcome.array is not None:
            shape = self.n[flat].shape
            if len(shape) > 2 and outcome.array.shape == (shape[0], math.prod(shape[1:])):
                return replace(outcome, array=outcome.array.reshape(shape))
        return outcome

    def array(self, quantity: str) -> NDArray | None:
        """A quantity's numbers, where it has any."""
        return self.outcome(quantity).array

    def readings(self) -> tuple[Numbers, ...]:
        """The cases of which the right answers are right here, in float64, with the results that it may choose."""
        before = {call.result: place for call, place in zip(self.exercise.terms.calls, self.prepared, strict=False)}
        places = {name: (before | self.quantities)[of] for name, of in self.exercise.terms.sees.items()}
        right = self.exercise.environment(self.n) if places else {}
        seen = {
            name: array  # of another shape it says nothing: the formula then goes on from what is right
            for name, place in places.items()
            if (array := self.outcomes[place].array) is not None and array.shape == right[name].shape
        }
        return self.exercise.readings(as_dtype(self.n | seen, np.float64), patched=self.patched)

    def reading(self, quantity: str, *, absolute: float = 0.0, single: bool = False) -> Reading:
        """The right answer to which a quantity's numbers are nearest; with `single` they come from float32.

        There are several where a method may compute from what was kept, or from what it was given.
        """
        got = self.array(quantity)
        assert got is not None
        bounds = self.exercise.bounds(single=single or got.dtype == np.float32)
        bounds = bounds._replace(absolute=max(absolute, bounds.absolute))
        judged = []
        for n in self.readings():
            want = self.exercise.reference(n)[quantity]
            same_shape = got.reshape(want.shape) if got.size == want.size else got
            judged.append(Reading(want, *compare.verdict(same_shape, want, bounds)))
        return min(judged, key=lambda entry: (_ORDER.index(entry.verdict), entry.error))


@dataclass
class Scene:
    """A script that asks an exercise, once or several times: objects are made, prepared, and act."""

    exercise: Exercise
    script: Script = field(default_factory=Script)
    _acts: list[tuple[Numbers, dict[str, Ref], list[Ref]]] = field(default_factory=list)
    _prepared: list[Ref] = field(default_factory=list)

    def new(self, n: Numbers) -> Ref:
        """An object with the weights of a case."""
        return self.exercise.construct(self.script, n)

    def prepare(self, layer: Ref, n: Numbers) -> None:
        """The calls that come before."""
        self._prepared = self.exercise.prepare(self.script, layer, n)

    def act(self, layer: Ref, n: Numbers) -> dict[str, Ref]:
        """The call itself."""
        acted = self.exercise.act(self.script, layer, n)
        self._acts.append((n, acted, self._prepared))
        return acted

    def turn(self, layer: Ref, n: Numbers) -> dict[str, Ref]:
        """The calls that come before, and the call itself."""
        self.prepare(layer, n)
        return self.act(layer, n)

    def play(self, session: Session, *, patched: bool = False) -> list[Answer]:
        """The answer of each act."""
        outcomes = session.run(self.script)
        answers = []
        for n, acted, prepared in self._acts:
            quantities = {name: ref.index for name, ref in acted.items() if name != "call"}
            call, before = acted["call"].index, [ref.index for ref in prepared]
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
    """The random numbers of one check: they depend on its name, not on what was checked before."""
    return np.random.default_rng([seed, *(zlib.crc32(word.encode()) for word in words)])


def ask(
    session: Session,
    exercise: Exercise,
    n: Numbers,
    *,
    prepare: bool = True,
    patch: bool = False,
    frozen: bool = False,
) -> Answer:
    """Construct, prepare, act. With `patch` the method gets the state that it needs whatever prepared it.

    With `frozen` the call that is judged raises where it writes to an array that was given or returned before.
    """
    scene = Scene(exercise, Script(shared=frozen))
    layer = scene.new(n)
    if prepare:
        scene.prepare(layer, n)
    if patch:
        exercise.patch(scene.script, layer, n)
    acted = scene.act(layer, n)
    scene.script.frozen_at = acted["call"].index if frozen else None
    return scene.play(session, patched=patch)[0]
