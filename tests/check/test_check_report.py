"""The report: the same for a seed, whatever the order; as text, as JSON, as HTML; points."""

import json
import random
import re
import sys

import numpy as np
import pytest
from msgspec import structs

from undergrad import check_layer
from undergrad.check import Report, check_file, edges, load_assignment
from undergrad.check.assignment import CHECKS, parse_assignment
from undergrad.check.judge import Judge
from undergrad.errors import UsageError
from undergrad.findings.text import report_text
from undergrad.sandbox.local import LocalSession
from undergrad.sandbox.process import StudentProcess

WRONG = """
class Sigmoid(Sigmoid):
    def backward(self, d_prev, reg_lambda): return d_prev * self.out
class FCLayer(FCLayer):
    def backward(self, d_prev, reg_lambda):
        dx = super().backward(d_prev, 0)
        self.db = self.db / len(d_prev)
        return dx
class Tanh(Tanh):
    calls = 0
    def forward(self, z):
        type(self).calls += 1
        return super().forward(z) * (1 if type(self).calls < 4 else 2)
"""


@pytest.mark.parametrize(("own", "remark"), [(0.001, False), (0.019, False), (0.021, True), (None, False)])
def test_speed_is_a_remark_from_twenty_times_on(judged_here, monkeypatch, own, remark):
    measured = {True: own, False: 0.001}
    monkeypatch.setattr(edges, "seconds", lambda session, *_: measured[not isinstance(session, LocalSession)])
    task = parse_assignment('[[method]]\nname = "ReLU.forward"', where="x.toml", name="x")
    report = judged_here("", assignment=task)
    assert report.ok
    told = [record.message for record in report.records if record.causes == ("loops",)]
    assert bool(told) == remark
    assert not told or told[0].startswith("21 times slower than the textbook's on ReLU().forward(z (")


def test_our_own_layers_pass(judged):
    for seed in range(2):
        report = judged("", seed=seed)
        report.assert_ok()
        assert {verdict for _, verdict, _ in report.methods()} == {"pass"}


def test_same_seed_same_report(judged_here):
    first, second, third = (judged_here(WRONG, seed=seed).to_dict() for seed in (5, 5, 6))
    assert first == second
    assert first != third


def test_order_of_checks_does_not_matter(judged_here, tmp_path):
    wanted = judged_here(WRONG)
    task = load_assignment("hw3")
    for attempt in range(2):
        names = [(item.name, check) for item in task.methods for check in CHECKS if check != "speed"]
        random.Random(attempt).shuffle(names)
        with StudentProcess(tmp_path / "Answer.py", allow_undergrad=True) as process:
            judge = Judge(process, process.contents.classes, task, 0)
            for name, check in names:
                judge.records(name, check)
            found = judge.all(task.methods, [check for check in CHECKS if check != "speed"])
        expected = [record for record in wanted.records if record.check not in ("speed", "import")]
        assert [(r.name, r.check, r.verdict, r.causes) for r in found] == [
            (r.name, r.check, r.verdict, r.causes) for r in expected
        ]


def test_evidence_names_the_mistake(judged_here):
    report = judged_here(WRONG, only="FCLayer.backward")
    causes = {record.causes: record for record in report.failures}
    assert set(causes) == {("missing-l2",), ("bias-averaged",)}
    assert "your dW equals the right one without its term in reg_lambda, to " in causes["missing-l2",].evidence
    assert "lambda W" in causes["missing-l2",].math
    assert causes["missing-l2",].hint


def test_text_fits_the_terminal(judged_here):
    text = repr(judged_here(WRONG))
    assert max(map(len, text.splitlines())) <= 80
    assert re.search(r"^FAIL     Sigmoid.backward: the result is wrong$", text, re.M)
    assert re.search(r"^  mistake  .* \[missing-factor-one-minus-out\]$", text, re.M)
    assert "\x1b" not in text


