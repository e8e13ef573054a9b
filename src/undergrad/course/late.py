"""The penalty for lateness, by a rule that a teacher writes as text: `10% per day, at most 50%, grace 15 min`."""

from __future__ import annotations

import datetime
import re
from typing import NoReturn

import msgspec

from undergrad.course.sentences import say
from undergrad.display.languages import LANGUAGES, Text
from undergrad.errors import UsageError

_UNITS = {"min": 60, "hour": 3600, "day": 86400, "week": 604800}  # seconds
_SPELLED = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("h", "hour", "hours"), "hour"),
    **dict.fromkeys(("d", "day", "days"), "day"),
    **dict.fromkeys(("w", "week", "weeks"), "week"),
}
_NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)"
_UNIT = "|".join(sorted(_SPELLED, key=len, reverse=True))
_DURATION = rf"{_NUMBER} ?(?:{_UNIT})"
_AMOUNT = rf"(?P<amount>{_NUMBER}) ?(?P<kind>% of (?:the )?score|%|points?|pts?|p)"
_GRACE = re.compile(rf"grace (?P<duration>{_DURATION})")
_RATE = re.compile(rf"{_AMOUNT} (?:per|a|an|each|every) (?P<duration>(?:{_NUMBER} ?)?(?:{_UNIT}))")
_ONCE = re.compile(rf"{_AMOUNT} once")
_MOST = re.compile(rf"(?:at most|max) {_AMOUNT}")
_ZERO = re.compile(rf"(?:0|zero|nothing) after (?P<duration>{_DURATION})")
_EXAMPLES = "write for example '10% per day, at most 50%', 'grace 15 min', '5 points once' or '0 after 3 days'"
_MOST_POINTS = 1e6
_LONGEST = 366 * _UNITS["day"]  # seconds
_DECIMALS = 10  # further digits are rounding


class Amount(msgspec.Struct, frozen=True):
    """A number of points, or a share of all points or of the score."""

    value: float
    #: "points", "%" of all points, or "% of score".
    kind: str

    def points(self, score: float, max_score: float) -> float:
        """As points."""
        if self.kind == "points":
            return self.value
        return self.value / 100 * (score if self.kind == "% of score" else max_score)

    def words(self) -> Text:
        """As words."""
        key = {"points": "late-points", "%": "late-percent", "% of score": "late-percent-of-score"}[self.kind]
        return say(key, value=f"{self.value:g}")


