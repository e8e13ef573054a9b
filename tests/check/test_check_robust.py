"""Whatever the student's code does, it becomes a verdict on that method, and the rest is still checked."""

import functools
import sys
import time

import pytest

ACTIVATION = """
class Sigmoid(Sigmoid):
    def forward(self, z):
        {}
"""


@pytest.fixture
def judged(judged, short):
    return functools.partial(judged, assignment=short)


def only(report, name):
    return [record for record in report.records if record.name == name]


@pytest.mark.parametrize(
    ("body", "cause", "says"),
    [
        ("while True: pass", "endless", "did not finish"),
        ("import os; os._exit(3)", "interpreter-crash", "exit code 3"),
        ("import sys; sys.exit(0)", "exits", "SystemExit"),
        ("raise KeyboardInterrupt", "exits", "KeyboardInterrupt"),
        ("return np.zeros(10**13)", "memory", "memory"),
        ("return undefined", "crash", "undefined"),
        ("return self.forward(z)", "crash", "RecursionError"),
        ("raise NotImplementedError", "not-written", "NotImplementedError"),
        ("pass", "not-written", "None"),
        ("self.result = None; return self.result", "not-written", "None"),
        ("1 / (1 + np.exp(-z))", "returns-none", "None"),
        ("return super().forward(z).tolist()", "returns-list", "list"),
        ("return 'done'", "returns-text", "str"),
        ("return super().forward(z) + 0j", "returns-complex", "complex"),
        ("return super().forward(z).astype(object)", "not-an-array", "object"),
        ("return super().forward(z).astype('int')", "wrong-dtype", "int64"),
        ("return np.int(3)", "removed-numpy-name", "np.int"),
        ("return super().forward(z)[0]", "wrong-shape", "(5,)"),
    ],
)
def test_becomes_a_verdict(judged, body, cause, says):
    report = judged(ACTIVATION.format(body))
    first = next(record for record in only(report, "Sigmoid.forward") if record.verdict == "fail")
    assert first.causes == (cause,)
    assert says in first.message
    assert all(record.verdict == "pass" for record in only(report, "FCLayer.forward"))
    assert report.records[0].cls == "ReLU"


@pytest.mark.parametrize("signature", ["__init__(self, input_dim, output_dim)", "forward(self, x)"])
def test_what_does_not_end_is_waited_for_once(judged, tmp_path, signature):
    """The file is imported again only after a process was given up, so the number of imports is what is waited for."""
    count = "open('imports.txt', 'a').write('x')\n"
    hang = f"class FCLayer(FCLayer):\n    def {signature}:\n        while True: pass\n"
    report = judged.func(count + hang, limit=2.0)  # the machine may be busy
    assert len((tmp_path / "imports.txt").read_text()) == 2
    assert {record.name for record in report.failures} == {f"FCLayer.{signature.partition('(')[0]}"}
    assert report.verdict(only(report, "ClassifierModel.backward")) == "pass"


def test_student_line_is_shown(judged):
    report = judged(ACTIVATION.format("return undefined"))
    record = report.failures[0]
    assert record.line == "Answer.py, line 6: return undefined"


def test_line_of_an_endless_loop(judged):
    report = judged(ACTIVATION.format("\n        while True:\n            z = z + 0"))
    assert "Answer.py, line" in report.failures[0].line


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_segmentation_fault(judged):
    report = judged(ACTIVATION.format("import ctypes; ctypes.string_at(0)"), limit=2)
    record = report.failures[0]
    assert record.causes == ("interpreter-crash",)
    assert "segmentation fault" in record.message
    assert "ctypes" in record.line


def test_print_flood(judged):
    report = judged(ACTIVATION.format("print('x' * 10**6); return super().forward(z)"), limit=3)
    assert report.ok
    assert any("prints" in record.causes for record in only(report, "Sigmoid.forward"))


def test_raw_flood_does_not_reach_the_protocol(judged):
    report = judged(ACTIVATION.format("import os; os.write(1, b'x' * 10**6); return super().forward(z)"), limit=3)
    assert report.ok


def test_reading_input_does_not_wait(judged):
    report = judged(ACTIVATION.format("input(); return super().forward(z)"))
    assert report.failures[0].causes == ("crash",)
    assert "EOF" in report.failures[0].message


def test_array_that_lies_about_equality(judged):
    report = judged(
        """
class Liar(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __sub__(self, other): return np.zeros(self.shape)
    def tobytes(self): raise RuntimeError
    def __array__(self, *a, **k): return np.zeros(self.shape)
class Tanh(Tanh):
    def forward(self, z): return (super().forward(z) * 1.5).view(Liar)
"""
    )
    verdicts = {record.check: record.verdict for record in only(report, "Tanh.forward")}
    assert verdicts["values"] == "fail"
    assert any("array-subclass" in record.causes for record in report.records)


@pytest.mark.parametrize(
    ("source", "cause", "says"),
    [
        ("import time; time.sleep(60)", "slow-import", "did not finish"),
        ("while True: pass", "slow-import", "train"),
        ("def f(:\n    pass", "syntax-error", "cannot read"),
        ("x = 1\n  y = 2", "syntax-error", "indent"),
        ("import sys; sys.exit()", "exits", "ends the program"),
        ("import os; os._exit(0)", "interpreter-crash", "exit code 0"),
        ("1 / 0", "crash", "ZeroDivisionError"),
        ("import nowhere", "crash", "nowhere"),
    ],
)
def test_import_that_fails(judged, source, cause, says):
    start = time.monotonic()
    report = judged(source, whole=True, import_limit=0.5)
    assert time.monotonic() - start < 8
    assert report.records[0].causes == (cause,)
    assert says in report.records[0].message
    assert not report.ok
    assert {record.verdict for record in report.records[1:]} == {"not run"}


def test_syntax_error_is_shown_at_its_place(judged):
    assert judged("def f(:\n    pass", whole=True).records[0].line == "Answer.py, line 1: def f(:"


def test_import_that_prints_megabytes(judged):
    report = judged("for _ in range(50): print('y' * 10**5)")
    assert report.ok
    assert report.records[0].causes == ("prints",)


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("del Tanh", "missing-class"),
        ("def Tanh(): pass", "not-a-class"),
        ("class Tanh:\n    def forward(self, z): return np.tanh(z)", "missing-method"),
        ("class Tanh(Tanh):\n    def backward(self, d_prev): return d_prev", "wrong-signature"),
        ("class Tanh(Tanh):\n    def __init__(self, size): pass", None),
    ],
)
def test_contract(judged, source, cause):
    report = judged(source)
    records = only(report, "Tanh.backward")
    if cause:
        assert records[0].causes == (cause,)
    else:
        assert not any(record.verdict == "pass" and record.check == "values" for record in records)
    assert all(record.verdict == "pass" for record in only(report, "FCLayer.forward"))


def test_empty_file(judged):
    report = judged("", whole=True)
    assert not report.ok
    assert {record.causes for record in report.failures} == {("missing-class",)}
