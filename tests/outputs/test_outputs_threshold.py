"""The threshold of two classes: the best one is found, and model, file, export and command all go by it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.exports.exported import run_onnx
from undergrad import load_model
from undergrad.data import load_table
from undergrad.errors import ModelError, UsageError
from undergrad.experiments import load_comparison
from undergrad.experiments.predictions import load_predictions
from undergrad.outputs import Logistic, output_named
from undergrad.report.page import of_comparison
from undergrad.report.page.believable import calibration_of
from undergrad.report.page.classes import per_class
from undergrad.training import fit_table, metrics

NEXT = np.nextafter(np.float32(0.3), np.float32(1))


def f_of(output, scores, labels):
    called = output.class_numbers(scores)
    return 2 * (called & labels).sum() / max(1, called.sum() + labels.sum())


@st.composite
def judged(draw):
    """Scores in either dtype, with equal and neighbouring ones, and labels of which at least one is 1."""
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    score = st.floats(0, 1, width=32) | st.sampled_from([0.0, 1.0, 0.5, 0.25])
    scores = np.array(draw(st.lists(score, min_size=1, max_size=12)), dtype)
    up = np.array(draw(st.lists(st.booleans(), min_size=len(scores), max_size=len(scores))))
    scores = np.where(up, np.nextafter(scores, dtype(1)), scores)
    labels = np.array(draw(st.lists(st.integers(0, 1), min_size=len(scores), max_size=len(scores))))
    labels[draw(st.integers(0, len(scores) - 1))] = 1
    return scores, labels


@given(judged())
@example((np.array([0.3, NEXT], np.float32), np.array([0, 1])))  # no number lies between them
@example((np.array([1e-9, 1e-10]), np.array([1, 0])))
@example((np.array([1, np.nextafter(np.float32(1), np.float32(0))], np.float32), np.array([1, 0])))
@example((np.array([0.0, 0.0]), np.array([1, 1])))
def test_the_settled_threshold_has_the_best_f_of_all(problem):
    scores, labels = problem
    settled = Logistic(best_f=True).settled(scores, labels)
    assert 0 < settled.threshold < 1
    assert not settled.settles
    least = float(np.finfo(scores.dtype).tiny)
    others = {float(score) for score in scores} | {least, 0.5}
    best = max(f_of(Logistic(threshold), scores, labels) for threshold in others if least <= threshold < 1)
    assert f_of(settled, scores, labels) >= best - 1e-12


def test_of_equally_good_thresholds_that_between_the_scores_of_the_highest_is_taken():
    scores, labels = np.array([0.9, 0.7, 0.2, 0.1]), np.array([1, 1, 0, 0])
    assert Logistic(best_f=True).settled(scores, labels).threshold == pytest.approx(0.45)


@given(st.floats(0, 1, exclude_min=True, exclude_max=True), st.booleans())
def test_the_text_says_everything(threshold, best_f):
    output = Logistic(threshold, best_f)
    assert output_named(output.text) == output


def test_the_usual_threshold_has_no_words():
    assert Logistic().text == "logistic"
    assert Logistic(0.25).text == "logistic(threshold=0.25)"
    assert output_named("logistic(best_f=True)") == Logistic(best_f=True)


@pytest.mark.parametrize("threshold", [0, 1, -0.2, 1.5, float("nan")])
def test_a_threshold_lies_between_0_and_1(threshold):
    with pytest.raises(UsageError, match="threshold of logistic must lie between 0 and 1"):
        Logistic(threshold)


@pytest.fixture
def path(tmp_path):
    """Of 120 rows a seventh are of the second class, hardly told by what is measured."""
    rng = np.random.default_rng(4)
    won = np.arange(120) % 7 == 0
    lines = [f"{size:.3f},{'yes' if is_won else 'no'}" for size, is_won in zip(rng.normal(won), won, strict=True)]
    (tmp_path / "t.csv").write_text("\n".join(["size,label", *lines]))
    return tmp_path / "t.csv"


@pytest.fixture
def fitted(path):
    return fit_table(path, epochs=3, output="logistic(best_f=True)", validation=0.3)


def test_a_training_settles_it_on_the_validation_set(path, fitted):
    output, usual = fitted.trained.model.output, fit_table(path, epochs=3, validation=0.3)
    assert output.threshold != 0.5
    assert not output.best_f
    for key, array in usual.last.items():  # nothing else is otherwise
        np.testing.assert_array_equal(array, fitted.last[key])
    data = load_table(path)
    y_hat = fitted.trained.predict(data.x_train)
    # So few are of the second class that by 0.5 none is called so.
    assert usual.trained.model.output.class_numbers(y_hat[:, 0]).sum() == 0
    assert output.class_numbers(y_hat[:, 0]).sum() > 5


def test_the_models_file_keeps_it(fitted, tmp_path):
    fitted.trained.save(tmp_path / "m.safetensors")
    assert load_model(tmp_path / "m.safetensors").model.output == fitted.trained.model.output
    with pytest.raises(ModelError, match=r"puts out logistic\(threshold=.*and the model that it is loaded into"):
        load_model(tmp_path / "m.safetensors", into=fit_table(tmp_path / "t.csv", epochs=1).trained.model)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_an_export_gives_the_class_of_the_threshold(path, fitted, dtype):
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    data, trained = load_table(path), fitted.trained
    outputs = run_onnx(trained.to_onnx(dtype=dtype), data.x_train.astype(dtype))
    there = trained.predict(data.x_train)[:, 0]
    decided = np.abs(there - trained.model.output.threshold) > 1e-5
    wanted = np.array(["no", "yes"], object)[trained.model.output.class_numbers(there)]
    assert (outputs["label"] == wanted)[decided].all()
    assert (outputs["label"] == "yes").sum() > 5
    assert (outputs["label"] != np.array(["no", "yes"], object)[outputs["probabilities"].argmax(axis=1)]).any()


FAST = ("--epochs", 3, "--workers", 1, "--validation", 0.3, "--out", "out")


def called(cli, *options):
    """The names and probabilities that the command predicts."""
    code, _, err = cli("predict", "out", "t.csv", "--out", "p.jsonl", *options)
    assert code == 0, err
    with open("p.jsonl") as file:
        return [json.loads(line) for line in file]


@pytest.mark.parametrize("threshold", ["0.3", "best"])
def test_the_command_trains_with_it_and_goes_by_it(cli, path, threshold):
    code, _, err = cli("train", "t.csv", "--threshold", threshold, *FAST)
    assert code == 0, err
    output = load_model("out/relu-seed0").model.output
    assert output.threshold == 0.3 if threshold != "best" else output.threshold not in (0.3, 0.5)
    for row in called(cli):
        share = row["probability"] if row["name"] == "yes" else 1 - row["probability"]
        assert abs(share - output.threshold) < 1e-5 or row["class"] == (share > output.threshold)
        assert row["name"] == ("no", "yes")[row["class"]]
    assert {row["name"] for row in called(cli)} == {"no", "yes"}


def test_the_report_counts_classes_by_the_settled_threshold(cli, path):
    assert cli("train", "t.csv", "--threshold", "best", *FAST)[0] == 0
    content = of_comparison(load_comparison("out"), Path("out"))
    run, predictions = content.runs[0], load_predictions("out/relu-seed0")
    output = load_model("out/relu-seed0").model.output
    wanted = metrics(output.class_numbers(predictions.predicted), predictions.labels, 2)
    assert per_class(run) == [[each.precision, each.recall, each.f, each.samples] for each in wanted.per_class]
    assert wanted != metrics((predictions.predicted > 0.5).astype(int), predictions.labels, 2)
    assert calibration_of(run.folder, run.spec.network.puts_out).accuracy == wanted.accuracy


def test_predictions_of_an_earlier_version_go_by_the_specification(cli, path):
    assert cli("train", "t.csv", "--threshold", 0.3, *FAST)[0] == 0
    predictions = load_predictions("out/relu-seed0")
    assert predictions.said_by(Logistic()) == Logistic(0.3)
    assert replace(predictions, output=None).said_by(Logistic(0.25)) == Logistic(0.25)


def test_another_threshold_may_be_asked_for_afterwards(cli, path):
    assert cli("train", "t.csv", *FAST)[0] == 0
    counts = [sum(row["class"] for row in called(cli, "--threshold", share)) for share in (0.001, 0.15, 0.3, 0.999)]
    assert counts == sorted(counts, reverse=True)
    assert (counts[0], counts[-1]) == (120, 0)
    recalls = []
    for share in (0.001, 0.999):
        code, out, _ = cli("evaluate", "out", "--dataset", "t.csv", "--threshold", share, "--json")
        assert code == 0
        recalls.append(json.loads(out)["per_class"][1]["recall"])
    assert recalls == [1, 0]


def test_what_a_threshold_is_not_for_is_said(cli, path, tmp_path):
    shutil.copy(path, tmp_path / "u.csv")
    path.write_text("\n".join(["size,label", *(f"{k}.5,{'abc'[k % 3]}" for k in range(30))]))
    code, _, err = cli("train", "t.csv", "--threshold", 0.3, *FAST)
    assert code == 2
    assert "--threshold is for two classes with the output logistic, and the output is classes" in " ".join(err.split())
    code, _, err = cli("train", "u.csv", "--output", "classes", "--threshold", 0.3, *FAST)
    assert code == 2
    assert cli("train", "t.csv", *FAST)[0] == 0
    for command in (("predict", "out", "t.csv"), ("evaluate", "out", "--dataset", "t.csv")):
        code, out, err = cli(*command, "--threshold", 0.3)
        assert (code, out) == (2, "")
        assert "the model puts out classes" in " ".join(err.split())
    assert cli("train", "u.csv", *FAST[:-1], "two")[0] == 0
    for command in (("predict", "two", "u.csv"), ("evaluate", "two", "--dataset", "u.csv")):
        code, out, err = cli(*command, "--threshold", "best")
        assert (code, out) == (2, "")
        assert "chosen when a model is trained; give a probability" in " ".join(err.split())
        code, out, err = cli(*command, "--threshold", 1.5)
        assert (code, out) == (2, "")
        assert "no probability between 0 and 1" in " ".join(err.split())
