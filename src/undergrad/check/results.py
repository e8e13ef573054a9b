"""The first checks: is it there, what does it return, are the numbers right."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import numpy as np
from msgspec.structs import replace

from undergrad.check import compare
from undergrad.check.compare import relative_error
from undergrad.check.exercises.base import Exercise, Numbers
from undergrad.check.explanations import differs, explain
from undergrad.check.failures import explained, failed, place
from undergrad.check.findings import Finding
from undergrad.check.known import NOTHING, known_of
from undergrad.check.other_names import standing_for
from undergrad.check.phrases import finding, in_variant, said
from undergrad.check.questions import Answer, ask, generator
from undergrad.check.readings import nearest_reading
from undergrad.check.reproduce import lines_for
from undergrad.check.sentences import Words, joined, phrase
from undergrad.check.types_and_shapes import form
from undergrad.check.verdicts import Verdicts
from undergrad.sandbox.worker.script import NDArray, Script

_MISSING: tuple[str, ...] = ("missing-attribute",)


def exists(judge: Verdicts, exercise: Exercise) -> Iterator[Finding]:
    """The class is there and is one; so is the method; and it can be called as the contract says."""
    entry = judge.classes.get(exercise.cls)
    if entry is None:
        contract = {known.cls for known in judge.exercises.values()}
        others = [name for name, known in judge.classes.items() if known["kind"] == "class" and name not in contract]
        message = phrase("no-class", name=exercise.cls)
        if other := standing_for(exercise.cls, others):
            message = phrase("no-class-but", name=exercise.cls, other=other)
        yield finding(exercise, "exists", "fail", message=message, causes=("missing-class",), math="")
        return
    if entry["kind"] != "class":
        message = phrase("not-a-class", name=exercise.cls, type=entry["kind"])
        yield finding(exercise, "exists", "fail", message=message, causes=("not-a-class",), math="")
        return
    if exercise.method not in entry["methods"]:
        contract = {known.method for known in judge.exercises.values() if known.cls == exercise.cls}
        others = [name for name in entry["methods"] if name[:2] != "__" and name not in contract]
        names = {"cls": exercise.cls, "name": exercise.method}
        message = phrase("no-method", **names)
        if exercise.method in entry["rest"]:
            message = phrase("not-a-method", **names, type=entry["rest"][exercise.method])
        elif other := standing_for(exercise.method, others):
            message = phrase("no-method-but", **names, other=other)
        yield finding(exercise, "exists", "fail", message=message, causes=("missing-method",), math="")
        return
    signature = entry["methods"][exercise.method]
    dropped = judge.dialect.dropped(exercise.name)
    if dropped and not signature["least"] > len(exercise.terms.arguments) - len(dropped):
        message = phrase("takes-no", arguments=joined("and-no", dropped))
        yield finding(exercise, "exists", "remark", message=message, causes=("wrong-signature",))
        return
    count = len(exercise.terms.arguments)
    if signature is not None and not signature["least"] <= count <= signature["most"]:
        wanted = f"{exercise.method}({', '.join(('self', *exercise.terms.arguments))})"
        written = f"{exercise.method}{signature['text']}"
        fields: dict[str, Any] = {"expected": wanted, "got": written, "math": ""}
        message = phrase("must-be-written", wanted=wanted, written=written)
        yield finding(exercise, "exists", "fail", message=message, causes=("wrong-signature",), **fields)


def settle(judge: Verdicts, exercise: Exercise, n: Numbers) -> tuple[Answer | None, Words]:
    """The answer to a case, and why there is none.

    Where an earlier method of the class is wrong, its results are put right before this method is called, if the class
    keeps them under the names of the contract: a method is judged by itself or not at all.
    """
    for name, cause in exercise.terms.blocked_by.items():
        if any(cause in entry.causes for entry in judge.records(f"{exercise.cls}.{name}", "shape")):
            return None, phrase("shapes-first", name=f"{exercise.cls}.{name}")
    broken = [name for name in exercise.prior if not judge.works(f"{exercise.cls}.{name}")]
    natural = None if broken else ask(judge.session, exercise, n)
    if natural and (judge.keeps_all(exercise.cls, exercise.prior) or is_right(exercise, n, natural)):
        return natural, ""
    patched = _patched(judge, exercise, n) if exercise.can_be_patched else None
    if natural and natural.main.failure is None and not (patched and is_right(exercise, n, patched)):
        return natural, ""
    # Where it is right on what is put in its place, what an earlier method keeps is wrong: that is said there.
    waits = phrase("must-work-first", name=f"{exercise.cls}.{(broken or exercise.prior)[0]}")
    return (patched, "") if patched else (None, waits)


def _patched(judge: Verdicts, exercise: Exercise, n: Numbers) -> Answer | None:
    """The answer where what the earlier methods should have kept is put in its place; None where it needs more."""
    for prepare in (True, False):
        answer = ask(judge.session, exercise, n, prepare=prepare, patch=True)
        if answer.early is None and not (answer.main.failure and answer.main.failure.type == "AttributeError"):
            return answer
    return None


def is_right(exercise: Exercise, n: Numbers, answer: Answer) -> bool:
    """Whether every quantity of the answer is right in one of the readings of the case."""
    arrays = {quantity: answer.array(quantity) if answer.main.ok else None for quantity in exercise.terms.gives}
    return answer.main.ok and all(
        array is not None and nearest_reading(exercise, n, name, array, patched=answer.patched).verdict == "pass"
        for name, array in arrays.items()
    )


def shape(judge: Verdicts, exercise: Exercise) -> Iterator[Finding]:
    """Type, dtype, shape and finiteness of everything that the method gives, before any number is compared."""
    n = exercise.draw(generator(judge.seed, exercise.name, "shape"))
    answer, why = settle(judge, exercise, n)
    if answer is None:
        yield finding(exercise, "shape", "not run", message=why)
        return
    unmade = answer.outcomes[0].failure
    if unmade and answer.early and f"{exercise.cls}.__init__" not in judge.exercises:  # the first method says it
        if exercise.name == next(name for name in judge.exercises if name.startswith(f"{exercise.cls}.")):
            made = failed(exercise, "shape", unmade, n)
            message: Words = phrase("constructing", cls=exercise.cls, failure=made.message)
            yield replace(made, message=message, math="")
        else:
            message = phrase("must-work-first", name=f"{exercise.cls}()")
            yield finding(exercise, "shape", "not run", message=message)
        return
    if answer.early is not None:
        message = phrase("earlier-step", failure=explained(answer.early)[0])
        yield finding(exercise, "shape", "not run", message=message, line=place(answer.early.line))
        return
    failure = answer.main.failure
    if exercise.terms.refuses and failure and failure.kind == "raised":
        return
    if exercise.terms.refuses and not failure:
        message = phrase("second-softmax")
        yield finding(exercise, "shape", "fail", message=message, causes=(exercise.terms.refuses,))
        return
    if failure:
        yield _as_asked(failed(exercise, "shape", failure, n), exercise, n, answer)
        return
    want = exercise.reference(n)
    if _unwritten(judge, exercise, answer, want):
        message = phrase("returns-none") if answer.main.kind == "none" else phrase("computes-nothing")
        yield finding(exercise, "shape", "fail", message=message, causes=("not-written",), math="")
        return
    for quantity in exercise.terms.gives:
        for entry in form(judge, exercise, "shape", quantity, answer.outcome(quantity), want[quantity], n):
            yield _as_asked(entry, exercise, n, answer, quantity)
    if exercise.terms.prints and not answer.main.printed:
        causes = ("not-written",) if exercise.name in judge.blanks else ()
        yield finding(exercise, "shape", "fail", message=phrase("prints-nothing"), causes=causes)
    if answer.main.printed > 2**16:
        message = phrase("call-prints", count=answer.main.printed)
        yield finding(exercise, "shape", "remark", message=message, causes=("prints",))


def _unwritten(judge: Verdicts, exercise: Exercise, answer: Answer, want: dict[str, NDArray]) -> bool:
    """Whether the method is a blank that the course left, and gives other numbers than it should."""
    if exercise.name not in judge.blanks:
        return False
    return any(not _same(answer.array(quantity), want[quantity]) for quantity in exercise.terms.gives)


def values(judge: Verdicts, exercise: Exercise) -> Iterator[Finding]:
    """The numbers against the textbook's, and where they differ, the mistake that explains them."""
    draws = [exercise.draw(generator(judge.seed, exercise.name, "values", str(k))) for k in range(2)]
    answer, why = settle(judge, exercise, draws[0])
    if answer is None or not answer.main.ok:
        if not exercise.terms.refuses:
            yield finding(exercise, "values", "not run", message=why or phrase("call-fails"))
        return
    want = exercise.reference(draws[0])
    if _unwritten(judge, exercise, answer, want):
        yield finding(exercise, "values", "not run", message=phrase("not-written-yet"))
        return
    second: Answer | None = None
    for quantity in exercise.terms.gives:
        formal = form(judge, exercise, "values", quantity, answer.outcome(quantity), want[quantity], draws[0])
        if any(entry.verdict == "fail" for entry in formal):
            continue  # the check of shapes says so
        got = answer.array(quantity)
        assert got is not None
        reading = nearest_reading(
            exercise, draws[0], quantity, got, patched=answer.patched, single=judge.single(exercise)
        )
        verdict, error = reading.verdict, reading.error
        if verdict == "pass":
            if why := exercise.doubt(quantity, draws[0]):
                message = phrase("is-unclear", quantity=said(quantity), why=why)
                yield finding(exercise, "values", "remark", message=message)
            continue
        if second is None:
            second = settle(judge, exercise, draws[1])[0]
        fits = explain(exercise, quantity, list(zip(draws, (answer, second), strict=True)))
        again = functools.partial(_again, judge, exercise, quantity)
        other = None if fits else exercise.otherwise(quantity, got, draws[0], again)
        if other is not None:
            fields: dict[str, Any] = {"message": other[1], "causes": (other[2],) if other[2] else (), "error": error}
            yield finding(exercise, "values", other[0], **fields)
            continue
        if not fits and answer.patched and _either(exercise, draws[0]):
            # It may use both, what was put in place and the input, which do not belong together: this proves nothing.
            message = phrase("replaced-and-fits-neither", name=f"{exercise.cls}.{exercise.prior[0]}")
            yield finding(exercise, "values", "not run", message=message)
            continue
        pair = functools.partial(_pair, judge, exercise, quantity)
        of_l2 = exercise.terms.of_l2.get(quantity, "")
        known = NOTHING if fits else known_of(got, reading.want, draws[0], pair, of_l2)
        made = differs(exercise, "values", quantity, draws[0], got, reading.want, verdict, error, fits, known)
        yield _as_asked(made, exercise, draws[0], answer, quantity)


