"""The command as its user meets it: what it prints, where, its exit codes, and what happens when it is killed."""

from __future__ import annotations

import csv
import errno
import io
import os
import re
import signal
import subprocess
import sys

import numpy as np
import pytest

from undergrad import load_model
from undergrad.cli.main import main
from undergrad.data.idx import write_idx

FAST = ["--hidden", "8", "--epochs", "2", "--learning-rate", "0.1", "--workers", "1"]


@pytest.fixture(scope="module")
def npz(small, tmp_path_factory):
    path = tmp_path_factory.mktemp("data") / "small.npz"
    np.savez(path, x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    return path


def command(*argv: object, **kwargs):
    line = [sys.executable, "-m", "undergrad", *map(str, argv)]
    return subprocess.run(line, capture_output=True, text=True, encoding="utf-8", check=False, **kwargs)


@pytest.mark.usefixtures("drawn")
def test_compare_prints_the_table_and_says_where_it_wrote(cli, npz, tmp_path):
    code, out, err = cli("compare", "--dataset", npz, *FAST)
    assert code == 0
    for activation in ("sigmoid", "relu", "tanh"):
        assert activation in out
        assert f"{activation}: epoch 2/2, loss " in err
    assert " left" in err
    assert "exceed" in out
    [folder] = (tmp_path / "runs").iterdir()
    assert str(folder.relative_to(tmp_path)) in out
    assert {entry.name for entry in folder.iterdir()} >= {"report.md", "table.csv", "accuracy.svg", "accuracy.png"}
    assert max(map(len, out.splitlines()[:8])) <= 80


def test_quiet_says_nothing_but_the_table(cli, npz):
    code, out, err = cli("compare", "--dataset", npz, *FAST, "--quiet", "--activation", "tanh")
    assert (code, err) == (0, "")
    assert "tanh" in out
    assert "relu" not in out
    assert "Wrote" not in out


def test_options_reach_the_specification(cli, npz, tmp_path):
    options = [
        "--hidden",
        "7,5",
        "--epochs",
        "3",
        "--learning-rate",
        "0.2",
        "--batch-size",
        "17",
        "--reg-lambda",
        "0.01",
    ]
    code, *_ = cli(
        "train", "--dataset", npz, *options, "--seed", "4", "--activation", "tanh", "--out", "here", "--quiet"
    )
    assert code == 0
    told = (tmp_path / "here" / "experiment.toml").read_text("utf-8")
    for line in (
        "epochs = 3",
        "learning_rate = 0.2",
        "batch_size = 17",
        "reg_lambda = 0.01",
        'layers = "fc(7), tanh, fc(5), tanh"',
    ):
        assert line in told
    assert (tmp_path / "here" / "tanh-seed4" / "model.safetensors").exists()


def test_seeds_give_one_run_each(cli, npz, tmp_path):
    code, out, _ = cli(
        "compare", "--dataset", npz, *FAST, "--activation", "relu,tanh", "--seeds", 2, "--seed", 3, "--out", "o"
    )
    assert code == 0
    assert "spread" in out
    assert "paired t-test over seeds" in out
    assert (tmp_path / "o" / "relu-seed3").is_dir()
    assert (tmp_path / "o" / "relu-seed4").is_dir()


def test_the_homeworks_figures_stand_only_beside_its_own_protocol():
    from undergrad.cli.compare import comparison_of

    def figures(*argv):
        from undergrad.cli.main import build_parser

        return [network.homework for network in comparison_of(build_parser().parse(["compare", *argv])).networks]

    assert figures() == [0.6, 0.87, 0.89]
    assert figures("--dataset", "mnist", "--activation", "tanh") == [0.89]
    assert figures("--epochs", "3") == [None, None, None]
    assert figures("--dataset", "fashion-mnist-10k") == [None, None, None]


def test_run_takes_a_file_and_gives_the_same_as_compare(cli, npz, tmp_path):
    cli("compare", "--dataset", npz, *FAST, "--activation", "relu,tanh", "--out", "a", "--quiet")
    code, *_ = cli("run", tmp_path / "a" / "experiment.toml", "--out", "b", "--workers", "2", "--quiet")
    assert code == 0
    a, b = (list(csv.reader(io.StringIO((tmp_path / s / "table.csv").read_text("utf-8")))) for s in "ab")
    assert [row[:6] for row in a] == [row[:6] for row in b]


def test_train_predict_evaluate(cli, npz, small, tmp_path):
    code, out, _ = cli("train", "--dataset", npz, *FAST, "--epochs", "6", "--out", "m")
    assert code == 0
    model = tmp_path / "m" / "relu-seed0" / "model.safetensors"
    assert f"Model: {model.relative_to(tmp_path)}" in out

    code, out, _ = cli("predict", model, npz, "--probabilities")
    rows = list(csv.DictReader(io.StringIO(out)))
    y_hat = load_model(model).predict(small.x_test)
    assert code == 0
    assert [int(row["class"]) for row in rows] == y_hat.argmax(axis=1).tolist()
    assert float(rows[0]["probability"]) == pytest.approx(y_hat[0].max(), rel=1e-5)
    assert sum(float(rows[0][f"p_{name}"]) for name in small.class_names) == pytest.approx(1, abs=1e-4)

    code, out, _ = cli("predict", model, npz, "--out", "p.csv")
    assert (code, out) == (0, "Wrote p.csv\n")
    assert len((tmp_path / "p.csv").read_text("utf-8").splitlines()) == 201

    code, out, _ = cli("evaluate", model, "--dataset", npz)
    assert code == 0
    right = (y_hat.argmax(axis=1) == small.y_test).mean()
    assert f"test accuracy {right:.4f} [" in out
    assert "on 200 samples" in out


@pytest.mark.parametrize("insight", [True, False])
def test_what_is_said_to_be_in_a_runs_folder_is_there(cli, npz, tmp_path, insight):
    code, out, _ = cli("train", "--dataset", npz, *FAST, "--out", "o", *["--insight"] * insight)
    assert code == 0
    told = "specification, history, insight, best model" if insight else "specification, history, best model"
    assert f"and one folder for each run ({told}, predictions, plot).\n" in out
    files = {file.name for file in (tmp_path / "o" / "relu-seed0").iterdir()}
    assert files >= {"run.json", "history.jsonl", "model.safetensors", "predictions.safetensors", "accuracy.svg"}
    assert ("insight.jsonl" in files) == insight


def test_classes_that_have_names_keep_them_from_the_table_to_the_page(cli, tmp_path):
    kinds = {"고양이": 9, "개": 1, "새": 5}
    rows = [(name, near + step / 20) for step in range(10) for name, near in kinds.items()]
    (tmp_path / "pets.csv").write_text("\n".join(["종,size", *(f"{n},{x}" for n, x in rows)]), encoding="utf-8")
    line = ("--dataset", "pets.csv", "--label-column", "종")
    settings = ("--epochs", 300, "--learning-rate", 0.5, "--hidden", 8, "--batch-size", 8, "--quiet")
    assert cli("train", *line, *settings, "--out", "m")[0] == 0
    model = "m/relu-seed0/model.safetensors"
    assert load_model(model).class_names == tuple(sorted(kinds))
    code, out, _ = cli("predict", model, "pets.csv", "--label-column", "종", "--probabilities")
    assert code == 0
    header, *told = csv.reader(io.StringIO(out))
    assert header == ["row", "class", "name", "probability", "p_개", "p_고양이", "p_새"]
    assert [row[2] for row in told] == [name for name, _ in rows]
    # A table without the first class still has the model's numbers for the others.
    few = [f"{n},{x}" for n, x in rows if n != "개"]
    (tmp_path / "few.csv").write_text("\n".join(["종,size", *few]), encoding="utf-8")
    code, out, _ = cli("evaluate", model, "--dataset", "few.csv", "--label-column", "종")
    assert code == 0
    assert "test accuracy 1.0000" in out
    assert re.search(r"고양이 +1\.0000 +1\.0000 +1\.0000 +10", out)
    assert "개" not in out.replace("고양이", "")
    (tmp_path / "other.csv").write_text("종,size\n말,3\n개,1\n", encoding="utf-8")
    code, _, err = cli("evaluate", model, "--dataset", "other.csv", "--label-column", "종")
    assert code == 1
    assert " holds '말', which is none of the classes 개, 고양이, 새" in err
    page = (tmp_path / "m" / "report.html").read_text("utf-8")
    assert '"classes":["개","고양이","새"]' in page


def test_a_csv_becomes_a_classifier(cli, tmp_path):
    rng = np.random.default_rng(0)
    label = rng.integers(0, 3, 240)
    table = np.column_stack([rng.normal(50 * label, 10), rng.normal(-label, 0.3)])
    lines = ["length,width,class"] + [f"{a:.3f},{b:.3f},{y}" for (a, b), y in zip(table, label, strict=True)]
    (tmp_path / "table.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    options = [
        "--hidden",
        "8",
        "--epochs",
        "40",
        "--learning-rate",
        "0.5",
        "--batch-size",
        "16",
        "--out",
        "m",
        "--quiet",
    ]
    code, *_ = cli("train", "--dataset", "table.csv", *options)
    assert code == 0
    (tmp_path / "new.csv").write_text("length,width\n0.5,0.1\n101,-2.1\n", encoding="utf-8")
    code, out, _ = cli("predict", "m/relu-seed0/model.safetensors", "new.csv")
    assert code == 0
    assert [row["class"] for row in csv.DictReader(io.StringIO(out))] == ["0", "2"]


def test_data_commands(cli):
    code, out, _ = cli("data", "list")
    assert code == 0
    assert all(name in out for name in ("mnist-10k", "fashion-mnist-10k"))
    code, out, _ = cli("data", "info", "fashion-mnist-10k")
    assert code == 0
    assert "Ankle boot" in out
    assert "10,000 samples of 28 x 28" in out


def test_version_and_help_are_quick_to_start():
    """Not a time: what would make them slow must not be imported."""
    probe = "import sys; from undergrad.cli.main import main; main(['data'])\nprint(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1]
    for heavy in ("numpy", "scipy", "matplotlib", "rich", "msgspec"):
        assert f"'{heavy}'" not in loaded
    assert "compare" in command("--help").stdout


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("undergrad ")


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (["compare", "--epohcs", "3"], 2, "unknown option --epohcs, did you mean --epochs; see"),
        (["cmpare"], 2, "unknown command 'cmpare'; did you mean 'compare'?"),
        (["data", "fetsh"], 2, "unknown command 'fetsh'; did you mean 'fetch'?"),
        (["compare", "--epochs", "many"], 2, "argument --epochs: 'many' is not a whole number; see"),
        (["compare", "--epochs"], 2, "argument --epochs: expected one argument"),
        (["compare", "--epochs", "0"], 2, "epochs must be a whole number of at least 1, not 0"),
        (["compare", "--batch-size", "0"], 2, "batch_size must be a whole number of at least 1, not 0"),
        (["compare", "--learning-rate", "-1"], 2, "learning_rate must be a positive number, not -1"),
        (["compare", "--reg-lambda", "-1"], 2, "reg_lambda must be 0 or a positive number, not -1"),
        (["compare", "--hidden", "5,x"], 2, "'5,x' is not a list of widths like 500,500"),
        (["compare", "--hidden", "0"], 2, "each hidden width must be a whole number of at least 1, not 0"),
        (["compare", "--activation", "rellu"], 2, "unknown activation 'rellu'; did you mean 'relu'?"),
        (["train", "--activation", "tahn"], 2, "unknown activation 'tahn'; did you mean 'tanh'?"),
        (["compare", "--dataset", "minst"], 2, "unknown data set 'minst'; did you mean 'mnist'?"),
        (["compare", "--dataset", "missing.csv"], 1, "there is no file or folder missing.csv"),
        (["compare", "--seeds", "0"], 2, "--seeds must be at least 1, not 0"),
        (["compare", "--workers", "0"], 2, "workers must be at least 1, not 0"),
        (["compare", "--engine", "cpuu"], 2, "unknown engine 'cpuu'; did you mean 'cpu'?"),
        (["compare", "extra"], 2, "unexpected argument 'extra'"),
        (["run", "activation-mnist"], 2, "unknown experiment 'activation-mnist'; did you mean 'activations-mnist'?"),
        (["predict", "nothing", "data.npz"], 1, "cannot read nothing: No such file or directory"),
        (["evaluate", "model"], 2, "name the data to evaluate on: a TABLE after the model, or --dataset"),
        (["data", "info", "mnits"], 2, "unknown data set 'mnits'; did you mean 'mnist'?"),
    ],
)
def test_errors_are_one_sentence_and_a_code(cli, argv, code, words):
    got, out, err = cli(*argv)
    assert (got, out) == (code, "")
    assert err.startswith("undergrad: ")
    assert len(err.splitlines()) == 1
    assert words in err
    assert "Traceback" not in err