def test_missing_class_is_told_once(judged_here):
    report = judged_here("del FCLayer\nTanh = 3")
    text = repr(report)
    assert text.count("the file has no class FCLayer") == text.count("Tanh is not a class, but of the type int") == 1
    assert [record.name for record in report.failures if record.causes == ("missing-class",)] == ["FCLayer"]
    assert {report.verdict(records) for name, _, records in report.methods() if name.startswith("FCLayer.")} == {
        "not run"
    }


def test_what_is_counted(judged, short):
    assert "\n1 method: 1 right." in repr(judged("", only="ReLU.forward"))
    assert "\n5 methods: 5 right." in repr(judged("print('y' * 10**6)", assignment=short))  # the import is no method
    assert "\n5 methods: 5 not run." in repr(judged("1 / 0", assignment=short))


def test_one_mistake_of_a_method_is_told_once(judged_here):
    source = "class ReLU(ReLU):\n    def forward(self, z):\n        n, d = z.shape\n        return super().forward(z)"
    report = judged_here(source, only="ReLU.forward", assignment=load_assignment("hw3").strict())
    assert len([record for record in report.failures if record.causes == ("only-2d",)]) == 3
    text = " ".join(repr(report).split())
    assert text.count("[only-2d]") == 1
    assert " also 3-D: raises ValueError: too many values to unpack (expected 2); 4-D: raises ValueError" in text


def test_a_wrong_result_is_not_called_right(judged_here):
    source = "class Tanh(Tanh):\n    def forward(self, z): return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))"
    found = [record for record in judged_here(source, only="Tanh.forward").records if record.check == "extremes"]
    assert {(record.verdict, record.causes) for record in found} == {("fail", ("tanh-unstable",))}


def test_why_a_method_is_not_run_is_told_where_nothing_else_tells_it(judged_here):
    story = "a long story about a constructor and its troubles"
    text = repr(judged_here(f"class ReLU(ReLU):\n    def __init__(self): raise ValueError('{story}')"))
    assert " ".join(text.split()).count(f"ValueError: {story}") == 1
    told_already = f"class FCLayer(FCLayer):\n    def __init__(self, i, o): raise ValueError('{story}')"
    assert not re.search(r"^not run +FCLayer\.\w+, ", repr(judged_here(told_already, only="FCLayer")), re.M)
    beside_another = f"class ReLU:\n    def __init__(self): raise ValueError('{story}')\n    def forward(self, z): pass"
    assert " ".join(repr(judged_here(beside_another, only="ReLU")).split()).count(f"ValueError: {story}") == 1


def test_json(judged_here):
    report = json.loads(judged_here(WRONG).to_json())
    assert report["seed"] == 0
    assert not report["ok"]
    for record in report["records"]:
        assert {"class", "method", "check", "verdict", "error", "cause"} <= set(record)
    assert any(record["cause"] == "missing-l2" for record in report["records"])


def test_html_is_escaped(judged_here):
    page = judged_here("class ReLU(ReLU):\n    def forward(self, z): raise ValueError('<script>')")._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_assert_ok(judged_here):
    with pytest.raises(AssertionError, match="missing-l2"):
        judged_here(WRONG).assert_ok()