class LateRule(msgspec.Struct, frozen=True, kw_only=True):
    """The points that a submission loses after the deadline.

    >>> import datetime
    >>> deadline = datetime.datetime(2024, 10, 1, 23, 59, tzinfo=datetime.UTC)
    >>> rule = read_late_rule("10% per day, at most 50%, grace 15 min")
    >>> points, why = rule.penalty(25.0, 30.0, deadline + datetime.timedelta(hours=30), deadline)
    >>> points, why["en"]
    (6.0, '1 day 6 hours late: 6 points taken off (10% of all points for every day begun, at most 50% of all points)')
    """

    #: Nothing is lost within this time. A later submission is late by the whole time since the deadline.
    grace: datetime.timedelta = datetime.timedelta(0)
    #: The loss for each period `every` that has begun, or once if that is None.
    amount: Amount | None = None
    every: datetime.timedelta | None = None
    #: The largest loss by `amount`.
    most: Amount | None = None
    #: A submission that is later than this loses everything.
    zero_after: datetime.timedelta | None = None

    def penalty(
        self, score: float, max_score: float, submitted: datetime.datetime | None, deadline: datetime.datetime
    ) -> tuple[float, Text]:
        """The points to subtract from the score, from 0 to all of it, and the sentence that says so.

        The text is empty if the submission is in time. Both times must have a time zone. A submission without a time
        loses nothing, and the sentence says that the time is unknown.
        """
        if submitted is None:
            return 0.0, say("late-unknown")
        late = submitted - deadline
        if late <= datetime.timedelta(0):
            return 0.0, {}
        if late <= self.grace:
            return 0.0, say("late-in-grace", late=duration_words(late), grace=duration_words(self.grace))
        points = max(0.0, min(score, round(self._lost(late, score, max_score), _DECIMALS)))
        return points, say("late-penalty", late=duration_words(late), points=f"{points:.10g}", rule=self.words())

    def _lost(self, late: datetime.timedelta, score: float, max_score: float) -> float:
        if self.zero_after is not None and late > self.zero_after:
            return score
        if self.amount is None:
            return 0.0
        begun = 1 if self.every is None else -(-late // self.every)
        lost = begun * self.amount.points(score, max_score)
        return lost if self.most is None else min(lost, self.most.points(score, max_score))

    def words(self) -> Text:
        """The rule in words, without the grace."""
        parts = []
        if self.amount is not None and self.every is None:
            parts.append(say("late-once", amount=self.amount.words()))
        elif self.amount is not None and self.every is not None:
            unit = duration_words(self.every)
            unit |= {"en": re.sub(r"^1 (\w+)$", r"\1", unit["en"])}  # every day, not every 1 day
            parts.append(say("late-every", amount=self.amount.words(), unit=unit))
        if self.most is not None:
            parts.append(say("late-most", amount=self.most.words()))
        if self.zero_after is not None:
            parts.append(say("late-zero", after=duration_words(self.zero_after)))
        return {language: ", ".join(part[language] for part in parts) for language in LANGUAGES}


def read_late_rule(text: str) -> LateRule:
    """Parse the rule in `text`: parts with commas between them, each at most once, in any order.

    `10% per day`, `2 points per 12 hours` or `5% once` is the loss: a percentage is of all points, and `10% of score
    per day` is of the student's own points. `at most 50%` limits the loss; `0 after 3 days` takes everything; within
    `grace 15 min` nothing is lost. UsageError for anything else.
    """
    fields: dict[str, object] = {}
    for clause in re.split(r"[,;\n]", text):
        words = " ".join(clause.lower().split())
        if not words:
            continue
        for name, value in _clause(words, text).items():
            if name in fields:
                raise UsageError(f"the late rule {text!r} says twice what {_MEANS[name]}; keep one of them")
            fields[name] = value
    rule = LateRule(**fields)  # type: ignore[arg-type]
    if rule.amount is None and rule.zero_after is None:
        raise UsageError(f"the late rule {text!r} takes nothing off; {_EXAMPLES}")
    if rule.most is not None and rule.every is None:
        raise UsageError(f"the late rule {text!r} has a limit, and nothing that grows; add '10% per day' for example")
    if rule.zero_after is not None and rule.zero_after <= rule.grace:
        raise UsageError(f"the late rule {text!r} takes everything before its grace is over; make the grace shorter")
    return rule


_MEANS = {"grace": "the grace is", "amount": "is lost", "most": "the limit is", "zero_after": "takes everything"}


def _clause(words: str, text: str) -> dict[str, object]:
    """The fields that one part of the rule sets."""

    def refuse(why: str) -> NoReturn:
        raise UsageError(f"the late rule {text!r}: {words!r} {why}; {_EXAMPLES}")

    def amount(match: re.Match[str]) -> Amount:
        value, kind = float(match["amount"]), match["kind"].replace("the ", "")
        if value > (100 if kind.startswith("%") else _MOST_POINTS):
            refuse("is more than everything")
        if not value:
            refuse("is nothing")
        return Amount(value, kind if kind.startswith("%") else "points")

    def duration(match: re.Match[str]) -> datetime.timedelta:
        number, unit = re.fullmatch(rf"({_NUMBER})? ?({_UNIT})", match["duration"]).groups()  # type: ignore[union-attr]
        seconds = float(number or 1) * _UNITS[_SPELLED[unit]]
        if seconds < 1:
            refuse("is no time at all")
        if seconds > _LONGEST:
            refuse("is longer than a year")
        return datetime.timedelta(seconds=round(seconds))

    if match := _GRACE.fullmatch(words):
        return {"grace": duration(match)}
    if match := _RATE.fullmatch(words):
        return {"amount": amount(match), "every": duration(match)}
    if match := _ONCE.fullmatch(words):
        return {"amount": amount(match)}
    if match := _MOST.fullmatch(words):
        return {"most": amount(match)}
    if match := _ZERO.fullmatch(words):
        return {"zero_after": duration(match)}
    return refuse("cannot be read")


def duration_words(time: datetime.timedelta) -> Text:
    """A time in its two largest units, without the smaller ones.

    >>> import datetime
    >>> duration_words(datetime.timedelta(days=1, hours=6, minutes=5))
    {'en': '1 day 6 hours', 'ko': '1일 6시간'}
    """
    seconds = int(time.total_seconds())
    if seconds < _UNITS["min"]:
        return say("late-seconds", count=seconds)
    parts = []
    for unit in ("day", "hour", "min"):
        count, seconds = divmod(seconds, _UNITS[unit])
        if count:
            parts.append(say(f"late-{unit}" if count == 1 else f"late-{unit}s", count=count))
    return {language: " ".join(part[language] for part in parts[:2]) for language in LANGUAGES}
