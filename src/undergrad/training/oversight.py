"""Who looks on at a training, who may end it, and where its state is kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from undergrad.errors import UsageError
from undergrad.training.epochs import Epoch
from undergrad.training.watch import Watch


@dataclass(frozen=True, kw_only=True)
class Oversight:
    """What a training has to do with the world outside. It changes no bit of the weights.

    `on_epoch` is called after each epoch. `stop_when` is asked after each, with the whole history; where it says True,
    the training ends there. `watch`, such as `undergrad.insight.Recorder`, looks on. With `checkpoint`, a path, the
    state is saved there every `checkpoint_seconds`, at the end, and on Ctrl-C; with `resume` a checkpoint that exists
    is continued, to the same weights to the last bit. UsageError for `resume` without a checkpoint.
    """

    on_epoch: Callable[[Epoch], None] | None = None
    stop_when: Callable[[Sequence[Epoch]], bool] | None = None
    watch: Watch | None = None
    checkpoint: str | os.PathLike[str] | None = None
    checkpoint_seconds: float = 5.0
    resume: bool = False

    def __post_init__(self) -> None:
        if self.resume and self.checkpoint is None:
            raise UsageError("resume needs the path of a checkpoint to continue; pass checkpoint=")

    @property
    def resumes(self) -> bool:
        """Whether there is something to continue."""
        return self.resume and self.checkpoint is not None and Path(self.checkpoint).exists()
