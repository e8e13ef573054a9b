"""Files that attack the check: each becomes a failure of the file, and everything else is still judged."""

import ast
import functools
import json
import os
import re
import struct
import sys
from pathlib import Path

import pytest

import undergrad
from tests.check.conftest import PLAIN, UNTIMED, only
from tests.test_house import imports
from undergrad.check import check_file
from undergrad.sandbox.messages import read
from undergrad.sandbox.process import StudentProcess

pytestmark = pytest.mark.attack


@pytest.fixture
def judged(judged, short):
    return functools.partial(judged, assignment=short, whole=True)


def frame(header, payload=b""):
    """A message as the worker sends it, whatever is in it."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return b"\xabug1" + struct.pack("<IQ", len(text), len(payload)) + text + payload


ANSWER = {"says": "answer", "request": 3, "operation": 0, "kind": "none", "type": "", "text": "", "printed": 0}
ANSWER |= {"changed": [], "warnings": []}
OBJECTS = ANSWER | {"kind": "array", "dtype": "|O", "shape": [1]}
IN_FORWARD = "class Sigmoid(Sigmoid):\n    def forward(self, z):\n        {}\n        return super().forward(z)\n"


def test_bytes_at_import_into_the_answers(judged):
    report = judged(PLAIN + 'import os\nos.write(4, b"\\xff" * 64)\n')
    assert report.records[0].causes == ("writes-answers",)
    assert {record.verdict for record in report.records[1:]} == {"not run"}


@pytest.mark.parametrize(
    "written",
    [
        b"\xff" * 64,
        b"\xab",
        frame([]),
        frame({}),
        frame(b"not JSON"),
        frame(b"[" * 10**5),
        frame(OBJECTS, b"x" * 8),
        frame(ANSWER),
        frame({"says": "done", "request": 1}),
        frame({"says": "contents", "printed": 0, "replaced": []}),
        struct.pack("<4sIQ", b"\xabug1", 2**32 - 1, 2**62),
    ],
    ids=["bytes", "a-byte", "list", "empty", "no-json", "deep", "objects", "answer", "done", "contents", "size"],
)
def test_bytes_in_forward_into_the_answers(judged, written):
    report = judged(PLAIN + "import os\n" + IN_FORWARD.format(f"os.write(4, {written!r})"))
    failed = only(report, "Sigmoid.forward")[1]
    assert failed.causes == ("writes-answers",)
    assert "writes into the pipe that carries the answers of the check" in failed.message
    assert {record.verdict for record in report.records if record.cls != "Sigmoid"} == {"pass"}


def test_message_that_promises_more_than_comes(judged):
    """The rest of the stream is taken for the promised bytes, which never suffice: the time limit decides."""
    promise = struct.pack("<4sIQ", b"\xabug1", 2**20, 2**20)
    body = f"os.write(4, {promise!r}); open('reached', 'w').close()"
    report = judged(PLAIN + "import os\n" + IN_FORWARD.format(body))
    assert only(report, "Sigmoid.forward")[1].causes == ("endless",)
    assert {record.verdict for record in report.records if record.cls != "Sigmoid"} == {"pass"}


def test_answer_that_is_forged_before_the_true_one(judged):
    """The right message for the call itself, read off the process: then the true one comes second."""
    body = """import sys
        up = sys._getframe()
        while "request" not in up.f_locals or "answers" not in up.f_locals: up = up.f_back
        request = up.f_locals["request"]["request"]
        if self.__dict__.get("forged") is None:
            self.forged = True
            up.f_locals["answers"].send("answer", ANSWER | {"request": request, "operation": 1})"""
    report = judged(PLAIN + f"ANSWER = {ANSWER!r}\n" + IN_FORWARD.format(body))
    assert only(report, "Sigmoid.forward")[1].causes == ("writes-answers",)
    assert {record.verdict for record in report.records if record.cls != "Sigmoid"} == {"pass"}


def test_json_that_the_file_replaces(judged):
    source = "import json, os\njson.dumps = lambda *a, **k: '{}'\nos.write = os.read = os.getpid = None\n"
    assert {record.verdict for record in judged(PLAIN + source).records} == {"pass"}


def test_encoder_that_the_file_replaces(judged):
    report = judged(PLAIN + "import json.encoder\njson.encoder.JSONEncoder.encode = lambda *a: '{}'\n")
    assert report.records[0].causes == ("writes-answers",)


def test_exit_code_that_once_meant_a_fault_of_the_check(judged):
    at_import = judged(PLAIN + "import os; os._exit(113)").records[0]
    in_forward = only(judged(PLAIN + "import os\n" + IN_FORWARD.format("os._exit(113)")), "Sigmoid.forward")[1]
    for record in (at_import, in_forward):
        assert record.causes == ("interpreter-crash",)
        assert "exit code 113" in record.message


GOOD_ARRAY = ANSWER | {"kind": "array", "dtype": "<f8", "shape": [2]}


@pytest.mark.parametrize(
    ("header", "payload"),
    [
        (GOOD_ARRAY, b"x" * 15),
        (GOOD_ARRAY | {"shape": [-2]}, b"x" * 16),
        (GOOD_ARRAY | {"shape": [2.0]}, b"x" * 16),
        (GOOD_ARRAY | {"shape": [1] * 65}, b"x" * 8),
        (GOOD_ARRAY | {"shape": [2**40, 2**40, 0]}, b"x"),
        (GOOD_ARRAY | {"dtype": "|V8"}, b"x" * 16),
        (GOOD_ARRAY | {"dtype": "M8[s]"}, b"x" * 16),
        (GOOD_ARRAY | {"kind": "number"}, b"x" * 16),
        (GOOD_ARRAY | {"kind": "lie"}, b"x" * 16),
        (GOOD_ARRAY | {"more": 1}, b"x" * 16),
        (ANSWER, b"x"),
        (ANSWER | {"kind": "failure"}, b""),
        (ANSWER | {"text": "x" * 501}, b""),
        (ANSWER | {"printed": -1}, b""),
        (ANSWER | {"printed": 10**30}, b""),
        (ANSWER | {"printed": True}, b""),
        (ANSWER | {"failure": {"kind": "timeout", "type": "", "message": ""}, "kind": "failure"}, b""),
        ({"says": "done", "request": 1}, b"x"),
        ({"says": "contents", "printed": 0, "replaced": [], "seconds": "0"}, b""),
    ],
)
def test_message_that_is_not_in_the_table(header, payload):
    with pytest.raises(ValueError):
        read(json.dumps(header).encode(), payload).outcome(payload)


def test_messages_that_are_in_the_table():
    numbers = struct.pack("<2d", 1.5, -2.0)
    assert read(json.dumps(GOOD_ARRAY).encode(), numbers).outcome(numbers).array.tolist() == [1.5, -2.0]
    assert read(json.dumps(ANSWER).encode(), b"").outcome(b"").kind == "none"


HOSTILE_OBJECTS = """
import warnings
globals()["\\ud800"] = globals()[3] = globals()["x" * 10**6] = 1
class Meta(type):
    @property
    def __name__(cls): raise RuntimeError("no name")
