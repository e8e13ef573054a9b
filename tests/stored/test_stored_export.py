"""`undergrad runs export`: all runs with all their fields as one table, in three forms that say the same."""

from __future__ import annotations

import csv
import importlib
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from undergrad.experiments import load_result
from undergrad.experiments.run import write_result
from undergrad.experiments.stored import FIELDS, StoredRun
from undergrad.report.runs import rows
from undergrad.settings import DECLARATIONS, DEFAULTS

OLD = Path(__file__).parent / "version_0_1_0"
#: Of each number a value that is not its default, as Python has it and as a cell says it.
OTHER = {
    "epochs": (7, 7), "learning_rate": (0.3, 0.3), "batch_size": (9, 9), "reg_lambda": (0.5, 0.5),
    "validation": (0.25, 0.25), "order": ("shuffled", "shuffled"), "dtype": ("float64", "float64"),
    "engine": ("cpu", "cpu"), "optimizer": ("sgd(momentum=0.5)", "sgd(momentum=0.5)"), "schedule": ("step", "step"),
    "step_at": ((0.123456789, 0.5), "0.123456789,0.5"), "step_factor": (0.2, 0.2), "clip_norm": (2.0, 2.0),
    "class_weight": ((1.0, 2.5), "1,2.5"), "patience": (3, 3),
    "best_by": ("loss", "loss"),
}  # fmt: skip
#: Where a number's cell is, if not under its own name, which says what the run came to.
COLUMNS = {"validation": "validation_share", "engine": "engine_asked"}


@pytest.fixture
def stored(tmp_path) -> Path:
    """An experiment's run and a search's four trials, of which one was not tested."""
    shutil.copytree(OLD, tmp_path / "stored", ignore=shutil.ignore_patterns("*.safetensors"))
    return tmp_path / "stored"


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def one() -> StoredRun:
    return StoredRun(OLD / "experiment" / "relu-seed0", load_result(OLD / "experiment" / "relu-seed0"))


@pytest.mark.parametrize("name", DECLARATIONS)
def test_every_number_that_steers_a_training_has_its_column(name):
    value, cell = OTHER[name]
    assert value != DEFAULTS[name]
    run = one()
    network = replace(run.result.spec.network, **{name: value})
    spec = msgspec.structs.replace(run.result.spec, network=network)
    changed = StoredRun(run.folder, msgspec.structs.replace(run.result, spec=spec))
    assert rows([changed])[0][COLUMNS.get(name, name)] == cell


def test_what_a_run_came_to_is_in_its_row(stored, cli):
    code, out, err = cli("runs", "export", stored)
    assert (code, err) == (0, "")
    table = read_csv(out)
    assert list(table[0]) == list(FIELDS)
    assert len(table) == 5
    result, first = one().result, table[0]
    assert Path(first["run"]) == stored / "experiment" / "relu-seed0"
    for column, value in {
        "name": "relu", "layers": "fc(4), relu", "output": "classes", "seed": 0, "data": "counted",
        "data_digest": result.spec.data_digest, "epochs": 2, "epochs_trained": 2, "best_epoch": result.best_epoch,
        "measure": "accuracy", "validation": result.best_val_measure, "test": result.test.value,
        "test_low": result.test.low, "test_high": result.test.high, "seconds": result.seconds, "engine": "reference",
        "status": "complete",
    }.items():  # fmt: skip
        assert first[column] == str(value), column
    assert [row["test"] == row["test_low"] == row["test_high"] == "" for row in table] == [False] * 4 + [True]


