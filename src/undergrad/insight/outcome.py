"""Doubts about a result that looks like a success, from a run's epochs and its predictions alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undergrad.outputs import Output
from undergrad.training import Epoch
from undergrad.training.epochs import best_of

#: All doubts, the gravest first.
DOUBTS = ("diverged", "one_class", "guessing")
#: A loss this many times that of guessing is no transient. A mean over the first epoch may be a little above guessing.
_DIVERGED = 2.0


def doubts(output: Output, history: Sequence[Epoch], predicted: NDArray[Any], labels: NDArray[Any]) -> tuple[str, ...]:
    """Which of DOUBTS apply to a run with these epochs, at least one; `predicted`, `labels` are (n, ...).

    The output's `chance` defines guessing: for classes, always naming the largest class, or drawing classes by their
    shares among `labels`, whose cross-entropy is the entropy of the shares.

    - "guessing": the measure is not better than that of guessing; or the difference does not exceed chance and the best
      epoch's loss, without L2 term, is not below that of guessing. This may also be a run that is merely too short.
    - "one_class": the network predicts the same class for every sample.
    - "diverged": the last epoch's loss, without L2 term, is above twice that of guessing, or, while it is guessing, the
      whole loss is. For an output that does not start at chance, it must also be above the first epoch's.

    Without a definition of chance there are no doubts. DataError if the lengths differ or there are no samples.
    """
    chance, merit = output.chance(labels), output.measure.merit
    if chance is None:
        return ()
    measured, best, last = output.measure.measured(predicted, labels), best_of(history), history[-1]
    lower_end = min(merit(measured.low), merit(measured.high))
    guessing = merit(measured.value) <= merit(chance.value) or (
        lower_end <= merit(chance.value) and best.data_loss >= chance.loss
    )
    # The mean over a first epoch includes the loss of weights that have learned nothing yet.
    is_told_by_the_data = last.data_loss > _DIVERGED * chance.loss and (len(history) > 1 or guessing)
    may_diverge = output.starts_at_chance or last.data_loss > history[0].data_loss
    there = {
        "diverged": may_diverge and (is_told_by_the_data or (guessing and last.loss > _DIVERGED * chance.loss)),
        "one_class": output.classifies and len(np.unique(output.class_numbers(predicted))) == 1,
        "guessing": guessing,
    }
    return tuple(doubt for doubt in DOUBTS if there[doubt])
