"""Nothing that the student's code starts outlives the check, however the check ends."""

import re
import signal
import subprocess
import sys
import time

import pytest

from tests.check.conftest import PLAIN, only

pytestmark = [
    pytest.mark.attack,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process that leaves the session is not adopted"),
]

LEAVES = """
import os, signal, time
def leave(name):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)
            with open(name + ".part", "w") as file: file.write(str(os.getpid()))
            os.replace(name + ".part", name)
            while True: time.sleep(10**6)
        os._exit(0)
    while not os.path.exists(name): time.sleep(0.01)
class Sigmoid(Sigmoid):
    def forward(self, z):
        if not os.path.exists("grandchild"): leave("grandchild")
        {}
"""


def gone(pid):
    """Whether a process has ended, collected or not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


@pytest.mark.parametrize(
    ("ends", "cause"),
    [
        ("return super().forward(z)", ()),
        ("os._exit(3)", ("interpreter-crash",)),
        ("os.kill(os.getpid(), signal.SIGKILL)", ("interpreter-crash",)),
        ("open('reached', 'w').close(); any(iter(int, 1))", ("endless",)),
        ("os.kill(os.getpid(), signal.SIGSTOP)", ()),
    ],
    ids=["returns", "exits", "killed", "endless", "stops"],
)
def test_grandchild_that_has_left_the_session(judged, short, tmp_path, monkeypatch, ends, cause):
    if "SIGSTOP" in ends:  # it cannot say where it is, so no last words are waited for
        monkeypatch.setattr("undergrad.sandbox.started._LAST_WORDS", 0.0)
        ends, cause = f"open('reached', 'w').close(); {ends}", ("endless",)
    report = judged(PLAIN + LEAVES.replace("{}", ends), whole=True, assignment=short)
    assert gone(int((tmp_path / "grandchild").read_text()))
    assert {record.causes for record in only(report, "Sigmoid.forward") if record.verdict == "fail"} <= {cause}
    assert {record.verdict for record in report.records if record.cls != "Sigmoid"} == {"pass"}
    assert bool(cause) == bool(report.failures)


SAYS_WHO = 'open("loop", "w").write(str(os.getpid())); os.rename("loop", "looping")'
ENDLESS = LEAVES.replace("{}", f"{SAYS_WHO}; any(iter(int, 1))")


def until(condition, what):
    """Five minutes at most: on a busy machine too, only what never comes takes them."""
    end = time.monotonic() + 300
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.02)


@pytest.mark.usefixtures("hangups")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_check_that_is_killed(tmp_path, number):
    path = tmp_path / "Answer.py"
    path.write_text(PLAIN + ENDLESS, encoding="utf-8")
    command = [sys.executable, "-m", "undergrad", "check", str(path), "--time-limit", "100000"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until((tmp_path / "looping").exists, "the student's code does not reach its loop")
            pids = [int((tmp_path / name).read_text()) for name in ("looping", "grandchild")]
            assert not any(map(gone, pids))
            process.send_signal(number)
            assert process.wait(300) == -number
            until(lambda: all(map(gone, pids)), "what the student's code has started goes on")
        finally:
            process.kill()


def test_supervisor_that_the_student_kills(judged, short, tmp_path):
    """The process goes with it, and the check goes on."""
    source = PLAIN + "import os, signal\nclass Sigmoid(Sigmoid):\n    def forward(self, z):\n"
    source += "        os.kill(os.getppid(), signal.SIGKILL)\n        any(iter(int, 1))\n"
    report = judged(source, whole=True, assignment=short)
    assert {record.causes for record in report.failures} == {("interpreter-crash",)}
    assert re.search("killed", report.failures[0].message)
    assert {record.verdict for record in report.records if record.cls != "Sigmoid"} == {"pass"}


def test_supervisor_that_the_student_stops(judged, short, tmp_path):
    """It goes on when it is to end, and a process that has left the session ends with it."""
    stops = "os.kill(os.getppid(), signal.SIGSTOP); return super().forward(z)"
    judged(PLAIN + LEAVES.replace("{}", stops), whole=True, assignment=short).assert_ok()
    assert gone(int((tmp_path / "grandchild").read_text()))
