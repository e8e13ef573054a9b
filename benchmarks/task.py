"""What trainers are compared by: the same network, first weights, optimizer and data for each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.architecture import Architecture, Place, short
from undergrad.data import Scaling
from undergrad.engines import make_engine
from undergrad.layers.base import Shape
from undergrad.model import ClassifierModel
from undergrad.optimizers import parse_optimizer

CLASSES = 10
Run = Callable[[], object]


@dataclass(frozen=True)
class Task:
    """A network with the steps that are taken on it."""

    #: The hidden layers, as `Architecture.parse` reads them.
    layers: str
    #: Of a sample of uint8 pixels.
    sample_shape: Shape = (784,)
    #: As `parse_optimizer` reads it.
    optimizer: str = "sgd"
    batch: int = 128
    #: In which everybody computes.
    dtype: str = "float32"
    learning_rate: float = 1e-3
    reg_lambda: float = 1e-8

    @property
    def places(self) -> tuple[Place, ...]:
        """The layers in their places, the last fully connected one among them."""
        return Architecture.parse(self.layers).places(self.sample_shape, CLASSES)

    @property
    def activation(self) -> str:
        """The activation functions, each once."""
        return Architecture.parse(self.layers).activation

    @property
    def widths(self) -> list[int]:
        """The features of a sample, then the outputs of each fully connected layer."""
        return [int(np.prod(self.sample_shape)), *Architecture.parse(self.layers).hidden, CLASSES]

    def model(self) -> ClassifierModel:
        """The network with the weights from which everybody starts."""
        rng = np.random.default_rng(0)
        return Architecture.parse(self.layers).build(self.sample_shape, CLASSES, rng=rng, dtype=np.dtype(self.dtype))

    def data(self, steps: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """Random pixels and classes for so many steps."""
        rng, n = np.random.default_rng(0), steps * self.batch
        return rng.integers(0, 256, (n, *self.sample_shape), dtype=np.uint8), rng.integers(0, CLASSES, n)

    def scaled(self, x: NDArray[np.uint8]) -> NDArray[Any]:
        """The pixels as numbers from 0 to 1, of an image (n, 1, H, W): what other libraries get beforehand."""
        shape = self.sample_shape if len(self.sample_shape) != 2 else (1, *self.sample_shape)
        return Scaling.of(x).apply(x, np.dtype(self.dtype)).reshape(len(x), *shape)


@dataclass(frozen=True)
class Trainer:
    """Somebody who does the task's steps."""

    #: Does an epoch, from the weights that the last one left.
    epoch: Run
    #: What was learned so far by our names, `fc1.W`, in our shapes; the averages that are kept besides too.
    arrays: Callable[[], Mapping[str, NDArray[Any]]]
    #: Which engine it is, of ours.
    engine: str = ""


def fully_connected(hidden: tuple[int, ...], activation: str = "relu", **settings: Any) -> Task:
    """The task with a network of these widths, its `settings` those of `Task`."""
    return Task(str(short(hidden, activation)), **settings)


def ours(
    task: Task, x: NDArray[np.uint8], labels: NDArray[np.int64], *, engine: str = "auto", in_order: bool = False
) -> Trainer:
    """An engine of ours, from pixels as they lie: in random order, unless they are taken `in_order`."""
    model, dtype = task.model(), np.dtype(task.dtype)
    made = make_engine(engine, model, Scaling.of(x), CLASSES, dtype, optimizer=parse_optimizer(task.optimizer))
    rows = np.arange(len(x)) if in_order else np.random.default_rng(0).permutation(len(x))

    def epoch() -> None:
        made.train_epoch(
            x,
            labels,
            rows=rows,
            epoch=1,
            batch_size=task.batch,
            learning_rate=task.learning_rate,
            reg_lambda=task.reg_lambda,
        )

    return Trainer(epoch, model.arrays, made.name)
