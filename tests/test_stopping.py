"""SIGTERM and SIGHUP, which `timeout`, systemd and a closed terminal send to all processes of a command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import numpy as np
import pytest

from undergrad.cli.stopping import Stopped, stoppable
from undergrad.training.checkpoint import load_story

needs_posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")

# The command, in which something happens when it hears of an epoch.
SCRIPT = """
import multiprocessing, os, signal, sys
from undergrad.cli.main import main
from undergrad.cli.progress import ShownRuns

hear = ShownRuns.epoch_ends

def hear_and_act(self, job, epoch):
    hear(self, job, epoch)
    if job.number == 1 and epoch.epoch == 5:
        ACT

if __name__ == "__main__":
    ShownRuns.epoch_ends = hear_and_act
    sys.exit(main(sys.argv[1:]))
"""


def acting(folder, small, act, *argv):
    """What the command, with a training that has no end in sight, came to."""
    np.savez(folder / "d.npz", x=small.x_train, y=small.y_train)
    (folder / "script.py").write_text(SCRIPT.replace("ACT", act), encoding="utf-8")
    line = [sys.executable, "script.py", *argv, "--dataset", "d.npz", "--hidden", "8", "--out", "cut"]
    # The pipe ends when the workers have ended too.
    return subprocess.run(
        [*line, "--epochs", "1000000"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        start_new_session=True,
    )


@needs_posix
@pytest.mark.attack
@pytest.mark.usefixtures("hangups")
@pytest.mark.parametrize(
    ("how", "code", "command", "workers"),
    [("SIGTERM", 143, "compare", 2), ("SIGHUP", 129, "compare", 2), ("SIGTERM", 143, "train", 1)],
)
def test_a_training_saves_its_state_and_says_what_stopped_it(small, tmp_path, how, code, command, workers):
    twice = f"for _ in range(2): os.killpg(0, signal.{how})"  # as `timeout` does
    options = ["--activation", "relu,tanh"] if command == "compare" else []
    done = acting(tmp_path, small, twice, command, *options, "--workers", str(workers))
    assert done.returncode == code, done.stderr
    assert done.stderr.splitlines()[-1] == f"undergrad: stopped by {how}; continue with --resume"
    for word in ("leaked", "Traceback", "resource_tracker"):
        assert word not in done.stderr
    assert not list((tmp_path / "cut").rglob("*.part"))
    history, _ = load_story(tmp_path / "cut" / "relu-seed0" / "checkpoint.safetensors")
    assert len(history) >= 5


@needs_posix
@pytest.mark.attack
def test_what_is_ignored_stays_ignored():
    """As SIGHUP is by nohup, and Ctrl-C in `undergrad compare &` of a script; SIGTERM is heard all the same."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGHUP, signal.SIGINT)}
    try:
        stopped = Stopped()
        with stoppable(stopped):
            signal.raise_signal(signal.SIGHUP)
            signal.raise_signal(signal.SIGINT)
            assert stopped.by is None
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGTERM)
            signal.raise_signal(signal.SIGTERM)  # the second disturbs nothing
        assert stopped.by is signal.SIGTERM
        assert signal.getsignal(signal.SIGHUP) == signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_signals_are_left_alone_outside_and_in_other_threads():
    before = signal.getsignal(signal.SIGTERM)
    seen = []

    def look():
        with stoppable(Stopped()):
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    with stoppable(Stopped()):
        assert signal.getsignal(signal.SIGTERM) is not before
    assert [*seen, signal.getsignal(signal.SIGTERM)] == [before, before]


@needs_posix
def test_where_a_worker_dies_the_others_end_and_it_is_said(small, tmp_path):
    """The pool sends them SIGTERM, which they hear as an interruption."""
    kill = "os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)"
    done = acting(tmp_path, small, kill, "compare", "--activation", "relu,tanh", "--workers", "2")
    assert done.returncode == 1
    assert "a worker process was ended from outside" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("line", "advice"),
    [(["check"], ""), (["train", "--epochs", "1"], "; finished work is kept, and --resume continues")],
)
def test_ctrl_c_advises_to_resume_only_what_can_be_resumed(cli, monkeypatch, line, advice):
    def interrupted(args):
        raise KeyboardInterrupt

    monkeypatch.setattr(f"undergrad.cli.{line[0]}.command", interrupted)
    code, _, err = cli(*line)
    assert (code, err) == (130, f"undergrad: interrupted{advice}\n")
