"""The hyperparameters of a training. All code that shows, reads, checks or stores one uses these declarations.

The command's options, the keys of experiment files, the parameters of a search, the columns of `runs` and the tables of
the documentation follow from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypedDict

from undergrad.errors import UsageError, unknown
from undergrad.notation.declaration import Declaration, declarations, declared, explain
from undergrad.notation.kinds import NOT_NEGATIVE, POSITIVE, each, number, one_of, weights, whole
from undergrad.optimizers import Optimizer, parse_optimizer
from undergrad.optimizers.table import optimizer_text, text_of, with_momentum
from undergrad.settings.schedule import SCHEDULES

DTYPES = ("float32", "float64")
ORDERS = ("fixed", "shuffled")
#: What chooses the best epoch: the measure (for classes the accuracy), or the loss.
BEST_BY = ("measure", "loss")
#: The names of the engines; "auto" is the fastest that can run the model.
ENGINES = ("auto", "cpu", "reference")

_SHARE = number("a share between 0 and 1", lambda value: 0 < value < 1)
_SHARES = each("shares of the epochs between 0 and 1", lambda value: 0 < value < 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hyperparameters:
    """The hyperparameters of one training; the defaults are the homework's experiment (a). Call `check` before use.

    >>> settings = Hyperparameters(learning_rate=0.1, epochs=10)
    >>> settings.check()
    >>> settings.batch_size
    128
    """

    epochs: int = declared(100, whole(1), "N", "passes over the training part")
    learning_rate: float = declared(0.001, POSITIVE, "R", "step size")
    batch_size: int = declared(128, whole(1), "N", "samples a step")
    reg_lambda: float = declared(1e-8, NOT_NEGATIVE, "L", "weight of the L2 term")
    validation: float = declared(
        0.1, _SHARE, "S", "share of the training part that is set aside to choose the best epoch"
    )
    order: str = declared("fixed", one_of(*ORDERS), "NAME", "order of the samples in each epoch")
    dtype: str = declared("float32", one_of(*DTYPES), "TYPE", "precision of weights and activations")
    engine: str = declared("auto", one_of(*ENGINES), "NAME", "the program that runs the steps")
    optimizer: str = declared("sgd", optimizer_text(), "TEXT", "the rule that turns gradients into steps", "0.2.0")
    schedule: str = declared("constant", one_of(*SCHEDULES), "NAME", "course of the learning rate")
    step_at: tuple[float, ...] = declared(
        (0.6, 0.85), _SHARES, "S,S,...", "with the schedule step: the rate changes after these shares of the epochs"
    )
    step_factor: float = declared(
        0.1, POSITIVE, "F", "with the schedule step: the rate is multiplied by this each time"
    )
    clip_norm: float = declared(
        0.0, NOT_NEGATIVE, "N", "the largest norm of the gradients; longer ones are shortened to it; 0 is none", "0.2.0"
    )
    class_weight: str | tuple[float, ...] = declared(
        (), weights(), "W,W,...", "weight of each class in the loss, or balanced", "0.2.0"
    )
    patience: int = declared(
        0, whole(0), "N", "stop after this many epochs without a lower validation loss; 0 is never", "0.2.0"
    )

    best_by: str = declared(
        "measure", one_of(*BEST_BY), "NAME", "what chooses the best epoch on the validation set", "0.2.0"
    )

    def __post_init__(self) -> None:
        if isinstance(self.optimizer, str):  # `check` refuses anything else
            object.__setattr__(self, "optimizer", str(parse_optimizer(self.optimizer)))

    def check(self) -> None:
        """Raise UsageError, one sentence, for the first impossible value.

        >>> Hyperparameters(epochs=0).check()
        Traceback (most recent call last):
            ...
        undergrad.errors.UsageError: epochs must be a whole number of at least 1, not 0
        """
        for name, declaration in DECLARATIONS.items():
            declaration.kind.check(name, getattr(self, name))

    def rate_of(self, epoch: int) -> float:
        """The learning rate of `epoch`, from 1, under `schedule`, for settings that were checked.

        "constant" is `learning_rate` in each epoch. "step" multiplies it by `step_factor` once for each of the shares
        `step_at` of the epochs that are over. "cosine" follows half a period of a cosine, from `learning_rate` nearly
        to 0 (Loshchilov and Hutter 2017, "SGDR", without restarts).

        >>> def rates(schedule):
        ...     settings = Hyperparameters(epochs=10, learning_rate=0.1, schedule=schedule)
        ...     return [round(settings.rate_of(epoch), 4) for epoch in (1, 6, 7, 9, 10)]
        >>> rates("step"), rates("cosine")
        ([0.1, 0.1, 0.01, 0.01, 0.001], [0.1, 0.05, 0.0345, 0.0095, 0.0024])
        """
        factor = SCHEDULES[self.schedule]
        return self.learning_rate * factor((epoch - 1) / self.epochs, self.step_at, self.step_factor)


class Numbers(TypedDict, total=False):
    """The same names and types, for functions that take single hyperparameters. A test keeps them equal.

    `momentum` is the short form of an `optimizer` of that momentum.

    >>> numbers: Numbers = {"epochs": 5, "momentum": 0.9}
    >>> with_numbers(None, numbers).optimizer
    'sgd(momentum=0.9)'
    """

    epochs: int
    learning_rate: float
    batch_size: int
    reg_lambda: float
    validation: float
    order: str
    dtype: str
    engine: str
    optimizer: str | Optimizer
    momentum: float
    schedule: str
    step_at: Sequence[float]
    step_factor: float
    clip_norm: float
    class_weight: str | Sequence[float]
    patience: int
    best_by: str


def with_numbers(settings: Hyperparameters | None, numbers: Mapping[str, Any]) -> Hyperparameters:
    """`settings`, by default the homework's, overridden by these `numbers`, and checked.

    UsageError for an unknown name, with the nearest one, and for an impossible value.

    >>> with_numbers(Hyperparameters(epochs=3), {"learning_rate": 0.1}).epochs
    3
    >>> with_numbers(None, {"learning_rat": 0.1})
    Traceback (most recent call last):
        ...
    undergrad.errors.UsageError: unknown number 'learning_rat'; did you mean 'learning_rate'? Known: ...
    """
    numbers = written_out(numbers)
    for name in numbers:
        if name not in DECLARATIONS:
            raise unknown("number", name, (*DECLARATIONS, *SHORT_FORMS))
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in numbers.items()
    }
    changed = replace(settings or Hyperparameters(), **plain)
    changed.check()
    return changed


#: Short forms of other hyperparameters; they can be read, but only the full form is stored.
SHORT_FORMS = ("momentum",)


def written_out(numbers: Mapping[str, Any]) -> dict[str, Any]:
    """`numbers` without short forms: `momentum` becomes the `optimizer`. UsageError if both are given.

    >>> written_out({"epochs": 5, "momentum": 0.9})
    {'epochs': 5, 'optimizer': 'sgd(momentum=0.9)'}
    """
    whole = {name: text_of(value) if isinstance(value, Optimizer) else value for name, value in numbers.items()}
    if "momentum" in whole:
        momentum = whole.pop("momentum")
        if "optimizer" in whole:
            raise UsageError(
                f"momentum is the short form of optimizer 'sgd(momentum={momentum})', and the optimizer is "
                f"{whole['optimizer']!r} already; give one of the two"
            )
        whole["optimizer"] = with_momentum(momentum)
    return whole


#: The declaration of each hyperparameter by name, in the order of `Hyperparameters`.
DECLARATIONS: dict[str, Declaration] = declarations(Hyperparameters)
#: The default of each hyperparameter by name: the homework's.
DEFAULTS: dict[str, Any] = {entry.name: entry.default for entry in fields(Hyperparameters)}

explain(Hyperparameters)
