"""The columns of a table for people: the treatment of each, and its importance to a network."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from undergrad.data.table.column import ColumnPlan, Step, in_words
from undergrad.data.table.plan import TablePlan
from undergrad.display.languages import Language
from undergrad.insight import Importances
from undergrad.outputs import Measure
from undergrad.report.column_words import COLUMN_WORDS, about
from undergrad.report.words import say, say_of

TITLES = ("column", "column_kind", "column_values", "column_missing", "column_treatment")
#: If there are more columns, similar neighbours share a row.
_MANY = 30
#: The number of columns whose importance is shown; the others are counted.
MOST_SHOWN = 20


def titles(language: Language = "en") -> list[str]:
    """The titles of `column_rows`."""
    return [say(key, language) for key in TITLES]


def column_rows(plan: TablePlan, language: Language = "en") -> list[list[str]]:
    """The texts of a row for each column, or for similar neighbours if there are many columns."""
    groups = [[column] for column in plan.columns]
    if len(groups) > _MANY:
        groups = [list(alike) for _, alike in groupby(plan.columns, lambda column: (column.kind, column.steps))]
    return [_row(group, language) for group in groups]


def _row(columns: Sequence[ColumnPlan], language: Language) -> list[str]:
    first, last = columns[0], columns[-1]
    name = first.name
    if len(columns) > 1:
        name = say("column_span", language, first=first.name, last=last.name, count=len(columns))
    values = sorted({column.distinct for column in columns})
    count = f"{values[0]:,}"
    if len(values) > 1:
        count = say("column_count_span", language, least=count, most=f"{values[-1]:,}")
    missing = f"{sum(column.missing for column in columns):,}"
    return [name, _word(f"kind_{first.kind}", first.kind, language), count, missing, treatment(first, language)]


def treatment(column: ColumnPlan, language: Language = "en") -> str:
    """The treatment of a column, in a few words."""

    def words(step: Step) -> str:
        return say(f"step_{step.name}", language, about=about(step.about, language))

    return in_words(column.steps, words)


def _word(key: str, otherwise: str, language: Language) -> str:
    """The words called `key`; for a kind that only another version knows, its own name."""
    return say(key, language) if key in COLUMN_WORDS else otherwise


def worth_about(worth: Importances, measure: Measure, language: Language = "en") -> str:
    """What the numbers are, and how they were measured."""
    rows = f"{worth.rows:,}"
    if worth.rows < worth.of_rows:
        rows = say("worth_rows", language, rows=rows, of_rows=f"{worth.of_rows:,}")
    return say_of(measure, "worth_about", language, repeats=worth.repeats, rows=rows)


def worth_notes(name: str, worth: Importances, measure: Measure, language: Language = "en") -> list[str]:
    """Remarks about the run `name`, besides the numbers."""
    if worth.too_many:
        return [say("worth_too_many", language, name=name, count=f"{worth.too_many:,}")]
    return worth_warnings(name, worth, measure, language)


def worth_warnings(name: str, worth: Importances, measure: Measure, language: Language = "en") -> list[str]:
    """A sentence if a single column carries nearly everything."""
    if worth.alone is None:
        return []
    return [say_of(measure, "worth_alone", language, name=name, column=repr(worth.alone))]


def worth_others(worth: Importances, measure: Measure, language: Language = "en") -> str | None:
    """The sentence about columns that are not shown; None if all are."""
    rest = worth.columns[MOST_SHOWN:]
    if not rest:
        return None
    return say("worth_others", language, count=f"{len(rest):,}", most=fall_text(measure, rest[0].fall))


def fall_text(measure: Measure, fall: float) -> str:
    """A fall as text: the fall of a share is in per cent, like the axes of the page."""
    return f"{100 * fall:.2f} %" if measure.is_share else measure.text(fall)
