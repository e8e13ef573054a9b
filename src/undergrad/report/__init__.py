"""Stored records to tables and plots. Nothing here trains or computes a new result."""

from undergrad.report.folder import write_report
from undergrad.report.plots import accuracy_figure
from undergrad.report.tables import table_csv, table_md
from undergrad.report.tuning import tuning_csv, tuning_md, write_tuning

__all__ = ["accuracy_figure", "table_csv", "table_md", "tuning_csv", "tuning_md", "write_report", "write_tuning"]
