from __future__ import annotations

import csv
import dataclasses
import multiprocessing
import threading
import time
import xml.etree.ElementTree as ET

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.architecture import short
from undergrad.errors import FileError, UndergradError, UsageError
from undergrad.experiments import (
    DataSpec,
    Experiment,
    Listener,
    Network,
    default_folder,
    is_complete,
    load_comparison,
    load_experiment,
    load_history,
    run_experiment,
    run_folder,
    shipped,
)
from undergrad.experiments.predictions import Predictions
from undergrad.experiments.spec import parse_experiment, to_toml
from undergrad.experiments.statistics import differences, holm, mean_interval
from undergrad.insight import load_insight
from undergrad.outputs import CLASSES
from undergrad.report import write_report
from undergrad.report.page import gather, page_data, page_html
from undergrad.training import Epoch, load_model
from undergrad.training.curves import training_figure


def experiment(*, epochs: int = 3, seeds: tuple[int, ...] = (0,), activations=("relu", "tanh"), **fields) -> Experiment:
    networks = tuple(
        Network(name=a, layers=str(short((8,), a)), epochs=epochs, learning_rate=0.1, batch_size=32, **fields)
        for a in activations
    )
    return Experiment(name="test", data=DataSpec(dataset="small"), networks=networks, seeds=seeds)


class Counter(Listener):
    def __init__(self):
        self.epochs, self.kept, self.begun, self.ended = 0, 0, 0, 0

    def run_begins(self, job):
        self.begun += 1

    def run_kept(self, job, result):
        self.kept += 1

    def epoch_ends(self, job, epoch):
        self.epochs += 1

    def run_ends(self, job, result):
        self.ended += 1


def test_an_experiment_leaves_everything_that_is_promised(small, tmp_path):
    counter = Counter()
    comparison = run_experiment(experiment(), small, tmp_path, listener=counter)
    files = write_report(comparison, tmp_path)
    assert (counter.begun, counter.epochs, counter.ended, counter.kept) == (2, 6, 2, 0)
    names = ["report.html", "report.md", "table.csv", "runs.csv", "accuracy.svg", "accuracy.png"]
    assert [file.name for file in files] == names
    for network in comparison.experiment.networks:
        folder = run_folder(tmp_path, network, 0)
        assert {entry.name for entry in folder.iterdir()} == {
            *("run.json", "result.json", "history.jsonl", "model.safetensors", "predictions.safetensors"),
            *("accuracy.svg", "accuracy.png"),
        }
        history, row = load_history(folder), next(row for row in comparison.rows if row.network == network.name)
        assert [epoch.epoch for epoch in history] == [1, 2, 3]
        assert row.best_val_measure == max(epoch.val_measure for epoch in history)
        predicted = load_model(folder / "model.safetensors").predict(small.x_test).argmax(axis=1)
        assert row.test == float((predicted == small.y_test).mean())
        assert row.test_low < row.test < row.test_high
    assert load_comparison(tmp_path) == comparison
    assert load_experiment(tmp_path / "experiment.toml") == comparison.experiment


