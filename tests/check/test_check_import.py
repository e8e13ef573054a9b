"""A file that cannot be imported, or only slowly or loudly: a sentence, at its place."""

import functools
import sys

import pytest

from tests.patience import ENDLESS
from undergrad.check import check_file


@pytest.fixture
def judged(judged, short):
    return functools.partial(judged, assignment=short)


@pytest.mark.parametrize(
    ("source", "cause", "says"),
    [
        ("open('reached', 'w').close(); import time; time.sleep(10**6)", "slow-import", "did not finish"),
        (ENDLESS, "slow-import", "train"),
        ("def f(:\n    pass", "syntax-error", "cannot read"),
        ("x = 1\n  y = 2", "syntax-error", "indent"),
        ("import sys; sys.exit()", "exits", "ends the program"),
        ("import os; os._exit(0)", "interpreter-crash", "exit code 0"),
        ("1 / 0", "crash", "ZeroDivisionError"),
        ("import nowhere", "crash", "needs the module nowhere, which is neither installed nor"),
        ("from .layers import ReLU", "crash", "without the dot"),
        ("n = input('epochs? ')", "crash", "remove it"),
        ("raise KeyboardInterrupt", "exits", "ends the program"),
        ("import os; os.closerange(0, 50)", "interpreter-crash", "ended the Python interpreter"),
        ("class E(Exception):\n    def __str__(self): return 3\nraise E", "crash", "cannot be shown"),
    ],
)
def test_import_that_fails(judged, source, cause, says):
    report = judged(source, whole=True)
    assert report.records[0].causes == (cause,)
    assert says in report.records[0].message
    assert not report.ok
    assert {record.verdict for record in report.records[1:]} == {"not run"}


def test_import_failure_is_shown_at_its_place(judged):
    assert judged("def f(:\n    pass", whole=True).records[0].line == "Answer.py, line 1: def f(:"
    training = judged("open('reached', 'w').close()\nx = 0\nwhile True:\n    x += 1", whole=True).records[0]
    assert training.line in ("Answer.py, line 3: while True:", "Answer.py, line 4: x += 1")
    assert "__main__" in training.hint


@pytest.mark.skipif(sys.platform != "linux", reason="a limit of memory")
def test_import_that_eats_memory(judged):
    record = judged("x = []\nwhile True: x.append(bytearray(10**7))", whole=True, memory=2**29).records[0]
    assert record.causes == ("memory",)
    assert record.line == "Answer.py, line 2: while True: x.append(bytearray(10**7))"


def test_file_that_is_not_utf8(tmp_path, short):
    path = tmp_path / "Answer.py"
    path.write_bytes("text = '한국어'\n".encode("cp949"))
    record = check_file(path, assignment=short).records[0]
    assert record.causes == ("syntax-error",)
    assert "save it" in record.message
    assert record.line == "Answer.py, line 1"
    assert "bracket" not in record.hint


def test_import_that_prints_megabytes(judged):
    report = judged("for _ in range(50): print('y' * 10**5)")
    assert report.ok
    assert report.records[0].causes == ("prints",)
