"""The tasks for comparing trainers: the same network, first weights, optimizer and data for each of them."""

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
    """A network, and the steps to take on it."""

    #: The hidden layers, for `Architecture.parse`.
    layers: str
    #: The shape of a sample of uint8 pixels.
    sample_shape: Shape = (784,)
    #: The optimizer, for `parse_optimizer`.
    optimizer: str = "sgd"
    batch: int = 128
    #: The dtype of all trainers.
    dtype: str = "float32"
    learning_rate: float = 1e-3
    reg_lambda: float = 1e-8

    @property
    def places(self) -> tuple[Place, ...]:
        """The layers in their places, including the last fully connected one."""
        return Architecture.parse(self.layers).places(self.sample_shape, CLASSES)

    @property
    def activation(self) -> str:
        """The distinct activation functions."""
        return Architecture.parse(self.layers).activation

    @property
    def widths(self) -> list[int]:
        """The features of a sample, then the outputs of each fully connected layer."""
        return [int(np.prod(self.sample_shape)), *Architecture.parse(self.layers).hidden, CLASSES]

    def model(self) -> ClassifierModel:
        """The network with the first weights of all trainers."""
        rng = np.random.default_rng(0)
        return Architecture.parse(self.layers).build(self.sample_shape, CLASSES, rng=rng, dtype=np.dtype(self.dtype))

    def data(self, steps: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """Random pixels and classes for `steps` steps."""
        rng, n = np.random.default_rng(0), steps * self.batch
        return rng.integers(0, 256, (n, *self.sample_shape), dtype=np.uint8), rng.integers(0, CLASSES, n)

    def scaled(self, x: NDArray[np.uint8]) -> NDArray[Any]:
        """The pixels as numbers from 0 to 1, for images (n, 1, H, W), as other libraries get them beforehand."""
        shape = self.sample_shape if len(self.sample_shape) != 2 else (1, *self.sample_shape)
        return Scaling.of(x).apply(x, np.dtype(self.dtype)).reshape(len(x), *shape)


@dataclass(frozen=True)
class Trainer:
    """An implementation of the task's steps."""

    #: Does an epoch, from the weights of the last one.
    epoch: Run
    #: The weights so far by our names, `fc1.W`, in our shapes, including running averages.
    arrays: Callable[[], Mapping[str, NDArray[Any]]]
    #: The name of our engine, for ours.
    engine: str = ""


def fully_connected(hidden: tuple[int, ...], activation: str = "relu", **settings: Any) -> Task:
    """The task with a network of these widths, its `settings` those of `Task`."""
    return Task(str(short(hidden, activation)), **settings)


def ours(
    task: Task, x: NDArray[np.uint8], labels: NDArray[np.int64], *, engine: str = "auto", in_order: bool = False
) -> Trainer:
    """Our engine, which reads pixels in place, in random order, unless `in_order`."""
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
