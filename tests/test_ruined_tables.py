"""A good table, the model trained on it, and the table ruined in twenty ways: right results or one clear sentence."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from undergrad import load_model
from undergrad.cli.main import main

HEADER = ("length", "width", "colour", "seen", "kind")
KINDS = ("ant", "bee", "cat")
FAST = ("--hidden", "8", "--epochs", "40", "--learning-rate", "0.05", "--workers", "1", "--quiet")


def good_rows() -> list[list[str]]:
    """Sixty animals: two measures, a colour and a day, and what each is. The order says nothing of the kind."""
    rng = np.random.default_rng(0)
    rows = []
    for number in rng.permutation(60).tolist():
        kind = number % 3
        length, width = rng.normal(5 + 10 * kind, 1), rng.normal(3 - kind, 0.2)
        colour, day = ("red", "green", "blue")[int(rng.integers(3))], int(rng.integers(1, 29))
        rows.append([f"{length:.2f}", f"{width:.3f}", colour, f"2024-05-{day:02d}", KINDS[kind]])
    return rows


ROWS = good_rows()


def text_of(rows, header=HEADER, delimiter=",") -> str:
    """The rows as a program writes them, with quotes where they are needed."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([header, *rows] if header else rows)
    return text.getvalue()


GOOD = text_of(ROWS)


def with_cells(cells: dict[tuple[int, int], str]) -> list[list[str]]:
    """The good rows with other texts in these cells, by row and column."""
    return [[cells.get((row, place), cell) for place, cell in enumerate(line)] for row, line in enumerate(ROWS)]


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    """The model of the good table."""
    folder = tmp_path_factory.mktemp("good")
    (folder / "good.csv").write_text(GOOD, "utf-8")
    line = ["train", str(folder / "good.csv"), "--label-column", "kind", *FAST, "--out", str(folder / "runs")]
    assert main(line) == 0
    return folder / "runs" / "relu-seed0" / "model.safetensors"


@pytest.fixture
def use(cli, model, tmp_path):
    """Write a table and use a command on it: its code, what it prints, and its complaints, a sentence a line."""

    def call(verb: str, text: str | bytes, *options: str) -> tuple[int, str, list[str]]:
        (tmp_path / "t.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        line = {
            "predict": ["predict", model, "t.csv", *options],
            "evaluate": ["evaluate", model, "--dataset", "t.csv", "--json", *options],
            "train": ["train", "t.csv", "--label-column", "kind", *FAST, *options],
        }[verb]
        code, out, err = cli(*line)
        assert "Traceback" not in err
        assert "unexpected" not in err
        lines = err.splitlines()
        assert all(line.startswith("undergrad: ") for line in lines)
        return code, out, [line.removeprefix("undergrad: ") for line in lines]

    return call


@pytest.fixture
def right(use):
    """What is predicted for the rows of the good table."""
    code, out, said = use("predict", GOOD)
    assert (code, said) == (0, [])
    return out


def names(out: str) -> list[str]:
    return [row["name"] for row in csv.DictReader(io.StringIO(out))]


def test_the_model_is_worth_something(right):
    assert names(right) == [row[-1] for row in ROWS]


