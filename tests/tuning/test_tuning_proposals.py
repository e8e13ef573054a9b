"""What each trial tries, and when it is stopped: functions of what is known, and of nothing else."""

from __future__ import annotations

import itertools
import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.training import Epoch
from undergrad.tuning import Search, parse_space
from undergrad.tuning.halving import bars, reached
from undergrad.tuning.proposers import Seen, propose

SPACE = parse_space(
    {
        "width": [8, 16, 32],
        "activation": ["relu", "tanh"],
        "learning_rate": {"low": 0.001, "high": 1.0, "log": True, "steps": 4},
    },
    where="test",
)


def search(strategy, **settings):
    return Search(name="s", data={"dataset": "mnist-10k"}, space=SPACE, strategy=strategy, **settings)


def goodness(values):
    """Best at a learning rate of 0.1."""
    return 0.9 - 0.2 * abs(math.log10(values["learning_rate"]) + 1) + 0.01 * (values["activation"] == "tanh")


def proposals(strategy, count, seed=0):
    seen = []
    for number in range(count):
        values = propose(search(strategy, seed=seed), number, seen)
        seen.append(Seen(values, goodness(values)))
    return [one.values for one in seen]


@pytest.mark.parametrize("strategy", ["grid", "random", "tpe"])
def test_the_same_seed_gives_the_same_proposals_another_seed_others_and_none_twice(strategy):
    one, two, other = (proposals(strategy, 20, seed) for seed in (0, 0, 1))
    assert one == two
    assert one != other
    assert all(a != b for a, b in itertools.combinations(one, 2))


def test_a_grid_has_every_combination_once_and_then_ends():
    found = proposals("grid", 24)
    assert len({tuple(values.items()) for values in found}) == 24
    assert propose(search("grid"), 24, []) is None
    # Part of a grid is spread over all of it: its first half has every width.
    assert {values["width"] for values in found[:12]} == {8, 16, 32}


def test_a_space_that_has_been_tried_whole_ends_the_search():
    space = parse_space({"width": [8, 16], "activation": ["relu", "tanh"]}, where="x")
    for strategy in ("random", "tpe"):
        seen, small = [], msgspec.structs.replace(search(strategy), space=space)
        for number in range(4):
            values = propose(small, number, seen)
            seen.append(Seen(values, 0.5))
        assert len({tuple(one.values.items()) for one in seen}) == 4
        assert propose(small, 4, seen) is None


@pytest.mark.parametrize("strategy", ["random", "tpe"])
def test_of_a_range_of_whole_numbers_each_is_as_probable_as_another(strategy):
    space = parse_space({"width": {"low": 1, "high": 4}, "activation": ["relu", "tanh"]}, where="x")
    first = [
        propose(msgspec.structs.replace(search(strategy, seed=seed), space=space), 0, [])["width"]
        for seed in range(300)
    ]
    counts = [first.count(width) for width in (1, 2, 3, 4)]
    assert sum(counts) == 300
    assert min(counts) > 52  # 75 each; those at the ends had 50
    assert max(counts) < 98


@pytest.mark.parametrize("strategy", ["random", "tpe"])
def test_a_range_of_whole_numbers_is_gone_through_whole(strategy):
    space = parse_space({"width": {"low": 1, "high": 6}}, where="x")
    seen, small = [], msgspec.structs.replace(search(strategy), space=space)
    for number in range(6):
        seen.append(Seen(propose(small, number, seen), 0.5))
    assert {one.values["width"] for one in seen} == set(range(1, 7))
    assert propose(small, 6, seen) is None


def test_tpe_learns_where_it_is_good_and_chance_does_not():
    def late(strategy):
        return [goodness(values) for seed in range(3) for values in proposals(strategy, 40, seed)[20:]]

    assert sum(late("tpe")) / 60 > sum(late("random")) / 60 + 0.05


def test_tpe_takes_stopped_failed_and_running_trials():
    seen = [
        Seen({"width": 8, "activation": "relu", "learning_rate": 0.01}, 0.3, {1: 0.3}, True),
        Seen({"width": 8, "activation": "tanh", "learning_rate": 0.01}, 0.0),
        Seen({"width": 16, "activation": "tanh", "learning_rate": 0.5}, None),
    ] * 8
    values = propose(search("tpe"), 24, seen)
    assert values["learning_rate"] > 0


accuracies = st.dictionaries(st.sampled_from([1, 3, 9]), st.floats(0, 1), max_size=3)


@given(st.lists(accuracies, max_size=30), st.integers(2, 4), st.randoms())
def test_the_bar_lets_one_in_so_many_pass_and_does_not_depend_on_the_order(earlier, reduction, random):
    found = bars(earlier, (1, 3, 9), reduction)
    shuffled = random.sample(earlier, len(earlier))
    assert bars(shuffled, (1, 3, 9), reduction) == found
    trials = 1 + sum(bool(trial) for trial in earlier)
    for number, rung in enumerate((1, 3, 9), start=1):
        values = [trial[rung] for trial in earlier if rung in trial]
        # The bar lets no more pass than one in `reduction` of those that passed the rung before.
        places = -(-trials // reduction**number)
        if rung not in found:
            assert len(values) < places  # too few to compare with
            continue
        assert sum(value > found[rung] for value in values) < places
        assert sum(value >= found[rung] for value in values) >= places


def test_without_anything_to_compare_with_nothing_is_stopped():
    assert bars([], (1, 3), 3) == {}
    assert bars([{}], (1, 3), 3) == {}


def test_what_was_reached_is_the_best_up_to_the_rung():
    history = [Epoch(number, 0.0, 0.0, 0.0, accuracy, 0.0) for number, accuracy in enumerate([0.5, 0.4, 0.6, 0.2], 1)]
    assert reached(history, (1, 2, 3, 9)) == {1: 0.5, 2: 0.5, 3: 0.6}


def test_rungs_divide_the_most_epochs():
    space = parse_space({"width": [8, 16], "epochs": [10, 40]}, where="x")
    assert msgspec.structs.replace(search("random"), space=space).rungs == (1, 4, 13)
    assert msgspec.structs.replace(search("random"), space=space, early_stopping=False).rungs == ()
