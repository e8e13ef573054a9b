"""A run's files are what was written; what is not is named, with advice that is true."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest
from test_stored_training import counted

from undergrad.errors import FileError, ModelError, UndergradError, UsageError
from undergrad.experiments import DataSpec, default_folder, load_comparison, load_experiment, load_history, load_result
from undergrad.experiments.predictions import load_predictions
from undergrad.experiments.run import check_folder, specify, write_result
from undergrad.report.page import gather
from undergrad.training import Oversight
from undergrad.tuning import load_search, parse_search

OLD = Path(__file__).parent / "version_0_1_0" / "experiment"
COMPARE = ("compare", "--dataset", "data.npz", "--activation", "relu,tanh", "--hidden", 8, "--epochs", 3)
QUIET = ("--learning-rate", 0.1, "--workers", 1, "--quiet", "--out", "out")
EVERY = ("run.json", "result.json", "history.jsonl", "insight.jsonl", "model.safetensors", "predictions.safetensors")
SMALL = ("run.json", "result.json", "history.jsonl")


def flip(path: Path) -> None:
    """Change a bit of a digit or a number in the middle of the file, which stays as long and as readable as it was."""
    content = bytearray(path.read_bytes())
    places = [place for place, byte in enumerate(content) if chr(byte) in "13579"]
    content[places[len(places) // 2]] ^= 1
    path.write_bytes(content)


@pytest.fixture(scope="module")
def made(small, tmp_path_factory):
    """An experiment of two runs, and its data."""
    from undergrad.cli.main import main

    folder = tmp_path_factory.mktemp("made")
    np.savez(
        folder / "data.npz", x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main([str(word) for word in (*COMPARE, *QUIET)]) == 0
    return folder


@pytest.fixture
def run(cli, made, tmp_path) -> Path:
    """The first run's folder in a copy of the experiment in the working folder."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return Path("out/relu-seed0")


def damaged(run: Path, name: str) -> str:
    """The sentence that says so."""
    insight = "delete it, and what was recorded inside the network is lost, or " * (name == "insight.jsonl")
    return (
        f"{run / name} is damaged: it is not what was written; {insight}delete the folder {run} and run the same "
        "command with --resume: that run, and no other, is then done again\n"
    )


@pytest.mark.attack
@pytest.mark.parametrize("name", EVERY)
def test_a_changed_file_is_named_on_resume_and_the_advice_helps(cli, run, name):
    whole = {file: (run / file).read_bytes() for file in ("model.safetensors", "predictions.safetensors")}
    flip(run / name)
    code, _, err = cli(*COMPARE, *QUIET, "--resume")
    assert code == 1
    assert err == f"undergrad: {damaged(run, name)}"
    shutil.rmtree(run)
    other = Path("out/tanh-seed0/result.json").read_bytes()
    assert cli(*COMPARE, *QUIET, "--resume")[0] == 0
    assert {file: (run / file).read_bytes() for file in whole} == whole
    assert Path("out/tanh-seed0/result.json").read_bytes() == other


@pytest.mark.attack
@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("folder", ["out", "out/relu-seed0"])
def test_a_changed_file_is_named_by_the_report(cli, run, name, folder):
    flip(run / name)
    code, _, err = cli("report", folder)
    assert code == 1
    assert err == f"undergrad: {damaged(run, name)}"


@pytest.mark.attack
@pytest.mark.parametrize("name", EVERY)
def test_runs_lists_the_others_and_names_the_damaged_one(cli, run, name):
    flip(run / name)
    code, out, err = cli("runs", "list", "out")
    assert code == 0
    assert "tanh-seed0" in out
    if name in SMALL:
        assert "relu-seed0" not in out
        assert err == f"undergrad: left out: {damaged(run, name)}"
    else:  # a listing opens no large file
        assert "relu-seed0" in out
        assert err == ""
    code, _, err = cli("runs", "show", run)
    assert code == 1
    assert f"{run / name} is damaged: it is not what was written" in err


