"""The result of a training: its progress, the weights after each epoch, and the time of its steps."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from undergrad.course.training.plan import TrainingScript
from undergrad.sandbox.process import Session
from undergrad.sandbox.worker.script import Failure, NDArray, Outcome

#: Weights by the number of the layer and the array's name: "0.W".
Weights = dict[str, NDArray]


@dataclass(frozen=True)
class Lesson:
    """A training, as far as it went."""

    #: After each whole epoch, float64.
    epochs: tuple[Weights, ...]
    #: Steps of the unfinished epoch.
    steps: int
    #: Processor seconds of each whole batch, as the process reports them; they are not trustworthy.
    seconds: tuple[float, ...]
    #: Whether the layers could be made.
    begun: bool
    #: Why it ended early.
    failure: Failure | None = None
    #: The array with invalid numbers or a wrong shape; empty if there is none.
    unreadable: str = ""


def learn(session: Session, training: TrainingScript, shapes: Mapping[str, tuple[int, ...]]) -> Lesson:
    """Run the training in a session. The weights are only checked for their `shapes`."""
    outcomes = session.run(training.script)
    failure = next((outcome.failure for outcome in outcomes if outcome.failure), None)
    seconds: list[float] = []
    epochs: list[Weights] = []
    largest = max((size for steps in training.steps for _, size in steps), default=0)
    done, unreadable = 0, ""
    for number, steps in enumerate(training.steps):
        taken = [outcomes[ref.index] for ref, _ in steps]
        done = sum(outcome.ok for outcome in taken)
        seconds += [
            time
            for outcome, (_, size) in zip(taken, steps, strict=True)
            if size == largest and (time := _seconds(outcome)) is not None
        ]
        refs = training.weights[number] if number < len(training.weights) else {}
        arrays = {name: outcomes[ref.index] for name, ref in refs.items()}
        if not refs or not all(outcome.ok for outcome in arrays.values()):
            break
        weights = {name: _numbers(outcome, shapes[name]) for name, outcome in arrays.items()}
        unreadable = next((name for name, array in weights.items() if array is None), "")
        if unreadable:
            break
        epochs.append({name: array for name, array in weights.items() if array is not None})
        done = 0
    return Lesson(tuple(epochs), done, tuple(seconds), outcomes[training.network.index].ok, failure, unreadable)


def slowness(student: Sequence[float], textbook: Sequence[float]) -> float | None:
    """The ratio of the medians of the times of a step, student over textbook; None if nothing was timed."""
    if not student or not textbook or (median := statistics.median(textbook)) <= 0:
        return None
    return statistics.median(student) / median


def _seconds(outcome: Outcome) -> float | None:
    if outcome.kind != "number" or outcome.array is None or outcome.array.dtype.kind not in "iuf":
        return None
    seconds = float(outcome.array)
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _numbers(outcome: Outcome, shape: tuple[int, ...]) -> NDArray | None:
    """The array in float64; an array with an extra axis of length 1 is accepted."""
    array = outcome.array
    if array is None or array.dtype.kind not in "biuf" or array.size != math.prod(shape):
        return None
    if tuple(size for size in array.shape if size != 1) != tuple(size for size in shape if size != 1):
        return None
    return array.reshape(shape).astype(np.float64)
