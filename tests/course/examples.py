"""A small class with names that a careless writer would trip over, for the tests of what comes out of a grading."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from undergrad.course.records import ClassGrades, Containment, MethodGrade, Row
from undergrad.findings.records import Record

DEADLINE = datetime.datetime(2024, 10, 1, 23, 59, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))
POINTS = {"ReLU.forward": 5.0, "FCLayer.backward": 25.0}
#: What only the textbook knows: nothing that students see may have it.
SECRETS = ("dW = x.T @ d_prev + reg_lambda * W", "the right number 0.731", "print(right)")


def method(name: str, points: float, verdict: str = "pass", *records: Record) -> MethodGrade:
    return MethodGrade(name=name, verdict=verdict, points=points, max_points=POINTS[name], records=records)


def wrong(message: str = "dW is not divided, [but] *summed* <b>twice</b>") -> Record:
    formula, expected, code = SECRETS
    return Record(
        cls="FCLayer",
        method="backward",
        check="values",
        verdict="fail",
        message=message,
        asked="backward(d_prev (4, 3), 0.1)",
        expected=expected,
        got="0.25",
        evidence="divided by 4 it is right",
        math=formula,
        hint="look at the batch",
        line="12: self.dW = x.T @ d  # \x1b[31m<script>alert(1)</script>",
        code=code,
    )


def row(key: str, student_id: str, name: str, score: float | None = 30.0, **fields: object) -> Row:
    """A row of one whom nothing is wrong with, or of whom a person must say."""
    graded = score is not None
    usual: dict[str, object] = {
        "source": f"HW3_{student_id}_{name}.zip",
        "file": "Answer.py" if graded else "",
        "documents": (),
        "status": "graded" if graded else "needs a person",
        "reason": "" if graded else "line 3 asks for input()",
        "max_score": 30.0,
        "check_score": score,
        "methods": (method("ReLU.forward", 5.0), method("FCLayer.backward", 25.0)) if graded else (),
    }
    return Row(key=key, student_id=student_id, name=name, score=score, **(usual | fields))  # type: ignore[arg-type]


def class_grades(rows: Sequence[Row] | None = None, **fields: object) -> ClassGrades:
    """The class: one of each kind, in no order."""
    usual: dict[str, object] = {
        "assignment": "hw3",
        "title": "Layers of a neural network",
        "language": "en",
        "rows": tuple(example_rows() if rows is None else rows),
        "points": POINTS,
        "seed": 7,
        "containment": Containment(name="none"),
        "deadline": DEADLINE,
    }
    return ClassGrades(**(usual | fields))  # type: ignore[arg-type]


def example_rows() -> list[Row]:
    return [
        row("lee", "20231235", '이서연, "B"', 5.0, methods=(method("ReLU.forward", 5.0), _failed())),
        row("kim", "00231234", "김민수"),
        row("cmd", "20239999", "=cmd|'/c calc'!A0"),
        row("html", "20237777", "<script>alert(1)</script>", comment="see me; =1+1\n-2 for style"),
        row("ansi", "20236666", "Park\x1b[2J\r\n\u202egnp", 27.0, penalty=3.0, late="30 hours late: 3 points"),
        row("asks", "20238888", "Ask Input", None),
        row("none", "", "", None, source="noname;=1+1.zip", reason="the archive is broken"),
    ]


def _failed() -> MethodGrade:
    return method("FCLayer.backward", 0.0, "fail", wrong())
