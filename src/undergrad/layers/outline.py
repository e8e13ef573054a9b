"""What a network is, layer by layer: the rows that `summary`, a notebook and the command show."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from undergrad.layers.base import Layer, Shape, Shapes

#: How a layer's first weights are drawn is no part of what it is.
DRAWN = ("rng", "dtype", "scaled")

#: What stands over the cells of a row.
TITLES = ("name", "layer", "output", "parameters")


@dataclass(frozen=True)
class Row:
    """A layer: its name, what it is in a word, the shape of its output for one sample, how many numbers it learns."""

    name: str
    text: str
    #: None where nothing is known of it before the first pass.
    output: Shape | None
    size: int

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Under TITLES, as people read them.

        >>> Row("fc1", "fc(64)", (64,), 50_240).cells, Row("own1", "Own", None, 0).cells
        (('fc1', 'fc(64)', '64', '50,240'), ('own1', 'Own', '?', '0'))
        """
        output = "?" if self.output is None else " x ".join(map(str, self.output))
        return self.name, self.text, output, f"{self.size:,}"


def total(rows: Sequence[Row]) -> str:
    """How many numbers all of them learn, in words."""
    return f"{sum(row.size for row in rows):,} parameters"


@functools.cache
def signature(kind: Any) -> inspect.Signature:
    """The constructor's arguments that a text gives: without those that follow from the input's shape, and DRAWN."""
    whole = inspect.signature(kind)
    left_out = {*kind.sized_by((1, 1, 1)), *DRAWN}
    return whole.replace(
        parameters=[parameter for name, parameter in whole.parameters.items() if name not in left_out],
        return_annotation=inspect.Signature.empty,
    )


def shapes_of(layer: Layer, shape: Shape) -> Shapes:
    """What this layer of the textbook, which keeps its arguments, makes of a sample of that shape. ShapeError."""
    kind = type(layer)
    return kind.shapes(shape, **{name: getattr(layer, name) for name in signature(kind).parameters})
