"""Whatever the student's code does, it becomes a verdict on that method, and the rest is still checked."""

import functools
import re
import sys

import pytest

from tests.check.conftest import ACTIVATION, PLAIN, UNTIMED, only
from tests.patience import ENDLESS
from undergrad.check import check_file


@pytest.fixture
def judged(judged, short):
    return functools.partial(judged, assignment=short)


#: What a forward does, what that is called, and what is said of it: three to a file, since each file starts a process.
BODIES = [
    [
        (ENDLESS, "endless", "did not finish"),
        ("import os; os._exit(3)", "interpreter-crash", "exit code 3"),
        ("import sys; sys.exit(0)", "exits", "SystemExit"),
    ],
    [
        ("raise KeyboardInterrupt", "exits", "KeyboardInterrupt"),
        ("return np.zeros(10**13)", "memory", "memory"),
        ("return self.forward(z)", "crash", "RecursionError"),
    ],
    [
        ("return undefined", "crash", "undefined"),
        ("raise NotImplementedError", "not-written", "NotImplementedError"),
        ("return np.int(3)", "removed-numpy-name", "np.int"),
    ],
    [
        ("pass", "not-written", "None"),
        ("self.result = None; return self.result", "not-written", "None"),
        ("1 / (1 + np.exp(-z))", "returns-none", "None"),
    ],
    [
        ("return super().forward(z).tolist()", "returns-list", "list"),
        ("return 'done'", "returns-text", "str"),
        ("return super().forward(z) + 0j", "returns-complex", "complex"),
    ],
    [
        ("return super().forward(z).astype(object)", "not-an-array", "object"),
        ("return super().forward(z).astype('int')", "wrong-dtype", "int64"),
        ("return super().forward(z)[0]", "wrong-shape", "(5,)"),
    ],
]


@pytest.mark.parametrize("cases", BODIES, ids=lambda cases: " ".join(cause for _, cause, _ in cases))
def test_becomes_a_verdict(judged, cases):
    names = ("ReLU", "Sigmoid", "Tanh")
    texts = [
        f"class {name}({name}):\n    def forward(self, z):\n        {body}\n"
        for name, (body, _, _) in zip(names, cases, strict=True)
    ]
    report = judged("".join(texts))
    for number, (name, (body, cause, says)) in enumerate(zip(names, cases, strict=True)):
        first = next(record for record in only(report, f"{name}.forward") if record.verdict == "fail")
        assert first.causes == (cause,)
        assert says in first.message
        raised = cause in ("endless", "exits", "crash", "memory", "removed-numpy-name") or says == "NotImplementedError"
        assert first.line == (f"Answer.py, line {3 * number + 5}: {body}" if raised else "")
    assert all(record.verdict == "pass" for record in only(report, "FCLayer.forward"))
    assert report.records[0].cls == "ReLU"


@pytest.mark.parametrize("signature", ["__init__(self, input_dim, output_dim)", "forward(self, x)"])
def test_what_does_not_end_is_waited_for_once(judged, tmp_path, signature):
    """The file is imported again only after a process was given up, so the number of imports is what is waited for."""
    count = "open('imports.txt', 'a').write('x')\n"
    hang = f"class FCLayer(FCLayer):\n    def {signature}:\n        {ENDLESS}\n"
    report = judged.func(count + hang)
    assert len((tmp_path / "imports.txt").read_text()) == 2
    assert {record.name for record in report.failures} == {f"FCLayer.{signature.partition('(')[0]}"}
    assert report.verdict(only(report, "ClassifierModel.backward")) == "pass"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_segmentation_fault(judged):
    report = judged(ACTIVATION.format("import ctypes; ctypes.string_at(0)"))
    record = report.failures[0]
    assert record.causes == ("interpreter-crash",)
    assert "segmentation fault" in record.message
    assert "ctypes" in record.line


def test_print_flood(judged):
    report = judged(ACTIVATION.format("print('x' * 10**6); return super().forward(z)"))
    assert report.ok
    assert any("prints" in record.causes for record in only(report, "Sigmoid.forward"))


def test_raw_flood_does_not_reach_the_protocol(judged):
    report = judged(ACTIVATION.format("import os; os.write(1, b'x' * 10**6); return super().forward(z)"))
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


def test_file_that_hides_numpy(tmp_path, short):
    (tmp_path / "numpy.py").write_text(PLAIN, encoding="utf-8")
    told = {record.message for record in check_file(tmp_path / "numpy.py", assignment=short).failures}
    assert "does not find np.exp, which NumPy has; is a file called numpy.py taken for NumPy?" in told


def test_deprecation_is_not_an_overflow(judged):
    body = "import warnings; warnings.warn('soon', DeprecationWarning); return super().forward(z)"
    assert {record.verdict for record in judged(ACTIVATION.format(body)).records} == {"pass"}


