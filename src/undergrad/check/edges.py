"""Checks at the edges: other shapes, extreme numbers, float32, speed."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from msgspec.structs import replace

from undergrad import layers
from undergrad.check import compare
from undergrad.check.behaviour import waiting
from undergrad.check.catalogue import evidence
from undergrad.check.exceptions import says_its_reason
from undergrad.check.exercises.base import Exercise, Numbers, as_dtype
from undergrad.check.explanations import differs, explain, likes
from undergrad.check.failures import explained, failed
from undergrad.check.findings import Finding
from undergrad.check.phrases import asked, finding, in_variant, said, said_of_yours
from undergrad.check.questions import Answer, ask, generator
from undergrad.check.readings import nearest_reading
from undergrad.check.sentences import Words, phrase
from undergrad.check.types_and_shapes import form
from undergrad.check.verdicts import Verdicts
from undergrad.sandbox.local import LocalSession
from undergrad.sandbox.process import Session
from undergrad.sandbox.worker.script import NDArray, Script

_SLOW = 20.0  # a loop over numbers in Python is 30 to 800 times slower; another vectorised style is not 5
_REPEAT, _BUDGET = 5, 0.1
_OF_SHAPE = ("shapes", "dimensions")
_HALVINGS = 14  # of 1000: to less than 0.1


def shapes(judge: Verdicts, exercise: Exercise) -> Iterator[Finding]:
    """The same method on arrays of other shapes."""
    yield from _variants(judge, exercise, "shapes")


def dimensions(judge: Verdicts, exercise: Exercise) -> Iterator[Finding]:
    """The same method on arrays of other numbers of dimensions."""
    yield from _variants(judge, exercise, "dimensions")


def extremes(judge: Verdicts, exercise: Exercise) -> Iterator[Finding]:
    """Very large numbers, exact zeros, probabilities of exactly 0 and 1."""
    yield from _variants(judge, exercise, "extremes")
    if "zeros" in exercise.variants("extremes"):
        yield from _besides_at_zero(judge, exercise)


def _besides_at_zero(judge: Verdicts, exercise: Exercise) -> Iterator[Finding]:
    """A mistake at exactly 0 beside one that is known: else it would show only when the other has been mended."""
    methods = [exercise.name, *(f"{exercise.cls}.{prior}" for prior in exercise.prior)]
    failures = [entry for name in methods for entry in judge.records(name, "values") if entry.verdict == "fail"]
    known = {cause for entry in failures for cause in entry.causes}
    if not known or any(entry.ambiguous for entry in failures):
        return
    draws = [exercise.draw(generator(judge.seed, exercise.name, "besides", str(k)), "zeros") for k in range(2)]
    answers = [ask(judge.session, exercise, n) for n in draws]
    fits = explain(exercise, "result", list(zip(draws, answers, strict=True)))
    if len(fits) == 1 and known < set(fits[0].causes):
        proof = evidence(said_of_yours("result"), likes(fits[0]), fits[0].error)
        causes = tuple(cause for cause in fits[0].causes if cause not in known)
        message = in_variant("zeros", phrase("wrong-at-zero-besides"))
        fields: dict[str, Any] = {"asked": asked(exercise, draws[0]), "evidence": proof}
        yield finding(exercise, "extremes", "fail", message=message, causes=causes, **fields)


def _variants(judge: Verdicts, exercise: Exercise, check: str) -> Iterator[Finding]:
    if not judge.ready(exercise):
        yield waiting(exercise, check)
        return
    if not all(judge.passes(f"{exercise.cls}.{prior}", check) for prior in exercise.prior):
        yield finding(exercise, check, "not run", message=waiting(exercise, check).message)
        return
    names, right = exercise.variants(check), judge.works(exercise.name)
    for name in names if right or check in _OF_SHAPE else names[:1]:
        draws = [exercise.draw(generator(judge.seed, exercise.name, check, name, str(k)), name) for k in range(2)]
        answer = ask(judge.session, exercise, draws[0])
        second = None
        for entry in _one(judge, exercise, check, name, draws[0], answer):
            if not right and (entry.verdict != "fail" or entry.error is not None):
                continue  # wrong numbers are the business of the check of values
            if entry.verdict == "fail" and not entry.causes and second is None:
                second = ask(judge.session, exercise, draws[1])
            if not right and entry.causes == ("batch-of-one",):
                entry = replace(entry, causes=())  # other batches are wrong too, so the one sample may not be why
            yield _with_cause(judge, exercise, check, name, entry, draws, answer, second)


def _one(judge: Verdicts, exercise: Exercise, check: str, name: str, n: Numbers, answer: Answer) -> Iterator[Finding]:
    if answer.early:
        message = in_variant(name, phrase("earlier-step", failure=explained(answer.early)[0]))
        yield finding(exercise, check, "not run", message=message)
        return
    if answer.main.failure:
        made = failed(exercise, check, answer.main.failure, n)
        made = replace(made, message=in_variant(name, made.message))
        if made.causes == ("crash",) and not says_its_reason(answer.main.failure):
            made = replace(made, causes=_shape_cause(exercise, check, name) or made.causes)
        yield made
        return
    want, right_so_far = exercise.reference(n), True
    for quantity in exercise.terms.gives:
        outcome = answer.outcome(quantity)
        right = want[quantity]
        came = outcome.array
        if (
            exercise.terms.flat
            and quantity == "result"
            and came is not None
            and came.shape == n[exercise.terms.flat].shape
        ):
            right = right.reshape(came.shape)  # in the shape of the input instead of (N, D): as useful
        formal = form(judge, exercise, check, quantity, outcome, right, n)
        wrong = [entry for entry in formal if entry.verdict == "fail"]
        for entry in wrong:
            causes = entry.causes
            if check == "extremes" and causes == ("not-finite",):
                causes = (exercise.unstable,)
            elif name == "batch of 1" and _squeezed(outcome.array, right):
                causes = ("squeezed",)
            elif check in _OF_SHAPE and causes in ((), ("not-finite",), ("wrong-dtype",), ("wrong-shape",)):
                causes = _shape_cause(exercise, check, name) or causes
            message = entry.message
            if check == "extremes" and causes == (exercise.unstable,) and not exercise.terms.scalar:
                message = _since(judge, exercise, quantity, n, message)
            yield replace(entry, message=in_variant(name, message), causes=causes)
        right_so_far = right_so_far and not wrong
        if wrong or outcome.array is None:
            continue
        # At the edges the right answer may be exactly 0, and the derivative at a cut-off z is 1e-35: as good.
        absolute = compare.PASS if check == "extremes" else 0.0
        reading = nearest_reading(
            exercise, n, quantity, outcome.array, absolute=absolute, single=judge.single(exercise)
        )
        if reading.verdict != "pass":
            right_so_far = False
            made = differs(exercise, check, quantity, n, outcome.array, right, reading.verdict, reading.error, [])
            yield replace(made, expected=quantity)
    overflows = [entry for entry in answer.main.warnings if entry[0] == "RuntimeWarning"]  # not a deprecation
    if overflows and right_so_far and check == "extremes":
        kind, warning, _ = overflows[0]
        message = in_variant(name, phrase("right-with-warning", kind=kind, warning=warning))
        yield finding(exercise, check, "remark", message=message, causes=("overflow-warning",))


def _since(judge: Verdicts, exercise: Exercise, quantity: str, n: Numbers, what: Words) -> Words:
    """`what`, and from which number on a result is not finite.

    It is found by halving: the case is asked again, each time scaled.
    """
    (name,) = exercise.terms.elementwise[:1] or exercise.terms.arguments[:1]
    whole = np.asarray(n[name])
    size = float(np.abs(whole).max())
    if not size:
        return ""
    finite, beyond = 0.0, 1.0
    broken = ask(judge.session, exercise, n).array(quantity)
    for _ in range(_HALVINGS):
        scale = (finite + beyond) / 2
        got = ask(judge.session, exercise, n | {name: whole * scale}).array(quantity)
        finite, beyond = (scale, beyond) if got is not None and np.isfinite(got).all() else (finite, scale)
    bound = math.floor(finite * size)
    signs = np.sign(whole[~np.isfinite(broken)]) if broken is not None and broken.shape == whole.shape else np.zeros(1)
    fields = {"what": what, "name": name, "bound": bound}
    if (signs > 0).all():
        return phrase("from-above", **fields)
    return phrase("from-below", **fields) if (signs < 0).all() else phrase("from-beyond", **fields)


def _with_cause(
    judge: Verdicts,
    exercise: Exercise,
    check: str,
    name: str,
    entry: Finding,
    draws: list[Numbers],
    answer: Answer,
    second: Answer | None,
) -> Finding:
    """A finding of wrong numbers gets the mistake that explains them in both draws."""
    quantity = entry.expected
    if entry.verdict != "fail" or entry.causes or not isinstance(quantity, str) or quantity not in exercise.terms.gives:
        return entry
    fits = explain(exercise, quantity, list(zip(draws, (answer, second), strict=True)))
    generic = exercise.draw(generator(judge.seed, exercise.name, check, "generic"))
    fits = [fit for fit in fits if _unseen(exercise, quantity, fit.causes, generic)]
    got = answer.array(quantity)
    assert got is not None
    reading = nearest_reading(exercise, draws[0], quantity, got, single=judge.single(exercise))
    made = differs(exercise, check, quantity, draws[0], got, reading.want, reading.verdict, reading.error, fits)
    return replace(made, message=in_variant(name, made.message))


def _unseen(exercise: Exercise, quantity: str, causes: tuple[str, ...], n: Numbers) -> bool:
    """Whether these mistakes can hide on ordinary numbers: the student's answer to those was right."""
    want = exercise.reference(n)[quantity]
    with np.errstate(all="ignore"):
        formula = exercise.formulas(n)[quantity]
        settings = itertools.chain(formula.with_slips(len(causes)), formula.mutated() if len(causes) == 1 else ())
        return any(
            tuple(sorted(slip.mistake for slip in made)) == causes and compare.verdict(value, want)[0] != "fail"
            for made, value in settings
        )


