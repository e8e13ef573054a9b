"""The checks of a method's results: what does it return, are the numbers right, what does it keep."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
from msgspec.structs import replace

from undergrad.check.explanations import NOTHING, differs, explain, kinds_before, known_of
from undergrad.check.failures import explained, place
from undergrad.check.questions import Question
from undergrad.check.repairs import with_line, with_line_of_shapes
from undergrad.check.types_and_shapes import form
from undergrad.contracts import compare
from undergrad.contracts.compare import relative_error
from undergrad.contracts.formula import Fit, compiled, evaluated
from undergrad.contracts.toml import contracts
from undergrad.exercises.answers import Answer, Scene
from undergrad.exercises.base import Numbers
from undergrad.exercises.phrases import in_variant, name_of_quantity
from undergrad.exercises.reproduce import lines_for
from undergrad.findings.catalogue import MISTAKES
from undergrad.findings.records import Finding
from undergrad.findings.sentences import Words, phrase
from undergrad.sandbox.worker.script import NDArray

#: Names of numbers, not of what was done; a line explains more.
_OF_ALL_ENTRIES = {"constant-factor", "constant-added"}


def settle(question: Question, n: Numbers) -> tuple[Answer | None, Words]:
    """The answer to a case, or None and the reason.

    If an earlier method of the class is wrong, the check sets the attributes that it should have kept before it calls
    this method. That works if the class uses the contract's names: a method is judged by itself or not at all.
    """
    exercise, judge = question.exercise, question.judge
    for name, cause in exercise.terms.blocked_by.items():
        if any(cause in entry.causes for entry in judge.records(f"{exercise.cls}.{name}", "shape")):
            return None, phrase("shapes-first", name=f"{exercise.cls}.{name}")
    broken = [name for name in exercise.prior if not judge.works(f"{exercise.cls}.{name}")]
    natural = None if broken else question.ask(n)
    if natural and (judge.keeps_all(exercise) or natural.is_right):
        return natural, ""
    patched = _patched(question, n) if exercise.can_be_patched else None
    if broken and not patched and exercise.cls in contracts() and (alone := question.ask(n)).is_right:
        return alone, ""  # the mistakes of the earlier methods do not matter here
    if natural and natural.main.failure is None and not (patched and patched.is_right):
        return natural, ""
    # If it is right with the attributes set by the check, an earlier method keeps wrong ones: the report says so there.
    reason = phrase("must-work-first", name=f"{exercise.cls}.{(broken or exercise.prior)[0]}")
    return (patched, "") if patched else (None, reason)


def _patched(question: Question, n: Numbers) -> Answer | None:
    """The answer after the check has set the attributes of earlier methods; None if the method needs others too."""
    for prepare in (True, False):
        answer = question.ask(n, prepare=prepare, patch=True)
        if answer.early is None and not (answer.main.failure and answer.main.failure.type == "AttributeError"):
            return answer
    return None


def shape(question: Question) -> Iterator[Finding]:
    """Type, dtype, shape and finiteness of all results of the method, before any number is compared."""
    exercise, n = question.exercise, question.draw()
    answer, why = settle(question, n)
    if answer is None:
        yield question.not_run(why)
        return
    unmade, failure, refuses = answer.outcomes[0].failure, answer.main.failure, exercise.terms.refuses
    if unmade and answer.early and f"{exercise.cls}.__init__" not in question.judge.exercises:
        # Only the first method reports it.
        if exercise.name == next(name for name in question.judge.exercises if name.startswith(f"{exercise.cls}.")):
            finding = question.failed(unmade, n)
            yield replace(finding, message=phrase("constructing", cls=exercise.cls, failure=finding.message), math="")
        else:
            yield question.not_run(phrase("must-work-first", name=f"{exercise.cls}()"))
    elif answer.early is not None:
        message = phrase("earlier-step", failure=explained(answer.early)[0])
        yield question.not_run(message, line=place(answer.early.line))
    elif refuses:
        if not failure:
            yield question.fail(phrase("second-softmax"), refuses)
        elif failure.kind != "raised":
            yield question.failed(failure, n)
    elif failure:
        finding = _as_asked(question.failed(failure, n), answer)
        yield with_line_of_shapes(
            question, finding, answer, lambda: [settle(question, question.draw("generic", "1"))[0]]
        )
    else:
        yield from _gives(question, answer)


def _gives(question: Question, answer: Answer) -> Iterator[Finding]:
    """Findings about the form of the method's results, and about its output."""
    exercise, n = question.exercise, answer.n
    if _unwritten(question, answer):
        message = phrase("returns-none") if answer.main.kind == "none" else phrase("computes-nothing")
        yield question.fail(message, "not-written", math="")
        return
    want = exercise.reference(n)
    for quantity in exercise.terms.gives:
        for entry in form(question, quantity, answer.outcome(quantity), want[quantity], n):
            yield _as_asked(entry, answer, quantity)
    if exercise.terms.prints and not answer.main.printed:
        causes = ("not-written",) if question.judge.is_blank(exercise) else ()
        yield question.fail(phrase("prints-nothing"), *causes)
    if answer.main.printed > 2**16:
        yield question.remark(phrase("call-prints", count=answer.main.printed), "prints")


