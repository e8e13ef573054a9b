"""A failure is a wrong result for an input that the assignment can produce, or a change that a network learns from.

Everything else is a remark, and costs nothing.
"""

import ast

import numpy as np
import pytest

from benchmarks.check_power import measure
from tests.check.conftest import PLAIN, UNTIMED, only
from tests.check.zoo import solutions
from undergrad.check.assignment import parse_assignment

HARMLESS = solutions("harmless")
#: One of each kind: the homework's own, a base class and a module beside it, another encoding, only what is asked for.
IN_PROCESSES = ["homework-answer", "fc-from-base-class", "helper-modules", "cp949", "only-what-is-asked"]
STRICT = UNTIMED.strict()


def sampled(solutions):
    """Every fourth in each run, the others with the slow tests; `benchmarks check-power` asks all of them too."""
    marks = [[] if number % 4 == 0 else [pytest.mark.slow] for number in range(len(solutions))]
    return [pytest.param(solution, marks=mark) for solution, mark in zip(solutions, marks, strict=True)]


@pytest.mark.parametrize("solution", sampled(HARMLESS), ids=str)
def test_harmless_solution_has_all_its_points(solution):
    assert measure(solution.id, range(1), in_process=True) == {"right": 1}


@pytest.mark.parametrize("name", IN_PROCESSES)
def test_harmless_solution_has_all_its_points_in_a_process(name):
    assert measure(name, range(1)) == {"right": 1}


def test_homework_answer(cli, tmp_path):
    next(solution for solution in HARMLESS if solution.id == "homework-answer").write(tmp_path)
    code, out, err = cli("check", "--points", "--all", "--seed", "1")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "100 of 100 points."
    text = " ".join(out.split())
    assert "FAIL" not in text
    assert "remark ClassifierModel.forward: the course's own code: the loss that it returns" in text
    assert "your network learns the same: 300 steps, bit for bit" in text
    assert cli("check", "--strict", "--only", "ReLU", "--seed", "1")[0] == 1


#: The result is right; then the batch, which is the data set's own, is changed.
CENTRES_AFTERWARDS = """
class FCLayer(FCLayer):
    def forward(self, x):
        out = super().forward(x.copy())
        x -= x.mean(axis=0)
        return out
"""
#: The gradient is right; the labels, which are the data set's own, are gone.
EATS_LABELS = """
class SoftmaxLayer(SoftmaxLayer):
    def backward(self, d_prev=1, reg_lambda=0):
        dx = self.y
        dx -= self.y_hat
        return -dx / len(dx)
"""
#: The gradient is right; but d_prev is an array that the layer above goes on using: 0 times its numbers of before.
SPOILS_UPSTREAM = """
class FCLayer(FCLayer):
    kept = None
    def backward(self, d_prev, reg_lambda):
        dx = super().backward(d_prev, reg_lambda)
        if self.kept is not None and self.kept.shape == dx.shape:
            dx += 0 * self.kept
        self.kept = dx
        return dx
class ReLU(ReLU):
    def backward(self, d_prev, reg_lambda):
        dz = super().backward(d_prev, reg_lambda)
        d_prev[...] = np.inf
        return dz
"""
EPOCH = 5  # steps


@pytest.mark.parametrize(
    ("source", "name", "cause", "step"),
    [
        (CENTRES_AFTERWARDS, "FCLayer.forward", "input-changed", EPOCH + 1),
        (EATS_LABELS, "SoftmaxLayer.backward", "input-changed", EPOCH + 1),
        (SPOILS_UPSTREAM, "ReLU.backward", "upstream-changed", 2),
    ],
)
def test_change_that_a_network_learns_from_is_a_failure(judged_here, source, name, cause, step):
    """What is left in the data set shows when the second epoch begins, what is left in an array of a layer sooner."""
    failures = judged_here(PLAIN + source, whole=True).failures
    assert {(record.name, record.causes) for record in failures} == {(name, (cause,))}
    assert failures[0].evidence == f"your network learns something else from step {step} of 300 on"
    strict = judged_here(PLAIN + source, whole=True, assignment=STRICT).failures
    assert (name, (cause,)) in {(record.name, record.causes) for record in strict}