@pytest.mark.attack
def test_a_history_that_was_cut_short_is_not_taken_for_a_shorter_one(cli, run):
    lines = (run / "history.jsonl").read_bytes().splitlines(keepends=True)
    (run / "history.jsonl").write_bytes(b"".join(lines[:-1]))
    with pytest.raises(FileError, match=r"history\.jsonl is damaged: it is not what was written"):
        load_history(run)
    for command in (("report", "out"), (*COMPARE, *QUIET, "--resume")):
        code, _, err = cli(*command)
        assert code == 1
        assert "history.jsonl is damaged: it is not what was written" in err


@pytest.mark.attack
def test_another_runs_whole_files_are_not_this_ones(run):
    shutil.copy("out/tanh-seed0/predictions.safetensors", run)
    with pytest.raises(FileError, match=r"predictions\.safetensors is damaged: it is not what was written"):
        load_predictions(run)
    shutil.copy("out/tanh-seed0/model.safetensors", run)
    with pytest.raises(FileError, match=r"model\.safetensors is damaged"):
        gather([run])


def test_without_what_was_recorded_inside_a_run_is_whole(cli, run):
    (run / "insight.jsonl").unlink()
    model = (run / "model.safetensors").stat().st_mtime_ns
    assert cli(*COMPARE, *QUIET, "--resume")[0] == 0
    assert cli("report", "out")[0] == 0
    assert (run / "model.safetensors").stat().st_mtime_ns == model


def test_each_digit_of_a_result_counts(run):
    content = (run / "result.json").read_bytes()
    for place, byte in enumerate(content):
        if chr(byte) in "0123456789abcdef":
            changed = bytearray(content)
            changed[place] = ord("7") if byte != ord("7") else ord("8")
            (run / "result.json").write_bytes(changed)
            try:
                load_result(run)
            except FileError:
                continue
            assert b'"digests"' not in changed  # as in a folder of version 0.1.0


@pytest.mark.attack
def test_a_run_that_is_done_again_is_not_judged_by_its_old_result(cli, run, monkeypatch):
    """It lacks its model, is done again, and that is interrupted when everything but the result is written."""
    from undergrad.experiments import run as runs

    (run / "model.safetensors").unlink()
    with monkeypatch.context() as patch:
        patch.setattr(runs, "write_result", lambda folder, result: (_ for _ in ()).throw(KeyboardInterrupt))
        assert cli(*COMPARE, *QUIET, "--resume")[0] == 130
    assert not (run / "result.json").exists()
    assert cli(*COMPARE, *QUIET, "--resume")[0] == 0
    gather([Path("out")])


# Advice ---------------------------------------------------------------------------------------------------------------


@pytest.mark.attack
def test_a_damaged_comparison_is_made_again_from_the_runs(cli, run):
    file = Path("out/comparison.json")
    comparison, models = load_comparison("out"), {p: p.read_bytes() for p in Path("out").rglob("model.safetensors")}
    file.write_text("{", encoding="utf-8")
    code, _, err = cli("report", "out")
    assert code == 1
    assert err.endswith(
        "; delete comparison.json and run the same command with --resume: it is made again from the runs\n"
    )
    file.unlink()
    results = {path: path.stat().st_mtime_ns for path in Path("out").rglob("result.json")}
    assert cli(*COMPARE, *QUIET, "--resume")[0] == 0
    assert load_comparison("out") == comparison
    assert {path: path.stat().st_mtime_ns for path in Path("out").rglob("result.json")} == results
    assert {path: path.read_bytes() for path in models} == models


@pytest.fixture
def unfinished(cli, run) -> Path:
    """The same, whose first run is interrupted after its second epoch."""
    from undergrad.data import load_dataset
    from undergrad.experiments.run import RunSpec, train, write_spec

    spec = msgspec.json.decode((run / "run.json").read_bytes(), type=RunSpec)
    shutil.rmtree(run)
    ended = Oversight(stop_when=lambda epochs: len(epochs) == 2, checkpoint=run / "checkpoint.safetensors")
    train(spec, load_dataset("data.npz"), ended)
    write_spec(run, spec)
    return run


