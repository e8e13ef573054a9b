"""Finds the line of a wrong method: the one in which a single change makes the numbers right."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace

from undergrad.check.failures import place
from undergrad.check.questions import Question
from undergrad.exercises.answers import Answer
from undergrad.findings.records import Finding
from undergrad.findings.sentences import Words, phrase
from undergrad.sandbox.worker.script import Line
from undergrad.source.edits import Edit, edits

#: The most changes of one kind that are tried.
_MOST = 1000
#: What the text of a file can be that no program can be made of: nested too deeply, or with enormous numbers.
_NO_PROGRAMS = (RecursionError, ValueError, OverflowError, MemoryError)
#: Where several changes mend a method, the first of these is its mistake, and the last only if nothing else is.
_LIKELIEST = (
    "no-copy",
    "line-too-many",
    "extra-term",
    "extra-factor",
    "extra-function",
    "brackets",
    "wrong-index",
    "one-left-out",
)
_LEAST_LIKELY = ("wrong-comparison", "transpose", "another-function", "wrong-constant", "wrong-power")


@dataclass(frozen=True)
class Repair:
    """The mistake that one change undoes, and the line in which it is made."""

    cause: str
    line: Words

    @property
    def may_be_accident(self) -> bool:
        """Whether such a change may mend the numbers by accident, so that a formula that fits explains more."""
        return self.cause in _LEAST_LIKELY

    def explaining(self, finding: Finding) -> Finding:
        """The finding of wrong numbers with this mistake."""
        evidence = phrase("one-change-there")
        return replace(finding, causes=(self.cause,), ambiguous=False, line=self.line, evidence=evidence)


def repair(
    question: Question, quantity: str, answers: Iterable[Answer | None], *, kinds: int | None = None
) -> Repair | None:
    """The single change that makes a quantity right in all the answers; None if there is none.

    The file's text gives the changes, and the student's process computes with them; only the likeliest `kinds` of them.
    """
    program, known = question.judge.program, [answer for answer in answers if answer is not None]
    if program is None or len(known) < 2 or not _repeats(question, quantity, known[0]):
        return None
    exercise = question.exercise
    if (exercise.terms.leaves_open and exercise.terms.sees) or any(
        question.judge.is_wrong(name) for name in exercise.contract.leans_on
    ):
        return None  # another right answer would look like a mended one, and the mistake is in another function
    trial = _Trial(question, quantity, known)
    kinds_of_edits = edits(program.tree, *question.judge.dialect.defined_as(exercise))
    try:
        for likely in itertools.islice(kinds_of_edits, kinds):
            tried = itertools.takewhile(trial.goes_on, itertools.islice(likely, _MOST))
            mending = list(filter(trial.mends, tried))
            if mending:
                best = min(mending, key=_rank)
                return Repair(best.mistake, place(Line(program.file, best.line, program.line(best.line))))
    except _NO_PROGRAMS:
        return None
    return None


class _Trial:
    """Asks a method again with changes, until one of them does not end: that would cost the time limit each time."""

    def __init__(self, question: Question, quantity: str, answers: list[Answer]) -> None:
        self._question = question
        #: The answers, each with the quantities that have to be right after a change.
        self._cases = [(answer, {quantity, *self._right(answer)}) for answer in answers]
        self._ends = True

    def mends(self, edit: Edit) -> bool:
        """Whether the quantity is right in every case after the change, and the others are as right as before."""
        return all(self._is_right(edit, *case) for case in self._cases)

    def goes_on(self, _: Edit) -> bool:
        """Whether another change may be tried."""
        return self._ends and self._question.judge.may_search()

    def _is_right(self, edit: Edit, before: Answer, quantities: set[str]) -> bool:
        answer = _asked_again(self._question, before, edit.program)
        failure = answer.failure
        self._ends = failure is None or failure.kind not in ("timeout", "crash", "foreign")
        return failure is None and quantities <= {*self._right(answer)}

    def _right(self, answer: Answer) -> Iterator[str]:
        """The quantities of an answer that are right."""
        for quantity in answer.exercise.terms.gives:
            has_numbers = answer.array(quantity) is not None
            if has_numbers and answer.reading(quantity, single=self._question.single()).verdict == "pass":
                yield quantity


def _rank(edit: Edit) -> int:
    if edit.mistake in _LIKELIEST:
        return _LIKELIEST.index(edit.mistake)
    return len(_LIKELIEST) + (_LEAST_LIKELY.index(edit.mistake) + 1 if edit.mistake in _LEAST_LIKELY else 0)


def _repeats(question: Question, quantity: str, before: Answer) -> bool:
    """Whether the same call gives the same numbers again."""
    got, again = before.array(quantity), _asked_again(question, before).array(quantity)
    return got is not None and again is not None and np.array_equal(got, again, equal_nan=True)


def _asked_again(question: Question, before: Answer, revision: str = "") -> Answer:
    prepare = bool(before.prepared) or not before.exercise.terms.calls
    return question.ask(before.n, prepare=prepare, patch=before.patched, revision=revision)
