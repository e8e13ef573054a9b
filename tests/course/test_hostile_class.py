"""A class of which most are hostile is graded by the whole command: each is a row, and nothing is lost or forged."""

from __future__ import annotations

import csv
import re

import pytest

from tests.course.hostile.case import always
from tests.course.hostile.cases import CASES
from tests.course.hostile.scene import PLAIN, Scene
from tests.course.hostile_class import CANARY, GOT_OUT, escape, hand_in, settings, telling
from tests.course.test_containment import _works, limits_as_they_are
from undergrad.cli.main import main
from undergrad.course.store import Store
from undergrad.sandbox.containment.bubblewrap import Bubblewrap
from undergrad.sandbox.containment.launch import Trusting

__all__ = ["limits_as_they_are"]

pytestmark = pytest.mark.attack

#: What steers a terminal, or turns the order of letters around.
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def scene(tmp_path):
    with Scene(tmp_path / "scene") as scene:
        yield scene


def graded(tmp_path, scene, monkeypatch, capfd, only=slice(None)):
    """Hand in, grade with the command, and look at every row."""
    _works(Bubblewrap)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "canary").write_bytes(CANARY)
    inbox, store = tmp_path / "inbox", Store(tmp_path / "out")
    inbox.mkdir()
    arrived = hand_in(scene, inbox, store.out, only)
    store.keep_settings(settings(), [])
    before = {path for path in tmp_path.rglob("*") if not path.is_relative_to(store.out)}
    assert main(["grade", str(inbox), "--out", str(store.out)]) == 0
    after = {path for path in tmp_path.rglob("*") if not path.is_relative_to(store.out)}
    assert after == before
    printed = capfd.readouterr()
    written = {path: path.read_text("utf-8-sig") for path in pages(store.out)}
    for text in (printed.out, printed.err, *written.values()):
        assert not STEERS.search(text)
    assert not [path for path, text in written.items() if path.suffix != ".csv" and "<script>alert" in text]
    with open(store.out / "grades.csv", encoding="utf-8-sig", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert not any(cell.startswith(tuple("=+-@")) for row in rows.values() for cell in row.values())
    submissions = {submission.student_id: submission for submission in store.arrived()}
    assert set(rows) == set(submissions) == {one.student_id for one in arrived}
    for one in arrived:
        if one.hostile is None:
            assert (rows[one.student_id]["status"], rows[one.student_id]["score"]) == ("graded", "4"), one.student_id
    return {one.name: escape(scene, store, one, submissions[one.student_id]) for one in arrived if one.hostile}


@pytest.mark.parametrize("name", ["a token in the home", "the environment", "the installed packages"])
def test_what_a_file_prints_in_a_grading_is_seen_where_nothing_contains_it(scene, name):
    case = next(case for case in CASES if case.name == name)
    source = case.source.replace("os.close(os.open(numpy.__file__, os.O_WRONLY | os.O_APPEND))", "")
    scene.run(telling(scene, source), Trusting())
    assert GOT_OUT in scene.report.to_json()


def test_a_right_file_that_tells_is_still_right(scene):
    scene.run(telling(scene, PLAIN), Trusting())
    assert GOT_OUT not in scene.report.to_json()
    assert not scene.report.failures


def pages(out):
    """All that a teacher, a student or a platform reads, but for what was handed in."""
    return [*out.glob("*.csv"), *out.glob("*.html"), *out.glob("students/*.*"), *out.glob("platforms/**/*.*")]


@pytest.mark.slow
def test_all_of_them_are_contained(tmp_path, scene, monkeypatch, capfd):
    escapes = graded(tmp_path, scene, monkeypatch, capfd)
    assert len(escapes) > 40
    assert not {name: said for name, said in escapes.items() if said}
    scene.report = None
    assert always(scene) == ""
