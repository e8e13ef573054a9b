"""What is not as it should be: one table of rules, and what they say about a run."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from undergrad.insight.records import Insight, InsightEpoch, InsightHead, LayerEpoch, Verdict

#: A norm is compared with its median over the epochs before, once there are so many, and where a step goes beyond this
#: share of the weights: a network that leaves a plateau has growing gradients too.
_EPOCHS_BEFORE = 3
_LARGE_STEP = 0.1


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict's name, the measure that it compares, and the bounds."""

    name: str
    #: A field of LayerEpoch or InsightEpoch, or `growth`: gradient_norm / its median over the epochs before, where
    #: update_ratio is above 0.1.
    measure: str
    #: `<` or `>=` and `>`: how the measure lies to the bound where something is wrong.
    sign: str
    #: From here on it is a warning ...
    warning: float
    #: ... and from here on severe, where there is such a bound.
    severe: float | None = None
    #: The first epoch that is judged.
    first_epoch: int = 1
    #: Other measures that a reader wants to see beside it.
    beside: tuple[str, ...] = ()
    source: str

    def bound(self, value: float) -> float | None:
        """The bound that `value` breaks, the severe one first; None where it breaks none."""
        broken = _BREAKS[self.sign]
        return next((b for b in (self.severe, self.warning) if b is not None and broken(value, b)), None)


_BREAKS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda value, bound: value < bound,
    ">": lambda value, bound: value > bound,
    ">=": lambda value, bound: value >= bound,
}

_GLOROT = "Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks"
_HOCHREITER = "Hochreiter 1991; Bengio, Simard and Frasconi 1994, Learning long-term dependencies is difficult"
_PASCANU = "Pascanu, Mikolov and Bengio 2013, On the difficulty of training recurrent neural networks"
_MAAS = "Maas, Hannun and Ng 2013, Rectifier nonlinearities improve neural network acoustic models"
_LU = "Lu, Shin, Su and Karniadakis 2020, Dying ReLU and initialization"
_RATIO = "Karpathy, CS231n course notes, Neural networks part 3: ratio of weights and updates, about 1e-3"

#: Every verdict there is. `python -m benchmarks calibration` calibrated the bounds; docs/insight.md has the rates.
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
    """The records with the verdicts that follow from them. Nothing is judged on a number that is not finite.

    The exception is that fact itself: a gradient that is not finite is `exploding`.
    """
    epochs = tuple(epochs)
    names: list[str | None] = [None, *(layer.name for layer in head.layers)]
    found = [verdict for rule in rules for name in names for verdict in _verdict(rule, name, epochs)]
    found.sort(key=lambda verdict: (verdict.severity != "severe", verdict.epoch))
    return Insight(head=head, epochs=epochs, verdicts=tuple(found))


def _verdict(rule: Rule, name: str | None, epochs: Sequence[InsightEpoch]) -> Iterator[Verdict]:
    """The rule's verdict on the layer `name`, or on the network where that is None, if it is broken in any epoch."""
    broken = [
        (record, value, bound)
        for record, value in _measured(rule.measure, name, epochs)
        if record.epoch >= rule.first_epoch and (bound := rule.bound(value)) is not None
    ]
    if not broken:
        return
    worst, value, bound = (min if rule.sign == "<" else max)(broken, key=lambda entry: entry[1])
    place: Any = worst if name is None else _layer(worst, name)
    yield Verdict(
        name=rule.name,
        severity="severe" if bound == rule.severe or not math.isfinite(value) else "warning",
        layer=name,
        epoch=broken[0][0].epoch,
        until=broken[-1][0].epoch,
        epochs=len(broken),
        worst_epoch=worst.epoch,
        value=value if math.isfinite(value) else None,
        threshold=bound,
        numbers={key: getattr(place, key) for key in rule.beside},
        definition=f"{rule.measure} {rule.sign} {bound:g}",
        source=rule.source,
    )


def _measured(measure: str, name: str | None, epochs: Sequence[InsightEpoch]) -> Iterator[tuple[InsightEpoch, float]]:
    """The epochs that have the measure, and its value there; where it belongs to layers, that of the layer `name`."""
    if measure == "growth":
        yield from _growth(name, epochs) if name else ()
        return
    for record in epochs:
        place: Any = record if name is None else _layer(record, name)
        value = getattr(place, measure, None)
        if value is not None:
            yield record, value


def _growth(name: str, epochs: Sequence[InsightEpoch]) -> Iterator[tuple[InsightEpoch, float]]:
    """How many times the layer's gradient is as large as its median before; infinite where it is not finite."""
    before: list[float] = []
    for record in epochs:
        norm = _layer(record, name).gradient_norm
        if norm is None:
            yield record, math.inf
            continue
        step = _layer(record, name).update_ratio
        is_large = step is None or step > _LARGE_STEP
        if is_large and len(before) >= _EPOCHS_BEFORE and (usual := statistics.median(before)):
            yield record, norm / usual
        before.append(norm)


def _layer(record: InsightEpoch, name: str) -> LayerEpoch:
    return next(layer for layer in record.layers if layer.name == name)
