"""The first check: do the class and the method exist, and does the method take the arguments of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from undergrad.check.dialect import standing_for
from undergrad.check.questions import Question
from undergrad.findings.records import Finding
from undergrad.findings.sentences import joined, phrase


def exists(question: Question) -> Iterator[Finding]:
    """The class and the method must exist, and the method must take the arguments of the contract."""
    exercise, judge = question.exercise, question.judge
    of_class = {"cls": exercise.cls, "name": exercise.method}
    entry = judge.classes.get(exercise.cls)
    if exercise.contract.function and (entry is None or entry["kind"] != "class"):
        yield _no_function(question, entry)
    elif entry is None:
        known = {other.cls for other in judge.exercises.values()}
        others = [name for name, cls in judge.classes.items() if cls["kind"] == "class" and name not in known]
        other = standing_for(exercise.cls, others)
        message = phrase("no-class-but", name=exercise.cls, other=other) if other else None
        yield question.fail(message or phrase("no-class", name=exercise.cls), "missing-class")
    elif entry["kind"] != "class":
        yield question.fail(phrase("not-a-class", name=exercise.cls, type=entry["kind"]), "not-a-class")
    elif exercise.method not in entry["methods"]:
        known = {other.method for other in judge.exercises.values() if other.cls == exercise.cls}
        others = [name for name in entry["methods"] if name[:2] != "__" and name not in known]
        message = phrase("no-method", **of_class)
        if exercise.method in entry["rest"]:
            message = phrase("not-a-method", **of_class, type=entry["rest"][exercise.method])
        elif other := standing_for(exercise.method, others):
            message = phrase("no-method-but", **of_class, other=other)
        yield question.fail(message, "missing-method")
    else:
        yield from _can_be_called(question, entry["methods"][exercise.method])


def _no_function(question: Question, entry: dict[str, Any] | None) -> Finding:
    """The finding for a missing function; it names a similar function, or what else has this name."""
    name, known = question.exercise.name, question.judge.exercises
    if entry is not None:
        return question.fail(phrase("not-a-function", name=name, type=entry["kind"]), "undefined-function")
    entries = question.judge.classes.items()
    others = (other for other, of in entries if of["kind"] == "function" and other not in known)
    other = standing_for(name, others)
    message = phrase("no-function-but", name=name, other=other) if other else phrase("no-function", name=name)
    return question.fail(message, "undefined-function")


def _can_be_called(question: Question, signature: dict[str, Any] | None) -> Iterator[Finding]:
    arguments = question.exercise.terms.arguments
    if signature is None:
        return
    dropped = question.judge.dialect.dropped(question.exercise.name)
    if dropped and signature["least"] <= len(arguments) - len(dropped):
        yield question.remark(phrase("takes-no", arguments=joined("and-no", dropped)), "wrong-signature")
    elif not signature["least"] <= len(arguments) <= signature["most"]:
        is_function, called = question.exercise.contract.function, question.exercise.name.rpartition(".")[2]
        expected = f"{called}({', '.join(arguments if is_function else ('self', *arguments))})"
        written = f"{called}{signature['text']}"
        message = phrase("must-be-written", wanted=expected, written=written)
        yield question.fail(message, "wrong-signature", expected=expected, got=written)
