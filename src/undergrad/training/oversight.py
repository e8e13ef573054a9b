"""Who watches a training, who may end it, and where its checkpoint is."""

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
    """A training's connections to the world outside. They change no bit of the weights.

    UsageError for `resume` without a `checkpoint`.

    >>> from undergrad import Dataset, fit, fully_connected
    >>> data = Dataset.from_arrays([[0.0], [1.0]] * 20, [0, 1] * 20, [[0.2]], [0])
    >>> oversight = Oversight(on_epoch=lambda epoch: print("epoch", epoch.epoch), stop_when=lambda past: len(past) == 2)
    >>> _ = fit(fully_connected(1, [4], 2), data, oversight=oversight)
    epoch 1
    epoch 2
    """

    #: Called after each epoch.
    on_epoch: Callable[[Epoch], None] | None = None
    #: Called after each epoch with the whole history; if it returns True, the training ends there.
    stop_when: Callable[[Sequence[Epoch]], bool] | None = None
    #: An observer, such as `undergrad.insight.Recorder`.
    watch: Watch | None = None
    #: The file for the state: written as often as the next field says, at the end, and on Ctrl-C.
    checkpoint: str | os.PathLike[str] | None = None
    #: The state is written after the first epoch that ends this many seconds after the last write.
    checkpoint_seconds: float = 5.0
    #: Whether to continue an existing checkpoint: to the same weights, to the last bit.
    resume: bool = False

    def __post_init__(self) -> None:
        if self.resume and self.checkpoint is None:
            raise UsageError("resume needs the path of a checkpoint to continue; pass checkpoint=")

    @property
    def resumes(self) -> bool:
        """Whether there is a checkpoint to continue."""
        return self.resume and self.checkpoint is not None and Path(self.checkpoint).exists()
