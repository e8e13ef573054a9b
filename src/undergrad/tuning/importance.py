"""Decides which parameters of a search mattered, with the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from undergrad.experiments.statistics import holm
from undergrad.outputs import CLASSES, Measure
from undergrad.tuning.domains import Range, label
from undergrad.tuning.space import Space, Values

#: Fewer trials show nothing.
_FEWEST = 8
_LEVEL = 0.05


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The trials with one value of a parameter, or with values between two. Accuracies are shares of 1."""

    #: The value, or the least and the greatest: `64`, `0.01 to 0.03`.
    label: str
    #: The number of trials.
    trials: int
    #: Their median validation accuracy, each in its best epoch.
    median: float
    #: The best of these measures.
    best: float


class Importance(msgspec.Struct, frozen=True, kw_only=True):
    """The share of the order of trials, by validation measure, that a parameter explains.

    >>> Importance(parameter="width", share=0.5, p_value=0.01, groups=()).exceeds_chance
    True
    """

    #: Its name.
    parameter: str
    #: ``H / (n - 1)``, epsilon squared of the Kruskal-Wallis test over the groups, whose statistic is H for n trials
    #: (Tomczak and Tomczak 2014): about 0 if the groups are alike, at most 1, and greater if they overlap less.
    share: float
    #: The p-value of that test, corrected for the number of parameters (Holm 1979).
    p_value: float
    #: For a choice, a group for each value that was tried; for a range, three of about equally many trials.
    groups: tuple[Group, ...]

    @property
    def exceeds_chance(self) -> bool:
        """Whether so large a share is rare for a parameter without effect: `p_value` is below 0.05."""
        return self.p_value < _LEVEL


def importances(
    space: Space, trials: Sequence[tuple[Values, float]], measure: Measure = CLASSES.measure
) -> tuple[Importance, ...]:
    """The importance of each searched parameter, the greatest share first; empty with too few trials.

    `trials` are values and best values of the validation `measure`; ranges are cut into thirds of the trials.
    """
    if len(trials) < _FEWEST:
        return ()
    tests = []
    for key, domain in space.searched.items():
        groups = {label: values for label, values in _grouped(key, domain, trials).items() if values}
        share, p = _kruskal(list(groups.values()))
        summaries = tuple(
            Group(label=label, trials=len(values), median=float(np.median(values)), best=max(values, key=measure.merit))
            for label, values in groups.items()
        )
        tests.append((share, p, key, summaries))
    corrected = holm([p for _, p, *_ in tests])
    all_ = [
        Importance(parameter=key, share=share, p_value=p, groups=groups)
        for (share, _, key, groups), p in zip(tests, corrected, strict=True)
    ]
    return tuple(sorted(all_, key=lambda importance: -importance.share))


def _grouped(
    key: str, domain: tuple[Any, ...] | Range, trials: Sequence[tuple[Values, float]]
) -> Mapping[str, list[float]]:
    if not isinstance(domain, Range):
        return {label(choice): [y for values, y in trials if values[key] == choice] for choice in domain}
    ordered = sorted(((values[key], y) for values, y in trials), key=lambda pair: pair[0])
    thirds = [part for part in np.array_split(np.arange(len(ordered)), 3) if len(part)]
    return {
        f"{label(ordered[part[0]][0])} to {label(ordered[part[-1]][0])}": [ordered[index][1] for index in part]
        for part in thirds
    }


def _kruskal(groups: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Epsilon squared and the p-value of the Kruskal-Wallis test; 0 and 1 if there is nothing to compare."""
    from scipy.stats import kruskal  # takes half a second to import; a search needs it only once, at its end

    everything = [value for group in groups for value in group]
    if len(groups) < 2 or len(set(everything)) < 2:
        return 0.0, 1.0
    test = kruskal(*groups)
    return float(test.statistic) / (len(everything) - 1), float(test.pvalue)