def test_the_csv_has_the_columns_and_the_numbers(small, tmp_path):
    comparison = run_experiment(experiment(), small, tmp_path)
    write_report(comparison, tmp_path)
    with open(tmp_path / "table.csv", newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    columns = "activation,best_val_accuracy,best_epoch,test_accuracy,test_low,test_high,seconds,homework"
    assert list(lines[0]) == columns.split(",")
    for line, row in zip(lines, comparison.rows, strict=True):
        assert line["activation"] == row.activation
        assert float(line["test_accuracy"]) == row.test
        assert line["homework"] == ""


@pytest.mark.usefixtures("drawn")
def test_the_plots_show_the_histories(small, tmp_path):
    comparison = run_experiment(experiment(), small, tmp_path)
    write_report(comparison, tmp_path)
    histories = {n.name: load_history(run_folder(tmp_path, n, 0)) for n in comparison.experiment.networks}
    axes, losses = training_figure(histories, "title", CLASSES.measure).axes
    drawn = {line.get_label(): line for line in axes.lines if not line.get_label().startswith("_")}
    for name, history in histories.items():
        for part, field in (("validation", "val_measure"), ("training", "train_measure")):
            line = drawn[f"{name}, {part}"]
            assert list(line.get_xdata()) == [1, 2, 3]
            assert list(line.get_ydata()) == [getattr(epoch, field) for epoch in history]
    below = {line.get_label(): list(line.get_ydata()) for line in losses.lines}
    for name, history in histories.items():
        assert below[f"{name}, validation"] == [epoch.val_loss for epoch in history]
        assert below[f"{name}, training"] == [epoch.data_loss for epoch in history]
    assert (tmp_path / "accuracy.png").read_bytes().startswith(b"\x89PNG")
    assert ET.parse(tmp_path / "accuracy.svg").getroot().tag.endswith("svg")


def test_a_single_epoch_is_a_single_tick():
    from undergrad.display.charts import lines_figure

    drawn = (
        training_figure({"relu": [Epoch(1, 1.0, 1.0, 0.5, 0.5, 0.1)]}, "title", CLASSES.measure),
        lines_figure({"relu": {"loss": ([1], [1.0])}}, "title", "loss"),
    )
    for axes in (axes for figure in drawn for axes in figure.axes):
        low, high = axes.get_xlim()
        assert [tick for tick in axes.get_xticks() if low <= tick <= high] == [1]


@pytest.mark.usefixtures("drawn")
def test_the_report_is_the_same_bytes_for_the_same_records(small, tmp_path):
    comparison = run_experiment(experiment(), small, tmp_path)
    first = [file.read_bytes() for file in write_report(comparison, tmp_path)]
    assert [file.read_bytes() for file in write_report(comparison, tmp_path)] == first


def test_a_complete_run_is_not_trained_again(small, tmp_path):
    first = run_experiment(experiment(), small, tmp_path)
    counter = Counter()
    second = run_experiment(experiment(), small, tmp_path, listener=counter)
    assert (counter.kept, counter.begun, counter.epochs) == (2, 0, 0)
    assert second == first


def test_an_unfinished_run_is_left_alone_without_resume_and_continued_with_it(small, tmp_path):
    class StopInSecondRun(Counter):
        def epoch_ends(self, job, epoch):
            super().epoch_ends(job, epoch)
            if self.epochs == 5:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_experiment(experiment(), small, tmp_path / "a", listener=StopInSecondRun())
    before = {path: path.read_bytes() for path in (tmp_path / "a").rglob("*") if path.is_file()}
    with pytest.raises(UsageError, match="holds an unfinished run; add --resume to continue it"):
        run_experiment(experiment(), small, tmp_path / "a")
    assert {path: path.read_bytes() for path in (tmp_path / "a").rglob("*") if path.is_file()} == before

    counter = Counter()
    resumed = run_experiment(experiment(), small, tmp_path / "a", resume=True, listener=counter)
    assert (counter.kept, counter.epochs) == (1, 1)
    whole = run_experiment(experiment(), small, tmp_path / "b")
    for network in whole.experiment.networks:
        models = [run_folder(tmp_path / side, network, 0) / "model.safetensors" for side in "ab"]
        assert models[0].read_bytes() == models[1].read_bytes()
    assert [row.test for row in resumed.rows] == [row.test for row in whole.rows]


def test_the_number_of_workers_changes_no_bit(small, tmp_path):
    one, two = Counter(), Counter()
    run_experiment(experiment(epochs=4), small, tmp_path / "one", workers=1, listener=one)
    run_experiment(experiment(epochs=4), small, tmp_path / "two", workers=2, listener=two)
    assert vars(one) == vars(two)
    for network in experiment().networks:
        models = [run_folder(tmp_path / side, network, 0) / "model.safetensors" for side in ("one", "two")]
        assert models[0].read_bytes() == models[1].read_bytes()


def test_ctrl_c_does_not_wait_for_what_nobody_hears_any_more(small, tmp_path):
    """Workers that were faster than whoever listens, by more events than a pipe holds."""
    told = experiment(epochs=400)
    folders = [run_folder(tmp_path, network, 0) for network in told.networks]
    before = multiprocessing.active_children()

    class Slow(Listener):
        def epoch_ends(self, job, epoch):
            while not all(is_complete(folder) for folder in folders):
                time.sleep(0.01)
            raise KeyboardInterrupt

    def interrupted():
        with pytest.raises(KeyboardInterrupt):
            run_experiment(told, small, tmp_path, workers=2, insight=True, listener=Slow())

    thread = threading.Thread(target=interrupted)
    thread.start()
    thread.join(300)
    waits = thread.is_alive()
    for child in set(multiprocessing.active_children()) - set(before):
        child.kill()
    thread.join()
    assert not waits


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_fails_is_named_and_does_not_stop_the_others(small, tmp_path, workers):
    bad, good = experiment().networks
    bad = dataclasses.replace(bad, learning_rate=1e30)
    both = msgspec.structs.replace(experiment(), networks=(bad, good))
    comparison = run_experiment(both, small, tmp_path, workers=workers)
    [failed] = comparison.failed
    assert (failed.name, failed.status, failed.epochs) == ("relu", "failed", 0)
    assert failed.error.startswith("the loss stopped being finite in epoch 1, step")
    assert [row.network for row in comparison.rows] == ["tanh"]
    assert load_comparison(tmp_path).failed == comparison.failed
    assert comparison.plot().axes
    assert "runs without a result" in comparison._repr_html_()
    with pytest.raises(UndergradError, match=r"^relu-seed0: the loss stopped being finite in epoch 1, step"):
        comparison.check()
    run_experiment(msgspec.structs.replace(both, networks=(good,)), small, tmp_path / "good").check()
    told = " ".join(file.read_text("utf-8") for file in write_report(comparison, tmp_path) if file.suffix == ".md")
    assert "relu has no result, after 0 epochs: the loss stopped being finite in epoch 1" in told
    # It would fail again.
    counter = Counter()
    again = run_experiment(both, small, tmp_path, workers=workers, listener=counter)
    assert (counter.kept, counter.begun) == (2, 0)
    assert again.failed == comparison.failed


def test_a_run_that_fails_later_keeps_its_epochs_and_is_in_every_report(small, tmp_path):
    bad, good = experiment().networks
    bad = dataclasses.replace(bad, epochs=30, learning_rate=1e6, reg_lambda=1.0, batch_size=270)
    both = msgspec.structs.replace(experiment(), networks=(bad, good))
    [failed] = run_experiment(both, small, tmp_path, insight=True).failed
    folder = run_folder(tmp_path, bad, 0)
    assert 0 < failed.epochs == len(load_history(folder)) < 30
    insight = load_insight(folder)
    assert [record.epoch for record in insight.epochs] == list(range(1, failed.epochs + 2))
    assert ("exploding", failed.epochs + 1) in {(verdict.name, verdict.until) for verdict in insight.verdicts}
    for folders in ([tmp_path], [tmp_path / "relu-seed0", tmp_path / "tanh-seed0"], [tmp_path / "relu-seed0"]):
        content = gather(folders)
        shown = {run.name: run for run in content.runs}["relu"]
        assert (len(shown.history), shown.result.status) == (failed.epochs, "failed")
        assert shown.insight.verdicts
        table, *_ = page_data(content)["results"]["en"]
        assert any("relu has no result" in note for note in table["notes"])
        assert "활성" in page_html(page_data(content))


def test_an_experiment_may_come_to_nothing(small, tmp_path):
    networks = tuple(dataclasses.replace(network, learning_rate=1e30) for network in experiment().networks)
    comparison = run_experiment(msgspec.structs.replace(experiment(), networks=networks), small, tmp_path)
    assert (comparison.rows, comparison.runs, len(comparison.failed)) == ((), (), 2)
    assert write_report(comparison, tmp_path)


def test_a_folder_of_another_experiment_is_refused(small, tmp_path):
    run_experiment(experiment(), small, tmp_path)
    with pytest.raises(UsageError, match="holds another experiment; choose another folder with --out"):
        run_experiment(experiment(epochs=4), small, tmp_path)


def test_a_run_made_by_other_code_or_data_is_not_passed_off_as_this_one(small, tmp_path, monkeypatch):
    run_experiment(experiment(), small, tmp_path)
    monkeypatch.setattr("undergrad.experiments.run.code_digest", lambda: "another")
    with pytest.raises(UsageError, match="a run of other settings, data or code"):
        run_experiment(experiment(), small, tmp_path)


def test_a_damaged_record_is_named(small, tmp_path):
    done = run_experiment(experiment(), small, tmp_path)
    folder = run_folder(tmp_path, done.experiment.networks[0], 0)
    for name in ("result.json", "history.jsonl"):
        whole = (folder / name).read_bytes()
        (folder / name).write_text("{}" if name == "result.json" else "{", encoding="utf-8")
        with pytest.raises(FileError, match=rf"{name} is damaged"):
            write_report(run_experiment(experiment(), small, tmp_path), tmp_path)
        (folder / name).write_bytes(whole)


def test_a_run_that_lacks_a_file_is_done_again(small, tmp_path):
    first = run_experiment(experiment(), small, tmp_path)
    model = run_folder(tmp_path, first.experiment.networks[0], 0) / "model.safetensors"
    whole = model.read_bytes()
    model.unlink()
    counter = Counter()
    run_experiment(experiment(), small, tmp_path, listener=counter)
    assert (counter.begun, counter.kept) == (1, 1)
    assert model.read_bytes() == whole


def test_several_seeds_give_mean_spread_and_verdicts(small, tmp_path):
    seeds = (0, 1, 2)
    done = run_experiment(experiment(seeds=seeds, epochs=2), small, tmp_path)
    write_report(done, tmp_path)
    for row in done.rows:
        tests = [run.test.value for run in done.runs if run.name == row.network]
        assert len(tests) == 3
        assert row.test == pytest.approx(np.mean(tests))
        assert row.test_spread == pytest.approx(np.std(tests, ddof=1))
        assert row.test_low <= row.test <= row.test_high
    page = (tmp_path / "report.md").read_text("utf-8")
    assert "spread over seeds" in page
    assert "paired t-test over seeds" in page
    assert len((tmp_path / "runs.csv").read_text("utf-8").splitlines()) == 1 + 6
    assert is_complete(run_folder(tmp_path, done.experiment.networks[1], 2))


def test_networks_with_names_show_them(small, tmp_path):
    networks = tuple(
        Network(name=name, layers="fc(8), relu", epochs=1, reg_lambda=reg) for name, reg in (("1st", 0.0), ("2nd", 0.1))
    )
    done = run_experiment(Experiment(name="t", data=DataSpec(dataset="small"), networks=networks), small, tmp_path)
    write_report(done, tmp_path)
    assert (tmp_path / "table.csv").read_text("utf-8").startswith("network,activation,")
    assert "lambda 0, 0.1;" in (tmp_path / "report.md").read_text("utf-8")


def differences_of(right):
    """The differences of networks that are right about these samples, seed by seed."""
    labels = np.ones(len(next(iter(right.values()))[0]), bool)
    tested = {name: [Predictions(seed, labels, None) for seed in seeds] for name, seeds in right.items()}
    return differences(CLASSES.measure, tested)


def test_difference_between_equals_does_not_exceed_chance_and_a_real_one_does():
    rng = np.random.default_rng(0)
    coin = [rng.random(2000) < 0.8 for _ in range(2)]
    better = rng.random(2000) < 0.9
    a_b, a_c, b_c = differences_of({"a": coin[:1], "b": coin[1:], "c": [better]})
    assert not a_b.exceeds_chance
    assert a_c.exceeds_chance
    assert b_c.exceeds_chance
    assert (a_c.first, a_c.second, a_c.method) == ("c", "a", "McNemar's exact test")
    assert a_c.difference == pytest.approx(better.mean() - coin[0].mean())


def test_seeds_judge_the_networks_and_not_one_set_of_weights():
    rng = np.random.default_rng(0)

    def accuracies(mean, spread):
        return [rng.random(10_000) < mean + spread * rng.standard_normal() for _ in range(5)]

    noisy = differences_of({"a": accuracies(0.80, 0.05), "b": accuracies(0.81, 0.05)})[0]
    clear = differences_of({"a": accuracies(0.80, 0.001), "b": accuracies(0.88, 0.001)})[0]
    assert (noisy.exceeds_chance, clear.exceeds_chance) == (False, True)
    assert clear.method == "paired t-test over seeds"


def test_identical_networks_have_p_one():
    same = np.arange(100) < 90
    assert differences_of({"a": [same], "b": [same]})[0].p_value == 1
    assert differences_of({"a": [same, same], "b": [same, same]})[0].p_value == 1


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_holm_is_monotone_and_never_below_the_raw_value(p):
    corrected = holm(p)
    order = np.argsort(p)
    assert all(c >= raw for c, raw in zip(corrected, p, strict=True))
    assert all(np.diff(np.array(corrected)[order]) >= 0)
    assert max(corrected) <= 1


def test_the_interval_of_a_mean_covers_it_95_times_in_100():
    rng = np.random.default_rng(1)
    hits = 0
    for _ in range(1000):
        mean, low, high = mean_interval(list(0.5 + 0.01 * rng.standard_normal(5)), (0.0, 1.0))
        hits += low <= 0.5 <= high
        assert low <= mean <= high
    assert 930 <= hits <= 970


@pytest.mark.parametrize("name", shipped.names())
def test_shipped_experiments_load_and_survive_toml(name):
    experiment = load_experiment(name)
    assert parse_experiment(to_toml(experiment), where="again", name="other") == experiment


def test_the_shipped_experiment_a_is_the_homeworks():
    a = load_experiment("activations-mnist-10k")
    assert [n.activation for n in a.networks] == ["sigmoid", "relu", "tanh"]
    assert [n.homework for n in a.networks] == [0.6, 0.87, 0.89]
    for n in a.networks:
        numbers = (n.hidden, n.epochs, n.learning_rate, n.batch_size, n.reg_lambda, n.validation)
        assert numbers == ((500, 500), 100, 0.001, 128, 1e-8, 0.1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lerning_rate = 0.1", "unknown key 'lerning_rate' in x.toml; did you mean 'learning_rate'?"),
        (
            "[[network]]\nactivaton = 'relu'",
            "unknown key 'activaton' in a [[network]] of x.toml; did you mean 'activation'?",
        ),
        ("activation = 'rellu'", "unknown activation 'rellu'; did you mean 'relu'?"),
        ("epochs = 'many'", "x.toml has a value of the wrong kind: epochs must be a whole number, not a text"),
        ("epochs = 0", "epochs must be a whole number of at least 1, not 0"),
        ("batch_size = 0", "batch_size must be a whole number of at least 1, not 0"),
        ("learning_rate = -1.0", "learning_rate must be a positive number, not -1.0"),
        ("reg_lambda = -1.0", "reg_lambda must be 0 or a positive number, not -1.0"),
        ("hidden = [5, 0]", "each hidden width must be a whole number of at least 1, not 0"),
        ("seeds = []", "has no seeds"),
        ("seeds = [1, 1]", "has the seed 1 twice"),
        ("seeds = [-1]", "seed must be a whole number of at least 0, not -1"),
        ("[[network]]\n[[network]]", "has the network 'relu' twice"),
        ("[[network]]\nname = '../x'", "cannot name a folder"),
        ("hidden = '5'", "hidden must be a list of widths, like [500, 500], not '5'"),
        ("hidden = [5, 'x']", "each hidden width must be a whole number of at least 1, not 'x'"),
        ("name = '../escaped'", "the experiment name '../escaped' cannot name a folder"),
        ("[[network]]\nname = 'a\\u0000b'", "cannot name a folder"),
        ("[[network]]\nname = 'con'", "cannot name a folder"),
        ("[[network]]\nname = 'A'\n[[network]]\nname = 'a'", "has the network 'a' twice"),
        ("network = 3", "networks are written as [[network]] tables"),
        ("network = []", "has no network"),
        pytest.param("", "x.toml describes no network; describe it", marks=pytest.mark.attack),
        pytest.param("# only a remark\nseeds = [3]", "x.toml describes no network", marks=pytest.mark.attack),
        ("epochs = ", "x.toml is not valid TOML"),
    ],
)
def test_a_wrong_toml_is_said_in_a_sentence(text, words):
    with pytest.raises(UsageError) as caught:
        parse_experiment(text, where="x.toml", name="x")
    assert words in str(caught.value)


