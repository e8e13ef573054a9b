"""What one cell says: each way of writing a number or a date, and what is none."""

from __future__ import annotations

import datetime
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.data.table.cells import DATE_RULES, NUMBER_RULES, days, is_missing, meaning, plain_number

WRITTEN = {
    "year-month-day": "{0.year:04}-{0.month:02}-{0.day:02}",
    "year/month/day": "{0.year:04}/{0.month:02}/{0.day}",
    "year.month.day": "{0.year:04}.{0.month}.{0.day:02}",
    "day.month.year": "{0.day:02}.{0.month:02}.{0.year:04}",
    "month/day/year": "{0.month}/{0.day}/{0.year:04}",
    "day/month/year": "{0.day}/{0.month}/{0.year:04}",
    "month/day/year time": "{0.month}/{0.day}/{0.year:04} {0.hour}:{0.minute:02}",
    "day/month/year time": "{0.day}/{0.month}/{0.year:04}  {0.hour:02}:{0.minute:02}:00",
    "day month year": "{0.day} {1} {0.year:04}",
    "month day, year": "{1} {0.day}, {0.year:04}",
}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@pytest.mark.parametrize("rule", DATE_RULES)
@given(moment=st.datetimes().map(lambda moment: moment.replace(second=0, microsecond=0)), short=st.booleans())
def test_dates_are_read_as_they_are_written(rule: str, moment: datetime.datetime, short: bool) -> None:
    month = MONTHS[moment.month - 1]
    text = WRITTEN[rule].format(moment, month[:3].upper() if short else month)
    expected = moment if "time" in rule else moment.replace(hour=0, minute=0)
    assert DATE_RULES[rule](text) == days(expected)


@given(st.datetimes(), st.timezones() | st.none())
def test_iso_moments_of_any_zone_are_days_in_utc(moment: datetime.datetime, zone: datetime.tzinfo | None) -> None:
    moment = moment.replace(tzinfo=zone)
    offset = moment.utcoffset() or datetime.timedelta(0)
    for separator in ("T", " "):
        number = DATE_RULES["year-month-day"](moment.isoformat(separator))
        assert number == pytest.approx(days(moment.replace(tzinfo=None)) - offset / datetime.timedelta(days=1))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-1-5", 18266),
        ("2020-01-05 12:00", 18266.5),
        ("2020-01-05T12:00:00Z", 18266.5),
        ("2020-01-05 12:00:00 +09:00", 18266.125),
        ("0001-01-01T00:00+14:00", -719162 - 14 / 24),
        ("2020-W01-1", None),
        ("2020-02-30", None),
        ("20200105", None),
        ("2020-01", None),
        ("2020-01-05 noon", None),
        ("2020-01-05 25:00", None),
        ("²020-01-05", None),
    ],
)
def test_iso_dates(text: str, day: float | None) -> None:
    number = DATE_RULES["year-month-day"](text)
    assert number is None if day is None else number == pytest.approx(day)


def test_names_of_months_do_not_depend_on_the_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["", *(f"monat{number}" for number in range(1, 13))]
    monkeypatch.setattr("calendar.month_name", names)
    monkeypatch.setattr("calendar.month_abbr", names)
    monkeypatch.setattr("_strptime._getlang", lambda: ("another", "one"))
    with pytest.raises(ValueError, match="does not match"):
        datetime.datetime.strptime("3 May 2020", "%d %B %Y")
    assert DATE_RULES["day month year"]("3 Sept. 2020") == 18508
    assert DATE_RULES["month day, year"]("may 3, 2020") == 18385
    assert DATE_RULES["day month year"]("3 monat5 2020") is None


@pytest.mark.parametrize("rule", DATE_RULES)
@pytest.mark.parametrize("text", ["", "1", "31/31/2020", "00.01.2020", "1 Foo 2020", "Feb 30, 2020", "2020/1/1/1"])
def test_what_is_no_date(rule: str, text: str) -> None:
    assert DATE_RULES[rule](text) is None


@pytest.mark.parametrize(
    ("rule", "text", "number"),
    [
        ("thousands", "1,234", 1234),
        ("thousands", "-1,234,567.5", -1234567.5),
        ("thousands", "0,125", None),  # an eighth, with a decimal comma
        ("thousands", "1234", None),
        ("thousands", "12,34", None),
        ("decimal comma", "0,125", 0.125),
        ("decimal comma", ",5", 0.5),
        ("decimal comma", "1.234,5", 1234.5),
        ("decimal comma", "0.125", None),
        ("decimal comma", "1.5", None),
        ("percent", "12.5 %", 0.125),
        ("percent", "%", None),
        ("leading zeros", "007", 7),
        ("leading zeros", "7", None),
        *[(rule, "1" + ",000" * 200, None) for rule in ("thousands", "decimal comma")],
        ("decimal comma", "1" + "0" * 400 + ",5", None),
        ("leading zeros", "01" + "0" * 400, None),
    ],
)
def test_numbers_that_are_not_plain(rule: str, text: str, number: float | None) -> None:
    assert NUMBER_RULES[rule](text) == number


ANYTHING = st.text() | st.text("0123456789+-.,:/% TZeE")


@given(ANYTHING)
def test_any_text_is_a_finite_number_or_none(text: str) -> None:
    for rule in (plain_number, *NUMBER_RULES.values(), *DATE_RULES.values()):
        number = rule(text)
        assert number is None or math.isfinite(number)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_means_itself(number: float) -> None:
    assert meaning(repr(number)) == number


@given(ANYTHING)
def test_a_cell_is_a_number_nothing_or_a_text(text: str) -> None:
    number = meaning(text)
    assert math.isnan(number) == (is_missing(text) and plain_number(text) is None)
    assert math.isinf(number) == (plain_number(text) is None and not is_missing(text))
