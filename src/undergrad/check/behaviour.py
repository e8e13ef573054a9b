"""Checks of behaviour: unchanged arguments, repeated calls, two instances, a second batch."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from undergrad.check.failures import place
from undergrad.check.questions import Question
from undergrad.contracts.compare import PASS, relative_error
from undergrad.exercises.answers import Answer, Scene
from undergrad.exercises.base import Numbers
from undergrad.exercises.phrases import in_variant, name_of_quantity
from undergrad.findings.records import Finding
from undergrad.findings.sentences import Words, joined, phrase
from undergrad.sandbox.worker.script import Ref, Script


def purity(question: Question) -> Iterator[Finding]:
    """The call must change neither its arguments nor arrays that were returned earlier: their bytes are compared."""
    exercise = question.exercise
    for name in (*exercise.usual, *exercise.variants("extremes")):  # a method may overwrite only the zeros
        findings = list(_purity(question, question.draw(name, name), name))
        for entry in findings:
            message = in_variant(name, entry.message) if entry.verdict == "fail" else entry.message
            yield replace(entry, message=message)
        if findings:
            return


def _purity(question: Question, n: Numbers, variant_name: str) -> Iterator[Finding]:
    exercise = question.exercise
    changes = exercise.terms.changes
    scene = Scene(exercise, Script(shared=True))
    layer = scene.new(n)
    scene.prepare(layer, n)
    watched = exercise.watched(layer, n)
    before = {name: scene.script.get(*place) for name, place in watched.items()}
    scene.act(layer, n)
    after = {name: scene.script.get(*place) for name, place in watched.items()}
    if not changes:
        another = question.draw(variant_name, "again") | {name: n[name] for name in exercise.weights}
        scene.turn(layer, another)
    got, *later = scene.play(question.judge.session)
    if got.failure:
        return
    named: set[str] = set()
    if any((got.call, -1) in answer.main.changed for answer in later):
        named.add("result-destroyed")
        yield question.fail(phrase("later-call-changes-result"), "result-destroyed", n=n)
    read = {ref.index for ref in before.values()}
    for number, position in got.main.changed:
        blame = None if number in read else _blame(got, number, position)
        if blame and blame[0] not in named:
            cause, message = blame
            named.add(cause)
            yield question.fail(message, cause, n=n, line=_writing_line(question, n))
    for name, ref in before.items():
        first, last = got.outcomes[ref.index].array, got.outcomes[after[name].index].array
        if first is None or (last is not None and relative_error(first, last) == 0):
            continue
        if changes and (last is None or not last.any()):
            yield question.remark(phrase("puts-away", name=name), "gradient-changed")
            continue
        cause = "updates-in-backward" if exercise.method == "backward" else "attribute-differs"
        cause = "gradient-changed" if changes else cause
        message = phrase("changes-gradient", name=name) if changes else phrase("changes-attribute", name=name)
        yield question.fail(message, cause, n=n, line=_writing_line(question, n))


def _blame(got: Answer, number: int, position: int) -> tuple[str, Words] | None:
    """The cause and the message for a changed array: argument `position` (-1: the result) of operation `number`."""
    terms = got.exercise.terms
    if number == got.call:
        if terms.arguments[position] == "d_prev":
            return "upstream-changed", phrase("changes-d_prev")
        return "input-changed", phrase("changes-argument", name=terms.arguments[position])
    if position == -1 and number in got.prepared:
        return "result-destroyed", phrase("changes-earlier-result")
    if terms.changes or number < (got.prepared or [got.call])[0]:
        return None  # attributes that were set: update may change weights, and `watched` covers the rest
    return "input-changed", phrase("changes-earlier-argument")


def _writing_line(question: Question, n: Numbers) -> Words:
    """The line that writes to an array: it raises if the arrays are read-only."""
    failure = question.ask(n, frozen=True).main.failure
    return place(failure.line) if failure and "read-only" in failure.message else ""


def repeat(question: Question) -> Iterator[Finding]:
    """Repeating the call, with the calls that come before it, must give the same result.

    Repeating only the call should do so too, but a network never does that: there, each backward follows a forward.
    """
    exercise, judge = question.exercise, question.judge
    if any("updates-in-backward" in entry.causes for entry in judge.records(exercise.name, "purity")):
        yield question.not_run(phrase("comes-first", check="purity"))
        return
    n = question.draw()
    whole = _second_differs(question, n, prepared=True)
    if whole is not None:
        yield whole
    elif exercise.prior and (alone := _second_differs(question, n, prepared=False)) is not None:
        calls = joined("and", filter(None, (judge.closed_by(exercise), exercise.prior[-1])))
        yield replace(alone, verdict="remark", message=phrase("without-calls", what=alone.message, calls=calls))


def _second_differs(question: Question, n: Numbers, *, prepared: bool) -> Finding | None:
    """The finding if a second call gives another result; with `prepared`, the calls before it are repeated too."""
    scene = Scene(question.exercise)
    layer = scene.new(n)
    scene.turn(layer, n)
    if prepared:
        _close(question, scene, layer)
        scene.prepare(layer, n)
    scene.act(layer, n)
    one, two = scene.play(question.judge.session)
    if one.failure:
        return None
    if two.main.failure:
        finding = question.failed(two.main.failure, n)
        return replace(finding, message=phrase("second-time", failure=finding.message))
    for quantity in question.exercise.terms.gives:
        a, b = one.array(quantity), two.array(quantity)
        if a is None or b is None or relative_error(b, a) <= PASS:
            continue
        accumulates = a.shape == b.shape and relative_error(b, 2 * a) <= PASS
        accumulated = "loss-accumulates" if question.exercise.terms.scalar else "gradient-accumulates"
        message = phrase("same-call-differs", quantity=name_of_quantity(quantity))
        cause = accumulated if accumulates else "second-call-differs"
        return question.fail(message, cause, n=n, error=relative_error(b, a))
    return None


def _close(question: Question, scene: Scene, layer: Ref) -> None:
    """Add the update that a network makes before the next call, with learning rate 0: it may clear gradients."""
    if method := question.judge.closed_by(question.exercise):
        scene.script.call(layer, method, 0.0)


def instances(question: Question) -> Iterator[Finding]:
    """Two objects of the class, used in turn, must not affect each other."""
    exercise, session = question.exercise, question.judge.session
    if any("second-call-differs" in entry.causes for entry in question.judge.records(exercise.name, "repeat")):
        yield question.not_run(phrase("comes-first", check="repeat"))  # it differs each time without a second object
        return
    n, other = question.draws("generic", "other")
    scene = Scene(exercise)
    layer = scene.new(n)
    if exercise.method == "__init__":  # its numbers may differ each time
        scene.act(layer, n)
        scene.new(other)
    else:
        second = scene.new(other)
        scene.prepare(layer, n)
        scene.prepare(second, other)
        if not exercise.prior:
            scene.act(second, other)
    scene.act(layer, n)
    *before, together = scene.play(session)
    alone = before[0] if exercise.method == "__init__" else question.ask(n)
    yield from _compare(question, alone, together, "shared-state", phrase("second-object"))


def batches(question: Question) -> Iterator[Finding]:
    """A second batch on the same object must be right too: once of another size, once of the same size."""
    n, *others = question.draws("generic", "other", "generic")
    for other, wrong in zip(others, (phrase("second-batch"), phrase("second-batch-alike")), strict=True):
        findings = list(_second_batch(question, n, other, wrong))
        yield from findings
        if findings:
            return


def _second_batch(question: Question, n: Numbers, other: Numbers, wrong: Words) -> Iterator[Finding]:
    """The finding, with the message `wrong`, if the batch `other` gives another result after `n` than by itself."""
    other |= {name: n[name] for name in question.exercise.weights}
    scene = Scene(question.exercise)
    layer = scene.new(n)
    scene.turn(layer, n)
    _close(question, scene, layer)
    scene.turn(layer, other)
    first, second = scene.play(question.judge.session)
    if first.failure:
        return
    arrays = [(first.array(quantity), second.array(quantity)) for quantity in question.exercise.terms.gives]
    stale = any(old is not None and new is not None and relative_error(old, new) <= PASS for old, new in arrays)
    message = phrase("second-batch-stale") if stale else wrong
    yield from _compare(question, question.ask(other), second, "cached-first-result", message)


def _compare(question: Question, alone: Answer, other: Answer, cause: str, message: Words) -> Iterator[Finding]:
    """The finding if the `other` answer differs from the one `alone`."""
    if alone.failure:
        return
    if other.failure:
        finding = question.failed(other.failure, other.n)
        both = phrase("and-fails", what=message, failure=finding.message)
        yield replace(finding, message=both, causes=(cause,) if finding.causes == ("crash",) else finding.causes)
        return
    for quantity in question.exercise.terms.gives:
        want, got = alone.array(quantity), other.array(quantity)
        if want is not None and got is not None and relative_error(got, want) > PASS:
            of_quantity = phrase("of-quantity", what=message, quantity=name_of_quantity(quantity))
            yield question.fail(of_quantity, cause, n=other.n, error=relative_error(got, want))
            return
