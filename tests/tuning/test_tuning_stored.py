"""What a search has stored is what was written; what is not is named, with advice that is true."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
from tuning_help import drive, without_time

from undergrad.cli.main import main
from undergrad.data import load_dataset
from undergrad.errors import FileError, ModelError
from undergrad.experiments.run import specify, train
from undergrad.training import Oversight
from undergrad.tuning import Store, load_tuning
from undergrad.tuning.proposers import propose
from undergrad.tuning.search import load_search

SPACE = """
dataset = "{data}"
trials = 3
strategy = "random"
in_flight = 3
[space]
width = [4, 8, 16]
activation = ["relu", "tanh"]
learning_rate = {{low = 0.05, high = 0.5, log = true}}
epochs = 2
batch_size = 32
"""
TUNE = ("tune", "space.toml", "--out", "out", "--workers", 1, "--quiet", "--repeats", 2)


@pytest.fixture(scope="module")
def made(data_file, tmp_path_factory) -> Path:
    """A search of three trials that is over, with repetitions."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "space.toml").write_text(SPACE.format(data=data_file.as_posix()), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main([str(word) for word in TUNE]) == 0
    return folder


@pytest.fixture
def out(cli, made, tmp_path) -> Path:
    """Its folder, in a copy."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return Path("out")


def models(out: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in out.rglob("model.safetensors")}


@pytest.mark.attack
def test_a_changed_proposal_is_named_and_its_trial_done_again(cli, out):
    tuning, before = load_tuning(out), models(out)
    trial = out / "trials" / "0001"
    proposal = (trial / "proposal.json").read_text("utf-8")
    assert '"activation": "tanh"' in proposal
    (trial / "proposal.json").write_text(proposal.replace("tanh", "relu"), encoding="utf-8")
    sentence = (
        f"{trial / 'proposal.json'} is damaged: it is not what was written; delete {trial} and {out / 'choice.json'} "
        "and run the same command with --resume: that run, and no other, is then done again\n"
    )
    for command in ((*TUNE, "--resume"), ("report", "out")):
        code, _, err = cli(*command)
        assert (code, err) == (1, f"undergrad: {sentence}")
    code, listed, err = cli("runs", "list", "out")
    assert (code, err) == (0, f"undergrad: left out: {sentence}")
    assert "trials/0000" in listed
    shutil.rmtree(trial)
    (out / "choice.json").unlink()
    others = {path: path.stat().st_mtime_ns for path in out.rglob("result.json")}
    assert cli(*TUNE, "--resume")[0] == 0
    assert {path: path.stat().st_mtime_ns for path in others} == others
    assert models(out) == before
    assert [chosen.test for chosen in load_tuning(out).chosen] == [chosen.test for chosen in tuning.chosen]


@pytest.mark.attack
@pytest.mark.parametrize("name", ["history.jsonl", "model.safetensors", "predictions.safetensors", "result.json"])
def test_a_damaged_file_of_a_chosen_trial_is_named(cli, out, name):
    file = out / "trials" / "0000" / name
    content = bytearray(file.read_bytes())
    place = next(place for place in range(len(content) // 2, len(content)) if chr(content[place]) in "13579\x00")
    content[place] ^= 1
    file.write_bytes(content)
    code, _, err = cli("report", "out")
    assert code == 1
    assert err.startswith(f"undergrad: {file} is damaged: it is not what was written; delete {file.parent} and ")
    code, _, err = cli(*TUNE, "--resume")
    assert code == 1
    assert f"{file} is damaged" in err


@pytest.mark.attack
@pytest.mark.parametrize("name", ["tuning.json", "choice.json"])
def test_a_damaged_conclusion_is_made_again_from_the_trials(cli, out, name):
    tuning, before = load_tuning(out), models(out)
    (out / name).write_text("{", encoding="utf-8")
    for command in [(*TUNE, "--resume"), ("report", "out")][: 2 if name == "tuning.json" else 1]:
        code, _, err = cli(*command)
        assert code == 1
        assert err.endswith(f"; delete {name} and run the same command with --resume: it is made again from the runs\n")
    (out / name).unlink()
    results = {path: path.stat().st_mtime_ns for path in out.rglob("result.json")}
    assert cli(*TUNE, "--resume")[0] == 0
    assert load_tuning(out) == tuning
    assert models(out) == before
    assert {path: path.stat().st_mtime_ns for path in out.rglob("result.json")} == results


@pytest.mark.attack
def test_more_trials_for_a_search_that_is_over_change_nothing(cli, out):
    before = (out / "search.toml").read_bytes()
    code, _, err = cli(*(word for word in TUNE if word != "--quiet"), "--trials", 6, "--resume")
    assert code == 0
    assert "this search is over; these are its results" in err
    assert (out / "search.toml").read_bytes() == before
    assert load_search(out / "search.toml").trials == 3
    assert len(load_tuning(out).repeats) == 3


@pytest.mark.attack
@pytest.mark.parametrize("name", ["proposal.json", "history.jsonl", "result.json"])
def test_before_the_choice_a_trial_with_a_damaged_file_is_done_again(search, processes, tmp_path, name):
    search = msgspec.structs.replace(search, trials=2)
    results, _ = drive(search, tmp_path, processes)
    before, folder = models(tmp_path), tmp_path / "trials" / "0000"
    (folder / name).write_bytes((folder / name).read_bytes() + b"\n")
    with pytest.raises(FileError) as caught:
        drive(search, tmp_path, processes)
    sentence = f"{folder / name} is damaged: it is not what was written; delete the folder {folder} and run the same"
    assert str(caught.value).startswith(sentence)
    shutil.rmtree(folder)
    again, watcher = drive(search, tmp_path, processes)
    assert watcher.begun == [0]
    assert without_time(again) == without_time(results)
    assert models(tmp_path) == before


@pytest.mark.attack
@pytest.mark.parametrize("cut", [False, True])
def test_a_damaged_checkpoint_of_a_trial_is_named(search, processes, tmp_path, cut):
    search, dataset = msgspec.structs.replace(search, trials=1), load_dataset(search.data.dataset)
    store, values = Store(search, tmp_path / "out"), propose(search, 0, [])
    spec = specify(search.space.network(values, "trial-0000"), search.seed, search.data, dataset)
    assert store.begin(0, spec, values) is None
    file = store.folder(0) / "checkpoint.safetensors"
    train(spec, dataset, Oversight(stop_when=lambda epochs: len(epochs) == 1, checkpoint=file))
    content = bytearray(file.read_bytes())
    assert store.begin(0, spec, values) == content
    content[-20] ^= 1
    file.write_bytes(content[:-100] if cut else content)
    with pytest.raises(ModelError) as caught:
        drive(search, store.out, processes)
    assert str(caught.value).startswith(f"{file} is ")
    assert "; delete this file and do the same again (a command with --resume): the epochs" in str(caught.value)
    file.unlink()
    results, _ = drive(search, store.out, processes)
    alone, _ = drive(search, tmp_path / "alone", processes)
    assert results[0].best_val_measure == alone[0].best_val_measure
    assert models(store.out)[store.folder(0) / "model.safetensors"] == next(iter(models(tmp_path / "alone").values()))


@pytest.mark.attack
def test_the_test_set_does_not_seal_a_file_that_was_damaged_before(search, processes, tmp_path):
    """Testing a trial writes its result, and digests, once more."""
    search = msgspec.structs.replace(search, trials=1)
    drive(search, tmp_path, processes)
    store = Store(search, tmp_path, resume=True)
    assert store.choose() is not None
    (store.folder(0) / "history.jsonl").write_bytes(b"")
    with pytest.raises(FileError, match=r"history\.jsonl is damaged: it is not what was written"):
        store.test(0, load_dataset(search.data.dataset))