NOTED = [[*row, f"seen by hand,\n{number} times"] for number, row in enumerate(ROWS)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            text_of([[row[place] for place in (4, 2, 0, 3, 1)] for row in ROWS], [HEADER[p] for p in (4, 2, 0, 3, 1)]),
            "",
        ),
        (text_of([row[:4] for row in ROWS], HEADER[:4]), ""),
        (text_of(NOTED, (*HEADER, "note")), "t.csv: left out what is no feature of the model: 'note'"),
        ("\ufeff" + GOOD, ""),
        (GOOD.replace("\n", "\r\n"), ""),
        (text_of(ROWS, delimiter=";"), ""),
        (text_of(ROWS, delimiter="\t"), ""),
        (GOOD.replace("\n", "\n\n"), ""),
        ("\n".join(",".join(f'"{cell}"' for cell in row) for row in [HEADER, *ROWS]), ""),
        ("\n".join(" , ".join(row) for row in [HEADER, *ROWS]), ""),
        (text_of([row[:4] for row in ROWS], None), "t.csv has no names of columns, so they are matched by order"),
        (text_of(with_cells({(row, 4): "" for row in range(60)})), ""),
        (GOOD.encode("utf-16"), "t.csv is read as UTF-16, as its first bytes say"),
    ],
    ids=[
        *(
            "columns swapped",
            "no label",
            "an extra column with quoted line breaks",
            "BOM",
            "CRLF",
            "semicolons",
            "tabs",
        ),
        *("blank lines", "all in quotes", "blanks", "no header", "labels missing", "UTF-16"),
    ],
)
def test_a_table_that_says_the_same_is_predicted_the_same(use, right, text, said):
    code, out, complaints = use("predict", text)
    assert (code, out) == (0, right)
    assert complaints == ([said] if said else [])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            GOOD.replace("width", "breadth", 1),
            "t.csv has no column called 'width', which is a feature of the model; give it that name, or leave the "
            "header out and keep the order of the columns of the model; its columns are 'length', 'breadth', 'colour', "
            "'seen', 'kind'",
        ),
        (text_of([row[1:] for row in ROWS], HEADER[1:]), "t.csv has no column called 'length'"),
        (text_of([row[:3] for row in ROWS], None), "t.csv has 3 columns, which go by their order, and the model has 4"),
        (
            text_of([[row[0], *row] for row in ROWS], ("length", *HEADER)),
            "t.csv has several columns called 'length', which is one feature of the model; rename",
        ),
        (
            text_of(with_cells({(7, 0): "long", (9, 1): "1O.5"})),
            "t.csv has cells that cannot be read: line 9, column 'length' holds 'long', which is no number, line "
            "11, column 'width' holds '1O.5', which is no number; correct or empty it: an empty cell counts as missing",
        ),
        (
            text_of(
                with_cells({(row, 0): cells[0].replace(".", ",") for row, cells in enumerate(ROWS)}), delimiter=";"
            ),
            "t.csv has cells that cannot be read: line 2, column 'length' holds '",
        ),
        (
            text_of(with_cells({(3, 3): "5 May", (4, 0): "2024-05-01"})),
            "line 5, column 'seen' holds '5 May', which is no date as 'year-month-day' writes it, line 6, column "
            "'length' holds '2024-05-01', which is no number",
        ),
        (text_of(with_cells({(3, 0): "1e300"})), "line 5, column 'length' holds '1e+300', which is too large"),
        (text_of(with_cells({(3, 0): "-1e400"})), "line 5, column 'length' holds '-1e400'"),
        (
            GOOD + "1,2\n3,4,red\n",
            "lines that cannot be read: line 62 has 2 cells, and the first line 5, line 63 has 3",
        ),
        (GOOD + GOOD, "t.csv has lines that cannot be read: line 62 has the names of the columns again; correct"),
        ("", "t.csv is empty; a table needs at least one line"),
        (",".join(HEADER) + "\n", "t.csv has a header and no rows; it needs at least one line of data"),
        (
            GOOD.replace("red", "빨강").encode("cp949"),
            "t.csv is no text in UTF-8; save the table as CSV in UTF-8",
        ),
        (
            text_of(ROWS, delimiter="|"),
            "t.csv has no column called 'length', 'width', 'colour', 'seen', which are feat",
        ),
        (
            text_of(ROWS[:40]) + '"' + text_of(ROWS[40:], None),
            "t.csv, line 42 has a quote that is never closed; close or remove it",
        ),
    ],
    ids=[
        *("renamed", "missing", "too few without a header", "twice", "text in a number", "decimal commas"),
        *(
            "other dates",
            "huge",
            "infinite",
            "ragged",
            "the header again",
            "empty",
            "no rows",
            "CP949",
            "bars",
        ),
        "a quote that is never closed",
    ],
)
def test_a_table_that_cannot_be_predicted_is_one_sentence(use, text, sentence):
    code, out, complaints = use("predict", text)
    assert (code, out) == (1, "")
    assert len(complaints) == 1
    assert sentence in complaints[0]


def test_another_encoding_is_guessed_in_the_error_and_read_where_it_is_named(use, right):
    korean = text_of([[*row, "본 사람: 김"] for row in ROWS], (*HEADER, "비고")).encode("cp949")
    code, out, complaints = use("predict", korean)
    assert (code, out, len(complaints)) == (1, "", 1)
    assert complaints[0].startswith("t.csv is no text in UTF-8; save the table as CSV in UTF-8, or say ")
    assert "--encoding cp949" in complaints[0]
    code, out, complaints = use("predict", korean, "--encoding", "cp949")
    assert (code, out, complaints) == (0, right, ["t.csv: left out what is no feature of the model: '비고'"])