def _squeezed(got: NDArray | None, right: NDArray) -> bool:
    return got is not None and got.ndim < right.ndim and got.size == right.size


def _shape_cause(exercise: Exercise, check: str, name: str) -> tuple[str, ...]:
    if check not in _OF_SHAPE:
        return ()
    if name in ("1-D", "3-D", "4-D"):
        return ("only-2d",) if check == "dimensions" else ("not-flattened",)
    return {"batch of 1": ("batch-of-one",), "Fortran order": ("memory-order",)}.get(name, ())


def float32(judge: Verdicts, exercise: Exercise) -> Iterator[Finding]:
    """float32 in, float32 out, and right to float32's precision."""
    if not exercise.terms.float32:
        return
    if not judge.ready(exercise):
        yield waiting(exercise, "float32")
        return
    n = as_dtype(exercise.draw(generator(judge.seed, exercise.name, "float32")), np.float32)
    answer = ask(judge.session, exercise, n)
    if answer.early:
        return
    if answer.main.failure:
        made = failed(exercise, "float32", answer.main.failure, n)
        yield replace(made, message=phrase("float32-input", failure=made.message))
        return
    for quantity in exercise.terms.gives:
        got = answer.array(quantity)
        if got is None:
            continue
        if got.dtype != np.float32:
            message = phrase("float32-becomes", quantity=said(quantity), dtype=str(got.dtype))
            fields: dict[str, Any] = {"asked": asked(exercise, n), "expected": "float32", "got": str(got.dtype)}
            yield finding(exercise, "float32", "fail", message=message, causes=("float32-lost",), math="", **fields)
            continue
        if not judge.works(exercise.name):
            continue
        reading = nearest_reading(exercise, as_dtype(n, np.float64), quantity, got)
        if reading.verdict != "pass":
            yield differs(exercise, "float32", quantity, n, got, reading.want, reading.verdict, reading.error, [])


