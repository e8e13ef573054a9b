"""The truth about a trained network's layers, measured without the verdicts' measures, on images that it never saw.

A unit of a layer whose output is (N, F, H', W') is a feature map. Two images are the same to it if its whole map is the
same, and a nudge moves it by the mean over its places.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.layers import ACTIVATIONS
from undergrad.model import ClassifierModel

#: For each verdict on a layer, the bounds from which on the true measure is ill, and well.
BOUNDS = {"dead": (0.1, 0.05), "near_dead": (0.2, 0.1), "saturated": (0.1, 0.05), "low_derivative": (0.2, 0.3)}


def truths(
    model: ClassifierModel, activation: str, x: NDArray[Any], labels: NDArray[Any]
) -> dict[str, tuple[float, ...]]:
    """The true measures by the names of `BOUNDS`, for each hidden layer; measures without values are left out."""
    model.forward(x, np.eye(10, dtype=x.dtype)[labels])
    d_prev, left = model.output_layer.backward(), {}
    steepest = {"sigmoid": 0.25}.get(activation, 1.0)
    for name, layer in reversed(model.layers.items()):
        below = layer.backward(d_prev)
        if type(layer) is ACTIVATIONS[activation]:
            left[name] = float(np.linalg.norm(below) / (steepest * np.linalg.norm(d_prev)))
        d_prev = below
    values_of: dict[str, list[float]] = {name: [] for name in BOUNDS}
    out, span = x, {"sigmoid": 1.0, "tanh": 2.0}.get(activation, 0.0)
    for name, layer in model.layers.items():
        z, out = out, layer.forward(out)
        if name not in left:
            continue
        if activation == "relu":
            same = np.stack([_most_frequent(unit) for unit in np.moveaxis(out, 1, 0)])
            values_of["dead"].append(float((same == len(out)).mean()))
            values_of["near_dead"].append(float((same >= 0.99 * len(out)).mean()))
        values_of["low_derivative"].append(left[name])
        if span:
            nudge = span / 8 / steepest
            moves = np.stack([layer.forward(z + nudge) - out, layer.forward(z - nudge) - out])
            moved = np.abs(moves.reshape(*moves.shape[:3], -1).mean(axis=3)).max(axis=0)
            values_of["saturated"].append(float(((moved < span / 50).mean(axis=0) > 0.95).mean()))
    return {name: tuple(values) for name, values in values_of.items() if values}


def _most_frequent(answers: NDArray[Any]) -> int:
    """The count of the most frequent one of the answers (N, ...)."""
    return Counter(answer.tobytes() for answer in answers + 0.0).most_common(1)[0][1]  # + 0.0 makes -0.0 the same as 0
