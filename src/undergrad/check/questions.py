"""One check of one method: the numbers that it draws, its calls, and its findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from undergrad.check.failures import explained, place
from undergrad.check.verdicts import Verdicts
from undergrad.exercises.answers import Answer, ask, generator
from undergrad.exercises.base import Exercise, Numbers
from undergrad.exercises.phrases import call_with_shapes
from undergrad.exercises.reproduce import lines_for
from undergrad.findings.records import Finding
from undergrad.findings.sentences import Words
from undergrad.sandbox.worker.script import Failure

#: The checks whose failures violate the method's line of mathematics.
_OF_NUMBERS = ("shape", "values", "shapes", "images", "dimensions", "extremes", "float32")


@dataclass(frozen=True)
class Question:
    """The check `check` of one method, on behalf of `judge`."""

    judge: Verdicts
    exercise: Exercise
    check: str

    def draw(self, variant: str = "generic", *words: str) -> Numbers:
        """The numbers of a case; other `words` give other numbers."""
        return self.exercise.draw(generator(self.judge.seed, self.exercise.name, self.check, *words), variant)

    def draws(self, *variants: str) -> list[Numbers]:
        """The numbers of several cases."""
        rng = generator(self.judge.seed, self.exercise.name, self.check)
        return [self.exercise.draw(rng, variant) for variant in variants]

    def ask(self, n: Numbers, **how: Any) -> Answer:
        """The answer to a case."""
        return ask(self.judge.session, self.exercise, n, **how)

    def single(self) -> bool:
        """Whether the method computes in float32."""
        return self.judge.single(self.exercise)

    def finding(self, verdict: str, message: Words, *causes: str, n: Numbers | None = None, **fields: Any) -> Finding:
        """A finding; `n` is its case, if it has one."""
        if n is not None:
            fields["asked"] = call_with_shapes(self.exercise, n)
        if verdict == "fail" and self.check in _OF_NUMBERS:
            fields.setdefault("math", self.exercise.terms.math)
        fields |= {"cls": self.exercise.cls, "method": self.exercise.method, "check": self.check}
        return Finding(**fields, verdict=verdict, message=message, causes=causes)

    def fail(self, message: Words, *causes: str, n: Numbers | None = None, **fields: Any) -> Finding:
        """A failure."""
        return self.finding("fail", message, *causes, n=n, **fields)

    def remark(self, message: Words, *causes: str, n: Numbers | None = None, **fields: Any) -> Finding:
        """A remark."""
        return self.finding("remark", message, *causes, n=n, **fields)

    def not_run(self, message: Words, **fields: Any) -> Finding:
        """The finding that the check is not made, with the reason."""
        return self.finding("not run", message, **fields)

    def failed(self, failure: Failure, n: Numbers) -> Finding:
        """The finding for a call that raised, hung, or ended the process."""
        message, causes = explained(failure)
        return self.fail(message, *causes, n=n, line=place(failure.line), code=lines_for(self.exercise, n))
