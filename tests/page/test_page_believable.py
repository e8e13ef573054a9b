"""Whether numbers can be believed: calibration, predictions against the truth, errors and baselines."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest

from undergrad import Dataset
from undergrad.display.languages import LANGUAGES
from undergrad.experiments import DataSpec, Experiment, Network, run_experiment
from undergrad.experiments.predictions import load_predictions
from undergrad.experiments.run import load_result, write_result
from undergrad.outputs import OUTPUTS, accuracy
from undergrad.report.figures import figures
from undergrad.report.folder import content_md
from undergrad.report.page import Content, gather, of_comparison, page_data, page_html
from undergrad.report.page.baselines import baselines
from undergrad.report.page.errors_table import errors_table
from undergrad.report.words import say
from undergrad.training.tensors import write_tensors


def numbers(n: int, targets: int = 1) -> Dataset:
    """Samples with numbers around 1 of which a small network learns most."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((n, 2))
    y = 1 + x @ rng.standard_normal((2, targets)) + 0.1 * rng.standard_normal((n, targets))
    y = y[:, 0] if targets == 1 else y
    half = n // 2
    return Dataset.from_arrays(x[:half], y[:half], x[half:], y[half:], target="numbers", name="numbers")


def trained(tmp_path: Path, dataset: Dataset, *activations: str, output: str = "regression", **settings) -> Content:
    """The page of networks trained on the data set; their folder is `tmp_path / "made"`."""
    made = {"epochs": 40, "learning_rate": 0.1, "batch_size": 20, "output": output} | settings
    seeds = made.pop("seeds", (0,))
    networks = tuple(Network(name=name, layers=f"fc(4), {name}", **made) for name in activations)
    experiment = Experiment(name="made", data=DataSpec(dataset="made.npz"), networks=networks, seeds=seeds)
    return of_comparison(run_experiment(experiment, dataset, tmp_path / "made"), tmp_path / "made")


class _About(msgspec.Struct):
    set: str


def rewritten(folder: Path, **arrays: np.ndarray) -> None:
    """Put these predictions into a run's folder, as if they had been written."""
    write_tensors(folder / "predictions.safetensors", arrays, kind="undergrad-predictions-1", about=_About("test"))
    write_result(folder, load_result(folder))


# Calibration ----------------------------------------------------------------------------------------------------------


def test_calibration_comes_from_the_stored_probabilities(content, searched):
    for about in (content, searched):
        for run, data in zip(about.runs, page_data(about)["runs"], strict=True):
            told, groups = load_predictions(run.folder), data["calibration"]["groups"]
            assert sum(group["samples"] for group in groups) == 200
            right = sum(group["samples"] * group["right"] for group in groups) / 200
            assert right == pytest.approx(accuracy(told.predicted, told.labels).value)
            mean = sum(group["samples"] * group["probability"] for group in groups) / 200
            assert mean == pytest.approx(told.probabilities.max(axis=1).mean(dtype=float), abs=1e-3)
            error = sum(group["samples"] * abs(group["probability"] - group["right"]) for group in groups) / 200
            assert f"error {error:.4f}: " in data["calibration"]["said"]["en"]
            assert f"오차 {error:.4f}: " in data["calibration"]["said"]["ko"]
            assert data["agreement"] == []


def test_of_several_seeds_the_first_run_is_judged(content):
    first, second, third = content.runs
    same = replace(second, spec=first.spec)
    data = page_data(replace(content, runs=(first, same, third)))["runs"]
    assert [run["calibration"] is not None for run in data] == [True, False, True]


def test_a_run_of_an_earlier_version_has_no_calibration_and_its_baseline_is_the_test_parts(compared, tmp_path):
    shutil.copytree(compared[1], tmp_path / "old")
    for name in ("relu", "sigmoid", "tanh"):
        told = load_predictions(tmp_path / "old" / f"{name}-seed0")
        assert told.constant is not None
        rewritten(tmp_path / "old" / f"{name}-seed0", predicted=told.predicted, labels=told.labels)
    old = gather([tmp_path / "old"])
    assert [run["calibration"] for run in page_data(old)["runs"]] == [None] * 3
    assert "calibration" not in figures(old)
    largest = np.bincount(told.labels).max() / 200
    said = "Baseline: predicting the largest class of the test part for every sample reaches a test accuracy of "
    assert baselines(old).reached.startswith(f"{said}{largest:.4f}; ")


