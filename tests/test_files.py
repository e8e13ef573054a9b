from __future__ import annotations

import errno
import os
import re

import pytest

from undergrad.errors import FileError
from undergrad.files import make_folder, read_whole, remove_parts, write_whole


def test_what_is_written_is_read_and_folders_are_made(tmp_path):
    path = tmp_path / "a" / "b.txt"
    assert write_whole(path, "größe") == path
    assert read_whole(path) == "größe".encode()
    write_whole(path, b"new")
    assert read_whole(path) == b"new"
    assert [entry.name for entry in path.parent.iterdir()] == ["b.txt"]


def raising(number):
    def fail(*_, **named):
        raise OSError(number, os.strerror(number))

    return fail


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = write_whole(tmp_path / "file", b"old")

    monkeypatch.setattr(os, "fsync", raising(errno.ENOSPC))
    with pytest.raises(
        FileError, match=r"cannot write .*file: No space left on device; free some space or choose another"
    ):
        write_whole(path, b"new")
    assert read_whole(path) == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_an_interrupt_while_writing_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = write_whole(tmp_path / "file", b"old")

    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"new")
    assert read_whole(path) == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_a_folder_that_cannot_be_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    file = re.escape(str(tmp_path / "file"))
    with pytest.raises(
        FileError, match=rf"cannot write to .*folder: {file} is a file and no folder; name another folder$"
    ):
        make_folder(tmp_path / "file" / "folder")
    with pytest.raises(FileError, match="that is a file; choose a folder"):
        make_folder(tmp_path / "file")
    with pytest.raises(FileError, match="that is a folder; name a file"):
        write_whole(".", b"")
    with pytest.raises(FileError, match=rf"cannot write .*x: {file} is a file and no folder; name another folder$"):
        write_whole(tmp_path / "file" / "x", b"")
    with pytest.raises(FileError, match=r"cannot write .*: that is a folder; name a file$"):
        write_whole(tmp_path, b"")
    with pytest.raises(FileError, match=r"cannot read .*: that is a folder; name a file$"):
        read_whole(tmp_path)
    with pytest.raises(FileError, match=r"cannot read .*missing.*; check the path"):
        read_whole(tmp_path / "missing")


@pytest.mark.parametrize(
    ("number", "read", "written"),
    [
        (errno.EACCES, "choose a file that you may read", "choose a folder that you may write to"),
        (errno.EROFS, "choose a file that you may read", "choose a folder that you may write to"),
        (errno.ENAMETOOLONG, "check the path", "choose another folder"),
        (errno.EIO, "check the path", "choose another folder"),
    ],
)
def test_the_advice_is_for_the_cause(tmp_path, monkeypatch, number, read, written):
    monkeypatch.setattr(os, "fsync", raising(number))
    with pytest.raises(FileError, match=f"cannot write .*: {os.strerror(number)}; {written}$"):
        write_whole(tmp_path / "x", b"")
    monkeypatch.setattr("builtins.open", raising(number))
    with pytest.raises(FileError, match=f"cannot read .*: {os.strerror(number)}; {read}$"):
        read_whole(tmp_path / "x")


def test_what_a_killed_process_left_is_removed_and_nothing_else(tmp_path):
    write_whole(tmp_path / "file", b"whole")
    (tmp_path / ".file.0123abcd.part").write_bytes(b"ha")
    remove_parts(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]