@pytest.mark.parametrize("solution", ["relu-in-place-forward", "output-becomes-derivative", "update-scales-gradient"])
def test_strict_makes_every_remark_a_failure(judged_here, solution):
    source = next(harmless.source for harmless in HARMLESS if harmless.id == solution)
    report = judged_here(source, whole=True)
    assert report.ok
    remarks = {(record.name, record.causes) for record in report.records if record.verdict == "remark"}
    strict = judged_here(source, whole=True, assignment=STRICT)
    assert not strict.ok
    assert {(record.name, record.causes) for record in strict.failures} == remarks
    assert not any(record.verdict == "remark" for record in strict.records)


def test_attribute_that_no_method_misses_is_a_remark(judged_here):
    source = """
class Tanh(Tanh):
    def forward(self, z):
        self.mine = np.tanh(z)
        return self.mine
    def backward(self, d_prev, reg_lambda): return d_prev * (1 - self.mine**2)
"""
    report = judged_here(PLAIN + source, whole=True, only="Tanh")
    assert report.ok
    assert ("missing-attribute",) in {record.causes for record in report.records if record.verdict == "remark"}


def test_attribute_that_a_later_method_misses_is_a_failure(judged_here):
    source = "class Tanh(Tanh):\n    out = None\n    def forward(self, z): return np.tanh(z)\n"
    report = judged_here(PLAIN + source, whole=True, only="Tanh")
    assert [(record.name, record.causes) for record in report.failures] == [("Tanh.forward", ("missing-attribute",))]
    assert report.failures[0].evidence.startswith("with the attributes that it keeps, Tanh.backward raises TypeError")


def test_what_the_course_gives_is_not_mentioned_where_it_is_absent(judged_here):
    source = next(harmless.source for harmless in HARMLESS if harmless.id == "only-what-is-asked")
    report = judged_here(source, whole=True)
    assert report.ok
    assert not any(word in repr(report) for word in ("ClassifierModel", "Norm", "update", "summary", "__init__"))


def test_what_the_course_gives_is_judged_where_it_is_there(judged_here):
    source = (
        "class ClassifierModel(ClassifierModel):\n    def update(self, learning_rate): super().update(-learning_rate)"
    )
    report = judged_here(PLAIN + source, whole=True)
    assert {record.name for record in report.failures} == {"ClassifierModel.update"}
    assert not report.ok
    assert report.score == report.total == 100
    assert "that the course hands out, 1 is wrong." in repr(report)


@pytest.mark.parametrize(
    ("solution", "verdict"), [("model-forward-spectral", "remark"), ("norm-forward-spectral", "fail")]
)
def test_spectral_norm_is_the_courses_own_or_the_students(judged_here, solution, verdict):
    source = next(wrong.source for wrong in solutions("wrong") if wrong.id == solution)
    name = "Norm.forward" if verdict == "fail" else "ClassifierModel.forward"
    found = [record for record in judged_here(source, whole=True).records if "spectral-norm" in record.causes]
    assert verdict in {record.verdict for record in found if record.name == name}
    assert {record.verdict for record in found if record.name == "ClassifierModel.forward"} <= {"remark"}


SPLIT = """
[[method]]
name = "ReLU.forward"
points = {values = 10, batches = 3, shapes = 2}
"""


@pytest.mark.parametrize(
    ("body", "score"),
    [
        ("self.first = getattr(self, 'first', z.shape); assert z.shape == self.first; return super().forward(z)", 12),
        ("return super().forward(z[:5] if len(z) == 1 else z) if len(z) > 1 else 1 / 0", 13),
        ("return 2 * super().forward(z)", 3),  # two batches do not get in each other's way; shapes are not judged
        ("return super().forward(z)", 15),
    ],
)
def test_points_of_single_checks(judged_here, body, score):
    task = parse_assignment(SPLIT, where="x.toml", name="x")
    source = f"{PLAIN}\nclass ReLU(ReLU):\n    def forward(self, z):\n        {body}\n"
    report = judged_here(source, whole=True, assignment=task)
    assert (report.score, report.total) == (score, 15)


@pytest.mark.parametrize(
    ("solution", "method", "points"),
    [
        ("no-norm", "ClassifierModel.forward", 5),
        ("only-what-is-asked", "FCLayer.backward", 30),
        ("plain", "Norm.forward", 5),
    ],
)
def test_points_of_an_absent_method_go_elsewhere(judged_here, solution, method, points):
    source = next(one.source for one in solutions() if one.id == solution)
    report = judged_here(source, whole=True)
    assert report.total == report.score == 100
    assert report.points[method] == points
    assert ("Norm.forward" in report.points) == (method == "Norm.forward")


