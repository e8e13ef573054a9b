"""Shows the treatment of each column of a table before training."""

from __future__ import annotations

from undergrad.cli.printing import say
from undergrad.cli.tables import print_table
from undergrad.data import Dataset
from undergrad.data.targets import counted
from undergrad.report.columns import column_rows, titles


def show_columns(dataset: Dataset) -> None:
    """A line for each column, or for similar neighbours if there are many, and one for the target."""
    plan = dataset.table
    assert plan is not None, "only a table has columns"
    if plan.pixels:
        say(f"{len(plan.columns)} columns of whole numbers from 0 to 255: pixels, divided by 255")
    else:
        print_table(titles(), column_rows(plan))
    names = " and ".join(map(repr, plan.target))
    held = f"{len(dataset.x_train):,} training and {len(dataset.x_test):,} test rows"
    say(f"Predicted: {names}, {_classes(dataset)}; {held}, {dataset.features} feature{'s' * (dataset.features != 1)}")


def _classes(dataset: Dataset) -> str:
    if dataset.target != "classes":
        return counted(dataset.target, dataset.classes)
    shown = ", ".join(dataset.class_names[:10]) + ", ..." * (dataset.classes > 10)
    return f"{counted(dataset.target, dataset.classes)}: {shown}"
