"""A named pipe in place of a file: nobody writes to it, so whoever waits for it waits for ever."""

from __future__ import annotations

import os
import threading

import pytest

from undergrad.files import read_whole

pytestmark = [
    pytest.mark.attack,
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes"),
]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("x.toml", ["run", "x.toml"]),
        ("x.toml", ["tune", "x.toml"]),
        ("x.safetensors", ["predict", "x.safetensors", "t.csv"]),
        ("x.safetensors", ["evaluate", "x.safetensors", "--dataset", "mnist-10k"]),
        ("x.csv", ["train", "--dataset", "x.csv", "--label-column", "a"]),
        ("x.npz", ["train", "--dataset", "x.npz"]),
        ("x.toml", ["check", "Answer.py", "--assignment", "x.toml"]),
    ],
)
def test_a_named_pipe_is_refused_in_a_sentence(cli, tmp_path, name, line):
    os.mkfifo(tmp_path / name)
    (tmp_path / "Answer.py").write_text("", "utf-8")
    (tmp_path / "t.csv").write_text("a\n1\n", "utf-8")
    code, _, err = cli(*line)
    assert code in (1, 2)
    assert f"cannot read {name}: that is a named pipe; write its contents into a file first" in err


@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="a shell hands pipes over by /dev/fd")  # noqa: PTH110
def test_what_a_shell_hands_over_is_read():
    """As `undergrad run <(...)` does it, and the writer may take its time."""
    ours, theirs = os.pipe()
    writer = threading.Timer(0, lambda: (os.write(theirs, b"epochs = 3\n"), os.close(theirs)))
    writer.start()
    assert read_whole(f"/dev/fd/{ours}") == b"epochs = 3\n"
    writer.join()
    os.close(ours)