def test_method_that_lacks_reg_lambda_is_judged(judged_here):
    source = f"{PLAIN}\nclass ReLU(ReLU):\n    def backward(self, d_prev): return d_prev * "
    right = judged_here(f"{source}~self.zero_mask", whole=True, only="ReLU.backward")
    assert right.ok
    assert [record.causes for record in right.records if record.verdict == "remark"] == [("wrong-signature",)]
    wrong = judged_here(f"{source}self.zero_mask", whole=True, only="ReLU.backward")
    assert {record.causes for record in wrong.failures} == {("relu-mask-inverted",)}


LOWER_CASE = PLAIN.replace("self.W", "self.w").replace("self.dW", "self.dw").replace("layer.W", "layer.w")


def test_weights_of_another_name(judged_here):
    report = judged_here(LOWER_CASE, whole=True)
    assert report.ok
    assert report.score == 100
    assert [record.message for record in only(report, "FCLayer")] == [
        "self.W is called self.w, self.dW is called self.dw here, and is judged under that name"
    ]
    wrong = judged_here(LOWER_CASE.replace("reg_lambda * self.w", "2 * reg_lambda * self.w"), whole=True)
    assert {(record.name, record.causes) for record in wrong.failures} == {("FCLayer.backward", ("l2-twice",))}
    assert "fclayer.w = W" in wrong.failures[0].code
    assert wrong.failures[0].code.endswith("print(fclayer.dw)")


@pytest.mark.parametrize(
    ("name", "other"),
    [("FCLayer", "FullyConnectedLayer"), ("SoftmaxLayer", "SoftmaxWithLoss"), ("ReLU", "Relu"), ("Tanh", "TanhLayer")],
)
def test_class_of_another_name(judged_here, name, other):
    source = f"{PLAIN}\nclass {other}({name}): pass\ndel {name}\n"
    failures = judged_here(source, whole=True).failures
    assert [(record.name, record.message) for record in failures] == [
        (name, f"the file has no class {name}, but {other}; is {name} meant?")
    ]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("x = 1\n", "the file has no class that hw3 asks for; it has no class at all"),
        ("class Node: pass\n", "the file has no class that hw3 asks for; it has Node"),
        ("class Affine: pass\n", "it has Affine; is FCLayer meant by Affine?"),
    ],
)
def test_file_with_nothing_of_the_assignment(judged, source, says):
    report = judged(source, whole=True)
    assert len(report.failures) == 1
    assert says in report.failures[0].message
    assert not report.ok
    assert {record.verdict for record in report.records[1:]} == {"not run"}


def test_class_that_nobody_asks_for_is_named(judged):
    report = judged("class Momentum: pass\nclass Dropout: pass\n", only=None)
    assert report.unasked == ("Momentum", "Dropout")
    assert "Not judged, since the assignment does not ask for it: Momentum, Dropout." in " ".join(repr(report).split())
    assert report.ok


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "return np.zeros_like(d_prev)",
        "return self.out",
        "dz = None\n        return dz",
        "dz = d_prev\n        return dz\n        dz = d_prev * (1 - self.out**2)\n        return dz",
        "raise NotImplementedError",
    ],
)
def test_blank_is_not_written(judged_here, body):
    source = f"{PLAIN}\nclass Tanh(Tanh):\n    def backward(self, d_prev, reg_lambda):\n        {body}\n"
    report = judged_here(source, whole=True, only="Tanh.backward")
    assert {record.causes for record in report.failures} == {("not-written",)}
    assert "1 method: 1 not written yet." in repr(report)


@pytest.mark.parametrize(
    "body", ["dz = d_prev\n        dz[self.out == 2] = 0\n        return dz", "return np.zeros_like(d_prev) + self.out"]
)
def test_what_computes_something_wrong_is_written(judged_here, body):
    source = f"{PLAIN}\nclass Tanh(Tanh):\n    def backward(self, d_prev, reg_lambda):\n        {body}\n"
    failures = judged_here(source, whole=True, only="Tanh.backward").failures
    assert failures
    assert not any("not-written" in record.causes for record in failures)


@pytest.mark.parametrize(
    ("source", "only", "says"),
    [
        (
            "class Tanh(Tanh):\n    def backward(self, d_prev, reg_lambda):\n"
            "        return d_prev * (1 - self.out**2) + reg_lambda * np.sin(d_prev)",
            "Tanh.backward",
            "right at reg_lambda = 0",
        ),
        (
            "class Sigmoid(Sigmoid):\n    def forward(self, z):\n"
            "        self.out = np.exp(z) / (1 + np.exp(z))\n        return self.out",
            "Sigmoid.forward",
            "from z > 709 on",
        ),
    ],
)
def test_message_says_where_it_is_right(judged_here, source, only, says):
    failures = judged_here(f"{PLAIN}\n{source}\n", whole=True, only=only).failures
    assert any(says in record.message for record in failures), failures


