"""Whether it matters to a network that a layer changes arrays that are not its own.

The student's layers train a small network twice, side by side: once as they are, and once with every argument copied
before a call and every result copied after it. If the weights stay equal to the last bit, the network learns the same,
and the layer has only a bad habit. Stand-ins replace layers that are missing or wrong. The network has layers of images
only if those of the file are right.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from undergrad.contracts.toml import contracts
from undergrad.exercises.answers import generator
from undergrad.sandbox.process import Session
from undergrad.sandbox.worker.script import Script

ACTIVATIONS = tuple(name for name, contract in contracts().items() if contract.activation)
_OF_IMAGES = {name: contract.network for name, contract in contracts().items() if contract.network}
#: The classes that the network is made of.
LAYERS = (*ACTIVATIONS, *_OF_IMAGES, "FCLayer", "SoftmaxLayer")
STEPS, _STEPS_ON_IMAGES = 300, 20  # a student's loop over the numbers of images takes long
_SAMPLES, _BATCH, _WIDTHS, _IMAGE = 37, 8, (5, 7, 6, 3), (2, 4, 4)  # the last batch of each epoch is short


@dataclass(frozen=True)
class Consequence:
    """The number of training steps, and the first after which the weights differ; None if they never do."""

    steps: int
    parts_at: int | None


def train_both_ways(
    session: Session, cls: str, own: set[str], seed: int, treatment: str = "copied"
) -> Consequence | None:
    """The consequence of what the class `cls` does, in a network of the file's classes `own` and stand-ins.

    The `treatment` corrects it in one of the two trainings: "copied" copies shared arrays, "in shape" removes
    superfluous dimensions of gradients. None if the network cannot be trained, or does not use `cls`.
    """
    if cls not in LAYERS:
        return None
    activation = cls if cls in ACTIVATIONS else next((name for name in ACTIVATIONS if name in own), ACTIVATIONS[0])
    rng = generator(seed, cls, "consequence")
    of_images = {name: network for name, network in _OF_IMAGES.items() if name in own}
    sample = _IMAGE if of_images else _WIDTHS[:1]
    steps = _STEPS_ON_IMAGES if of_images else STEPS
    x = rng.normal(size=(_SAMPLES, *sample))
    y = np.eye(_WIDTHS[-1])[rng.integers(0, _WIDTHS[-1], _SAMPLES)]
    features = math.prod(list(of_images.values())[-1].gives if of_images else sample)
    sizes = itertools.pairwise((features, *_WIDTHS[1:]))
    classes = [
        *((name, network.arguments) for name, network in of_images.items()),
        *(("FCLayer", two) for two in sizes),
    ]
    layers = [_layer(name, arguments, rng) for name, arguments in classes]
    between = _layer(activation, (), rng)
    script = Script()
    parts = sorted(own & {activation, *of_images, "FCLayer", "SoftmaxLayer"})
    whole = [part for layer in layers for part in (layer, between)][:-1]
    script.train(whole, parts, x, y, treatment=treatment, batch=_BATCH, steps=steps)
    outcome = session.run(script)[0]
    step = outcome.array
    if step is None or step.shape or step.dtype.kind not in "iuf" or step not in range(steps + 1):
        # It failed, or took too long, as loops over images may, or the process returned an impossible number.
        others = own - of_images.keys()
        return train_both_ways(session, cls, others, seed, treatment) if of_images and cls in others else None
    return Consequence(steps, int(step) or None)


def _layer(name: str, arguments: tuple[int, ...], rng: np.random.Generator) -> dict[str, Any]:
    """A layer of the network: its constructor's arguments and its learned arrays; biases start at 0."""
    contract = contracts()[name]
    shapes = {array: contract.made_with_these(array, arguments) for array in contract.sets}
    learned = {
        array: rng.normal(size=shape) / 2 if len(shape) > 1 else np.zeros(shape) for array, shape in shapes.items()
    }
    first = (1, *contract.made_with_these("x", arguments)[1:]) if learned else ()
    return {"name": name, "arguments": list(arguments), "first": list(first), "learned": learned}
