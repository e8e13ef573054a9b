"""The sentences follow the numbers, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from test_claims import ALL_BEHIND, TOLD, run

from undergrad.architecture import short
from undergrad.display.languages import LANGUAGES
from undergrad.experiments import Comparison, Experiment, Network
from undergrad.experiments.spec import DataSpec
from undergrad.experiments.statistics import Difference
from undergrad.insight import CLAIMS
from undergrad.report.explanation import explanation


def network(activation):
    return Network(name=f"net-{activation}", layers=str(short(activation=activation)))


def comparison(pairs=ALL_BEHIND, networks=tuple(TOLD)):
    return Comparison(
        experiment=Experiment(
            name="e",
            data=DataSpec(),
            networks=tuple(map(network, networks)),
            seeds=(0,),
        ),
        rows=(),
        differences=tuple(
            Difference(first=f"net-{a}", second=f"net-{b}", difference=0.1, p_value=0.0, exceeds_chance=x, method="m")
            for (a, b), x in pairs.items()
        ),
        runs=(),
    )


def runs(*changed):
    return [(network(name), seen) for name, seen in _told(changed).items()]


def _told(changed):
    return {name: run(name) for name in TOLD} | {seen.activation: seen for seen in changed}


def rows(*arguments):
    [explained] = explanation(*arguments)
    assert explained.title == ""
    return [[text.replace("\u00a0", " ") for text in row] for row in explained.rows]


def test_each_claim_stands_beside_its_measurement():
    told = rows(comparison(), runs())
    assert len(told) == len(CLAIMS)
    assert {outcome for *_, outcome in told} == {"✓ holds"}
    measured = [measured for _, measured, _ in told]
    assert measured[1].startswith("the first layer's gradient is 0.0001 of the last layer's")
    assert "sigmoid 0.0001, relu 1.2, tanh 1.3" in measured[2]
    assert measured[3].startswith(
        "over the last tenth of its 20 epochs its cross-entropy fell by 8.7 %, to 45.6 % of that of guessing; "
        "in the same time that of relu 8.7 %, tanh 8.7 %;"
    )
    assert "for 40 % of the units" in measured[5]
    assert "tanh's mean derivative is 0.7 and the sigmoid's 0.2" in measured[7]


def test_a_claim_that_is_false_is_called_so():
    told = rows(comparison(), runs(run("sigmoid", upstream=(0.1, 0.5, 1.0)), run("relu", dead=0.0)))
    false = [(claim, measured) for claim, measured, outcome in told if outcome == "✗ does not hold"]
    assert [re.search(r"vanishes|no longer learn", claim)[0] for claim, _ in false] == ["vanishes", "no longer learn"]
    assert "0 % of the units are active for none of the validation images" in false[1][1]


def test_what_was_not_measured_is_said_with_its_reason():
    told = rows(comparison({}, ("relu",)), [(network("relu"), run("relu"))])
    assert [outcome for *_, outcome in told].count("– not in these runs") == len(CLAIMS) - 2
    unseen = [(network(name), run(name, recorded=False)) for name in TOLD]
    outcomes = {outcome for *_, outcome in rows(comparison(), unseen)}
    assert outcomes == {"✓ holds", "– not recorded; train with --insight"}
    assert explanation(comparison({}, ("relu",)), [(network("relu"), run("relu", recorded=False))]) == []


@pytest.mark.parametrize(
    ("pairs", "outcome"),
    [
        (ALL_BEHIND, "✓ holds"),
        ({(b, a): exceeds for (a, b), exceeds in ALL_BEHIND.items()}, "✗ does not hold"),
        ({}, "– not tested: that takes runs with the same seeds"),
    ],
)
def test_a_difference_counts_only_in_its_direction_and_where_it_was_tested(pairs, outcome):
    told = {claim: outcome for claim, _, outcome in rows(comparison(pairs), runs())}
    assert told["The sigmoid is behind the others on the test set, by more than chance"] == outcome


def test_only_networks_that_are_alike_are_compared():
    """A sigmoid network of another shape, and one that learned at another rate, are judged by themselves."""
    other = replace(network("sigmoid"), name="wide", layers="fc(600), sigmoid")
    told = explanation(comparison(), [*runs()[1:], (other, run("sigmoid", accuracy=0.1))])
    assert [("500-500" in group.title, "600" in group.title) for group in told] == [(True, False), (False, True)]
    outcomes = [dict(zip(CLAIMS, (outcome for *_, outcome in group.rows), strict=True)) for group in told]
    assert outcomes[0]["tanh_steeper"] == outcomes[1]["sigmoid_behind"] == "– not in these runs"
    assert outcomes[1]["sigmoid_vanishes"] == "✓ holds"
    faster = replace(network("tanh"), learning_rate=0.1)
    assert len(explanation(comparison(), [*runs()[:2], (faster, run("tanh"))])) == 2


@pytest.mark.parametrize("changed", [(), (run("sigmoid", upstream=(0.1, 0.5, 1.0)),), (run("tanh", recorded=False),)])
def test_both_languages_say_the_same_numbers(changed):
    one, other = (rows(comparison(), runs(*changed), language) for language in LANGUAGES)
    for english, korean in zip(one, other, strict=True):
        for texts in zip(english, korean, strict=True):
            measured = [re.findall(r"\d+\.\d+(?:e-\d+)?", text) for text in texts]
            assert sorted(measured[0]) == sorted(measured[1])
        assert re.search("[가-힣]", korean[0])
        assert not re.search("[가-힣]", "".join(english))