def test_another_unit_is_noticed(use):
    code, _, said = use("predict", text_of([[f"{float(row[0]) * 1000:.0f}", *row[1:]] for row in ROWS]))
    assert code == 0
    low, high = min(float(row[0]) for row in ROWS), max(float(row[0]) for row in ROWS)
    assert len(said) == 1
    assert said[0].startswith("column 'length': 60 of 60 numbers lie")
    assert said[0].endswith("where those of the training part are; is it another unit?")
    assert low < high < 1000


def test_one_number_that_is_far_away_is_noticed(use, right):
    code, out, said = use("predict", text_of(with_cells({(3, 0): "123456789"})))
    assert code == 0
    assert len(said) == 1
    assert said[0].startswith("column 'length': 1 number lies far outside of ")
    assert said[0].endswith("is it a mistake?")
    changed = [row for row, (a, b) in enumerate(zip(out.splitlines(), right.splitlines(), strict=True)) if a != b]
    assert set(changed) <= {4}


def test_a_category_that_is_new_counts_as_none_which_is_said(use):
    code, out, said = use("predict", text_of(with_cells({(3, 2): "violet", (5, 2): "violet", (6, 2): "pink"})))
    assert (code, len(names(out))) == (0, 60)
    assert said == [
        "column 'colour': 3 rows hold a category that no training row had ('violet', 'pink'), and count as no category"
    ]


def test_what_is_missing_is_said_where_no_training_row_lacked_it(use):
    code, out, said = use("predict", text_of(with_cells({(3, 0): "", (5, 0): "NA", (6, 2): "?", (7, 3): "-"})))
    assert (code, len(names(out))) == (0, 60)
    assert said == [
        "column 'length': 2 cells are missing, which no training row was; the median stands for it",
        "column 'colour': 1 cell is missing, which no training row was; it counts as no category",
        "column 'seen': 1 cell is missing, which no training row was; the median stands for it",
    ]


@pytest.mark.parametrize("row", [0, 7])
def test_one_row_is_predicted_as_among_all(use, right, row):
    code, out, said = use("predict", text_of(ROWS[row : row + 1]))
    assert (code, said) == (0, [])
    assert out.splitlines()[1].split(",")[1:3] == right.splitlines()[row + 1].split(",")[1:3]


def accuracy(out: str) -> float:
    return json.loads(out)["accuracy"]["value"]


@pytest.mark.parametrize(
    ("text", "samples", "said"),
    [
        (GOOD, 60, []),
        (text_of(ROWS[:1]), 1, []),
        (text_of([row for row in ROWS if row[-1] == "bee"]), 20, []),
        (
            text_of(with_cells({(0, 4): "", (1, 4): "nan"})),
            58,
            ["t.csv: 2 rows have nothing to predict in 'kind', and are left out"],
        ),
        (
            text_of(with_cells({(0, 0): "long"})),
            59,
            ["t.csv: 1 row has a cell that cannot be read, and is left out: line 2, column 'length' holds 'long'"],
        ),
        (
            GOOD + "1,2\n",
            60,
            ["t.csv: 1 line cannot be read and is left out: line 62 has 2 cells, and the first line 5"],
        ),
    ],
    ids=["good", "one row", "one class", "labels missing", "text in a number", "ragged"],
)
def test_a_table_is_evaluated_by_the_rows_that_can_be(use, text, samples, said):
    code, out, complaints = use("evaluate", text)
    assert (code, accuracy(out)) == (0, 1)
    assert sum(each["samples"] for each in json.loads(out)["per_class"]) == samples
    assert complaints[: len(said)] == said
    assert all("0/0" in line for line in complaints[len(said) :])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            text_of(with_cells({(0, 4): "dog"})),
            "line 2, column 'kind' holds 'dog', which is none of the classes ant, bee",
        ),
        (text_of([row[:4] for row in ROWS], HEADER[:4]), "t.csv has no column 'kind', which the model predicts"),
        (text_of(with_cells({(row, 4): "" for row in range(60)})), "t.csv has no row with a class in 'kind'"),
        (
            text_of(with_cells({(row, 0): "long" for row in range(40)})),
            "t.csv has 40 rows of 60 with cells that cannot be read: line 2, column 'length' holds 'long', line 3",
        ),
    ],
    ids=["a new class", "no labels", "labels missing", "texts"],
)
def test_a_table_that_cannot_be_evaluated_is_one_sentence(use, text, sentence):
    code, out, complaints = use("evaluate", text)
    assert (code in (1, 2), out, len(complaints)) == (True, "", 1)
    assert sentence in complaints[0]


