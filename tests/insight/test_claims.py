"""Each claim in runs where it holds, where it is false, and where nothing was measured."""

from __future__ import annotations

import pytest

from undergrad.insight import CLAIMS, Insight, InsightEpoch, InsightHead, LayerEpoch, LayerShape, Seen, findings
from undergrad.outputs import CLASSES
from undergrad.training import Epoch

UNITS = {"dead": 0.0, "near_dead": 0.0, "dormant": 0.0}
#: What the homework says: hidden layers' derivatives, upstream norms from the first layer to the last, other fields.
TOLD = {
    "sigmoid": {"derivative": 0.8, "upstream": (0.0001, 0.01, 1.0), "saturated": 0.0, "both_signs": 0.0},
    "relu": {"derivative": 0.4, "upstream": (1.2, 1.1, 1.0), "dead": 0.05, "both_signs": 0.0},
    "tanh": {"derivative": 0.7, "upstream": (1.3, 1.2, 1.0), "saturated": 0.0, "both_signs": 1.0},
}
ALL_BEHIND = {("relu", "sigmoid"): True, ("tanh", "sigmoid"): True}


def run(activation, *, loss=0.05, epochs=20, recorded=True, accuracy=0.9, **changes):
    """A run whose cross-entropy falls by `loss` in each epoch, from 1 or from 2."""
    told = dict(UNITS | TOLD[activation] | changes)
    start = told.pop("start", 2.0)
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
        LayerShape(name=f"fc{n}", inputs=4, units=4, activation=activation, activation_layer=f"{activation}{n}")
        for n in (1, 2, 3)
    )
    head = InsightHead(layers=shapes, probe=5, validation=5)
    insight = Insight(head=head, epochs=(record,), verdicts=()) if recorded else None
    losses = [start - loss * epoch for epoch in range(epochs)]
    history = [Epoch(n, loss, loss, 0.5, 0.5, 1.0) for n, loss in enumerate(losses, start=1)]
    return Seen(activation=activation, output=CLASSES, classes=10, insight=insight, history=history, test=accuracy)


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
        ("sigmoid_unfinished", run("sigmoid", loss=0.0), ALL_BEHIND),
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


def test_a_plateau_is_no_end():
    """A network that says what guessing says has not finished, however little its cross-entropy falls."""
    told = {finding.claim: finding for finding in findings([run("sigmoid", start=2.3, loss=1e-5), run("relu")], {})}
    finding = told["sigmoid_unfinished"]
    assert finding.outcome == "holds"
    assert finding.numbers["fall"] < 0.01
    assert finding.numbers["left"] == pytest.approx(2.3 / 2.302585, rel=1e-3)
    assert finding.numbers["relu"] == pytest.approx(2 * 0.05 / 1.15)


def why(*runs, differences=ALL_BEHIND):
    return {finding.claim: finding.why for finding in findings(runs, differences)}


def test_what_cannot_be_judged_says_why():
    none = why()
    assert set(none) == set(CLAIMS)
    assert set(none.values()) == {"no_run"}
    unseen = why(*(run(name, recorded=False, epochs=5) for name in TOLD), differences={("relu", "sigmoid"): True})
    assert unseen.pop("sigmoid_behind") == "no_test"
    assert unseen.pop("sigmoid_unfinished") == "too_short"
    assert set(unseen.values()) == {"no_insight"}
    assert {finding.outcome for finding in findings([], {})} == {"absent"}
    alone = why(run("sigmoid"))
    assert {name for name, reason in alone.items() if reason is None} == {
        *("sigmoid_shrinks", "sigmoid_vanishes", "sigmoid_unfinished")
    }
    assert set(alone.values()) == {None, "no_run"}
    shallow = why(run("sigmoid", derivative=None), run("tanh"))
    assert (shallow["sigmoid_shrinks"], shallow["tanh_steeper"]) == ("not_measured", "not_measured")


def test_the_numbers_are_medians_over_the_seeds():
    runs = [run("sigmoid", upstream=(ratio, ratio, 1.0)) for ratio in (0.001, 0.2, 0.3)]
    told = {finding.claim: finding for finding in findings(runs, {})}
    assert told["sigmoid_vanishes"].numbers == {"first_to_last": 0.2, "threshold": 0.01}
    assert told["sigmoid_vanishes"].outcome == "fails"
