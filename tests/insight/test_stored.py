"""What the command records and keeps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from undergrad.architecture import short
from undergrad.experiments import Experiment, Listener, Network, run_experiment, run_folder
from undergrad.experiments.spec import DataSpec
from undergrad.insight import load_insight

SMALL = ("--hidden", 8, "--epochs", 2, "--quiet", "--workers", 1)


@pytest.fixture
def csv(cli):
    rows = [f"{value * value % 11},{value * 7 % 5},{value % 2}" for value in range(60)]
    Path("d.csv").write_text("a,b,label\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return "d.csv"


def stored(folder: str) -> list[str]:
    return sorted(path.parent.name for path in Path(folder).rglob("insight.jsonl"))


def test_compare_records_by_default_and_train_when_asked(cli, csv):
    assert cli("compare", "--dataset", csv, "--out", "c", *SMALL)[0] == 0
    assert stored("c") == ["relu-seed0", "sigmoid-seed0", "tanh-seed0"]
    assert cli("compare", "--dataset", csv, "--activation", "tanh", "--out", "n", "--no-insight", *SMALL)[0] == 0
    assert cli("train", "--dataset", csv, "--out", "t", *SMALL)[0] == 0
    assert stored("n") == stored("t") == []
    assert cli("train", "--dataset", csv, "--out", "i", "--insight", *SMALL)[0] == 0
    assert stored("i") == ["line-seed0", "relu-seed0"]
    insight = load_insight(Path("i/relu-seed0"))
    assert [record.epoch for record in insight.epochs] == [1, 2]
    one, other = (json.loads(Path(f"{out}/relu-seed0/result.json").read_bytes()) for out in ("t", "i"))
    assert one["spec"]["identity"] == other["spec"]["identity"]


def experiment(epochs=3, **changes):
    names = [Network(name=name, layers=str(short((6,), name)), epochs=epochs, **changes) for name in ("relu", "tanh")]
    return Experiment(name="e", data=DataSpec(dataset="small"), networks=tuple(names), seeds=(0,))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_listener_hears_every_record(small, tmp_path, workers):
    class Ear(Listener):
        def __init__(self):
            self.heard = {}

        def insight_comes(self, job, head, record):
            self.heard.setdefault(job.spec.network.name, [head]).append(record)

    told, ear = experiment(), Ear()
    run_experiment(told, small, tmp_path, insight=True, workers=workers, listener=ear)
    for network in told.networks:
        insight = load_insight(run_folder(tmp_path, network, 0))
        assert [insight.head, *insight.epochs] == ear.heard[network.name]


def test_a_run_that_fails_keeps_what_was_recorded(small, tmp_path):
    told = experiment(epochs=12, learning_rate=1e6, reg_lambda=1.0, batch_size=270)
    assert run_experiment(told, small, tmp_path, insight=True).failed
    insight = load_insight(run_folder(tmp_path, told.networks[0], 0))
    assert 0 < len(insight.epochs) < 12


def test_the_verdicts_of_a_run_are_shown(cli, csv):
    options = ("--dataset", csv, "--activation", "relu", "--insight", "--out", "t", *SMALL)
    assert cli("train", *options, "--optimizer", "sgd", "--learning-rate", 1e-9)[0] == 0
    _, out, _ = cli("runs", "show", "t/relu-seed0")
    assert "warning: steps too small in fc1, fc2, epoch 2; worst in fc1, epoch 2: " in out
    assert "where update_ratio < 0.0002 (gradient_norm " in out
    assert ", where update_ratio < 0.0002" in out