def test_a_run_whose_predictions_are_gone_has_none(compared, tmp_path):
    shutil.copytree(compared[1], tmp_path / "some")
    for name in ("relu", "sigmoid", "tanh"):
        (tmp_path / "some" / f"{name}-seed0" / "predictions.safetensors").unlink()
    data = page_data(gather([tmp_path / "some"]))
    assert [run["calibration"] for run in data["runs"]] == [None] * 3
    assert not any("Baseline" in note for note in data["results"]["en"][0]["notes"])


# Numbers --------------------------------------------------------------------------------------------------------------


def test_predictions_residuals_and_errors_are_those_of_the_stored_predictions(tmp_path):
    content = trained(tmp_path, numbers(200), "relu", "tanh")
    told = load_predictions(content.runs[1].folder)
    [each] = page_data(content)["runs"][1]["agreement"]
    np.testing.assert_allclose(each["dots"], np.stack([told.labels, told.predicted], axis=1), rtol=1e-5)
    assert each["said"]["en"] == "All 100 test samples."
    assert sum(row[0] for row in each["groups"]) == 100
    residuals = told.labels - told.predicted
    assert np.average([row[3] for row in each["groups"]], weights=[row[0] for row in each["groups"]]) == pytest.approx(
        residuals.mean(), abs=1e-5
    )
    table, page = page_data(content)["results"]["en"][1], content_md(content, "en")
    assert table["columns"] == ["network", "R2", "mean absolute error", "root mean squared error"]
    output = OUTPUTS["regression"]
    for measure, cell in zip((output.measure, *output.also), table["rows"][1][1:], strict=True):
        assert cell == measure.shown(measure.measured(told.predicted, told.labels))
        assert cell in page
    drawn = figures(content)
    assert {"predicted", "residuals"} <= set(drawn)
    offsets = drawn["residuals"].axes[1].collections[0].get_offsets()
    np.testing.assert_allclose(offsets, np.stack([told.predicted, residuals], axis=1))


def test_of_many_samples_some_are_drawn_always_the_same_and_it_is_said(tmp_path):
    content = trained(tmp_path, numbers(40), "tanh", epochs=1)
    rng = np.random.default_rng(1)
    labels = rng.standard_normal(100_000)
    rewritten(content.runs[0].folder, predicted=labels + 1, labels=labels)
    pages = [page_data(gather([tmp_path / "made"]))["runs"][0]["agreement"] for _ in range(2)]
    assert pages[0] == pages[1]
    [each] = pages[0]
    assert each["said"]["en"] == "1,000 of the 100,000 test samples, drawn at random with the seed 0."
    dots = np.array(each["dots"])
    assert dots.shape == (1000, 2)
    np.testing.assert_allclose(dots[:, 1] - dots[:, 0], 1, atol=1e-4)
    nearest = np.sort(labels)[np.searchsorted(np.sort(labels), dots[:, 0] - 1e-5)]
    np.testing.assert_allclose(dots[:, 0], nearest, atol=2e-5)
    assert sum(row[0] for row in each["groups"]) == 100_000


def test_of_several_numbers_the_first_are_drawn_each_under_its_name(tmp_path):
    content = trained(tmp_path, numbers(60, targets=5), "tanh", epochs=2)
    told = page_data(content)["runs"][0]["agreement"]
    assert [each["name"] for each in told] == ["y0", "y1", "y2"]
    assert told[0]["said"]["en"] == "All 30 test samples. The first 3 of 5 numbers are drawn."
    labels = load_predictions(content.runs[0].folder).labels
    np.testing.assert_allclose([dot[0] for dot in told[2]["dots"]], labels[:, 2], rtol=1e-5)


def test_where_all_numbers_are_the_same_there_is_no_r2(tmp_path):
    content = trained(tmp_path, numbers(40), "tanh", output="absolute", epochs=1)
    rewritten(content.runs[0].folder, predicted=np.arange(20.0), labels=np.full(20, 3.0), constant=np.array([2.0]))
    told = errors_table(gather([tmp_path / "made"]))
    assert told.columns[1:] == ["mean absolute error", "R2", "root mean squared error"]
    assert told.rows[0][2] == "-"
    assert told.rows[0][1] != "-"
    assert told.notes == [say("not_measurable", "en")]
    assert say("not_measurable", "en") in content_md(gather([tmp_path / "made"]), "en")


