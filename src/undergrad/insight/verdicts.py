"""One table of rules that recognise problems, and the verdicts of the rules on a run."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from undergrad.insight.records import Insight, InsightEpoch, InsightHead, Verdict

#: A norm is compared with its median over the earlier epochs once there are this many, and if a step exceeds this share
#: of the weights: a network that leaves a plateau has growing gradients too.
_EPOCHS_BEFORE = 3
_LARGE_STEP = 0.1


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict's name, the measure that it compares, and the bounds."""

    #: The name of the verdict.
    name: str
    #: A field of LayerEpoch or InsightEpoch, or `growth`: gradient_norm / its median over the earlier epochs, if
    #: update_ratio is above 0.1.
    measure: str
    #: `<`, `>=` or `>`: the relation of the measure to the bound if something is wrong.
    sign: str
    #: The bound of a warning ...
    warning: float
    #: ... and of a severe verdict, if there is one.
    severe: float | None = None
    #: The first epoch that is judged.
    first_epoch: int = 1
    #: Only epochs with at least this error are judged: the mean over the probe's images of the squared distance between
    #: the class probabilities and the one-hot labels. After successful learning, gradients are small anyway.
    least_error: float | None = None
    #: Other measures to show beside it.
    beside: tuple[str, ...] = ()
    #: The source of the measure.
    source: str

    def bound(self, value: float) -> float | None:
        """The bound that `value` breaks, the severe one first; None if it breaks none."""
        broken = _BREAKS[self.sign]
        if not broken(value, self.warning):
            return None
        return self.severe if self.severe is not None and broken(value, self.severe) else self.warning


_BREAKS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda value, bound: value < bound,
    ">": lambda value, bound: value > bound,
    ">=": lambda value, bound: value >= bound,
}

_GLOROT = "Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks"
_HOCHREITER = (
    "Hochreiter 1991; Bengio, Simard and Frasconi 1994, "
    "Learning long-term dependencies with gradient descent is difficult"
)
_PASCANU = "Pascanu, Mikolov and Bengio 2013, On the difficulty of training recurrent neural networks"
_MAAS = "Maas, Hannun and Ng 2013, Rectifier nonlinearities improve neural network acoustic models"
_LU = "Lu, Shin, Su and Karniadakis 2020, Dying ReLU and initialization"
_RATIO = "Karpathy, CS231n course notes, Neural networks part 3: ratio of weights and updates, about 1e-3"

#: All verdicts. `python -m benchmarks calibration` calibrated the bounds; docs/book/insight.md has the rates.
#: `msgspec.structs.replace` changes a bound, and `judge` takes the changed table.
RULES: tuple[Rule, ...] = (
    Rule(name="vanishing", measure="first_to_last", sign="<", warning=1e-2, source=_HOCHREITER),
    Rule(
        name="exploding",
        measure="growth",
        sign=">",
        warning=10,
        beside=("gradient_norm", "update_ratio"),
        source=_PASCANU,
    ),
    Rule(name="dead", measure="dead", sign=">=", warning=0.1, severe=0.4, source=_LU),
    Rule(name="near_dead", measure="near_dead", sign=">=", warning=0.2, beside=("dead",), source=_MAAS),
    Rule(
        name="saturated",
        measure="saturated",
        sign=">=",
        warning=0.1,
        severe=0.5,
        beside=("derivative",),
        source=_GLOROT,
    ),
    Rule(name="low_derivative", measure="derivative", sign="<", warning=0.1, source=_GLOROT),
    Rule(
        name="slow",
        measure="update_ratio",
        sign="<",
        warning=2e-4,
        first_epoch=2,
        least_error=0.1,
        beside=("gradient_norm", "weight_norm"),
        source=_RATIO,
    ),
    Rule(
        name="fast",
        measure="update_ratio",
        sign=">",
        warning=5e-2,
        first_epoch=2,
        beside=("gradient_norm", "weight_norm"),
        source=_RATIO,
    ),
)


