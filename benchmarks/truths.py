"""What is true of a trained network's layers, found without the measures of the verdicts, on images that it never saw.

A unit of a layer whose output is (N, F, H', W') is a feature map. Two images are the same to it where its whole map is
the same, and a nudge moves it by the mean over its places.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.layers import ACTIVATIONS
from undergrad.model import ClassifierModel

#: Verdicts on a layer, and from where on a truth's measure is ill, and from where on well.
BOUNDS = {"dead": (0.1, 0.05), "near_dead": (0.2, 0.1), "saturated": (0.1, 0.05), "low_derivative": (0.2, 0.3)}


def truths(
    model: ClassifierModel, activation: str, x: NDArray[Any], labels: NDArray[Any]
) -> dict[str, tuple[float, ...]]:
    """The truth's measures by the names of `BOUNDS`, hidden layer for hidden layer; without those that are nowhere."""
    model.forward(x, np.eye(10, dtype=x.dtype)[labels])
    d_prev, left = model.output_layer.backward(), {}
    steepest = {"sigmoid": 0.25}.get(activation, 1.0)
    for name, layer in reversed(model.layers.items()):
        below = layer.backward(d_prev)
        if type(layer) is ACTIVATIONS[activation]:
            left[name] = float(np.linalg.norm(below) / (steepest * np.linalg.norm(d_prev)))
        d_prev = below
    found: dict[str, list[float]] = {name: [] for name in BOUNDS}
    out, span = x, {"sigmoid": 1.0, "tanh": 2.0}.get(activation, 0.0)
    for name, layer in model.layers.items():
        z, out = out, layer.forward(out)
        if name not in left:
            continue
        if activation == "relu":
            same = np.stack([_most_frequent(unit) for unit in np.moveaxis(out, 1, 0)])
            found["dead"].append(float((same == len(out)).mean()))
            found["near_dead"].append(float((same >= 0.99 * len(out)).mean()))
        found["low_derivative"].append(left[name])
        if span:
            nudge = span / 8 / steepest
            moves = np.stack([layer.forward(z + nudge) - out, layer.forward(z - nudge) - out])
            moved = np.abs(moves.reshape(*moves.shape[:3], -1).mean(axis=3)).max(axis=0)
            found["saturated"].append(float(((moved < span / 50).mean(axis=0) > 0.95).mean()))
    return {name: tuple(values) for name, values in found.items() if values}


def _most_frequent(answers: NDArray[Any]) -> int:
    """How many of the answers (N, ...) are the same as the one that most of them are."""
    return Counter(answer.tobytes() for answer in answers + 0.0).most_common(1)[0][1]  # + 0.0 makes -0.0 the same as 0