@pytest.mark.attack
@pytest.mark.parametrize("cut", [False, True])
def test_a_damaged_checkpoint_is_deleted_and_the_run_begins_anew(cli, made, unfinished, cut):
    file = unfinished / "checkpoint.safetensors"
    content = bytearray(file.read_bytes())
    content[-30] ^= 1
    file.write_bytes(content[:-100] if cut else content)
    code, _, err = cli(*COMPARE, *QUIET, "--resume")
    assert code == 1
    assert err.startswith(f"undergrad: relu-seed0: {file} is ")
    assert err.endswith(
        "; delete this file and do the same again (a command with --resume): the epochs that it holds are lost, and "
        "its training is done again from the first\n"
    )
    file.unlink()
    assert cli(*COMPARE, *QUIET, "--resume")[0] == 0
    model = unfinished / "model.safetensors"
    assert model.read_bytes() == (made / model).read_bytes()


@pytest.mark.attack
def test_a_damaged_specification_costs_no_epoch(cli, made, unfinished, small):
    (unfinished / "run.json").write_text("{", encoding="utf-8")
    code, _, err = cli(*COMPARE, *QUIET, "--resume")
    assert code == 1
    assert err.endswith(
        "; delete it and run the same command with --resume: it is written again, and the run goes on\n"
    )
    (unfinished / "run.json").unlink()
    old = [epoch.seconds for epoch in load_history(made / unfinished)]
    assert cli(*COMPARE, *QUIET, "--resume")[0] == 0
    model = unfinished / "model.safetensors"
    assert model.read_bytes() == (made / model).read_bytes()
    assert len(load_history(unfinished)) == len(old)


# Folders of version 0.1.0 ---------------------------------------------------------------------------------------------


def test_a_folder_of_version_0_1_0_is_read_as_before(cli, tmp_path):
    shutil.copytree(OLD, tmp_path / "old")
    code, out, err = cli("runs", "list", "old")
    assert (code, err) == (0, "")
    assert "relu-seed0" in out
    assert cli("runs", "show", "old/relu-seed0")[0] == 0
    for folder in ("old", "old/relu-seed0"):
        assert cli("report", folder)[0] == 0
    assert len(load_history("old/relu-seed0")) == load_result("old/relu-seed0").epochs == 2
    assert len(load_predictions("old/relu-seed0").predicted) == 20


SEARCH = OLD.parent / "search"


@pytest.fixture
def old_search(cli, tmp_path):
    """The folder of a search that version 0.1.0 has finished, where it put it by itself, and its data."""
    data = counted()
    np.savez("data.npz", x_train=data.x_train, y_train=data.y_train, x_test=data.x_test, y_test=data.y_test)
    shutil.copytree(SEARCH, "runs/search-fc4b69d7")
    return Path("runs/search-fc4b69d7")


def test_a_search_of_version_0_1_0_is_listed_shown_and_reported(cli, old_search):
    code, out, err = cli("runs", "list", "runs", "--json")
    assert (code, err) == (0, "")
    listed = {Path(run["run"]).name: (run["layers"], run["hidden"], run["activation"]) for run in json.loads(out)}
    assert listed["0001"] == ("fc(4), tanh", "4", "tanh")
    assert sorted(layers for layers, *_ in listed.values()) == [
        *("fc(4), relu", "fc(4), relu, fc(2), relu", "fc(4), tanh", "fc(4), tanh, fc(2), tanh")
    ]
    code, out, _ = cli("runs", "best", "runs", "--filter", "layers=fc(4), tanh", "--markdown")
    assert code == 0
    assert "fc(4), tanh" in out
    assert cli("report", old_search)[0] == 0


def test_a_search_of_version_0_1_0_is_found_and_nothing_of_it_is_trained_again(cli, old_search):
    before = {path: path.read_bytes() for path in old_search.rglob("*") if path.is_file()}
    text = (old_search / "search.toml").read_text("utf-8")
    assert "layers = [\n    1," in text  # as version 0.1.0 counts them
    Path("again.toml").write_text(text, encoding="utf-8")
    code, out, err = cli("tune", "again.toml", "--resume")
    assert code == 0
    assert "this search is over; these are its results" in err
    assert "4 tanh" in out
    assert [folder.name for folder in Path("runs").iterdir()] == [old_search.name]
    made_anew = {"search.toml", "tuning.json"}
    for path, content in before.items():
        if path.name not in made_anew:
            assert path.read_bytes() == content, path
    assert parse_search(text, where="x", name="x") == load_search(old_search / "search.toml")


