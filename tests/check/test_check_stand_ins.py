"""A model is judged fairly and by name where its layers are wrong: on stand-ins that answer no question."""

import re

import numpy as np
import pytest

from benchmarks.check_power import OwnProcess
from tests.check.conftest import PLAIN, UNTIMED
from tests.check.zoo import solutions
from undergrad import layers
from undergrad.check.judge import Judge
from undergrad.contracts.compare import relative_error
from undergrad.exercises.own import central
from undergrad.sandbox.worker.stand_ins import STAND_INS, Blend
from undergrad.source.program import parsed

MISTAKES = [solution for solution in solutions("wrong", "hw3") if solution.class_name == "ClassifierModel"]
CHECKS = ("exists", "shape", "values", "attributes", "purity", "repeat", "instances", "batches", "shapes")


def unwritten(source, *classes):
    """The source with the methods of these classes emptied, their constructors and names left."""
    lines, inside = [], ""
    for line in source.splitlines():
        if found := re.match(r"class (\w+)", line):
            inside = found[1]
        elif line[:1].strip():
            inside = ""
        method = re.match(r"    def (\w+)", line)
        if inside in classes and method and method[1] != "__init__":
            lines += [line, "        pass"]
            skipping = True
        elif method or not line.startswith("        "):
            skipping = False
            lines.append(line)
        elif not skipping:
            lines.append(line)
    return "\n".join(lines) + "\n"


@pytest.fixture
def model_records(tmp_path):
    def judge(source):
        path = tmp_path / "Answer.py"
        path.write_text(source, encoding="utf-8")
        own = OwnProcess(path)
        items = [item for item in UNTIMED.methods if item.name.startswith("ClassifierModel.")]
        return Judge(own, own.classes, UNTIMED, 0, parsed(path)).all(items, CHECKS)

    return judge


def used_by(name, used):
    forward = STAND_INS[name].forward

    def recorded(self, x):
        used.add(name)
        return forward(self, x)

    return recorded


LACKING = [("FCLayer",), ("Tanh",), ("SoftmaxLayer",), ("FCLayer", "Tanh", "SoftmaxLayer")]


@pytest.mark.parametrize("classes", LACKING, ids=" ".join)
def test_right_model_over_layers_that_are_not_written(model_records, classes, capsys, monkeypatch):
    used = set()
    for name in STAND_INS:
        made = type(STAND_INS[name].__name__, (STAND_INS[name],), {"forward": used_by(name, used)})
        monkeypatch.setitem(STAND_INS, name, made)
    records = model_records(unwritten(PLAIN, *classes))
    assert {record.verdict for record in records} == {"pass"}
    assert used == set(classes)


DOES_IT_ITSELF = """
class Own(ClassifierModel):
    def forward(self, x, y, reg_lambda):
        y_hat = self.predict(x)
        self.y_hat, self.y = y_hat, y
        weights = [layer.W for layer in self.layers.values() if isinstance(layer, FCLayer)]
        entropy = -np.sum(y * np.log(y_hat + 1e-10)) / len(y)
        self.loss = float(entropy + reg_lambda / 2 * sum(np.sum(W * W) for W in weights))
        return self.loss
    def backward(self, reg_lambda):
        d_prev = (self.y_hat - self.y) / len(self.y)
        for layer in reversed(self.layers.values()):
            d_prev = layer.backward(d_prev, 0.0)
            if isinstance(layer, FCLayer): layer.dW = layer.dW + reg_lambda * layer.W
    def update(self, learning_rate):
        for layer in self.layers.values():
            if isinstance(layer, FCLayer):
                layer.W = layer.W - learning_rate * layer.dW
                layer.b = layer.b - learning_rate * layer.db
"""


@pytest.mark.parametrize("classes", [(), *LACKING], ids=" ".join)
def test_model_that_does_itself_what_its_layers_do(model_records, classes, capsys):
    source = unwritten(PLAIN, *classes) + DOES_IT_ITSELF + "ClassifierModel = Own\n"
    records = model_records(source)
    assert {record.verdict for record in records} == {"pass"}, [r for r in records if r.verdict != "pass"]


@pytest.mark.parametrize("solution", MISTAKES, ids=str)
def test_mistake_of_a_model_over_stand_ins_keeps_its_name(model_records, solution, capsys):
    records = model_records(unwritten(solution.source, "FCLayer", "Tanh", "SoftmaxLayer"))
    causes = [record.causes for record in records if record.verdict == solution.severity]
    assert causes
    assert {name for names in causes for name in names} <= set(solution.causes), causes
    assert any(causes) or not solution.causes


def test_stand_ins_answer_no_question():
    rng = np.random.default_rng(0)
    x, W, b, d = (rng.uniform(0.2, 0.9, shape) for shape in ((7, 5), (5, 3), (3,), (7, 3)))
    for name, stand_in in STAND_INS.items():
        sizes = W.shape if name == "FCLayer" else ()
        pair = [kind(*sizes) for kind in (getattr(layers, name), stand_in)]
        for layer in pair if sizes else ():
            layer.W, layer.b = W, b
        one, two = ([layer.forward(x)] for layer in pair)
        if name == "SoftmaxLayer":
            y = np.eye(5)[np.arange(7) % 5]
            for layer, values in zip(pair, (one, two), strict=True):
                values.append(np.asarray(layer.ce_loss(values[0], y)))
        for layer, values in zip(pair, (one, two), strict=True):
            upstream = 1 if name == "SoftmaxLayer" else d if sizes else x[::-1]
            values.append(layer.backward(upstream, 0.3))
            layer.update(0.1)
            values += [layer.dW, layer.db, layer.W, layer.b] if sizes else []
        assert all(relative_error(a, b) > 0.01 for a, b in zip(one, two, strict=True)), name


@pytest.mark.parametrize("name", ["Tanh", "FCLayer", "SoftmaxLayer"])
def test_gradients_of_stand_ins_are_right(name):
    """A model that is right over them is right: back-propagation through them is."""
    rng = np.random.default_rng(1)
    x, W, b = (rng.uniform(0.2, 0.9, shape) for shape in ((7, 5), (5, 5), (5,)))
    weights, y = rng.normal(size=(7, 5)), np.eye(5)[np.arange(7) % 5]

    def layer(W=W, b=b):
        made = STAND_INS[name](*(W.shape if name == "FCLayer" else ()))
        if name == "FCLayer":
            made.W, made.b = W, b
        return made

    def loss(x=x, **own):
        made = layer(**own)
        out = made.forward(x)
        return made.ce_loss(out, y) if name == "SoftmaxLayer" else float(np.sum(out * weights))

    made = layer()
    out = made.forward(x)
    if name == "SoftmaxLayer":
        made.ce_loss(out, y)
    dx = made.backward(1 if name == "SoftmaxLayer" else weights, 0.0)
    assert relative_error(dx, central(lambda value: loss(x=value), x, 1e-5).gradient) < 1e-6
    if name == "FCLayer":
        assert relative_error(made.dW, central(lambda value: loss(W=value), W, 1e-5).gradient) < 1e-6
        assert relative_error(made.db, central(lambda value: loss(b=value), b, 1e-5).gradient) < 1e-6
        assert Blend.step(-0.3) == -Blend.step(0.3)