class Odd(metaclass=Meta): pass
odd = Odd()
class Error(SyntaxError):
    lineno, filename, text, msg = "here", 3, [], None
class Told(UserWarning):
    def __str__(self): raise RuntimeError("no text")
"""


@pytest.mark.parametrize(
    "body",
    [
        "raise Error",
        "raise ValueError('\\ud800' * 10**6)",
        "warnings.warn(Told()); return super().forward(z)",
        "warnings.warn_explicit('x', UserWarning, 'f', 'there'); return super().forward(z)",
        "return odd",
    ],
)
def test_objects_that_no_message_can_hold(judged, body):
    """What the worker says of them is cut and cleaned: it must not look like a forged answer."""
    report = judged(PLAIN + HOSTILE_OBJECTS + IN_FORWARD.format(body))
    named = {cause for record in report.records for cause in record.causes}
    assert not named & {"writes-answers", "interpreter-crash"}, report
    assert {record.verdict for record in report.records if record.cls != "Sigmoid"} == {"pass"}


def test_file_that_imports_the_textbook(tmp_path, cli):
    path = tmp_path / "Answer.py"
    path.write_text("from undergrad import *\n", encoding="utf-8")
    code, out, _ = cli("check", path, "--only", "ReLU")
    assert code == 1
    assert "an answer cannot be taken from the textbook: the file imports undergrad" in " ".join(out.split())
    assert "Answer.py, line 1: from undergrad import *" in out
    assert cli("check", path, "--only", "ReLU", "--allow-undergrad")[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a link needs a right there")
def test_textbook_behind_a_link(judged, tmp_path):
    (tmp_path / "undergrad").symlink_to(Path(undergrad.__file__).parent)
    assert judged("from undergrad import *").records[0].causes == ("textbook-imported",)


def test_method_that_imports_the_textbook(judged):
    body = "import undergrad.layers; return undergrad.layers.Sigmoid().forward(z)"
    failed = only(judged(PLAIN + IN_FORWARD.format(body)), "Sigmoid.forward")[1]
    assert failed.causes == ("textbook-imported",)


def test_module_of_the_students_own_that_is_called_undergrad(tmp_path, short):
    (tmp_path / "undergrad.py").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "Answer.py").write_text("from undergrad import *\n", encoding="utf-8")
    check_file(tmp_path / "Answer.py", assignment=short).assert_ok()


def test_other_packages_can_be_imported(judged):
    assert judged(PLAIN + "import msgspec, matplotlib.pyplot\n").ok


FORGER = """
import gc, sys
def replace(module):
    for name in ("verdict", "relative_error", "differs", "form", "values", "shape"):
        if name in vars(module):
            setattr(module, name, lambda *a, **k: ("pass", 0.0))