def test_a_run_of_version_0_1_0_is_not_taken_for_one_of_this_code(cli, old_search):
    network = load_result(old_search / "trials/0001").spec.network
    spec = specify(network, 0, DataSpec(dataset="data.npz"), counted())
    assert spec.network == network
    assert spec.identity != load_result(old_search / "trials/0001").spec.identity
    with pytest.raises(UsageError, match="holds a run of other settings, data or code"):
        check_folder(spec, old_search / "trials/0001", resume=True)


def test_the_default_folder_of_an_experiment_is_the_one_that_version_0_1_0_made(cli, tmp_path):
    experiment = load_experiment(OLD / "experiment.toml")
    assert experiment.networks[0].layers == "fc(4), relu"
    mine = default_folder(experiment)
    assert re.fullmatch(r"old-[0-9a-f]{8}", mine.name)
    shutil.copytree(OLD, "runs/old-01234567")
    Path("runs/old-76543210").mkdir()
    assert default_folder(experiment) == Path("runs/old-01234567")
    other = dataclasses.replace(experiment.networks[0], layers="fc(5), relu")
    assert default_folder(msgspec.structs.replace(experiment, networks=(other,))).name not in (
        "old-01234567",
        mine.name,
    )


def test_errors_of_damage_are_the_packages_own(run):
    (run / "predictions.safetensors").write_bytes(b"no")
    with pytest.raises(UndergradError, match=r"predictions\.safetensors is damaged"):
        load_predictions(run)
    shutil.copytree(OLD / "relu-seed0", "old")
    Path("old/predictions.safetensors").write_bytes(b"no")
    with pytest.raises(ModelError, match="not a safetensors file, or a damaged one; delete the folder old and run"):
        load_predictions("old")
    with pytest.raises(UsageError, match="there is no folder"):
        gather([Path("nowhere")])
    result = load_result(run)
    write_result(run, result)
    assert load_result(run) == result


def test_a_lost_history_is_named_with_what_makes_it_again(cli, run):
    (run / "history.jsonl").unlink()
    with pytest.raises(FileError, match=r"history\.jsonl is missing; delete the folder .* with --resume"):
        load_history(run)
    assert cli(*COMPARE, *QUIET, "--resume")[0] == 0
    assert len(load_history(run)) > 0


def as_before(record, renamed):
    """The record as it was written before there were other measures than the accuracy."""
    if isinstance(record, list):
        return [as_before(entry, renamed) for entry in record]
    if not isinstance(record, dict):
        return record
    kept = {key: value for key, value in record.items() if key not in ("measure", "best_by", "output", "digests")}
    return {renamed.get(key, key): as_before(value, renamed) for key, value in kept.items()}


def test_records_from_before_there_were_other_measures_are_read(cli, run):
    result, history, comparison = load_result(run), load_history(run), load_comparison("out")
    epochs = {"data_loss": "cross_entropy", "train_measure": "train_accuracy", "val_measure": "val_accuracy"}
    reached = {"best_val_measure": "best_val_accuracy"}

    def rewrite(path: Path, change) -> None:
        text = path.read_text("utf-8")
        path.write_text(change(text), encoding="utf-8")
        assert "accuracy" in path.read_text("utf-8")
        assert "measure" not in path.read_text("utf-8")

    rewrite(run / "result.json", lambda text: json.dumps(as_before(json.loads(text), reached)))
    lines = (run / "history.jsonl").read_text("utf-8").splitlines()
    rewrite(
        run / "history.jsonl", lambda _: "\n".join(json.dumps(as_before(json.loads(line), epochs)) for line in lines)
    )

    def before(text: str) -> str:
        record = as_before(json.loads(text), reached)
        record["rows"] = [
            {"test_accuracy" if key == "test" else key: row[key] for key in row} for row in record["rows"]
        ]
        return json.dumps(record)

    rewrite(Path("out/comparison.json"), before)
    assert load_result(run) == result
    assert load_history(run) == history
    assert load_comparison("out") == comparison
    assert cli("report", "out")[0] == 0
    assert cli("runs", "best", "out")[0] == 0
