"""The sentences follow the numbers, in both languages."""

from __future__ import annotations

import re

import pytest
from test_claims import ALL_BEHIND, TOLD, run

from undergrad.experiments import Comparison, Experiment, Network
from undergrad.experiments.spec import DataSpec
from undergrad.experiments.statistics import Difference
from undergrad.insight import CLAIMS
from undergrad.report.explanation import explanation
from undergrad.report.languages import LANGUAGES


def comparison(pairs=ALL_BEHIND, networks=tuple(TOLD)):
    return Comparison(
        experiment=Experiment(
            name="e",
            data=DataSpec(),
            networks=tuple(Network(name=f"net-{name}", activation=name) for name in networks),
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
    return ({name: run(name) for name in TOLD} | {seen.activation: seen for seen in changed}).values()


def test_each_claim_stands_beside_its_measurement():
    told = explanation(comparison(), runs())
    assert len(told) == len(CLAIMS)
    assert all(sentence.endswith("This holds here.") for sentence in told)
    assert "the first layer's gradient is 0.0001 of the last layer's" in told[1]
    assert "sigmoid 0.0001, relu 1.2, tanh 1.3" in told[2]
    assert "over the last tenth of its 20 epochs its cross-entropy fell by 8.7 %" in told[3]
    assert "where the units work, tanh's mean derivative is 0.7 and the sigmoid's 0.2" in told[7]


def test_a_claim_that_is_false_is_called_so():
    told = explanation(comparison(), runs(run("sigmoid", upstream=(0.1, 0.5, 1.0)), run("relu", dead=0.0)))
    false = [sentence for sentence in told if sentence.endswith("This does not hold here.")]
    assert [re.search(r"vanishes|never learn", sentence)[0] for sentence in false] == ["vanishes", "never learn"]
    assert "0 % of the units are dead" in false[1]


def test_what_was_not_measured_is_said_in_one_sentence():
    told = explanation(comparison({}, ("relu",)), [run("relu")])
    assert len(told) == 3
    assert told[-1].startswith("Not in these runs, so neither shown nor refuted:")
    assert "Tanh learns on both sides of 0" in told[-1]
    assert explanation(comparison({}, ("relu",)), [run("relu", recorded=False)]) == []


@pytest.mark.parametrize(("reverse", "ending"), [(False, "This holds here."), (True, "This does not hold here.")])
def test_a_difference_counts_only_in_its_direction(reverse, ending):
    pairs = {(b, a) if reverse else (a, b): exceeds for (a, b), exceeds in ALL_BEHIND.items()}
    told = explanation(comparison(pairs), runs())
    assert next(sentence for sentence in told if "behind the others" in sentence).endswith(ending)


@pytest.mark.parametrize("changed", [(), (run("sigmoid", upstream=(0.1, 0.5, 1.0)),), (run("tanh", recorded=False),)])
def test_both_languages_say_the_same_numbers(changed):
    one, other = (explanation(comparison(), runs(*changed), language) for language in LANGUAGES)
    assert len(one) == len(other)
    for english, korean in zip(one, other, strict=True):
        assert re.search("[가-힣]", korean)
        assert not re.search("[가-힣]", english)
        measured = [re.findall(r"\d+\.\d+(?:e-\d+)?", text) for text in (english, korean)]
        assert sorted(measured[0]) == sorted(measured[1])
