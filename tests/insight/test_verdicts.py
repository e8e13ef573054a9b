"""Verdicts on records that are written out by hand."""

from __future__ import annotations

import msgspec
import pytest

from tools.verdicts import FILE, text
from undergrad.insight import (
    RULES,
    InsightEpoch,
    InsightHead,
    LayerEpoch,
    LayerShape,
    judge,
)

HEAD = InsightHead(
    layers=(
        LayerShape(name="fc1", inputs=3, units=4, activation="tanh", activation_layer="tanh1"),
        LayerShape(name="fc2", inputs=4, units=2, activation=None, activation_layer=None),
    ),
    probe=5,
    validation=6,
)
HEALTHY = {
    "gradient_norm": 1.0,
    "gradient_rms": 0.1,
    "upstream_norm": 1.0,
    "upstream_rms": 0.1,
    "weight_norm": 10.0,
    "update_ratio": 1e-3,
}
STEPS = (1e-3, 1e-3, 1e-3, 0.2, 1e-3)
UNITS = {"dead": 0.0, "near_dead": 0.0, "saturated": 0.0, "derivative": 0.8, "dormant": 0.0}


def epochs(first_to_last=(1.0, 1.0), **of_fc1):
    """Records of a healthy network, but for the sequences given."""
    n = len(next(iter(of_fc1.values()), first_to_last))
    return [
        InsightEpoch(
            epoch=number + 1,
            learning_rate=0.1,
            first_to_last=first_to_last[number] if number < len(first_to_last) else 1.0,
            layers=(
                LayerEpoch(name="fc1", **(HEALTHY | UNITS | {key: values[number] for key, values in of_fc1.items()})),
                LayerEpoch(name="fc2", **HEALTHY),
            ),
        )
        for number in range(n)
    ]


def judged(records, **changes):
    return [
        (v.name, v.severity, v.layer, v.epoch, v.until, v.epochs, v.value)
        for v in judge(HEAD, records, **changes).verdicts
    ]


def test_small_steps_of_a_network_that_has_learned_are_no_verdict():
    """The probe of 5 images: the last layer's upstream norm s is a mean squared error of 5 s^2."""
    records = epochs(update_ratio=(1e-5, 1e-5, 1e-5))
    learned = msgspec.structs.replace(records[-1].layers[-1], upstream_norm=0.14)
    records[-1] = msgspec.structs.replace(records[-1], layers=(records[-1].layers[0], learned))
    assert judged(records) == [("slow", "warning", "fc1", 2, 2, 1, 1e-5)]
    erring = msgspec.structs.replace(learned, upstream_norm=0.142)
    records[-1] = msgspec.structs.replace(records[-1], layers=(records[-1].layers[0], erring))
    assert judged(records) == [("slow", "warning", "fc1", 2, 3, 2, 1e-5)]


def test_a_healthy_network_has_no_verdict():
    assert not judged(epochs())


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (epochs(first_to_last=(0.02, 0.009)), ("vanishing", "warning", None, 2, 2, 1, 0.009)),
        (epochs(dead=(0.09, 0.1)), ("dead", "warning", "fc1", 2, 2, 1, 0.1)),
        (epochs(dead=(0.2, 0.4, 0.3, 0.0)), ("dead", "severe", "fc1", 1, 3, 3, 0.4)),
        (epochs(near_dead=(0.1, 0.2)), ("near_dead", "warning", "fc1", 2, 2, 1, 0.2)),
        (epochs(saturated=(0.1, 0.0)), ("saturated", "warning", "fc1", 1, 1, 1, 0.1)),
        (epochs(saturated=(0.5, 0.1)), ("saturated", "severe", "fc1", 1, 2, 2, 0.5)),
        (epochs(derivative=(0.1, 0.09)), ("low_derivative", "warning", "fc1", 2, 2, 1, 0.09)),
        (epochs(update_ratio=(1e-5, 1e-3, 1.9e-4)), ("slow", "warning", "fc1", 3, 3, 1, 1.9e-4)),
        (epochs(update_ratio=(1.0, 1e-3, 0.051)), ("fast", "warning", "fc1", 3, 3, 1, 0.051)),
        (epochs(gradient_norm=(1, 2, 3, 19, 2.4), update_ratio=STEPS), ("fast", "warning", "fc1", 4, 4, 1, 0.2)),
        (epochs(gradient_norm=(1, 2, 3, 21, 2.4)), None),
        (epochs(gradient_norm=(1.0, None)), ("exploding", "severe", "fc1", 2, 2, 1, None)),
    ],
)
def test_a_verdict_names_layer_epochs_and_the_number(records, expected):
    assert judged(records) == ([expected] if expected else [])


def test_a_gradient_that_grows_while_steps_are_large_is_exploding():
    found = judged(epochs(gradient_norm=(1, 2, 3, 21, 2.4), update_ratio=STEPS))
    assert [verdict for verdict in found if verdict[0] == "exploding"] == [
        ("exploding", "warning", "fc1", 4, 4, 1, 10.5)
    ]


def test_nothing_is_judged_on_numbers_that_are_missing():
    nothing = dict.fromkeys(UNITS | {"update_ratio": None}, (None, None))
    assert not judged(epochs(first_to_last=(None, None), **nothing))


def test_severe_verdicts_come_first_and_carry_their_evidence():
    verdicts = judge(HEAD, epochs(saturated=(0.2, 0.2), derivative=(0.5, 0.4), dead=(0.0, 0.5))).verdicts
    assert [(v.name, v.threshold, v.definition) for v in verdicts] == [
        ("dead", 0.4, "dead >= 0.4"),
        ("saturated", 0.1, "saturated >= 0.1"),
    ]
    assert verdicts[1].numbers == {"derivative": 0.5}
    assert all(verdict.source for verdict in verdicts)


def test_the_bounds_are_adjustable():
    rules = [msgspec.structs.replace(rule, warning=0.5) if rule.name == "vanishing" else rule for rule in RULES]
    assert [name for name, *_ in judged(epochs(first_to_last=(0.4, 1.0)), rules=rules)] == ["vanishing"]


def test_the_documented_table_is_the_codes():
    assert FILE.read_text("utf-8") == text(), "run `python -m tools.verdicts` and `python -m tools.results write`"
