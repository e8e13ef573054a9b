"""Stored records to tables and plots. Nothing here trains or computes a new result."""

from typing import Any

from undergrad.report.folder import write_report, write_tuning
from undergrad.report.tables import table_csv, table_md
from undergrad.report.tuning import tuning_csv, tuning_md

__all__ = ["accuracy_figure", "table_csv", "table_md", "tuning_csv", "tuning_md", "write_report", "write_tuning"]


def __getattr__(name: str) -> Any:
    if name == "accuracy_figure":  # matplotlib takes a third of a second, and only who draws should wait for it
        from undergrad.display.figures import accuracy_figure

        return accuracy_figure
    raise AttributeError(f"module 'undergrad.report' has no attribute {name!r}")
