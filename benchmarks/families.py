"""The networks for the calibration of the verdicts, their first weights, and their data."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from undergrad.architecture import Architecture
from undergrad.data import Dataset, load_dataset
from undergrad.model import ClassifierModel


@dataclass(frozen=True)
class Start:
    """The distribution of first weights: the standard deviation for a unit with D inputs in a layer of H units."""

    spread: Callable[[int, int], float]
    #: The bias of every other unit of the hidden layers; that of the others is 0.
    bias: float = 0.0


@dataclass(frozen=True)
class Family:
    """Networks to train with each activation function and from each start."""

    #: Their texts, with {activation} for the function.
    networks: tuple[str, ...]
    starts: Mapping[str, Start]
    #: The number of digits to learn and validate on; as many are for testing.
    samples: int
    #: The share of them for validation.
    validation: float

    def data(self) -> Dataset:
        """The digits, every other pixel of every other line."""
        return digits(self.samples)

    def build(self, network: str, activation: str, start: str, rng: np.random.Generator) -> ClassifierModel:
        """A network with its first weights."""
        model = Architecture.parse(network.format(activation=activation)).build((14, 14), 10, rng=rng)
        how, arrays = self.starts[start], model.parameters()
        *_, last = arrays
        for key, array in arrays.items():
            if array.ndim > 1:
                units, inputs = (array.shape[1], len(array)) if array.ndim == 2 else (len(array), array[0].size)
                arrays[key] = rng.normal(0, how.spread(inputs, units), array.shape)
            elif key != last:
                arrays[key] = np.where(np.arange(array.size) % 2, 0.0, how.bias)
        model.set_parameters(arrays)
        return model


@functools.cache
def digits(samples: int) -> Dataset:
    """`count` digits of 14 x 14 pixels to train and validate on, and as many to test on."""
    data = load_dataset("mnist-10k")
    x, y = (images[:samples, ::2, ::2] for images in (data.x_train, data.x_test))
    return Dataset.from_arrays(x, data.y_train[:samples], y, data.y_test[:samples], name="digits")


def _he(D: int, H: int) -> float:
    return math.sqrt(2 / D)


_DENSE = {
    "he": Start(_he),
    "glorot": Start(lambda D, H: math.sqrt(2 / (D + H))),
    "small": Start(lambda D, H: 0.01),
    "large": Start(lambda D, H: 3 * _he(D, H)),
}
_IMAGES = {
    "he": Start(_he),
    "small": Start(lambda D, H: 0.01),
    "large": Start(lambda D, H: 3 * _he(D, H)),
    "unscaled": Start(lambda D, H: 1.0),
    "biased": Start(_he, bias=-10.0),
}
_CONV = "conv(8, 3, pad=1), {activation}, "
FAMILIES = {
    "dense": Family(tuple(", ".join(["fc(64), {activation}"] * depth) for depth in (2, 4, 6, 8)), _DENSE, 2000, 0.25),
    "images": Family(
        (
            _CONV + "pool(2), fc(32), {activation}",
            _CONV + "pool(2), " + 2 * _CONV + "fc(32), {activation}",
        ),
        _IMAGES,
        1000,
        0.4,
    ),
}
