"""What winnowing promises, and what stands out from a distribution."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undergrad.course.similarity.fingerprints import LENGTH, WINDOW, hashes, winnowed
from undergrad.course.similarity.programs import program, sequences
from undergrad.course.similarity.threshold import FEWEST, threshold

WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=60)


def fingerprints(texts):
    numbers = hashes(texts)
    return {numbers[place] for place in winnowed(numbers, range(len(numbers)))}


@settings(max_examples=200)
@given(WORDS, WORDS, WORDS, WORDS, st.lists(st.sampled_from("abcdefgh"), min_size=LENGTH + WINDOW - 1, max_size=40))
def test_whatever_is_as_long_as_promised_leaves_a_fingerprint_in_both(a, b, c, d, copied):
    assert fingerprints([*a, *copied, *b]) & fingerprints([*c, *copied, *d])


@settings(max_examples=100)
@given(WORDS, WORDS)
def test_nothing_is_shared_without_a_sequence_in_common(a, b):
    def whole(texts):
        return {tuple(texts[start : start + LENGTH]) for start in range(len(texts) - LENGTH + 1)}

    assert bool(fingerprints(a) & fingerprints(b)) <= bool(whole(a) & whole(b))


def test_few_of_all_sequences_are_fingerprints():
    draw = random.Random(1)
    texts = [draw.choice("abcdefgh") for _ in range(20_000)]
    assert len(fingerprints(texts)) / len(texts) == pytest.approx(2 / (WINDOW + 1), rel=0.03)


def test_hashes_are_the_same_on_every_machine():
    assert hashes(list("abcdefghij")) == [6246514227501293953]


def test_what_is_in_the_handout_is_no_fingerprint_and_not_the_submissions_own():
    handed_out = "def f(a):\n    b = [a, a, a]\n    c = {a: b, b: a}\n"
    own = "    return [c for c in a if c < b] + [a ** b]\n"
    one = program("kim", {"a.py": handed_out + own}, sequences(handed_out))
    assert one.fingerprints
    lines = {line for (_, line), is_own in zip(one.places, one.own, strict=True) if is_own}
    assert lines == {4}


def test_functions_in_another_order_have_the_same_fingerprints():
    parts = [f"def f{number}(a):\n    return {'-' * number}a + [a, a.{'real.' * number}T, a]\n" for number in range(6)]
    one, other = (program("", {"a.py": "".join(order)}) for order in (parts, parts[::-1]))
    assert len(one.fingerprints) > 20
    assert one.fingerprints.keys() == other.fingerprints.keys()


@pytest.mark.parametrize("count", [FEWEST, 30, 200])
def test_in_one_class_of_ten_something_stands_out_by_chance(count):
    draw = np.random.default_rng(count)
    classes = [0.2 + 0.03 * draw.gumbel(size=count) for _ in range(1000)]
    share = np.mean([max(largest) > threshold(list(largest)) for largest in classes])
    assert share == pytest.approx(0.1, abs=0.05)


def test_copies_of_less_than_half_of_the_class_do_not_change_what_is_usual():
    draw = np.random.default_rng(0)
    usual = list(0.2 + 0.03 * draw.gumbel(size=100))
    assert threshold([*usual, *[0.95] * 40]) < 0.6
    assert threshold(usual) > max(usual) * 0.9


def test_a_class_with_nothing_in_common_has_a_threshold():
    assert threshold([0.0] * FEWEST) == 0
