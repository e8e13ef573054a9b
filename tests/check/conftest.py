from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path

import msgspec
import pytest

from benchmarks.check_power import OwnProcess
from tests.patience import be_patient
from undergrad.check import Assignment, Report, check_file, load_assignment
from undergrad.check.assignment import Item
from undergrad.check.judge import Judge
from undergrad.check.judgement import methods_in, points_of
from undergrad.source.program import parsed

OURS = "from undergrad import ClassifierModel, FCLayer, Norm, ReLU, Sigmoid, SoftmaxLayer, Tanh\nimport numpy as np\n"

#: Enough to see that one broken method leaves the others alone, and quick.
SHORT = Assignment(
    name="short",
    checks={"speed": "off"},
    methods=tuple(
        Item(name=name)
        for name in ("ReLU.forward", "Sigmoid.forward", "Tanh.forward", "Tanh.backward", "FCLayer.forward")
    ),
)


#: The homework without the check that depends on the machine.
HOMEWORK = load_assignment("hw3")
UNTIMED = msgspec.structs.replace(HOMEWORK, checks=HOMEWORK.checks | {"speed": "off"})

#: The plain correct solution, and a file of our own layers whose Sigmoid.forward does something else.
PLAIN = (Path(__file__).parent / "zoo" / "base.py").read_text("utf-8")
ACTIVATION = """
class Sigmoid(Sigmoid):
    def forward(self, z):
        {}
"""


@pytest.fixture(autouse=True)
def patience(monkeypatch, tmp_path):
    """A time limit is over when the student's file says that it has reached its loop, however slow the machine is."""
    be_patient(monkeypatch, tmp_path)


@pytest.fixture
def short():
    return SHORT


@pytest.fixture
def judged(tmp_path):
    """Checks a source text as Answer.py: our own layers, with what the text redefines."""

    def judge(source: str, *, whole: bool = False, seed: int = 0, limit: float = 60.0, **options) -> Report:
        path = Path(tmp_path) / "Answer.py"
        path.write_text(source if whole else OURS + source, encoding="utf-8")
        options = {"assignment": UNTIMED, "allow_undergrad": not whole} | options
        return check_file(path, seed=seed, limit=limit, **options)

    return judge


@pytest.fixture
def judged_here(tmp_path, monkeypatch):
    """The same in this process, for tests of what is said of an answer, whoever gave it."""

    def judge(source: str, *, whole: bool = False, seed: int = 0, only: str = "", assignment=UNTIMED) -> Report:
        path = Path(tmp_path) / "Answer.py"
        path.write_text(source if whole else OURS + source, encoding="utf-8")
        monkeypatch.setitem(sys.modules, "Answer", None)  # put back when the test is over
        items = [item for item in assignment.methods if only in ("", item.name, item.name.partition(".")[0])]
        with contextlib.redirect_stdout(io.StringIO()):
            own = OwnProcess(path)
            records = Judge(own, own.classes, assignment, seed, parsed(path)).all(items)
        given = [item.name for item in items if item.given]
        return Report(
            records,
            subject=str(path),
            seed=seed,
            points=points_of(items, methods_in(own.classes, assignment)),
            given=given,
        )

    return judge


def only(report, name):
    return [record for record in report.records if record.name == name]
