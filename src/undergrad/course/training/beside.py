"""Trains the homework's network with the student's layers and the textbook's, from the same weights and batches.

The student's process gets the training images, their labels and the first weights, and returns the weights after each
epoch. Losses and accuracies are computed here from these, with the textbook's layers: so a result as good as the
textbook's needs equally good weights.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from undergrad.check.consequence import ACTIVATIONS
from undergrad.check.failures import explained
from undergrad.check.verdicts import Verdicts
from undergrad.course.records import Training
from undergrad.course.sentences import say
from undergrad.course.training.lesson import Lesson, Weights, learn, slowness
from undergrad.course.training.plan import Plan
from undergrad.course.training.textbook import Right, Textbook, measured
from undergrad.display.languages import LANGUAGES, Text
from undergrad.findings.sentences import in_language
from undergrad.sandbox.worker.stand_ins import STAND_INS

#: Differences of weights, relative to the largest, up to this one are rounding.
ROUNDING = 1e-9


def train_beside(judge: Verdicts, textbook: Textbook, *, limit: float = 20.0) -> Training:
    """Train the network of the assignment with the classes that `judge` has judged, in `limit` seconds.

    The best activation function trains: the first of ReLU, Tanh and Sigmoid that computes right, else the first that
    can be called. A class that is missing or cannot be called has a stand-in, which computes something else, in the
    student's network and in the textbook's; a wrong one trains as it is. Uses the judge's session, which has a new
    process after a training that was cut. UndergradError if the textbook's own process gives no answer.
    """
    if not textbook.plans:
        why_not = say("no-network-named", assignment=textbook.assignment.name)
        return Training(about=say("nothing-trained"), why_not=why_not)
    plan = _chosen(judge, textbook.plans)
    own = {cls for cls in plan.classes if judge.runs(cls)}
    lacking = {name for cls in own & set(plan.learning) for name in judge.dialect.dropped(f"{cls}.backward")}
    if "reg_lambda" in lacking & set(judge.assignment.without):
        plan = textbook.without_l2(plan)
    about = [*_of_plan(plan, textbook, judge), *_of_layers(judge, plan, own)]
    missing = sorted(cls for cls in plan.classes if cls not in own and not _has_stand_in(cls))
    if missing:
        return _not_trained(about, say("no-stand-in", classes=", ".join(missing)))
    if not own & set(plan.learning):
        return _not_trained(about, say("nothing-learns", classes=", ".join(plan.learning)))
    right = textbook.lesson(plan, own)
    if not all(math.isfinite(loss) for loss, _ in right.measures):
        return _not_trained(about, say("textbook-diverges"))
    pace = textbook.pace(plan, own)
    lesson = learn(judge.dialect, plan.whole(own, limit), plan.sizes)
    pace += textbook.pace(plan, own)
    if lesson.failure and lesson.failure.kind != "timeout" and not lesson.epochs:
        return _not_trained(about, *_endings(plan, lesson))
    return _compared(plan, own, lesson, right, about, slowness(lesson.seconds, pace))


def _chosen(judge: Verdicts, plans: Mapping[str, Plan]) -> Plan:
    """The plan with the activation function that is to train."""
    by_worth = (name for is_good in (judge.computes, judge.runs) for name in plans if is_good(name))
    return plans[next(by_worth, next(iter(plans)))]


def _compared(
    plan: Plan, own: Collection[str], lesson: Lesson, right: Right, about: Sequence[Text], slower: float | None
) -> Training:
    """The record of a training: its epochs as far as their numbers are finite, beside the textbook's."""
    measures: list[tuple[float, float]] = []
    differences: list[float] = []
    for mine, its in zip(lesson.epochs, right.weights, strict=False):
        measure = measured(plan, own, mine)
        if not math.isfinite(measure[0]):
            break
        measures.append(measure)
        differences.append(_difference(mine, its))
    count = len(measures)
    parts_at = next((epoch for epoch, value in enumerate(differences, start=1) if value > ROUNDING), None)
    was_cut = lesson.failure is not None and lesson.failure.kind == "timeout"
    endings = [*_endings(plan, lesson)]
    if count < len(lesson.epochs):
        endings.insert(0, say("not-finite", epoch=count + 1))
    if endings and not was_cut:  # there are no weights left to compare
        parts_at = parts_at or count + 1
    return Training(
        about=_joined([*about, *endings]),
        losses=tuple(loss for loss, _ in measures),
        textbook_losses=tuple(loss for loss, _ in right.measures[:count]),
        accuracy=measures[-1][1] if measures else None,
        textbook_accuracy=right.measures[count - 1][1] if measures else None,
        parts_at=parts_at,
        difference=max(differences, default=None),
        slowness=slower,
        cut=was_cut,
    )


