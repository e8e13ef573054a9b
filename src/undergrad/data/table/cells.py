"""What one cell of a table says: a number, nothing, yes or no, a date. Each way of writing has one rule here."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

#: What stands in a cell that holds nothing, in any case.
MISSING = frozenset(("", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", "--", "."))

YES = frozenset(("yes", "y", "true", "t", "on"))
NO = frozenset(("no", "n", "false", "f", "off"))

#: Whole numbers below it are told apart by float64.
EXACT = 2.0**53

_LEADING_ZERO = re.compile(r"[+-]?0\d")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+|[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_EPOCH = datetime.datetime(1970, 1, 1)
_DAY = datetime.timedelta(days=1)

Rule = Callable[[str], "float | None"]


def is_missing(text: str) -> bool:
    """Whether a cell with that text, stripped, holds nothing."""
    return text.lower() in MISSING


def plain_number(text: str) -> float | None:
    """The number that `text` is, as programs write it; None for anything else, infinity, and `007`, which is a name.

    So is a whole number of more digits than a float64 holds.

    >>> plain_number("1e3"), plain_number("007"), plain_number("0.5"), plain_number("inf"), plain_number("1_000")
    (1000.0, None, 0.5, None, None)
    """
    try:
        number = float(text)
    except ValueError:
        return None
    if not math.isfinite(number) or "_" in text or _LEADING_ZERO.match(text.strip()):
        return None
    if abs(number) >= EXACT and text.strip().lstrip("+-").isdigit():
        return None
    return number


def number_text(number: float) -> str:
    """A number as a category or a class is called: `3`, and not `3.0`; else with all digits that it needs.

    >>> number_text(3.0), number_text(0.1), number_text(-0.0)
    ('3', '0.1', '0')
    """
    return str(int(number)) if number.is_integer() and abs(number) < 2**63 else repr(number)


def _thousands(text: str) -> float | None:
    return float(text.replace(",", "")) if _THOUSANDS.fullmatch(text) else None


def _percent(text: str) -> float | None:
    if not text.endswith("%"):
        return None
    number = plain_number(text[:-1].rstrip())
    return None if number is None else number / 100


def _decimal_comma(text: str) -> float | None:
    return float(text.replace(".", "").replace(",", ".")) if _DECIMAL_COMMA.fullmatch(text) else None


def _zeros(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[+-]?0\d+(\.\d*)?", text) else None


#: How numbers are written that are not plain, by the name that the table of columns shows.
NUMBER_RULES: Mapping[str, Rule] = MappingProxyType(
    {"thousands": _thousands, "percent": _percent, "decimal comma": _decimal_comma, "leading zeros": _zeros}
)


def _iso(text: str) -> float | None:
    if len(text) < 8 or not text[:4].isdigit():  # fromisoformat reads weeks and the like too
        return None
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(datetime.UTC).replace(tzinfo=None)
    return days(moment)


def _written(pattern: str) -> Rule:
    def read(text: str) -> float | None:
        try:
            return days(datetime.datetime.strptime(text, pattern))
        except ValueError:
            return None

    return read


def days(moment: datetime.datetime) -> float:
    """Days since 1970-01-01, with their fraction.

    >>> days(datetime.datetime(1970, 1, 2, 12))
    1.5
    """
    return (moment - _EPOCH) / _DAY


#: How dates are written, in the order in which the ways are tried: where a day may be a month, the month is first.
DATE_RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "year-month-day": _iso,
        "year/month/day": _written("%Y/%m/%d"),
        "year.month.day": _written("%Y.%m.%d"),
        "day.month.year": _written("%d.%m.%Y"),
        "month/day/year": _written("%m/%d/%Y"),
        "day/month/year": _written("%d/%m/%Y"),
        "month/day/year time": _written("%m/%d/%Y %H:%M"),
        "day/month/year time": _written("%d/%m/%Y %H:%M"),
        "day month year": _written("%d %b %Y"),
        "day month year in full": _written("%d %B %Y"),
        "month day, year": _written("%B %d, %Y"),
    }
)
#: The two that read the same text as different days.
AMBIGUOUS = {"month/day/year": "day/month/year", "month/day/year time": "day/month/year time"}


def yes_or_no(text: str) -> float | None:
    """1 for yes, 0 for no, None for any other text.

    >>> yes_or_no("Yes"), yes_or_no("F"), yes_or_no("maybe")
    (1.0, 0.0, None)
    """
    word = text.lower()
    return 1.0 if word in YES else 0.0 if word in NO else None