# Baselines ------------------------------------------------------------------------------------------------------------


def test_the_mean_of_the_training_part_is_the_baseline_of_numbers(tmp_path):
    dataset = numbers(200)
    content = trained(tmp_path, dataset, "relu", "tanh")
    mean = np.full(len(dataset.y_test), dataset.y_train.mean())
    value = OUTPUTS["regression"].measure.value(mean, dataset.y_test)
    assert value < 0  # the mean of the test part itself reaches 0
    rows = content.comparison.rows
    beside = ", ".join(f"{row.network} is better by {row.test - value:.4f}" for row in rows)
    told = baselines(content)
    said = "Baseline: predicting the mean of the training part for every sample reaches a test R2 of "
    assert told.lines == [f"{said}{value:.4f}; {beside}."]
    assert told.lines[0] in page_data(content)["results"]["en"][0]["notes"]
    assert told.lines[0] in content_md(content, "en")


def test_a_network_that_is_not_better_by_more_than_chance_is_warned_of(content):
    told = baselines(content)
    assert told.warnings == []
    value = float(told.reached.split("accuracy of ")[1].split(";")[0])
    near, below = content.comparison.rows[0].network, content.comparison.rows[1].network
    changed = {near: (value + 0.03, value - 0.01, value + 0.07), below: (value - 0.05, value - 0.1, value)}
    rows = tuple(
        msgspec.structs.replace(row, **dict(zip(("test", "test_low", "test_high"), changed[row.network], strict=True)))
        if row.network in changed
        else row
        for row in content.comparison.rows
    )
    weak = replace(content, comparison=msgspec.structs.replace(content.comparison, rows=rows))
    told = baselines(weak)
    assert (
        f"{near} is better by 3.00 points (may be chance), {below} is not better (5.00 points behind), " in told.reached
    )
    assert told.warnings[0] == (
        f"{near} is not better than that baseline by more than chance: the 95 % interval of its test accuracy, "
        f"{value - 0.01:.4f}-{value + 0.07:.4f}, does not lie beyond {value:.4f}."
    )
    assert [warning.split(" ")[0] for warning in told.warnings] == [near, below]
    assert set(told.warnings) <= set(page_data(weak)["results"]["en"][0]["notes"])
    # What its doubts say already is not said twice.
    doubted = tuple(msgspec.structs.replace(run, warnings=("guessing",)) for run in content.comparison.runs)
    weak = replace(weak, comparison=msgspec.structs.replace(weak.comparison, runs=doubted))
    assert baselines(weak).warnings == []


def test_where_lower_is_better_a_network_below_the_baseline_is_better(tmp_path):
    content = trained(tmp_path, numbers(200), "tanh", output="huber")
    told = baselines(content)
    value, reached = content.comparison.rows[0].test, told.reached
    assert "predicting the median of the training part" in reached
    assert float(reached.split("error of ")[1].split(";")[0]) > value
    assert "tanh is better by" in reached
    assert told.warnings == []


def test_a_search_has_its_baseline_under_the_ranks(searched):
    told = baselines(searched)
    assert "1st is better by" in told.reached
    assert "1위 " in baselines(searched, "ko").reached
    assert told.reached in content_md(searched, "en")
    assert told.reached in page_data(searched)["results"]["en"][0]["notes"]


