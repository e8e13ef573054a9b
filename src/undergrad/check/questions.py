"""One case of an exercise, asked and answered."""

from __future__ import annotations

import dataclasses
import secrets
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from undergrad.check.exercises.base import Exercise, Numbers
from undergrad.errors import UsageError
from undergrad.sandbox.process import Session
from undergrad.sandbox.worker.script import Failure, NDArray, Outcome, Ref, Script


@dataclass(frozen=True)
class Answer:
    """What came back: an outcome for each quantity, and which operation failed, if one did."""

    outcomes: list[Outcome]
    call: int
    quantities: dict[str, int]
    prepared: list[int] = field(default_factory=list)
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

    def outcome(self, quantity: str) -> Outcome:
        """What a quantity is."""
        return self.outcomes[self.quantities[quantity]]

    def array(self, quantity: str) -> NDArray | None:
        """A quantity's numbers, where it has any."""
        return self.outcome(quantity).array


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
    before: Callable[[Script, Ref], None] | None = None,
) -> Answer:
    """Construct, prepare, act. With `patch` the method gets the state that it needs whatever prepared it.

    With `frozen` the call that is judged raises where it writes to an array that was given or returned before.
    """
    script = Script(shared=frozen)
    layer = exercise.construct(script, n)
    if before is not None:
        before(script, layer)
    prepared = exercise.prepare(script, layer, n) if prepare else []
    if patch:
        exercise.patch(script, layer, n)
    acted = exercise.act(script, layer, n)
    script.frozen_at = acted["call"].index if frozen else None
    outcomes = session.run(script)
    return dataclasses.replace(answer(outcomes, acted, prepared), patched=patch)


def answer(outcomes: list[Outcome], acted: dict[str, Ref], prepared: list[Ref] | None = None) -> Answer:
    """The answer in the outcomes of a script."""
    quantities = {name: ref.index for name, ref in acted.items() if name != "call"}
    return Answer(outcomes, acted["call"].index, quantities, [ref.index for ref in prepared or []])
