"""The plan of a table: what its columns become does not depend on their order, and says what it does not know."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.data.table.names import named_apart
from undergrad.data.table.plan import TablePlan, are_pixels
from undergrad.data.table.raw import RawColumn, RawTable, joined, listed
from undergrad.errors import DataError, UsageError

TEXTS = ("red", "green", "new\nline", "초록", "1")
CELLS = st.one_of(
    st.none(),
    st.integers(-3, 300).map(float),
    st.floats(-1e6, 1e6, allow_nan=False),
    st.sampled_from(TEXTS),
    st.sampled_from(("yes", "no", "2024-05-06", "2023-01-31")),
)


def column_of(name: str, cells: list) -> RawColumn:
    """A column of numbers, texts and None."""
    numbers = np.array([cell if isinstance(cell, float) else np.nan for cell in cells])
    rows = [row for row, cell in enumerate(cells) if isinstance(cell, str)]
    texts = tuple(dict.fromkeys(cells[row] for row in rows))
    codes = [texts.index(cells[row]) for row in rows]
    return RawColumn(name, numbers, np.array(rows, np.int64), np.array(codes, np.int32), texts)


def cells_in(column: RawColumn) -> list:
    """The cells of a column as numbers, texts and None."""
    cells: list = [None if np.isnan(number) else number for number in column.numbers.tolist()]
    for row, code in zip(column.rows.tolist(), column.codes.tolist(), strict=True):
        cells[row] = column.texts[code]
    return cells


@st.composite
def tables(draw, rows: int | None = None) -> RawTable:
    """A table of two to five columns, each of numbers, of texts, or of both."""
    count = draw(st.integers(3, 25)) if rows is None else rows
    kinds = st.sampled_from((CELLS, st.floats(-9, 9), st.sampled_from(TEXTS), st.sampled_from((0.0, 1.0, None))))
    columns = [
        column_of(f"c{number}", draw(st.lists(draw(kinds), min_size=count, max_size=count)))
        for number in range(draw(st.integers(2, 5)))
    ]
    return RawTable("t", tuple(columns))


def planned(table: RawTable) -> TablePlan | None:
    try:
        return TablePlan.of(table, ["c0"])
    except DataError:  # no column is left
        return None


@given(tables(), st.randoms(use_true_random=False))
def test_columns_in_any_order_and_with_others_between_are_the_same_features(table, random):
    plan = planned(table)
    if plan is None:
        return
    extra = column_of("extra", ["x"] * len(table))
    mixed = random.sample([*table.columns, extra], len(table.columns) + 1)
    one, other = plan.encode(table), plan.encode(RawTable("t", tuple(mixed)))
    np.testing.assert_array_equal(one.x, other.x)
    assert one.unreadable.keys() == other.unreadable.keys()
    assert other.remarks[0] == "t: left out what is no feature of the model: 'extra'"
    assert other.remarks[1:] == one.remarks


@given(tables())
def test_the_training_part_itself_has_finite_features_and_nothing_new_to_say(table):
    plan = planned(table)
    if plan is None:
        return
    features = plan.encode(table)
    assert features.x.shape == (len(table), len(plan.features))
    assert np.isfinite(features.x).all()
    assert features.remarks == ()
    assert len(set(plan.features)) == len(plan.features)
    groups = dict(plan.groups())
    assert [*groups] == [column.name for column in plan.used]
    assert sum(part.stop - part.start for part in groups.values()) == len(plan.features)


@given(tables(), st.data())
def test_a_row_is_encoded_alone_as_among_all(table, data):
    plan = planned(table)
    if plan is None:
        return
    rows = np.array(sorted(data.draw(st.sets(st.integers(0, len(table) - 1), min_size=1))))
    np.testing.assert_array_equal(plan.encode(table.take(rows)).x, plan.encode(table).x[rows])


@given(tables())
def test_a_plan_is_written_and_read_back(table):
    plan = planned(table)
    if plan is None:
        return
    again = msgspec.json.decode(msgspec.json.encode(plan), type=TablePlan)
    assert again == plan
    np.testing.assert_array_equal(again.encode(table).x, plan.encode(table).x)


@given(tables(), st.data())
def test_rows_are_taken_as_they_are(table, data):
    rows = np.array(sorted(data.draw(st.sets(st.integers(0, len(table) - 1)))), np.int64)
    taken = table.take(rows)
    for before, after in zip(table.columns, taken.columns, strict=True):
        assert cells_in(after) == [cells_in(before)[row] for row in rows]
        assert after.missing.tolist() == before.missing[rows].tolist()


@given(tables(5), st.integers(0, 5))
def test_tables_below_each_other_are_the_whole(table, cut):
    parts = [table.take(np.arange(cut)), table.take(np.arange(cut, 5))]
    second = RawTable("u", parts[1].columns[::-1])  # columns go by their names
    whole = joined([parts[0], second])
    assert whole.names == table.names
    assert [cells_in(column) for column in whole.columns] == [cells_in(column) for column in table.columns]
    assert whole.source == "t, u"


def test_tables_of_other_columns_are_not_put_together():
    one, other = (RawTable(name, (column_of(name, [1.0]),)) for name in "ab")
    with pytest.raises(DataError, match="a and b cannot be one table: column 'a' is in only one of them"):
        joined([one, other])


@given(st.lists(st.sampled_from(["a", "b", "a (2)", "", "column 1"]), min_size=1, max_size=8))
def test_each_column_gets_a_name_of_its_own_and_the_first_keeps_it(names):
    table = RawTable("t", tuple(column_of(name, [1.0]) for name in names))
    apart = named_apart(table)
    assert len(set(apart.names)) == len(names)
    assert all(apart.names[names.index(name)] == name for name in names if name)
    assert set(apart.twins) == {name for name in names if name and names.count(name) > 1}
    assert bool(apart.remarks) == bool(apart.twins)


NUMBERS = [float(k * k % 7) for k in range(20)]
GOOD = RawTable("t", (column_of("y", NUMBERS), column_of("a", NUMBERS), column_of("b", ["x", "y"] * 10)))


def test_a_column_that_is_missing_is_named():
    plan = TablePlan.of(GOOD, ["y"])
    with pytest.raises(
        DataError, match=r"u has no column called 'b', which is a feature of the model; .*'y', 'a', 'c'"
    ):
        plan.encode(RawTable("u", (*GOOD.columns[:2], column_of("c", ["x", "y"] * 10))))


def test_columns_without_names_go_by_their_order_which_is_said():
    plan = TablePlan.of(GOOD, ["y"])
    nameless = RawTable("u", tuple(column_of(str(k), cells_in(GOOD.columns[k + 1])) for k in range(2)), named=False)
    features = plan.encode(nameless)
    np.testing.assert_array_equal(features.x, plan.encode(GOOD).x)
    assert features.remarks == ("u has no names of columns, so they are matched by order",)
    with pytest.raises(DataError, match="u has 1 column, which go by their order, and the model has 2"):
        plan.encode(RawTable("u", nameless.columns[:1], named=False))


def test_a_choice_is_checked():
    with pytest.raises(UsageError, match="unknown column of t 'c'"):
        TablePlan.of(GOOD, ["y"], {"c": "number"})
    with pytest.raises(UsageError, match=r"unknown kind of the column 'a' 'numbr'; did you mean 'number'"):
        TablePlan.of(GOOD, ["y"], {"a": "numbr"})
    assert TablePlan.of(GOOD, ["y"], {"b": "drop"}).features == ("a",)


def test_without_a_column_to_predict_from_each_is_named_with_its_reason():
    table = RawTable("t", (column_of("y", NUMBERS), column_of("a", [1.0] * 20), column_of("b", [None] * 20)))
    with pytest.raises(DataError, match=r"'a' \(the same in all rows\), 'b' \(all cells are missing\); say what a"):
        TablePlan.of(table, ["y"])


def test_what_numbers_the_rows_is_taken_where_there_is_nothing_else():
    numbered = column_of("a", [float(k) for k in range(20)])
    [plan] = TablePlan.of(RawTable("t", (column_of("y", NUMBERS), numbered)), ["y"]).columns
    assert (plan.kind, plan.why) == ("number", "it numbers the rows, but there is nothing else")
    plan = TablePlan.of(RawTable("t", (*GOOD.columns, column_of("n", cells_in(numbered)))), ["y"])
    assert [column.name for column in plan.used] == ["a", "b"]


@pytest.mark.parametrize(
    ("count", "change", "are"),
    [(64, None, True), (63, None, False), (64, 127.0, False), (64, 256.0, False), (64, 200.5, False), (64, "x", False)],
)
def test_pixels_are_many_whole_numbers_up_to_255(count, change, are):
    first = [0.0, 128.0 if change is None else change]
    columns = [column_of("first", first), *(column_of(f"p{k}", [0.0, 9.0]) for k in range(count - 1))]
    assert are_pixels(columns) == are
    if isinstance(change, float) and are is False and change > 127:
        assert not are_pixels([*columns, column_of("high", [0.0, 255.0])])


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=30), st.data())
def test_measures_are_standardised_by_the_rows_that_are_trained_on(values, data):
    n = len(values)
    table = RawTable("t", (column_of("a", values), column_of("b", ["x", "y", None] * n)), True)
    table = RawTable("t", (table.columns[0], table.columns[1].take(np.arange(n))))
    plan = TablePlan.of(table, [], {"a": "number", "b": "category"})
    x = plan.encode(table).x
    rows = np.array(sorted(data.draw(st.sets(st.integers(0, n - 1), min_size=1))))
    scaled = plan.scaling(x, rows).apply(x, np.dtype(np.float64))
    inside = x[rows, 0].astype(np.float64)
    if inside.std() > 1e-4 * (1 + abs(inside.mean())):
        np.testing.assert_allclose(scaled[rows, 0].mean(), 0, atol=1e-3)
        np.testing.assert_allclose(scaled[rows, 0].std(), 1, atol=1e-3)
    np.testing.assert_array_equal(scaled[:, 1:], x[:, 1:])  # 0 and 1 stay
    assert np.isfinite(scaled).all()


def test_a_list_is_cut_and_says_so():
    assert listed([*map(str, range(12))]) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 others"
    assert listed(["a"], 1) == "a"


def test_points_beside_decimal_commas_may_make_thousands():
    """58.005 where another column has decimal commas: read as it stands, which is said."""
    prices, people = ["1,5", "2,25", 3.0, "1,5"], [58.005, 1.2, 7.0, 7.0]

    def doubts(prices, people):
        table = RawTable("t", (column_of("price", prices), column_of("people", people)))
        return [column.doubt.partition(" is read")[0] for column in TablePlan.of(table, []).columns]

    assert doubts(prices, people) == ["", "58.005"]
    assert doubts(prices, [58.0051, *people[1:]]) == ["", ""]
    assert doubts(prices, [58.0, *people[2:], 3.0]) == ["", ""]
    assert doubts([1.5, 2.25, 3.0, 1.5], people) == ["", ""]
