"""What is written: the same bytes for the same handout, whole or not at all, and never over anything else."""

from __future__ import annotations

import io
import json
import os
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad.course.handout import pack
from undergrad.course.handout.pack import HandoutRecord, sha256, write_folder, zipped
from undergrad.errors import FileError

names = st.text(st.characters(categories=["L", "N"], include_characters="._-"), min_size=1, max_size=12)
FILES = {"hw3/Answer.py": b"out = None\n", "hw3.zip": b"PK", "hw3/과제.md": "과제\n".encode()}


def record(files):
    return HandoutRecord(
        made_with="undergrad", assignment="hw3", language="en", solution="", proof=("shown",),
        files={name: sha256(content) for name, content in files.items()},
    )  # fmt: skip


def write(folder, files=FILES):
    write_folder(folder, files, record(files))


def inside(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@given(st.dictionaries(names, st.binary(max_size=50), max_size=6), st.randoms())
def test_the_same_files_give_the_same_zip_whatever_their_order(files, random):
    entries = list(files.items())
    random.shuffle(entries)
    content = zipped(dict(entries))
    assert content == zipped(files)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files
        assert archive.namelist() == sorted(files)
        assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in archive.infolist())


def test_names_in_a_zip_are_utf_8_and_scripts_may_be_run():
    content = zipped({"과제.md": b"", "run": b""}, executable=frozenset(["run"]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        korean, run = archive.getinfo("과제.md"), archive.getinfo("run")
    assert korean.flag_bits & 0x800
    assert [entry.external_attr >> 16 & 0o777 for entry in (korean, run)] == [0o644, 0o755]


def test_a_folder_is_written_with_its_record(tmp_path):
    write(tmp_path / "a" / "out")
    assert {name: content for name, content in inside(tmp_path / "a" / "out").items() if name in FILES} == FILES
    assert json.loads((tmp_path / "a" / "out" / "handout.json").read_text("utf-8"))["proof"] == ["shown"]
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["out"]


def test_an_earlier_handout_and_an_empty_folder_are_replaced(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    write(out)
    write(out, {"hw4/Answer.py": b"another"})
    assert set(inside(out)) == {"hw4/Answer.py", "handout.json"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda out: (out / "hw3" / "Answer.py").write_text("mine", "utf-8"), "Answer.py was changed since"),
        (lambda out: (out / "notes.txt").write_text("mine", "utf-8"), "notes.txt was put there since"),
        (lambda out: (out / "handout.json").unlink(), "is not empty and no handout"),
        (lambda out: (out / "handout.json").write_text("{}", "utf-8"), "is not empty and no handout"),
    ],
)
def test_what_somebody_else_wrote_is_never_lost(change, says, tmp_path):
    out = tmp_path / "out"
    write(out)
    change(out)
    before = inside(tmp_path)
    with pytest.raises(FileError, match=says):
        write(out, {"hw4/Answer.py": b"another"})
    assert inside(tmp_path) == before


def test_a_file_in_the_place_of_the_folder_is_kept(tmp_path):
    (tmp_path / "out").write_text("mine", "utf-8")
    with pytest.raises(FileError, match="that is a file"):
        write(tmp_path / "out")
    assert inside(tmp_path) == {"out": b"mine"}


@pytest.mark.parametrize("fails", ["write", "rename"])
def test_a_failure_leaves_the_earlier_handout_as_it_was(fails, tmp_path, monkeypatch):
    out = tmp_path / "out"
    write(out)
    before = inside(tmp_path)
    if fails == "write":
        original = pack.write_whole

        def full(path, content):
            if path.name == "last":
                raise OSError(28, os.strerror(28))
            return original(path, content)

        monkeypatch.setattr(pack, "write_whole", full)
    else:
        rename = type(out).rename

        def refused(self, target):
            if self.name.endswith(".part"):
                raise PermissionError(13, "Permission denied")
            return rename(self, target)

        monkeypatch.setattr(type(out), "rename", refused)
    with pytest.raises(FileError, match="cannot write"):
        write(out, {"hw4/Answer.py": b"another", "last": b""})
    assert inside(tmp_path) == before
