"""Tests the usual claims about the three activation functions against the measurements of a comparison.

The claims are the homework's. A sigmoid's derivative is at most 1/4, so gradients shrink layer by layer on the way down
and 100 epochs are too few. ReLU passes gradients unchanged where it is active and not at all where it is not, so there
are units that never learn. Tanh's derivative reaches 1, four times the sigmoid's, and it learns on both sides of 0.
Each claim becomes a measure with a condition that a run may or may not satisfy.
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
from undergrad.layers import Sigmoid, Tanh
from undergrad.outputs import Output
from undergrad.training import Epoch

#: The share of the epochs that counts as the end of a training, and the epochs that a training must have for it.
END, LEAST_EPOCHS = 0.1, 10
#: A training is not over while its loss, without L2 term, falls by this share in that time ...
FALLS = 0.01
#: ... nor while it is above this share of the loss of guessing, ln(classes) for classes: a plateau is no end.
GUESSES = 0.9

Outcome = Literal["holds", "fails", "absent"]
#: Why a claim cannot be judged: there is no run with its activation function, or none to compare it with; nothing was
#: recorded; the records lack the measure; the difference was not tested; the training is too short.
Reason = Literal["no_run", "no_insight", "not_measured", "no_test", "too_short"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A claim by its name in CLAIMS, whether it holds in these runs, and the numbers that show it.

    `absent` means that the runs cannot judge it, for the reason `why`; then there are no numbers.
    """

    #: Its name.
    claim: str
    #: "holds", "fails" or "absent".
    outcome: Outcome
    #: The measurements, by name.
    numbers: dict[str, float]
    #: Why it cannot be judged: "no_run", "no_insight", "not_measured", "no_test" or "too_short".
    why: Reason | None = None


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The parts of a run that the claims need."""

    #: The word of its activation function: `sigmoid`, `relu`, `tanh`.
    activation: str
    #: Its output.
    output: Output
    #: The number of classes in its data.
    classes: int
    #: Its insight, if recorded.
    insight: Insight | None
    #: Its epochs, in order.
    history: Sequence[Epoch]
    #: The output's measure on the test set; None if it was not tested.
    test: float | None


#: For two activation functions with compared test results, the better first: whether they differ by more than chance.
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

    def measured(self, activation: str, measure: Callable[[Insight], float | None]) -> float | None:
        """The median of a measurement over the runs; None if no run has it."""
        values = [measure(run.insight) for run in self.of(activation) if run.insight]
        there = [value for value in values if value is not None]
        return statistics.median(there) if there else None

    def why_not(self, *activations: str) -> Reason:
        """The reason why these activation functions lack a measurement."""
        if not all(self.of(activation) for activation in activations):
            return "no_run"
        recorded = all(any(run.insight for run in self.of(activation)) for activation in activations)
        return "not_measured" if recorded else "no_insight"


def findings(runs: Iterable[Seen], differences: Differences) -> tuple[Finding, ...]:
    """Every claim of CLAIMS, judged by runs that differ only in activation function and seed.

    `differences` says for two activation functions with compared test accuracies, the better first, whether they differ
    by more than chance. For several runs of one activation function the median of a measure counts.
    """
    seen = _Runs(runs, differences)
    return tuple(_finding(name, claim(seen)) for name, claim in CLAIMS.items())


#: Whether a claim holds, and its numbers; or the reason why it cannot be judged.
_Judged = tuple[bool, dict[str, float]] | Reason


def _finding(name: str, judged: _Judged) -> Finding:
    if isinstance(judged, str):
        return Finding(claim=name, outcome="absent", numbers={}, why=judged)
    return Finding(claim=name, outcome="holds" if judged[0] else "fails", numbers=judged[1])


def _sigmoid_shrinks(runs: _Runs) -> _Judged:
    """The sigmoid network's gradient is smaller below each layer than above it."""
    greatest = runs.measured("sigmoid", _greatest_hop)
    derivative = runs.measured("sigmoid", _derivative)
    if greatest is None or derivative is None:
        return runs.why_not("sigmoid")
    return greatest < 1, {"greatest_hop": greatest, "derivative": Sigmoid.steepest * derivative}


def _sigmoid_vanishes(runs: _Runs) -> _Judged:
    """The gradient at the sigmoid network's first layer is below the bound of the verdict `vanishing`."""
    ratio = runs.measured("sigmoid", _first_to_last)
    if ratio is None:
        return runs.why_not("sigmoid")
    bound = next(rule.warning for rule in RULES if rule.name == "vanishing")
    return ratio < bound, {"first_to_last": ratio, "threshold": bound}


