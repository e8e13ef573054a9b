"""What was done with each column of a table, shown before it is trained on."""

from __future__ import annotations

from itertools import groupby

from undergrad.cli.printing import say
from undergrad.cli.tables import print_table
from undergrad.data import Dataset
from undergrad.data.table.column import ColumnPlan
from undergrad.data.targets import counted

_MANY = 30


def show_columns(dataset: Dataset) -> None:
    """A line for each column, or for neighbours that are alike where there are many, and one for the target."""
    plan = dataset.table
    assert plan is not None, "only a table has columns"
    if plan.pixels:
        say(f"{len(plan.columns)} columns of whole numbers from 0 to 255: pixels, divided by 255")
    else:
        rows = [_row([column]) for column in plan.columns]
        if len(rows) > _MANY:
            rows = [
                _row(list(group)) for _, group in groupby(plan.columns, lambda column: (column.kind, column.treatment))
            ]
        print_table(("column", "kind", "values", "missing", "what is done with it"), rows)
    names = " and ".join(map(repr, plan.target))
    held = f"{len(dataset.x_train):,} training and {len(dataset.x_test):,} test rows"
    say(f"Predicted: {names}, {_classes(dataset)}; {held}, {dataset.features} features")


def _row(columns: list[ColumnPlan]) -> tuple[str, ...]:
    first, last = columns[0], columns[-1]
    name = first.name if len(columns) == 1 else f"{first.name} to {last.name} ({len(columns)})"
    values = sorted({column.distinct for column in columns})
    shown = f"{values[0]:,}" if len(values) == 1 else f"{values[0]:,} to {values[-1]:,}"
    return name, first.kind, shown, f"{sum(column.missing for column in columns):,}", first.treatment


def _classes(dataset: Dataset) -> str:
    if dataset.target != "classes":
        return counted(dataset.target, dataset.classes)
    shown = ", ".join(dataset.class_names[:10]) + ", ..." * (dataset.classes > 10)
    return f"{counted(dataset.target, dataset.classes)}: {shown}"
