"""A table as a data set: its parts, what the training part alone decides, and what is said."""

from __future__ import annotations

import csv
import io
import weakref
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.data import load_dataset, load_table, read_inputs
from undergrad.data.split import stratified
from undergrad.data.table import growing
from undergrad.data.table.raw import RawColumn
from undergrad.errors import DataError, UsageError


def text_of(header, rows) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


@pytest.fixture
def write(tmp_path):
    def written(header, rows, name="t.csv"):
        path = tmp_path / name
        path.write_text(text_of(header, rows), "utf-8")
        return path

    return written


RNG = np.random.default_rng(0)
ROWS = [
    (f"{a:.3f}", ["red", "green"][k % 2], "" if k % 9 == 4 else str(int(b)), ["x", "y", "z"][(k % 10) // 4])
    for k, (a, b) in enumerate(zip(RNG.normal(0, 1, 60), RNG.integers(0, 30, 60), strict=True))
]
HEADER = ("a", "colour", "age", "class")


@given(st.lists(st.integers(0, 5), min_size=2, max_size=80), st.sampled_from((0.1, 1 / 6, 0.5)), st.integers(0, 5))
def test_each_class_has_its_share_in_both_parts(labels, share, seed):
    y = np.array(labels)
    held, rest = stratified(len(y), np.random.default_rng(seed), share, y)
    assert sorted([*held, *rest]) == [*range(len(y))]
    assert len(held)
    assert len(rest)
    assert (np.diff(held) > 0).all()
    assert (np.diff(rest) > 0).all()
    if len(set(labels)) == len(labels):  # then no class can be in both
        return
    for label, count in Counter(labels).items():
        part = int((y[held] == label).sum())
        assert part == (0 if count == 1 else min(max(1, round(share * count)), count - 1))


@given(st.integers(2, 60), st.integers(0, 5))
def test_without_classes_a_share_is_held(n, seed):
    held, rest = stratified(n, np.random.default_rng(seed), 1 / 6)
    assert len(held) == min(max(1, round(n / 6)), n - 1)
    assert sorted([*held, *rest]) == [*range(n)]


def test_the_held_out_rows_are_the_same_every_time_and_hold_each_class(write):
    path = write(HEADER, ROWS)
    data, again = load_table(path), load_table(path)
    assert data.digest == again.digest
    assert Counter(data.y_test.tolist()) == {0: 4, 1: 4, 2: 2}  # of 24, 24 and 12
    assert (len(data.x_train), len(data.x_test), data.class_names) == (50, 10, ("x", "y", "z"))


def test_the_plan_knows_nothing_of_the_test_part(write):
    """Whatever the held-out rows hold, what was decided about the columns is the same."""
    path = write(HEADER, ROWS)
    data = load_table(path)
    train = {tuple(row) for row in data.x_train.tolist()}
    held = [k for k, row in enumerate(load_table(path, hold_out=False, plan=data.table).x_train.tolist())
            if tuple(row) not in train]  # fmt: skip
    assert len(held) == 10
    strange = [("1000", "violet", "", row[3]) if k in held else row for k, row in enumerate(ROWS)]
    other = load_table(write(HEADER, strange, "other.csv"))
    assert other.table == data.table
    np.testing.assert_array_equal(other.x_train, data.x_train)
    assert data.table.columns[0].high < 1000


def test_what_the_test_part_holds_and_the_training_part_does_not_is_said(write, caplog):
    train = write(HEADER, ROWS[:40], "train.csv")
    rows = [("x", "1", "3", "violet", "0.5"), ("", "1", "3", "red", "0.5"), ("z", "1", "old", "red", "")]
    test = write(("class", "more", "age", "colour", "a"), rows, "test.csv")
    data = load_table(train, test=test)
    assert (len(data.x_train), len(data.x_test), data.y_test.tolist()) == (40, 1, [0])
    assert caplog.messages == [
        f"{test}: 1 row has nothing to predict in 'class', and is left out",
        f"{test}: left out what is no feature of the training part: 'more'",
        "column 'a': 1 cell is missing, which no training row was; the median stands for it",
        "column 'colour': 1 row holds a category that no training row had ('violet'), and counts as no category",
        f"{test}: 1 row has a cell that cannot be read, and is left out: line 4, column 'age' holds 'old'",
    ]


def test_the_first_ten_cells_that_cannot_be_read_are_listed(write, caplog):
    rows = [("bad" if k % 25 == 7 else str(k % 11), *row[1:]) for k, row in enumerate(ROWS * 6)]
    data = load_table(write(HEADER, rows), hold_out=False)
    assert len(data.x_train) == 360 - 15
    [said] = caplog.messages
    assert "15 rows have a cell that cannot be read, and are left out: line 9, column 'a' holds 'bad', line 34" in said
    assert said.count("holds") == 10
    assert said.endswith(" and 5 others")


def test_predictions_are_for_all_rows_in_order_or_none(write):
    path = write(HEADER, ROWS)
    data = load_table(path, hold_out=False)
    np.testing.assert_array_equal(read_inputs(path, plan=data.table), data.x_train)
    with pytest.raises(DataError, match=r"line 3, column 'a' holds 'b', which is no number; correct or empty it"):
        read_inputs(write(HEADER, [ROWS[0], ("b", *ROWS[1][1:])], "bad.csv"), plan=data.table)
    bad = write(HEADER, [ROWS[0], ROWS[1][1:]], "ragged.csv")
    with pytest.raises(
        DataError, match=r"lines that cannot be read: line 3 has 3 cells, and the first line 4; correct"
    ):
        read_inputs(bad, plan=data.table)


def test_a_model_knows_the_column_that_it_predicts(write):
    path = write(("a", "colour", "age", "what"), ROWS)
    data = load_table(path, target="what")
    again = load_table(path, plan=data.table, class_names=data.class_names, hold_out=False)
    assert len(again.x_test) == 60
    with pytest.raises(UsageError, match="has no column called label, class, target or y"):
        load_table(path)
    with pytest.raises(DataError, match="column 'age' is a feature of the model, so it cannot hold the labels"):
        load_table(path, target="age", plan=data.table)
    with pytest.raises(UsageError, match="the model says what its columns are; leave columns out"):
        load_table(path, plan=data.table, columns={"a": "number"})


def test_several_targets_are_named_once_each(write):
    path = write(("a", "b", "c"), [(str(k * k % 7), f"{k}.5", f"{k * k}.25") for k in range(20)])
    data = load_table(path, target=["c", "b"])
    assert (data.target, data.class_names, data.y_train.shape) == ("numbers", ("c", "b"), (17, 2))
    assert data.columns == ("a",)
    with pytest.raises(UsageError, match="'b' is named twice as a column to be predicted"):
        load_table(path, target=["b", "b"])
    with pytest.raises(DataError, match="has no other columns; a table needs a label column and at least one feature"):
        load_table(path, target=["a", "b", "c"])


def test_one_and_the_same_everywhere_is_nothing_to_learn(write):
    rows = [(row[0], "same") for row in ROWS]
    with pytest.raises(DataError, match="all rows have the class 'same', so there is nothing to learn"):
        load_table(write(("a", "class"), rows))
    rows = [(row[0], "1.5", "2") for row in ROWS]
    with pytest.raises(DataError, match=r"all rows have the target 1\.5, 2, so there is nothing to learn"):
        load_table(write(("a", "b", "c"), rows), target=["b", "c"])
    known = load_table(write(("a", "class"), [(row[0], "x") for row in ROWS]), class_names=("x", "y"), hold_out=False)
    assert (known.classes, set(known.y_test)) == (2, {0})


def test_text_among_numbers_that_are_asked_for_is_missing(write, caplog):
    ages = [str(20 + k * k % 37) if k % 5 else ("ERR", "#DIV/0!", "prefer not to say")[k % 3] for k in range(60)]
    path = write(("a", "age", "class"), [(row[0], age, row[3]) for row, age in zip(ROWS, ages, strict=True)])
    data = load_table(path, hold_out=False)
    assert data.table is not None
    assert (data.table.columns[1].kind, data.table.columns[1].numbers) == ("category", "48 of 56")
    assert caplog.messages == [
        f"{path}: column 'age': 48 of 56 cells are numbers: --column NAME=number reads them and takes the others as "
        "missing"
    ]
    caplog.clear()
    data = load_table(path, hold_out=False, columns={"age": "number"})
    assert len(data.x_train) == 60
    assert data.columns == ("a", "age", "age is missing")
    assert data.x_train[:, 2].sum() == 12
    assert data.table is not None
    assert (data.table.columns[1].missing, data.table.columns[1].distinct) == (12, len({*ages} - {*"x"}) - 3)
    assert caplog.messages == ["column 'age': 8 cells are no numbers and count as missing: 'ERR', 'prefer not to say'"]


def test_a_class_whose_rows_are_all_left_out_is_none(write, caplog):
    rows = [*ROWS, ("bad", "red", "1", "w"), ("worse", "red", "1", "w")]
    path = write(HEADER, rows)
    data = load_table(path)
    assert (data.class_names, sorted(set(data.y_train))) == (("x", "y", "z"), [0, 1, 2])
    assert f"{path}: no row is left of the classes 'w'" in caplog.messages
    usual = load_table(write(HEADER, ROWS, "usual.csv"))
    assert Counter(data.y_train.tolist()) + Counter(data.y_test.tolist()) == Counter(
        usual.y_train.tolist() + usual.y_test.tolist()
    )


def test_options_of_tables_are_for_tables(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.eye(3), y=[0, 1, 2])
    with pytest.raises(UsageError, match="is no table, and has no columns; leave columns out"):
        load_dataset(tmp_path / "a.npz", columns={"a": "number"})
    with pytest.raises(UsageError, match="is no table, and has no columns; leave label_column out"):
        load_dataset(tmp_path / "a.npz", label_column="a")


def _mapped(array):
    while array is not None and not isinstance(array, np.memmap):
        array = array.base
    return array is not None


@pytest.mark.parametrize("rows", [ROWS, [*ROWS, ("0.5", "red", "old", "x")]], ids=["all rows", "one is left out"])
def test_features_that_are_too_many_lie_in_a_file_and_are_the_same(write, monkeypatch, rows):
    path = write(HEADER, rows)
    small = load_table(path, columns={"age": "number"})
    monkeypatch.setattr(growing, "IN_MEMORY", 300)  # bytes
    large = load_table(path, columns={"age": "number"})
    assert large.digest == small.digest
    assert (_mapped(large.x_train), _mapped(small.x_train)) == (True, False)


def test_pixels_that_are_too_many_lie_in_a_file_and_are_the_same(write, monkeypatch):
    images = np.random.default_rng(0).integers(0, 256, (40, 70))
    path = write([*map(str, range(70)), "label"], [[*image, k % 2] for k, image in enumerate(images.tolist())])
    small = load_table(path)
    monkeypatch.setattr(growing, "IN_MEMORY", 300)
    large = load_table(path)
    assert (large.digest, large.x_train.dtype) == (small.digest, np.uint8)
    assert _mapped(large.x_train)


def test_one_column_at_a_time_is_taken_into_memory(write, monkeypatch):
    taken, most = weakref.WeakSet(), []

    def take(self, rows):
        column = original(self, rows)
        taken.add(column)
        most.append(len(taken))
        return column

    original = RawColumn.take
    monkeypatch.setattr(RawColumn, "take", take)
    rng = np.random.default_rng(0)
    rows = [[*(f"{x:.3f}".replace(".", ",") for x in rng.normal(size=4)), f"{k % 7}.125", k % 2] for k in range(60)]
    data = load_table(write([*"abcd", "points", "label"], rows))
    assert [column.could_be for column in data.table.columns] == ["", "", "", "", "0.125"]
    assert len(most) > 10
    assert max(most) <= 2


def test_a_column_that_is_called_like_a_label_is_left_out_with_a_remark_where_the_target_is_another(write, caplog):
    data = load_table(write(("a", "colour", "kind"), [(*row[:2], row[3]) for row in ROWS]), target="kind")
    path = write(("a", "colour", "class"), [(*row[:2], "old") for row in ROWS[:3]], "new.csv")
    caplog.clear()
    assert len(read_inputs(path, plan=data.table)) == 3
    assert [record.getMessage() for record in caplog.records] == [
        f"{path}: left out what is no feature of the model: 'class'"
    ]


def test_a_test_part_with_training_rows_is_said(write, caplog):
    header, rows = ("a", "kind"), [(row[0], row[3]) for row in ROWS]
    path, test = write(header, rows), write(header, [*rows[:4], ("99.5", "x")], "test.csv")
    load_table(path, target="kind", test=test)
    assert f"{test}: 4 of 5 test rows have the features of training rows" in caplog.text
