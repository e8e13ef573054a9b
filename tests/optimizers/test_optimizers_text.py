"""An optimizer is a line of text, wherever it is written."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad import fit, fully_connected
from undergrad.data import Scaling
from undergrad.engines import make_engine
from undergrad.errors import UsageError
from undergrad.experiments import Network
from undergrad.experiments.networks import renewed
from undergrad.experiments.spec import parse_experiment, to_toml
from undergrad.notation.declaration import declarations
from undergrad.optimizers import OPTIMIZERS, SGD, Adam, AdamW, parse_optimizer
from undergrad.settings import Hyperparameters, with_numbers
from undergrad.tuning.space import parse_space

_SHARES = st.floats(0, 0.99)
_VALUES = {
    "momentum": _SHARES,
    "gamma": _SHARES,
    "beta_1": _SHARES,
    "beta_2": _SHARES,
    "epsilon": st.floats(1e-30, 1),
    "nesterov": st.booleans(),
    "epsilon_hat": st.booleans(),
    "weight_decay": st.floats(0, 10),
}


@st.composite
def optimizers(draw):
    kind = draw(st.sampled_from(list(OPTIMIZERS.values())))
    names = draw(st.lists(st.sampled_from(list(declarations(kind))), unique=True))
    return kind(**{name: draw(_VALUES[name]) for name in names})


@given(optimizers())
def test_the_canonical_text_describes_the_same_optimizer(optimizer):
    text = str(optimizer)
    assert parse_optimizer(text) == optimizer
    assert str(parse_optimizer(f" {text.replace('=', ' = ')} ,")) == text
    assert with_numbers(None, {"optimizer": optimizer}).optimizer == text


def test_what_is_the_default_is_not_written():
    assert [str(kind()) for kind in OPTIMIZERS.values()] == list(OPTIMIZERS)
    assert str(AdamW(weight_decay=0.1, beta_1=0.9)) == "adamw(weight_decay=0.1)"
    assert parse_optimizer("adam(0.8, 0.9)") == Adam(beta_1=0.8, beta_2=0.9)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("adm", "unknown optimizer 'adm'; did you mean 'adam'"),
        ("", "optimizer must be one of sgd, adagrad, rmsprop, adam, adamw, as 'sgd(momentum=0.9)', not ''"),
        ("sgd, adam", "optimizer must be one of sgd, adagrad, rmsprop, adam, adamw"),
        ("adam(beta=0.9)", "adam has no argument beta; write adam(beta_1=0.9, beta_2=0.999"),
        ("adam(beta_1=1)", "beta_1 of adam must be 0 or a number below 1, not 1.0"),
        ("adam(epsilon=0)", "epsilon of adam must be a positive number, not 0.0"),
        ("adam(epsilon_hat=1)", "epsilon_hat of adam must be True or False, not 1"),
        ("sgd(0.9", "the optimizer 'sgd(0.9' cannot be read: a comma or a closing bracket is missing at the end"),
        ("sgd(momentum=0.9, momentum=0.8)", "momentum of sgd occurs twice in the optimizer"),
        (7, "optimizer must be a text like 'sgd(momentum=0.9)', not 7"),
    ],
)
def test_a_text_that_describes_none_is_one_sentence(text, message):
    with pytest.raises(UsageError) as caught:
        parse_optimizer(text)
    assert message in str(caught.value)
    with pytest.raises(UsageError):
        with_numbers(None, {"optimizer": text})


def test_momentum_is_the_short_form_and_only_the_optimizer_is_kept():
    assert with_numbers(None, {"momentum": 0.9}) == Hyperparameters(optimizer="sgd(momentum=0.9)")
    assert with_numbers(None, {"momentum": 0}) == with_numbers(None, {"optimizer": "sgd()"}) == Hyperparameters()
    assert not hasattr(Hyperparameters(), "momentum")
    with pytest.raises(UsageError, match=r"momentum is the short form of optimizer 'sgd\(momentum=0.9\)'.*one of"):
        with_numbers(None, {"momentum": 0.9, "optimizer": "adam"})
    with pytest.raises(UsageError, match="momentum must be 0 or a number below 1, not 'much'"):
        with_numbers(None, {"momentum": "much"})


@dataclasses.dataclass(frozen=True)
class Mine(SGD):
    """An optimizer of one's own that a text would call sgd."""

    def step(self, gradient, learning_rate, memory, steps):
        return 0 * gradient


