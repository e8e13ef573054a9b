"""Engines run epochs. Each computes what the layers define; a test holds each of them to the layers."""

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
    """The engine `name` for `model`; "auto" takes the fastest that runs it. UsageError for another name.

    `weights` (N,) say how much each of the samples that `train_epoch` gets counts in training. Steps are those of the
    `optimizer`, by default gradient descent, with gradients no longer than `clip_norm`, where that is not 0. Layers
    that draw random numbers draw from `seed`.
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
    """Have what the engine `name` needs compiled before the first epoch, where it can run at all.

    With a `lock` that several processes share, one of them compiles and the others find the result on disk.
    """
    if name != "reference" and cpu.is_installed():
        from undergrad.engines import machine_code

        with lock:
            machine_code.ready(np.dtype(dtype))


@functools.cache
def _tell_once(message: str) -> None:
    logging.getLogger("undergrad").warning(message)
