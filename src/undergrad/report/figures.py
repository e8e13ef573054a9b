"""The page's figures for a paper: the same numbers, drawn by matplotlib."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from matplotlib.figure import Figure

from undergrad.display import figures as drawing
from undergrad.display.charts import bars_figure, confusion_figure, lines_figure, parallel_figure
from undergrad.display.dots import calibration_figure, dots_figure
from undergrad.display.figures import Words, curves_figure
from undergrad.display.languages import Language
from undergrad.report.page.believable import agreements, calibration_of, first_runs
from undergrad.report.page.content import Content
from undergrad.report.page.samples import confusion_counts
from undergrad.report.page.search import search_data
from undergrad.report.words import say, say_of, say_parameter
from undergrad.training.curves import loss_panel, measure_panel

#: Insight's figures by file name: the measure, and whether its axis is logarithmic; the other axes are shares of 1.
_MEASURES = {"gradients": ("upstream_norm", True), "activity": ("derivative", False), "dead": ("dead", False)}
#: More panels would not fit into the width of a paper.
_PANELS = 4


def drawable(language: Language) -> Language:
    """`language`, or English if no font that matplotlib finds has its letters."""
    return language if language != "ko" or drawing.KOREAN_FONT else "en"


def figures(content: Content, language: Language = "en") -> dict[str, Figure]:
    """The figures of the runs that have curves, by the name of their files."""
    words = Words(**{field: say(_KEYS.get(field, field), language) for field in Words._fields})
    # In a search, ranks are the names of runs.
    called = {run.name: say(run.name, language) if content.tuning else run.name for run in content.runs}
    runs = [run for run in content.runs if run.history]
    measure, histories = content.output.measure, {called[run.name]: run.history for run in runs}
    drawings = {
        measure.name: curves_figure([measure_panel(histories, measure, measure.words[language])], content.title, words),
        "loss": curves_figure([loss_panel(histories, words.loss)], content.title, words),
    }
    insights = {called[run.name]: run.insight for run in runs if run.insight is not None}
    panels = dict(list(insights.items())[:_PANELS])
    for name, (field, log) in _MEASURES.items():
        lines = {run: insight.curves(field) for run, insight in panels.items()}
        if any(lines.values()):
            ylabel = say(field, language)
            drawings[name] = lines_figure(
                lines, content.title, ylabel, log=log, share=not log, layers=True, words=words
            )
    classified = runs[:_PANELS] if content.output.classifies else []
    counted = {called[run.name]: confusion_counts(run.folder) for run in classified if run.folder is not None}
    drawn = {name: matrix for name, matrix in counted.items() if matrix is not None}
    if drawn:
        _, classes = next(iter(drawn.values()))
        matrices = {name: counts for name, (counts, _) in drawn.items()}
        drawings["confusion"] = confusion_figure(matrices, classes, content.title, words)
    return drawings | _believable(content, called, language) | _of_search(content, language, words)


#: Words in figures that differ from the page's.
_KEYS = {
    "training": "training_part",
    "validation": "validation_part",
    "true_class": "true_axis",
    "predicted_class": "predicted_axis",
}


def _believable(content: Content, called: Mapping[str, str], language: Language) -> dict[str, Figure]:
    """A classifier's calibration; for numbers, predictions against the truth, and the residuals."""
    groups, dots, residuals = {}, {}, {}
    captions: dict[str, None] = {}
    for run in first_runs(content, _PANELS):
        assert run.folder is not None, "it has ended"
        name = called[run.name]
        if (measured := calibration_of(run.folder, content.output)) is not None:
            groups[name] = [(group.probability, group.right, group.low, group.high) for group in measured.groups]
        for agreement in agreements(run.folder, content.output)[0][:1]:
            true, predicted = agreement.true[agreement.rows], agreement.predicted[agreement.rows]
            panel = f"{name}, {agreement.name}" if agreement.name else name
            dots[panel], residuals[panel] = (true, predicted), (predicted, true - predicted)
            captions[agreement.caption(language)] = None
    figures = {}
    if groups:
        axes = say("probability", language), say("right", language)
        figures["calibration"] = calibration_figure(groups, content.title, *axes)
    if dots:
        title = "\n".join((content.title, *captions))
        true_axis, predicted_axis, residual_axis = (
            say(key, language) for key in ("true_number", "predicted_number", "residual")
        )
        figures["predicted"] = dots_figure(dots, title, true_axis, predicted_axis, diagonal=True)
        figures["residuals"] = dots_figure(residuals, title, predicted_axis, residual_axis, diagonal=False)
    return figures


def _of_search(content: Content, language: Language, words: Words) -> dict[str, Figure]:
    drawings = {}
    search = search_data(content.tuning, content.trials)
    if search is not None and any(trial["reached"] is not None for trial in search["trials"]):
        drawings["parallel"] = _parallel(content, search, language)
    if content.tuning is not None and content.tuning.importances:
        importances = content.tuning.importances
        shares = {say_parameter(entry.parameter, language): entry.share for entry in importances}
        counts = [entry.exceeds_chance for entry in importances]
        drawings["importance"] = bars_figure(shares, counts, content.title, say("share_of_order", language), words)
    return drawings


def _parallel(content: Content, search: dict[str, Any], language: Language) -> Figure:
    """Every trial that did not fail, from the worst to the best, as a line across its parameters to its measure."""
    able = sorted((t for t in search["trials"] if t["reached"] is not None), key=_merit(content))
    reached = [trial["reached"] for trial in able]
    last = {"key": "best_val_measure", "low": min(reached), "high": max(reached), "log": False}
    lines = {
        trial["number"]: [
            *map(_height, search["axes"], trial["values"], trial["labels"]),
            _height(last, trial["reached"], ""),
        ]
        for trial in able
    }
    ranks = {entry.trial: say(entry.rank, language) for entry in (content.tuning.chosen if content.tuning else ())}
    axes = [(say_of(content.output.measure, axis["key"], language), _ticks(axis)) for axis in (*search["axes"], last)]
    return parallel_figure(
        axes,
        [heights for number, heights in lines.items() if number not in ranks],
        {rank: lines[number] for number, rank in ranks.items()},
        content.title,
    )


def _merit(content: Content) -> Callable[[dict[str, Any]], float]:
    merit = content.output.measure.merit
    return lambda trial: merit(trial["reached"])


def _height(axis: dict[str, Any], value: float | None, text: str) -> float | None:
    """Where a trial crosses the axis, from 0 to 1; None if it has no such parameter."""
    if "categories" in axis:
        order = axis["categories"]
        return order.index(text) / max(1, len(order) - 1) if text in order else None
    if value is None:
        return None
    low, high, value = (math.log(each) if axis["log"] else each for each in (axis["low"], axis["high"], value))
    return (value - low) / (high - low) if high > low else 0.5


def _ticks(axis: dict[str, Any]) -> list[tuple[float, str]]:
    """The categories; for numbers the least, the middle and the greatest."""
    if "categories" in axis:
        return [(height, text) for text in axis["categories"] if (height := _height(axis, None, text)) is not None]
    low, high = axis["low"], axis["high"]
    middle = math.sqrt(low * high) if axis["log"] else (low + high) / 2
    values = dict.fromkeys((low, middle, high))
    return [(height, f"{value:.4g}") for value in values if (height := _height(axis, value, "")) is not None]
