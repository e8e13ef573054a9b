"""Which differences between networks exceed chance."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from undergrad.display.tables import table_html

_LEVEL = 0.05


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """How much better `first` is than `second` on the test set, and whether that exceeds chance.

    `p_value` is corrected for the number of pairs (Holm 1979); `exceeds_chance` means that it is below 0.05.
    """

    first: str
    second: str
    difference: float
    p_value: float
    exceeds_chance: bool
    method: str


def mean_interval(values: Sequence[float]) -> tuple[float, float, float]:
    """The mean of at least two values and its 95 % interval (Student's t), cut to [0, 1]."""
    from scipy.stats import t

    mean, deviation, n = float(np.mean(values)), float(np.std(values, ddof=1)), len(values)
    half = float(t.ppf(1 - _LEVEL / 2, n - 1)) * deviation / n**0.5
    return mean, max(0.0, mean - half), min(1.0, mean + half)


def differences(right: Mapping[str, Sequence[np.ndarray[Any, Any]]]) -> list[Difference]:
    """Every pair of networks, the better one first.

    `right` maps a network to one boolean array a seed: which test samples it classified right, in one order for all.
    With one seed, McNemar's exact test asks whether the samples on which two networks disagree could have fallen
    either way; it judges these two sets of weights. With several, a paired t-test over the seeds judges the networks.
    """
    pairs = []
    for a, b in itertools.combinations(right, 2):
        difference = float(np.mean([x.mean() for x in right[a]]) - np.mean([x.mean() for x in right[b]]))
        first, second = (a, b) if difference >= 0 else (b, a)
        p = _mcnemar(right[a][0], right[b][0]) if len(right[a]) == 1 else _paired_t(right[a], right[b])
        pairs.append((first, second, abs(difference), p))
    method = "McNemar's exact test" if all(len(seeds) == 1 for seeds in right.values()) else "paired t-test over seeds"
    corrected = holm([p for *_, p in pairs])
    return [
        Difference(first=a, second=b, difference=d, p_value=p, exceeds_chance=p < _LEVEL, method=method)
        for (a, b, d, _), p in zip(pairs, corrected, strict=True)
    ]


def differences_html(found: Sequence[Difference]) -> str:
    """`found` as a table for a notebook; nothing where there is none."""
    if not found:
        return ""
    titles = ("better", "than", "points", "p", "exceeds chance")
    rows = [
        (
            *(pair.first, pair.second, f"{100 * pair.difference:.2f}"),
            *("< 0.0001" if pair.p_value < 1e-4 else f"{pair.p_value:.4f}", "yes" if pair.exceeds_chance else "no"),
        )
        for pair in found
    ]
    return table_html(f"differences in test accuracy: {found[0].method}", titles, rows)


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


def _mcnemar(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> float:
    from scipy.stats import binomtest

    only_a, only_b = int((a & ~b).sum()), int((b & ~a).sum())
    return float(binomtest(only_a, only_a + only_b).pvalue) if only_a + only_b else 1.0


def _paired_t(a: Sequence[np.ndarray[Any, Any]], b: Sequence[np.ndarray[Any, Any]]) -> float:
    from scipy.stats import ttest_rel

    x, y = [float(r.mean()) for r in a], [float(r.mean()) for r in b]
    gaps = np.subtract(x, y)
    if np.ptp(gaps) == 0:  # no spread to judge the difference by
        return 1.0 if gaps[0] == 0 else 0.0
    return float(ttest_rel(x, y).pvalue)
