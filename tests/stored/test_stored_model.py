"""MODEL may be a file, a run's folder, or the folder of an experiment in which one run has a model."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest
from test_stored_training import counted

from undergrad import load_model
from undergrad.errors import FileError, UsageError
from undergrad.experiments import load_result
from undergrad.experiments.run import write_result
from undergrad.experiments.stored import model_in

OLD = Path(__file__).parent / "version_0_1_0"
RUN, FILE = Path("one/relu-seed0"), Path("one/relu-seed0/model.safetensors")


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """The working folder, with an experiment of one run in `one`, and the data of both."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(OLD / "experiment", "one")
    data = counted()
    np.savez("counted.npz", x_train=data.x_train, y_train=data.y_train, x_test=data.x_test, y_test=data.y_test)
    return tmp_path


def fail(run: Path) -> None:
    """Make of a finished run one that has failed."""
    result = msgspec.structs.replace(load_result(run), status="failed", error="the loss stopped being finite")
    for name in ("model.safetensors", "predictions.safetensors"):
        (run / name).unlink()
    write_result(run, result)


@pytest.mark.parametrize("named", [FILE, RUN, Path("one"), Path()])
def test_a_file_a_run_and_an_experiment_of_one_run_mean_the_same_model(cli, folder, named):
    assert model_in(named) == FILE
    wanted = cli("predict", FILE, "counted.npz")[1]
    code, out, err = cli("predict", named, "counted.npz")
    assert (code, out) == (0, wanted)
    assert err == ("" if named in (FILE, RUN) else "the model is that of one/relu-seed0\n")
    assert cli("evaluate", named, "--dataset", "counted.npz")[1] == cli("evaluate", FILE, "--dataset", "counted.npz")[1]


@pytest.mark.parametrize("argv", [("predict", "counted.npz"), ("evaluate", "--dataset", "counted.npz"), ("export",)])
def test_of_several_runs_one_has_to_be_named(cli, folder, argv):
    shutil.copytree(RUN, "one/relu-seed1")
    command, *rest = argv
    code, out, err = cli(command, "one", *rest, *(("-o", "m.onnx") if command == "export" else ()))
    assert (code, out) == (2, "")
    assert err == ("undergrad: one holds 2 runs that have a model; name one of them: one/relu-seed0, one/relu-seed1\n")


def test_many_runs_are_counted_and_not_all_named(folder):
    for seed in range(1, 9):
        shutil.copytree(RUN, f"one/relu-seed{seed}")
    with pytest.raises(UsageError, match=r"9 runs .*: one/relu-seed0, .*, one/relu-seed4 and 4 more$"):
        model_in(Path("one"))


def test_runs_without_a_model_do_not_count(folder):
    for seed in (1, 2):
        shutil.copytree(RUN, f"one/relu-seed{seed}")
    Path("one/relu-seed1/result.json").unlink()  # not finished, though its model is there already
    fail(Path("one/relu-seed2"))
    assert model_in(Path("one")) == FILE
    shutil.rmtree(RUN)
    shutil.rmtree("one/relu-seed2")
    with pytest.raises(UsageError, match=r"^one holds no finished run that has a model; name a run's folder or a mod"):
        model_in(Path("one"))


def test_of_a_run_that_failed_it_is_said_why_it_has_no_model(folder):
    fail(RUN)
    for named in (RUN, Path("one")):
        with pytest.raises(UsageError, match=r"no finished run .* model, for one.relu-seed0 failed: the loss stopped"):
            model_in(named)


def test_a_damaged_run_is_named_before_another_is_taken_for_the_only_one(cli, folder):
    shutil.copytree(RUN, "one/relu-seed1")
    Path("one/relu-seed1/result.json").write_text("{", encoding="utf-8")
    code, out, err = cli("predict", "one", "counted.npz")
    assert (code, out) == (1, "")
    assert "relu-seed1" in err
    assert "is damaged" in err


def test_in_python_a_runs_folder_is_its_model_and_another_folder_is_none(folder):
    x = counted().x_test
    assert np.array_equal(load_model(RUN).predict(x), load_model(FILE).predict(x))
    with pytest.raises(FileError, match=r"^the folder one has no model\.safetensors; name the folder of a"):
        load_model("one")
    with pytest.raises(FileError, match=r"^cannot read nowhere: No such file"):
        load_model("nowhere")


def test_a_path_that_is_not_there_is_said_as_it_was_named(cli, folder):
    code, _, err = cli("predict", "nowhere", "counted.npz")
    assert code == 1
    assert err.startswith("undergrad: cannot read nowhere: No such file")