def _sigmoid_shrinks_most(runs: _Runs) -> _Judged:
    """The sigmoid shrinks the gradient more than any other activation function."""
    names = ("sigmoid", *runs.others("sigmoid"))
    measured = {name: ratio for name in names if (ratio := runs.measured(name, _first_to_last)) is not None}
    if len(names) < 2:
        return "no_run"
    if "sigmoid" not in measured or len(measured) < 2:
        return runs.why_not(*names)
    return all(measured["sigmoid"] < ratio for name, ratio in measured.items() if name != "sigmoid"), measured


def _sigmoid_unfinished(runs: _Runs) -> _Judged:
    """The sigmoid network is still learning, or has hardly begun to learn, when its epochs are over."""
    sigmoid = runs.of("sigmoid")
    fall, others = _fall(sigmoid), {name: _fall(runs.of(name)) for name in runs.others("sigmoid")}
    if fall is None:
        return "too_short" if sigmoid else "no_run"
    guesses = [run.output.guess(run.classes) for run in sigmoid]
    if not all(guesses):
        return "not_measured"
    ends = [run.history[-1].data_loss for run in sigmoid]
    left = statistics.median(end / guess for end, guess in zip(ends, guesses, strict=True) if guess)
    epochs = statistics.median(len(run.history) for run in sigmoid)
    numbers = {"epochs": epochs, "fall": fall, "left": left}
    return fall > FALLS or left > GUESSES, numbers | {name: own for name, own in others.items() if own is not None}


def _sigmoid_behind(runs: _Runs) -> _Judged:
    """On the test set, the sigmoid is worse than every other activation function by more than chance."""
    tested = {name: _tested(runs.of(name)) for name in ("sigmoid", *runs.others("sigmoid"))}
    there = {name: value for name, value in tested.items() if value is not None}
    others = [name for name in there if name != "sigmoid"]
    if "sigmoid" not in there or not others:
        return "no_run"
    if not all(runs.differences.keys() & {(other, "sigmoid"), ("sigmoid", other)} for other in others):
        return "no_test"
    return all(runs.differences.get((other, "sigmoid"), False) for other in others), there


def _relu_gates(runs: _Runs) -> _Judged:
    """In every hidden layer ReLUs pass the gradient for some units and images, and block it for others."""
    least, most = (runs.measured("relu", _of_layers("derivative", extreme)) for extreme in (min, max))
    if least is None or most is None:
        return runs.why_not("relu")
    return least > 0 and most < 1, {"least_active": least, "most_active": most}


def _relu_dead(runs: _Runs) -> _Judged:
    """At the end some ReLUs are active for no image, so no gradient reaches their weights."""
    dead = runs.measured("relu", _of_layers("dead", max))
    return runs.why_not("relu") if dead is None else (dead > 0, {"dead": dead})


def _tanh_steeper(runs: _Runs) -> _Judged:
    """Tanh works in a range where its derivative is greater than the sigmoid's."""
    sigmoid, tanh = (runs.measured(name, _derivative) for name in ("sigmoid", "tanh"))
    if sigmoid is None or tanh is None:
        return runs.why_not("sigmoid", "tanh")
    sigmoid, tanh = Sigmoid.steepest * sigmoid, Tanh.steepest * tanh
    return tanh > sigmoid, {"sigmoid": sigmoid, "tanh": tanh}


def _tanh_both_signs(runs: _Runs) -> _Judged:
    """More than half of the tanh units of every hidden layer have outputs on both sides of 0."""
    least = runs.measured("tanh", _of_layers("both_signs", min))
    return runs.why_not("tanh") if least is None else (least > 0.5, {"both_signs": least})


#: Every claim about the activation functions, with the function that judges it.
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
    """The greatest ratio, over pairs of neighbouring layers, of the lower layer's upstream gradient to the higher's."""
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
        statistics.fmean(derivatives)
        for record in insight.epochs
        if (derivatives := [layer.derivative for layer in record.layers if layer.derivative is not None])
    )


def _of_layers(field: str, extreme: Callable[[list[float]], float]) -> Callable[[Insight], float | None]:
    """The extreme value of a field over the hidden layers after the last epoch."""

    def measure(insight: Insight) -> float | None:
        layers = insight.epochs[-1].layers if insight.epochs else ()
        values = [value for layer in layers if (value := getattr(layer, field)) is not None]
        return extreme(values) if values else None

    return measure


def _fall(runs: Sequence[Seen]) -> float | None:
    """The share by which the loss, without L2 term, fell at the end of the trainings.

    The median over `runs`; None if one is too short, or there are no runs.
    """
    falls = []
    for run in runs:
        if len(run.history) < LEAST_EPOCHS:
            return None
        before = run.history[-1 - round(END * len(run.history))].data_loss
        falls.append((before - run.history[-1].data_loss) / before if before else 0.0)
    return statistics.median(falls) if falls else None


def _tested(runs: Sequence[Seen]) -> float | None:
    values = [run.test for run in runs if run.test is not None]
    return statistics.fmean(values) if values else None
