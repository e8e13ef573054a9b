"""What is said about the three activation functions, held against what a comparison measured.

The claims are the homework's. A sigmoid's derivative is at most 1/4, so gradients shrink layer by layer on the way down
and 100 epochs are too few. ReLU passes gradients unchanged where it is active and not at all where it is not, so there
are units that never learn. Tanh's derivative reaches 1, four times the sigmoid's, and it learns on both sides of 0.
Each becomes a measure with a condition that a run can fulfil or not.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from undergrad.insight.records import Insight, LayerEpoch
from undergrad.insight.verdicts import RULES
from undergrad.training import Epoch

#: The greatest derivative of each activation function.
STEEPEST = {"sigmoid": 0.25, "relu": 1.0, "tanh": 1.0}
#: The share of the epochs that counts as the end of a training, and the epochs that a training must have for it.
END, LEAST_EPOCHS = 0.1, 10
#: A training is not over while its cross-entropy falls by this share in that time.
FALLS = 0.01

Outcome = Literal["holds", "fails", "absent"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A claim by its name in CLAIMS, whether it holds in these runs, and the numbers that say so.

    `absent`: the runs hold nothing to judge it by, and there are no numbers.
    """

    claim: str
    outcome: Outcome
    numbers: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A run, as far as the claims are concerned."""

    activation: str
    insight: Insight | None
    history: Sequence[Epoch]
    test_accuracy: float | None


#: For two activation functions, the better first: whether their difference in test accuracy exceeds chance.
Differences = Mapping[tuple[str, str], bool]


class _Runs:
    """The runs by activation function. A measure of several runs is its median over them."""

    def __init__(self, runs: Iterable[Seen], differences: Differences) -> None:
        self.differences = differences
        self._by_activation: dict[str, list[Seen]] = {}
        for run in runs:
            self._by_activation.setdefault(run.activation, []).append(run)

    def of(self, activation: str) -> list[Seen]:
        return self._by_activation.get(activation, [])

    def others(self, activation: str) -> list[str]:
        return [other for other in self._by_activation if other != activation]

    def shape(self, activation: str) -> set[tuple[int, ...]]:
        """The widths of the recorded networks: only like can be compared with like."""
        heads = (run.insight.head for run in self.of(activation) if run.insight)
        return {tuple(layer.units for layer in head.layers) for head in heads}

    def measured(self, activation: str, measure: Callable[[Insight], float | None]) -> float | None:
        """The median of what was measured in each run; None where nothing was."""
        values = [measure(run.insight) for run in self.of(activation) if run.insight]
        there = [value for value in values if value is not None]
        return statistics.median(there) if there else None


def findings(runs: Iterable[Seen], differences: Differences) -> tuple[Finding, ...]:
    """Every claim of CLAIMS, held against the runs."""
    seen = _Runs(runs, differences)
    return tuple(_finding(name, claim(seen)) for name, claim in CLAIMS.items())


#: Whether a claim holds, and its numbers.
_Judged = tuple[bool, dict[str, float]] | None


def _finding(name: str, judged: _Judged) -> Finding:
    if judged is None:
        return Finding(claim=name, outcome="absent", numbers={})
    return Finding(claim=name, outcome="holds" if judged[0] else "fails", numbers=judged[1])


def _sigmoid_shrinks(runs: _Runs) -> _Judged:
    """On its way down, the sigmoid network's gradient is smaller below every layer than above it."""
    greatest = runs.measured("sigmoid", _greatest_hop)
    derivative = runs.measured("sigmoid", _derivative)
    if greatest is None or derivative is None:
        return None
    return greatest < 1, {"greatest_hop": greatest, "derivative": STEEPEST["sigmoid"] * derivative}


def _sigmoid_vanishes(runs: _Runs) -> _Judged:
    """What arrives at its first layer is below the bound of the verdict `vanishing`."""
    ratio = runs.measured("sigmoid", _first_to_last)
    if ratio is None:
        return None
    bound = next(rule.warning for rule in RULES if rule.name == "vanishing")
    return ratio < bound, {"first_to_last": ratio, "threshold": bound}


def _sigmoid_shrinks_most(runs: _Runs) -> _Judged:
    """Of the same network with each activation function, it is the sigmoid's gradient that shrinks most."""
    return _smallest(runs, "sigmoid", _first_to_last)


def _sigmoid_unfinished(runs: _Runs) -> _Judged:
    """The sigmoid network is still learning when its epochs are over."""
    falls = [fall for run in runs.of("sigmoid") if (fall := _last_fall(run.history)) is not None]
    if not falls:
        return None
    epochs = statistics.median(len(run.history) for run in runs.of("sigmoid"))
    fall = statistics.median(falls)
    return fall > FALLS, {"fall": fall, "epochs": epochs}