def test_debug_shows_the_traceback(npz, tmp_path):
    done = command("compare", "--dataset", "minst", "--debug", cwd=tmp_path)
    assert "Traceback" in done.stderr
    assert done.returncode == 2  # as without it


def test_a_fault_of_ours_is_told_without_a_traceback(cli, monkeypatch):
    monkeypatch.setattr("undergrad.data.available", lambda **_: 1 / 0)
    code, _, err = cli("data", "list")
    assert code == 1
    assert err.startswith("undergrad: unexpected ZeroDivisionError: division by zero; this is a fault of undergrad")
    assert len(err.splitlines()) == 1


def test_no_network_is_said_in_a_sentence(cli, monkeypatch, tmp_path):
    import dataclasses

    from undergrad.data import catalog

    nowhere = dataclasses.replace(catalog.CATALOG["mnist"], mirrors=("http://127.0.0.1:9/",))
    monkeypatch.setitem(catalog.CATALOG, "mnist", nowhere)
    monkeypatch.setenv("UNDERGRAD_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("UNDERGRAD_DATA_DIR", raising=False)
    monkeypatch.setattr("undergrad.data.download.PAUSES", (0.0,), raising=False)
    code, _, err = cli("compare", "--dataset", "mnist")
    assert code == 1
    assert "mnist-10k" in err.splitlines()[-1]


def test_an_unwritable_folder_and_a_full_disk(cli, npz, tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    code, _, err = cli("compare", "--dataset", npz, *FAST, "--activation", "sigmoid", "--out", tmp_path / "file" / "x")
    assert code == 1
    assert "cannot write to" in err
    original = os.fsync

    def full(descriptor):
        if (tmp_path / "out" / "sigmoid-seed0" / "run.json").exists():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        original(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        code, _, err = cli("compare", "--dataset", npz, *FAST, "--activation", "sigmoid", "--out", "out")
    assert code == 1
    assert "No space left on device; free some space or choose another folder" in err
    code, *_ = cli("compare", "--dataset", npz, *FAST, "--activation", "sigmoid", "--out", "out", "--resume")
    assert code == 0


def test_a_model_file_that_is_none_or_does_not_fit(cli, npz, tmp_path, small):
    (tmp_path / "text").write_text("hello", encoding="utf-8")
    code, _, err = cli("predict", "text", npz)
    assert code == 1
    assert "text is not a safetensors file" in err
    cli("train", "--dataset", npz, *FAST, "--out", "m", "--quiet")
    model = "m/relu-seed0/model.safetensors"
    code, _, err = cli("evaluate", model, "--dataset", "mnist-10k")
    assert code == 1
    assert "knows 5" in err
    (tmp_path / "images.idx").write_bytes(write_idx(np.zeros((3, 5, 5), np.uint8)))
    code, _, err = cli("predict", model, "images.idx")
    assert code == 1
    assert "6, 6" in err


def test_a_full_pipe_ends_quietly(cli, npz, tmp_path):
    assert cli("train", "--dataset", npz, *FAST, "--out", "m", "--quiet")[0] == 0
    line = f'"{sys.executable}" -m undergrad predict m/relu-seed0/model.safetensors "{npz}"'
    reader = f'"{sys.executable}" -c "input()"'
    both = subprocess.run(f"{line} | {reader}", shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Traceback" not in both.stderr


def files_of(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


OPTIONS = ["--hidden", "40,40", "--epochs", "30", "--activation", "relu,tanh", "--learning-rate", "0.01"]


@pytest.fixture(scope="module")
def undisturbed(npz, tmp_path_factory):
    """The folder of a comparison with OPTIONS."""
    folder = tmp_path_factory.mktemp("whole") / "out"
    line = ["compare", "--dataset", str(npz), *OPTIONS, "--out", str(folder), "--workers", "1", "--quiet"]
    assert main(line) == 0
    return folder


def ended(line: list[str], folder) -> subprocess.CompletedProcess[str]:
    """What a process and those that it has started, which hold its pipes too, have left when all of them have ended."""
    return subprocess.run(line, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=600, check=False)


# An interrupt just after a worker process has started, before the pool knows of it.
INTERRUPTED_START = """
import os, signal, sys
from multiprocessing.process import BaseProcess
from undergrad.cli.main import main

start = BaseProcess.start

def start_and_interrupt(process):
    start(process)
    os.kill(os.getpid(), signal.SIGINT)

if __name__ == "__main__":
    BaseProcess.start = start_and_interrupt
    sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name != "posix", reason="a process cannot be sent Ctrl-C on Windows")
def test_ctrl_c_while_workers_start_ends_all_of_them(npz, tmp_path):
    (tmp_path / "start.py").write_text(INTERRUPTED_START, encoding="utf-8")
    options = ["--dataset", str(npz), *OPTIONS, "--epochs", "1000000", "--out", "cut"]
    line = [sys.executable, "start.py", "compare", *options]
    done = ended(line, tmp_path)
    assert done.returncode == 130
    assert done.stderr.endswith("undergrad: interrupted; finished work is kept, and --resume continues\n")


# A command that gets a signal when it hears that a run's 18th epoch has ended. Its workers import this file too.
SIGNALLED = """
import os, signal, sys
from dataclasses import replace
from undergrad.cli import progress
from undergrad.cli.main import main
from undergrad.experiments.run import run

class Signalled(progress.ShownRuns):
    def epoch_ends(self, job, epoch):
        super().epoch_ends(job, epoch)
        if epoch.epoch == 18:
            os.kill(os.getpid(), getattr(signal, sys.argv[1]))

train = run.__globals__["train"]
run.__globals__["train"] = lambda spec, data, oversight: train(spec, data, replace(oversight, checkpoint_seconds=0.0))

if __name__ == "__main__":
    progress.ShownRuns = Signalled
    sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
@pytest.mark.parametrize(("how", "workers"), [("SIGKILL", 1), ("SIGKILL", 2), ("SIGINT", 2)])
def test_killed_at_any_moment_resumed_and_bit_identical(cli, npz, undisturbed, tmp_path, how, workers):
    (tmp_path / "signalled.py").write_text(SIGNALLED, encoding="utf-8")
    options = ["--dataset", str(npz), *OPTIONS, "--out", "cut"]
    line = [sys.executable, "signalled.py", how, "compare", *options, "--workers", str(workers)]
    cut = ended(line, tmp_path)
    assert "epoch 18/30" in cut.stderr
    if how == "SIGINT":
        assert cut.returncode == 130
        assert "interrupted; finished work is kept, and --resume continues" in cut.stderr
        assert "Traceback" not in cut.stderr
        assert not list((tmp_path / "cut").rglob("*.part"))
    else:
        assert cut.returncode == -signal.SIGKILL

    code, _, err = cli("compare", *options, "--workers", 1, "--resume")
    assert code == 0, err
    assert "goes on after epoch" in err or "complete already" in err
    for name in ("relu-seed0", "tanh-seed0"):
        resumed = tmp_path / "cut" / name / "model.safetensors"
        assert resumed.read_bytes() == (undisturbed / name / "model.safetensors").read_bytes()


def test_what_is_complete_is_not_trained_again(cli, npz, undisturbed):
    code, _, err = cli("compare", "--dataset", npz, *OPTIONS, "--out", undisturbed)
    assert code == 0
    assert err.count("complete already, not trained again") == 2
    assert "epoch" not in err
