"""Judges any object that claims to be a layer, and names its mistakes.

`check_file` judges a file of layers in a separate process, `check_layer` a class in this one. Both return a `Report`.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from undergrad.check.assignment import Assignment, load_assignment
    from undergrad.check.files import check_file
    from undergrad.check.own_layer import check_layer
    from undergrad.findings.records import Record
    from undergrad.findings.report import Report
    from undergrad.findings.text import report_text

# Imported when first used: every check starts a student's process, and that needs few of these modules.
_HOMES = {
    "Assignment": "undergrad.check.assignment",
    "Record": "undergrad.findings.records",
    "Report": "undergrad.findings.report",
    "check_file": "undergrad.check.files",
    "check_layer": "undergrad.check.own_layer",
    "load_assignment": "undergrad.check.assignment",
    "report_text": "undergrad.findings.text",
}

__all__ = ["Assignment", "Record", "Report", "check_file", "check_layer", "load_assignment", "report_text"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'undergrad.check' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
