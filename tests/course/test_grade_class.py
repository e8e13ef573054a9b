"""A class as it arrives, graded by the command: every right answer has full points, and every student a row."""

from __future__ import annotations

import csv
import json

import pytest

from tests.check.zoo import solutions
from tests.course.class_of_60 import Expected, make_class
from undergrad.cli.main import main

pytestmark = pytest.mark.usefixtures("unhurried")


@pytest.fixture
def unhurried(monkeypatch):
    """Limits that only what never ends can reach, however busy the machine is."""
    monkeypatch.setattr(
        "undergrad.sandbox.process.StudentProcess.wait", staticmethod(lambda c, p, s: c.wait_for(p, 300))
    )


def grade(tmp_path, *options):
    """Run the command on what has arrived; the rows of grades.csv by student number."""
    arguments = ["grade", str(tmp_path / "arrived"), "--out", str(tmp_path / "out"), "--seed", "7", "--quiet"]
    code = main([*arguments, "--language", "en", "--trust", *options])
    assert code == 0
    with open(tmp_path / "out" / "grades.csv", encoding="utf-8-sig", newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def check(expected: list[Expected], rows: dict[str, dict[str, str]]) -> None:
    assert set(rows) == {student.student_id for student in expected}
    also = {solution.id: solution for solution in solutions()}
    for student in expected:
        row = rows[student.student_id]
        assert row["name"] == student.name
        if not student.graded:
            assert (row["status"], row["score"]) == ("needs a person", ""), student.what
            assert student.says in row["reason"], student.what
            continue
        lost = {name for name, points in row.items() if "." in name and points == "0"}
        # A mistake may show in another method of its class, which is given what it spoils.
        name = student.what.split()[-1]
        further = {f"{also[name].class_name}.{method}" for method in also[name].also} if name in also else set()
        assert row["status"] == "graded", student.what
        assert lost <= {*student.lost, *further}, student.what
        assert bool(lost) == bool(student.lost), student.what
        assert (float(row["score"]) == 100) == (not student.lost), student.what


def test_a_tenth_of_the_class(tmp_path):
    (tmp_path / "arrived").mkdir()
    expected = make_class(tmp_path / "arrived", slice(4, None, 10))
    check(expected, grade(tmp_path, "--no-training", "--workers", "1"))


@pytest.mark.slow
def test_the_whole_class(tmp_path):
    (tmp_path / "arrived").mkdir()
    expected = make_class(tmp_path / "arrived")
    check(expected, grade(tmp_path))
    for student in expected:
        page = (tmp_path / "out" / "students" / f"{student.student_id}.html").read_text("utf-8")
        assert student.name in page
        others = [other.student_id for other in expected if other is not student and other.student_id in page]
        assert not others, f"the page of {student.student_id} names {others}"
        results = tmp_path / "out" / "platforms" / "gradescope" / student.student_id / "results.json"
        assert isinstance(json.loads(results.read_text("utf-8"))["score"], (int, float))
