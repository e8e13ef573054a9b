"""Checks at the limits: other shapes, extreme numbers, float32, speed."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from msgspec.structs import replace

from undergrad.check.explanations import differs, explain, likes
from undergrad.check.failures import explained, says_its_reason
from undergrad.check.questions import Question
from undergrad.check.repairs import with_line, with_line_of_shapes
from undergrad.check.types_and_shapes import form
from undergrad.contracts import compare
from undergrad.exercises.answers import Answer, Scene
from undergrad.exercises.base import Exercise, Numbers, as_dtype, textbook
from undergrad.exercises.phrases import call_with_shapes, in_variant, name_after_your, name_of_quantity
from undergrad.findings.catalogue import evidence
from undergrad.findings.records import Finding
from undergrad.findings.sentences import Words, phrase
from undergrad.sandbox.process import Session
from undergrad.sandbox.worker.script import NDArray

_SLOW = 20.0  # a loop over numbers in Python is 30 to 800 times slower; other vectorised code less than 5 times
_REPEAT, _BUDGET = 5, 0.1
_OF_SHAPE = ("shapes", "images", "dimensions")
_HALVINGS = 14  # they narrow down a bound of up to 1000 to less than 0.1


def extremes(question: Question) -> Iterator[Finding]:
    """Very large numbers, exact zeros, probabilities of exactly 0 and 1."""
    yield from variants(question)
    if "zeros" in question.exercise.variants("extremes"):
        yield from _besides_at_zero(question)


def _besides_at_zero(question: Question) -> Iterator[Finding]:
    """A second mistake at exactly 0, besides a known one: otherwise it would appear only after the first is fixed."""
    exercise = question.exercise
    methods = [exercise.name, *(f"{exercise.cls}.{prior}" for prior in exercise.prior)]
    entries = [entry for name in methods for entry in question.judge.records(name, "values")]
    failures = [entry for entry in entries if entry.verdict == "fail"]
    known = {cause for entry in failures for cause in entry.causes}
    if not known or any(entry.ambiguous for entry in failures):
        return
    draws = [question.draw("zeros", "besides", str(k)) for k in range(2)]
    fits = explain("result", [question.ask(n) for n in draws])
    if len(fits) == 1 and known < set(fits[0].causes):
        proof = evidence(name_after_your("result"), likes(fits[0]), fits[0].error)
        causes = (cause for cause in fits[0].causes if cause not in known)
        message = in_variant("zeros", phrase("wrong-at-zero-besides"))
        yield question.fail(message, *causes, n=draws[0], evidence=proof)


def variants(question: Question) -> Iterator[Finding]:
    """The same method on other numbers: other shapes, other dimensions, extreme values."""
    exercise, check, judge = question.exercise, question.check, question.judge
    if not all(judge.passes(f"{exercise.cls}.{prior}", check) for prior in exercise.prior):
        yield question.not_run(phrase("must-work-first", name=f"{exercise.cls}.{exercise.prior[0]}"))
        return
    names, right = exercise.variants(check), judge.works(exercise.name)
    named: dict[str, tuple[str, ...]] = {}
    for name in names if right or check in _OF_SHAPE else names[:1]:
        draws = [question.draw(name, name, str(k)) for k in range(2)]
        answer, second = question.ask(draws[0]), None
        for entry in _one(question, name, answer):
            if not right and (entry.verdict != "fail" or entry.error is not None):
                continue  # wrong numbers are left to the check of values
            if not right and entry.causes in (("batch-of-one",), (exercise.variant(name).cause,)):
                entry = replace(entry, causes=())  # other variants are wrong too, so this one may not be the cause
            if entry.verdict == "fail" and not entry.causes and entry.expected in exercise.terms.gives:
                second = second or question.ask(draws[1])
                quantity = str(entry.expected)
                entry = _with_cause(question, name, quantity, answer, second, besides=named.get(quantity, ()))
                named[quantity] = named.get(quantity) or entry.causes
            yield entry


def _one(question: Question, name: str, answer: Answer) -> Iterator[Finding]:
    """The findings in the variant `name`; for wrong numbers, `expected` is the quantity until they are explained."""
    exercise, check, n = question.exercise, question.check, answer.n
    if answer.early:
        yield question.not_run(in_variant(name, phrase("earlier-step", failure=explained(answer.early)[0])))
        return
    if answer.main.failure:
        finding = question.failed(answer.main.failure, n)
        finding = replace(finding, message=in_variant(name, finding.message))
        if finding.causes == ("crash",) and not says_its_reason(answer.main.failure):
            finding = replace(finding, causes=_shape_cause(question, name) or finding.causes)

        def others() -> Iterator[Answer]:
            yield question.ask(question.draw(name, name, "1"))
            yield question.ask(question.draw("generic", "generic"))

        yield with_line_of_shapes(question, finding, answer, others)
        return
    want, right_so_far = exercise.reference(n), True
    for quantity in exercise.terms.gives:
        outcome, right = answer.outcome(quantity), want[quantity]
        formal = form(question, quantity, outcome, right, n)
        wrong = [entry for entry in formal if entry.verdict == "fail"]
        for entry in wrong:
            causes, message = entry.causes, entry.message
            if check == "extremes" and causes == ("not-finite",):
                # A derivative that is also wrong for ordinary numbers has another cause.
                is_derivative = exercise.method == "backward"
                unstable = exercise.terms.unstable or exercise.contract.unstable
                causes = () if is_derivative and not question.judge.works(exercise.name) else (unstable,)
                message = message if exercise.terms.scalar else _since(question, quantity, answer, message)
            elif name == "batch of 1" and _squeezed(outcome.array, right):
                causes = ("squeezed",)
            elif causes in ((), ("not-finite",), ("wrong-dtype",), ("wrong-shape",)):
                causes = _shape_cause(question, name) or causes
            yield replace(entry, message=in_variant(name, message), causes=causes)
        right_so_far = right_so_far and not wrong
        if wrong or outcome.array is None:
            continue
        # The right answer may be exactly 0 here; 1e-35, the derivative at a cut-off z, is right too.
        absolute = compare.PASS if check == "extremes" else 0.0
        reading = answer.reading(quantity, absolute=absolute, single=question.single())
        if reading.verdict != "pass":
            right_so_far = False
            yield replace(differs(question, quantity, answer, reading, []), expected=quantity)
    overflows = [entry for entry in answer.main.warnings if entry[0] == "RuntimeWarning"]  # not a deprecation
    if overflows and right_so_far and check == "extremes":
        kind, warning, _ = overflows[0]
        yield question.remark(
            in_variant(name, phrase("right-with-warning", kind=kind, warning=warning)), "overflow-warning"
        )


def _since(question: Question, quantity: str, answer: Answer, what: Words) -> Words:
    """The message `what` with the number beyond which a result is not finite.

    Halving finds it: the case is asked again and again with scaled numbers.
    """
    (name,) = question.exercise.terms.elementwise[:1] or question.exercise.terms.arguments[:1]
    whole, broken = np.asarray(answer.n[name]), answer.array(quantity)
    size = float(np.abs(whole).max())
    if not size:
        return ""
    finite, beyond = 0.0, 1.0
    for _ in range(_HALVINGS):
        scale = (finite + beyond) / 2
        got = question.ask(answer.n | {name: whole * scale}).array(quantity)
        finite, beyond = (scale, beyond) if got is not None and np.isfinite(got).all() else (finite, scale)
    signs = np.sign(whole[~np.isfinite(broken)]) if broken is not None and broken.shape == whole.shape else np.zeros(1)
    fields = {"what": what, "name": name, "bound": math.floor(finite * size)}
    if (signs > 0).all():
        return phrase("from-above", **fields)
    return phrase("from-below", **fields) if (signs < 0).all() else phrase("from-beyond", **fields)


def _with_cause(
    question: Question, name: str, quantity: str, answer: Answer, second: Answer, *, besides: tuple[str, ...]
) -> Finding:
    """The finding of wrong numbers, with the mistake that explains them in both answers.

    It is no other change of the formula than `besides`, the mistake in an earlier variant: a batch of one has no
    variance, and many formulas fit it.
    """
    fits = explain(quantity, (answer, second))
    if besides:
        fits = [fit for fit in fits if not fit.wording or fit.causes == besides]
    generic = question.draw("generic", "generic")
    fits = [fit for fit in fits if _unseen(question.exercise, quantity, fit.causes, generic)]
    finding = differs(question, quantity, answer, answer.reading(quantity, single=question.single()), fits)
    finding = replace(finding, message=in_variant(name, finding.message))
    if fits:
        return finding
    return with_line(question, finding, [quantity], lambda: (answer, second, question.ask(generic)), kinds=2)


def _unseen(exercise: Exercise, quantity: str, causes: tuple[str, ...], n: Numbers) -> bool:
    """Whether ordinary numbers hide these mistakes: the student's answer to those was right."""
    want = exercise.reference(n)[quantity]
    with np.errstate(all="ignore"):
        formula = exercise.formulas(n)[quantity]
        settings = itertools.chain(formula.with_slips(len(causes)), *(formula.mutated() if len(causes) == 1 else ()))
        return any(
            tuple(sorted(slip.mistake for slip in slips)) == causes and compare.verdict(value, want)[0] != "fail"
            for slips, value in settings
        )


