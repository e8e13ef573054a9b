"""Engines run epochs. Each computes what the layers define; a test holds each of them to the layers."""

from __future__ import annotations

from typing import Any

from undergrad.data import Scaling
from undergrad.engines import cpu
from undergrad.engines.base import Engine
from undergrad.engines.cpu import CpuEngine
from undergrad.engines.reference import ReferenceEngine
from undergrad.errors import UsageError, unknown
from undergrad.model import ClassifierModel

ENGINES = ("auto", "cpu", "reference")

__all__ = ["ENGINES", "CpuEngine", "Engine", "ReferenceEngine", "make_engine"]


def make_engine(name: str, model: ClassifierModel, scaling: Scaling, classes: int, dtype: Any) -> Engine:
    """The engine `name` for `model`; "auto" takes the fastest that runs it. UsageError for another name."""
    if name not in ENGINES:
        raise unknown("engine", name, ENGINES)
    able = cpu.supports(model, dtype)
    if name == "cpu" and not able:
        raise UsageError(
            "the cpu engine runs only built-in layers in NumPy float32 or float64; choose engine 'auto' or 'reference'"
        )
    kind = CpuEngine if able and name != "reference" else ReferenceEngine
    return kind(model, scaling, classes, dtype)
