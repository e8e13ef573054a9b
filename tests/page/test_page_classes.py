"""Precision, recall and F on the test set, as means and class by class."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from undergrad.experiments.predictions import Predictions, load_predictions
from undergrad.report.folder import content_md
from undergrad.report.page import classes as page_classes
from undergrad.report.page import page_data
from undergrad.report.page.classes import class_means
from undergrad.training import metrics

MEANS = ("balanced_accuracy", "macro_precision", "macro_recall", "macro_f")


def measured(run):
    predictions = load_predictions(run.folder)
    return metrics(predictions.predicted, predictions.labels, run.spec.classes)


def test_the_means_are_those_of_the_stored_predictions(content, searched):
    for about in (content, searched):
        data, page = page_data(about), content_md(about, "en")
        table = data["results"]["en"][1]
        assert [row[0] for row in table["rows"]] == [run.name for run in about.runs]
        for run, row in zip(about.runs, table["rows"], strict=True):
            assert row[1:] == [f"{getattr(measured(run), field):.4f}" for field in MEANS]
            assert f"| {' | '.join(row)} |" in page
        assert data["results"]["ko"][1]["rows"] == table["rows"] or about is searched


def test_of_several_seeds_the_mean_is_told(content):
    first, second, _ = content.runs
    same = replace(second, spec=first.spec)
    means = class_means(replace(content, runs=(first, same)))
    both = [np.mean([getattr(measured(run), field) for run in (first, second)]) for field in MEANS]
    assert means.rows == [[first.spec.network.name, *(f"{value:.4f}" for value in both)]]


def test_each_class_is_on_the_page(content):
    for run, shown in zip(content.runs, page_data(content)["runs"], strict=True):
        assert shown["details"]["per_class"] == [
            [c.precision, c.recall, c.f, c.samples] for c in measured(run).per_class
        ]


def test_a_class_that_nothing_was_called_is_told(content, monkeypatch):
    labels = np.arange(50) % 5
    one_class = Predictions(np.zeros(50, int), labels, None)
    monkeypatch.setattr(page_classes, "load_predictions", lambda _: one_class)
    means = class_means(content)
    assert means.notes[0] == (
        f"{content.runs[0].name}: some classes (4) were never predicted on the test set, so their precision, 0/0, "
        "counts as 0."
    )
    assert float(means.rows[0][1]) == pytest.approx(0.2)


def test_runs_whose_predictions_are_gone_are_left_out(content):
    assert class_means(replace(content, runs=tuple(replace(run, folder=None) for run in content.runs))) is None