def _as_asked(entry: Finding, exercise: Exercise, n: Numbers, answer: Answer, quantity: str = "") -> Finding:
    """The finding with lines that put in place what was put in place when the method was asked."""
    if not entry.code or not answer.patched:
        return entry
    code = lines_for(exercise, n, quantity, patched=True, prepared=bool(answer.prepared))
    return replace(entry, code=code)


def _pair(judge: Verdicts, exercise: Exercise, quantity: str, n: Numbers) -> tuple[NDArray, NDArray] | None:
    """The file's numbers and the right ones for another case."""
    got = _again(judge, exercise, quantity, n)
    return None if got is None else (got, exercise.reference(n)[quantity])


def _either(exercise: Exercise, n: Numbers) -> bool:
    """Whether what was put in place of an earlier method's work is other than what the input leads to."""
    return len(exercise.readings(n, patched=True)) > len(exercise.readings(n))


def _again(judge: Verdicts, exercise: Exercise, quantity: str, n: Numbers) -> NDArray | None:
    answer, _ = settle(judge, exercise, n)
    return answer.array(quantity) if answer else None


def _same(got: NDArray | None, want: NDArray) -> bool:
    return got is not None and relative_error(got, want) <= compare.PASS


def attributes(judge: Verdicts, exercise: Exercise) -> Iterator[Finding]:
    """What the method keeps under the names of the contract."""
    if not judge.works(exercise.name):
        return
    for variant in exercise.usual:
        n = exercise.draw(generator(judge.seed, exercise.name, "attributes", variant), variant)
        script = Script()
        layer = exercise.construct(script, n)
        exercise.prepare(script, layer, n)
        acted = exercise.act(script, layer, n)
        places = {name: script.get(layer, name) for name in exercise.kept(n)}
        outcomes = judge.session.run(script)
        if outcomes[acted["call"].index].failure and variant != "generic":
            return  # the check of other shapes says so
        for name, right in exercise.kept(n).items():
            outcome = outcomes[places[name].index]
            if not outcome.ok or outcome.kind == "none":
                message, causes = phrase("does-not-keep", name=name), _MISSING
            elif (
                outcome.array is None or relative_error(outcome.array.astype(float), right.astype(float)) > compare.PASS
            ):
                message, causes = phrase("kept-differs", name=name), _other(outcome.array, right)
            else:
                continue
            where = in_variant(variant, message)
            yield finding(exercise, "attributes", "fail", message=where, causes=causes, math="")
            return


def _other(got: NDArray | None, right: NDArray) -> tuple[str, ...]:
    if got is not None and got.ndim > right.ndim and got.size == right.size:
        return ("not-flattened",)
    if got is not None and got.shape == right.shape and got.dtype.kind == "f":
        varied = np.unique(right).size > 2  # of zeros and ones any selection may be an order
        permuted = varied and np.array_equal(np.sort(got, axis=None), np.sort(right, axis=None))
        return ("flatten-wrong-order",) if permuted else ("attribute-differs",)
    if got is None or got.dtype != bool or got.shape != right.shape:
        return ("attribute-differs",)
    return ("relu-mask-inverted",) if (got != right).all() else ("attribute-differs",)