def trained(tmp_path: Path):
    [folder] = (tmp_path / "runs").iterdir()
    return load_model(folder / "relu-seed0" / "model.safetensors")


NUMBERED = sorted(ROWS, key=lambda row: row[-1])


@pytest.mark.parametrize(
    ("text", "columns", "said"),
    [
        (text_of([[str(1 + k), *row] for k, row in enumerate(NUMBERED)], ("nth", *HEADER)), HEADER[:4], ""),
        (text_of([[str(9000 + 7 * k), *row] for k, row in enumerate(NUMBERED)], ("Id", *HEADER)), HEADER[:4], ""),
        (text_of([[f"{row[-1]}-{k}", *row] for k, row in enumerate(ROWS)], ("name", *HEADER)), HEADER[:4], ""),
        (text_of([[*row, "1"] for row in ROWS], (*HEADER, "all")), HEADER[:4], ""),
        (
            text_of([[row[0], *row] for row in ROWS], ("length", *HEADER)),
            ("length", "length (2)", *HEADER[1:4]),
            "t.csv has several columns called 'length'; the second counts as 'NAME (2)', and so on",
        ),
        (
            text_of(with_cells({(3, 0): "1e300"})),
            HEADER[:4],
            "t.csv: column 'length': 1e+300 lies far from all others, and they are as good as one number beside it",
        ),
        (
            GOOD + ",".join(HEADER) + "\n",
            HEADER[:4],
            "t.csv: 1 line cannot be read and is left out: line 62 has the names of the columns again",
        ),
        (
            text_of([*ROWS, ["long", "2", "red", "2024-05-01", "dog"], ["long", "2", "red", "2024-05-01", "dog"]]),
            HEADER[:4],
            "t.csv: no row is left of the classes 'dog'",
        ),
        (
            text_of(
                [
                    [*row[:3], "05/06/2024", row[4]] if k else [*row[:3], "03/04/2024", row[4]]
                    for k, row in enumerate(ROWS)
                ]
            ),
            HEADER[:4],
            "t.csv: column 'seen': could be day/month/year",
        ),
    ],
    ids=[
        *("numbers of rows", "an id", "a name of each", "a constant", "a name twice", "huge", "the header again"),
        *("a class that is left out", "days or months"),
    ],
)
def test_what_cannot_help_is_left_out_and_what_is_doubtful_is_said(use, tmp_path, text, columns, said):
    code, _, complaints = use("train", text)
    assert code == 0
    model = trained(tmp_path)
    assert tuple(column.name for column in model.table.used) == columns
    assert model.class_names == KINDS
    assert said in complaints if said else not complaints


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        (
            text_of([row for row in ROWS if row[-1] == "bee"]),
            (),
            "t.csv: all rows have the class 'bee', so there is noth",
        ),
        (
            text_of(with_cells({(row, 4): "7" for row in range(60)})),
            ("--task", "regression"),
            "t.csv: all rows have the target 7, so there is nothing to learn; choose another column",
        ),
        (text_of(ROWS[:1]), (), "t.csv has 1 row with a target and no test part; give at least 2, or a test file"),
        (text_of(ROWS, delimiter="|"), (), "unknown label column of t.csv 'kind'; known are length|width"),
        (text_of(ROWS, None), (), "t.csv has no header with a column 'kind'; pass its number, counting from 0"),
        (text_of([[row[4]] for row in ROWS], ("kind",)), (), "t.csv has a single column; a table needs a label column"),
        (
            text_of([[f"{row[-1]}-{k}", row[4]] for k, row in enumerate(ROWS)], ("name", "kind")),
            (),
            "t.csv has no column to predict from: 'name' (each row has another text)",
        ),
        (
            text_of([row[: k % 4 + 1] for k, row in enumerate(ROWS)]),
            (),
            "t.csv, line 2 has 1 cell, and the first line 5",
        ),
        ("", (), "t.csv is empty"),
        (GOOD.replace("red", "빨강").encode("cp949"), (), "t.csv is no text in UTF-8; save the table as CSV in UTF-8"),
    ],
    ids=[
        *("one class", "one number", "one row", "bars", "no header", "a single column", "names alone", "ragged"),
        *("empty", "CP949"),
    ],
)
def test_a_table_that_cannot_be_learned_is_one_sentence(use, text, options, sentence):
    code, out, complaints = use("train", text, *options)
    assert (code in (1, 2), out) == (True, "")
    assert sentence in complaints[-1]
    assert len(complaints) == 1
