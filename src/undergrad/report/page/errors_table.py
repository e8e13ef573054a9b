"""The distance of predicted numbers from the true ones, by every measure that the output has."""

from __future__ import annotations

from dataclasses import dataclass

from undergrad.display.languages import Language
from undergrad.errors import DataError
from undergrad.experiments.predictions import Predictions, load_predictions
from undergrad.outputs import Measure
from undergrad.report.markdown import paragraph, table
from undergrad.report.page.believable import first_runs
from undergrad.report.page.content import Content
from undergrad.report.words import say

_NONE = "-"


@dataclass(frozen=True)
class ErrorsTable:
    """A table for people with a row for each network."""

    caption: str
    columns: list[str]
    rows: list[list[str]]
    #: Why a measure is undefined for these data, if one is.
    notes: list[str]


def errors_table(content: Content, language: Language = "en") -> ErrorsTable | None:
    """Each measure with its 95 % interval, of each network's first run; None if no numbers are predicted."""
    output, runs = content.output, first_runs(content, len(content.runs))
    if output.target != "numbers" or not runs:
        return None
    measures, rows = (output.measure, *output.also), []
    for run in runs:
        assert run.folder is not None, "it has ended"
        predictions = load_predictions(run.folder)
        texts = [_measured(measure, predictions) for measure in measures]
        rows.append([say(run.name, language) if content.tuning else run.spec.network.name, *texts])
    notes = [say("not_measurable", language)] if any(_NONE in row for row in rows) else []
    several = content.comparison is not None and len(content.comparison.experiment.seeds) > 1
    caption = say("errors_first" if several else "errors", language)
    columns = [say("rank" if content.tuning else "network", language), *(m.words[language] for m in measures)]
    return ErrorsTable(caption, columns, rows, notes)


def errors_md(content: Content, language: Language) -> list[str]:
    """Lines of Markdown: the table with its heading, and the reason for missing entries."""
    errors = errors_table(content, language)
    if errors is None:
        return []
    lines = ["", paragraph(f"{errors.caption}:"), "", *table(errors.columns, errors.rows)]
    return lines + [text for note in errors.notes for text in ("", paragraph(note))]


def _measured(measure: Measure, predictions: Predictions) -> str:
    """A measure with its interval as a cell; it may be undefined, like R2 if all numbers of the test part are equal."""
    try:
        return measure.shown(measure.measured(predictions.predicted, predictions.labels))
    except DataError:
        return _NONE
