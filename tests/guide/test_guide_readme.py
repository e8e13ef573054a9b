"""The README: a screen and a half, with quick starts that work when they are pasted."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from tools import walk
from tools.walk import blocks, commands

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
TEXT = README.read_text("utf-8")
SHELL = [block for block in blocks(TEXT) if block.language == "sh"]


def test_it_is_a_screen_and_a_half_with_one_picture():
    assert len(TEXT.splitlines()) <= 90
    assert len(re.findall(r"!\[", TEXT)) == 1


def test_it_begins_with_the_two_commands():
    """`.ci/run` takes the second line of its blocks for the tests' command."""
    lines = [line for block in blocks(TEXT) for line in block.content.splitlines()]
    assert lines[0].endswith("undergrad compare")
    assert lines[1].endswith("python -m pytest")


def test_each_of_four_readers_has_a_start_of_at_most_five_lines_and_a_tutorial():
    readers = re.findall(r"^\*\*An? (\w+)\*\* .*\(\[tutorial\]\((.+?)\)\)", TEXT, re.MULTILINE)
    assert [who for who, _ in readers] == ["student", "teacher", "engineer", "researcher"]
    assert all((ROOT / page).is_file() for _, page in readers)
    starts = SHELL[2:]
    assert len(starts) == 4
    assert all(1 <= len(block.content.splitlines()) <= 5 for block in starts)


@pytest.mark.slow
def test_what_is_pasted_works(tmp_path):
    folder = tmp_path / "here"
    (folder / "submissions").mkdir(parents=True)
    tutorial = (ROOT / "docs" / "tutorials" / "student.md").read_text("utf-8")
    answer = next(block.content for block in blocks(tutorial) if block.marks.get("file") == "Answer.py")
    (folder / "Answer.py").write_text(answer, "utf-8")
    with ZipFile(folder / "submissions" / "HW3_2026001_Kim.zip", "w") as file:
        file.writestr("Answer.py", answer)
    expected = sum(len(commands(block.content)) for block in SHELL)
    assert walk.walk(README, folder).ran in (expected, expected - 2)  # without a sandbox nobody is graded
    assert (folder / "classes.csv").is_file()
