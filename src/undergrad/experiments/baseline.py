"""What is reached without looking at the samples: by predicting the same for each of the test part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from undergrad.experiments.predictions import Predictions
from undergrad.outputs import Measure, Output


@dataclass(frozen=True)
class Baseline:
    """What the best constant reaches on the test part, by the output's measure."""

    value: float
    #: The part of the data that the constant comes from: "training"; "test" for records of an earlier version, which
    #: did not keep it.
    part: str

    def is_beaten(self, measure: Measure, low: float, high: float) -> bool:
        """Whether a network whose 95 % interval goes from `low` to `high` is better, by more than chance."""
        return min(measure.merit(low), measure.merit(high)) > measure.merit(self.value)


def baseline(output: Output, predictions: Predictions) -> Baseline | None:
    """The baseline of the networks that made such predictions; None where the output has none."""
    labels = predictions.labels
    if predictions.constant is not None:
        constant = np.broadcast_to(predictions.constant, labels.shape)
        return Baseline(output.measure.value(constant, labels), "training")
    chance = output.chance(labels)
    return None if chance is None else Baseline(chance.value, "test")


def largest_class(output: Output, predictions: Predictions) -> tuple[int, float] | None:
    """The number of the largest class of the test part, and its share of it; None where nothing is classified."""
    if not output.classifies:
        return None
    counts = np.bincount(predictions.labels)
    return int(counts.argmax()), float(counts.max() / counts.sum())
