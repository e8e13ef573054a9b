"""What follows for a network when a layer changes arrays that are not its own.

The student's layers train a small network twice, side by side: once as they are, and once with every argument copied
before a call and every result copied after it. If the weights stay equal to the last bit, the network learns the same
and nothing is wrong with the layer but a habit. The layers that the file lacks, or that are wrong, have stand-ins.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from undergrad.check.answers import generator
from undergrad.check.contract import contracts
from undergrad.sandbox.process import Session
from undergrad.sandbox.worker.script import Script

ACTIVATIONS = tuple(name for name, contract in contracts().items() if contract.activation)
#: The classes that the network is made of.
LAYERS = (*ACTIVATIONS, "FCLayer", "SoftmaxLayer")
STEPS = 300
_SAMPLES, _BATCH, _WIDTHS = 37, 8, (5, 7, 6, 3)  # the last batch of each epoch is short


@dataclass(frozen=True)
class Consequence:
    """How many steps were trained, and the first after which the weights differ; None if they never do."""

    steps: int
    parts_at: int | None


def train_both_ways(
    session: Session, cls: str, own: set[str], seed: int, treatment: str = "copied"
) -> Consequence | None:
    """The consequence of what the class `cls` does, in a network of the file's classes `own` and stand-ins.

    The `treatment` prevents it: "copied" that arrays are shared, "in shape" that gradients have dimensions too many.

    None where the network cannot be trained, or `cls` is no layer of one.
    """
    if cls not in LAYERS:
        return None
    activation = cls if cls in ACTIVATIONS else next((name for name in ACTIVATIONS if name in own), ACTIVATIONS[0])
    rng = generator(seed, cls, "consequence")
    x = rng.normal(size=(_SAMPLES, _WIDTHS[0]))
    y = np.eye(_WIDTHS[-1])[rng.integers(0, _WIDTHS[-1], _SAMPLES)]
    weights = [rng.normal(size=size) / 2 for size in itertools.pairwise(_WIDTHS)]
    script = Script()
    parts = sorted(own & {activation, "FCLayer", "SoftmaxLayer"})
    script.train(activation, parts, x, y, weights, treatment=treatment, batch=_BATCH, steps=STEPS)
    outcome = session.run(script)[0]
    step = outcome.array
    if step is None or step.shape or step.dtype.kind not in "iuf" or step not in range(STEPS + 1):
        return None  # it failed, or the process says what no training gives
    return Consequence(STEPS, int(step) or None)
