"""The base class of optimizers: how far a parameter steps, given its gradient and the state from earlier steps."""

from __future__ import annotations

import inspect
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any, ClassVar

from undergrad.notation.arguments import as_text
from undergrad.notation.declaration import declarations

#: An array of any library; optimizers use only Python's operators on it.
Array = Any
#: An optimizer's state for one parameter between steps, by the quantities' names; empty before the first step.
Memory = MutableMapping[str, Array]


@dataclass(frozen=True)
class Optimizer:
    """A rule for the step to subtract from a parameter, ``W <- W - step``. UsageError for impossible numbers.

    `str(optimizer)` is its canonical text for options and files: equal optimizers have equal texts.
    """

    #: Its name in a text.
    word: ClassVar[str]

    def __post_init__(self) -> None:
        for name, declaration in declarations(type(self)).items():
            value = getattr(self, name)
            declaration.kind.check(f"{name} of {self.word}", value)
            if not isinstance(value, bool):  # a NumPy number would change the text, and the dtype of a step
                object.__setattr__(self, name, float(value))

    def step(self, gradient: Array, learning_rate: float, memory: Memory, steps: int) -> Array:
        """The step to subtract from the parameter with this `gradient`, in its shape, library and dtype.

        `memory` has the state from earlier steps, and receives the new state; its arrays are replaced and never changed
        in place. `steps` counts from 1.
        """
        raise NotImplementedError

    def decay(self, parameter: Array, learning_rate: float) -> Array | None:
        """What to subtract in addition from a regularised parameter, for any gradient; None for nothing."""
        return None

    @property
    def arrays(self) -> int:
        """The number of arrays of a parameter's shape in the state between two steps."""
        return 1

    @property
    def reach(self) -> float | None:
        """The step along a constant gradient, in units of the learning rate; None if it is not the same for all
        entries."""
        return None

    def __str__(self) -> str:
        values = tuple((name, getattr(self, name)) for name in declarations(type(self)))
        return as_text(self.word, values, inspect.signature(type(self)))