def test_points(judged_here):
    task = parse_assignment(
        '[[method]]\nname = "Sigmoid.forward"\npoints = 2\n[[method]]\nname = "Sigmoid.backward"\npoints = 3',
        where="x.toml",
        name="x",
    )
    report = judged_here(WRONG, assignment=task)
    assert (report.score, report.total) == (2, 5)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("titel = 'x'", "did you mean 'title'"),
        ("[[method]]\nname = 'ReLU.forwrd'", "did you mean 'ReLU.forward'"),
        ("[[method]]\nnam = 'ReLU.forward'", "did you mean 'name'"),
        ("[[method]]\nname = 'ReLU.forward'\n[checks]\nspeeed = 'fail'", "did you mean 'speed'"),
        ("[[method]]\nname = 'ReLU.forward'\n[checks]\nspeed = 'failure'", "did you mean 'fail'"),
        ("[[method]]\nname = 'ReLU.forward'\npoints = 'many'", "got a text in [[method]] number 1, points"),
        ("[[method]]\nname = 'ReLU.forward'\n[[method]]\npoints = 3", "name is missing in [[method]] number 2"),
        ("[[method]]\nname = 'ReLU.forward'\nchecks = {speed = true}", "expected a text, got true or false"),
        ("[[method]]\nname = 'ReLU.forward'\npoints = -1", "ReLU.forward has -1 points"),
        ("[[method]]\nname = 'ReLU.forward'\npoints = nan", "ReLU.forward has nan points"),
        ("[[method]]\nname = 'ReLU.forward'\n[[method]]\nname = 'ReLU.forward'", "twice"),
        ("", "[[method]]"),
        ("x = ", "not valid TOML"),
    ],
)
def test_assignment_that_cannot_be_used(text, says):
    with pytest.raises(UsageError) as error:
        parse_assignment(text, where="x.toml", name="x")
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("nothing.py", None, "there is no file"),
        ("picture.py", b"\x89PNG\0\0", "picture"),
        ("all.zip", b"PK\x03\x04", "zip"),
        ("bytes.py", b"a\0b", "not Python source"),
        ("work.ipynb", b"{}", "notebook"),
        ("essay.txt", b"My homework", "must end in .py"),
        ("Answer.py.txt", b"import numpy", "must end in .py"),
        ("windows.py", "import numpy".encode("utf-16"), "save it as UTF-8"),
        (".", None, "holds no Python file"),
    ],
)
def test_file_that_cannot_be_checked(tmp_path, name, content, says):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError) as error:
        check_file(tmp_path / name)
    assert says in str(error.value)


@pytest.mark.parametrize("options", [{"limit": 0}, {"limit": float("nan")}, {"import_limit": -1}, {"seed": 1.5}])
def test_option_that_cannot_be_used(tmp_path, options):
    (tmp_path / "Answer.py").write_text("", encoding="utf-8")
    with pytest.raises(UsageError):
        check_file(tmp_path / "Answer.py", **options)


class Leaky:
    """A layer that the checker does not know."""

    factor = 1.0

    def __init__(self):
        self.a = np.array([0.3])

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.a * x)

    def backward(self, d_prev, reg_lambda=0.0):
        self.da = np.array([np.sum((d_prev * self.x)[self.x <= 0])])
        return self.factor * np.where(self.x > 0, d_prev, self.a * d_prev)

    def update(self, learning_rate):
        self.a = self.a - learning_rate * self.da

    def summary(self):
        return "Leaky"


def test_layer_without_a_textbook():
    def bound(self, d_prev, reg_lambda=0.0):
        self.da = np.array([np.sum((d_prev * self.x)[self.x <= 0])], dtype=self.a.dtype)
        return np.where(self.x > 0, d_prev, self.a * d_prev)

    right = type("Right", (Leaky,), {"backward": bound})
    check_layer(right, seed=0).assert_ok()
    report = check_layer(type("Wrong", (Leaky,), {"factor": -1.0}), seed=0)
    assert ("sign",) in {record.causes for record in report.failures}


@pytest.mark.parametrize(("name", "arguments"), [("ReLU", ()), ("Sigmoid", ()), ("Tanh", ()), ("FCLayer", (5, 3))])
def test_our_layers_by_differences(name, arguments):
    import undergrad

    report = check_layer(getattr(undergrad, name), *arguments, seed=1)
    report.assert_ok()
    assert repr(report).rstrip().endswith("\n4 methods: 4 right.")
    check_layer(getattr(undergrad, name), like=name, seed=1).assert_ok()


