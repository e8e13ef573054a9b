"""Judges a layer of one's own, in this process: everything that needs no textbook.

The gradient's judge is the layer's own forward: central differences of sum(forward(x) * d) for a random d.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from numbers import Integral
from typing import Any

from undergrad import layers
from undergrad.check import trial_behaviour as behaviour
from undergrad.check.assignment import Assignment, Item
from undergrad.check.exercises import EXERCISES
from undergrad.check.failures import explained, place
from undergrad.check.findings import Finding, finish
from undergrad.check.judge import Judge
from undergrad.check.questions import checked_seed
from undergrad.check.report import Report
from undergrad.check.trial import Trial
from undergrad.check.trial_gradients import gradients, l2
from undergrad.display.languages import Language, choose
from undergrad.errors import UsageError, unknown
from undergrad.sandbox.local import LocalSession
from undergrad.sandbox.worker.executor import Machine


def check_layer(
    layer: Callable[..., Any],
    *arguments: Any,
    input_shape: tuple[int, ...] = (7, 5),
    seed: int | None = None,
    like: str | None = None,
    language: Language = "en",
) -> Report:
    """Judge the layer that `layer(*arguments)` makes, for inputs of `input_shape` (N, ...), float64.

    Checked are the methods, shapes, dtypes, the gradients of the input and of each array attribute `p` that has a `dp`
    after backward (against central differences, with reg_lambda = 0), the L2 term of each, that no array given is
    changed, a second call, a second object, a second batch, a batch of one, large inputs, float32, and update.
    Randomness must come from NumPy's global state, which is seeded before each call. With `like="FCLayer"`, the name of
    a class of the homework, it is judged against the textbook's instead. `language` is that of the report, en for
    English or ko for Korean. UsageError for an unknown name or shape.
    """
    seed, language = checked_seed(seed), choose(language)
    if not callable(layer):
        raise UsageError(f"check_layer takes a class, or a function that makes a layer, not {layer!r:.80}")
    name = getattr(layer, "__name__", type(layer).__name__)
    if like is not None:
        return _as_homework(layer, like, name, seed, language)
    sizes = input_shape if isinstance(input_shape, (tuple, list)) else ()
    if len(sizes) < 2 or not all(isinstance(size, Integral) and size > 0 for size in sizes):
        raise UsageError(f"input_shape must be (N, ...) with positive sizes, not {input_shape}")
    trial = Trial(layer, arguments, tuple(sizes), seed, name)
    return Report([finish(entry, language) for entry in _findings(trial)], subject=name, seed=seed, language=language)


def _as_homework(layer: Callable[..., Any], like: str, name: str, seed: int, language: Language) -> Report:
    items = tuple(Item(name=full) for full, exercise in EXERCISES.items() if exercise.cls == like)
    if not items:
        raise unknown("class", like, dict.fromkeys(exercise.cls for exercise in EXERCISES.values()))
    from undergrad.sandbox.worker.contents import contents_of

    # The textbook's classes are there to be asked for by isinstance; what is judged is `layer` alone.
    session = LocalSession(vars(layers) | {like: layer})
    assignment = Assignment(name="own", methods=items)
    judge = Judge(session, contents_of({like: layer}), assignment, seed, language=language)
    return Report(judge.all(items), subject=name, seed=seed, language=language)


def _findings(trial: Trial) -> Iterator[Finding]:
    """Every check, in order; what rests on a failed one is not run."""
    for check in (behaviour.methods, behaviour.shapes, behaviour.determinism):
        found = list(_guarded(trial, check))
        yield from found or [trial.say(check.__name__, "pass")]
        if any(record.verdict == "fail" for record in found):
            return
    for check in (
        gradients,
        l2,
        behaviour.purity,
        behaviour.repeat,
        behaviour.instances,
        behaviour.batches,
        behaviour.extremes,
        behaviour.float32,
        behaviour.update,
    ):
        found = list(_guarded(trial, check))
        yield from found or [trial.say(check.__name__, "pass")]


def _guarded(trial: Trial, check: Callable[[Trial], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from check(trial)
    except (Exception, SystemExit) as error:
        failure = Machine({}).failure(error)
        message, causes = explained(failure)
        yield trial.say(check.__name__, "fail", message=message, causes=causes, line=place(failure.line))
