"""Gradescope's `results.json` for one submission: a test for each method.

The format is that of https://gradescope-autograders.readthedocs.io/en/latest/specs/.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from undergrad.course.output.cells import number
from undergrad.course.output.feedback import Form, feedback_head, feedback_of
from undergrad.course.records import ClassGrades, MethodGrade, Row
from undergrad.display.languages import Language
from undergrad.display.terminal import on_one_line
from undergrad.files import write_whole

#: When students see a test: never, after the deadline, once grades are published, or at once.
Visibility = Literal["hidden", "after_due_date", "after_published", "visible"]


def write_gradescope(
    grades: ClassGrades, row: Row, path: Path, *, visibility: Visibility = "visible", form: Form = "md"
) -> None:
    """Write the file. Raises FileError."""
    write_whole(path, json.dumps(results(grades, row, visibility, form), ensure_ascii=False, indent=1) + "\n")


def results(grades: ClassGrades, row: Row, visibility: Visibility = "visible", form: Form = "md") -> dict[str, Any]:
    """The results as plain data: a test for each method that has points or findings.

    The parts that students see have neither right numbers nor formulas.

    Gradescope requires a score for each submission. If a person must decide, it is the check's own score, or 0 if the
    check has none; then the first sentence says so, a test fails for it, and `extra_data` has the status. Only the
    teacher sees the output of the program itself.
    """
    final = row.score is not None
    tests = [] if final else [_a_person(row, grades.language, visibility)]
    shown = [method for method in row.methods if method.max_points or method.verdict != "pass"]
    tests += [_test(method, grades.language, visibility, form, final=final) for method in shown]
    extra = {"status": row.status, "seed": grades.seed, "assignment": grades.assignment, "made_with": grades.made_with}
    return {
        "score": number(row.score if final else row.check_score) or 0,
        "output": feedback_head(row, grades.language, form),
        "output_format": form,
        "visibility": visibility,
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": extra,
    }


def _test(
    method: MethodGrade, language: Language, visibility: Visibility, form: Form, *, final: bool
) -> dict[str, Any]:
    passed = method.verdict in ("pass", "remark")
    test: dict[str, Any] = {"name": on_one_line(method.name), "name_format": "text"}
    if method.max_points and (final or method.verdict != "not run"):
        test |= {"score": number(method.points), "max_score": number(method.max_points)}
    return test | {
        "status": "passed" if passed else "failed",
        "output": feedback_of(method, language, form),
        "output_format": form,
        "visibility": visibility,
    }


def _a_person(row: Row, language: Language, visibility: Visibility) -> dict[str, Any]:
    return {
        "name": row.status,
        "name_format": "text",
        "status": "failed",
        "output": feedback_head(row, language, "text"),
        "output_format": "text",
        "visibility": visibility,
    }