def _squeezed(got: NDArray | None, right: NDArray) -> bool:
    return got is not None and got.ndim < right.ndim and got.size == right.size


def _shape_cause(question: Question, name: str) -> tuple[str, ...]:
    """The mistake that only an input of such a shape reveals, if there is one."""
    if question.check not in _OF_SHAPE:
        return ()
    if cause := question.exercise.variant(name).cause:
        return (cause,) if _in_all(question, cause) else ()
    if name in ("1-D", "3-D", "4-D"):
        return ("not-flattened",) if question.check == "shapes" else ("only-2d",)
    return {"batch of 1": ("batch-of-one",), "Fortran order": ("memory-order",)}.get(name, ())


def _in_all(question: Question, cause: str) -> bool:
    """Whether each variant that reveals this mistake is wrong; if one is right, it is another mistake."""
    exercise = question.exercise
    names = [name for name in exercise.variants(question.check) if exercise.variant(name).cause == cause]
    return all(_is_wrong(question, question.ask(question.draw(name, name, "0"))) for name in names)


def _is_wrong(question: Question, answer: Answer) -> bool:
    """Whether an answer has wrong numbers or another type or shape."""
    if not answer.is_right:
        return True
    want = question.exercise.reference(answer.n)
    formal = (form(question, name, answer.outcome(name), want[name], answer.n) for name in want)
    return any(entry.verdict == "fail" for entries in formal for entry in entries)


