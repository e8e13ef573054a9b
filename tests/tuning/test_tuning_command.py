"""`undergrad tune` and `undergrad runs` as their user meets them."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal

import faults
import pytest

from undergrad.cli.main import main
from undergrad.tuning import Driver, Store, drive, processes

SPACE = """
dataset = "{data}"
trials = 6
strategy = "random"
in_flight = 3
[space]
width = [4, 8, 16]
learning_rate = {{low = 0.05, high = 0.5, log = true}}
epochs = [3, 6]
batch_size = 32
"""


@pytest.fixture(scope="module")
def toml(data_file, tmp_path_factory):
    path = tmp_path_factory.mktemp("toml") / "space.toml"
    path.write_text(SPACE.format(data=data_file.as_posix()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def done(toml, tmp_path_factory):
    """A search's folder, from the command."""
    out = tmp_path_factory.mktemp("done") / "search"
    assert main(["tune", str(toml), "--out", str(out), "--quiet", "--repeats", "2"]) == 0
    return out


@pytest.mark.usefixtures("drawn")
def test_tune_prints_the_table_how_it_came_about_and_where_everything_is(cli, toml, tmp_path):
    code, out, err = cli("tune", toml, "--workers", 2)
    assert code == 0
    for text in (
        "1st",
        "2nd",
        "3rd",
        "6 networks were tried on small.npz",
        "The test set was opened once",
        "Best model: ",
    ):
        assert text in out
    assert re.search(r"^6/6 trials, about 0:00 left; best [01]\.\d{4} \(trial \d: \d+ relu, rate ", err, re.MULTILINE)
    [folder] = (tmp_path / "runs").iterdir()
    assert {"search.toml", "choice.json", "tuning.json", "report.md", "table.csv", "1st.svg", "1st.png"} <= {
        entry.name for entry in folder.iterdir()
    }
    table = [line for line in out.splitlines() if line.startswith((" 1st", " 2nd", " 3rd"))]
    assert len(table) == 3
    assert max(map(len, table)) <= 80
    # The same again: nothing is trained, and the same is printed.
    code, again, err = cli("tune", toml, "--workers", 2, "--resume")
    assert code == 0
    assert again == out
    assert err == "this search is over; these are its results\n"
    code, _, err = cli("tune", toml)
    assert code == 2
    assert err.endswith("holds this search, already begun; add --resume to continue it, or choose another --out\n")


def test_a_grid_that_is_smaller_than_the_trials_says_how_many_there_are(cli, data_file, tmp_path):
    toml = tmp_path / "grid.toml"
    toml.write_text(
        f'dataset = "{data_file.as_posix()}"\nstrategy = "grid"\n[space]\nwidth = [4, 8]\nepochs = [1, 2]\n', "utf-8"
    )
    code, _, err = cli("tune", toml, "--workers", 1)
    assert code == 0
    assert "4/4 trials, about 0:00 left; best " in err
    assert "/60 trials" not in err


INTERRUPTED = "undergrad: interrupted; finished work is kept, and --resume continues\n"


def send_to_all(before: set[int], how: int) -> None:
    """As a terminal does it: this process hears it, and so does every process that was not there `before`."""
    for child in multiprocessing.active_children():
        if child.pid not in before and os.name == "posix":
            os.kill(child.pid, how)
    signal.raise_signal(how)


@pytest.fixture
def interrupted(cli, toml, monkeypatch):
    """The exit code of a search, and what it says, where Ctrl-C or another signal comes after a method's first call."""
    line = ("tune", toml, "--workers", 2, "--out", "out")
    before = {child.pid for child in multiprocessing.active_children()}

    def run(where: type, method: str, how: int = signal.SIGINT) -> tuple[int, str]:
        original, called = getattr(where, method), []

        def call_and_send(*args, **kwargs):
            result = original(*args, **kwargs)
            called.append(method)
            if called == [method]:
                send_to_all(before, how)
            return result

        with monkeypatch.context() as patched:
            patched.setattr(where, method, call_and_send)
            code, _, err = cli(*line)
        return code, err

    yield run
    assert {child.pid for child in multiprocessing.active_children()} == before
    code, out, _ = cli(*line, "--resume")
    assert code == 0
    assert "Best model: " in out


