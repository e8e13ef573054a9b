"""The meaning of one cell of a table: a number, nothing, yes or no, a date. Each format has one rule in this file."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from undergrad.data.table.currencies import currency_rule, currency_rules

#: Texts, in lower or upper case, that mean an empty cell.
MISSING = frozenset(
    (
        *("", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", "--", "."),
        *("#div/0!", "#ref!", "#value!", "#name?", "#num!", "#null!"),  # errors of a spreadsheet
    )
)

YES = frozenset(("yes", "y", "true", "t", "on"))
NO = frozenset(("no", "n", "false", "f", "off"))

#: float64 distinguishes all whole numbers below it.
EXACT = 2.0**53

_LEADING_ZERO = re.compile(r"[+-]?0\d")
# A number in groups does not begin with 0: 0,125 is an eighth.
# An ordinary space separates groups only if a decimal comma follows: 601 234 567 is a telephone number.
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}((,\d{3})+|([\u00a0\u202f\u2009]\d{3})+)(\.\d*)?")
_DECIMAL_COMMA = re.compile(
    r"[+-]?\d*,\d+|[+-]?[1-9]\d{0,2}((\.\d{3})+(,\d+)?|([\u00a0\u202f\u2009]\d{3})+(,\d+)?|( \d{3})+,\d+)"
)
_NOT_DIGITS = re.compile(r"[.\u00a0\u202f\u2009 ]")
_EPOCH = datetime.datetime(1970, 1, 1)
_DAY = datetime.timedelta(days=1)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ] ?(\S.*))?", re.ASCII)
# English names of months, whatever the machine's language; strptime would use the machine's.
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

Rule = Callable[[str], "float | None"]


def is_missing(text: str) -> bool:
    """Whether a cell with this stripped text is empty."""
    return text.lower() in MISSING


def cell_text(cell: str) -> str:
    """The text of a cell: stripped, with decomposed letters composed."""
    return unicodedata.normalize("NFC", cell.strip())


def meaning(text: str) -> float:
    """The number in a cell; NaN if it is empty; infinity, which is no valid number in a cell, if it holds a text.

    >>> meaning("3"), meaning("NA"), meaning("red")
    (3.0, nan, inf)
    """
    number = plain_number(text)
    if number is not None:
        return number
    return math.nan if is_missing(text) else math.inf


def plain_number(text: str) -> float | None:
    """The number in `text`, as programs write it; None for anything else, for infinity, and for `007`, a name.

    A whole number of more digits than a float64 holds is also a name.

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
    """A number as the name of a category or class: `3`, not `3.0`; fractions with all digits that they need.

    >>> number_text(3.0), number_text(0.1), number_text(-0.0)
    ('3', '0.1', '0')
    """
    return str(int(number)) if number.is_integer() and abs(number) < 2**63 else repr(number)


def _finite(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


def _thousands(text: str) -> float | None:
    return _finite(re.sub(r"[,\u00a0\u202f\u2009]", "", text)) if _THOUSANDS.fullmatch(text) else None


def _percent(text: str) -> float | None:
    if not text.endswith("%"):
        return None
    before = text[:-1].rstrip()
    number = plain_number(before)
    if number is None:
        number = _thousands(before)
    return None if number is None else number / 100


def _percent_comma(text: str) -> float | None:
    if not text.endswith("%"):
        return None
    before = text[:-1].rstrip()
    number = _decimal_comma(before)
    if number is None and before.lstrip("+-").isdigit():
        number = plain_number(before)
    return None if number is None else number / 100


def _decimal_comma(text: str) -> float | None:
    return _finite(_NOT_DIGITS.sub("", text).replace(",", ".")) if _DECIMAL_COMMA.fullmatch(text) else None


def _zeros(text: str) -> float | None:
    return _finite(text) if re.fullmatch(r"[+-]?0\d+(\.\d*)?", text) else None


#: Formats of numbers that are not plain, by the name that the table of columns shows.
NUMBER_RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "thousands": _thousands,
        "percent": _percent,
        "decimal comma": _decimal_comma,
        "percent with decimal comma": _percent_comma,
        "leading zeros": _zeros,
    }
)


