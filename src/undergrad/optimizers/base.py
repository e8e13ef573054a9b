"""What an optimizer is: how far a parameter steps, given its gradient and what earlier steps have left behind."""

from __future__ import annotations

import inspect
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any, ClassVar

from undergrad.notation.arguments import as_text
from undergrad.notation.declaration import declarations

#: An array of any library; here only what Python's operators say is done with it.
Array = Any
#: What an optimizer keeps of one parameter from step to step, by the quantities' names; empty before the first step.
Memory = MutableMapping[str, Array]


@dataclass(frozen=True)
class Optimizer:
    """A rule for the step that is taken from a parameter, ``W <- W - step``. UsageError for impossible numbers.

    `str(optimizer)` is its canonical text, as options and files have it: equal optimizers have equal texts.
    """

    #: What a text calls it.
    word: ClassVar[str]

    def __post_init__(self) -> None:
        for name, declaration in declarations(type(self)).items():
            value = getattr(self, name)
            declaration.kind.check(f"{name} of {self.word}", value)
            if not isinstance(value, bool):  # a number of NumPy would change the text, and the dtype of a step
                object.__setattr__(self, name, float(value))

    def step(self, gradient: Array, learning_rate: float, memory: Memory, steps: int) -> Array:
        """What is taken from the parameter whose `gradient` this is, in its shape, library and dtype.

        `memory` has what the earlier steps have left, and takes what this one leaves; its arrays are replaced and
        never changed in place. `steps` counts from 1.
        """
        raise NotImplementedError

    def decay(self, parameter: Array, learning_rate: float) -> Array | None:
        """What is taken besides from a regularised parameter, whatever its gradient is; None for nothing."""
        return None

    @property
    def arrays(self) -> int:
        """How many arrays of a parameter's shape are kept between two steps."""
        return 1

    @property
    def reach(self) -> float | None:
        """How many times the learning rate a gradient that stays is followed in a step; None where it is no number for
        all entries."""
        return None

    def __str__(self) -> str:
        values = tuple((name, getattr(self, name)) for name in declarations(type(self)))
        return as_text(self.word, values, inspect.signature(type(self)))
