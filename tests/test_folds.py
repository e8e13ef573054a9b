"""`undergrad train TABLE --folds K`: a training for each fold, and one table of what all of them reach."""

from __future__ import annotations

import csv
import importlib
import io
import itertools
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from undergrad.experiments import load_comparison, load_result
from undergrad.experiments.folds import fold_rows
from undergrad.experiments.statistics import mean_interval
from undergrad.outputs import output_named

fit_module = importlib.import_module("undergrad.training.fit")
HOMEWORK = Path(__file__).parent / "answer_as_in_the_homework.py"
FAST = ("--epochs", 2, "--workers", 1)


@pytest.fixture
def table(tmp_path):
    rng = np.random.default_rng(1)
    sizes = rng.normal(size=60)
    colours = ["rgb"[k % 3] for k in range(60)]
    won = ["yes" if size + rng.normal() / 3 > 0 else "no" for size in sizes]
    lines = ["size,colour,won", *map("{:.3f},{},{}".format, sizes, colours, won)]
    (tmp_path / "t.csv").write_text("\n".join(lines))
    return tmp_path / "t.csv"


def train(cli, *options):
    return cli(
        "train", "t.csv", "--label-column", "won", *FAST, *(() if "--out" in options else ("--out", "out")), *options
    )


def test_each_fold_is_trained_and_the_table_tells_what_all_reach(cli, table, tmp_path):
    code, out, err = train(cli, "--folds", 3)
    assert code == 0, err
    assert "fold 3 of 3: 40 training and 20 test rows" in err
    assert "3 folds" in out
    assert "for a model to keep, train without --folds" in " ".join(out.split())
    comparisons = [load_comparison(tmp_path / "out" / f"fold-{number}") for number in (1, 2, 3)]
    assert [c.experiment.data.fold for c in comparisons] == [(0, 3), (1, 3), (2, 3)]
    with (tmp_path / "out" / "folds.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["network"] for row in rows] == ["relu", "line"]
    for place, row in enumerate(rows):
        tests = [float(row[f"fold_{number}"]) for number in (1, 2, 3)]
        assert tests == [c.rows[place].test for c in comparisons]
        assert len(set(tests)) > 1
        assert float(row["mean"]) == pytest.approx(np.mean(tests))
        mean, low, high = mean_interval(tests, (0, 1))
        assert [float(row[key]) for key in ("low", "high")] == pytest.approx([low, high])
        assert f"{mean:.4f}" in out
        assert f"{max(tests):.4f}" in out


def test_what_is_complete_is_not_trained_again(cli, table, tmp_path):
    assert train(cli, "--folds", 2)[0] == 0
    results = sorted((tmp_path / "out").rglob("result.json"))
    before = [path.stat().st_mtime_ns for path in results]
    whole = (tmp_path / "out" / "folds.csv").read_text()
    (tmp_path / "out" / "folds.csv").unlink()
    for file in (tmp_path / "out" / "fold-2" / "line-seed0").iterdir():
        file.unlink()
    code, _, err = train(cli, "--folds", 2, "--resume")
    assert code == 0, err
    assert (tmp_path / "out" / "folds.csv").read_text() == whole
    after = [path.stat().st_mtime_ns for path in results]
    assert [old == new for old, new in zip(before, after, strict=True)] == [
        path.parts[-3:-1] != ("fold-2", "line-seed0") for path in results
    ]


def test_folds_that_were_interrupted_are_continued(cli, table, tmp_path, monkeypatch):
    train(cli, "--folds", 2, "--out", "whole")
    epochs, train_epoch = itertools.count(1), fit_module.train_epoch

    def interrupted(*words):
        if next(epochs) == 6:  # the second of the first network in the second fold
            raise KeyboardInterrupt
        return train_epoch(*words)

    with monkeypatch.context() as patched:
        patched.setattr(fit_module, "train_epoch", interrupted)
        assert train(cli, "--folds", 2)[0] == 130
    assert (tmp_path / "out" / "fold-2" / "relu-seed0" / "checkpoint.safetensors").exists()
    code, _, err = train(cli, "--folds", 2)
    assert code == 2
    assert "add --resume to continue it" in " ".join(err.split())
    assert not (tmp_path / "out" / "folds.csv").exists()
    assert train(cli, "--folds", 2, "--resume")[0] == 0
    assert (tmp_path / "out" / "folds.csv").read_text() == (tmp_path / "whole" / "folds.csv").read_text()


@pytest.mark.parametrize("changed", [("--folds", 3), ("--folds", 2, "--learning-rate", 0.5)])
def test_results_of_other_folds_are_not_overwritten(cli, table, tmp_path, changed):
    assert train(cli, "--folds", 2)[0] == 0
    whole = (tmp_path / "out" / "folds.csv").read_text()
    code, _, err = train(cli, *changed)
    assert code == 2
    assert "fold-1" in err
    assert (tmp_path / "out" / "folds.csv").read_text() == whole


def test_layers_of_ones_own_are_trained_in_each_fold(cli, table, tmp_path):
    shutil.copy(HOMEWORK, tmp_path / "Answer.py")
    code, _, err = train(cli, "--folds", 2, "--answer", "Answer.py")
    assert code == 0, err
    assert "Answer.py runs in this process" in err
    for number in (1, 2):
        result = load_result(tmp_path / "out" / f"fold-{number}" / "relu-seed0")
        assert result.spec.answer.path == "Answer.py"


def test_quiet_says_nothing_but_the_table(cli, table):
    code, out, err = train(cli, "--folds", 2, "--quiet")
    assert (code, err) == (0, "")
    assert "2 folds" in out
    assert "Wrote" not in out


def test_seeds_and_several_files_go_together_with_folds(cli, table, tmp_path):
    lines = table.read_text().splitlines()
    (tmp_path / "u.csv").write_text("\n".join([lines[0], *lines[31:]]))
    table.write_text("\n".join(lines[:31]))
    code, _, err = cli(
        "train", "t.csv", "u.csv", "--label-column", "won", *FAST, "--seeds", 2, "--folds", 2, "--out", "out",
    )  # fmt: skip
    assert code == 0, err
    assert "fold 1 of 2: 30 training and 30 test rows" in err
    assert (tmp_path / "out" / "fold-2" / "relu-seed1" / "result.json").exists()


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("t.csv", "--folds", 1), "--folds must be at least 2, not 1"),
        (("t.csv", "--folds", 0), "--folds must be at least 2, not 0"),
        (("-", "--folds", 3), "standard input cannot; write it to a file"),
        (("t.csv", "-", "--folds", 3), "standard input cannot; write it to a file"),
        (("t.csv", "--folds", 3, "--test", "t.csv"), "leave --test out"),
        (("t.csv", "--folds", 3, "--live"), "--folds writes no page that --live could show; leave --live out"),
        (("t.csv", "--folds", 61), "folds must be at least 2 and at most the number of rows, 60, not 61"),
        (("--dataset", "mnist-10k", "--folds", 3), "--folds is for tables, and mnist-10k is none"),
    ],
)
def test_errors_are_one_sentence(cli, table, tmp_path, monkeypatch, argv, words):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(table.read_bytes())))
    code, out, err = cli("train", *argv, "--label-column", "won", *FAST, "--out", "out")
    assert (code, out) == (2, "")
    assert words in " ".join(err.split())
    assert not (tmp_path / "out").exists()


def test_only_networks_with_a_result_in_each_fold_have_a_row():
    def fold(**tests):
        return SimpleNamespace(rows=[SimpleNamespace(network=name, test=test) for name, test in tests.items()])

    rows = fold_rows([fold(a=0.5, b=0.25, c=0.1), fold(c=0.3, a=0.75)], output_named("classes").measure)
    assert [(row.network, row.tests) for row in rows] == [("a", (0.5, 0.75)), ("c", (0.1, 0.3))]
    assert [row.mean for row in rows] == [0.625, 0.2]
    assert all(0 <= row.low <= row.mean <= row.high <= 1 for row in rows)


def test_a_remark_about_the_table_is_made_once(cli, tmp_path):
    path = tmp_path / "fractions.csv"
    path.write_text("x,y\n" + "".join(f"{k % 7},{k * 1.5}\n" for k in range(30)), "utf-8")
    code, _, err = cli(
        "train", str(path), "--folds", "3", "--epochs", "1", "--workers", "1", "--out", str(tmp_path / "o")
    )
    assert (code, err.count("holds fractions")) == (0, 1)
    assert err.count("fold 1 of 3") == err.count("fold 3 of 3") == 1