def test_an_experiment_that_is_nowhere_is_said_with_the_nearest(tmp_path):
    with pytest.raises(UsageError, match="did you mean 'activations-mnist'"):
        load_experiment("activation-mnist")
    with pytest.raises(UsageError, match="there is no file"):
        load_experiment(tmp_path / "x.toml")
    (tmp_path / "y.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="not a text file in UTF-8"):
        load_experiment(tmp_path / "y.toml")


def test_default_folders_differ_for_different_experiments():
    assert default_folder(experiment()) == default_folder(experiment())
    assert default_folder(experiment()) != default_folder(experiment(epochs=4))


def test_the_whole_data_are_not_taken_for_the_part_that_an_experiment_names(small, tmp_path):
    for part, sentence in (
        ({"train_samples": 50}, "uses small, first 50 training samples, and the data set has 300 training samples"),
        ({"labels": (0, 3)}, "uses small, labels 0 3, and the data set has 5 classes"),
        ({"test_samples": 7}, "and the data set has 200 test samples; give the part that data.part_of"),
    ):
        data = DataSpec(dataset="small", **part)
        named = msgspec.structs.replace(experiment(epochs=1), data=data)
        with pytest.raises(UsageError, match=sentence):
            run_experiment(named, small, tmp_path / "whole")
        comparison = run_experiment(named, data.part_of(small), tmp_path / "-".join(part))
        assert len(comparison.rows) == 2
