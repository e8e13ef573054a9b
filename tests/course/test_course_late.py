"""Late penalties: the rule as text, and what it takes off."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.course.late import duration_words, read_late_rule
from undergrad.errors import UsageError

DEADLINE = datetime.datetime(2024, 10, 1, 23, 59, tzinfo=datetime.UTC)
RULES = (
    "10% per day, at most 50%, grace 15 min",
    "2 points per 12 hours; 0 after 3 days",
    "5% of score per hour, max 20 points",
    "grace 1 day, 30% once",
    "0 after 90 min",
    ".5 pt every 10 minutes, at most 100%, nothing after 1 week, grace 2h",
)
SECONDS = st.integers(-(10**6), 10**6)


def lost(rule: str, score: float = 25.0, max_score: float = 30.0, **late: float) -> float:
    return read_late_rule(rule).penalty(score, max_score, DEADLINE + datetime.timedelta(**late), DEADLINE)[0]


@pytest.mark.parametrize(
    ("rule", "late", "points"),
    [
        ("10% per day", {"seconds": 0}, 0),
        ("10% per day", {"seconds": 1}, 3),
        ("10% per day", {"days": 1}, 3),
        ("10% per day", {"days": 1, "seconds": 1}, 6),
        ("10% per day, at most 50%", {"days": 9}, 15),
        ("10% per day, grace 15 min", {"minutes": 15}, 0),
        ("10% per day, grace 15 min", {"minutes": 16}, 3),
        ("10% of score per day", {"hours": 1}, 2.5),
        ("10% of the score a day", {"hours": 25}, 5),
        ("2 points per 12 hours", {"hours": 13}, 4),
        ("7 points once", {"days": 100}, 7),
        ("0 after 3 days", {"days": 3}, 0),
        ("0 after 3 days", {"days": 3, "seconds": 1}, 25),
        ("100% per day", {"days": 1}, 25),
        ("10% PER Day,\n AT MOST 20 %", {"days": 9}, 6),
        ("0.1 points per min", {"seconds": 180}, 0.3),
    ],
)
def test_a_rule_takes_off_what_it_says(rule, late, points):
    assert lost(rule, **late) == points


@given(st.sampled_from(RULES), SECONDS, SECONDS, st.floats(0, 100), st.floats(0, 100))
def test_who_is_later_loses_no_less_and_nobody_more_than_everything(rule, first, second, score, rest):
    sooner, later = (lost(rule, score, score + rest, seconds=late) for late in sorted((first, second)))
    assert 0 <= sooner <= later <= score


@given(st.sampled_from(RULES), SECONDS)
def test_nothing_is_lost_in_time_and_within_the_grace(rule, seconds):
    grace = read_late_rule(rule).grace
    if datetime.timedelta(seconds=seconds) <= grace:
        assert lost(rule, seconds=seconds) == 0


def test_time_zones_are_seen():
    seoul = datetime.timezone(datetime.timedelta(hours=9))
    same = DEADLINE.astimezone(seoul)
    assert read_late_rule("10% per day").penalty(25, 30, same, DEADLINE) == (0.0, {})


def test_the_sentence_says_how_late_what_and_why_in_both_languages():
    late = DEADLINE + datetime.timedelta(days=2, hours=3, minutes=59)
    points, why = read_late_rule("10% per day, at most 50%, 0 after 3 days").penalty(25, 30, late, DEADLINE)
    assert points == 9
    assert why["en"] == (
        "2 days 3 hours late: 9 points taken off "
        "(10% of all points for every day begun, at most 50% of all points, no points after 3 days)"
    )
    assert why["ko"] == "2일 3시간 늦음: 9점 감점(시작된 1일마다 총점의 10%, 최대 총점의 50%, 3일 뒤에는 0점)"


def test_grace_and_an_unknown_time_are_said():
    rule = read_late_rule("10% per day, grace 15 min")
    assert "grace" in rule.penalty(25, 30, DEADLINE + datetime.timedelta(minutes=3), DEADLINE)[1]["en"]
    points, why = rule.penalty(25, 30, None, DEADLINE)
    assert points == 0
    assert "nothing tells" in why["en"]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("", "takes nothing off"),
        ("grace 15 min", "takes nothing off"),
        ("10 percent a day", "'10 percent a day' cannot be read"),
        ("10%", "'10%' cannot be read"),
        ("-10% per day", "cannot be read"),
        ("10% per fortnight", "cannot be read"),
        ("10% per day, at most 50", "'at most 50' cannot be read"),
        ("110% per day", "more than everything"),
        ("9" * 400 + " points per day", "more than everything"),
        ("0% per day", "is nothing"),
        ("10% per 0 days", "no time at all"),
        ("0 after " + "9" * 400 + " weeks", "longer than a year"),
        ("10% per day, 20% per day", "says twice"),
        ("5 points once, at most 3 points", "nothing that grows"),
        ("at most 50%", "takes nothing off"),
        ("grace 3 days, 0 after 1 day", "before its grace is over"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_in_one_sentence(rule, says):
    with pytest.raises(UsageError, match="late rule") as caught:
        read_late_rule(rule)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text(max_size=30))
def test_any_text_is_a_rule_or_refused(text):
    try:
        read_late_rule(text)
    except UsageError:
        return


def test_durations_have_two_units():
    assert duration_words(datetime.timedelta(seconds=5)) == {"en": "5 s", "ko": "5초"}
    assert duration_words(datetime.timedelta(minutes=61))["en"] == "1 hour 1 minute"
