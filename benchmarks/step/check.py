"""Checks that all timed peers compute the same: a few steps from the same weights, then the largest difference.

The textbook's layers, which the reference engine calls, are the standard. The learning rate and the L2 term are large,
so that a missing factor would show. All peers compute in float64, and in float32 as in the timing. Ours can draw the
same dropout masks as the reference, other libraries cannot: they are compared at the rate 0.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from benchmarks.peers import PEERS
from benchmarks.step.sections import Section
from benchmarks.task import Task, ours

STEPS = 3
#: A larger difference in float64 means that they do not compute the same.
BOUND = 1e-9


def check_section(name: str, section: Section, *, alone: bool) -> bool:
    """Print the largest differences of each row and peer. Returns whether all are below the bound."""
    if importlib.util.find_spec("jax"):
        importlib.import_module("jax").config.update("jax_enable_x64", True)
    libraries = [peer for peer in section.peers if PEERS[peer].trainer and PEERS[peer].is_there and not alone]
    width, same = max(len(row.name) for row in section.rows), True
    print(f"{name}: {section.title}")
    print(f"{f'after {STEPS} steps':{width}} {'compared':15} {'moved':>9} {'float64':>9} {'float32':>9}")
    for row in section.rows:
        for compared in ("ours", *libraries):
            exact, timed = (_compared(replace(row.task, dtype=dtype), compared) for dtype in ("float64", "float32"))
            fault = "" if exact.difference <= BOUND else "  NOT THE SAME"
            same = same and not fault
            numbers = f"{exact.moved:9.1e} {exact.difference:9.1e} {timed.difference:9.1e}"
            print(f"{row.name:{width}} {exact.name:15} {numbers}{fault}", flush=True)
    return same


@dataclass(frozen=True)
class _Comparison:
    name: str
    #: The largest change of an entry in the standard.
    moved: float
    #: The largest difference of an entry between the two.
    difference: float


def _compared(task: Task, compared: str) -> _Comparison:
    task = replace(task, learning_rate=0.1 if task.optimizer.startswith("sgd") else 0.01, reg_lambda=0.05)
    data = task.data(STEPS)
    if compared == "ours":
        other = ours(task, *data, in_order=True)
    else:
        task = PEERS[compared].computes(replace(task, layers=re.sub(r"dropout\(.*?\)", "dropout(0)", task.layers)))
        make = PEERS[compared].trainer
        assert make is not None
        other = make(task, *data)
    standard = ours(task, *data, engine="reference", in_order=True)
    before = {name: array.copy() for name, array in standard.arrays().items()}
    for trainer in (standard, other):
        trainer.epoch()
    after = standard.arrays()
    name = f"ours, {other.engine}" if other.engine else compared
    return _Comparison(name, _largest(before, after), _largest(after, other.arrays()))


def _largest(these: Mapping[str, Any], those: Mapping[str, Any]) -> float:
    assert these.keys() == those.keys()
    return max(float(np.abs(these[name] - those[name]).max()) for name in these)
