"""AUC, F, R2 and errors: against their definitions, and their intervals against many drawn samples."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from undergrad.errors import DataError
from undergrad.outputs import AUC, OUTPUTS, R2, FMeasure, MeanAbsoluteError, Measure, RootMeanSquaredError, accuracy


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 1)), min_size=2, max_size=30))
def test_auc_is_the_share_of_pairs_in_the_right_order(pairs):
    scores, labels = (np.array(column) for column in zip(*pairs, strict=True))
    assume(0 < labels.sum() < len(labels))
    there, absent = scores[labels == 1], scores[labels == 0]
    right = [1.0 if a > b else 0.5 if a == b else 0.0 for a, b in itertools.product(there, absent)]
    value = AUC().value(scores, labels)
    assert value == pytest.approx(np.mean(right))
    measured = AUC().measured(scores, labels)
    assert 0 <= measured.low <= value <= measured.high <= 1
    assert measured.low < measured.high
    assert AUC().value(-scores, labels) == pytest.approx(1 - value)


@given(st.integers(1, 20), st.integers(1, 4), st.integers(0, 2**31))
def test_f_is_the_harmonic_mean_of_precision_and_recall_over_all_labels(n, count, seed):
    rng = np.random.default_rng(seed)
    predicted, labels = rng.integers(0, 2, (2, n, count))
    tp = sum(p and t for p, t in zip(predicted.ravel(), labels.ravel(), strict=True))
    said, there = int(predicted.sum()), int(labels.sum())
    expected = 1.0 if said + there == 0 else 2 * tp / (said + there)
    measured = FMeasure().measured(predicted, labels)
    assert FMeasure().value(predicted, labels) == measured.value == pytest.approx(expected)
    assert 0 <= measured.low <= measured.value <= measured.high <= 1
    assert measured.low < measured.high
    assert measured.n == n


@given(st.integers(2, 20), st.integers(1, 3), st.integers(0, 2**31))
def test_errors_of_numbers_are_their_definitions(n, count, seed):
    rng = np.random.default_rng(seed)
    shape = (n,) if count == 1 else (n, count)
    labels = rng.standard_normal(shape)
    predicted = labels + rng.standard_normal(shape)
    columns, guesses = labels.reshape(n, -1), predicted.reshape(n, -1)
    r2 = [
        1 - sum((t - p) ** 2 for t, p in zip(y, z, strict=True)) / sum((t - y.mean()) ** 2 for t in y)
        for y, z in zip(columns.T, guesses.T, strict=True)
    ]
    assert R2().value(predicted, labels) == pytest.approx(np.mean(r2))
    assert R2().value(labels, labels) == 1
    assert R2().value(np.broadcast_to(columns.mean(axis=0), columns.shape).reshape(shape), labels) == pytest.approx(0)
    sizes = [abs(p - t) for p, t in zip(guesses.ravel(), columns.ravel(), strict=True)]
    assert MeanAbsoluteError().value(predicted, labels) == pytest.approx(np.mean(sizes))
    assert RootMeanSquaredError().value(predicted, labels) == pytest.approx(math.sqrt(np.mean(np.square(sizes))))
    for measure in (R2(), MeanAbsoluteError(), RootMeanSquaredError()):
        measured = measure.measured(predicted, labels)
        assert measured.low <= measured.value <= measured.high, measure.name
        assert measured.value == pytest.approx(measure.value(predicted, labels))


def drawn(measure: Measure, rng: np.random.Generator, n: int):
    """Predictions and labels of n samples of a world that is always the same."""
    if isinstance(measure, AUC):
        labels = rng.integers(0, 2, n)
        return labels + rng.standard_normal(n), labels
    if isinstance(measure, FMeasure):
        labels = (rng.random((n, 3)) < 0.4).astype(int)
        return np.where(rng.random((n, 3)) < 0.15, 1 - labels, labels), labels
    labels = rng.standard_normal(n)
    return labels + 0.6 * rng.standard_normal(n), labels


@pytest.mark.parametrize(
    "measure", [AUC(), FMeasure(), R2(), MeanAbsoluteError(), RootMeanSquaredError()], ids=lambda each: each.name
)
def test_the_interval_holds_the_truth_95_times_in_100(measure):
    """The truth is what is measured of very many samples; of 600 draws between 92 and 98 % must hold it."""
    rng = np.random.default_rng(5)
    truth = measure.value(*drawn(measure, rng, 400_000))
    measured = [measure.measured(*drawn(measure, rng, 150)) for _ in range(600)]
    share = np.mean([each.low <= truth <= each.high for each in measured])
    assert 0.92 <= share <= 0.98
    width = np.mean([each.high - each.low for each in measured])
    assert width < 5 * np.std([each.value for each in measured])


def test_delongs_test_is_as_often_wrong_as_it_says():
    """Of networks that are alike, p is below 0.1 one time in ten, and small where one is better."""
    rng, auc, p_values = np.random.default_rng(2), AUC(), []
    for _ in range(400):
        labels = rng.integers(0, 2, 120)
        common = labels + rng.standard_normal(120)
        one, other = (common + 0.5 * rng.standard_normal(120) for _ in range(2))
        p_values.append(auc.p_value(one, other, labels))
    assert 0.06 < np.mean(np.array(p_values) < 0.1) < 0.14
    assert auc.p_value(common, common, labels) == 1
    assert auc.test_for(labels) == "DeLong's test"
    assert auc.p_value(labels + 0.0, rng.standard_normal(120), labels) < 1e-6


def test_of_few_samples_of_a_class_a_permutation_test_judges_the_auc():
    """A single sample has no variance to be known; by DeLong's formula 9 of 10 such pairs would differ."""
    rng, auc, labels = np.random.default_rng(4), AUC(), np.arange(60) == 7
    p_values = [auc.p_value(*rng.standard_normal((2, 60)), labels) for _ in range(60)]
    assert np.mean(np.array(p_values) < 0.1) < 0.2
    assert auc.test_for(labels) == "paired permutation test"
    ten = np.arange(20) % 2
    assert 0 < auc.p_value(ten + 0.0, 1.0 - ten, ten) < 0.01  # each placement differs by 1: no variance, and no doubt


def test_a_certain_f_has_the_interval_of_a_share():
    """Of 100 labels, one a sample and all right, it is as sure as an accuracy of 100 samples."""
    right = np.ones((100, 1), int)
    measured, share = FMeasure().measured(right, right), accuracy(np.ones(100), np.ones(100))
    assert (measured.low, measured.high) == pytest.approx((share.low, share.high))


def test_what_cannot_be_measured_is_said_before_it_is_tried():
    for measure, labels, said in (
        (AUC(), np.ones(3, int), "the test part has only samples of class 1"),
        (R2(), np.full(4, 2.5), "the test part holds a single number, 2.5, so there is no R2"),
        (
            R2(),
            np.array([[1.0, 2.0], [3.0, 2.0]]),
            r"holds a single number of target 1 \(counting from 0\), 2",
        ),
        (MeanAbsoluteError(), np.ones(1), "the test part has a single sample"),
    ):
        with pytest.raises(DataError, match=said):
            measure.check(labels, "the test part")
    for output in OUTPUTS.values():
        with pytest.raises(DataError, match="cannot be compared"):
            output.measure.measured(np.zeros(3), np.zeros(4))
