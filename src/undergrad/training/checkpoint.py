"""The state of a training in one file, which is replaced as a whole, so its parts can never disagree."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from undergrad.arrays import Array, like
from undergrad.engines import State
from undergrad.errors import ModelError, OtherTrainingError
from undergrad.training.epochs import Epoch, Standing
from undergrad.training.history import from_lines, to_lines
from undergrad.training.identity import LayerKind, Training
from undergrad.training.tensors import read_tensors, write_tensors

_KIND = "undergrad-checkpoint-2"
_REMEDY = (
    "delete this file and do the same again (a command with --resume): the epochs that it holds are lost, and its "
    "training is done again from the first"
)


class _About(msgspec.Struct):
    """The metadata of a checkpoint; keys that a later version adds are ignored."""

    fingerprint: str
    history: str
    #: None in checkpoints of version 0.1.0.
    layers: tuple[LayerKind, ...] | None = None
    #: Absent from checkpoints of trainings without a watch.
    watched: str = ""
    #: The number of steps of an optimizer that has a state.
    steps: int = 0


class _AboutOld(_About):
    """The metadata in version 1, whose velocities do not include the learning rate."""


_KINDS: dict[str, type[_About]] = {_KIND: _About, "undergrad-checkpoint-1": _AboutOld}
#: Prefix of the optimizer's arrays; the parameter's and the array's name follow: "optimizer/fc1.W/velocity".
_OPTIMIZER, _OLD_VELOCITY = "optimizer/", "velocity/"


@dataclass(frozen=True)
class Checkpoint:
    """The model's arrays after the last epoch of `history`, those of the best epoch, the optimizer's state, and the
    notes of a watch so far."""

    training: Training
    history: list[Epoch]
    last: dict[str, Array]
    best: dict[str, Array]
    optimizer: State = field(default_factory=State)
    watched: str = ""
    #: A summary of the history; it is not in the file, since it follows from the history.
    standing: Standing = field(default_factory=Standing)

    def after(self, record: Epoch, parameters: dict[str, Array], optimizer: State, watched: str = "") -> Checkpoint:
        """The state one epoch later, given that epoch's record, parameters, optimizer state and note."""
        standing = self.standing.after(record)
        best = parameters if standing.best is record else self.best
        history, watched = [*self.history, record], self.watched + watched
        return Checkpoint(self.training, history, parameters, best, optimizer, watched, standing)

    def like(self, anchors: dict[str, Array]) -> Checkpoint:
        """The same state, each array converted to the library, dtype and device of its namesake in `anchors`."""
        last, best = (
            {key: like(array, anchors[key]) for key, array in arrays.items()} for arrays in (self.last, self.best)
        )
        memories = {
            name: {key: like(array, anchors[name]) for key, array in memory.items()}
            for name, memory in self.optimizer.memories.items()
        }
        return replace(self, last=last, best=best, optimizer=State(self.optimizer.steps, memories))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Replace the file `path`. Raises FileError."""
        arrays = {f"last/{key}": array for key, array in self.last.items()}
        arrays |= {f"best/{key}": array for key, array in self.best.items()}
        for name, memory in self.optimizer.memories.items():
            arrays |= {f"{_OPTIMIZER}{name}/{key}": array for key, array in memory.items()}
        history, steps = to_lines(self.history).decode(), self.optimizer.steps
        about = _About(self.training.fingerprint, history, self.training.layers, self.watched, steps)
        write_tensors(path, arrays, kind=_KIND, about=about)


def load_story(path: str | os.PathLike[str]) -> tuple[list[Epoch], str]:
    """The history in the checkpoint `path`, and the notes of a watch. ModelError if it is damaged."""
    _, about, history = _read(path)
    return history, about.watched


def load_checkpoint(path: str | os.PathLike[str], training: Training, *, rate_of: Callable[[int], float]) -> Checkpoint:
    """The checkpoint in `path`. OtherTrainingError if it is not of `training`, ModelError if it is damaged.

    `rate_of` gives the learning rate of an epoch: a velocity of version 0.1.0 is multiplied by that of the last epoch.
    """
    arrays, about, history = _read(path)
    if about.layers is not None and about.layers != training.layers:
        then, now = _first_difference(about.layers, training.layers)
        raise OtherTrainingError(
            f"{Path(path)} belongs to the training of another network: there {then}, here {now}; "
            "delete it, or choose another folder"
        )
    if about.fingerprint != training.fingerprint:
        raise OtherTrainingError(
            f"{Path(path)} belongs to another training (other data, settings, seed, engine or code); "
            "delete it, or choose another folder"
        )

    def part(name: str) -> dict[str, np.ndarray[Any, Any]]:
        return {key.removeprefix(name): array for key, array in arrays.items() if key.startswith(name)}

    if isinstance(about, _AboutOld):
        rate = rate_of(len(history))
        memories = {name: {"velocity": array * array.dtype.type(rate)} for name, array in part(_OLD_VELOCITY).items()}
    else:
        memories = {}
        for place, array in part(_OPTIMIZER).items():
            name, _, key = place.rpartition("/")
            memories.setdefault(name, {})[key] = array
    optimizer, standing = State(about.steps, memories), Standing.of(history)
    return Checkpoint(training, history, part("last/"), part("best/"), optimizer, about.watched, standing)


def _read(path: str | os.PathLike[str]) -> tuple[dict[str, np.ndarray[Any, Any]], _About, list[Epoch]]:
    arrays, about = read_tensors(path, kinds=_KINDS, remedy=_REMEDY)
    try:
        return arrays, about, from_lines(about.history.encode())
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise ModelError(f"{Path(path)} is damaged: its history cannot be read; {_REMEDY}") from error


def _first_difference(then: Sequence[LayerKind], now: Sequence[LayerKind]) -> tuple[str, str]:
    """The first layers that differ, in words."""
    pairs = itertools.zip_longest(then, now, fillvalue="is no further layer")
    first, other = next((one, two) for one, two in pairs if one != two)
    return str(first), str(other)