HOSTILE = """
import os, sys, threading, time
def leave():
    sys.path.clear()
    os.chdir("/")
    for stream in (0, 1):
        try: os.close(stream)
        except OSError: pass
"""


@pytest.mark.parametrize(
    "source",
    [
        HOSTILE + "leave()",
        HOSTILE + ACTIVATION.format("leave(); return super().forward(z)"),
        HOSTILE
        + ACTIVATION.format("threading.Thread(target=time.sleep, args=(60,)).start(); return super().forward(z)"),
        HOSTILE + "sys.stdout = sys.stderr = None",
        HOSTILE + 'if __name__ == "__main__":\n    while True: pass',
        ACTIVATION.format("import os; os.chdir('/'); return super().forward(z)")
        + "class Tanh(Tanh):\n    def forward(self, z): return super().forward(z) if open('Answer.py') else z",
        ACTIVATION.format(
            "import builtins; builtins.len = builtins.vars = builtins.range = None; return 1 / (1 + np.exp(-z))"
        ),
        ACTIVATION.format("np.asarray = np.ascontiguousarray = np.dtype = None; return 1 / (1 + np.exp(-z))"),
        "np.int = int",  # a bridge to old code; nothing is replaced
        "import Answer; assert Answer.Tanh is Tanh",
    ],
    ids=[
        "leaves",
        "method-leaves",
        "thread",
        "no-stdout",
        "main",
        "folder",
        "method-replaces-built-ins",
        "method-replaces",
        "bridge",
        "imports-itself",
    ],
)
def test_is_judged_all_the_same(judged, source):
    report = judged(source)
    # The stable sigmoid is not what these are about.
    assert {record.verdict for record in report.records if record.check not in ("extremes", "attributes")} == {"pass"}


def test_numpy_that_the_file_replaces_is_put_back_and_told(judged):
    report = judged("np.exp = np.sin\nnp.random.seed = None")
    assert {record.verdict for record in report.records[1:]} == {"pass"}
    assert report.records[0].verdict == "remark"
    assert "replaces np.exp, np.random.seed; the check undoes that" in report.records[0].message


@pytest.mark.skipif(sys.platform == "win32", reason="os.fork")
@pytest.mark.parametrize(
    "source",
    [
        ACTIVATION.format("import os; os.fork(); return super().forward(z)"),
        "import os, time\nif os.fork() == 0: time.sleep(300)",
    ],
    ids=["answers-twice", "holds-the-pipes"],
)
def test_copy_of_the_process(judged, source):
    assert judged(source).ok


def test_file_of_the_same_name_as_a_module(tmp_path, monkeypatch, short):
    """In the folder in which one is, as a student is."""
    monkeypatch.chdir(tmp_path)
    for name in ("json", "random", "queue", "inspect", "dataclasses", "array_api_compat"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError\n", encoding="utf-8")
    (tmp_path / "helpers.py").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "Answer.py").write_text("from helpers import *\n", encoding="utf-8")
    check_file("Answer.py", assignment=short).assert_ok()


@pytest.mark.parametrize("name", ["my answer (1).py", "HW3_2024_김민수.py", "numpy.answer.py", "Answer.PY", "copy.py"])
def test_name_of_the_file(tmp_path, short, name):
    path = tmp_path / name
    path.write_text(PLAIN.replace("return self.x @ self.W", "return xx"), encoding="utf-8")
    report = check_file(path, assignment=short)
    assert {record.name for record in report.failures} == {"FCLayer.forward"}
    assert re.fullmatch(rf"{re.escape(name)}, line \d+: return xx \+ self.b", report.failures[0].line)


GETTER = "class FCLayer:\n    @property\n    def W(self): return self._W\n"
SETTER = "    @W.setter\n    def W(self, value): self._W = np.array(value)\n"
OPERATORS = """class FCLayer:
    __hash__ = None
    def __eq__(self, other): raise ValueError
    def __repr__(self): raise ValueError
    def __bool__(self): raise ValueError
    def __len__(self): return 0
"""


@pytest.mark.parametrize(
    "source",
    [
        PLAIN.replace("class FCLayer:\n", GETTER + SETTER),
        PLAIN.replace("class FCLayer:\n", GETTER).replace("self.W = ", "self._W = ").replace("self.W -=", "self._W -="),
        PLAIN.replace("class FCLayer:\n", OPERATORS),
    ],
    ids=["property", "property-without-setter", "operators"],
)
def test_unusual_class(tmp_path, source):
    (tmp_path / "Answer.py").write_text(source, encoding="utf-8")
    report = check_file(tmp_path / "Answer.py", only="FCLayer", seed=0, assignment=UNTIMED)
    assert {verdict for _, verdict, _ in report.methods()} == {"pass"}, report
