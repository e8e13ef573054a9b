"""Another output goes through the same door: it trains, is recorded, compared, searched and reported on."""

from __future__ import annotations

import csv
import json
import math
import re
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from number import Number

from undergrad import Architecture, Dataset, fit, load_model
from undergrad.data import split
from undergrad.engines import make_engine
from undergrad.errors import ModelError, UsageError
from undergrad.experiments import DataSpec, Experiment, Network, load_history, load_result, run_experiment, run_folder
from undergrad.experiments.comparison import compare_stored, load_comparison
from undergrad.experiments.jobs import Job
from undergrad.experiments.pace import Pace
from undergrad.experiments.predictions import load_predictions
from undergrad.experiments.statistics import differences
from undergrad.experiments.stored import stored_runs
from undergrad.outputs import CLASSES, OUTPUTS, measure_named
from undergrad.report import write_report
from undergrad.report.choice import choice_en, choice_ko
from undergrad.report.figures import figures
from undergrad.report.page import of_comparison, page_data
from undergrad.report.tables import verdicts
from undergrad.report.tuning import tuning_csv, tuning_md
from undergrad.training import Epoch, Oversight, generators
from undergrad.training.curves import training_figure
from undergrad.training.epochs import best_of
from undergrad.tuning import Driver, Search, Store, conclude, parse_search, parse_space
from undergrad.tuning.halving import bars, reached
from undergrad.tuning.proposers import Seen, propose
from undergrad.tuning.search import to_toml
from undergrad.tuning.workers import Work

NUMBER = Number()
SETTINGS = {"learning_rate": 0.05, "batch_size": 32}