def _difference(mine: Weights, its: Weights) -> float:
    """The largest difference of a weight over the textbook's largest weight."""
    with np.errstate(over="ignore"):
        gap = max(float(np.abs(mine[name] - array).max()) for name, array in its.items())
    return min(gap / max(float(np.abs(array).max()) for array in its.values()), sys.float_info.max)


def _not_trained(about: Sequence[Text], *why: Text) -> Training:
    return Training(about=_joined(about), why_not=_joined(why))


def _of_plan(plan: Plan, textbook: Textbook, judge: Verdicts) -> Iterator[Text]:
    """A sentence about the network and the chosen activation function."""
    task = plan.task
    yield say(
        "what-is-trained",
        network=plan.text,
        epochs=task.epochs,
        train=f"{task.train_samples:,}",
        held=f"{task.validation_samples:,}",
        batch=task.batch_size,
        rate=f"{task.learning_rate:g}",
        reg=f"{task.reg_lambda:g}",
        rounding=f"{ROUNDING:g}",
    )
    if plan.activation and judge.runs(plan.activation):
        key = "activation-is-right" if judge.computes(plan.activation) else "activation-is-wrong"
        yield say(key, name=plan.activation, order=", ".join(textbook.plans))


def _of_layers(judge: Verdicts, plan: Plan, own: Collection[str]) -> Iterator[Text]:
    """Sentences about wrong classes that train, and about classes that a stand-in replaces."""
    wrong = [cls for cls in plan.classes if cls in own and cls in judge.assignment.classes and not judge.computes(cls)]
    if wrong:
        yield say("wrong-ones-train", classes=", ".join(wrong))
    others = [cls for cls in plan.classes if cls not in own and _has_stand_in(cls)]
    if others:
        yield say("stand-ins-train", classes=", ".join(others))


def _endings(plan: Plan, lesson: Lesson) -> Iterator[Text]:
    """Why a training did not reach its end, and how far it went; nothing if it did."""
    epoch = len(lesson.epochs) + 1
    if lesson.unreadable:
        yield say("unreadable", epoch=epoch, array=plan.where(lesson.unreadable))
    if lesson.failure is None:
        return
    if lesson.failure.kind == "timeout":
        whole, steps = len(plan.batches), lesson.steps
        yield say(
            "cut", limit=lesson.failure.message, done=epoch - 1, epochs=plan.task.epochs, steps=steps, whole=whole
        )
        return
    reason = explained(lesson.failure)[0]
    words: Text = {language: in_language(reason, language) for language in LANGUAGES}
    line = str(lesson.failure.line or "")
    failure = {language: f"{text} ({line})" if line else text for language, text in words.items()}
    yield (
        say("ended", epoch=epoch, step=lesson.steps + 1, failure=failure)
        if lesson.begun
        else say("not-made", failure=failure)
    )


def _has_stand_in(cls: str) -> bool:
    return cls in STAND_INS or cls in ACTIVATIONS


def _joined(texts: Iterable[Text]) -> Text:
    texts = list(texts)
    return {language: " ".join(text[language] for text in texts) for language in LANGUAGES}