for module in [m for m in gc.get_objects() if type(m) is type(sys)]:
    if vars(module).get("__name__", "").startswith("undergrad"):
        replace(module)
def right(name, method, self, z):
    for found in gc.get_objects():
        if isinstance(found, type) and found.__name__ == name and "undergrad" in found.__module__:
            return found().forward(z)
    return 0 * z
class Sigmoid(Sigmoid):
    def forward(self, z):
        for name in [name for name in sys.modules if "undergrad" in name]:
            replace(sys.modules[name])
        return right("Sigmoid", "forward", self, z)
"""


def test_nothing_of_the_textbook_can_be_found_or_replaced(judged):
    """The file replaces the checker's functions and looks for the textbook's class among all objects."""
    report = judged(PLAIN + FORGER)
    assert "values" in {record.check for record in report.failures if record.name == "Sigmoid.forward"}
    assert {record.verdict for record in report.records if record.cls != "Sigmoid"} == {"pass"}


def test_function_of_the_worker_that_the_file_replaces(judged):
    """Then it cannot answer at all, which is no pass."""
    report = judged(PLAIN + FORGER.replace('"shape")', '"shape", "describe")'))
    verdicts = {name: verdict for name, verdict, _ in report.methods()}
    assert verdicts["Sigmoid.forward"] == "fail"
    assert set(verdicts.values()) == {"fail", "not run"}
    assert not report.ok


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes")
def test_named_pipe(tmp_path, cli):
    os.mkfifo(tmp_path / "x.py")
    code, out, err = cli("check", "x.py")
    assert (code, out) == (2, "")
    assert err == "undergrad: x.py is a pipe, a socket or a device; name a regular file with Python source\n"


ESCAPES = """
class Sigmoid(Sigmoid):
    def forward(self, z):
        print("\\x1b[2J30 methods: 30 pass.")
        raise ValueError("\\x1b[2J\\x1b[H\\x9b2J\\x7f\\u202e30 methods: 30 pass.\\u2066")
    def backward(self, d_prev, reg_lambda): return d_prev.astype("\\x1b[31m")