@pytest.fixture(scope="module", autouse=True)
def known():
    """For these tests there are two outputs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(OUTPUTS, NUMBER.name, NUMBER)
        yield


def network(seed=1, output=NUMBER):
    rng = np.random.default_rng(seed)
    return Architecture.parse("fc(8), tanh").build((6, 6), 5, output=output, rng=rng)


def error(trained, x, labels) -> float:
    return float(np.abs(trained.predict(x)[:, 0] - labels).mean())


# Training -------------------------------------------------------------------------------------------------------------


def test_it_trains_and_the_best_epoch_is_that_of_the_lowest_error(small):
    result = fit(network(), small, epochs=12, **SETTINGS)
    assert result.engine == "reference"
    errors = [epoch.val_measure for epoch in result.history]
    assert {epoch.measure for epoch in result.history} == {"gap"}
    assert result.best.val_measure == min(errors) < errors[0] / 2
    _, rows = split(300, rng=generators(0)[0], validation=0.1)
    measured = error(result.trained, small.x_train[rows], small.y_train[rows])
    assert measured == pytest.approx(result.best.val_measure, rel=1e-5)
    assert "best validation absolute error " + f"{min(errors):.3f}" in repr(result)
    assert "validation absolute error" in result.history._repr_html_()


def test_its_loss_is_its_own_and_so_is_its_gradient(small):
    model, x = network(), small.x_train[:20].reshape(20, -1) / 255
    y = NUMBER.targets(small.y_train[:20], 5, np.float64)
    assert y.shape == (20, 1)
    loss = model.forward(x, y)
    assert loss == model.data_loss == pytest.approx(float(((model.predict(x) - y) ** 2).mean()) / 2)
    model.backward()
    W, step = model.layers["fc1"].W, 1e-6
    gradient = model.layers["fc1"].dW[7, 3]
    W[7, 3] += step
    above = model.forward(x, y)
    W[7, 3] -= 2 * step
    assert (above - model.forward(x, y)) / (2 * step) == pytest.approx(gradient, rel=1e-5)


def test_an_interrupted_training_goes_on_to_the_same_bits(small, tmp_path):
    whole, path = fit(network(), small, epochs=9, **SETTINGS), tmp_path / "c"
    stop = Oversight(stop_when=lambda seen: len(seen) == 4, checkpoint=path)
    fit(network(), small, epochs=9, oversight=stop, **SETTINGS)
    resumed = fit(network(), small, epochs=9, oversight=Oversight(checkpoint=path, resume=True), **SETTINGS)
    assert [(e.epoch, e.loss, e.val_measure, e.val_loss) for e in resumed.history] == [
        (e.epoch, e.loss, e.val_measure, e.val_loss) for e in whole.history
    ]
    for key, array in whole.trained.model.parameters().items():
        np.testing.assert_array_equal(resumed.trained.model.parameters()[key], array)


def test_a_checkpoint_of_another_output_is_not_continued(small, tmp_path):
    path = tmp_path / "c"
    fit(network(), small, epochs=1, oversight=Oversight(checkpoint=path), **SETTINGS)
    two = Dataset.from_arrays(small.x_train, small.y_train % 2, small.x_test, small.y_test % 2)
    with pytest.raises(ModelError, match="belongs to the training of another network"):
        fit(network(output=CLASSES), small, epochs=2, oversight=Oversight(checkpoint=path, resume=True), **SETTINGS)
    with pytest.raises(ModelError, match="belongs to another training"):
        fit(network(), two, epochs=2, oversight=Oversight(checkpoint=path, resume=True), **SETTINGS)


def test_its_model_is_saved_and_loaded_with_its_output(small, tmp_path):
    trained = fit(network(), small, epochs=2, **SETTINGS).trained
    trained.save(tmp_path / "m")
    loaded = load_model(tmp_path / "m")
    assert loaded.model.output is NUMBER
    np.testing.assert_array_equal(loaded.predict(small.x_test), trained.predict(small.x_test))
    with pytest.raises(ModelError, match=r"puts out number, and the model that it is loaded into classes"):
        load_model(tmp_path / "m", into=network(output=CLASSES))


def test_the_compiled_engine_leaves_it_to_the_reference(small):
    from undergrad.data import Scaling

    scaling = Scaling.of(small.x_train)
    assert make_engine("auto", network(), scaling, 5, "float32").name == "reference"
    with pytest.raises(UsageError, match="own outputs, and this one is of the class Identity"):
        make_engine("cpu", network(), scaling, 5, "float32")


def test_class_weights_are_refused_where_there_are_no_classes(small):
    with pytest.raises(UsageError, match="class_weight is for classes, and the output number has none"):
        fit(network(), small, epochs=1, class_weight="balanced", **SETTINGS)


def test_a_model_with_another_number_of_outputs_is_refused(small):
    model = Architecture.parse("fc(8)" + ", tanh").build((6, 6), 5, output=NUMBER)
    wide = Architecture.parse("fc(8), tanh").build((6, 6), 5)
    model.layers["fc2"] = wide.layers["fc2"]
    with pytest.raises(ModelError, match="the model has 5 outputs, but the data need 1"):
        fit(model, small, epochs=1, **SETTINGS)


# An experiment --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(small, tmp_path_factory):
    """An experiment of two networks, of which one hardly learns, and its folder with the report."""
    folder = tmp_path_factory.mktemp("number")
    networks = (
        Network(name="slow", layers="fc(8), tanh", output="number", epochs=6, learning_rate=1e-5, batch_size=32),
        Network(name="fast", layers="fc(8), tanh", output="number", epochs=6, learning_rate=0.05, batch_size=32),
    )
    experiment = Experiment(name="numbers", data=DataSpec(dataset="small"), networks=networks)
    comparison = run_experiment(experiment, small, folder)
    write_report(comparison, folder)
    return comparison, folder


def test_the_better_network_is_the_one_with_the_lower_error(made, small):
    comparison, folder = made
    slow, fast = comparison.rows
    assert fast.test < slow.test
    assert 0 <= fast.test_low <= fast.test <= fast.test_high
    [pair] = comparison.differences
    assert (pair.first, pair.second, pair.method) == ("fast", "slow", "paired permutation test")
    assert pair.difference == pytest.approx(slow.test - fast.test)
    assert pair.exceeds_chance
    result = load_result(run_folder(folder, comparison.experiment.networks[1], 0))
    history = load_history(run_folder(folder, comparison.experiment.networks[1], 0))
    assert result.best_val_measure == min(epoch.val_measure for epoch in history)
    predictions = load_predictions(run_folder(folder, comparison.experiment.networks[1], 0))
    assert predictions.probabilities is None
    assert result.test.value == pytest.approx(float(np.abs(predictions.predicted - small.y_test).mean()))
    assert load_comparison(folder).rows == comparison.rows
    assert verdicts(comparison)[0].startswith(f"fast over slow: {pair.difference:.3f}, exceeds chance")
    assert verdicts(comparison, "ko")[0].startswith(f"fast: slow보다 {pair.difference:.3f} 낮음")


def test_its_tables_and_figures_call_the_measure_by_its_name(made):
    comparison, folder = made
    page = (folder / "report.md").read_text("utf-8")
    assert "best validation absolute error" in page
    assert f"{comparison.rows[0].test:.3f}" in page
    with open(folder / "table.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["test_gap"]) for row in rows] == [row.test for row in comparison.rows]
    assert {"best_val_gap", "test_low"} <= rows[0].keys()
    assert (folder / "gap.svg").exists()
    assert not list(folder.rglob("accuracy.*"))
    for text in (page, (folder / "table.csv").read_text("utf-8"), (folder / "runs.csv").read_text("utf-8")):
        assert "accurac" not in text
    assert "absolute error" in comparison._repr_html_()
    assert "accurac" not in comparison._repr_html_()


def test_the_figure_marks_the_lowest_error_and_is_not_in_per_cent(made):
    comparison, folder = made
    histories = {n.name: load_history(run_folder(folder, n, 0)) for n in comparison.experiment.networks}
    axes, losses = training_figure(histories, "title", NUMBER.measure).axes
    assert (axes.get_ylabel(), losses.get_ylabel()) == ("absolute error", "loss")
    axes.figure.canvas.draw()
    assert not any("%" in tick.get_text() for tick in axes.get_yticklabels())
    marks = [line.get_ydata()[0] for line in axes.lines if line.get_marker() == "o"]
    assert marks == [min(epoch.val_measure for epoch in history) for history in histories.values()]
    assert set(figures(of_comparison(comparison, folder))) >= {"gap", "loss"}


def test_its_page_has_the_measure_and_nothing_of_classes(made):
    data = page_data(of_comparison(made[0], made[1]))
    assert data["measure"]["name"] == "gap"
    assert not data["measure"]["higher_is_better"]
    assert data["measure"]["columns"]["val_measure"] == "val_gap"
    assert data["measure"]["columns"]["data_loss"] == "squared_error"
    assert all(run["details"] is None for run in data["runs"])
    assert len(data["results"]["en"]) == 1
    for language, name in (("en", "absolute error"), ("ko", "절대 오차")):
        words = data["words"][language]
        assert name in words["best_val_measure"]
        told = {key: text for key, text in words.items() if re.search("accurac|정확도", text)}
        assert set(told) == {"balanced_accuracy"}
        assert not any("{measure}" in text or "{Measure}" in text for text in words.values())


def test_the_command_lists_ranks_and_shows_its_runs(cli, made):
    _, folder = made
    code, out, _ = cli("runs", "list", folder, "--json")
    assert code == 0
    assert {run["measure"] for run in json.loads(out)} == {"gap"}
    code, out, _ = cli("runs", "best", folder, "--markdown")
    assert code == 0
    assert out.index("fast-seed0") < out.index("slow-seed0")
    assert "best validation absolute error" in out
    code, out, _ = cli("runs", "show", folder / "fast-seed0")
    assert code == 0
    assert "gap" in out
    assert cli("report", folder, "-o", "again.html", "--figures")[0] == 0
    assert Path("again-gap.svg").exists()


def test_its_model_is_evaluated_and_predicts_by_the_command(cli, made, small, tmp_path):
    model = made[1] / "fast-seed0" / "model.safetensors"
    np.savez("d.npz", x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    np.savez("x.npz", x=small.x_test[:4])
    test = made[0].rows[1].test
    code, out, _ = cli("evaluate", model, "--dataset", "d.npz")
    assert (code, out.splitlines()[0].startswith(f"test absolute error {test:.3f} [")) == (0, True)
    code, out, _ = cli("evaluate", model, "--dataset", "d.npz", "--json")
    assert json.loads(out)["gap"]["value"] == pytest.approx(test)
    code, out, _ = cli("predict", model, "x.npz")
    assert code == 0
    predicted = [float(row["prediction"]) for row in csv.DictReader(out.splitlines())]
    assert predicted == pytest.approx(load_predictions(model.parent).predicted[:4], rel=1e-4)


def test_runs_of_different_outputs_are_not_ranked_or_compared(cli, made, small, tmp_path):
    classes = Experiment(name="classes", data=DataSpec(dataset="small"), networks=(Network(name="c", epochs=1),))
    run_experiment(classes, small, tmp_path / "both" / "classes")
    numbers = stored_runs(made[1])
    with pytest.raises(UsageError, match="have different outputs, so they cannot be compared"):
        compare_stored("x", [*stored_runs(tmp_path / "both"), *numbers])
    mixed = Experiment(name="mixed", data=DataSpec(), networks=(Network(name="a"), Network(name="b", output="number")))
    with pytest.raises(UsageError, match="networks with the outputs classes, number, whose losses are not comparable"):
        mixed.check()
    import shutil

    shutil.copytree(made[1], tmp_path / "both" / "numbers")
    code, _, err = cli("runs", "best", tmp_path / "both")
    assert code == 2
    assert "no common order; add --filter measure=" in err
    assert cli("runs", "best", tmp_path / "both", "--filter", "measure=gap")[0] == 0


def test_progress_takes_the_lowest_for_the_best(made):
    comparison, folder = made
    pace = Pace(comparison.experiment)
    job = Job(1, 2, comparison.runs[0].spec, folder)
    for number, value in enumerate((3.0, 1.0, 2.0), start=1):
        pace.epoch_ends(job, Epoch(number, 1.0, 1.0, value, value, 0.1, None, "gap"))
    assert (pace.best.epoch, pace.best.val_measure) == (2, 1.0)


def test_an_unknown_output_is_one_sentence():
    with pytest.raises(UsageError, match="unknown output 'numbers'; did you mean 'number'"):
        Network(name="n", output="numbers").check()


def test_the_homeworks_figure_may_be_any_error(made):
    Network(name="n", output="number", homework=17.5).check()
    with pytest.raises(UsageError, match="homework must be a test absolute error between 0 and inf, not -1"):
        Network(name="n", output="number", homework=-1.0).check()
    with pytest.raises(UsageError, match="homework must be a test accuracy between 0 and 1, not 17"):
        Network(name="n", homework=17.5).check()


# Differences ----------------------------------------------------------------------------------------------------------


@settings(max_examples=10)
@given(st.integers(0, 2**32 - 1))
def test_the_permutation_test_is_right_about_networks_that_are_alike(seed):
    """Its p-value is never below what so few samples can show, and 1 for equals."""
    rng = np.random.default_rng(seed)
    labels = rng.normal(size=6)
    one, other = labels + rng.normal(size=6), labels + rng.normal(size=6)
    p = NUMBER.measure.p_value(one, other, labels)
    # Of the 2^6 ways to change places two give the gap that there is.
    assert 0.5 * 2 / 2**6 < p <= 1
    assert NUMBER.measure.p_value(one, one, labels) == 1


def test_a_permutation_test_of_the_accuracy_agrees_with_mcnemars():
    rng = np.random.default_rng(0)
    labels = np.zeros(400, int)
    one, other = (rng.random(400) < 0.2).astype(int), (rng.random(400) < 0.27).astype(int)
    exact = CLASSES.measure.p_value(one, other, labels)
    drawn = super(type(CLASSES.measure), CLASSES.measure).p_value(one, other, labels)
    assert drawn == pytest.approx(exact, abs=0.02)


def test_of_several_seeds_the_lower_mean_is_the_better():
    from undergrad.experiments.predictions import Predictions

    labels, rng = np.arange(50.0), np.random.default_rng(0)
    tested = {
        name: [Predictions(labels + size * rng.normal(size=50), labels, None) for _ in range(4)]
        for name, size in (("bad", 3.0), ("good", 0.1))
    }
    [pair] = differences(NUMBER.measure, tested)
    assert (pair.first, pair.second, pair.method) == ("good", "bad", "paired t-test over seeds")
    assert pair.difference > 0
    assert pair.exceeds_chance


# A search -------------------------------------------------------------------------------------------------------------


class Here:
    """Does everything at once, in this process, which knows the output."""

    bytes_per_second, share_memory, count = math.inf, False, 1

    def submit(self, function, argument):
        work = Work()
        work.begins()
        work.set_result(function(argument))
        return work

    def abandon(self, work): ...

    def close(self): ...


@pytest.fixture(scope="module")
def searched(small, tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    np.savez(folder / "d.npz", x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    space = parse_space(
        {"width": [4, 8], "activation": ["tanh", "relu"], "learning_rate": [1e-5, 0.01, 0.05], "epochs": 9}, where="t"
    )
    data = DataSpec(dataset=str(folder / "d.npz"))
    search = Search(name="numbers", data=data, space=space, strategy="random", trials=10, in_flight=2, output="number")
    store = Store(search, folder / "out")
    results = Driver(store, small_of(search), Here()).run()
    return store, results, conclude(store, small_of(search))


def small_of(search):
    from undergrad.data import load_dataset

    return load_dataset(search.data.dataset)


def test_a_search_chooses_the_lowest_errors_and_stops_the_highest(searched):
    _, results, tuning = searched
    complete = [result.best_val_measure for result in results.values() if result.status == "complete"]
    stopped = [result.best_val_measure for result in results.values() if result.status == "stopped"]
    # Those that were stopped come behind.
    assert [chosen.best_val_measure for chosen in tuning.chosen] == [*sorted(complete), *sorted(stopped)][:3]
    assert stopped
    assert min(stopped) > min(complete)
    assert all(chosen.network.output == "number" for chosen in tuning.chosen)


def test_its_report_speaks_of_errors(searched):
    _, results, tuning = searched
    first = tuning.chosen[0]
    english, korean = " ".join(choice_en(tuning)), " ".join(choice_ko(tuning))
    assert f"by validation absolute error alone: trial {first.trial} reached {first.best_val_measure:.3f}" in english
    assert "검증 절대 오차만으로" in korean
    for text in (english, korean, tuning_md(tuning), tuning_csv(tuning), tuning._repr_html_()):
        assert not re.search("accurac|정확도", text)
    rate = next(entry for entry in tuning.importances if entry.parameter == "learning_rate")
    for group in rate.groups:
        values = [r.best_val_measure for r in results.values() if f"{r.spec.network.learning_rate:g}" == group.label]
        assert group.best == min(values)
    assert tuning.plot().axes[0].get_ylabel() == "absolute error"


def test_it_survives_toml_and_another_output_is_another_search(searched):
    search = searched[0].search
    again = parse_search(to_toml(search), where="again", name="other")
    assert again == search
    assert msgspec.structs.replace(search, output="classes").identity != search.identity


def test_bars_are_made_of_merits():
    def history(*errors):
        return [Epoch(n, 1.0, 1.0, e, e, 0.1, None, "gap") for n, e in enumerate(errors, start=1)]

    seen = [reached(history(*errors), (1, 3)) for errors in ((5.0, 1.0, 2.0), (4.0, 3.5, 3.0), (6.0, 6.0, 6.0))]
    assert seen[0] == {1: -5.0, 3: -1.0}
    assert bars(seen, (1,), 3) == {1: -5.0}
    assert best_of(history(5.0, 1.0, 2.0)).epoch == 2
    assert measure_named("gap") is NUMBER.measure


def test_a_failed_trial_is_worse_than_any_and_tpe_can_live_with_it(searched):
    pytest.importorskip("optuna")
    search = msgspec.structs.replace(searched[0].search, strategy="tpe", trials=40)
    assert search.measure.merit(search.measure.worst) == -math.inf
    values = [propose(msgspec.structs.replace(search, strategy="random"), n, []) for n in range(12)]
    merits = [-math.inf, *(-float(n) for n in range(1, 12))]
    seen = [Seen(each, merit) for each, merit in zip(values, merits, strict=True)]
    assert propose(search, 12, seen) is None or isinstance(propose(search, 12, seen), dict)
