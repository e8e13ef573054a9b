"""What makes a result doubtful that looks like a success: from a run's epochs and its predictions alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from undergrad.training import Epoch, accuracy
from undergrad.training.history import best_of

#: Every doubt there is, the gravest first.
DOUBTS = ("diverged", "one_class", "guessing")
#: A loss of so many times that of guessing is no transient. A mean over the first epoch may lie a little above it.
_DIVERGED = 2.0


def doubts(history: Sequence[Epoch], predicted: NDArray[np.integer], labels: NDArray[np.integer]) -> tuple[str, ...]:
    """Which of DOUBTS there are about a run with these epochs, at least one; `predicted`, `labels` are (n,) classes.

    To guess is to draw the classes by their shares among `labels`, whose cross-entropy is the shares' entropy, or to
    name the largest class always.

    - "guessing": the accuracy is not above the largest class's share; nor is it where it is above by no more than
      chance and the best epoch's cross-entropy is not below that of guessing. A run that is merely too short may be so.
    - "one_class": every sample is given the same class.
    - "diverged": the last epoch's cross-entropy is above twice that of guessing, or, while it is guessing, the loss is.

    Of labels of a single class nothing can be said. DataError where the lengths differ or there are no samples.
    """
    _, counts = np.unique(labels, return_counts=True)
    if len(counts) < 2:
        return ()
    shares = counts / counts.sum()
    largest, entropy = float(shares.max()), float(-(shares * np.log(shares)).sum())
    measured, best, last = accuracy(predicted, labels), best_of(history), history[-1]
    guessing = measured.value <= largest or (measured.low <= largest and best.cross_entropy >= entropy)
    # In a first epoch the mean holds the cross-entropy of weights that have learned nothing yet.
    is_told_by_cross_entropy = last.cross_entropy > _DIVERGED * entropy and (len(history) > 1 or guessing)
    there = {
        "diverged": is_told_by_cross_entropy or (guessing and last.loss > _DIVERGED * entropy),
        "one_class": len(np.unique(predicted)) == 1,
        "guessing": guessing,
    }
    return tuple(doubt for doubt in DOUBTS if there[doubt])
