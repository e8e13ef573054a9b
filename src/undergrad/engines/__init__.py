"""Engines run epochs. Each computes what the layers define; a test compares each engine with the layers."""

from __future__ import annotations

import contextlib
import functools
import logging
from typing import Any

import numpy as np

from undergrad.data import Scaling
from undergrad.engines import compilable, cpu
from undergrad.engines.base import BatchLoss, Engine
from undergrad.engines.cpu import CpuEngine
from undergrad.engines.descent import Descent, State
from undergrad.engines.reference import ReferenceEngine
from undergrad.errors import UsageError, unknown
from undergrad.model import ClassifierModel
from undergrad.optimizers import SGD, Optimizer
from undergrad.settings import ENGINES

__all__ = [
    "ENGINES",
    "BatchLoss",
    "CpuEngine",
    "Descent",
    "Engine",
    "ReferenceEngine",
    "State",
    "make_engine",
    "prepare",
]


def make_engine(
    name: str,
    model: ClassifierModel,
    scaling: Scaling,
    classes: int,
    dtype: Any,
    weights: np.ndarray[Any, Any] | None = None,
    optimizer: Optimizer | None = None,
    clip_norm: float = 0.0,
    seed: int = 0,
) -> Engine:
    """The engine `name` for `model`; "auto" takes the fastest that runs it. UsageError for an unknown name.

    `weights` (N,) are the weights in training of the samples that `train_epoch` gets. The `optimizer` makes the steps,
    by default gradient descent; gradients longer than `clip_norm`, if that is not 0, are shortened to it. `seed` seeds
    the layers that draw random numbers.
    """
    optimizer = optimizer or SGD()
    reference = functools.partial(ReferenceEngine, model, scaling, classes, dtype, weights, optimizer, clip_norm, seed)
    if name not in ENGINES:
        raise unknown("engine", name, ENGINES)
    if name == "reference":
        return reference()
    why = compilable.why_not(model, dtype, optimizer)
    if not why and not cpu.is_installed():
        why = "the cpu engine needs Numba, which is not installed (pip install 'undergrad[fast]')"
    if not why:
        return CpuEngine(model, scaling, classes, dtype, weights, optimizer, clip_norm, seed)
    if name == "cpu":
        raise UsageError(f"{why}; choose engine 'auto' or 'reference'")
    _tell_once(f"{why}, so the slower reference engine runs this model")
    return reference()


def prepare(name: str, dtype: Any, lock: contextlib.AbstractContextManager[Any]) -> None:
    """Compile the code of the engine `name` before the first epoch, if the engine can run at all.

    With a `lock` that several processes share, one of them compiles and the others read the result from disk.
    """
    if name != "reference" and cpu.is_installed():
        from undergrad.engines import machine_code

        with lock:
            machine_code.ready(np.dtype(dtype))


@functools.cache
def _tell_once(message: str) -> None:
    logging.getLogger("undergrad").warning(message)