def test_the_three_forms_say_the_same(stored, cli, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    for name in ("t.csv", "t.jsonl", "t.parquet"):
        code, out, err = cli("runs", "export", stored, "--out", name)
        assert (code, out, err) == (0, f"Wrote {name}: 5 runs\n", "")
    lines = [json.loads(line) for line in (tmp_path / "t.jsonl").read_text("utf-8").splitlines()]
    table = parquet.read_table(tmp_path / "t.parquet")
    assert table.to_pylist() == lines
    assert [list(line) for line in lines] == [list(FIELDS)] * 5
    assert [{key: "" if value is None else str(value) for key, value in line.items()} for line in lines] == read_csv(
        (tmp_path / "t.csv").read_text("utf-8")
    )
    assert cli("runs", "export", stored)[1] == (tmp_path / "t.csv").read_text("utf-8")


def test_a_column_without_a_value_is_one_of_numbers_in_parquet(stored, cli, tmp_path):
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    shutil.rmtree(stored / "experiment")
    for number in range(3):
        shutil.rmtree(stored / "search" / "trials" / f"000{number}")
    assert cli("runs", "export", stored, "-o", "t.parquet")[0] == 0
    schema = parquet.read_schema(tmp_path / "t.parquet")
    assert {schema.field(name).type for name in ("test", "test_low", "test_high")} == {pyarrow.float64()}
    assert schema.field("seed").type == pyarrow.int64()
    assert schema.field("name").type == pyarrow.string()


def test_only_the_runs_that_are_asked_for(stored, cli):
    wanted = [row for row in read_csv(cli("runs", "export", stored)[1]) if row["activation"] == "tanh"]
    assert len(wanted) == 2
    assert read_csv(cli("runs", "export", stored, "--filter", "activation=tanh")[1]) == wanted


def test_a_run_that_failed_at_once_has_no_measure(stored, cli):
    run = stored / "experiment" / "relu-seed0"
    result = msgspec.structs.replace(
        load_result(run), status="failed", epochs=0, best_epoch=0, best_val_measure=0.0, test=None
    )
    write_result(run, result)
    first = read_csv(cli("runs", "export", stored)[1])[0]
    assert (first["status"], first["validation"], first["test"], first["epochs_trained"]) == ("failed", "", "", "0")


def test_a_damaged_run_is_left_out_and_named(stored, cli):
    (stored / "search" / "trials" / "0002" / "result.json").write_text("{", encoding="utf-8")
    code, out, err = cli("runs", "export", stored)
    assert (code, len(read_csv(out))) == (0, 4)
    assert err.startswith("undergrad: left out: ")
    assert "0002" in err


@pytest.mark.parametrize("name", ["t.xlsx", "t", "t.json"])
def test_a_file_of_another_kind_is_refused(stored, cli, tmp_path, name):
    code, out, err = cli("runs", "export", stored, "--out", name)
    assert (code, out) == (2, "")
    assert err == f"undergrad: the table's file must end in .csv, .jsonl or .parquet, not {name}\n"
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("argv", [(), ("--out", "t.csv")])
def test_no_table_is_written_without_a_run(stored, cli, tmp_path, argv):
    code, out, err = cli("runs", "export", stored, "--filter", "seed=99", *argv)
    assert (code, out) == (2, "")
    assert err.endswith("fulfils the filters, so there is no table to write\n")
    assert not (tmp_path / "t.csv").exists()


def test_without_pyarrow_the_sentence_says_what_to_install(stored, cli, tmp_path, monkeypatch):
    original = importlib.import_module

    def lacking(name, *arguments):
        if name.partition(".")[0] == "pyarrow":
            raise ModuleNotFoundError("No module named 'pyarrow'", name="pyarrow")
        return original(name, *arguments)

    monkeypatch.setattr(importlib, "import_module", lacking)
    code, out, err = cli("runs", "export", stored, "--out", "t.parquet")
    assert (code, out) == (2, "")
    assert err == (
        "undergrad: a Parquet file needs the package pyarrow, which is not installed; "
        "install it: pip install 'undergrad[table]'\n"
    )
    assert not (tmp_path / "t.parquet").exists()
    assert cli("runs", "export", stored, "--out", "t.jsonl")[0] == 0


def test_numbers_of_several_values_are_filtered_and_sorted_as_they_are_written(stored, cli):
    for filter_ in ("step_at=0.6,0.85", "class_weight=", "data=counted", "name!=relu"):
        assert cli("runs", "list", stored, "--json", "--filter", filter_, "--sort", "class_weight")[0] == 0
    assert len(json.loads(cli("runs", "list", stored, "--json", "--filter", "step_at=0.6,0.85")[1])) == 5
    assert json.loads(cli("runs", "list", stored, "--json", "--filter", "step_at=0.5")[1]) == []
