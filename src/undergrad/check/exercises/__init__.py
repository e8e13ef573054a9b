"""What the checker can ask: one exercise a method."""

from undergrad.check.exercises.activations import ActivationBackward, ActivationForward
from undergrad.check.exercises.base import Exercise
from undergrad.check.exercises.fc import FCBackward, FCForward, FCUpdate
from undergrad.check.exercises.idle import Idle
from undergrad.check.exercises.init import FCInit
from undergrad.check.exercises.model import (
    ModelBackward,
    ModelForward,
    ModelPredict,
    ModelSummary,
    ModelUpdate,
    SecondSoftmax,
)
from undergrad.check.exercises.norm import NormBackward, NormForward
from undergrad.check.exercises.softmax import CrossEntropy, SoftmaxBackward, SoftmaxForward

_ALL: list[Exercise] = [
    *(kind(cls) for cls in ("ReLU", "Sigmoid", "Tanh") for kind in (ActivationForward, ActivationBackward)),
    *(Idle(cls, method) for cls in ("ReLU", "Sigmoid", "Tanh", "SoftmaxLayer") for method in ("update", "summary")),
    FCInit(),
    FCForward(),
    FCBackward(),
    FCUpdate(),
    Idle("FCLayer", "summary"),
    SoftmaxForward(),
    CrossEntropy(),
    SoftmaxBackward(),
    NormForward(),
    NormBackward(),
    SecondSoftmax(),
    ModelPredict(),
    ModelForward(),
    ModelBackward(),
    ModelUpdate(),
    ModelSummary(),
]

#: Every exercise by `Class.method`.
EXERCISES: dict[str, Exercise] = {exercise.name: exercise for exercise in _ALL}

__all__ = ["EXERCISES", "Exercise"]
