"""The textbook's own training, with which each student's is compared: once for a class, in a similar process."""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from undergrad import layers
from undergrad.check.assignment import Assignment
from undergrad.course.training.lesson import Lesson, Weights, learn
from undergrad.course.training.plan import Plan, TrainingScript, activations
from undergrad.data import batches
from undergrad.engines.threads import one_blas_thread
from undergrad.errors import UndergradError
from undergrad.sandbox.process import StudentProcess
from undergrad.sandbox.worker.stand_ins import STAND_INS
from undergrad.sandbox.worker.training import Network

_FILE = Path(__file__).with_name("right.py")
_LIMIT = 600.0  # seconds for the textbook's training: none takes that long, and a process that hangs is ended
_PACE_STEPS = 4
_ROWS = 500  # images at a time, so that a convolution's windows stay small
_KEPT = 4  # the number of remembered trainings: a class has only a few sets of layers without stand-ins


@dataclass(frozen=True)
class Right:
    """The textbook's training: the weights after each epoch, with their loss and accuracy."""

    weights: tuple[Weights, ...]
    measures: tuple[tuple[float, float], ...]


class Textbook:
    """The textbook's trainings of an assignment's network. A context manager with a process.

    Every submission of a class is compared with the same training: first weights and images follow from the assignment
    and the `seed`. A training is computed when the first submission needs it. UsageError if the assignment names a
    network that cannot be trained; nothing is trained if it names none.
    """

    def __init__(self, assignment: Assignment, seed: int) -> None:
        self.assignment, self.seed, self.task = assignment, seed, assignment.training
        self._plans: dict[str, Plan] = {}
        if self.task is not None:
            self._plans = {
                name: Plan(task=self.task, activation=name, seed=seed) for name in activations(self.task, assignment)
            }
        self._without_l2: dict[str, Plan] = {}
        self._lessons: OrderedDict[tuple[str, float, frozenset[str]], Right] = OrderedDict()

    def __enter__(self) -> Textbook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        if "_process" in vars(self):
            self._process.close()
            del self._process

    @property
    def plans(self) -> dict[str, Plan]:
        """The plan of each activation function that may be in the network, the fastest learner first."""
        return self._plans

    def without_l2(self, plan: Plan) -> Plan:
        """The plan with 0 for lambda, for layers of a year that has no L2 term."""
        if plan.activation not in self._without_l2:
            task = msgspec.structs.replace(plan.task, reg_lambda=0.0)
            self._without_l2[plan.activation] = Plan(task=task, activation=plan.activation, seed=plan.seed)
        return self._without_l2[plan.activation]

    def lesson(self, plan: Plan, own: Collection[str]) -> Right:
        """The training with the textbook's layers in the places of the student's `own`, and stand-ins elsewhere.

        UndergradError if the textbook's own process gives no answer.
        """
        key = (plan.activation, plan.task.reg_lambda, frozenset(own))
        if key not in self._lessons:
            weights = self._learned(plan, plan.whole(own, _LIMIT)).epochs
            self._lessons[key] = Right(weights, tuple(measured(plan, own, one) for one in weights))
            if len(self._lessons) > _KEPT:
                self._lessons.popitem(last=False)
        self._lessons.move_to_end(key)
        return self._lessons[key]

    def pace(self, plan: Plan, own: Collection[str]) -> tuple[float, ...]:
        """The processor seconds of a few of its steps, measured now, because a shared machine's speed changes."""
        return self._learned(plan, plan.beginning(own, _LIMIT, _PACE_STEPS)).seconds

    def _learned(self, plan: Plan, training: TrainingScript) -> Lesson:
        lesson = learn(self._process, training, plan.sizes)
        if lesson.failure or lesson.unreadable:
            raise UndergradError(f"the textbook's own training gives no answer ({lesson.failure}); try again")
        return lesson

    @functools.cached_property
    def _process(self) -> StudentProcess:
        return StudentProcess(_FILE, allow_undergrad=True)


@one_blas_thread()
def measured(plan: Plan, own: Collection[str], weights: Weights) -> tuple[float, float]:
    """The textbook's mean loss on the training images, and its accuracy on the others, with `weights`.

    If the training had stand-ins, they are in this network, too, and the loss is that of its last layer.
    """

    def make(name: str, first: object = ()) -> Any:
        if name not in own:
            return STAND_INS.get(name, STAND_INS["Tanh"])
        drawn = {"rng": np.random.default_rng(0)} if name in plan.learning else {}  # and not from the global state
        return functools.partial(getattr(layers, name), **drawn)

    arrays = iter(weights.values())
    network = Network(
        make, [(entry, [next(arrays) for _ in entry["learned"]]) for entry in plan.layers], names={}, lacks={}
    )
    (x, y), (x_held, y_held) = plan.images, plan.validation
    total, right = 0.0, 0
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for part in batches(len(x), _ROWS):
            total += float(network.loss(x[part], y[part])[1]) * len(x[part])
        for part in batches(len(x_held), _ROWS):
            y_hat, _ = network.loss(x_held[part], y_held[part])
            right += int((y_hat.argmax(axis=1) == y_held[part].argmax(axis=1)).sum())
    return total / len(x), right / len(x_held)
