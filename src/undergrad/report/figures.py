"""The page's figures for a paper: the same numbers, drawn by matplotlib, with English words."""

from __future__ import annotations

from matplotlib.figure import Figure

from undergrad.display.charts import Lines, bars_figure, confusion_figure, lines_figure
from undergrad.display.figures import accuracy_figure
from undergrad.insight.records import Insight
from undergrad.report.page.content import Content
from undergrad.report.page.samples import confusion_counts
from undergrad.report.words import say

#: Of insight, by file name: the measure, and whether its axis is logarithmic; the others are shares of 1.
_MEASURES = {"gradients": ("upstream_norm", True), "activity": ("derivative", False), "dead": ("dead", False)}
#: More panels would not fit the width of a paper.
_PANELS = 4


def figures(content: Content) -> dict[str, Figure]:
    """Each figure under the name of its files, for the runs that have curves."""
    runs = [run for run in content.runs if run.history]
    losses: Lines = {run.name: ([e.epoch for e in run.history], [e.loss for e in run.history]) for run in runs}
    found = {
        "accuracy": accuracy_figure({run.name: run.history for run in runs}, content.title),
        "loss": lines_figure({"": losses}, content.title, say("loss", "en")),
    }
    insights = {run.name: run.insight for run in runs if run.insight is not None}
    panels = dict(list(insights.items())[:_PANELS])
    for name, (measure, log) in _MEASURES.items():
        lines = {run: _lines(insight, measure) for run, insight in panels.items()}
        if any(lines.values()):
            found[name] = lines_figure(lines, content.title, say(measure, "en"), log=log, share=not log)
    counted = {run.name: confusion_counts(run.folder) for run in runs[:_PANELS] if run.folder is not None}
    drawn = {name: told for name, told in counted.items() if told is not None}
    if drawn:
        _, classes = next(iter(drawn.values()))
        matrices = {name: counts for name, (counts, _) in drawn.items()}
        found["confusion"] = confusion_figure(matrices, classes, content.title)
    if content.tuning is not None and content.tuning.importances:
        told = content.tuning.importances
        shares, solid = {entry.parameter: entry.share for entry in told}, [entry.exceeds_chance for entry in told]
        found["importance"] = bars_figure(shares, solid, content.title, "share of the order of trials")
    return found


def _lines(insight: Insight, measure: str) -> Lines:
    """A line for each layer that has the measure."""
    epochs = [epoch.epoch for epoch in insight.epochs]
    lines = {
        layer.name: (epochs, [getattr(epoch.layers[place], measure) for epoch in insight.epochs])
        for place, layer in enumerate(insight.head.layers)
    }
    return {name: line for name, line in lines.items() if any(value is not None for value in line[1])}
