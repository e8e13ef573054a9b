"""Decides which differences between networks exceed chance."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from undergrad.display.tables import table_html
from undergrad.experiments.predictions import Predictions
from undergrad.outputs import Measure

_LEVEL = 0.05


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """How much better `first` is than `second` on the test set, by any measure, and whether that exceeds chance.

    `p_value` is corrected for the number of pairs (Holm 1979); `exceeds_chance` means that it is below 0.05.
    """

    first: str
    second: str
    difference: float
    p_value: float
    exceeds_chance: bool
    method: str


def mean_interval(values: Sequence[float], bounds: tuple[float, float]) -> tuple[float, float, float]:
    """The mean of at least two values and its 95 % interval (Student's t), cut to the measure's `bounds`."""
    from scipy.stats import t

    mean, deviation, n = float(np.mean(values)), float(np.std(values, ddof=1)), len(values)
    half = float(t.ppf(1 - _LEVEL / 2, n - 1)) * deviation / n**0.5
    return mean, max(bounds[0], mean - half), min(bounds[1], mean + half)


def differences(measure: Measure, tested: Mapping[str, Sequence[Predictions]]) -> list[Difference]:
    """Every pair of networks, the better one first.

    `tested` maps a network to its predictions with each seed, for the same samples. With one seed, the measure's own
    test (McNemar's exact test for the accuracy) judges these two sets of weights. With several, a paired t-test over
    the seeds judges the networks.
    """
    values = {
        network: [measure.value(seed.predicted, seed.labels) for seed in seeds] for network, seeds in tested.items()
    }
    several = any(len(seeds) > 1 for seeds in tested.values())
    pairs = []
    for a, b in itertools.combinations(tested, 2):
        difference = float(np.mean(values[a]) - np.mean(values[b]))
        first, second = (a, b) if measure.merit(difference) >= 0 else (b, a)
        one, other = tested[a][0], tested[b][0]
        p = _paired_t(values[a], values[b]) if several else measure.p_value(one.predicted, other.predicted, one.labels)
        pairs.append((first, second, abs(difference), p))
    labels = next(iter(tested.values()))[0].labels if tested else np.zeros(0, int)
    method = "paired t-test over seeds" if several else measure.test_for(labels)
    corrected = holm([p for *_, p in pairs])
    return [
        Difference(first=a, second=b, difference=d, p_value=p, exceeds_chance=p < _LEVEL, method=method)
        for (a, b, d, _), p in zip(pairs, corrected, strict=True)
    ]


def differences_html(pairs: Sequence[Difference], measure: Measure) -> str:
    """`pairs` as a table for a notebook; an empty text without pairs."""
    if not pairs:
        return ""
    titles = ("better", "than", "points" if measure.is_share else "by", "p", "exceeds chance")
    rows = [
        (
            *(pair.first, pair.second, measure.gap(pair.difference)),
            *("< 0.0001" if pair.p_value < 1e-4 else f"{pair.p_value:.4f}", "yes" if pair.exceeds_chance else "no"),
        )
        for pair in pairs
    ]
    return table_html(f"differences in test {measure.words['en']}: {pairs[0].method}", titles, rows)


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down correction for several tests.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    corrected, running = [0.0] * len(p_values), 0.0
    for rank, index in enumerate(np.argsort(p_values)):
        running = max(running, min(1.0, (len(p_values) - rank) * p_values[index]))
        corrected[index] = running
    return corrected


def _paired_t(x: Sequence[float], y: Sequence[float]) -> float:
    from scipy.stats import ttest_rel

    gaps = np.subtract(x, y)
    if np.ptp(gaps) == 0:  # no spread to judge the difference by
        return 1.0 if gaps[0] == 0 else 0.0
    return float(ttest_rel(x, y).pvalue)
