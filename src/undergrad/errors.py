"""The errors a user can meet: each message is one sentence that says what is wrong, where, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any


class UndergradError(Exception):
    """Base of every error that `undergrad` raises on purpose. The command prints it and exits with `exit_code`."""

    exit_code = 1


class UsageError(UndergradError, ValueError):
    """A name, option or value that was asked for cannot be used. Exit code 2."""

    exit_code = 2


class TooLargeError(UsageError):
    """A training that does not fit into the memory."""


class DataError(UndergradError, ValueError):
    """Data that cannot be read, verified or trained on."""


class ShapeError(UndergradError, ValueError):
    """An array whose shape or library does not fit the computation."""


class ModelError(UndergradError, ValueError):
    """A model that is put together wrongly, or a file that holds none."""


class OtherTrainingError(ModelError):
    """A checkpoint that belongs to another training than the one that was to be continued."""


class FileError(UndergradError, OSError):
    """A file or folder that cannot be read or written."""


class NonFiniteLossError(UndergradError, ArithmeticError):
    """Training produced a loss that is infinite or not a number.

    `epoch` and `step` count from 1; `layer` names the first layer whose output or weights are not finite.
    """

    def __init__(self, *, epoch: int, step: int, layer: str) -> None:
        self.epoch, self.step, self.layer = epoch, step, layer
        super().__init__(
            f"the loss stopped being finite in epoch {epoch}, step {step}, first in layer {layer!r}; "
            "lower the learning rate, or reg_lambda if it is large"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors travel from worker processes, and the default would call __init__ with the message.
        return _non_finite, (self.epoch, self.step, self.layer)


def _non_finite(epoch: int, step: int, layer: str) -> NonFiniteLossError:
    return NonFiniteLossError(epoch=epoch, step=step, layer=layer)


def nearest(name: str, known: Iterable[str], cutoff: float = 0.5) -> str | None:
    """The known name that is most like `name`, upper and lower case alike, if one is like it by more than `cutoff`."""
    lower = {entry.lower(): entry for entry in known}
    near = difflib.get_close_matches(name.lower(), lower, n=1, cutoff=cutoff)
    return lower[near[0]] if near else None


def unknown(kind: str, name: object, known: Iterable[str], *, where: str = "") -> UsageError:
    """The error for a name that is not among `known`, with the nearest known one.

    >>> print(unknown("activation", "rellu", ["relu", "tanh"]))
    unknown activation 'rellu'; did you mean 'relu'? Known: relu, tanh
    """
    names = list(known)
    near = nearest(str(name), names)
    hint = f"did you mean {near!r}? Known: " if near else "known are "
    return UsageError(f"unknown {kind} {name!r}{where}; {hint}{', '.join(names)}")