def float32(question: Question) -> Iterator[Finding]:
    """float32 input must give float32 output that is right to float32's precision."""
    exercise, n = question.exercise, as_dtype(question.draw(), np.float32)
    answer = question.ask(n)
    if answer.early:
        return
    if answer.main.failure:
        finding = question.failed(answer.main.failure, n)
        yield replace(finding, message=phrase("float32-input", failure=finding.message))
        return
    for quantity in exercise.terms.gives:
        got = answer.array(quantity)
        if got is not None and got.dtype != np.float32:
            dtype = str(got.dtype)
            message = phrase("float32-becomes", quantity=name_of_quantity(quantity), dtype=dtype)
            yield question.fail(message, "float32-lost", n=n, expected="float32", got=dtype, math="")
        elif got is not None and question.judge.works(exercise.name):
            reading = answer.reading(quantity)
            if reading.verdict != "pass":
                yield differs(question, quantity, answer, reading, [])


def speed(question: Question) -> Iterator[Finding]:
    """The time compared with the textbook's at (128, 500), best of five. Slow code is a remark, never a failure."""
    # The small batch comes first: loops over numbers in Python would take minutes on the large one.
    for variant, enough in (("generic", 200.0), ("speed", 0.0)):
        n = question.draw(variant)
        with _blas().limit(limits=1, user_api="blas"):  # the student's process has one thread too
            own, right = (seconds(session, question.exercise, n) for session in (question.judge.session, textbook()))
        if own is None or right is None:
            return
        factor = own / right
        if variant == "generic" and (factor < enough and own < 2e-3):
            continue
        if factor >= _SLOW:
            yield question.remark(
                phrase("times-slower", factor=factor, call=call_with_shapes(question.exercise, n)), "loops"
            )
        return


@functools.cache
def _blas() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def seconds(session: Session, exercise: Exercise, n: Numbers) -> float | None:
    """The duration of the exercise's last call in seconds, the best of five; None if it cannot be timed."""
    scene = Scene(exercise)
    layer = scene.new(n)
    scene.turn(layer, n)
    script = scene.script
    last = next(op for op in reversed(script.operations) if op["op"] == "call")
    place = script.operations.index(last)
    del script.operations[place:]
    script.operations.append(last | {"op": "time", "repeat": _REPEAT, "budget": _BUDGET})
    outcome = session.run(script)[-1]
    timed = outcome.kind == "number" and outcome.array is not None and outcome.array.dtype.kind == "f"
    return float(outcome.array) if timed and outcome.array is not None else None
