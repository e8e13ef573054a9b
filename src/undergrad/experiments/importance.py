"""The importance of a table's columns for a run's network on the test part, and its file."""

from __future__ import annotations

from pathlib import Path

from undergrad.data import Dataset
from undergrad.experiments.records import IMPORTANCE, check_run, load_record, write_record
from undergrad.insight.importance import Importances, column_importances
from undergrad.training import TrainedModel


def write_importance(folder: Path, trained: TrainedModel, dataset: Dataset) -> None:
    """Store the importance of the columns in `folder`, if the data are a table whose columns are not pixels."""
    if dataset.table is None or dataset.table.pixels or len(dataset.x_test) < 2:
        (folder / IMPORTANCE).unlink(missing_ok=True)
        return
    write_record(folder / IMPORTANCE, column_importances(trained, dataset.x_test, dataset.y_test))


def load_importance(folder: Path) -> Importances | None:
    """The importance of the columns in the run in `folder`; None if not stored. FileError if it is damaged."""
    if not (folder / IMPORTANCE).exists():
        return None
    check_run(folder, (IMPORTANCE,))
    return load_record(folder / IMPORTANCE, Importances)