def _unwritten(question: Question, answer: Answer) -> bool:
    """Whether the method is a blank that the course left, and its numbers are wrong."""
    if not question.judge.is_blank(question.exercise):
        return False
    want = question.exercise.reference(answer.n)
    arrays = {quantity: answer.array(quantity) for quantity in question.exercise.terms.gives}
    return any(got is None or relative_error(got, want[name]) > compare.PASS for name, got in arrays.items())


def values(question: Question) -> Iterator[Finding]:
    """The numbers compared with the textbook's; if they differ, the mistake that explains them."""
    exercise = question.exercise
    draws = [question.draw("generic", str(k)) for k in range(2)]
    answer, why = settle(question, draws[0])
    if answer is None or not answer.main.ok:
        if not exercise.terms.refuses:
            yield question.not_run(why or phrase("call-fails"))
        return
    if _unwritten(question, answer):
        yield question.not_run(phrase("not-written-yet"))
        return
    want, second = exercise.reference(draws[0]), None
    for quantity in exercise.terms.gives:
        formal = form(question, quantity, answer.outcome(quantity), want[quantity], draws[0])
        if any(entry.verdict == "fail" for entry in formal):
            continue  # the check of shapes reports it
        if violations := list(_violations(question, answer)):
            yield from violations
        elif answer.reading(quantity, single=question.single()).verdict != "pass":
            second = second or settle(question, draws[1])[0]
            yield _wrong(question, quantity, answer, second)
        elif doubt := exercise.doubt(quantity, draws[0]):
            yield question.remark(phrase("is-unclear", quantity=name_of_quantity(quantity), why=doubt))
    if exercise.terms.advised and all(
        answer.array(name) is not None and answer.reading(name).verdict != "fail" for name in exercise.terms.gives
    ):
        yield from _advice(question)


def _advice(question: Question) -> Iterator[Finding]:
    """Remarks on right numbers that do not meet the contract's advice in any of the accepted readings."""
    exercise = question.exercise
    for variant in exercise.variants("advised"):
        n = question.draw(variant, "advised")
        answer, want = question.ask(n), exercise.reference(n)
        if any(list(form(question, name, answer.outcome(name), want[name], n)) for name in exercise.terms.gives):
            continue  # the check of shapes reports it
        with np.errstate(all="ignore"):
            names = [exercise.names(reading) for reading in answer.readings()]
            for mistake, text in exercise.terms.advised.items():
                if not any(evaluated(compiled(text), of_reading) for of_reading in names):
                    yield question.remark(MISTAKES[mistake].what, mistake, n=n)


def _violations(question: Question, answer: Answer) -> Iterator[Finding]:
    """The first condition of the contract that the numbers violate, apart from the formula."""
    for mistake, text in question.exercise.terms.holds.items():
        if not evaluated(compiled(text), answer.readings()[0]):
            yield question.fail(MISTAKES[mistake].what, mistake, n=answer.n)
            return


