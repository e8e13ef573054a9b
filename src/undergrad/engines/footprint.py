"""The numbers that the compiled engine holds for a batch, computed before a model exists."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from undergrad.architecture import Place
from undergrad.engines import tables as t
from undergrad.engines.compilable import ACTIVATIONS, KINDS
from undergrad.engines.cpu import is_installed

#: An activation function after one of these works in the same slot.
_FUSED = (t.PRODUCT, t.CONVOLUTION, t.NORMALISATION)


def is_compiled(places: Sequence[Place], engine: str, dtype: Any) -> bool:
    """Whether the compiled engine runs a network of these layers if the user chooses `engine`."""
    known = all(place.element.kind in ACTIVATIONS or place.element.kind in KINDS for place in places)
    return known and engine != "reference" and np.dtype(dtype) in (np.float32, np.float64) and is_installed()


def batch_numbers(places: Sequence[Place], rows: int, dtype: Any, *, goes_back: bool) -> int:
    """The numbers in slots for a batch of `rows` samples, and in parts of gradients, as in `tabulate.Tables`.

    Borders of images and the threads' own memory are left out.
    """
    quantum, of_sample, of_parts = 16 // np.dtype(dtype).itemsize, math.prod(places[0].gets), 0
    kinds = [KINDS.get(place.element.kind, t.ELEMENTWISE) for place in places]
    is_image = any(kind in (t.CONVOLUTION, t.POOLING, t.NORMALISATION) for kind in kinds[: kinds.index(t.PRODUCT)])
    pairs = zip(places, [t.LOAD, *kinds[:-1]], kinds, strict=True)
    own = [(place, kind) for place, before, kind in pairs if kind != t.ELEMENTWISE or before not in _FUSED]
    following = [*(kind for _, kind in own[1:]), t.OUTPUT]
    for (place, kind), behind in zip(own, following, strict=True):
        is_image = is_image and kind != t.PRODUCT
        size, shape = math.prod(place.shapes.output), place.shapes.output
        if is_image and len(shape) == 3:
            size = -(-shape[0] // quantum) * quantum * math.prod(shape[1:])
        is_whole = not is_image or behind == t.PRODUCT  # a matrix needs its input for all samples
        if not goes_back:
            of_sample += size if is_whole else 0
            continue
        has_gradient = is_whole or kind == t.NORMALISATION
        of_sample += size * (1 + has_gradient + (kind == t.DROPOUT))
        if kind == t.CONVOLUTION:
            of_parts += (t.PARTS + 1) * math.prod(place.shapes.parameters["w"])
    return rows * of_sample + of_parts
