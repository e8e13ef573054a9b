"""The baseline: predicting the same value for each sample of the test part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from undergrad.experiments.predictions import Predictions
from undergrad.outputs import Measure, Output


@dataclass(frozen=True)
class Baseline:
    """The measure of the best constant prediction on the test part."""

    value: float
    #: The part of the data that the constant comes from: "training"; "test" for records of an earlier version, which
    #: did not store it.
    part: str

    def is_beaten(self, measure: Measure, low: float, high: float) -> bool:
        """Whether a network with the 95 % interval from `low` to `high` is better by more than chance."""
        return min(measure.merit(low), measure.merit(high)) > measure.merit(self.value)


def baseline(output: Output, predictions: Predictions) -> Baseline | None:
    """The baseline for networks with these predictions; None if the output has none."""
    labels = predictions.labels
    if predictions.constant is not None:
        constant = np.broadcast_to(predictions.constant, labels.shape)
        return Baseline(output.measure.value(constant, labels), "training")
    chance = output.chance(labels)
    return None if chance is None else Baseline(chance.value, "test")


def largest_class(output: Output, predictions: Predictions) -> tuple[int, float] | None:
    """The number and the share of the largest class of the test part; None without classes."""
    if not output.classifies:
        return None
    counts = np.bincount(predictions.labels)
    return int(counts.argmax()), float(counts.max() / counts.sum())
