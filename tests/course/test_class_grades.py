"""Points, severities, lateness and the teacher's own words are applied to what was seen; nothing is run."""

from __future__ import annotations

import datetime
from pathlib import Path

import msgspec
import pytest

from tests.course.conftest import RIGHT, SHORT, Heard, Here
from undergrad.check.assignment import load_assignment, parse_assignment
from undergrad.course.classes import class_grades
from undergrad.course.grade import regrade
from undergrad.course.grading.many import grade_all
from undergrad.course.output.table import table_csv
from undergrad.course.store import Store
from undergrad.errors import FileError, UsageError

WRONG = RIGHT.replace("z <= 0", "z >= 0")
DEADLINE = datetime.datetime(2026, 11, 20, 23, 59, tzinfo=datetime.UTC)


@pytest.fixture
def graded(store, settings, hand_in):
    """Three submissions: right and in time, wrong and a day late, and one that cannot be imported."""
    submissions = (
        hand_in("1001", submitted=DEADLINE - datetime.timedelta(hours=1)),
        hand_in("1002", WRONG, submitted=DEADLINE + datetime.timedelta(hours=20), late=True),
        hand_in("1003", "import nothing_of_the_kind\n" + RIGHT),
    )
    settings = msgspec.structs.replace(settings, deadline=DEADLINE)
    grade_all(store, settings, submissions, Here(), Heard())
    store.keep_settings(settings, submissions)
    return submissions


def test_a_grading_is_kept_in_a_folder_that_is_named_from_where_one_is(store, graded, monkeypatch):
    monkeypatch.chdir(store.out.parent)
    near = Store(Path(store.out.name))
    grade = near.grade(graded[0])
    near.forget_grade(graded[0])
    near.keep_grade(grade)
    assert near.grade(graded[0]) == store.grade(graded[0]) == grade


def rows(store, **changes):
    grades, _ = class_grades(store, store.settings().changed(**changes), store.arrived(), "made by a test")
    return {row.key: row for row in grades.rows}


def override(store, *lines):
    store.overrides.write_text("\n".join(["key,method,points,comment", *lines]) + "\n", encoding="utf-8")


def test_without_overrides_and_rule_the_check_decides(store, graded):
    seen = rows(store)
    assert [(row.status, row.score, row.check_score) for row in seen.values()] == [
        ("graded", 10.0, 10.0),
        ("graded", 4.0, 4.0),
        ("needs a person", None, 0.0),
    ]


def test_lateness_costs_what_the_rule_says(store, graded):
    seen = rows(store, late="10% per day")
    assert (seen["1001"].score, seen["1001"].penalty, seen["1001"].late) == (10.0, 0.0, "")
    assert (seen["1002"].score, seen["1002"].penalty) == (3.0, 1.0)
    assert "20 hours late" in seen["1002"].late
    assert seen["1003"].score is None


def test_a_rule_needs_a_deadline_and_must_be_readable(settings):
    with pytest.raises(UsageError, match="needs a deadline"):
        settings.changed(late="10% per day")
    with pytest.raises(UsageError, match="cannot be read"):
        msgspec.structs.replace(settings, deadline=DEADLINE).changed(late="be kind")


def test_a_teacher_sets_points_of_a_method_before_lateness_and_the_whole_after_it(store, graded):
    override(store, "1002,ReLU.forward,5,nearly", "1001,,7,copied")
    seen = rows(store, late="10% per day")
    assert (seen["1002"].score, seen["1002"].penalty, seen["1002"].comment) == (8.0, 1.0, "nearly")
    assert [method.points for method in seen["1002"].methods] == [5.0, 4.0]
    assert (seen["1001"].score, seen["1001"].overridden, seen["1001"].comment) == (7.0, True, "copied")


def test_a_row_that_needs_a_person_is_graded_once_a_person_says_so(store, graded):
    override(store, "1003,ReLU.forward,6,")
    assert (rows(store)["1003"].status, rows(store)["1003"].score) == ("needs a person", None)
    override(store, "1003,ReLU.forward,6,", "1003,ReLU.backward,2,")
    assert (rows(store)["1003"].status, rows(store)["1003"].score) == ("graded", 8.0)
    override(store, "1003,,9,looked at it")
    row = rows(store)["1003"]
    assert (row.status, row.score, row.reason) == ("graded", 9.0, "")


def test_a_bad_line_of_the_teacher_is_named(store, graded):
    override(store, "1009,,9,who?")
    with pytest.raises(FileError, match="line 2"):
        rows(store)


def test_new_points_and_severities_need_no_run(store, graded):
    assignment = parse_assignment(
        SHORT.replace("points = 6", "points = 60").replace("points = {values = 3, batches = 1}", "points = 40"),
        where="new.toml",
        name="short",
    )
    regrade(store, assignment, ["ReLU.forward"])
    assert [row.max_score for row in rows(store).values()] == [64.0, 64.0, 64.0]
    assert rows(store)["1001"].score == 64.0
    regrade(store, assignment, ["all"])
    assert rows(store)["1001"].score == 100.0
    assert rows(store)["1002"].score == 40.0
    lenient = parse_assignment(SHORT + 'checks = {values = "remark"}\n', where="new.toml", name="short")
    regrade(store, lenient, ["ReLU"])
    assert rows(store)["1002"].score == 4.0  # it is ReLU.forward that is wrong


def test_what_was_not_looked_at_is_not_regraded(store, graded):
    assignment = parse_assignment(SHORT.replace('speed = "off"', 'speed = "fail"'), where="new.toml", name="short")
    with pytest.raises(UsageError, match="not looked at in 1001, 1002; grade again"):
        regrade(store, assignment, ["all"])
    with pytest.raises(UsageError, match=r"did you mean 'ReLU\.forward'"):
        regrade(store, assignment, ["ReLU.forwrad"])
    with pytest.raises(UsageError, match=r"does not ask for ReLU\.forward"):
        regrade(store, load_assignment("optimizers"), ["ReLU.forward"])


def test_a_method_that_has_points_for_somebody_else_has_an_empty_cell(store, settings, hand_in):
    """The L2 term's points go to another method where its class is absent, and only there."""
    assignment = load_assignment("hw3")
    methods = [item for item in assignment.methods if item.name.partition(".")[0] in ("Norm", "ClassifierModel")]
    settings = msgspec.structs.replace(settings, assignment=msgspec.structs.replace(assignment, methods=tuple(methods)))
    model = "class ClassifierModel:\n    def forward(self, x, y, reg_lambda): pass\n"
    norm = "class Norm:\n    def forward(self, W, reg_lambda): return reg_lambda / 2 * (W**2).sum()\n"
    submissions = (hand_in("1001", model + norm), hand_in("1002", model))
    grade_all(store, settings, submissions, Here(), Heard())
    store.keep_settings(settings, submissions)
    grades, _ = class_grades(store, settings, submissions, "made by a test")
    header, *lines = [line.split(",") for line in table_csv(grades).splitlines()]
    place = header.index("ClassifierModel.forward")
    assert [line[place] for line in lines] == ["", "0"]
