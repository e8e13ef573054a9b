"""Submissions are run, kept, and run again only where that says something new."""

from __future__ import annotations

import msgspec
import pytest

from tests.course.conftest import RIGHT, Heard, Here
from tests.patience import ENDLESS
from undergrad.course.grading.many import grade_all
from undergrad.course.rows import row_of
from undergrad.tuning.workers import WorkerDiedError

WRONG = RIGHT.replace("z <= 0", "z >= 0")
NEVER_ENDS = RIGHT.replace("return np.where(self.zero_mask, 0, z)", ENDLESS)


def run(store, settings, submissions, workers=None):
    heard = Heard()
    grade_all(store, settings, submissions, workers or Here(), heard)
    return heard


def rows(store, settings, submissions):
    return {s.key: row_of(s, store.grade(s), settings) for s in submissions}


def test_each_submission_gets_its_points(store, settings, hand_in):
    submissions = [hand_in("1001"), hand_in("1002", WRONG)]
    run(store, settings, submissions)
    graded = rows(store, settings, submissions)
    assert [(row.status, row.score, row.max_score) for row in graded.values()] == [
        ("graded", 10.0, 10.0),
        ("graded", 4.0, 10.0),  # its backward is right by itself
    ]
    assert [(method.name, method.points, method.max_points) for method in graded["1001"].methods] == [
        ("ReLU.forward", 6.0, 6.0),
        ("ReLU.backward", 4.0, 4.0),
    ]


def test_what_has_a_grade_is_not_run_again_and_a_changed_file_is(store, settings, hand_in):
    first, second = hand_in("1001"), hand_in("1002")
    assert run(store, settings, [first, second]).begun == (2, 0)
    heard = run(store, settings, [first, hand_in("1002", WRONG)])
    assert heard.begun == (1, 1)
    assert heard.keys == [("1002", False)]


@pytest.mark.parametrize("killed_at", [0, 1, 2])
def test_a_killed_run_goes_on_with_what_is_left(store, settings, hand_in, killed_at):
    submissions = [hand_in(f"100{number}") for number in range(3)]
    asked = []

    def die(function, argument):
        asked.append(argument)
        if len(asked) > killed_at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(store, settings, submissions, Here(die))
    done = [s for s in submissions if store.grade(s) is not None]
    heard = run(store, settings, submissions)
    assert heard.begun == (3 - len(done), len(done))
    assert all(row.score == 10.0 for row in rows(store, settings, submissions).values())


def test_other_points_need_no_run_and_another_seed_does(store, settings, hand_in):
    submission = hand_in("1001")
    run(store, settings, [submission])
    assignment = settings.assignment
    doubled = [msgspec.structs.replace(item, points=20.0) for item in assignment.methods]
    other = msgspec.structs.replace(settings, assignment=msgspec.structs.replace(assignment, methods=tuple(doubled)))
    assert run(store, other, [submission]).begun == (0, 1)
    assert rows(store, other, [submission])["1001"].score == 40.0
    assert run(store, msgspec.structs.replace(settings, seed=6), [submission]).begun == (1, 0)


def test_what_ends_early_is_run_once_more_alone(store, settings, hand_in):
    endless, right = hand_in("1001", NEVER_ENDS), hand_in("1002")
    heard = run(store, settings, [endless, right])
    assert heard.keys == [("1001", True), ("1002", False), ("1001", False)]
    attempts = store.grade(endless).attempts
    assert [attempt.alone for attempt in attempts] == [False, True]
    assert all(attempt.incidents for attempt in attempts)
    row = rows(store, settings, [endless])["1001"]
    assert row.status == "graded"  # a method that does not return is a wrong answer, and the rest is judged
    assert row.score == 4.0
    assert "run twice" in row.remarks[0]


