"""Archives of strangers: each is a row, and nothing of them leaves its folder."""

import zipfile

import msgspec
import pytest

from tests.course.hostile_archives import HOSTILE, Outcome, archive, escaped
from undergrad.check import load_assignment
from undergrad.course.intake import read_submissions
from undergrad.course.records import Submission

HOMEWORK = load_assignment("hw3")
CANARY = b"what must not be read"


def read(inbox, out):
    submissions = read_submissions([inbox], out, HOMEWORK)
    root = out / "submissions"
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_symlink() or path.is_file()}
    return Outcome(submissions, root, files)


@pytest.mark.attack
@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.name)
def test_a_hostile_archive_is_a_row_and_stays_in_its_folder(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "canary").write_bytes(CANARY)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    case.make(inbox / case.file)
    out = tmp_path / "out"
    before = set(tmp_path.rglob("*"))
    outcome = read(inbox, out)
    after = set(tmp_path.rglob("*")) - {out, outcome.root}
    assert escaped(outcome, before, after, CANARY) == ""
    assert case.escape(outcome) == ""
    again = msgspec.json.decode(msgspec.json.encode(outcome.submissions), type=list[Submission])
    assert again == outcome.submissions


def test_a_directory_that_would_fill_the_memory_is_not_read(tmp_path, monkeypatch):
    def never(*arguments, **options):
        raise AssertionError("it was read")

    case = next(case for case in HOSTILE if "750,000" in case.name)
    (tmp_path / "inbox").mkdir()
    case.make(tmp_path / "inbox" / case.file)
    monkeypatch.setattr(zipfile, "ZipFile", never)
    assert case.escape(read(tmp_path / "inbox", tmp_path / "out")) == ""


def test_the_predicate_finds_what_is_planted(tmp_path):
    (tmp_path / "inbox").mkdir()
    archive(tmp_path / "inbox" / "HW3_20231234_Kim.zip", [("Answer.py", "class ReLU: pass\n")])
    outcome = read(tmp_path / "inbox", tmp_path / "out")
    present = set(tmp_path.rglob("*"))
    assert escaped(outcome, present, present, CANARY) == ""
    assert "outside" in escaped(outcome, present, present | {tmp_path / "escape"}, CANARY)
    (outcome.root / "20231234" / "Answer.py").write_bytes(CANARY)
    assert "outside" in escaped(outcome, present, present, CANARY)
    steering = msgspec.structs.replace(outcome.only, name="\x1b[2J")
    assert "steers" in escaped(Outcome([steering], outcome.root, {}), present, present, CANARY)
    assert escaped(Outcome([], outcome.root, {}), present, present, CANARY) == "no row"