def two_classes(n: int, share: float) -> Dataset:
    rng = np.random.default_rng(0)
    x = rng.standard_normal((n, 2))
    y = (x[:, 0] > np.quantile(x[:, 0], share)).astype(int)
    return Dataset.from_arrays(x[: n // 2], y[: n // 2], x[n // 2 :], y[n // 2 :], class_names=("no", "yes"))


@pytest.mark.parametrize("output", ["classes", "logistic"])
def test_the_largest_class_is_named_where_it_is_over_half(tmp_path, output):
    dataset = two_classes(400, 0.8)
    content = trained(tmp_path, dataset, "tanh", output=output)
    told, share = baselines(content), (dataset.y_test == 0).mean()
    assert told.imbalance == f"The classes are imbalanced: {100 * share:.1f} % of the test samples are of the class no."
    reached = share if output == "classes" else 0.5
    assert f" of {reached:.4f}; tanh is better by" in told.reached
    assert page_data(content)["runs"][0]["calibration"]["groups"]


def test_of_even_classes_no_imbalance_is_told(content):
    assert baselines(content).imbalance == ""
    assert not any("imbalanced" in note for note in page_data(content)["results"]["en"][0]["notes"])


# The command ----------------------------------------------------------------------------------------------------------

TOML = """
dataset = "{}"
hidden = [4]
epochs = 1
[[network]]
activation = "tanh"
"""


def test_the_command_says_the_baseline_of_ones_own_data_in_one_line(cli, tmp_path, small):
    np.savez(
        tmp_path / "own.npz", x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test
    )
    (tmp_path / "own.toml").write_text(TOML.format("own.npz"), encoding="utf-8")
    code, out, _ = cli("run", "own.toml", "--quiet")
    assert code == 0
    assert sum("Baseline: predicting the largest class of the training part" in line for line in out.splitlines()) == 1


def test_of_a_known_data_set_the_command_says_none(cli, tmp_path):
    text = TOML.format("mnist-10k") + "\n"
    (tmp_path / "known.toml").write_text("train_samples = 200\ntest_samples = 100\n" + text, encoding="utf-8")
    code, out, _ = cli("run", "known.toml", "--quiet", "--out", "known")
    assert code == 0
    assert "Baseline" not in out
    assert "Baseline" in (tmp_path / "known" / "report.md").read_text("utf-8")


# In a browser ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("samples", "layers"), [(20, 1), (150, 8)])
def test_the_dots_of_a_page_are_where_their_values_are(visit, tmp_path, samples, layers):
    content = trained(tmp_path, numbers(2 * samples), "tanh", epochs=2)
    path = tmp_path / "page.html"
    data = page_data(content)
    path.write_text(page_html(data), encoding="utf-8")
    opened = visit(path)
    charts = opened.locator("#agreement svg.chart")
    assert charts.count() == 2
    places = (
        charts.nth(1)
        .locator("path.dots")
        .evaluate_all("layers => layers.map(layer => layer.getAttribute('d')).join('')")
    )
    drawn = np.array([list(map(float, place.split(" "))) for place in places.replace("h0", "").split("M")[1:]])
    dots = np.array(data["runs"][0]["agreement"][0]["dots"])
    dots = np.concatenate([dots[layer::layers] for layer in range(layers)])
    for values, places, sign in ((dots[:, 1], drawn[:, 0], 1), (dots[:, 0] - dots[:, 1], drawn[:, 1], -1)):
        slope, offset = np.polyfit(values, places, 1)
        assert np.sign(slope) == sign  # y grows downwards
        np.testing.assert_allclose(slope * values + offset, places, atol=0.11)
    zero = float(charts.nth(1).locator("line.compared").get_attribute("y1"))
    assert slope * 0 + offset == pytest.approx(zero, abs=0.11)
    opened.locator("#agreement summary").click()
    opened.locator("#agreement tbody tr").last.wait_for()
    assert opened.locator("#agreement tbody tr").count() == len(data["runs"][0]["agreement"][0]["groups"])


def test_the_calibration_of_a_page_is_drawn_and_folds_out_as_a_table(visit, page, content):
    opened = visit(page)
    groups = page_data(content)["runs"][0]["calibration"]["groups"]
    assert opened.locator("#calibration svg.chart").count() == 3
    drawn = opened.locator("#calibration path.dots").first.get_attribute("d")
    assert drawn.count("M") == len(groups)
    opened.locator("#calibration summary").first.click()
    opened.locator("#calibration tbody tr").last.wait_for()
    assert opened.locator("#calibration tbody tr").count() == len(groups)
    assert opened.locator("#calibration tbody tr td").nth(0).inner_text() == f"{100 * groups[0]['probability']:.2f} %"


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_serious_violation_in_a_page_of_numbers(visit, axe, tmp_path, language):
    path = tmp_path / "page.html"
    path.write_text(page_html(page_data(trained(tmp_path, numbers(40), "tanh", epochs=2), language=language)), "utf-8")
    opened = visit(path, width=400)
    assert opened.evaluate("document.documentElement.scrollWidth") == 400
    opened.locator("#agreement summary").click()
    opened.locator("#agreement tbody tr").last.wait_for()
    opened.evaluate(axe)
    found = opened.evaluate("async () => (await axe.run()).violations")
    serious = [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in ("serious", "critical")]
    assert serious == []
