"""Finds the line of a method that gives wrong numbers or raises: the one in which a single change makes it right."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from msgspec.structs import replace

from undergrad.check.failures import place
from undergrad.check.questions import Question
from undergrad.exercises.answers import Answer
from undergrad.findings.records import Finding
from undergrad.findings.sentences import Words, phrase
from undergrad.sandbox.worker.script import Failure, Line
from undergrad.source.edits import Edit, edits

#: The most changes of each group of `edits` that are tried; fewer for an exception, since many methods may raise one.
_MOST, _MOST_OF_EXCEPTION = 1000, 400
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
#: Exceptions that may be about the shapes of arrays or about indexes, and the words in NumPy's messages if they are.
_MAY_BE_OF_SHAPES = ("ValueError", "IndexError", "AxisError")
_IS_OF_SHAPES = re.compile(r"shape|broadcast|dimension|aligned|ax[ie]s|index|subscript|operand|sequence|size")
#: The likeliest and the least likely mistakes then: to leave out the line that raises, or to move it where it does not
#: run, often mends a method.
_LIKELIEST_OF_SHAPES = ("axis-lost", "wrong-axis", "wrong-index", "transpose")
_LEAST_LIKELY_OF_SHAPES = (
    *("extra-function", "extra-factor", "extra-term"),
    *("line-too-many", "another-function", "wrong-comparison", "wrong-constant"),
    *("lines-exchanged", "wrong-indentation"),
)


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
        """The finding with this mistake; an exception keeps the line that raised it."""
        line, evidence = self.line, phrase("one-change-there")
        if finding.line and finding.line != self.line:
            line, evidence = finding.line, phrase("one-change-elsewhere", place=self.line)
        return replace(finding, causes=(self.cause,), ambiguous=False, line=line, evidence=evidence)


def with_line(
    question: Question,
    finding: Finding,
    quantities: Collection[str],
    answers: Callable[[], Iterable[Answer | None]],
    *,
    kinds: int | None = None,
    explained: bool = False,
) -> Finding:
    """The finding, which gets the line of the mistake in the end if one change there makes the quantities right.

    It keeps its mistake if that is `explained` already and the change may be an accident.
    """

    def search() -> Finding:
        undone = _repair(question, quantities, answers(), kinds)
        return finding if undone is None or (explained and undone.may_be_accident) else undone.explaining(finding)

    return question.judge.search_later(finding, search, last="crash" in finding.causes)


def with_line_of_shapes(
    question: Question, finding: Finding, answer: Answer, others: Callable[[], Iterable[Answer | None]]
) -> Finding:
    """The same for the finding of an exception, if it is about shapes or indexes."""
    failure = answer.main.failure
    if finding.causes != ("crash",) or failure is None or not _is_of_shapes(failure):
        return finding
    return with_line(question, finding, question.exercise.terms.gives, lambda: (answer, *others()), kinds=2)


def _is_of_shapes(failure: Failure) -> bool:
    """Whether NumPy or Python complains about shapes or indexes, and not the file itself."""
    is_own = failure.line is not None and re.search(r"\braise\b", failure.line.source) is not None
    return failure.type in _MAY_BE_OF_SHAPES and bool(_IS_OF_SHAPES.search(failure.message)) and not is_own


def _repair(
    question: Question, quantities: Collection[str], answers: Iterable[Answer | None], kinds: int | None
) -> Repair | None:
    """The single change that makes the quantities right in all the answers; None if there is none.

    The file's text gives the changes, and the student's process computes with them; only the likeliest `kinds` of them.
    """
    program, known = question.judge.program, [answer for answer in answers if answer is not None]
    if program is None or len(known) < 2 or not quantities or not _repeats(question, quantities, known[0]):
        return None
    exercise = question.exercise
    if (exercise.terms.leaves_open and exercise.terms.sees) or any(
        question.judge.is_wrong(name) for name in exercise.contract.leans_on
    ):
        return None  # another right answer would look like a mended one, and the mistake is in another function
    trial, raised = _Trial(question, quantities, known), known[0].main.failure is not None
    kinds_of_edits = edits(program.tree, *question.judge.dialect.defined_as(exercise))
    try:
        for likely in itertools.islice(kinds_of_edits, kinds):
            most = _MOST_OF_EXCEPTION if raised else _MOST
            tried = itertools.takewhile(trial.goes_on, itertools.islice(likely, most))
            mending = list(filter(trial.mends, tried))
            if mending:
                orders = (_LIKELIEST_OF_SHAPES, _LEAST_LIKELY_OF_SHAPES) if raised else (_LIKELIEST, _LEAST_LIKELY)
                best = min(mending, key=lambda edit: _rank(edit, *orders))
                return Repair(best.mistake, place(Line(program.file, best.line, program.line(best.line))))
    except _NO_PROGRAMS:
        return None
    return None


class _Trial:
    """Asks a method again with changes, until one of them does not end: that would cost the time limit each time."""

    def __init__(self, question: Question, quantities: Collection[str], answers: list[Answer]) -> None:
        self._question = question
        #: The answers, each with the quantities that have to be right after a change.
        self._cases = [(answer, {*quantities, *self._right(answer)}) for answer in answers]
        self._ends = True

    def mends(self, edit: Edit) -> bool:
        """Whether the quantities are right in every case after the change, and what was right is right as before."""
        return all(self._is_right(edit, *case) for case in itertools.chain(self._cases, self._elsewhere))

    @cached_property
    def _elsewhere(self) -> list[tuple[Answer, set[str]]]:
        """The right answers for other shapes: to take another way through the method would spoil some of them."""
        question, variants = self._question, self._question.exercise.variants("shapes")
        answers = [question.ask(question.draw(name, name, "0")) for name in variants]
        return [(answer, {*answer.exercise.terms.gives}) for answer in answers if answer.is_right]

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


def _rank(edit: Edit, likeliest: tuple[str, ...], least_likely: tuple[str, ...]) -> int:
    if edit.mistake in likeliest:
        return likeliest.index(edit.mistake)
    return len(likeliest) + (least_likely.index(edit.mistake) + 1 if edit.mistake in least_likely else 0)


def _repeats(question: Question, quantities: Iterable[str], before: Answer) -> bool:
    """Whether the same call gives the same numbers again, or the same exception."""
    again = _asked_again(question, before)
    if before.main.failure or again.main.failure:
        types = [answer.main.failure and answer.main.failure.type for answer in (before, again)]
        return types[0] == types[1]
    pairs = [(before.array(quantity), again.array(quantity)) for quantity in quantities]
    return all(got is not None and new is not None and np.array_equal(got, new, equal_nan=True) for got, new in pairs)


def _asked_again(question: Question, before: Answer, revision: str = "") -> Answer:
    prepare = bool(before.prepared) or not before.exercise.terms.calls
    return question.ask(before.n, prepare=prepare, patch=before.patched, revision=revision)
