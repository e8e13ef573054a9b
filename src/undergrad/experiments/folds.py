"""Cross-validation: the same networks tested on each fold of a table's rows, trained on the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from undergrad.experiments.comparison import Comparison
from undergrad.experiments.statistics import mean_interval
from undergrad.outputs import Measure


@dataclass(frozen=True)
class FoldRow:
    """A network over the folds, by its measure: the test value of each, their mean, and the mean's 95 % interval.

    The interval is Student's for the mean of the folds. Their training parts overlap, so it is somewhat too narrow
    (Nadeau and Bengio 2003, "Inference for the generalization error").
    """

    network: str
    tests: tuple[float, ...]
    mean: float
    low: float
    high: float


def fold_rows(comparisons: Sequence[Comparison], measure: Measure) -> tuple[FoldRow, ...]:
    """A row for each network that has a result in every fold, in the order of the first fold."""
    rows = []
    for row in comparisons[0].rows:
        tests = [other.test for each in comparisons for other in each.rows if other.network == row.network]
        if len(tests) == len(comparisons):
            rows.append(FoldRow(row.network, tuple(tests), *mean_interval(tests, measure.bounds)))
    return tuple(rows)