def speed(judge: Verdicts, exercise: Exercise) -> Iterator[Finding]:
    """Against the textbook at (128, 500), best of five. Slow is a remark, never a failure."""
    if not exercise.terms.timed or not judge.ready(exercise):
        return
    # A small batch first: loops over numbers in Python would take minutes on the large one.
    for variant, enough in (("generic", 200.0), ("speed", 0.0)):
        n = exercise.draw(generator(judge.seed, exercise.name, "speed"), variant)
        with _blas().limit(limits=1, user_api="blas"):  # the student's process has one thread too
            own, textbook = (seconds(s, exercise, n) for s in (judge.session, LocalSession(vars(layers))))
        if own is None or textbook is None:
            return
        factor = own / textbook
        if variant == "generic" and (factor < enough and own < 2e-3):
            continue
        if factor >= _SLOW:
            message = phrase("times-slower", factor=factor, call=asked(exercise, n))
            yield finding(exercise, "speed", "remark", message=message, causes=("loops",))
        return


@functools.cache
def _blas() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def seconds(session: Session, exercise: Exercise, n: Numbers) -> float | None:
    """How long the exercise's last call takes, the best of five; None where it cannot be timed."""
    script = Script()
    layer = exercise.construct(script, n)
    exercise.prepare(script, layer, n)
    exercise.act(script, layer, n)
    last = next(op for op in reversed(script.operations) if op["op"] == "call")
    place = script.operations.index(last)
    del script.operations[place:]
    script.operations.append(last | {"op": "time", "repeat": _REPEAT, "budget": _BUDGET})
    outcome = session.run(script)[-1]
    timed = outcome.kind == "number" and outcome.array is not None and outcome.array.dtype.kind == "f"
    return float(outcome.array) if timed and outcome.array is not None else None