def test_ctrl_c_says_what_it_waits_for(interrupted, monkeypatch, tmp_path):
    monkeypatch.setattr(drive, "_SECONDS", 1e-9)  # workers answer after every epoch
    code, err = interrupted(Store, "keep")
    assert code == 130
    assert "interrupted: keeping the state of" in err
    assert err.endswith(INTERRUPTED)
    assert list((tmp_path / "out").glob("trials/*/checkpoint.safetensors"))


@pytest.mark.attack
@pytest.mark.skipif(os.name != "posix", reason="Windows has no hangup, and ends a process where POSIX sends SIGTERM")
@pytest.mark.usefixtures("hangups")
@pytest.mark.parametrize(("how", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_other_signals_end_a_search_as_ctrl_c_does(interrupted, monkeypatch, how, code):
    monkeypatch.setattr(drive, "_SECONDS", 1e-9)
    got, err = interrupted(Store, "keep", getattr(signal, how))
    assert got == code
    assert "interrupted: keeping the state of" in err
    assert "is tried again" not in err  # the workers were not hit
    assert err.splitlines()[-1] == f"undergrad: stopped by {how}; continue with --resume"


def test_ctrl_c_while_the_workers_start_is_heard_at_once(interrupted, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(processes, "_get_ready", faults.never_ready)
        code, err = interrupted(Driver, "_submit")
    assert code == 130
    assert err == INTERRUPTED


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--strategy", "tpee"], "unknown strategy 'tpee'; did you mean 'tpe'?"),
        (["--trials", "0"], "trials must be a whole number of at least 1, not 0"),
        (["--minutes", "0"], "--minutes must be above 0, not 0"),
        (["--repeats", "1"], "--repeats must be at least 2, not 1: a spread needs two"),
        (["--workers", "0"], "--workers must be at least 1, not 0"),
        (["--workers", "many"], "--workers must be a whole number or auto, not 'many'"),
        (["--hung-after", "-1"], "--hung-after must be above 0, not -1"),
        (["nowhere.toml"], "there is no file nowhere.toml; name a TOML file or one of: best-fashion-mnist, best-mnist"),
        (["best-mnits"], "unknown search 'best-mnits'; did you mean 'best-mnist'?"),
        (["--dataset", "mnits"], "mnits"),
        (["--trails", "3"], "unknown option --trails, did you mean --trials"),
    ],
)
def test_bad_use_is_said_in_a_sentence(cli, argv, words, tmp_path):
    code, _, err = cli("tune", *argv)
    assert code in (1, 2)
    assert words in err
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "runs").exists()


def test_without_optuna_tpe_is_said_to_need_it_and_random_is_the_default(cli, monkeypatch, toml):
    monkeypatch.setattr("undergrad.tuning.search.has_tpe", lambda: False)
    code, _, err = cli("tune", "--strategy", "tpe")
    assert code == 2
    assert "pip install 'undergrad[tune]'" in err
    from undergrad.tuning import parse_search

    assert parse_search("trials = 6", where="x", name="x").strategy == "random"


def test_runs_are_listed_filtered_and_sorted(cli, done):
    code, out, _ = cli("runs", "list", done, "--sort", "validation", "--reverse")
    assert code == 0
    assert len([line for line in out.splitlines() if " trials/0" in line]) == 6
    assert len([line for line in out.splitlines() if " repeats-2/" in line]) == 6
    _, out, _ = cli("runs", "list", done, "--json", "--sort", "validation", "--reverse", "--filter", "seed=0")
    runs = json.loads(out)
    assert len(runs) == 6
    assert [run["validation"] for run in runs] == sorted((run["validation"] for run in runs), reverse=True)
    assert sum(run["test"] is not None for run in runs) == 3
    _, out, _ = cli("runs", "list", done, "--csv", "--filter", "test>0", "--filter", "hidden!=4")
    lines = out.splitlines()
    assert lines[0].startswith("run,dataset,layers,hidden,activation,output,epochs,learning_rate,")
    assert all(",4,relu," not in line for line in lines[1:])
    _, out, _ = cli("runs", "list", done, "--filter", "validation>2")
    assert "fulfils the filters" in out


