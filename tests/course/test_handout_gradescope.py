"""The autograder for Gradescope: two scripts that a shell can read, and the assignment that was named."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile

import pytest

import undergrad
from undergrad.check import load_assignment
from undergrad.course.handout.gradescope import GRADE, autograder, write_autograder
from undergrad.course.handout.starter import starter
from undergrad.errors import FileError, UsageError


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: (archive.read(entry), entry.external_attr >> 16) for entry in archive.infolist()}


def test_the_archive_has_its_scripts_at_its_root_and_they_may_be_run():
    files = unpacked(autograder("hw3", language="ko"))
    assert set(files) == {"setup.sh", "run_autograder", "hw3.toml"}
    for name in ("setup.sh", "run_autograder"):
        content, mode = files[name]
        assert mode & 0o111
        assert content.startswith(b"#!/usr/bin/env bash\n")
        assert b"\r" not in content
    assert f"pip install 'undergrad=={undergrad.__version__}'".encode() in files["setup.sh"][0]
    assert GRADE.format(assignment="hw3.toml", language="ko").encode() in files["run_autograder"][0]


def test_it_holds_the_assignment_that_was_named(tmp_path):
    path = tmp_path / "우리 과제's.toml"
    path.write_text(starter(), "utf-8")
    files = unpacked(autograder(str(path), language="en"))
    inside = tmp_path / "inside.toml"
    inside.write_bytes(files["우리 과제's.toml"][0])
    assert load_assignment(str(inside)).methods == load_assignment(str(path)).methods
    assert """'우리 과제'"'"'s.toml'""" in files["run_autograder"][0].decode()
    with pytest.raises(UsageError, match="unknown assignment"):
        autograder("hw33", language="en")


def test_a_wheel_is_installed_instead_of_what_the_index_has(tmp_path):
    wheel = tmp_path / "undergrad-0.1.0-py3-none-any.whl"
    wheel.write_bytes(b"PK")
    files = unpacked(autograder("hw4", language="en", wheel=wheel))
    assert files[wheel.name][0] == b"PK"
    assert f"pip install /autograder/source/{wheel.name}\n".encode() in files["setup.sh"][0]
    (tmp_path / "other.zip").write_bytes(b"PK")
    for other in ("other.zip", "numpy-2.0-py3-none-any.whl"):
        with pytest.raises(UsageError, match="no wheel of undergrad"):
            autograder("hw4", language="en", wheel=tmp_path / other)
    with pytest.raises(FileError, match="No such file"):
        autograder("hw4", language="en", wheel=tmp_path / "undergrad-1-py3-none-any.whl")


@pytest.mark.skipif(shutil.which("bash") is None, reason="the scripts are for bash, which is not here")
def test_a_shell_reads_the_scripts_without_an_error(tmp_path):
    for name, (content, _) in unpacked(autograder("hw3", language="en")).items():
        if not name.endswith(".toml"):
            (tmp_path / name).write_bytes(content)
            ended = subprocess.run(["bash", "-n", name], cwd=tmp_path, capture_output=True, text=True)
            assert (ended.returncode, ended.stderr) == (0, "")


def test_an_autograder_is_written_over_an_earlier_one_and_over_nothing_else(tmp_path):
    content = autograder("hw3", language="en")
    path = tmp_path / "a.zip"
    for _ in range(2):
        assert write_autograder(path, content).read_bytes() == content
    for other in (b"mine", b""):
        path.write_bytes(other)
        with pytest.raises(FileError, match="no autograder"):
            write_autograder(path, content)
        assert path.read_bytes() == other