#: db (1, H): b takes it up by broadcasting, and is (1, H) from then on.
ROW = """
class FCLayer(FCLayer):
    def backward(self, d_prev, reg_lambda=0.0):
        dx = super().backward(d_prev, reg_lambda)
        self.db = d_prev.sum(axis=0, keepdims=True)
        return dx
"""
#: The same, but b (H,) cannot take a row up in place.
ROW_IN_PLACE = (
    ROW
    + """
    def update(self, learning_rate):
        self.W = self.W - learning_rate * self.dW
        self.b -= learning_rate * self.db
"""
)


def test_a_gradient_with_a_dimension_too_many_from_which_the_network_learns_the_same_is_a_remark(judged_here):
    report = judged_here(ROW)
    assert report.ok, report
    (record,) = [entry for entry in report.records if entry.causes == ("bias-shape",) and entry.cls == "FCLayer"]
    assert (record.name, record.verdict) == ("FCLayer.backward", "remark")
    assert record.evidence == "your network learns the same: 300 steps, bit for bit"
    assert report.score == report.total
    assert not judged_here(ROW, assignment=STRICT).ok


def test_the_same_gradient_is_a_failure_where_the_network_cannot_learn_with_it(judged_here):
    failures = judged_here(ROW_IN_PLACE).failures
    assert {(record.name, record.causes) for record in failures} >= {("FCLayer.backward", ("bias-shape",))}


def test_wrong_numbers_in_such_a_gradient_are_still_named(judged_here):
    failures = judged_here(
        ROW.replace("d_prev.sum(axis=0, keepdims=True)", "d_prev.mean(axis=0, keepdims=True)")
    ).failures
    assert [(record.name, record.causes) for record in failures] == [("FCLayer.backward", ("bias-averaged",))]


@pytest.mark.parametrize("shape", ["(1,)", "(1, 1)"])
def test_a_loss_in_an_array_of_one_number_is_a_failure_since_nobody_can_print_it(judged_here, shape):
    with pytest.raises(TypeError):
        format(np.zeros(ast.literal_eval(shape)), ".3f")
    source = "class SoftmaxLayer(SoftmaxLayer):\n    def ce_loss(self, y_hat, y):\n"
    source += f"        return np.reshape(super().ce_loss(y_hat, y), {shape})"
    failures = judged_here(PLAIN + source, whole=True).failures
    assert {record.causes for record in failures if record.cls == "SoftmaxLayer"} == {("loss-not-a-float",)}


@pytest.mark.parametrize(
    ("cls", "method", "body", "mistake", "says"),
    [
        (
            "Sigmoid",
            "backward(self, d_prev, reg_lambda=0)",
            "return super().backward(d_prev, 0) + reg_lambda * np.cos(d_prev)",
            "l2-in-activation",
            "right at reg_lambda = 0",
        ),
        (
            "FCLayer",
            "backward(self, d_prev, reg_lambda=0)",
            "return super().backward(d_prev, reg_lambda) + reg_lambda**3",
            "l2-in-dx",
            "right at reg_lambda = 0",
        ),
        (
            "SoftmaxLayer",
            "forward(self, x)",
            "return np.clip(super().forward(x), 0.1, 0.7)",
            "clips-input",
            "cut off below 0.1 and above 0.7",
        ),
    ],
)
def test_what_is_known_of_numbers_that_no_formula_explains_names_the_mistake(
    judged_here, cls, method, body, mistake, says
):
    failures = judged_here(f"class {cls}({cls}):\n    def {method}:\n        {body}", only=cls).failures
    first = next(record for record in failures if record.check == "values")
    assert first.causes == (mistake,)
    assert says in first.message


def test_a_change_of_the_formulas_text_is_shown(judged_here):
    body = "return d_prev / self.out * (1 - self.out)"
    source = f"class Sigmoid(Sigmoid):\n    def backward(self, d_prev, reg_lambda=0):\n        {body}"
    record = judged_here(source, only="Sigmoid").failures[0]
    assert record.causes == ("divided-for-multiplied",)
    assert "the right one with `(1 - out) / out`" in record.evidence or "for `out * (1 - out)`" in record.evidence