def test_hidden_layers_are_sorted_and_filtered_by_their_widths(cli, done):
    def hidden(*argv):
        _, out, _ = cli("runs", "list", done, "--json", "--filter", "seed=0", *argv)
        return [run["hidden"] for run in json.loads(out)]

    every = hidden("--sort", "hidden")
    assert every == sorted(every, key=int)
    assert set(every) == {"8", "16"}  # as texts they would stand the other way round
    assert hidden("--sort", "hidden", "--reverse") == every[::-1]
    assert set(hidden("--filter", "hidden>8", "--filter", "hidden<=16")) == {"16"}
    assert set(hidden("--filter", "hidden=8")) == {"8"}
    assert hidden("--filter", "hidden=8-4") == hidden("--filter", "hidden=8,4") == []
    code, _, err = cli("runs", "list", done, "--filter", "hidden=wide")
    assert code == 2
    assert "hidden is widths, as 512-256, so the filter cannot compare it with 'wide'" in err


def test_the_best_runs_are_the_homeworks_table(cli, done):
    code, out, _ = cli("runs", "best", done, "--markdown", "--filter", "seed=0")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("|  | model structure | number of epochs | learning rate | L2 lambda |")
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| 1st", "| 2nd", "| 3rd"]
    _, listed, _ = cli("runs", "list", done, "--json", "--sort", "validation", "--reverse", "--filter", "seed=0")
    assert f"| {json.loads(listed)[0]['validation']:.4f} |" in lines[2]
    _, out, _ = cli("runs", "best", done, "--count", 5)
    assert " 5th " in out


def test_show_tells_everything_about_a_run(cli, done):
    code, out, _ = cli("runs", "show", done / "trials" / "0000")
    assert code == 0
    for text in ("layers:", "fc(", "validation:", "last epoch:", "files:", "result.json"):
        assert text in out
    code, _, err = cli("runs", "show", done)
    assert code == 2
    assert "holds no finished run; `undergrad runs list` lists them" in err


def test_runs_are_removed_only_when_that_is_meant(cli, done, tmp_path):
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(done, copy)
    code, _, err = cli("runs", "rm", copy / "trials" / "0000")
    assert code == 2
    assert "add --yes to remove without asking" in err
    code, out, _ = cli("runs", "rm", copy / "trials" / "0000", "--yes")
    assert code == 0
    assert "0000: 1 run\n" in out
    assert not (copy / "trials" / "0000").exists()
    assert (copy / "trials" / "0001").exists()
    code, _, err = cli("runs", "rm", tmp_path, "--yes")  # which holds runs, but is not ours
    assert code == 2
    assert "is no run's, experiment's or search's own folder, so it is not removed" in err
    assert copy.exists()
    assert cli("runs", "rm", copy, "--yes")[0] == 0
    assert not copy.exists()


def test_a_damaged_record_is_left_out_and_named(cli, done, tmp_path):
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(done, copy)
    (copy / "trials" / "0000" / "result.json").write_text("{", encoding="utf-8")
    code, out, err = cli("runs", "list", copy)
    assert code == 0
    assert " trials/0001" in out
    assert "trials/0000" not in out
    assert "left out: " in err
    assert cli("runs", "rm", copy / "trials" / "0000", "--yes")[0] == 0


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["list", "nowhere"], "there is no folder nowhere; name one that holds runs"),
        (["list", ".", "--filter", "activation"], "the filter 'activation' is no condition; write FIELD=VALUE"),
        (["list", ".", "--filter", "actvation=relu"], "unknown field 'actvation'; did you mean 'activation'?"),
        (["list", ".", "--sort", "valdation"], "unknown field 'valdation'; did you mean 'validation'?"),
        (["best", ".", "--count", "0"], "--count must be at least 1, not 0"),
        (["lst"], "unknown command 'lst'; did you mean 'list'?"),
    ],
)
def test_bad_use_of_runs_is_said_in_a_sentence(cli, argv, words):
    code, _, err = cli("runs", *argv)
    assert code == 2
    assert words in err


def test_a_filter_that_compares_a_number_with_a_word_is_said(cli, done):
    code, _, err = cli("runs", "list", done, "--filter", "epochs=many")
    assert code == 2
    assert "epochs is a number, so the filter cannot compare it with 'many'" in err
