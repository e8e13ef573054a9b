"""Planted copies in classes of the zoo's answers, and classes in which nobody has copied."""

from __future__ import annotations

import functools
import random

import pytest

from tests.course.similarity.classes import BASE, INDEPENDENT, disguised, handout, independent, mixed, with_method_of
from undergrad.course.similarity import compare
from undergrad.course.similarity.lexing import tokens
from undergrad.course.similarity.threshold import FEWEST
from undergrad.display.languages import LANGUAGES

#: Methods that their authors wrote in a way of their own, each with one who has another answer.
COPIED = [
    ("python-loops", "typed", "FCLayer.forward"),
    ("python-loops", "dataclasses", "FCLayer.backward"),
    ("python-loops", "homework-answer", "SoftmaxLayer.forward"),
    ("fc-forward-backward-only", "own-base-class", "SoftmaxLayer.forward"),
]


@functools.cache
def blank():
    return handout()


def sources():
    return {name: files["Answer.py"] for name, files in independent().items()}


def standing_out(pairs):
    return {(pair.first, pair.second) for pair in pairs if pair.stands_out}


@pytest.mark.parametrize("template", [True, False])
def test_nobody_stands_out_among_independent_right_answers(template):
    pairs, _ = compare(independent(), blank() if template else None)
    assert len(pairs) == 20
    assert standing_out(pairs) == set()


@pytest.mark.parametrize("count", [40, 80])
def test_almost_nobody_stands_out_where_everybody_draws_from_the_same_ways_to_write_a_method(count):
    """Harder than any class: who draws the same way of writing several methods has the same code in them."""
    pairs, _ = compare(mixed(count, seed=count), blank())
    assert len(standing_out(pairs)) <= 1


@pytest.mark.parametrize("name", ["python-loops", "typed", "numpy-star", "only-what-is-asked", "homework-answer"])
def test_a_disguised_copy_is_first_and_stands_out(name):
    answers = independent() | {"copy": {"Answer.py": disguised(sources()[name])}}
    pairs, _ = compare(answers, blank())
    assert {pairs[0].first, pairs[0].second} == {"copy", name}
    assert pairs[0].share > 0.85
    assert standing_out(pairs) == {(pairs[0].first, pairs[0].second)}


@pytest.mark.parametrize(("author", "other", "method"), COPIED)
def test_one_copied_method_is_above_all_independent_answers(author, other, method):
    answers = sources()
    copy = {"copy": {"Answer.py": with_method_of(answers.pop(other), answers[author], method)}}
    pairs, _ = compare({name: {"Answer.py": text} for name, text in answers.items()} | copy, blank())
    assert {pairs[0].first, pairs[0].second} == {"copy", author}
    assert max(pairs[1].share, 0.4) > pairs[0].share  # the share of the whole file does not show it


def test_every_copy_in_a_large_class_stands_out():
    answers = mixed(40, seed=1)
    copies = {f"copy of {name}": {"x.py": disguised(answers[name]["Answer.py"], seed=2)} for name in ("s003", "s017")}
    pairs, _ = compare(answers | copies, blank())
    assert standing_out(pairs[:2]) == {(copy, copy[-4:]) for copy in copies}


def test_a_fifth_of_the_class_with_one_answer_stands_out():
    answers = mixed(40, seed=3)
    group = {f"g{number}": {"x.py": disguised(answers["s000"]["Answer.py"], seed=number)} for number in range(9)}
    pairs, about = compare(answers | group, blank())
    of_group = {(a, b) for a in [*group, "s000"] for b in [*group, "s000"] if a < b}
    assert standing_out(pairs) >= of_group
    assert {(pair.first, pair.second) for pair in pairs if pair.share > 0.9} == of_group
    assert f"stand out: {len(standing_out(pairs))}." in about["en"]


def test_who_has_handed_in_little_shares_much_with_nobody():
    text = sources()["python-loops"]
    part = text[text.index("class ReLU") : text.index("class Sigmoid")]
    pairs, _ = compare(independent() | {"part": {"Answer.py": part}}, blank())
    (pair,) = (pair for pair in pairs if (pair.first, pair.second) == ("part", "python-loops"))
    assert pair.share < 0.6
    assert not pair.stands_out


def test_the_longest_pieces_come_first_and_no_line_is_in_many():
    answers = independent() | {"copy": {"Answer.py": disguised(sources()["python-loops"])}}
    (pair, *_), _ = compare(answers, blank())
    lengths = [region.first_lines[1] - region.first_lines[0] for region in pair.regions]
    assert len(lengths) > 9
    assert sum(lengths[:3]) > 3 * sum(lengths[3:]) / len(lengths[3:])
    lines = [line for one in pair.regions for line in range(one.second_lines[0] + 1, one.second_lines[1])]
    assert len(lines) == len(set(lines))


def test_nothing_depends_on_the_order():
    answers = independent() | {"copy": {"Answer.py": disguised(BASE)}}
    shuffled = random.Random(5).sample(sorted(answers), len(answers))
    assert compare({name: answers[name] for name in shuffled}, blank()) == compare(answers, blank())