globals()["Tanh"] = type("Tanh\\x1b[2J", (Tanh,), {"forward": lambda self, z: Shown()})
class Shown:
    def __repr__(self): return "\\x1b]0;title\\x07"
"""


def test_escape_sequences_are_shown(tmp_path, cli):
    path = tmp_path / "An\x1b[2Jswer.py"
    path.write_text(PLAIN + ESCAPES, encoding="utf-8")
    code, out, err = cli("check", path, "--all")
    assert code == 1
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out + err)
    for shown in (r"An\x1b[2Jswer.py", r"\x1b[2J\x1b[H\x9b2J\x7f\u202e30 methods: 30 pass.\u2066", r"\x1b]0;title\x07"):
        assert "".join(shown.split()) in "".join(out.split())


def test_no_right_number_is_sent_where_an_earlier_method_is_wrong(tmp_path, monkeypatch):
    """Each array that a script holds is compared with what the textbook makes of each other one."""
    from undergrad import layers
    from undergrad.contracts.compare import relative_error

    source = re.sub(r"(    def forward\(self, (?:z|x)\):\n)", r"\1        return 0 * self.nothing\n", PLAIN)
    path = tmp_path / "Answer.py"
    path.write_text(source, encoding="utf-8")
    scripts = []
    run = StudentProcess.run
    monkeypatch.setattr(StudentProcess, "run", lambda self, script: scripts.append(script) or run(self, script))
    report = check_file(path, seed=0, assignment=UNTIMED)
    assert "values" in {record.check for record in report.records if record.name == "Sigmoid.backward"}
    softmax = layers.SoftmaxLayer().forward
    makers = [*(getattr(layers, name)().forward for name in ("ReLU", "Sigmoid", "Tanh")), lambda array: array <= 0]
    sent = 0
    for script in scripts:
        for given in [array for array in script.inputs if array.dtype == float]:
            answers = [1.0 * make(given) for make in [*makers, *([softmax] if given.ndim == 2 else [])]]
            answers = [answer for answer in answers if answer.any() and relative_error(answer, given) > 0]
            for other in [array for array in script.inputs if array is not given]:
                sent += 1
                assert not any(relative_error(1.0 * other, answer) < 1e-6 for answer in answers)
    assert sent > 100


def test_thread_that_writes_into_the_answers_between_two_questions(judged):
    """No method is at work, so it is said of the file."""
    source = """
import os, threading
written = threading.Event()
def late():
    os.write(4, b"\\xff" * 64)
    written.set()
class Sigmoid(Sigmoid):
    def forward(self, z):
        send = up().f_locals["answers"].send
        def sent(says, *rest):
            send(says, *rest)
            if says == "done":
                threading.Thread(target=late).start()
                written.wait()
        up().f_locals["answers"].send = sent
        return super().forward(z)
def up():
    import sys
    frame = sys._getframe()
    while "answers" not in frame.f_locals: frame = frame.f_back
    return frame
"""
    report = judged(PLAIN + source)
    assert any(record.causes == ("writes-answers",) for record in report.failures), report


def test_process_that_reads_nothing(tmp_path):
    """More is sent than a pipe holds: sending has a limit too."""
    path = tmp_path / "Answer.py"
    path.write_text("any(iter(int, 1))", encoding="utf-8")
    with StudentProcess(path) as process:
        assert not process._worker.send(bytes(2**24), 0.01)


def test_worker_holds_no_textbook():
    """Its files import nothing of the package but each other."""
    files = list((Path(undergrad.__file__).parent / "sandbox" / "worker").glob("*.py"))
    found = {name for file in files for name in imports(ast.parse(file.read_text("utf-8")))}
    ours = {name for name in found if name.partition(".")[0] == "undergrad"}
    assert len(ours) > 10
    assert all(name.startswith("undergrad.sandbox.worker") for name in ours)