def judge(head: InsightHead, epochs: Iterable[InsightEpoch], rules: Iterable[Rule] = RULES) -> Insight:
    """The records with the verdicts that follow from them. Numbers that are not finite are not judged.

    There is one exception: a gradient that is not finite is `exploding`.
    """
    epochs, broken = tuple(epochs), list[Verdict]()
    for rule in rules:
        judged = [record for record in epochs if _errs(rule, head, record)]
        of_network = rule.measure in InsightEpoch.__struct_fields__
        for place in [None] if of_network else range(len(head.layers)):
            broken += _verdict(rule, head, place, judged)
    broken.sort(key=lambda verdict: (verdict.severity != "severe", verdict.epoch))
    return Insight(head=head, epochs=epochs, verdicts=tuple(broken))


def worst_of(verdicts: Iterable[Verdict]) -> Verdict:
    """The clearest of several verdicts of one kind; a number that is not finite comes first.

    ValueError without verdicts.
    """

    def clarity(verdict: Verdict) -> float:
        if verdict.value is None:
            return math.inf
        return -verdict.value if " < " in verdict.definition else verdict.value

    return max(verdicts, key=clarity)


def _verdict(rule: Rule, head: InsightHead, place: int | None, epochs: Sequence[InsightEpoch]) -> Iterator[Verdict]:
    """The rule's verdict on the layer at `place` (None for the network), if any epoch breaks the rule."""
    broken = [
        (record, value, bound)
        for record, value in _measured(rule.measure, place, epochs)
        if record.epoch >= rule.first_epoch and (bound := rule.bound(value)) is not None
    ]
    if not broken:
        return
    worst, value, bound = (min if rule.sign == "<" else max)(broken, key=lambda entry: entry[1])
    measured: Any = worst if place is None else worst.layers[place]
    yield Verdict(
        name=rule.name,
        severity="severe" if bound == rule.severe or not math.isfinite(value) else "warning",
        layer=None if place is None else head.layers[place].name,
        epoch=broken[0][0].epoch,
        until=broken[-1][0].epoch,
        epochs=len(broken),
        worst_epoch=worst.epoch,
        value=value if math.isfinite(value) else None,
        threshold=bound,
        numbers={key: getattr(measured, key) for key in rule.beside},
        definition=f"{rule.measure} {rule.sign} {bound:g}",
        source=rule.source,
    )


def _errs(rule: Rule, head: InsightHead, record: InsightEpoch) -> bool:
    """Whether the network still makes enough errors for the rule; the last upstream gradient is (ŷ - y) / n."""
    norm = record.layers[-1].upstream_norm if record.layers else None  # a network of the user's own layers has none
    return rule.least_error is None or (norm is not None and head.probe * norm**2 >= rule.least_error)


def _measured(measure: str, place: int | None, epochs: Sequence[InsightEpoch]) -> Iterable[tuple[InsightEpoch, float]]:
    """The epochs that have the measure, with its value; for a measure of layers, that of the layer at `place`."""
    if place is not None and measure == "growth":
        return _growth(place, epochs)
    values = ((record, getattr(record if place is None else record.layers[place], measure)) for record in epochs)
    return ((record, value) for record, value in values if value is not None)


def _growth(place: int, epochs: Sequence[InsightEpoch]) -> Iterator[tuple[InsightEpoch, float]]:
    """The layer's gradient norm / its median over the earlier epochs; infinite if the norm is not finite."""
    before: list[float] = []
    # Without the size of a step, as under Adam, growth proves nothing: a network that leaves a plateau has it too.
    has_steps = any(record.layers[place].update_ratio is not None for record in epochs)
    for record in epochs:
        norm, step = record.layers[place].gradient_norm, record.layers[place].update_ratio
        if norm is None:
            yield record, math.inf
            continue
        is_large = has_steps and (step is None or step > _LARGE_STEP)
        if is_large and len(before) >= _EPOCHS_BEFORE and (usual := statistics.median(before)):
            yield record, norm / usual
        before.append(norm)