def test_copies_that_are_no_python_are_first_too():
    broken = disguised(sources()["typed"]).replace("def backward(", "def backward((", 1) + "\n)))\n'''\n"
    pairs, _ = compare(independent() | {"copy": {"Answer.py": broken}}, blank())
    assert (pairs[0].first, pairs[0].second) == ("copy", "typed")
    assert pairs[0].stands_out


def test_a_copy_in_several_files_is_the_same():
    text = sources()["typed"]
    end = text.index("class FCLayer")
    files = {"b/one.py": text[:end], "a.py": text[end:]}
    pairs, _ = compare(independent() | {"copy": files}, blank())
    assert (pairs[0].first, pairs[0].second) == ("copy", "typed")
    assert {region.first_file for region in pairs[0].regions} == set(files)


def test_regions_say_the_same_in_both_and_nothing_of_the_handout():
    answers = independent() | {"copy": {"Answer.py": disguised(sources()["typed"])}}
    pairs, _ = compare(answers, blank())
    assert len(pairs[0].regions) > 3
    for region in pairs[0].regions:
        first, second = (
            [
                token.text
                for token in tokens(answers[name]["Answer.py"])
                if lines[0] < token.line < lines[1]  # at its ends the lines may have more
            ]
            for name, lines in ((pairs[0].first, region.first_lines), (pairs[0].second, region.second_lines))
        )
        assert " ".join(first) in " ".join(second) or " ".join(second) in " ".join(first)
    lines_of_model = BASE.split("\n").index("class ClassifierModel:") + 1
    base = {"one": {"Answer.py": BASE}, "two": {"Answer.py": BASE}}
    (pair,) = compare(base, blank())[0]
    assert pair.share == 1
    assert all(region.first_lines[1] < lines_of_model for region in pair.regions)
    (whole,) = compare(base)[0]
    assert any(region.first_lines[1] > lines_of_model for region in whole.regions)


def test_a_handed_in_handout_is_not_compared():
    answers = independent() | {"one": {"a.py": blank()}, "two": {"a.py": blank()}, "three": {"b.txt": ""}}
    pairs, about = compare(answers, blank())
    assert not {"one", "two", "three"} & {name for pair in pairs for name in (pair.first, pair.second)}
    assert "not compared: 3." in about["en"]


def test_what_most_of_the_class_have_is_left_out_and_said():
    helper = "\n".join(f"table_{number} = [np.exp({number}), {'(' * number}1{')' * number}]" for number in range(30))
    answers = independent()
    for name in INDEPENDENT[:12]:
        answers[name]["helper.py"] = helper
    assert compare(answers, blank())[1]["en"] != compare(independent(), blank())[1]["en"]
    before, after = (
        {(pair.first, pair.second): pair.share for pair in compare(answers, blank())[0]},
        {(pair.first, pair.second): pair.share for pair in compare(independent(), blank())[0]},
    )
    assert before == after


@pytest.mark.parametrize("count", [0, 1, 2, FEWEST - 1])
def test_a_small_class_is_ranked_and_nothing_in_it_stands_out(count):
    answers = {name: independent()[name] for name in INDEPENDENT[:count]}
    if count > 1:
        answers[INDEPENDENT[1]] = answers[INDEPENDENT[0]]
    pairs, about = compare(answers, blank())
    assert about["en"].startswith(f"{count} submissions with code of their own are too few")
    assert standing_out(pairs) == set()
    if count > 1:
        assert {pairs[0].first, pairs[0].second} == set(INDEPENDENT[:2])
        assert pairs[0].share == 1


def test_short_answers_that_are_alike_by_themselves_do_not_stand_out():
    texts = [f"class ReLU:\n    def forward(self, z):\n        return z * (z > 0) + {number}\n" for number in range(9)]
    texts += [
        f"class ReLU:\n    def forward(self, z):\n        return np.maximum(z, {number})\n" for number in range(9)
    ]
    pairs, _ = compare({f"s{number}": {"a.py": text} for number, text in enumerate(texts)})
    assert standing_out(pairs) == set()


def test_of_a_very_long_submission_the_beginning_is_compared_which_is_said():
    long = BASE + "\n".join(f"x{number} = {number}" for number in range(30_000))
    pairs, about = compare({"kim": {"a.py": long}, "lee": {"a.py": BASE}})
    assert pairs[0].share > 0.9
    assert "Of kim only the first 200,000 characters are compared." in about["en"]


def test_of_more_pairs_than_anybody_reads_the_first_are_listed_which_is_said():
    answers = mixed(20, seed=4)
    many = {f"{name} {n}": answers[name] for name in ("s000", "s001", "s002", "s003", "s004") for n in range(9)}
    pairs, about = compare(answers | many, blank())
    assert len(pairs) == 200
    assert "the first 200 are listed" in about["en"]


def test_what_is_said_is_in_each_language_and_accuses_nobody():
    for answers in (independent(), {}):
        _, about = compare(answers)
        assert set(about) == set(LANGUAGES)
        assert about["en"].endswith("what stands out proves nothing.")
        assert not any(word in about["en"].lower() for word in ("cheat", "plagiar", "copied", "suspicio"))
        assert not any(word in about["ko"] for word in ("표절", "부정", "베낀", "의심"))
