"""What a cell says, and what kind a column is: each rule of its own."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.data.table.cells import (
    DATE_RULES,
    MISSING,
    days,
    is_missing,
    number_rule,
    number_text,
    plain_number,
    yes_or_no,
)
from undergrad.data.table.encode import encoded
from undergrad.data.table.kinds import plan_column
from undergrad.data.table.raw import RawColumn
from undergrad.data.table.text import read_text
from undergrad.errors import DataError


@pytest.fixture
def column(tmp_path):
    """The column of a table whose cells hold these texts."""

    def made(cells, name="a") -> RawColumn:
        path = tmp_path / "t.csv"
        path.write_text("\n".join([f"{name},last", *(f'"{cell}",x' for cell in cells)]), "utf-8")
        return read_text(path).columns[0]

    return made


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_as_it_was_written_and_called_by_its_digits(number):
    assert plain_number(repr(number)) == number
    assert float(number_text(number)) == number


@pytest.mark.parametrize("text", ["inf", "-Infinity", "nan", "1_000", "007", "-01.5", "1,5", "0x10", "١٢x", "", "5 %"])
def test_what_is_no_plain_number(text):
    assert plain_number(text) is None


@pytest.mark.parametrize("text", ["0", "0.5", "-0.5", "00", "1e3", "+4", ".5", "5."])
def test_what_is_a_plain_number(text):
    assert plain_number(text) == (None if text == "00" else float(text))


@pytest.mark.parametrize("text", sorted(MISSING))
def test_what_stands_for_nothing_does_so_in_any_case(column, text):
    assert is_missing(text.upper())
    made = column(["1", text, f" {text.upper()} ", "2"])
    assert made.missing.tolist() == [False, True, True, False]
    assert made.texts == ()


@pytest.mark.parametrize("text", ["no", "0", "none at all", "unknown", "n", "---"])
def test_other_texts_do_not(text):
    assert not is_missing(text)


@pytest.mark.parametrize(
    ("rule", "text", "number"),
    [
        ("thousands", "1,234", 1234),
        ("thousands", "-1,234,567.5", -1234567.5),
        ("thousands", "12,34", None),
        ("thousands", "1234,567", None),
        ("percent", "12.5 %", 0.125),
        ("percent", "-3%", -0.03),
        ("percent", "3", None),
        ("decimal comma", "3,5", 3.5),
        ("decimal comma", "1.234,5", 1234.5),
        ("decimal comma", "1.234.567", 1234567),
        ("decimal comma", "3.5", None),
        ("thousands", "1\u00a0234", 1234),
        ("thousands", "601 234 567", None),
        ("decimal comma", "1\u202f234,50", 1234.5),
        ("decimal comma", "1 234,50", 1234.5),
        ("decimal comma", "1 234", None),
        ("percent", "1,234.5 %", 12.345),
        ("percent", "23,2 %", None),
        ("percent with decimal comma", "23,5 %", 0.235),
        ("percent with decimal comma", "23%", 0.23),
        ("percent with decimal comma", "23.2 %", None),
        ("currency $", "$1,003.37", 1003.37),
        ("currency $", "-$5", -5),
        ("currency $", "$-5.25", -5.25),
        ("currency $", "($1,234)", -1234),
        ("currency $", "$(1,234)", -1234),
        ("currency $", "($-5)", None),
        ("currency $", "($5", None),
        ("currency $", "$$5", None),
        ("currency $", "$5$", None),
        ("currency $", "€5", None),
        ("currency $", "1,234", 1234),
        ("currency $", "$1.234", None),
        ("currency $", "$1,23", None),
        ("currency $", "$", None),
        ("currency €", "€ 12", 12),
        ("currency €", "12 €", 12),
        ("currency € with decimal comma", "1.234,50 €", 1234.5),
        ("currency € with decimal comma", "1.234 €", 1234),
        ("currency € with decimal comma", "1 234,5 €", 1234.5),
        ("currency 원", "1,000원", 1000),
        ("currency ₩", "₩1,000", 1000),
        ("currency CHF", "CHF 1'012.50", 1012.5),
        ("currency", "(1,234)", -1234),
        ("leading zeros", "007", 7),
        ("leading zeros", "-00.5", -0.5),
        ("leading zeros", "7", None),
    ],
)
def test_each_way_to_write_a_number(rule, text, number):
    read = number_rule(rule)
    assert read is not None
    assert read(text) == (None if number is None else pytest.approx(number, rel=1e-15))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("year-month-day", "2024-05-06"),
        ("year-month-day", "2024-05-06T00:00:00"),
        ("year-month-day", "2024-05-06 09:00:00+09:00"),
        ("year/month/day", "2024/05/06"),
        ("year.month.day", "2024.5.6"),
        ("day.month.year", "06.05.2024"),
        ("month/day/year", "5/6/2024"),
        ("day/month/year", "6/5/2024"),
        ("month/day/year time", "5/6/2024 00:00"),
        ("day/month/year time", "06/05/2024 00:00"),
        ("day month year", "6 May 2024"),
        ("day month year", "06 May 2024"),
        ("month day, year", "May 6, 2024"),
    ],
)
def test_each_way_to_write_a_date(rule, text):
    assert DATE_RULES[rule](text) == days(datetime.datetime(2024, 5, 6))
    assert DATE_RULES[rule]("some day") is None


@given(st.datetimes(datetime.datetime(1000, 1, 1)))
def test_days_are_counted_with_their_fraction(moment):
    assert datetime.datetime(1970, 1, 1) + datetime.timedelta(days=math.floor(days(moment))) == datetime.datetime(
        moment.year, moment.month, moment.day
    )
    assert DATE_RULES["year-month-day"](moment.isoformat()) == days(moment)


@pytest.mark.parametrize(("text", "value"), [("Yes", 1), ("N", 0), ("TRUE", 1), ("off", 0), ("1", None), ("ja", None)])
def test_yes_and_no(text, value):
    assert yes_or_no(text) == value


WORDS = ["red", "green", "red", "blue"] * 5


@pytest.mark.parametrize(
    ("cells", "kind", "why"),
    [
        (["1.5", "2", "2", "7"] * 5, "number", ""),
        (["1.5", "", "2", "7"] * 5, "number", ""),
        (["1"] * 19 + ["2"], "number", ""),
        (["1,234", "2,000", "56"] * 5, "number", "written with thousands"),
        (["1,5", "2,25", "3"] * 5, "number", "written with decimal comma"),
        (["15%", "20 %"] * 5, "number", "written with percent"),
        (["23,2 %", "20 %"] * 5, "number", "written with percent with decimal comma"),
        (["$1,003.37", "$12", "($3)", ""] * 5, "number", "written with currency $"),
        (["12,50 €", "1.000 €"] * 5, "number", "written with currency € with decimal comma"),
        (["(1,234)", "2,000"] * 5, "number", "written with currency"),
        (["$5", "€5"] * 5, "category", "amounts of several currencies, $, €: in one of them they are numbers"),
        (["BMW 320", "(a)", "$x"] * 5, "category", ""),
        (["007", "12", "013"] * 5, "number", "written with leading zeros"),
        (["01234", "02134", "99123"] * 5, "category", ""),  # zip codes
        ([*map(str, [k * k % 7 for k in range(39)]), "oops"], "number", ""),
        ([*map(str, [k * k % 7 for k in range(18)]), "a", "b"], "category", ""),
        (["Red", "red", "blue"] * 5, "category", "'Red' and 'red' differ in case alone"),
        (
            ["10", "2", "3", "a"] * 5,
            "category",
            "15 of 20 cells are numbers: --column NAME=number reads them and takes the others as missing",
        ),
        (WORDS, "category", ""),
        (["yes", "no", "", "Y"] * 5, "yes/no", ""),
        (["true", "0", "1", "false"], "yes/no", ""),
        (["2024-05-06", "2024-05-07", ""] * 5, "date", "read as year-month-day"),
        (["31.05.2024", "01.06.2024"] * 5, "date", "read as day.month.year"),
        (["31.05.2024", "2024-06-01"] + ["01.06.2024"] * 30, "date", "read as day.month.year"),
        (["5/31/2024", "6/1/2024"] * 5, "date", "read as month/day/year"),
        (["31/5/2024", "1/6/2024"] * 5, "date", "read as day/month/year"),
        (["7"] * 20, "constant", "the same in all rows"),
        (["same"] * 20, "constant", "the same in all rows"),
        (["", "NA", "?"], "constant", "all cells are missing"),
        ([*map(str, range(1, 21))], "identifier", "it numbers the rows"),
        ([*map(str, range(20))], "identifier", "it numbers the rows"),
        ([str(k) for k in range(1, 60) if k % 6], "identifier", "it numbers the rows"),  # some are held out
        ([str(k) for k in (*range(10), *range(21, 31))], "number", ""),
        ([str(20 - k) for k in range(20)], "number", ""),
        ([f"{k}.5" for k in range(20)], "number", ""),
        ([f"name {k}" for k in range(20)], "identifier", "each row has another text"),
        ([f"a text {k // 2}" if k % 3 else "" for k in range(300)], "text", "texts hardly repeat"),
    ],
)
def test_each_kind_is_told_by_what_the_column_holds(column, cells, kind, why):
    plan = plan_column(column(cells))
    assert (plan.kind, plan.treatment.partition("; ")[2] if plan.used else plan.why) == (kind, why)
    present = [cell for cell in cells if not is_missing(cell)]
    assert plan.missing == len(cells) - len(present)


@pytest.mark.parametrize(
    "name", ["id", "ID", "customer_id", "customerId", "row id", "Unnamed: 0", "index", "번호", "No"]
)
def test_numbers_that_differ_in_each_row_are_an_identifier_where_they_are_called_so(column, name):
    cells = [str(9000 + 7 * k % 101) for k in range(40)]
    assert plan_column(column(cells, name)).kind == "identifier"
    assert plan_column(column([*cells, cells[0]], name)).kind == "number"  # which differ not in each row
    assert plan_column(column(cells, "size")).kind == "number"
    assert plan_column(column(cells, "valid")).kind == "number"


def test_a_month_that_may_be_a_day_is_doubtful(column):
    plan = plan_column(column(["5/6/2024", "7/8/2024"] * 5))
    assert (plan.written, plan.doubt) == ("month/day/year", "could be day/month/year")
    assert plan_column(column(["5/6/2024", "7/18/2024"] * 5)).doubt == ""


def test_a_number_far_from_all_others_is_doubtful(column):
    cells = [f"{k % 7}.5" for k in range(30)]
    assert plan_column(column(cells)).doubt == ""
    assert plan_column(column([*cells, "4e6"])).doubt == ""
    assert plan_column(column([*cells, "1e9"])).doubt.startswith("1e+09 lies far from all others")
    assert plan_column(column([*cells, "-1e300"])).doubt.startswith("-1e+300 lies far from all others")


@pytest.mark.parametrize(
    ("choice", "cells", "kind"),
    [
        ("category", ["1", "2", "3"], "category"),
        ("number", [*map(str, range(1, 20))], "number"),
        ("number", ["1", "2", "a", "b"], "number"),
        ("date", ["2024-05-06", "x", "y"], "date"),
        ("yes/no", ["yes", "no", "7"], "yes/no"),
        ("number", ["7", "7"], "number"),
        ("drop", ["1", "2", "2"], "dropped"),
    ],
)
def test_a_choice_overrules_what_it_looks_like(column, choice, cells, kind):
    assert plan_column(column(cells), choice).kind == kind


@pytest.mark.parametrize(("choice", "cells"), [("number", ["a", "b"]), ("date", ["1", "2"]), ("date", ["a", "b"])])
def test_a_choice_that_reads_nothing_is_an_error(column, choice, cells):
    with pytest.raises(
        DataError, match=f"column 'a' is to be a {choice}, and holds none: the first cell is '?{cells[0]}"
    ):
        plan_column(column(cells), choice)


def test_a_category_has_a_feature_each_and_missing_and_the_rest_one_besides(column):
    made = column(["red", "", "green", "red"])
    plan = plan_column(made)
    assert plan.features == ("a = green", "a = red", "a is missing")
    assert encoded(plan, made).x.tolist() == [[0, 1, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0]]
    many = column([f"c{k:03}" for k in range(150)] * 3 + [f"c{k:03}" for k in range(100)])
    plan = plan_column(many)
    assert (len(plan.categories), plan.other, plan.features[-1]) == (100, True, "a = other")
    assert plan.categories == tuple(f"c{k:03}" for k in range(100))  # those that are there most
    x = encoded(plan, many).x
    np.testing.assert_array_equal(x.sum(axis=1), 1)
    assert x[:, -1].sum() == 150


def test_a_missing_number_becomes_the_median_and_a_feature_says_so(column):
    made = column(["1", "", "2", "9"])
    plan = plan_column(made)
    assert plan.features == ("a", "a is missing")
    assert encoded(plan, made).x.tolist() == [[1, 0], [2, 1], [2, 0], [9, 0]]


@given(st.floats(0, 40_000), st.booleans())
def test_a_date_has_its_place_in_year_and_week_and_day(day, clock):
    day = day if clock else float(math.floor(day))
    made = RawColumn.of_numbers("a", np.array([day, 3.25 if clock else 3.0, day]), dates=True)
    plan = plan_column(made)
    if plan.kind == "constant":
        return
    assert plan.clock == clock or day % 1 == 0
    x = encoded(plan, made).x
    periods = [365.2425, 7.0, 1.0][: 3 if plan.clock else 2]
    assert x.shape == (3, 1 + 2 * len(periods))
    for place, period in enumerate(periods):
        sine, cosine = x[0, 1 + 2 * place], x[0, 2 + 2 * place]
        assert sine**2 + cosine**2 == pytest.approx(1, abs=1e-5)
        assert math.cos(math.atan2(sine, cosine) - 2 * math.pi * day / period) == pytest.approx(1, abs=1e-5)


@given(st.lists(st.integers(0, 10**6), min_size=3, unique=True), st.integers(10, 17))
def test_numbers_that_are_close_beside_their_size_stay_apart(steps, power):
    made = RawColumn.of_numbers("a", np.array([10.0**power + step for step in (*steps, steps[0])]))
    x = encoded(plan_column(made, "number"), made).x[:, 0].astype(np.float64)
    true = made.numbers - made.numbers[0]
    np.testing.assert_allclose(x - x[0], true, atol=2e-3 * true.std() + 1e-30)


def test_what_is_too_large_for_float32_cannot_be_read(column):
    plan = plan_column(column(["1", "2", "2"]))
    part = encoded(plan, column(["1", "1e39", "-1e300", "x"]))
    assert part.unreadable.tolist() == [1, 2, 3]
    plan = plan_column(column(["1e300", "2e300", "-2e300", "1e300"]))
    part = encoded(plan, column(["1e300", "2e300"]))
    assert part.x[:, 0].tolist() == [1, 2]


def test_a_category_that_differs_in_case_alone_counts_as_the_one_that_is_known(column):
    plan = plan_column(column(["red", "Green", "green", "blue", "red"]))
    part = encoded(plan, column(["RED", "GREEN", "Green", "Blue"]))
    assert plan.categories == ("Green", "blue", "green", "red")
    assert part.x.tolist() == [[0, 0, 0, 1], [0, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0]]
    assert part.remarks == (
        "column 'a': 2 rows count as the category that differs in case alone: 'RED' as 'red', 'Blue' as 'blue'",
        "column 'a': 1 row holds a category that no training row had ('GREEN'), and counts as no category",
    )


def test_a_date_of_iso_is_read_under_any_plan_for_dates(column):
    plan = plan_column(column(["5/31/2024", "6/1/2024", "6/1/2024"]))
    typed = RawColumn.of_numbers("a", np.array([19874.0, 19875.0, 19875.0]), dates=True)
    iso = column(["2024-05-31", "2024-06-01", "2024-06-01"])
    expected = encoded(plan, column(["5/31/2024", "6/1/2024", "6/1/2024"])).x
    for other in (typed, iso):
        part = encoded(plan, other)
        assert part.unreadable.tolist() == []
        np.testing.assert_array_equal(part.x, expected)
    part = encoded(plan_column(typed), iso)
    assert part.unreadable.tolist() == []
    np.testing.assert_array_equal(part.x, expected)
    assert encoded(plan, column(["31/5/2024", "3"])).unreadable.tolist() == [0, 1]