def _wrong(question: Question, quantity: str, answer: Answer, second: Answer | None) -> Finding:
    """The finding for wrong numbers; the `second` answer is to another case."""

    def again(n: Numbers) -> NDArray | None:
        other = settle(question, n)[0]
        return other.array(quantity) if other else None

    exercise, got = question.exercise, answer.array(quantity)
    assert got is not None
    reading = answer.reading(quantity, single=question.single())
    fits = [_of_this_alone(fit, quantity, (answer, second)) for fit in explain(quantity, (answer, second))]
    if answer.patched and _either(answer):
        # The attributes set by the check and the input do not match: a right method that uses both looks like a mutant.
        fits = [fit for fit in fits if not fit.wording]
    other = None if fits else exercise.otherwise(quantity, got, answer.n, again)
    if other is not None:
        verdict, message, cause = other
        return question.finding(verdict, message, *filter(None, (cause,)), error=reading.error)
    if answer.patched and _either(answer):  # a change that lets a right method use only one of both mends nothing
        if not fits:
            return question.not_run(phrase("replaced-and-fits-neither", name=f"{exercise.cls}.{exercise.prior[0]}"))
        return _as_asked(differs(question, quantity, answer, reading, fits), answer, quantity)
    kinds = kinds_before(fits, in_model=bool(exercise.uses))

    of_l2 = exercise.terms.of_l2.get(quantity, "")
    known = NOTHING
    if not fits:

        def right(n: Numbers) -> NDArray:
            return exercise.reference(n)[quantity]

        known = known_of(got, reading.want, answer.n, again, right, of_l2, by_sample=quantity == "result")
    finding = _as_asked(differs(question, quantity, answer, reading, fits, known), answer, quantity)
    if kinds == 0 or finding.verdict != "fail" or not (fits or set(known.causes) <= _OF_ALL_ENTRIES):
        return finding
    return with_line(question, finding, [quantity], lambda: (answer, second), kinds=kinds, explained=bool(fits))


def _of_this_alone(fit: Fit, quantity: str, answers: tuple[Answer, Answer | None]) -> Fit:
    """The fit, with another name if the mistake is one of two quantities and does not explain the other one."""
    for mistake, of_one in answers[0].exercise.terms.alone.items():
        other, name = of_one.get(quantity, ("", ""))
        if fit.causes == (mistake,) and name and mistake not in {c for f in explain(other, answers) for c in f.causes}:
            return dataclasses.replace(fit, causes=(name,))
    return fit


def _either(answer: Answer) -> bool:
    """Whether the attributes set by the check lead to another right answer than the input."""
    return len(answer.exercise.readings(answer.n, patched=True)) > len(answer.exercise.readings(answer.n))


def _as_asked(entry: Finding, answer: Answer, quantity: str = "") -> Finding:
    """The finding with code that sets the same attributes as the check did for this answer."""
    if not entry.code or not answer.patched:
        return entry
    code = lines_for(answer.exercise, answer.n, quantity, patched=True, prepared=bool(answer.prepared))
    return replace(entry, code=code)


def attributes(question: Question) -> Iterator[Finding]:
    """The attributes that the method must keep under the contract's names."""
    exercise = question.exercise
    if not question.judge.works(exercise.name):
        return
    for variant in exercise.usual:
        n = question.draw(variant, variant)
        scene, right = Scene(exercise), exercise.kept(n)
        layer = scene.new(n)
        scene.turn(layer, n)
        places = {name: scene.script.get(layer, name) for name in right}
        answer = scene.play(question.judge.session)[0]
        if answer.main.failure and variant != "generic":
            return  # the check of other shapes reports it
        for name, want in right.items():
            outcome = answer.outcomes[places[name].index]
            message, cause = phrase("kept-differs", name=name), ""
            if not outcome.ok or outcome.kind == "none":
                message, cause = phrase("does-not-keep", name=name), "missing-attribute"
            elif (
                outcome.array is None or relative_error(outcome.array.astype(float), want.astype(float)) > compare.PASS
            ):
                cause = _cause_of_attribute(outcome.array, want)
            if cause:
                yield question.fail(in_variant(variant, message), cause)
                return


def _cause_of_attribute(got: NDArray | None, right: NDArray) -> str:
    """The name of the mistake in a kept attribute."""
    if got is not None and got.ndim > right.ndim and got.size == right.size:
        return "not-flattened"
    if got is None or got.shape != right.shape:
        return "attribute-differs"
    varied = got.dtype.kind == "f" and np.unique(right).size > 2  # masks of zeros and ones may match by chance
    if varied and np.array_equal(np.sort(got, axis=None), np.sort(right, axis=None)):
        return "flatten-wrong-order"
    return "relu-mask-inverted" if got.dtype == bool and (got != right).all() else "attribute-differs"
