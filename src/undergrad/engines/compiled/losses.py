"""The end of a network: its output, the loss of each sample, and dLoss/d(scores), which overwrites the scores."""

from __future__ import annotations

import math
from typing import Any

from undergrad.engines import tables as t
from undergrad.engines.compiled.elementary import exp, sigmoid
from undergrad.engines.compiled.memory import after
from undergrad.engines.compiled.operations import values
from undergrad.engines.compiled.part import part


@part
def put_out(
    m: Any, op: Any, numbers: Any, data: Any, start: int, n: int, first: int, end: int, thread: int, asks: int,
    goes_back: int, whole: float,
) -> None:  # fmt: skip
    """Scores -> predictions -> losses, if it `asks` -> dLoss/d(scores), if it `goes_back`.

    The loss is the mean over a batch of n samples; `whole` is the sum of their weights, or 0 if all count the same.
    """
    slot, kind = after(m.slots, op[t.IN] * t.SLOT), op[t.W]
    outputs = slot[t.CHANNELS]
    for i in range(first, end):
        row, sample = values(m, slot, i, thread), data.rows[start + i]
        if kind == t.CLASSES:
            largest, total = row[0], 0.0
            for j in range(1, outputs):
                largest = max(largest, row[j])
            for j in range(outputs):
                row[j] = exp(row[j] - largest)
            for j in range(outputs):
                total += row[j]
            for j in range(outputs):
                row[j] *= 1 / total
        elif kind == t.LOGISTIC:
            for j in range(outputs):
                row[j] = sigmoid(row[j])
        elif kind == t.POISSON:
            for j in range(outputs):
                row[j] = exp(row[j])
        weight = data.weights[sample] * n / whole if whole else 1.0
        if asks and kind == t.CLASSES:
            data.losses[i] = -log_of(row[data.labels[sample]], numbers[t.EPSILON], numbers[t.CLIP])
        elif asks:
            y = after(data.targets, sample * outputs)
            data.losses[i] = loss_of(row, y, outputs, kind, numbers)
        if not goes_back:
            predicted = after(data.predicted, (start + i) * outputs)
            for j in range(outputs):
                predicted[j] = row[j]
            if asks:
                data.measured[start + i] = data.losses[i]
        else:
            share = numbers[t.FACTOR] * weight / n
            data.losses[i] *= weight
            if kind == t.CLASSES:
                row[data.labels[sample]] -= 1
                for j in range(outputs):
                    row[j] *= share
            else:
                y = after(data.targets, sample * outputs)
                to_gradient(row, y, outputs, kind, numbers[t.ALPHA], share)


@part
def log_of(p: Any, epsilon: float, clip: float) -> float:
    """The logarithm of a probability, float64, kept at least `clip` away from 0 and 1, plus `epsilon`."""
    p = float(p)
    if p < clip:
        p = clip
    elif p > 1.0 - clip:
        p = 1.0 - clip
    return math.log(p + epsilon)  # NaN stays NaN: no comparison with it is true


@part
def loss_of(y_hat: Any, y: Any, outputs: int, kind: int, numbers: Any) -> float:
    """A sample's loss, float64."""
    loss, factor, epsilon, clip = 0.0, numbers[t.FACTOR], numbers[t.EPSILON], numbers[t.CLIP]
    delta = numbers[t.ALPHA]
    for j in range(outputs):
        p, target = float(y_hat[j]), float(y[j])
        size = abs(p - target)
        if kind == t.LOGISTIC:
            loss -= factor * (target * log_of(p, epsilon, clip) + (1 - target) * log_of(1 - p, epsilon, clip))
        elif kind == t.ABSOLUTE:
            loss += factor * size
        elif kind == t.HUBER:
            loss += factor * (size * size / 2 if size <= delta else delta * (size - delta / 2))
        elif kind == t.POISSON:
            loss += factor * (p - target + target * (math.log(target + epsilon) - math.log(p + epsilon)))
        else:
            loss += factor * (size * size / 2)
    return loss


@part
def to_gradient(y_hat: Any, y: Any, outputs: int, kind: int, delta: float, share: float) -> None:
    """y_hat <- share * (the result of the layer's `backward` for y_hat and y)."""
    for j in range(outputs):
        e = y_hat[j] - y[j]
        if kind == t.ABSOLUTE:
            e = 1 if e > 0 else -1 if e < 0 else e
        elif kind == t.HUBER:
            e = e if abs(e) <= delta else math.copysign(delta, e)
        y_hat[j] = e * share
