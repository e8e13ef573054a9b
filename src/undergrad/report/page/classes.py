"""The runs of a report class by class on the test set: precision, recall, F and their means over the classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from undergrad.display.languages import Language
from undergrad.experiments.predictions import load_predictions
from undergrad.report.markdown import paragraph, table
from undergrad.report.page.content import Content, ShownRun
from undergrad.report.page.samples import lacking
from undergrad.report.words import say
from undergrad.training import Metrics, metrics

#: Fields of Metrics, in the order of the columns; each is a word too.
_MEANS = ("balanced_accuracy", "macro_precision", "macro_recall", "macro_f")


@dataclass(frozen=True)
class ClassMeans:
    """A table for people with a row for each network, and sentences about it."""

    caption: str
    columns: list[str]
    rows: list[list[str]]
    notes: list[str]


def class_means(content: Content, language: Language = "en") -> ClassMeans | None:
    """Means over the classes, averaged over seeds; None without classes or stored predictions."""
    if not content.output.classifies:
        return None
    measured: dict[str, list[Metrics]] = {}
    for run in content.runs:
        if run.folder is not None and run.result is not None and run.result.test and not lacking(run.folder):
            name = run.name if content.comparison is None else run.spec.network.name
            measured.setdefault(name, []).append(_metrics(run))
    if not measured:
        return None
    called = {name: say(name, language) if content.tuning else name for name in measured}
    rows = [
        [called[name], *(f"{np.mean([getattr(seed, field) for seed in seeds]):.4f}" for field in _MEANS)]
        for name, seeds in measured.items()
    ]
    notes = [
        say("never_called", language, name=called[name], count=most)
        for name, seeds in measured.items()
        if (most := max(map(_never_called, seeds)))
    ]
    first = "rank" if content.tuning else "network"
    columns = [say(key, language) for key in (first, *_MEANS)]
    return ClassMeans(say("class_means", language), columns, rows, notes)


def class_means_md(content: Content, language: Language) -> list[str]:
    """Lines of Markdown: the table with its heading and its sentences."""
    means = class_means(content, language)
    if means is None:
        return []
    lines = ["", paragraph(f"{means.caption}:"), "", *table(means.columns, means.rows)]
    return lines + [text for note in means.notes for text in ("", paragraph(note))]


def per_class(run: ShownRun) -> Sequence[Sequence[float | None]]:
    """For each class precision, recall and F, None for 0/0, and the number of its samples."""
    return [[each.precision, each.recall, each.f, each.samples] for each in _metrics(run).per_class]


def _metrics(run: ShownRun) -> Metrics:
    assert run.folder is not None, "it has ended"
    predictions = load_predictions(run.folder)
    predicted = predictions.said_by(run.spec.network.puts_out).class_numbers(predictions.predicted)
    return metrics(predicted, predictions.labels, run.spec.classes)


def _never_called(measured: Metrics) -> int:
    """The number of classes that have samples but were never predicted."""
    return sum(1 for each in measured.per_class if each.samples and each.precision is None)
