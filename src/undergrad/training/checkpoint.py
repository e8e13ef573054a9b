"""Where a training stands, in one file: it is replaced as a whole, so its parts can never disagree."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from undergrad.arrays import Array, like
from undergrad.errors import OtherTrainingError
from undergrad.training.history import Epoch, best_of, from_lines, to_lines
from undergrad.training.tensors import read_tensors, write_tensors

_KIND = "undergrad-checkpoint-1"


class _About(msgspec.Struct):
    fingerprint: str
    history: str
    #: Absent from checkpoints of trainings that nobody watched.
    watched: str = ""


@dataclass(frozen=True)
class Checkpoint:
    """The parameters after the last epoch of `history`, those of the best epoch, what momentum has gathered, and what
    a watch has noted so far."""

    fingerprint: str
    history: list[Epoch]
    last: dict[str, Array]
    best: dict[str, Array]
    velocity: dict[str, Array] = field(default_factory=dict)
    watched: str = ""

    def after(
        self, record: Epoch, parameters: dict[str, Array], velocity: dict[str, Array], watched: str = ""
    ) -> Checkpoint:
        """The state one epoch later, whose `record`, `parameters`, `velocity` and note are given."""
        history = [*self.history, record]
        best = parameters if best_of(history) is record else self.best
        return Checkpoint(self.fingerprint, history, parameters, best, velocity, self.watched + watched)

    def like(self, anchors: dict[str, Array]) -> Checkpoint:
        """The same state with each array in the library, dtype and device of its namesake in `anchors`."""
        last, best, velocity = (
            {key: like(array, anchors[key]) for key, array in arrays.items()}
            for arrays in (self.last, self.best, self.velocity)
        )
        return Checkpoint(self.fingerprint, self.history, last, best, velocity, self.watched)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Replace the file `path`. Raises FileError."""
        arrays = {f"last/{key}": array for key, array in self.last.items()}
        arrays |= {f"best/{key}": array for key, array in self.best.items()}
        arrays |= {f"velocity/{key}": array for key, array in self.velocity.items()}
        about = _About(self.fingerprint, to_lines(self.history).decode(), self.watched)
        write_tensors(path, arrays, kind=_KIND, about=about)


def load_story(path: str | os.PathLike[str]) -> tuple[list[Epoch], str]:
    """The history in the checkpoint `path`, and what a watch has noted."""
    _, about = read_tensors(path, kind=_KIND, about=_About)
    return from_lines(about.history.encode()), about.watched


def load_checkpoint(path: str | os.PathLike[str], *, fingerprint: str) -> Checkpoint:
    """The checkpoint in `path`. OtherTrainingError when it belongs to a training of another `fingerprint`."""
    arrays, about = read_tensors(path, kind=_KIND, about=_About)
    if about.fingerprint != fingerprint:
        raise OtherTrainingError(
            f"{Path(path)} belongs to another training (other data, settings, seed, engine or code); "
            "delete it, or choose another folder"
        )

    def part(name: str) -> dict[str, np.ndarray[Any, Any]]:
        return {key.removeprefix(name): array for key, array in arrays.items() if key.startswith(name)}

    history = from_lines(about.history.encode())
    return Checkpoint(fingerprint, history, part("last/"), part("best/"), part("velocity/"), about.watched)
