"""Precision, recall, F and their means, held to their definitions, counted sample by sample."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad import EvaluationMetric, fully_connected, load_model
from undergrad.errors import DataError, UsageError
from undergrad.training import confusion, fit, metrics

pairs = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=40)


@given(pairs)
def test_every_number_is_what_its_definition_says(drawn):
    predicted, labels = (np.array(column) for column in zip(*drawn, strict=True))
    found = metrics(predicted, labels, 5)
    counts = np.array(found.confusion)
    np.testing.assert_array_equal(counts, confusion(predicted, labels, 5))
    assert all(counts[t, p] == sum(pair == (p, t) for pair in drawn) for t in range(5) for p in range(5))
    kept = {"precision": [], "recall": [], "f": []}
    for number, each in enumerate(found.per_class):
        tp = sum(p == t == number for p, t in drawn)
        fp, fn = sum(p == number != t for p, t in drawn), sum(t == number != p for p, t in drawn)
        for name, part, whole in (("precision", tp, tp + fp), ("recall", tp, tp + fn), ("f", 2 * tp, 2 * tp + fp + fn)):
            value = getattr(each, name)
            assert value == (pytest.approx(part / whole) if whole else None)
            assert ((number, name) in found.undefined) == (not whole)
            if tp + fp + fn:
                kept[name].append(part / whole if whole else 0.0)
        if each.precision and each.recall:
            assert each.f == pytest.approx(2 * each.precision * each.recall / (each.precision + each.recall))
        assert each.samples == tp + fn
    assert found.macro_precision == pytest.approx(np.mean(kept["precision"]))
    assert found.macro_recall == pytest.approx(np.mean(kept["recall"]))
    assert found.macro_f == pytest.approx(np.mean(kept["f"]))
    there = [each.recall for each in found.per_class if each.samples]
    assert found.balanced_accuracy == pytest.approx(np.mean(there))
    total_tp, n = counts.trace(), counts.sum()
    assert found.micro_f == found.accuracy.value == pytest.approx(2 * total_tp / (2 * total_tp + 2 * (n - total_tp)))


@given(pairs, st.permutations(range(5)))
def test_the_names_of_the_classes_do_not_matter(drawn, order):
    predicted, labels = (np.array(column) for column in zip(*drawn, strict=True))
    renamed = np.array(order)
    one, other = metrics(predicted, labels, 5), metrics(renamed[predicted], renamed[labels], 5)
    assert [one.per_class[number] for number in range(5)] == [other.per_class[order[number]] for number in range(5)]
    assert one.macro_f == pytest.approx(other.macro_f)


@pytest.mark.parametrize(
    ("predicted", "labels", "words"),
    [
        ([0, 1], [0], "cannot be compared"),
        ([], [], "cannot be compared"),
        ([0, 5], [0, 1], "the predictions are not all among the classes 0 to 4"),
        ([0, 1], [0, -1], "the labels are not all among the classes 0 to 4"),
    ],
)
@pytest.mark.parametrize("measure", [metrics, confusion])
def test_what_cannot_be_measured_is_said_in_a_sentence(measure, predicted, labels, words):
    with pytest.raises(DataError, match=words):
        measure(np.array(predicted, int), np.array(labels, int), 5)


@pytest.fixture
def model(cli, small):
    np.savez("d.npz", x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    network = fully_connected(36, [8], 5, rng=np.random.default_rng(0))
    fit(network, small, epochs=2, learning_rate=0.1, batch_size=32).trained.save("m.safetensors")
    return "m.safetensors"


def test_the_command_shows_them_and_gives_them_as_json(cli, small, model):
    found = metrics(load_model(model).predict(small.x_test).argmax(axis=1), small.y_test, 5)
    code, out, err = cli("evaluate", model, "--dataset", "d.npz")
    assert (code, err) == (0, "")
    assert f"balanced accuracy {found.balanced_accuracy:.4f}" in out
    lines = [line.split() for line in out.splitlines()]
    for number, each in enumerate(found.per_class):
        cells = [f"{value:.4f}" for value in (each.precision, each.recall, each.f)]
        assert [str(number), *cells, str(each.samples)] in lines
    code, out, err = cli("evaluate", model, "--dataset", "d.npz", "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["accuracy"]["value"] == found.accuracy.value
    assert [each["name"] for each in told["per_class"]] == list("01234")
    assert np.sum(told["confusion"]) == 200


def test_a_class_that_is_never_called_is_said_to_be_one(cli, small, model):
    trained = load_model(model)
    last = trained.model.layers["fc2"]
    last.b = last.b - np.array([0, 0, 1e6, 0, 0], last.b.dtype)
    trained.save("m.safetensors")
    code, out, err = cli("evaluate", model, "--dataset", "d.npz")
    assert code == 0
    assert "0/0" in out
    assert "1 class with samples was never predicted: the precision is 0/0" in err
    told = json.loads(cli("evaluate", model, "--dataset", "d.npz", "--json")[1])
    assert told["undefined"] == [["2", "precision"]]
    assert told["per_class"][2]["precision"] is None


@given(pairs, st.sampled_from([1.0, 0.0]))
def test_the_courses_class_is_the_mean_over_all_classes(drawn, undefined):
    predicted, labels = (np.array(column) for column in zip(*drawn, strict=True))
    metric, counts = EvaluationMetric(5, undefined=undefined), confusion(predicted, labels, 5)
    right, called, there = counts.diagonal(), counts.sum(axis=0), counts.sum(axis=1)
    for name, part, whole in (
        ("precision", right, called),
        ("recall", right, there),
        ("f_measure", 2 * right, called + there),
    ):
        each = [p / w if w else undefined for p, w in zip(part, whole, strict=True)]
        assert getattr(metric, name)(predicted, labels) == pytest.approx(np.mean(each))
        micro = getattr(EvaluationMetric(5, "micro"), name)(predicted, labels)
        assert micro == pytest.approx(np.mean(predicted == labels))


def test_the_courses_class_refuses_another_mean():
    with pytest.raises(UsageError, match="macro, micro"):
        EvaluationMetric(3, "weighted")
