"""Checks of behaviour: arrays left alone, the same call again, two instances, a second batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from undergrad.check.compare import PASS, relative_error
from undergrad.check.exercises.base import Exercise, Numbers
from undergrad.check.failures import failed, place
from undergrad.check.findings import Finding
from undergrad.check.phrases import asked, finding, in_variant, said
from undergrad.check.questions import Answer, answer, ask, generator
from undergrad.check.sentences import Phrase, Words, joined, phrase
from undergrad.check.verdicts import Verdicts
from undergrad.sandbox.worker.script import Ref, Script


def purity(judge: Verdicts, exercise: Exercise) -> Iterator[Finding]:
    """Neither an argument nor an array that was returned earlier changes: their bytes are compared."""
    if not judge.ready(exercise):
        yield waiting(exercise, "purity")
        return
    for name in (*exercise.usual, *exercise.variants("extremes")):  # what is written to may be the zeros alone
        n = exercise.draw(generator(judge.seed, exercise.name, "purity", name), name)
        findings = list(_purity(judge, exercise, n, name))
        for entry in findings:
            message = in_variant(name, entry.message) if entry.verdict == "fail" else entry.message
            yield replace(entry, message=message)
        if findings:
            return


def _purity(judge: Verdicts, exercise: Exercise, n: Numbers, variant_name: str) -> Iterator[Finding]:
    script = Script(shared=True)
    layer = exercise.construct(script, n)
    prepared = exercise.prepare(script, layer, n)
    watched = exercise.watched(layer, n)
    before = {name: script.get(*place) for name, place in watched.items()}
    acted = exercise.act(script, layer, n)
    after = {name: script.get(*place) for name, place in watched.items()}
    again = None
    if not exercise.terms.changes:
        another = exercise.draw(generator(judge.seed, exercise.name, "purity", "again"), variant_name)
        another |= {name: n[name] for name in exercise.weights}
        exercise.prepare(script, layer, another)
        again = exercise.act(script, layer, another)
    outcomes = judge.session.run(script)
    got = answer(outcomes, acted, prepared)
    if got.early or got.main.failure:
        return
    named: set[str] = set()
    if again and (got.call, -1) in outcomes[again["call"].index].changed:
        named.add("result-destroyed")
        yield _fail(exercise, "purity", n, message=phrase("later-call-changes-result"), causes=("result-destroyed",))
    read = {ref.index for ref in before.values()}
    for number, position in got.main.changed:
        blame = None if number in read else _blame(exercise, got, number, position)
        if blame and blame[0] not in named:
            cause, message = blame
            named.add(cause)
            line = _writing_line(judge, exercise, n)
            yield _fail(exercise, "purity", n, message=message, causes=(cause,), line=line)
    for name, ref in before.items():
        first, last = outcomes[ref.index].array, outcomes[after[name].index].array
        if first is None or (last is not None and relative_error(first, last) == 0):
            continue
        if exercise.terms.changes and (last is None or not last.any()):
            message = phrase("puts-away", name=name)
            yield finding(exercise, "purity", "remark", message=message, causes=("gradient-changed",))
            continue
        if exercise.terms.changes:
            cause, message = "gradient-changed", phrase("changes-gradient", name=name)
        else:
            cause = "updates-in-backward" if exercise.method == "backward" else "attribute-differs"
            message = phrase("changes-attribute", name=name)
        line = _writing_line(judge, exercise, n)
        yield _fail(exercise, "purity", n, message=message, causes=(cause,), line=line)


def _blame(exercise: Exercise, got: Answer, number: int, position: int) -> tuple[str, Phrase] | None:
    """The cause, and a sentence, for a changed array: argument `position` (or result, -1) of operation `number`."""
    if number == got.call:
        if exercise.terms.arguments[position] == "d_prev":
            return "upstream-changed", phrase("changes-d_prev")
        return "input-changed", phrase("changes-argument", name=exercise.terms.arguments[position])
    if position == -1 and number in got.prepared:
        return "result-destroyed", phrase("changes-earlier-result")
    if exercise.terms.changes or number < (got.prepared or [got.call])[0]:
        return None  # what was set: update is there to change weights, and `watched` looks at the rest
    return "input-changed", phrase("changes-earlier-argument")


def _writing_line(judge: Verdicts, exercise: Exercise, n: Numbers) -> Words:
    """The line that writes: where the arrays cannot be written to, it raises."""
    failure = ask(judge.session, exercise, n, frozen=True).main.failure
    return place(failure.line) if failure and "read-only" in failure.message else ""


def repeat(judge: Verdicts, exercise: Exercise) -> Iterator[Finding]:
    """The same again gives the same: the calls that come before, and the call.

    The call by itself should do so too, but a network never makes it: there, each backward follows a forward.
    """
    if not judge.ready(exercise):
        yield waiting(exercise, "repeat")
        return
    if any("updates-in-backward" in entry.causes for entry in judge.records(exercise.name, "purity")):
        yield finding(exercise, "repeat", "not run", message=phrase("comes-first", check="purity"))
        return
    n = exercise.draw(generator(judge.seed, exercise.name, "repeat"))
    whole = _second_differs(judge, exercise, n, prepared=True)
    if whole is not None:
        yield whole
    elif exercise.prior and (alone := _second_differs(judge, exercise, n, prepared=False)) is not None:
        calls = joined("and", filter(None, (judge.closed_by(exercise), exercise.prior[-1])))
        yield replace(alone, verdict="remark", message=phrase("without-calls", what=alone.message, calls=calls))


def _second_differs(judge: Verdicts, exercise: Exercise, n: Numbers, *, prepared: bool) -> Finding | None:
    """The finding of a second call that gives something else; with `prepared`, after the calls that come before it."""
    script = Script()
    layer = exercise.construct(script, n)
    exercise.prepare(script, layer, n)
    first = exercise.act(script, layer, n)
    if prepared:
        _close(judge, exercise, script, layer)
        exercise.prepare(script, layer, n)
    second = exercise.act(script, layer, n)
    outcomes = judge.session.run(script)
    one, two = answer(outcomes, first), answer(outcomes, second)
    if one.early or one.main.failure:
        return None
    if two.main.failure:
        made = failed(exercise, "repeat", two.main.failure, n)
        return replace(made, message=phrase("second-time", failure=made.message))
    for quantity in exercise.terms.gives:
        a, b = one.array(quantity), two.array(quantity)
        if a is None or b is None or relative_error(b, a) <= PASS:
            continue
        accumulates = a.shape == b.shape and relative_error(b, 2 * a) <= PASS
        accumulated = "loss-accumulates" if exercise.terms.scalar else "gradient-accumulates"
        cause = accumulated if accumulates else "second-call-differs"
        message = phrase("same-call-differs", quantity=said(quantity))
        return _fail(exercise, "repeat", n, message=message, error=relative_error(b, a), causes=(cause,))
    return None


def _close(judge: Verdicts, exercise: Exercise, script: Script, layer: Ref) -> None:
    """The step that a network makes before the next call, of length 0: it may put gradients away."""
    if method := judge.closed_by(exercise):
        script.call(layer, method, 0.0)


def instances(judge: Verdicts, exercise: Exercise) -> Iterator[Finding]:
    """Two objects of the class, used in turn, do not know of each other."""
    if not judge.ready(exercise):
        yield waiting(exercise, "instances")
        return
    rng = generator(judge.seed, exercise.name, "instances")
    if exercise.method == "__init__":
        yield from _born(judge, exercise, exercise.draw(rng), exercise.draw(rng, "other"))
        return
    n, other = exercise.draw(rng), exercise.draw(rng, "other")
    alone = ask(judge.session, exercise, n)
    script = Script()
    layer = exercise.construct(script, n)
    second = exercise.construct(script, other)
    exercise.prepare(script, layer, n)
    exercise.prepare(script, second, other)
    if not exercise.prior:
        exercise.act(script, second, other)
    acted = exercise.act(script, layer, n)
    together = answer(judge.session.run(script), acted)
    yield from _compare(exercise, "instances", n, alone, together, "shared-state", phrase("second-object"))


def _born(judge: Verdicts, exercise: Exercise, n: Numbers, other: Numbers) -> Iterator[Finding]:
    script = Script()
    layer = exercise.construct(script, n)
    before = exercise.act(script, layer, n)
    exercise.construct(script, other)
    after = exercise.act(script, layer, n)
    outcomes = judge.session.run(script)
    alone, together = answer(outcomes, before), answer(outcomes, after)
    yield from _compare(exercise, "instances", n, alone, together, "shared-state", phrase("second-object"))


def batches(judge: Verdicts, exercise: Exercise) -> Iterator[Finding]:
    """A second batch on the same object: of another size, and of the same."""
    if not judge.ready(exercise):
        yield waiting(exercise, "batches")
        return
    rng = generator(judge.seed, exercise.name, "batches")
    n, *others = (exercise.draw(rng, variant) for variant in ("generic", "other", "generic"))
    for other, wrong in zip(others, (phrase("second-batch"), phrase("second-batch-alike")), strict=True):
        findings = list(_second_batch(judge, exercise, n, other, wrong))
        yield from findings
        if findings:
            return


def _second_batch(judge: Verdicts, exercise: Exercise, n: Numbers, other: Numbers, wrong: Words) -> Iterator[Finding]:
    """Whether the batch `other`, after the batch `n`, gets what it gets by itself; `wrong` is the sentence if not."""
    other |= {name: n[name] for name in exercise.weights}
    alone = ask(judge.session, exercise, other)
    script = Script()
    layer = exercise.construct(script, n)
    exercise.prepare(script, layer, n)
    first = exercise.act(script, layer, n)
    _close(judge, exercise, script, layer)
    exercise.prepare(script, layer, other)
    acted = exercise.act(script, layer, other)
    outcomes = judge.session.run(script)
    if answer(outcomes, first).early or answer(outcomes, first).main.failure:
        return
    second = answer(outcomes, acted)
    stale = [
        quantity
        for quantity in exercise.terms.gives
        if (old := answer(outcomes, first).array(quantity)) is not None
        and (new := second.array(quantity)) is not None
        and relative_error(old, new) <= PASS
    ]
    message = phrase("second-batch-stale") if stale else wrong
    yield from _compare(exercise, "batches", other, alone, second, "cached-first-result", message)


def _compare(
    exercise: Exercise, check: str, n: Numbers, alone: Answer, other: Answer, cause: str, message: Words
) -> Iterator[Finding]:
    if alone.early or alone.main.failure:
        return
    failure = other.early or other.main.failure
    if failure:
        made = failed(exercise, check, failure, n)
        both = phrase("and-fails", what=message, failure=made.message)
        yield replace(made, message=both, math="", causes=(cause,) if made.causes == ("crash",) else made.causes)
        return
    for quantity in exercise.terms.gives:
        want, got = alone.array(quantity), other.array(quantity)
        if want is None or got is None or relative_error(got, want) <= PASS:
            continue
        error = relative_error(got, want)
        of_quantity = phrase("of-quantity", what=message, quantity=said(quantity))
        yield _fail(exercise, check, n, message=of_quantity, error=error, causes=(cause,))
        return


def waiting(exercise: Exercise, check: str) -> Finding:
    return finding(
        exercise, check, "not run", message=phrase("must-work-first", name=f"{exercise.cls}.{exercise.prior[0]}")
    )


def _fail(exercise: Exercise, check: str, n: Numbers, **fields: Any) -> Finding:
    return finding(exercise, check, "fail", asked=asked(exercise, n), math="", **fields)
