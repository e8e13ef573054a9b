"""`undergrad tune` and `undergrad runs` as their user meets them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from undergrad.cli.main import main

SPACE = """
dataset = "{data}"
trials = 6
strategy = "random"
in_flight = 3
[space]
width = [4, 8, 16]
learning_rate = {{low = 0.05, high = 0.5, log = true}}
epochs = [3, {epochs}]
batch_size = 32
"""


@pytest.fixture(scope="module")
def toml(data_file, tmp_path_factory):
    path = tmp_path_factory.mktemp("toml") / "space.toml"
    path.write_text(SPACE.format(data=data_file.as_posix(), epochs=6), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def done(toml, tmp_path_factory):
    """A search's folder, from the command."""
    out = tmp_path_factory.mktemp("done") / "search"
    assert main(["tune", str(toml), "--out", str(out), "--quiet", "--repeats", "2"]) == 0
    return out


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
    assert err.endswith("holds this search, begun; add --resume to continue it, or choose another --out\n")


def test_a_grid_that_is_smaller_than_the_trials_says_how_many_there_are(cli, data_file, tmp_path):
    toml = tmp_path / "grid.toml"
    toml.write_text(
        f'dataset = "{data_file.as_posix()}"\nstrategy = "grid"\n[space]\nwidth = [4, 8]\nepochs = [1, 2]\n', "utf-8"
    )
    code, _, err = cli("tune", toml)
    assert code == 0
    assert "4/4 trials, about 0:00 left; best " in err
    assert "/60 trials" not in err


# The command, with an answer of each worker after every epoch, for which nobody has to wait.
COMMAND = """
import sys
from undergrad.cli.main import main
from undergrad.tuning import drive

if __name__ == "__main__":
    drive._SECONDS = 1e-9
    sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def interrupt(data_file, tmp_path):
    """Starts a search, sends it a signal when a file is there, and gives the exit code, what was said, the seconds."""
    toml, script = tmp_path / "long.toml", tmp_path / "command.py"
    toml.write_text(SPACE.format(data=data_file.as_posix(), epochs=400), encoding="utf-8")
    script.write_text(COMMAND, encoding="utf-8")
    line = ["tune", str(toml), "--out", str(tmp_path / "out"), "--resume"]

    def press(when: str, how: signal.Signals = signal.SIGINT) -> tuple[int, str, float]:
        process = subprocess.Popen(
            [sys.executable, str(script), *line],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        end = time.monotonic() + 60
        while not list(tmp_path.glob(when)) and time.monotonic() < end:
            time.sleep(0.01)
        begun = time.monotonic()
        os.killpg(process.pid, how)  # a terminal, timeout and systemd send it to the workers, too
        _, err = process.communicate(timeout=60)
        return process.returncode, err, time.monotonic() - begun

    yield press
    again = [sys.executable, "-m", "undergrad", *line]
    done = subprocess.run(again, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0  # --resume continues
    assert "Best model: " in done.stdout


INTERRUPTED = "undergrad: interrupted; what was finished is kept, and --resume continues\n"
needs_ctrl_c = pytest.mark.skipif(os.name != "posix", reason="a process cannot be sent Ctrl-C by another on Windows")


@needs_ctrl_c
def test_ctrl_c_says_what_it_waits_for(interrupt):
    code, err, _ = interrupt("out/trials/*/checkpoint.safetensors")
    assert code == 130
    assert "interrupted: keeping the state of" in err
    assert err.endswith(INTERRUPTED)


@needs_ctrl_c
@pytest.mark.attack
@pytest.mark.parametrize(("how", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_other_signals_end_a_search_as_ctrl_c_does(interrupt, how, code):
    got, err, _ = interrupt("out/trials/*/checkpoint.safetensors", getattr(signal, how))
    assert got == code
    assert "interrupted: keeping the state of" in err
    assert "is tried again" not in err  # the workers were not hit
    assert err.splitlines()[-1] == f"undergrad: stopped by {how}; continue with --resume"


@needs_ctrl_c
def test_ctrl_c_while_the_workers_start_is_heard_at_once(interrupt):
    code, err, seconds = interrupt("out/trials/0000/run.json")
    assert code == 130
    assert err == INTERRUPTED
    assert seconds < 2


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--strategy", "tpee"], "unknown strategy 'tpee'; did you mean 'tpe'?"),
        (["--trials", "0"], "trials must be at least 1, not 0"),
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

    assert parse_search("seed = 0", where="x", name="x").strategy == "random"


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
    assert lines[0].startswith("run,dataset,hidden,activation,epochs,learning_rate,")
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
    for text in ("structure:", "FC(36,", "validation:", "last epoch:", "files:", "result.json"):
        assert text in out
    code, _, err = cli("runs", "show", done)
    assert code == 2
    assert "holds no finished run; `undergrad runs list` shows those that there are" in err


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