@pytest.mark.parametrize(
    ("dx", "dw", "causes"),
    [
        ("0", "0", set()),
        ("0", "reg_lambda * self.W", set()),
        ("0", "2 * reg_lambda * self.W", {("l2-twice",)}),
        ("0", "-reg_lambda * self.W", {("l2-sign",)}),
        ("0", "self.W * (reg_lambda > 0)", {("l2-without-lambda",)}),
        ("0", "reg_lambda * self.W**2", {("l2-squared",)}),
        ("0", "reg_lambda * np.sin(self.W)", {()}),
        ("reg_lambda", "0", {("l2-in-dx",)}),
    ],
)
def test_l2_of_a_layer_without_a_textbook(dx, dw, causes):
    import undergrad

    def backward(self, d_prev, reg_lambda):
        below = undergrad.FCLayer.backward(self, d_prev, 0.0)
        scope = {"self": self, "reg_lambda": reg_lambda, "np": np}
        self.dW = self.dW + eval(dw, scope)
        return below + eval(dx, scope)

    report = check_layer(type("Own", (undergrad.FCLayer,), {"backward": backward}), 5, 3, seed=0)
    assert {record.causes for record in report.failures if record.check == "values"} == causes
    if not causes:
        report.assert_ok()


def test_layer_that_clears_its_old_gradient():
    import undergrad

    class Clearing(undergrad.FCLayer):
        def backward(self, d_prev, reg_lambda):
            if hasattr(self, "dW"):
                self.dW[...] = 0
            return super().backward(d_prev, reg_lambda)

    check_layer(Clearing, like="FCLayer", seed=1).assert_ok()


@pytest.mark.parametrize(
    ("layer", "options", "says"),
    [
        (Leaky(), {}, "takes a class"),
        (Leaky, {"input_shape": 3}, "(N, ...)"),
        (Leaky, {"input_shape": (2.5, 3)}, "(N, ...)"),
        (Leaky, {"seed": -1}, "0 or more"),
        (Leaky, {"like": "Relu"}, "did you mean 'ReLU'"),
    ],
)
def test_layer_that_cannot_be_checked(layer, options, says):
    with pytest.raises(UsageError) as error:
        check_layer(layer, **options)
    assert says in str(error.value)


def test_layer_that_flattens():
    import undergrad

    check_layer(undergrad.FCLayer, 24, 3, input_shape=(7, 2, 3, 4), seed=1).assert_ok()


def test_layer_that_ends_the_program():
    report = check_layer(type("Ends", (Leaky,), {"forward": lambda self, x: sys.exit()}), seed=0)
    assert {record.causes for record in report.failures} == {("exits",)}


def test_random_layer_is_accused_of_nothing_else():
    rng = np.random.default_rng(0)

    def forward(self, x):
        return Leaky.forward(self, x + rng.normal(size=x.shape))

    report = check_layer(type("Random", (Leaky,), {"forward": forward}), seed=0)
    assert {(record.check, record.causes) for record in report.failures} == {("values", ("second-call-differs",))}


def test_array_in_fortran_order_arrives_as_one(judged, judged_here, short):
    """What lies in another order in memory must do so in the student's process too."""
    body = "class Tanh(Tanh):\n    def forward(self, z): return super().forward(z.ravel('K').reshape(z.shape))"
    for judge in (judged, judged_here):
        failures = judge(body, assignment=short).failures
        assert [(record.check, record.message) for record in failures if record.method == "forward"] == [
            ("shapes", "Fortran order: the result is wrong")
        ]


def test_a_line_has_room_for_its_method_where_many_mistakes_explain_it(judged_here):
    """A result that is always 1 is what many slips give, so it has no name; a record may have several."""
    source = """
import numpy as np

class EvaluationMetric:
    def __init__(self, num_class, method="macro"):
        self.num_class = num_class

    def precision(self, predicted, labels):
        called = [np.sum(predicted == c) for c in range(self.num_class)]
        return np.mean([0.0 if count < 0 else 1.0 for count in called])
"""
    report = judged_here(source, whole=True, seed=5, assignment=load_assignment("metrics"))
    (failure,) = [record for record in report.failures if record.check == "values"]
    assert failure.causes == ()
    names = ("every-sample-for-whole", "precision-for-f", "recall-for-precision", "another-variable")
    failure = structs.replace(failure, causes=names, ambiguous=True)
    assert len(" | ".join(failure.causes)) > 70
    lines = report_text(Report([failure], subject="Answer.py", seed=5), lines=10).splitlines()
    assert any("EvaluationMetric.precision" in line for line in lines)
    assert max(map(len, lines)) <= 80
