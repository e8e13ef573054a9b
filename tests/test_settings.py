"""Each number that steers a training is declared once, and everything that names it follows."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import typing

import msgspec
import pytest

from undergrad import fit, fully_connected
from undergrad.cli.main import build_parser
from undergrad.display.languages import LANGUAGES
from undergrad.errors import UsageError
from undergrad.experiments import Network
from undergrad.experiments.networks import KEYS
from undergrad.experiments.stored import FIELDS
from undergrad.optimizers import Optimizer
from undergrad.report.words import say
from undergrad.settings import DECLARATIONS, DEFAULTS, SHORT_FORMS, Hyperparameters, Numbers, with_numbers
from undergrad.tuning.space import PARAMETERS, parse_space


def test_the_types_of_the_keywords_are_those_of_the_numbers():
    declared = typing.get_type_hints(Hyperparameters)
    keywords = typing.get_type_hints(Numbers)
    assert declared.pop("step_at") == tuple[float, ...]
    assert typing.get_origin(keywords.pop("step_at")).__name__ == "Sequence"
    assert declared.pop("class_weight") == str | tuple[float, ...]
    assert "Sequence" in str(keywords.pop("class_weight"))
    assert declared.pop("optimizer") is str
    assert keywords.pop("optimizer") == str | Optimizer
    assert keywords.pop("momentum") is float
    assert keywords == declared
    assert [name for name in Numbers.__annotations__ if name not in SHORT_FORMS] == list(DECLARATIONS)


def test_every_number_is_an_option_a_key_a_parameter_and_a_column():
    for command in ("train", "compare"):
        options = build_parser().commands[command]._option_string_actions
        for name, declaration in DECLARATIONS.items():
            action = options[f"--{name.replace('_', '-')}"]
            assert action.metavar == declaration.letter
            assert action.help.startswith(declaration.help)
    assert set(DECLARATIONS) <= set(KEYS)
    assert set(DECLARATIONS) <= set(PARAMETERS)
    assert set(DECLARATIONS) <= set(FIELDS)
    for language in LANGUAGES:
        assert all(say(name, language) for name in DECLARATIONS)


@pytest.mark.parametrize("name", DECLARATIONS)
def test_a_default_is_allowed_and_what_is_no_value_is_not_wherever_it_is_given(name):
    DECLARATIONS[name].kind.check(name, DEFAULTS[name])
    for check in (
        lambda: DECLARATIONS[name].kind.check(name, None),
        lambda: with_numbers(None, {name: None}),
        lambda: dataclasses.replace(Network(name="n"), **{name: None}).check(),
        lambda: parse_space({name: [DEFAULTS[name], {}], "width": [4, 8]}, where="x"),
    ):
        with pytest.raises(UsageError, match=name):
            check()


def test_a_number_by_itself_overrides_the_settings(small):
    settings = Hyperparameters(epochs=3, learning_rate=0.2, batch_size=32, step_at=(0.5,))
    changed = with_numbers(settings, {"epochs": 2, "step_at": [0.25, 0.75]})
    assert changed == dataclasses.replace(settings, epochs=2, step_at=(0.25, 0.75))
    assert with_numbers(None, {}) == Hyperparameters()
    result = fit(fully_connected(36, [4], 5), small, settings, epochs=2)
    assert len(result.history) == 2
    network = Network(name="n", layers="fc(4), relu", epochs=1, learning_rate=0.2)
    assert len(fit(network.architecture.build((6, 6), 5), small, network).history) == 1


def test_a_record_holds_every_number_also_those_that_were_left_out():
    network = msgspec.json.decode(b'{"name": "n", "epochs": 3}', type=Network)
    assert network == Network(name="n", epochs=3)
    stored = msgspec.to_builtins(network)
    assert stored.keys() == {"name", "layers", "output", "homework", *DECLARATIONS}
    assert {name: stored[name] for name in DECLARATIONS} == {**DEFAULTS, "epochs": 3}


def test_the_declarations_are_read_without_numpy_and_msgspec():
    code = "import sys, undergrad.settings; print([name for name in ('numpy', 'msgspec') if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"