def test_the_second_run_stands_when_the_first_had_bad_luck(store, settings, hand_in):
    submission = hand_in("1001")
    calls = []

    def first_dies(function, argument):
        calls.append(argument)
        if len(calls) == 1:
            raise WorkerDiedError("killed from outside")

    run(store, settings, [submission], Here(first_dies))
    row = rows(store, settings, [submission])["1001"]
    assert (row.status, row.score) == ("graded", 10.0)
    assert "killed from outside" in row.remarks[0]


def test_a_second_run_that_was_not_reached_is_made_by_the_next_command(store, settings, hand_in):
    submission = hand_in("1001")

    def dies_then_stops(function, argument):
        if store.grade(submission) is not None:
            raise KeyboardInterrupt
        raise WorkerDiedError("killed from outside")

    with pytest.raises(KeyboardInterrupt):
        run(store, settings, [submission], Here(dies_then_stops))
    assert len(store.grade(submission).attempts) == 1
    assert run(store, settings, [submission]).keys == [("1001", False)]
    assert [attempt.alone for attempt in store.grade(submission).attempts] == [False, True]


def test_a_submission_that_kills_every_worker_is_a_row(store, settings, hand_in):
    submission = hand_in("1001")

    def dies(function, argument):
        raise WorkerDiedError("killed from outside")

    run(store, settings, [submission], Here(dies))
    row = rows(store, settings, [submission])["1001"]
    assert (row.status, row.score) == ("needs a person", None)
    assert "killed from outside" in row.reason


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("name = input('name? ')\n" + RIGHT, "line 1: name = input('name? ')"),
        ("import torch_of_nowhere\n" + RIGHT, "torch_of_nowhere"),
        (RIGHT + "\ndef f(:\n", "def f(:"),
        (f"{ENDLESS}\n" + RIGHT, "line 1: open('reached'"),
        ("import os\nos._exit(0)\n" + RIGHT, "Answer.py"),
        ("x = 1\n", "it has no class at all"),
    ],
    ids=["input", "missing package", "syntax error", "never ends", "exit", "nothing of it"],
)
def test_what_cannot_be_judged_needs_a_person_and_has_no_score(store, settings, hand_in, source, says):
    submission = hand_in("1001", source)
    run(store, settings, [submission])
    row = rows(store, settings, [submission])["1001"]
    assert (row.status, row.score) == ("needs a person", None)
    assert says in row.reason


def test_what_could_not_be_read_is_a_row_without_a_run(store, settings, hand_in):
    problem = {"en": "the archive is damaged", "ko": "압축 파일이 손상되었습니다"}
    submission = hand_in("1001", problem=problem)
    assert run(store, settings, [submission]).begun == (0, 1)
    row = rows(store, settings, [submission])["1001"]
    assert (row.status, row.score, row.reason) == ("needs a person", None, "the archive is damaged")


def test_the_order_and_the_number_of_workers_change_nothing(store, settings, hand_in, tmp_path):
    submissions = [hand_in("1001"), hand_in("1002", WRONG), hand_in("1003", RIGHT.replace("0, d_prev", "1, d_prev"))]
    run(store, settings, submissions)
    seen = {s.key: store.grade(s).judgement for s in submissions}
    settings = msgspec.structs.replace(settings, version="another, so that all are run again")
    one = Here()
    one.count = 1
    run(store, settings, submissions[::-1], one)
    assert seen == {s.key: store.grade(s).judgement for s in submissions}


def test_workers_elsewhere_get_the_files_themselves(store, settings, hand_in):
    """As on a cluster, whose machines do not have the teacher's folder."""
    submission = hand_in("1001", "from parts.relu import ReLU\n")
    (store.folder(submission) / "parts").mkdir()
    (store.folder(submission) / "parts" / "relu.py").write_text(RIGHT, encoding="utf-8")
    workers = Here(lambda function, argument: store.submissions.rename(store.out / "elsewhere"))
    workers.share_memory = False
    run(store, settings, [submission], workers)
    assert rows(store, settings, [submission])["1001"].score == 10.0