def number_rules(texts: Mapping[str, int] | Iterable[str]) -> dict[str, Rule]:
    """NUMBER_RULES, and the rules of the commonest currency in `texts`, with its sign in the name: "currency $"."""
    return {**NUMBER_RULES, **currency_rules(texts)}


def number_rule(written: str) -> Rule | None:
    """The rule with that name, of NUMBER_RULES or of a currency; None for any other name.

    >>> number_rule("currency €")("€ 12")
    12.0
    """
    return NUMBER_RULES.get(written) or currency_rule(written)


def iso_date(text: str) -> float | None:
    """The days of an ISO 8601 date, perhaps with single digits, a time and a time zone.

    No other rule reads such a text as another day.
    """
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, time = match.groups()
    try:
        moment = datetime.datetime.fromisoformat(f"{year}-{month:0>2}-{day:0>2}T{time or '00'}")
    except ValueError:
        return None
    offset = moment.utcoffset()
    number = days(moment.replace(tzinfo=None))
    return number if offset is None else number - offset / _DAY


def _written(pattern: str) -> Rule:
    """The rule for dates like `pattern`, whose words are parts of a date; other characters stand for themselves.

    `month` is a number, `name` the name of a month in English, in full or its first three letters.
    """
    names = "|".join((*_MONTHS, *(month[:3] for month in _MONTHS), "sept"))
    parts = {
        "year": r"(?P<year>\d{4})",
        "month": r"(?P<month>\d{1,2})",
        "day": r"(?P<day>\d{1,2})",
        "name": rf"(?P<name>{names})\.?",
        "time": r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(:(?P<second>\d\d))?",
        " ": r"\s+",
    }
    expression = re.sub(r"[a-z]+|\W", lambda part: parts.get(part[0], re.escape(part[0])), pattern)
    matches = re.compile(expression, re.ASCII | re.IGNORECASE).fullmatch

    def read(text: str) -> float | None:
        match = matches(text)
        if match is None:
            return None
        parts = match.groupdict()
        month = int(parts["month"]) if "month" in parts else _month(parts["name"])
        hour, minute, second = (int(parts.get(unit) or 0) for unit in ("hour", "minute", "second"))
        try:
            return days(datetime.datetime(int(parts["year"]), month, int(parts["day"]), hour, minute, second))
        except ValueError:
            return None

    return read


def _month(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()[:3]))


def days(moment: datetime.datetime) -> float:
    """Days since 1970-01-01, with a fraction for the time of day.

    >>> days(datetime.datetime(1970, 1, 2, 12))
    1.5
    """
    return (moment - _EPOCH) / _DAY


#: Formats of dates, in the order in which they are tried: month first comes before day first.
DATE_RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "year-month-day": iso_date,
        "year/month/day": _written("year/month/day"),
        "year.month.day": _written("year.month.day"),
        "day.month.year": _written("day.month.year"),
        "month/day/year": _written("month/day/year"),
        "day/month/year": _written("day/month/year"),
        "month/day/year time": _written("month/day/year time"),
        "day/month/year time": _written("day/month/year time"),
        "day month year": _written("day name year"),
        "month day, year": _written("name day, year"),
    }
)
#: The two formats that read one text as different days.
AMBIGUOUS = {"month/day/year": "day/month/year", "month/day/year time": "day/month/year time"}


def yes_or_no(text: str) -> float | None:
    """1 for yes, 0 for no, None for any other text.

    >>> yes_or_no("Yes"), yes_or_no("F"), yes_or_no("maybe")
    (1.0, 0.0, None)
    """
    word = text.lower()
    return 1.0 if word in YES else 0.0 if word in NO else None
