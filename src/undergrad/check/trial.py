"""A layer under examination: made anew for each question, with random numbers that depend on the seed alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from undergrad.check.exercises.base import away_from_zero
from undergrad.check.findings import Finding
from undergrad.check.questions import generator
from undergrad.sandbox.worker.script import NDArray


class Trial:
    """`make(*arguments)` on inputs of `shape` (N, ...)."""

    def __init__(
        self, make: Callable[..., Any], arguments: tuple[Any, ...], shape: tuple[int, ...], seed: int, name: str
    ) -> None:
        self.make, self.arguments, self.shape, self.seed, self.name = make, arguments, shape, seed, name
        self.rng = generator(seed, name)

    def new(self) -> Any:
        """A new layer, the same each time."""
        np.random.seed(self.seed)
        return self.make(*self.arguments)

    def forward(self, layer: Any, x: NDArray) -> Any:
        """The layer's forward, with the same random numbers each time."""
        np.random.seed(self.seed + 1)
        return layer.forward(x)

    def draw(self, size: int | None = None) -> NDArray:
        """A batch of `size`, or N, rows: no entry near 0."""
        return away_from_zero(self.rng, (size or self.shape[0], *self.shape[1:]))

    def say(self, check: str, verdict: str, **more: Any) -> Finding:
        """A record of one check."""
        return Finding(cls=self.name, method=more.pop("method", ""), check=check, verdict=verdict, **more)


def is_parameter(value: Any) -> bool:
    """Whether an attribute is an array of floats."""
    return isinstance(value, np.ndarray) and value.dtype.kind == "f"
