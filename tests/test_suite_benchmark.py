"""`python -m benchmarks suite`, which says whether the tests always pass, on a repository of two lines."""

from __future__ import annotations

import multiprocessing
import shutil
import subprocess
import sys

import pytest

from benchmarks import suite

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


def test_the_readme_says_how_to_run_the_tests():
    make_environment, run_tests = suite.readme_command((suite.ROOT / "README.md").read_text("utf-8"))
    assert "pip install" in make_environment
    assert run_tests.endswith("-m pytest")


@pytest.mark.parametrize(
    ("output", "names"),
    [
        (
            "..F\nFAILED tests/a.py::b[c - d] - assert 1 < 2\nERROR tests/e.py\n1 failed\n",
            ["tests/a.py::b[c - d]", "tests/e.py"],
        ),
        ("..\nKilled\n", ["exit code 1: Killed"]),
        ("", ["exit code 1: no output"]),
    ],
    ids=["two", "killed", "silent"],
)
def test_failures_are_named(output, names):
    assert suite.failures_in(output, 1) == names


def test_busy_processes_end_however_the_block_ends():
    before, during = set(multiprocessing.active_children()), set()

    def interrupted():
        with suite.busy(2):
            during.update(multiprocessing.active_children())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(during - before) == 2
    assert set(multiprocessing.active_children()) == before


@needs_git
@pytest.mark.parametrize(("code", "failed"), [(0, 0), (1, 1)])
def test_runs_are_counted_quiet_and_busy(tmp_path, monkeypatch, capsys, code, failed):
    say = f"import sys; print('FAILED tests/a.py::b - 1'); sys.exit({code})"
    line = f'echo made > environment && "{sys.executable}" -c "{say}"'
    (tmp_path / "README.md").write_text(f"To run the tests in a fresh clone:\n\n```sh\n{line}\n```\n", encoding="utf-8")
    identity = ("-c", "user.name=a", "-c", "user.email=a@b")
    for words in (("init", "-q"), ("add", "."), (*identity, "commit", "-qm", "one")):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    monkeypatch.setattr(suite, "ROOT", tmp_path)
    assert suite.main(["--runs", "2", "--busy", "1"]) == failed
    out = capsys.readouterr().out
    [quiet, beside] = [line.split() for line in out.splitlines() if line.startswith(("quiet  ", "beside 1  "))]
    assert (quiet[:3], beside[:4]) == (["quiet", "1", str(failed)], ["beside", "1", "1", str(failed)])
    assert ("quiet: tests/a.py::b failed in 1 of 1 runs" in out) == bool(failed)
