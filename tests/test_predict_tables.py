"""`train`, `evaluate` and `predict` on tables: several files, standard input, columns that are kept, and outputs."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from undergrad import load_model
from undergrad.data import load_dataset, load_table
from undergrad.experiments import load_result
from undergrad.report.table_file import writer_for
from undergrad.training import fit_table

FAST = ("--epochs", 3, "--workers", 1)
#: Whole numbers of 17 and 19 digits that float64 does not hold.
IDS = [12345678901234567 + k for k in range(59)] + [9007199254740993123]


@pytest.fixture
def table(tmp_path):
    """60 rows of a measure with a hole, a colour with a hole, a date, a number of the order, and what became of it."""
    rng = np.random.default_rng(1)
    lines = ["size,colour,day,order,won"]
    for k in range(60):
        size = rng.normal()
        colour, cell = ("" if k == 4 else "rgb"[k % 3]), ("" if k == 3 else f"{size:.3f}")
        won = "yes" if size + rng.normal() / 3 > 0 else "no"
        lines.append(f"{cell},{colour},2024-03-{k % 28 + 1:02},{IDS[k]},{won}")
    (tmp_path / "t.csv").write_text("\n".join(lines) + "\n")
    return tmp_path / "t.csv"


@pytest.fixture
def model(cli, table):
    code, _, err = cli("train", "t.csv", "--label-column", "won", *FAST, "--out", "out")
    assert code == 0, err
    return Path("out/relu-seed0")


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def standard_input(monkeypatch, content: bytes):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_columns_that_are_kept_stand_before_what_is_predicted(cli, table, model):
    keep = [word for name in ("order", "size", "colour", "day", "won") for word in ("--keep", name)]
    code, out, err = cli("predict", model, "t.csv", *keep)
    assert code == 0, err
    rows, given = rows_of(out), rows_of(table.read_text())
    assert list(rows[0]) == ["row", "order", "size", "colour", "day", "won", "class", "name", "probability"]
    assert [row["row"] for row in rows] == [str(k) for k in range(60)]
    for row, before in zip(rows, given, strict=True):
        assert (row["colour"], row["day"], row["won"]) == (before["colour"], before["day"], before["won"])
        assert row["order"] == before["order"]  # every digit of it
        assert row["size"] == "" if before["size"] == "" else float(row["size"]) == float(before["size"])


def test_a_column_may_be_kept_by_its_number(cli, table, model):
    code, out, err = cli("predict", model, "t.csv", "--keep", 3)
    assert code == 0, err
    assert [row["order"] for row in rows_of(out)] == [str(number) for number in IDS]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_the_ending_says_as_what_it_is_written(cli, table, model, tmp_path, ending):
    if ending == "parquet":
        pytest.importorskip("pyarrow")
    keep = [word for name in ("order", "size", "colour") for word in ("--keep", name)]
    code, out, err = cli("predict", model, "t.csv", *keep, "--probabilities", "--out", f"p.{ending}")
    assert code == 0, err
    assert out == f"Wrote p.{ending}\n"
    path = tmp_path / f"p.{ending}"
    if ending == "csv":
        assert rows_of(path.read_text()) == rows_of(cli("predict", model, "t.csv", *keep, "--probabilities")[1])
        return
    if ending == "jsonl":
        rows = [json.loads(line) for line in path.read_text().splitlines()]
    else:
        import pyarrow.parquet

        rows = pyarrow.parquet.read_table(path).to_pylist()
    assert list(rows[0]) == ["row", "order", "size", "colour", "class", "name", "probability", "p_no", "p_yes"]
    given = rows_of(table.read_text())
    assert [int(row["order"]) for row in rows] == IDS
    assert [row["size"] for row in rows] == [float(row["size"]) if row["size"] else None for row in given]
    assert [row["colour"] for row in rows] == [row["colour"] or None for row in given]
    for row in rows:
        assert row["probability"] == max(row["p_no"], row["p_yes"])
        assert row["name"] == ("no", "yes")[row["class"]]


def test_a_column_of_numbers_and_texts_is_written_to_parquet(cli, table, model, tmp_path):
    pytest.importorskip("pyarrow")
    import pyarrow.parquet

    lines = table.read_text().splitlines()
    lines = [
        f"{lines[0]},note",
        *(f"{line},{note}" for line, note in zip(lines[1:], ["7", "x", "", "0.5"] * 15, strict=True)),
    ]
    table.write_text("\n".join(lines))
    code, _, err = cli("predict", model, "t.csv", "--keep", "note", "--out", "p.parquet")
    assert code == 0, err
    kept = pyarrow.parquet.read_table(tmp_path / "p.parquet")["note"].to_pylist()
    assert kept[:4] == ["7", "x", None, "0.5"]


def test_whole_numbers_that_are_larger_than_any_integer_are_written_to_parquet():
    pytest.importorskip("pyarrow")
    import pyarrow.parquet

    rows = [{"a": 10**22, "b": 1}, {"a": 1, "b": 2**53 + 1}, {"a": None, "b": 0.5}]
    table = pyarrow.parquet.read_table(io.BytesIO(writer_for(Path("p.parquet"))(rows)))
    assert table["a"].to_pylist() == [1e22, 1.0, None]
    assert table["b"].to_pylist() == [1.0, 2.0**53, 0.5]


def test_no_rows_make_an_empty_table(cli, table, model, tmp_path):
    (tmp_path / "none.csv").write_text(table.read_text().splitlines()[0] + "\n")
    code, out, err = cli("predict", model, "none.csv", "--keep", "order")
    assert "Traceback" not in err
    assert (code, out) in ((0, "row,order,class,name,probability\n"), (1, ""), (2, "")), err


def test_several_files_are_one_table(cli, table, model, tmp_path):
    lines = table.read_text().splitlines()
    (tmp_path / "1.csv").write_text("\n".join(lines[:21]))
    (tmp_path / "2.csv").write_text("\n".join([lines[0], *lines[21:]]))
    whole = cli("predict", model, "t.csv", "--keep", "order")[1]
    code, out, err = cli("predict", model, "1.csv", "2.csv", "--keep", "order")
    assert code == 0, err
    assert out == whole
    assert cli("predict", model, "2.csv", "1.csv", "--keep", "order")[1] != whole
    code, _, err = cli("train", "1.csv", "2.csv", "--label-column", "won", *FAST, "--out", "parts")
    assert code == 0, err
    assert load_result("parts/relu-seed0").spec.data_digest == load_result(model).spec.data_digest
    same_weights(Path("parts/relu-seed0"), model)


def same_weights(one, other):
    arrays = load_model(other).model.arrays()
    for key, array in load_model(one).model.arrays().items():
        np.testing.assert_array_equal(array, arrays[key])


def test_standard_input_is_read(cli, table, model, monkeypatch):
    whole = cli("predict", model, "t.csv", "--keep", "order")[1]
    standard_input(monkeypatch, table.read_bytes())
    code, out, err = cli("predict", model, "-", "--keep", "order")
    assert code == 0, err
    assert out == whole
    standard_input(monkeypatch, table.read_bytes())
    code, _, err = cli("train", "-", "--label-column", "won", *FAST, "--out", "piped")
    assert code == 0, err
    same_weights(Path("piped/relu-seed0"), model)


def test_a_text_in_another_encoding(cli, tmp_path):
    rng = np.random.default_rng(3)
    lines = ["크기,색,결과"]
    for k in range(60):
        size = rng.normal()
        lines.append(f"{size:.3f},{'빨강' if k % 3 else '파랑'},{'합격' if size > 0 else '불합격'}")
    (tmp_path / "k.csv").write_bytes("\n".join(lines).encode("cp949"))
    words = ("--label-column", "결과", "--encoding", "cp949")
    code, _, err = cli("train", "k.csv", *words, *FAST, "--out", "out")
    assert code == 0, err
    assert load_result("out/relu-seed0").spec.data.encoding == "cp949"
    code, out, err = cli("predict", "out", "k.csv", "--encoding", "cp949", "--keep", "색")
    assert code == 0, err
    assert {row["name"] for row in rows_of(out)} <= {"합격", "불합격"}
    assert [row["색"] for row in rows_of(out)] == ["빨강" if k % 3 else "파랑" for k in range(60)]
    assert cli("evaluate", "out", "--dataset", "k.csv", *words)[0] == 0
    code, out, err = cli("evaluate", "out", "--dataset", "k.csv", "--label-column", "결과")
    assert (code, out) == (1, "")
    assert "encoding='cp949'" in " ".join(err.split())
    for command in (("predict", "out", "k.csv"), ("train", "k.csv", "--label-column", "결과", *FAST)):
        code, out, err = cli(*command, "--encoding", "klingon")
        assert (code, out) == (2, "")
        assert "klingon" in err


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("train", "t.csv", "--dataset", "t.csv"), "both t.csv and --dataset t.csv name the data; leave one out"),
        (("tune", "t.csv", "--dataset", "t.csv"), "both t.csv and --dataset t.csv name the data; leave one out"),
        (("train", "a.npz", "t.csv"), "several files are one table, and a.npz is none"),
        (("predict", "out", "t.csv", "--keep", "colur"), "colour"),
        (("predict", "out", "a.npz", "--keep", "colour"), "--keep is for columns of tables, and a.npz is none"),
        (("predict", "out", "a.npz", "t.csv"), "several files are one table, and a.npz is none"),
        (("predict", "out", "t.csv", "--out", "p.xls"), "must end in .csv, .jsonl or .parquet, not p.xls"),
    ],
)
def test_errors_are_one_sentence(cli, table, model, argv, words):
    np.savez("a.npz", x=np.zeros((4, 3)), y=np.arange(4) % 2)
    code, out, err = cli(*argv)
    assert (code, out) == (2, "")
    assert words in " ".join(err.split())
    assert not Path("p.xls").exists()


@pytest.fixture(params=["labels", "numbers"])
def several(request, tmp_path):
    """60 rows with two columns to predict: whether something is there, or numbers."""
    rng = np.random.default_rng(6)
    lines = ["a,b,warm,wet"]
    for a, b in rng.normal(size=(60, 2)):
        targets = (int(a > 0), int(b > 0.3)) if request.param == "labels" else (f"{300 + 20 * a:.2f}", f"{b / 50:.5f}")
        lines.append(f"{a:.4f},{b:.4f},{targets[0]},{targets[1]}")
    (tmp_path / "t.csv").write_text("\n".join(lines))
    return request.param


def test_several_columns_are_predicted(cli, several):
    columns = ("--label-column", "warm", "--label-column", "wet")
    numbers = ("--epochs", 30, "--learning-rate", 0.02, "--workers", 1)
    code, out, err = cli("train", "t.csv", *columns, *numbers, "--out", "out")
    assert code == 0, err
    trained = load_model("out/relu-seed0")
    assert trained.class_names == ("warm", "wet")
    assert trained.columns == ("a", "b")
    assert trained.model.output.name == ("labels" if several == "labels" else "regression")
    code, out, err = cli("evaluate", "out", "--dataset", "t.csv", *columns, "--json")
    assert code == 0, err
    measured = json.loads(out)["f" if several == "labels" else "r2"]
    assert measured["value"] > 0.7
    # The columns that the model predicts are known to it.
    assert cli("evaluate", "out", "--dataset", "t.csv", "--json")[1] == out
    code, out, err = cli("predict", "out", "t.csv", "--keep", "a")
    assert code == 0, err
    rows = rows_of(out)
    assert list(rows[0]) == ["row", "a", "warm", "wet"]
    if several == "labels":
        assert {row[name] for row in rows for name in ("warm", "wet")} == {"0", "1"}
    else:
        assert abs(np.mean([float(row["warm"]) for row in rows]) - 300) < 20
        assert abs(np.mean([float(row["wet"]) for row in rows])) < 0.02


def test_several_columns_are_predicted_in_python(several, tmp_path):
    data = load_dataset(tmp_path / "t.csv", label_column=["warm", "wet"])
    same = load_table(tmp_path / "t.csv", target=["warm", "wet"])
    assert data.digest == same.digest
    assert data.target == several
    assert data.y_train.shape == (50, 2)
    trained = fit_table(tmp_path / "t.csv", target=["warm", "wet"], epochs=30, learning_rate=0.02).trained
    output = trained.model.output
    assert output.measure.value(output.predicted(trained.predict(data.x_test)), data.y_test) > 0.6


def test_the_columns_that_are_predicted_are_no_features_whatever_their_order(cli, several):
    for columns, names in ((("wet", "warm"), ("wet", "warm")), ((3, 2), ("wet", "warm"))):
        options = [word for column in columns for word in ("--label-column", column)]
        code, _, err = cli("train", "t.csv", *options, *FAST, "--out", f"out-{columns[0]}")
        assert code == 0, err
        trained = load_model(f"out-{columns[0]}/relu-seed0")
        assert (trained.class_names, trained.columns) == (names, ("a", "b"))
