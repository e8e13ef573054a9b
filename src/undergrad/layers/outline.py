"""A network layer by layer: the rows that `summary`, a notebook and the command show."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from undergrad.layers.base import Layer, Shape, Shapes

#: Arguments about the drawing of a layer's first weights; they are not shown.
DRAWN = ("rng", "dtype", "scaled")

#: The titles of the cells of a row.
TITLES = ("name", "layer", "output", "parameters")


@dataclass(frozen=True)
class Row:
    """A layer: its name, a short description, the shape of its output for one sample, and its learned numbers."""

    name: str
    text: str
    #: None if it is unknown before the first pass.
    output: Shape | None
    size: int

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The texts of the row, under TITLES.

        >>> Row("fc1", "fc(64)", (64,), 50_240).cells, Row("own1", "Own", None, 0).cells
        (('fc1', 'fc(64)', '64', '50,240'), ('own1', 'Own', '?', '0'))
        """
        output = "?" if self.output is None else " x ".join(map(str, self.output))
        return self.name, self.text, output, f"{self.size:,}"


def total(rows: Sequence[Row]) -> str:
    """The number of parameters of all rows, in words."""
    return f"{sum(row.size for row in rows):,} parameters"


@functools.cache
def signature(kind: Any) -> inspect.Signature:
    """The constructor arguments in a text: without those that follow from the input's shape, and without DRAWN."""
    whole = inspect.signature(kind)
    left_out = {*kind.sized_by((1, 1, 1)), *DRAWN}
    return whole.replace(
        parameters=[parameter for name, parameter in whole.parameters.items() if name not in left_out],
        return_annotation=inspect.Signature.empty,
    )


def shapes_of(layer: Layer, shape: Shape) -> Shapes:
    """The shapes that this textbook layer, which keeps its arguments, makes from a sample's shape. ShapeError."""
    kind = type(layer)
    return kind.shapes(shape, **{name: getattr(layer, name) for name in signature(kind).parameters})
