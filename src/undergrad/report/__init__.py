"""Turns stored records into tables and plots. This room never trains or computes a new result."""

from undergrad.report.folder import write_report, write_tuning
from undergrad.report.tables import table_csv, table_md
from undergrad.report.tuning import tuning_csv, tuning_md

__all__ = ["table_csv", "table_md", "tuning_csv", "tuning_md", "write_report", "write_tuning"]
