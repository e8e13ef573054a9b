"""What is to be predicted: the target's column decides, and rows without one are left out and counted."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.data.table.raw import RawTable
from undergrad.data.table.target import targets_of, task_of
from undergrad.data.table.text import read_text
from undergrad.errors import DataError, UsageError


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("tables")


def table_of(folder, *columns) -> RawTable:
    """A table whose columns are called a, b, ... and hold these texts."""
    path = folder / "t.csv"
    rows = zip(*columns, ["x"] * len(columns[0]), strict=True)
    names = [*"abcdef"[: len(columns)], "last"]
    path.write_text("\n".join([",".join(names), *(",".join(f'"{cell}"' for cell in row) for row in rows)]), "utf-8")
    return read_text(path)


@pytest.mark.parametrize(
    ("cells", "task", "why"),
    [
        (["ant", "bee", "ant"], "classification", ""),
        (["ant", "", "3"], "classification", ""),
        (
            ["1", "2", "3"],
            "classification",
            "column 'a' holds 3 different whole numbers: classes (--task regression takes them as numbers)",
        ),
        ([*map(str, range(20))], "classification", "column 'a' holds 20 different whole numbers: classes"),
        ([*map(str, range(21))], "regression", "column 'a' holds 21 different whole numbers: regression"),
        (["1", "2.5"], "regression", "column 'a' holds fractions: regression (--task classification makes classes"),
        (["1,5", "2,5"], "regression", "column 'a' holds fractions, written with decimal comma: regr"),
        (["5%", "7%"], "regression", "column 'a' holds fractions, written with percent: regression"),
        (["$1,003.37", "$12"], "regression", "column 'a' holds fractions, written with currency $: regression"),
        (
            ["2024-05-06", "2024-06-06"],
            "regression",
            "column 'a' holds dates, read as year-month-day: regression, in d",
        ),
        (
            ["5/6/2024", "6/6/2024"],
            "regression",
            "column 'a' holds dates, read as month/day/year, which could be day/month/year: regression",
        ),
        (["2024-05-06"] * 19 + ["soon"], "regression", "column 'a' holds dates, read as year-month-day: regression"),
        (["2024-05-06"] * 9 + ["soon"], "classification", ""),
        (["yes", "no"], "classification", ""),
    ],
)
def test_the_target_decides_the_task_and_says_why(folder, cells, task, why):
    decided, said = task_of(table_of(folder, cells).columns[:1], None)
    assert decided == task
    assert said.startswith(why)
    assert bool(said) == bool(why)


def test_several_columns_are_labels_or_numbers(folder):
    yes, numbers = ["yes", "no", "1"], ["1", "2", "3"]
    assert task_of(table_of(folder, yes, yes).columns[:2], None)[0] == "labels"
    assert task_of(table_of(folder, yes, numbers).columns[:2], None)[0] == "regression"


def test_a_task_that_is_asked_for_is_checked(folder):
    columns = table_of(folder, ["1.5", "2"], ["1", "2"]).columns
    assert task_of(columns[:1], "classification") == ("classification", "")
    with pytest.raises(UsageError, match="unknown task 'regresion'; did you mean 'regression'"):
        task_of(columns[:1], "regresion")
    with pytest.raises(UsageError, match="classification has one column with the class"):
        task_of(columns[:2], "classification")


CLASSES = st.one_of(st.sampled_from(["ant", "bee", "초록", "10", "9", "1.5", "-2"]), st.just(""))


@given(st.lists(CLASSES, min_size=1, max_size=30))
def test_classes_are_the_texts_that_occur(folder, cells):
    table = table_of(folder, cells)
    present = [cell for cell in cells if cell]
    if not present:
        with pytest.raises(DataError, match=r"has no row with a class in 'a'; choose another column"):
            targets_of(table, ["a"], "classification")
        return
    targets = targets_of(table, ["a"], "classification")
    assert [targets.names[number] for number in targets.y] == present
    assert set(targets.names) == set(present)
    assert targets.rows.tolist() == [row for row, cell in enumerate(cells) if cell]
    all_numbers = all(re.fullmatch(r"-?[\d.]+", name) for name in targets.names)
    assert [*targets.names] == sorted(targets.names, key=float if all_numbers else str)
    count = len(cells) - len(present)
    assert bool(targets.remarks) == bool(count)
    assert all(
        f"t.csv: {count} row{'s have' if count > 1 else ' has'} nothing to predict" in r for r in targets.remarks
    )


def test_classes_that_are_known_keep_their_numbers_and_new_ones_are_refused(folder):
    table = table_of(folder, ["bee", "", "cat", "dog"])
    targets = targets_of(table, ["a"], "classification", ("dog", "cat", "bee", "ant"))
    assert (targets.y.tolist(), targets.names) == ([2, 1, 0], ("dog", "cat", "bee", "ant"))
    with pytest.raises(DataError, match=r"line 5, column 'a' holds 'dog', which is none of the classes cat, bee"):
        targets_of(table, ["a"], "classification", ("cat", "bee"))


def test_a_class_is_told_by_its_text_however_its_letters_are_put_together(folder):
    import unicodedata

    table = table_of(folder, ["고양이", unicodedata.normalize("NFD", "고양이")])
    assert targets_of(table, ["a"], "classification").names == ("고양이",)


@pytest.mark.parametrize(
    ("cells", "names", "numbers", "said"),
    [
        (["Yes", "yes ", "YES", "Yes", "no"], ("Yes", "no"), [0, 0, 0, 0, 1], "'YES', 'yes' count as the class 'Yes'"),
        (["y", "no", "No", "No", "yes", "yes"], ("No", "yes"), [1, 0, 0, 0, 1, 1], "'no' counts as the class 'No'"),
        (["yes", "yes", "1", "0", "no", "no"], ("no", "yes"), [1, 1, 1, 0, 0, 0], "'0' counts as the class 'no'"),
        (["Ant", "ant", "bee"], ("Ant", "ant", "bee"), [0, 1, 2], "'Ant' and 'ant' differ in case alone; each is a"),
        (["N", "No", "NO"], ("N", "NO", "No"), [0, 2, 1], "'NO' and 'No' differ in case alone; each is a class"),
        (["1", "0"], ("0", "1"), [1, 0], None),
        (["T", "F"], ("F", "T"), [1, 0], None),
    ],
)
def test_yes_and_no_are_two_classes_however_they_are_written(folder, cells, names, numbers, said):
    targets = targets_of(table_of(folder, cells), ["a"], "classification")
    assert (targets.names, targets.y.tolist()) == (names, numbers)
    assert bool(targets.remarks) == (said is not None)
    assert said is None or said in targets.remarks[0]


@pytest.mark.parametrize(
    ("cells", "known", "numbers"),
    [
        (["YES", "no", "Yes"], ("No", "Yes"), [1, 0, 1]),
        (["true", "0"], ("No", "Yes"), [1, 0]),
        (["ANT", "bee"], ("ant", "bee"), [0, 1]),
        (["Ant", "ant"], ("Ant", "ant"), [0, 1]),  # a model that knows both
    ],
)
def test_a_class_that_differs_in_case_alone_is_the_one_that_is_known(folder, cells, known, numbers):
    targets = targets_of(table_of(folder, cells), ["a"], "classification", known)
    assert (targets.names, targets.y.tolist()) == (known, numbers)
    with pytest.raises(DataError, match="line 2, column 'a' holds 'AnT', which is none of the classes"):
        targets_of(table_of(folder, ["AnT"]), ["a"], "classification", ("ANT", "ant"))


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=20))
def test_numbers_stay_what_they_are(folder, numbers):
    table = table_of(folder, [*map(repr, numbers), ""])
    targets = targets_of(table, ["a"], "regression")
    assert targets.y.tolist() == numbers
    assert targets.rows.tolist() == [*range(len(numbers))]


def test_classes_that_are_numbers_are_in_their_order(folder):
    assert targets_of(table_of(folder, ["10", "9", "1.5", "-2"]), ["a"], "classification").names == (
        *("-2", "1.5", "9", "10"),
    )
    assert targets_of(table_of(folder, ["10", "9", "b"]), ["a"], "classification").names == ("10", "9", "b")


def test_two_columns_of_numbers_need_both(folder):
    targets = targets_of(table_of(folder, ["1", "", "3"], ["4", "5", "6.5"]), ["b", "a"], "regression")
    assert targets.y.tolist() == [[4, 1], [6.5, 3]]
    assert targets.names == ("b", "a")
    assert "1 row has nothing to predict in 'b' or 'a', and is left out" in targets.remarks[0]


def test_dates_are_days_and_what_is_none_is_left_out(folder):
    cells = ["31.01.1970", "01.02.1970", "1970-02-02", "soon", "3"]
    targets = targets_of(table_of(folder, cells), ["a"], "regression")
    assert targets.y.tolist() == [30, 31, 32]
    assert (
        "2 rows have a target that is not a date, and are left out: line 5, column 'a' holds 'soon', line 6"
        in (targets.remarks[0])
    )


def test_labels_are_yes_and_no(folder):
    targets = targets_of(table_of(folder, ["yes", "0", "1", ""], ["F", "T", "on", "1"]), ["a", "b"], "labels")
    assert targets.y.tolist() == [[1, 0], [0, 1], [1, 1]]
    assert targets.y.dtype == np.int64


def test_a_target_that_cannot_be_read_is_listed_with_its_place(folder):
    cells = ["1.5", "cheap", "2.5", "", "3", "dear", "4"]
    targets = targets_of(table_of(folder, cells), ["a"], "regression")
    assert targets.y.tolist() == [1.5, 2.5, 3, 4]
    assert [remark.partition("t.csv: ")[2] for remark in targets.remarks] == [
        "1 row has nothing to predict in 'a', and is left out",
        "2 rows have a target that is not a number, and are left out: line 3, column 'a' holds 'cheap', line 7, column "
        "'a' holds 'dear'",
    ]


@pytest.mark.parametrize(
    ("cells", "task", "sentence"),
    [
        (
            ["cheap", "dear", "3"],
            "regression",
            "has 2 rows whose target is not a number, and only 1 with one: line 2, co",
        ),
        (["", "NA"], "regression", "has no row with a number in 'a'; choose another column"),
        (
            ["1", "2", "3"],
            "labels",
            "has 2 rows whose target is not yes or no, and only 1 with one: line 3, column 'a' h",
        ),
        ([f"name {k}" for k in range(1001)], "classification", "holds 1,001 different classes in 1,001 rows"),
        ([f"name {k}" for k in range(21)] + ["name 3"] * 20, "classification", "nearly every row has another value"),
    ],
)
def test_a_column_that_is_no_target_is_one_sentence(folder, cells, task, sentence):
    with pytest.raises(DataError, match=re.escape(sentence)):
        targets_of(table_of(folder, cells), ["a"], task)
