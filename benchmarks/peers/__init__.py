"""Other libraries that do the same steps, one file for each."""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.floor import floor
from benchmarks.im2col import im2col
from benchmarks.peers.with_jax import with_jax
from benchmarks.peers.with_sklearn import as_sklearn_computes, with_sklearn
from benchmarks.peers.with_torch import with_torch
from benchmarks.task import Run, Task, Trainer, ours


@dataclass(frozen=True)
class Peer:
    """An implementation to compare ours with."""

    #: The library that it imports; empty for code of this repository.
    modules: tuple[str, ...]
    #: Makes the function to time, from the task, and the pixels and labels of several steps.
    run: Callable[[Task, Any, Any], Run]
    #: Makes a trainer, if it learns and its weights can be compared.
    trainer: Callable[[Task, Any, Any], Trainer] | None = None
    #: The task that it really does for a task, if its formula differs.
    computes: Callable[[Task], Task] = lambda task: task

    @property
    def is_there(self) -> bool:
        """Whether it can be measured on this machine."""
        return all(importlib.util.find_spec(name) for name in self.modules)


def _library(trainer: Callable[[Task, Any, Any], Trainer], *modules: str, **settings: Any) -> Peer:
    return Peer(modules, lambda *arguments: trainer(*arguments).epoch, trainer, **settings)


def _products(task: Task, x: Any, labels: Any) -> Run:
    return floor(task.widths, len(x) // task.batch, task.batch)


#: By the title of their column.
PEERS = {
    "floor": Peer((), _products),
    "im2col": Peer((), lambda task, x, labels: im2col(task, len(x) // task.batch)),
    "sgd": Peer((), lambda task, *data: ours(replace(task, optimizer="sgd"), *data).epoch),
    "jax": _library(with_jax, "jax"),
    "optax": _library(with_jax, "jax", "optax"),
    "torch": _library(with_torch, "torch"),
    "torch cl": _library(functools.partial(with_torch, channels_last=True), "torch"),
    "sklearn": _library(with_sklearn, "sklearn", computes=as_sklearn_computes),
}
