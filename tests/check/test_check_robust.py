"""Whatever the student's code does, it becomes a verdict on that method, and the rest is still checked."""

import functools
import re
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pytest

from undergrad.check import check_file
from undergrad.check.removed import METHODS, NAMES, removed_name

PLAIN = (Path(__file__).parent / "zoo" / "base.py").read_text("utf-8")
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


#: What a forward does, what that is called, and what is said of it: three to a file, since each file starts a process.
BODIES = [
    [
        ("while True: pass", "endless", "did not finish"),
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
    report = judged("".join(texts), limit=2.0)
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
    hang = f"class FCLayer(FCLayer):\n    def {signature}:\n        while True: pass\n"
    report = judged.func(count + hang, limit=2.0)  # the machine may be busy
    assert len((tmp_path / "imports.txt").read_text()) == 2
    assert {record.name for record in report.failures} == {f"FCLayer.{signature.partition('(')[0]}"}
    assert report.verdict(only(report, "ClassifierModel.backward")) == "pass"


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
        ("import nowhere", "crash", "needs the module nowhere, which is neither installed nor"),
        ("from .layers import ReLU", "crash", "without the dot"),
        ("n = input('epochs? ')", "crash", "take it out"),
        ("raise KeyboardInterrupt", "exits", "ends the program"),
        ("import os; os.closerange(0, 50)", "interpreter-crash", "ended the Python interpreter"),
        ("class E(Exception):\n    def __str__(self): return 3\nraise E", "crash", "cannot be shown"),
    ],
)
def test_import_that_fails(judged, source, cause, says):
    start = time.monotonic()
    report = judged(source, whole=True, import_limit=0.3)
    assert time.monotonic() - start < 8
    assert report.records[0].causes == (cause,)
    assert says in report.records[0].message
    assert not report.ok
    assert {record.verdict for record in report.records[1:]} == {"not run"}


def test_import_failure_is_shown_at_its_place(judged):
    assert judged("def f(:\n    pass", whole=True).records[0].line == "Answer.py, line 1: def f(:"
    training = judged("x = 0\nwhile True:\n    x += 1", whole=True, import_limit=0.3).records[0]
    assert training.line in ("Answer.py, line 2: while True:", "Answer.py, line 3: x += 1")
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


def _gone(owner, name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # np.bool warns of its return
        return not hasattr(owner, name)


def test_the_table_of_removed_names_is_true_of_this_numpy():
    here = tuple(map(int, np.__version__.split(".")[:2]))
    for owner, table in ((np, NAMES), (np.ndarray, METHODS)):
        for name, (version, instead) in table.items():
            back = name in ("bool", "long") and here >= (2, 0)
            assert _gone(owner, name) == (here >= tuple(map(int, version.split("."))) and not back), name
            for other in re.findall(r"np\.(\w+)(?! from NumPy| from numpy)", instead.partition(", or np.trapezoid")[0]):
                assert not _gone(np, other), (name, other)


@pytest.mark.parametrize("name", ["int", "float_", "NaN", "product", "in1d", "row_stack", "bool"])
def test_removed_numpy_name(judged, name):
    """A name that this NumPy has is no fault."""
    in_method = judged(ACTIVATION.format(f"np.{name}; return super().forward(z)"), only="Sigmoid.forward").records
    found = [(in_method, 6)]
    if name in (
        "int",
        "product",
        "bool",
    ):  # the other places, with a name of each kind: old, removed in 2.0, back in 2.0
        found.append((judged(f"class Own:\n    kind = np.{name}", only="Sigmoid.forward").records, 4))
        found.append((judged(f"from numpy import {name}", only="Sigmoid.forward").records, 3))
    for records, line in found:
        failed = [record for record in records if record.verdict == "fail"]
        assert bool(failed) == _gone(np, name)
        if failed:
            version, instead = NAMES[name]
            assert failed[0].message.endswith(f"uses np.{name}, which was removed in NumPy {version}; write {instead}")
            assert failed[0].causes == ("removed-numpy-name",)
            assert failed[0].line.startswith(f"Answer.py, line {line}: ")


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("`np.lookfor` was removed in the NumPy 2.0 release. Search the pages.", "NumPy 2.0. NumPy says: Search the"),
        ("'numpy.ndarray' object has no attribute 'ptp'", "write np.ptp(x)"),
        ("`ptp` was removed from the ndarray class in NumPy 2.0. Use np.ptp(arr, ...) instead.", "write np.ptp(x)"),
        ("module 'numpy' has no attribute 'expp'", ""),
        ("module 'numpy.linalg' has no attribute 'product'", ""),
        ("'numpy.ndarray' object has no attribute 'exp'", ""),
        ("my layer was removed in spring", ""),
    ],
)
def test_what_numpy_says_of_a_name(message, says):
    assert says in removed_name(message)
    assert bool(says) == bool(removed_name(message))


def test_misspelt_numpy_name_is_not_called_removed(judged):
    record = judged(ACTIVATION.format("return np.linalg.nrom(z)")).failures[0]
    assert record.causes == ("crash",)
    assert record.message.startswith(
        f"uses np.linalg.nrom, which NumPy {np.__version__} does not have; did you mean np."
    )


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
    start = time.monotonic()
    assert judged(source, limit=3).ok
    assert time.monotonic() - start < 60


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
    report = check_file(tmp_path / "Answer.py", only="FCLayer", seed=0)
    assert {verdict for _, verdict, _ in report.methods()} == {"pass"}, report


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


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("class FClayer(FCLayer): pass\ndel FCLayer", "the file has no class FCLayer; is FClayer meant?"),
        ("class Own: pass\ndel FCLayer", "the file has no class FCLayer"),
        (
            "class FCLayer:\n    def __init__(self, i, o): pass\n    def forwrad(self, x): pass",
            "the class FCLayer has no method forward; is forwrad meant?",
        ),
        ("class FCLayer(FCLayer): forward = 3", "forward is no method of the class FCLayer, but of the type int"),
        (
            "class FCLayer(FCLayer):\n    def forward(x): return x",
            "it must be written forward(self, x), but is forward(x)",
        ),
    ],
)
def test_contract_in_words(judged, source, says):
    assert only(judged(source), "FCLayer.forward")[0].message == says


def test_model_is_not_blamed_for_a_class_that_is_missing(judged):
    """It asks isinstance(layer, FClayer), and the layers that it is judged on are the textbook's."""
    report = judged.func(PLAIN.replace("FCLayer", "FClayer"), whole=True)
    verdicts = {name: verdict for name, verdict, _ in report.methods()}
    assert verdicts["ClassifierModel.forward"] == "not run"
    assert verdicts["ClassifierModel.predict"] == verdicts["ClassifierModel.add_layer"] == "pass"
    assert {record.cls for record in report.failures} == {"FCLayer"}


def test_model_is_not_blamed_for_arrays_that_compute_otherwise(judged):
    source = "class FCLayer(FCLayer):\n    def forward(self, x): return np.asmatrix(super().forward(x))"
    report = judged.func(source)
    assert report.ok
    assert {record.causes for record in only(report, "FCLayer.forward") if record.causes} == {("array-subclass",)}


def test_variable_named_like_a_function(judged):
    told = judged("max = 3" + ACTIVATION.format("return max(1, z)")).failures[0].message
    assert told == "raises TypeError: 'int' object is not callable; has a variable the name of the function?"


def test_empty_file(judged):
    report = judged("", whole=True)
    assert not report.ok
    assert {record.causes for record in report.failures} == {("missing-class",)}
