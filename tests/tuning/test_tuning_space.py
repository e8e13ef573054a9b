"""What is searched, from a person's TOML to networks."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.errors import UsageError
from undergrad.experiments import DataSpec
from undergrad.tuning import DEFAULT, Range, Search, parse_search, parse_space
from undergrad.tuning.search import load_search, shipped, to_toml


@pytest.mark.parametrize(
    ("space", "words"),
    [
        ({"widht": [3, 4]}, "unknown parameter 'widht' in the space of x; did you mean 'width'?"),
        ({"width": []}, "width in the space of x has no values; give at least one"),
        ({"width": [4, 4]}, "width in the space of x has a value twice; give each once"),
        ({"width": [4, 0]}, "width in the space of x must be a whole number of at least 1, not 0"),
        ({"width": [4, 2.5]}, "width in the space of x must be a whole number of at least 1, not 2.5"),
        ({"layers": [1, "two"]}, "depth in the space of x must be a whole number of at least 1, not 'two'"),
        ({"taper": [1, -1]}, "taper in the space of x must be a ratio between 0 and 10, not -1"),
        (
            {"activation": ["relu", "rellu"]},
            "activation in the space of x cannot be 'rellu': unknown activation 'rellu'",
        ),
        ({"learning_rate": [0.1, -1.0]}, "learning_rate in the space of x cannot be -1.0: learning_rate must be a pos"),
        ({"learning_rate": [0.1, "fast"]}, "learning_rate in the space of x cannot be 'fast'"),
        ({"learning_rate": {"low": 1, "high": 0.1}}, "has low = 1, which is not below high = 0.1"),
        ({"learning_rate": {"low": 0, "high": 0.1, "log": True}}, "has a logarithm of low = 0; give a positive one"),
        (
            {"learning_rate": {"low": 0.1}},
            "learning_rate in the space of x has no high; write {low = ..., high = ",
        ),
        (
            {"learning_rate": {"low": 0.1, "hi": 1}},
            "unknown key 'hi' in the range of learning_rate in the space of x; did",
        ),
        ({"learning_rate": {"low": "a", "high": 1}}, "has a value of the wrong kind: low must be a number, not a text"),
        ({"width": {"low": 1, "high": 9, "steps": 2.5}}, "steps must be a whole number, not a decimal number"),
        ({"learning_rate": {"low": 0.1, "high": 1, "steps": 1}}, "has steps = 1; a range has at least 2"),
        ({"momentum": [0, 1.0]}, "momentum in the space of x cannot be 1.0: momentum must be 0 or a number below 1"),
        ({"epochs": [5, 0]}, "epochs in the space of x cannot be 0: epochs must be a whole number of at least 1"),
        ({"hidden": [[8], [8, "x"]]}, "hidden in the space of x cannot be (8, 'x')"),
        ({"hidden": [[[8]]]}, "hidden in the space of x must be a value, a list of values, or one range"),
        ({"learning_rate": [{"low": 0.1, "high": 1}]}, "must be a value, a list of values, or one range {low = ..., "),
        ({"hidden": [[8], [4]], "width": [4, 8]}, "has both hidden and width; give one of the two forms"),
        pytest.param(
            {"hidden": [[8], [4]], "learning_rate": math.nan},
            "learning_rate in the space of x cannot be nan: learning_rate must be a positive number, not nan",
            marks=pytest.mark.attack,
        ),
        pytest.param(
            {"hidden": [[8], [4]], "learning_rate": {"low": math.nan, "high": 0.1}},
            "learning_rate in the space of x cannot be nan",
            marks=pytest.mark.attack,
        ),
        ({"width": 8}, "the space of x has a single network in it; give a parameter several values"),
    ],
)
def test_a_wrong_space_is_said_in_a_sentence(space, words):
    with pytest.raises(UsageError) as caught:
        parse_space(space, where="x")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("trails = 3", "unknown key 'trails' in x.toml; did you mean 'trials'?"),
        ("trials = 0", "trials must be a whole number of at least 1, not 0"),
        ("trials = 'many'", "x.toml has a value of the wrong kind: trials must be a whole number, not a text"),
        ("strategy = 'tpee'", "unknown strategy 'tpee'; did you mean 'tpe'?"),
        ("reduction = 1", "reduction must be a whole number of at least 2, not 1"),
        ("seed = -1", "seed must be a whole number of at least 0, not -1"),
        ("space = 3", "in x.toml, the space is written as a [space] table"),
        ("name = '../x'", "the search name '../x' cannot name a folder"),
        ("trials = ", "x.toml is not valid TOML"),
        pytest.param("", "x.toml is empty; describe the space, as a [space] table", marks=pytest.mark.attack),
        (
            "strategy = 'grid'\n[space]\nlearning_rate = {low = 0.1, high = 1}",
            "a grid needs to know how many values learning_rate has: give its range steps, as steps = 4",
        ),
    ],
)
def test_a_wrong_search_is_said_in_a_sentence(text, words):
    with pytest.raises(UsageError) as caught:
        parse_search(text, where="x.toml", name="x")
    assert words in str(caught.value)


numbers = st.floats(1e-6, 1e3).map(lambda value: float(f"{value:.3g}"))
choices = st.fixed_dictionaries(
    {"width": st.lists(st.integers(1, 999), min_size=2, max_size=4, unique=True)},
    optional={
        "layers": st.lists(st.integers(1, 5), min_size=1, max_size=3, unique=True),
        "taper": st.lists(st.sampled_from([0.25, 0.5, 1.0, 2.0]), min_size=1, max_size=3, unique=True),
        "activation": st.lists(st.sampled_from(["relu", "tanh", "sigmoid"]), min_size=1, max_size=3, unique=True),
        "schedule": st.sampled_from(["constant", "step", "cosine"]),
        "epochs": st.integers(1, 100),
        "learning_rate": st.tuples(numbers, numbers, st.booleans())
        .filter(lambda pair: pair[0] < pair[1])
        .map(lambda pair: {"low": pair[0], "high": pair[1], "log": pair[2], "steps": 3}),
    },
)


@given(choices, st.integers(0, 99))
def test_what_is_drawn_lies_in_the_space_and_makes_a_network(table, seed):
    space = parse_space(table, where="x")
    values = space.drawn(np.random.default_rng(seed))
    assert values.keys() == space.searched.keys()
    network = space.network(values, "n")
    network.check()
    assert network.activation in np.atleast_1d(table.get("activation", "relu"))
    assert len(network.hidden) in np.atleast_1d(table.get("layers", 1))
    assert network.hidden[0] in table["width"]
    if "learning_rate" in table:
        assert table["learning_rate"]["low"] <= network.learning_rate <= table["learning_rate"]["high"]
    for key, levels in space.levels().items():
        assert all(space.network({**values, key: level}, "n").check() is None for level in levels)


@given(choices, st.integers(0, 99), st.integers(0, 99))
def test_what_tells_networks_apart_is_what_is_different_in_them(table, one, other):
    space = parse_space({**table, "step_factor": [0.1, 0.5]}, where="x")
    drawn = [space.drawn(np.random.default_rng(seed)) for seed in (one, other)]
    first, second = (space.network(values, "n") for values in drawn)
    if first.schedule != "step":
        first, second = (dataclasses.replace(network, step_factor=0.1) for network in (first, second))
    assert (space.effective(drawn[0]) == space.effective(drawn[1])) == (first == second)


def test_texts_are_chosen_among_and_their_holes_are_parameters():
    table = {
        "layers": ["fc({width}), {activation}", "fc({width}), {activation}, fc({narrow}), {activation}"],
        "width": {"low": 8, "high": 16},
        "narrow": [2, 4],
        "activation": ["tanh", "leaky_relu(alpha=0.2)"],
        "epochs": 3,
    }
    space = parse_space(table, where="x")
    assert list(space.searched) == ["layers", "width", "activation", "narrow"]
    values = {"layers": table["layers"][1], "width": 9, "narrow": 2, "activation": "leaky_relu(alpha=0.2)"}
    made = space.network(values, "n")
    assert made.layers == "fc(9), leaky_relu(alpha=0.2), fc(2), leaky_relu(alpha=0.2)"
    drawn = space.drawn(np.random.default_rng(0))
    assert isinstance(drawn["width"], int)
    search = Search(name="s", data={"dataset": "mnist-10k"}, space=space, strategy="random")
    assert parse_search(to_toml(search), where="x", name="x").space == space


@pytest.mark.parametrize(
    ("space", "words"),
    [
        (
            {"layers": "fc({width}), relu"},
            "layers in the space of x have the placeholder {width}; give width its values",
        ),
        ({"layers": "fc({epochs}), relu", "epochs": [1, 2]}, "have the placeholder {epochs}; give it another name"),
        ({"layers": "fc({}), relu"}, "have the placeholder {}; give it another name"),
        ({"layers": ["fc(8), relu", "fc(8)"]}, "has networks that cannot be built: the last layer is added for you"),
        ({"layers": "fc({w}), relu", "w": [4, 0]}, "output_dim of fc must be a whole number of at least 1, not 0"),
        ({"layers": "fc(8), relu", "width": [4, 8]}, "has both layers and width; give one of the two forms"),
        ({"layers": ["fc(8), relu"], "hidden": [[8], [4]]}, "has both layers and hidden; give one of the two forms"),
        ({"layers": "fc(8), relu"}, "has a single network in it"),
    ],
)
def test_a_wrong_text_is_said_in_a_sentence(space, words):
    with pytest.raises(UsageError) as caught:
        parse_space(space, where="x")
    assert words in str(caught.value)


@given(choices, st.sampled_from(["grid", "random", "tpe"]), st.integers(1, 500), st.booleans())
def test_a_search_survives_toml(table, strategy, trials, early):
    search = Search(
        name="s",
        data={"dataset": "mnist-10k"},
        space=parse_space(table, where="x"),
        strategy=strategy,
        trials=trials,
        early_stopping=early,
    )
    read = parse_search(to_toml(search), where="again", name="other")
    assert to_toml(read) == to_toml(search)
    assert read.identity == parse_search(to_toml(search), where="once more", name="s").identity


@pytest.mark.parametrize("name", shipped.names())
def test_shipped_searches_load(name):
    search = load_search(name)
    assert search.name == name
    docs = Path(__file__).parents[2] / "docs"
    pages = [docs / "how-to" / "tuning.md", docs / "reference" / "searches.md"]
    assert any(f"undergrad tune {name}" in page.read_text("utf-8") for page in pages)


def test_the_default_search_is_the_same_when_it_is_read_again():
    search = Search(name="s", data=DataSpec(dataset="mnist-10k"))
    assert parse_search(to_toml(search), where="x", name="s").identity == search.identity


def test_the_default_space_has_every_parameter_of_the_homework():
    assert {
        "depth",
        "width",
        "activation",
        "learning_rate",
        "schedule",
        "reg_lambda",
        "epochs",
    } <= DEFAULT.searched.keys()


def test_a_range_in_the_logarithm_has_as_many_draws_in_each_decade():
    range_ = Range(low=0.001, high=1.0, log=True)
    draws = [range_.at(share, whole=False) for share in np.random.default_rng(0).random(3000)]
    decades = np.bincount([math.floor(math.log10(draw) + 3) for draw in draws], minlength=3)[:3]
    assert decades.min() > 900


def test_hidden_widths_may_be_given_whole():
    space = parse_space({"hidden": [[128, 32], [64], []], "learning_rate": 0.1}, where="x")
    assert [space.network({"hidden": hidden}, "n").hidden for hidden in space.levels()["hidden"]] == [
        (128, 32),
        (64,),
        (),
    ]
    assert parse_space({"hidden": [], "learning_rate": [0.1, 0.2]}, where="x").network({}, "n").hidden == ()
    one = parse_space({"hidden": [128, 32], "learning_rate": [0.1, 0.2]}, where="x")
    assert one.network({"learning_rate": 0.2}, "n").hidden == (128, 32)


def test_taper_narrows_each_further_layer():
    space = parse_space({"layers": 3, "width": [100, 200], "taper": 0.5}, where="x")
    assert space.network({"width": 100}, "n").hidden == (100, 50, 25)


def test_what_has_no_effect_makes_no_other_network():
    space = parse_space({"layers": [1, 2], "width": 8, "taper": [0.5, 1.0], "schedule": "constant"}, where="x")
    assert len(space.grid()) == 3  # one layer has no taper
    assert space.combinations() == space.grid()
    idle = parse_space({"width": [8, 16], "step_factor": [0.1, 0.5], "schedule": ["constant", "step"]}, where="x")
    assert len(idle.grid()) == 6  # a factor matters under "step" alone


def test_a_grid_that_nobody_could_go_through_is_said():
    ranges = {key: {"low": 1e-5, "high": 0.5, "steps": 60} for key in ("learning_rate", "reg_lambda", "momentum")}
    with pytest.raises(UsageError, match="216,000 combinations are too many to go through; use random or tpe"):
        parse_space(ranges, where="x").grid()