def test_an_optimizer_of_ones_own_is_refused_and_not_taken_for_the_one_it_derives_from(small):
    with pytest.raises(UsageError, match=r"Mine has no name in texts.*Descent takes it"):
        fit(fully_connected(36, [4], 5), small, epochs=1, optimizer=Mine())
    engine = make_engine("auto", fully_connected(36, [4], 5), Scaling.of(small.x_train), 5, "float64", optimizer=Mine())
    assert engine.name == "reference"


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_numbers_of_numpy_are_written_as_pythons(kind):
    assert str(Adam(beta_1=kind(0.5), epsilon=kind(0.25))) == "adam(beta_1=0.5, epsilon=0.25)"
    step = Adam(beta_1=kind(0.5)).step(np.ones(2, np.float32), 0.1, {}, 1)
    assert step.dtype == np.float32


def experiment(text):
    return parse_experiment(text, where="x.toml", name="x")


def test_an_experiment_file_takes_both_forms_and_a_network_overrides_what_is_shared():
    shared = 'momentum = 0.9\nlayers = "fc(4), relu"\n[[network]]\nname = "a"\n'
    both = experiment(f'{shared}[[network]]\nname = "b"\noptimizer = "adam( 0.8 )"\n')
    assert [network.optimizer for network in both.networks] == ["sgd(momentum=0.9)", "adam(beta_1=0.8)"]
    assert parse_experiment(to_toml(both), where="x.toml", name="x") == both
    other = experiment('optimizer = "adam"\nlayers = "fc(4), relu"\n[[network]]\nmomentum = 0.5\n')
    assert other.networks[0].optimizer == "sgd(momentum=0.5)"
    with pytest.raises(UsageError, match="momentum is the short form"):
        experiment('optimizer = "adam"\nmomentum = 0.5\nlayers = "fc(4), relu"\n')


def test_records_of_version_0_1_0_say_momentum():
    record = {"name": "n", "reg_lambda": 0.0, "hidden": [4], "activation": "relu", "momentum": 0.5}
    assert renewed(record)["optimizer"] == "sgd(momentum=0.5)"
    assert "momentum" not in renewed(record)


def test_a_search_chooses_among_optimizers_or_momenta():
    space = parse_space({"width": 4, "optimizer": ["sgd", "adam(beta_1=0.8)"]}, where="x")
    assert {space.network(values, "n").optimizer for values in space.grid()} == {"sgd", "adam(beta_1=0.8)"}
    space = parse_space({"width": 4, "momentum": [0.0, 0.9]}, where="x")
    assert {space.network(values, "n").optimizer for values in space.grid()} == {"sgd", "sgd(momentum=0.9)"}
    # Two texts of one optimizer are one network.
    assert len(parse_space({"width": [4, 8], "optimizer": ["adam", "adam()"]}, where="x").grid()) == 2
    with pytest.raises(UsageError, match="has both optimizer and momentum, which is short for it"):
        parse_space({"width": [4, 8], "momentum": 0.5, "optimizer": "sgd"}, where="x")
    with pytest.raises(UsageError, match=r"optimizer in the space of x cannot be 'adm'.*did you mean 'adam'"):
        parse_space({"width": [4, 8], "optimizer": ["adm", "sgd"]}, where="x")


def test_a_network_says_its_optimizer_in_one_way():
    one, other = (Network(name="n", optimizer=text) for text in ("sgd(0.9)", "sgd( momentum = 0.9, nesterov=False)"))
    assert one == other
    assert one.optimizer == str(SGD(momentum=0.9))
    assert dataclasses.replace(one, optimizer="adam( )").optimizer == "adam"


def test_the_command_takes_both_forms_and_stores_the_optimizer(cli, tmp_path):
    small = ("--layers", "fc(4), relu", "--epochs", 1, "--quiet", "--out")
    code, _, err = cli("train", *small, "a", "--optimizer", "adam(beta_1=0.8)")
    assert code == 0
    assert not err
    assert 'optimizer = "adam(beta_1=0.8)"' in (tmp_path / "a" / "experiment.toml").read_text("utf-8")
    code, out, err = cli("train", *small, "b", "--optimizer", "adam", "--momentum", 0.9)
    assert (code, out) == (2, "")
    assert err.startswith("undergrad: momentum is the short form of optimizer 'sgd(momentum=0.9)'")
    assert not (tmp_path / "b").exists()