def _sigmoid_behind(runs: _Runs) -> _Judged:
    """On the test set, the sigmoid is behind every other by more than chance."""
    accuracies = {name: _accuracy(runs.of(name)) for name in ("sigmoid", *runs.others("sigmoid"))}
    there = {name: value for name, value in accuracies.items() if value is not None}
    if "sigmoid" not in there or len(there) < 2:
        return None
    others = [name for name in there if name != "sigmoid"]
    return all(runs.differences.get((other, "sigmoid"), False) for other in others), there


def _relu_gates(runs: _Runs) -> _Judged:
    """In every hidden layer ReLUs pass the gradient for some units and images, and block it for others."""
    shares = [
        runs.measured("relu", extreme) for extreme in (_of_layers("derivative", min), _of_layers("derivative", max))
    ]
    if shares[0] is None or shares[1] is None:
        return None
    return shares[0] > 0 and shares[1] < 1, {"least_active": shares[0], "most_active": shares[1]}


def _relu_dead(runs: _Runs) -> _Judged:
    """At the end there are ReLUs that no image activates, so no gradient reaches their weights."""
    dead = runs.measured("relu", _of_layers("dead", max))
    return None if dead is None else (dead > 0, {"dead": dead})


def _tanh_steeper(runs: _Runs) -> _Judged:
    """In the same network tanh works where its derivative is greater than the sigmoid's."""
    sigmoid, tanh = (runs.measured(name, _derivative) for name in ("sigmoid", "tanh"))
    if sigmoid is None or tanh is None or runs.shape("sigmoid") != runs.shape("tanh"):
        return None
    sigmoid, tanh = STEEPEST["sigmoid"] * sigmoid, STEEPEST["tanh"] * tanh
    return tanh > sigmoid, {"sigmoid": sigmoid, "tanh": tanh}


def _tanh_both_signs(runs: _Runs) -> _Judged:
    """More than half of the tanh units of every hidden layer have outputs on both sides of 0."""
    least = runs.measured("tanh", _of_layers("both_signs", min))
    return None if least is None else (least > 0.5, {"both_signs": least})


CLAIMS: dict[str, Callable[[_Runs], _Judged]] = {
    "sigmoid_shrinks": _sigmoid_shrinks,
    "sigmoid_vanishes": _sigmoid_vanishes,
    "sigmoid_shrinks_most": _sigmoid_shrinks_most,
    "sigmoid_unfinished": _sigmoid_unfinished,
    "sigmoid_behind": _sigmoid_behind,
    "relu_gates": _relu_gates,
    "relu_dead": _relu_dead,
    "tanh_steeper": _tanh_steeper,
    "tanh_both_signs": _tanh_both_signs,
}


# Measures of a run ----------------------------------------------------------------------------------------------------


def _over_epochs(values: Iterable[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return statistics.median(there) if there else None


def _first_to_last(insight: Insight) -> float | None:
    return _over_epochs(record.first_to_last for record in insight.epochs)


def _greatest_hop(insight: Insight) -> float | None:
    """The greatest, over pairs of neighbours, of the lower layer's upstream gradient / the higher one's."""
    hops = [
        _over_epochs(_quotient(record.layers[low], record.layers[high]) for record in insight.epochs)
        for low, high in itertools.pairwise(range(len(insight.head.layers)))
    ]
    there = [hop for hop in hops if hop is not None]
    return max(there) if there else None


def _quotient(low: LayerEpoch, high: LayerEpoch) -> float | None:
    return low.upstream_norm / high.upstream_norm if low.upstream_norm is not None and high.upstream_norm else None


def _derivative(insight: Insight) -> float | None:
    """The mean over hidden layers of the derivative relative to its maximum."""
    return _over_epochs(
        statistics.fmean(found)
        for record in insight.epochs
        if (found := [layer.derivative for layer in record.layers if layer.derivative is not None])
    )


def _of_layers(field: str, extreme: Callable[[list[float]], float]) -> Callable[[Insight], float | None]:
    """The extreme, over the hidden layers, of a field after the last epoch."""

    def measure(insight: Insight) -> float | None:
        layers = insight.epochs[-1].layers if insight.epochs else ()
        values = [value for layer in layers if (value := getattr(layer, field)) is not None]
        return extreme(values) if values else None

    return measure


def _last_fall(history: Sequence[Epoch]) -> float | None:
    """By what share the cross-entropy fell at the end of the training."""
    if len(history) < LEAST_EPOCHS:
        return None
    before = history[-1 - round(END * len(history))].cross_entropy
    return (before - history[-1].cross_entropy) / before if before else 0.0


def _accuracy(runs: Sequence[Seen]) -> float | None:
    values = [run.test_accuracy for run in runs if run.test_accuracy is not None]
    return statistics.fmean(values) if values else None


def _smallest(runs: _Runs, name: str, measure: Callable[[Insight], float | None]) -> _Judged:
    """Whether the measure of the activation function `name` is below that of every other of the same network."""
    alike = [other for other in runs.others(name) if runs.shape(other) == runs.shape(name)]
    measured = {each: value for each in (name, *alike) if (value := runs.measured(each, measure)) is not None}
    if name not in measured or len(measured) < 2:
        return None
    return all(measured[name] < value for other, value in measured.items() if other != name), measured
