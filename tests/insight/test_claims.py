"""Each claim in runs where it holds, where it is false, and where nothing was measured."""

from __future__ import annotations

import pytest

from undergrad.insight import CLAIMS, Insight, InsightEpoch, InsightHead, LayerEpoch, LayerShape, Seen, findings
from undergrad.training import Epoch

UNITS = {"dead": 0.0, "near_dead": 0.0, "dormant": 0.0}
#: What the homework says: hidden layers' derivatives, upstream norms from the first layer to the last, other fields.
TOLD = {
    "sigmoid": {"derivative": 0.8, "upstream": (0.0001, 0.01, 1.0), "saturated": 0.0, "both_signs": 0.0},
    "relu": {"derivative": 0.4, "upstream": (1.2, 1.1, 1.0), "dead": 0.05, "both_signs": 0.0},
    "tanh": {"derivative": 0.7, "upstream": (1.3, 1.2, 1.0), "saturated": 0.0, "both_signs": 1.0},
}
ALL_BEHIND = {("relu", "sigmoid"): True, ("tanh", "sigmoid"): True}


def run(activation, *, falls=True, epochs=20, recorded=True, width=4, accuracy=0.9, **changes):
    told = dict(UNITS | TOLD[activation] | changes)
    upstream = told.pop("upstream")
    layers = [
        LayerEpoch(
            name=f"fc{number}",
            gradient_norm=1.0,
            gradient_rms=0.1,
            upstream_norm=norm,
            upstream_rms=norm,
            weight_norm=1.0,
            update_ratio=1e-3,
            **(told if number < 3 else {}),
        )
        for number, norm in enumerate(upstream, start=1)
    ]
    ratio = upstream[0] / upstream[-1]
    record = InsightEpoch(epoch=1, learning_rate=0.1, layers=tuple(layers), first_to_last=ratio)
    shapes = tuple(
        LayerShape(name=f"fc{n}", inputs=4, units=width, activation=activation, activation_layer=f"{activation}{n}")
        for n in (1, 2, 3)
    )
    head = InsightHead(layers=shapes, probe=5, validation=5)
    insight = Insight(head=head, epochs=(record,), verdicts=()) if recorded else None
    losses = [2.0 - 0.05 * epoch if falls else 1.0 for epoch in range(epochs)]
    history = [Epoch(n, loss, loss, 0.5, 0.5, 1.0) for n, loss in enumerate(losses, start=1)]
    return Seen(activation=activation, insight=insight, history=history, test_accuracy=accuracy)


def outcomes(*changed, differences=ALL_BEHIND):
    runs = {name: run(name) for name in TOLD} | {seen.activation: seen for seen in changed}
    return {finding.claim: finding.outcome for finding in findings(runs.values(), differences)}


def test_where_the_homework_is_right_every_claim_holds():
    assert outcomes() == dict.fromkeys(CLAIMS, "holds")


@pytest.mark.parametrize(
    ("claim", "changed", "differences"),
    [
        ("sigmoid_shrinks", run("sigmoid", upstream=(0.0001, 1.1, 1.0)), ALL_BEHIND),
        ("sigmoid_vanishes", run("sigmoid", upstream=(0.1, 0.5, 1.0)), ALL_BEHIND),
        ("sigmoid_shrinks_most", run("tanh", upstream=(1e-5, 0.1, 1.0)), ALL_BEHIND),
        ("sigmoid_unfinished", run("sigmoid", falls=False), ALL_BEHIND),
        ("sigmoid_behind", run("sigmoid"), {**ALL_BEHIND, ("relu", "sigmoid"): False}),
        ("sigmoid_behind", run("sigmoid"), {("sigmoid", "relu"): True, ("tanh", "sigmoid"): True}),
        ("relu_gates", run("relu", derivative=1.0), ALL_BEHIND),
        ("relu_gates", run("relu", derivative=0.0), ALL_BEHIND),
        ("relu_dead", run("relu", dead=0.0), ALL_BEHIND),
        ("tanh_steeper", run("tanh", derivative=0.1), ALL_BEHIND),
        ("tanh_both_signs", run("tanh", both_signs=0.3), ALL_BEHIND),
    ],
)
def test_each_claim_fails_alone_in_runs_where_it_is_false(claim, changed, differences):
    found = outcomes(changed, differences=differences)
    assert [name for name, outcome in found.items() if outcome != "holds"] == [claim]
    assert found[claim] == "fails"


def test_what_was_not_measured_is_absent():
    assert set(outcomes(*(run(name, recorded=False, epochs=5, accuracy=None) for name in TOLD)).values()) == {"absent"}
    assert {finding.outcome for finding in findings([], {})} == {"absent"}
    alone = {finding.claim: finding.outcome for finding in findings([run("sigmoid")], {})}
    assert {name for name, outcome in alone.items() if outcome == "holds"} == {
        *("sigmoid_shrinks", "sigmoid_vanishes", "sigmoid_unfinished")
    }


def test_only_networks_of_one_shape_are_compared():
    found = outcomes(run("sigmoid", width=5))
    assert {name for name, outcome in found.items() if outcome == "absent"} == {"sigmoid_shrinks_most", "tanh_steeper"}


def test_the_numbers_are_medians_over_the_seeds():
    runs = [run("sigmoid", upstream=(ratio, ratio, 1.0)) for ratio in (0.001, 0.2, 0.3)]
    told = {finding.claim: finding for finding in findings(runs, {})}
    assert told["sigmoid_vanishes"].numbers == {"first_to_last": 0.2, "threshold": 0.01}
    assert told["sigmoid_vanishes"].outcome == "fails"
