"""What a report says of the numbers that steer a training follows from their declarations."""

from __future__ import annotations

import csv
import dataclasses
import io

import msgspec
import pytest

from undergrad.experiments import Network, load_experiment
from undergrad.report.numbers import shown
from undergrad.report.tables import protocol
from undergrad.report.tuning import tuning_csv
from undergrad.report.words import say
from undergrad.settings import DECLARATIONS, DEFAULTS
from undergrad.tuning import load_tuning

OTHER = {"whole": 7, "number": 0.25, "numbers": (0.25, 0.5), "weights": "balanced", "text": "adam"}


def other(name: str) -> object:
    """A value of that number which is not its default."""
    kind = DECLARATIONS[name].kind
    return next(choice for choice in kind.choices if choice != DEFAULTS[name]) if kind.choices else OTHER[kind.form]


def experiment_with(**numbers):
    base = load_experiment("activations-mnist-10k")
    networks = tuple(dataclasses.replace(network, **numbers) for network in base.networks[:2])
    return msgspec.structs.replace(base, networks=networks)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", DECLARATIONS)
def test_every_number_that_is_not_the_homeworks_is_said(name, language):
    steps = {"schedule": "step"} if name.startswith("step_") else {}
    value = other(name)
    said = protocol(experiment_with(**steps, **{name: value}), language)
    assert f"; {say(name, language)} {shown(value)}" in said


def test_the_homeworks_protocol_is_said_and_no_other_default():
    said = protocol(experiment_with())
    assert said == (
        "Data set mnist-10k; hidden layers 500-500; epochs 100; learning rate 0.001; batch size 128; L2 lambda 1e-08; "
        "seed 0."
    )


def test_a_value_of_each_network_is_said_where_they_differ():
    base = experiment_with()
    one, two = base.networks
    networks = (one, dataclasses.replace(two, learning_rate=0.5))
    assert "learning rate 0.001, 0.5;" in protocol(msgspec.structs.replace(base, networks=networks))


def test_the_csv_of_a_search_has_every_number(request):
    tuning = load_tuning(request.path.parent / "stored/version_0_1_0/search")
    rows = list(csv.DictReader(io.StringIO(tuning_csv(tuning))))
    for row, chosen in zip(rows, tuning.chosen, strict=True):
        assert isinstance(chosen.network, Network)
        for name in DECLARATIONS:
            assert row[name] == shown(getattr(chosen.network, name)) or float(row[name]) == getattr(
                chosen.network, name
            )
