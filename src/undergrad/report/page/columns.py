"""For a run on a table: its columns and their importance to the network, for the page and for Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from undergrad.data.table.plan import TablePlan
from undergrad.display.languages import LANGUAGES, Language
from undergrad.experiments.importance import load_importance
from undergrad.insight import ColumnImportance, Importances
from undergrad.outputs import Measure
from undergrad.report.columns import (
    MOST_SHOWN,
    column_rows,
    fall_text,
    titles,
    worth_about,
    worth_notes,
    worth_others,
)
from undergrad.report.markdown import paragraph, table
from undergrad.report.page.content import Content, ShownRun
from undergrad.report.words import say, say_of
from undergrad.training.model_file import MODEL_FILE, read_model

#: The number of runs whose importances are shown.
_RUNS = 6


def columns_data(content: Content) -> dict[str, Any]:
    """`columns`, a table in each language, and `worth`, the importances by run; None without columns."""
    plan, worth, measure = plan_of(content), worth_of(content), content.output.measure
    return {
        "columns": None if plan is None else {each: _columns(plan, each) for each in LANGUAGES},
        "worth": {
            "about": {each: _about(worth, measure, each) for each in LANGUAGES},
            "runs": [
                {
                    "name": run.name,
                    "bars": [[c.name, c.fall, c.low, c.high] for c in importances.columns[:MOST_SHOWN]],
                    "notes": {
                        each: worth_notes(_called(run, content, each), importances, measure, each) for each in LANGUAGES
                    },
                    "others": {each: worth_others(importances, measure, each) for each in LANGUAGES},
                }
                for run, importances in worth
            ],
        }
        if worth
        else None,
    }


def columns_md(content: Content, language: Language) -> list[str]:
    """Lines of Markdown: both, with their headings."""
    plan, worth, measure, lines = plan_of(content), worth_of(content), content.output.measure, []
    if worth:
        lines += ["", f"## {say('worth', language)}", "", paragraph(_about(worth, measure, language))]
    heads = [say("column", language), say_of(measure, "worth_fall", language), say("interval", language)]
    for run, importances in worth:
        name = _called(run, content, language)
        lines += [text for note in worth_notes(name, importances, measure, language) for text in ("", paragraph(note))]
        if importances.columns:
            rows = [_worth_row(column, measure) for column in importances.columns[:MOST_SHOWN]]
            lines += ["", paragraph(f"{say('worth_of', language, name=name)}:"), "", *table(heads, rows)]
        others = worth_others(importances, measure, language)
        lines += [] if others is None else ["", paragraph(others)]
    if plan is not None:
        lines += ["", f"## {say('columns', language)}", "", *table(titles(language), column_rows(plan, language))]
    return lines


def plan_of(content: Content) -> TablePlan | None:
    """The treatment of the columns, from the first model that exists; None for pixels or data that are no table."""
    for run in _ended(content):
        file = run.folder / MODEL_FILE if run.folder is not None else None
        if file is not None and file.exists():
            plan = read_model(file).about.table
            return None if plan is None or plan.pixels else plan
    return None


def worth_of(content: Content) -> list[tuple[ShownRun, Importances]]:
    """The importances of the columns in the first runs; with several seeds, in the runs of the first seed."""
    runs = []
    for run in _ended(content):
        worth = load_importance(run.folder) if run.folder is not None else None
        if worth is not None and (content.tuning is not None or run.spec.seed == content.runs[0].spec.seed):
            runs.append((run, worth))
    return runs[:_RUNS]


def _ended(content: Content) -> Iterator[ShownRun]:
    return (run for run in content.runs if run.folder is not None and run.result is not None and run.result.test)


def _called(run: ShownRun, content: Content, language: Language) -> str:
    """The run's name; in a search the rank of the chosen network."""
    return say(run.name, language) if content.tuning is not None else run.name


def _about(worth: list[tuple[ShownRun, Importances]], measure: Measure, language: Language) -> str:
    """What the numbers are; empty if there are none, and then the notes say why."""
    able = [importances for _, importances in worth if importances.columns]
    return worth_about(able[0], measure, language) if able else ""


def _columns(plan: TablePlan, language: Language) -> dict[str, Any]:
    return {
        "caption": say("columns_of", language),
        "columns": titles(language),
        "rows": column_rows(plan, language),
    }


def _worth_row(column: ColumnImportance, measure: Measure) -> list[str]:
    if column.low is None or column.high is None:
        return [column.name, fall_text(measure, column.fall), "-"]
    interval = f"{fall_text(measure, column.low)} .. {fall_text(measure, column.high)}"
    return [column.name, fall_text(measure, column.fall), interval]
