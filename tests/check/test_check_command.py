"""`undergrad check`."""

import json
import re
import subprocess
import sys

import pytest

from tests.check.conftest import PLAIN
from undergrad.cli import check
from undergrad.cli.main import main

#: The plain correct solution, and a line to break it with.
GOOD = PLAIN


@pytest.fixture
def answer(tmp_path):
    path = tmp_path / "Answer.py"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_exit_codes(answer, capsys):
    assert main(["check", str(answer), "--only", "ReLU"]) == 0
    assert "seed" in capsys.readouterr().out
    answer.write_text(GOOD + "del ReLU\n", encoding="utf-8")
    assert main(["check", str(answer), "--only", "ReLU"]) == 1
    assert main(["check", str(answer) + "x"]) == 2
    assert main(["check", str(answer), "--only", "Relu"]) == 2
    assert "did you mean" in capsys.readouterr().err
    assert main(["check", str(answer), "--assignment", "hw33"]) == 2
    assert main(["check", str(answer), "--seed", "-1"]) == 2


def test_module_of_the_student_is_not_taken_for_ours(tmp_path):
    for name in ("json", "logging", "rich"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError\n", encoding="utf-8")
    source = "class ReLU:\n    def forward(self, z):\n        self.zero_mask = z <= 0\n        return z * (z > 0)\n"
    (tmp_path / "Answer.py").write_text(source, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "undergrad",
        "check",
        "Answer.py",
        "--only",
        "ReLU.forward",
        "--time-limit",
        "3600",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_json_and_points(answer, capsys):
    assert main(["check", str(answer), "--only", "ReLU.forward", "--json", "--seed", "7"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["seed"] == 7
    assert {record["method"] for record in report["records"]} == {"forward"}
    assert main(["check", str(answer), "--only", "ReLU.forward", "--points"]) == 0
    assert "5 of 5 points" in capsys.readouterr().out


def test_watch(answer, cli, monkeypatch):
    """At each look for a save, the next thing happens to the file."""
    beside = answer.with_name("Answer.py~")

    def replaced():
        beside.write_text(GOOD + "del FCLayer\n", encoding="utf-8")
        beside.replace(answer)  # as many editors save

    def interrupted():
        raise KeyboardInterrupt

    events = [
        lambda: answer.write_text("def (\n", encoding="utf-8"),  # half-written
        lambda: answer.write_text(GOOD, encoding="utf-8"),
        replaced,
        answer.unlink,
        lambda: None,  # a look at nothing, of which nothing is said
        lambda: answer.write_text(GOOD, encoding="utf-8"),
        lambda: answer.write_bytes(b"a\0b"),
        lambda: answer.write_text(GOOD + "# right again\n", encoding="utf-8"),
        interrupted,
    ]
    monkeypatch.setattr(check, "_pause", lambda: events.pop(0)())
    code, out, err = cli("check", answer, "--only", "FCLayer.forward", "--watch")
    assert code == 0
    assert not events
    told = re.findall(r"1 right\.|\[syntax-error\]|\[missing-class\]", out)
    assert told == ["1 right.", "[syntax-error]", "1 right.", "[missing-class]", "1 right.", "1 right."]
    assert err.count("not Python source") == 1
    assert err.count("watching") == 7


COURSE_SCRIPT = """
import unittest
import numpy as np
from Answer import FCLayer, ReLU, Sigmoid, SoftmaxLayer, Tanh, ClassifierModel

class TestLayers(unittest.TestCase):
    def test_fc(self):
        np.random.seed(123)
        layer = FCLayer(3, 2)
        np.testing.assert_allclose(layer.W[0], np.array([-1.0856306, 0.99734545]) / np.sqrt(1.5), rtol=1e-6)
        x = np.random.rand(4, 3)
        out = layer.forward(x)
        self.assertEqual(out.shape, (4, 2))
        dx = layer.backward(np.ones((4, 2)), 0.1)
        np.testing.assert_allclose(layer.db, [4, 4])
        layer.update(0.1)

    def test_model(self):
        np.random.seed(1)
        model = ClassifierModel()
        model.add_layer("fc1", FCLayer(5, 4))
        model.add_layer("act1", Tanh())
        model.add_layer("fc2", FCLayer(4, 3))
        model.add_layer("softmax", SoftmaxLayer())
        x, y = np.random.randn(6, 5), np.eye(3)[[0, 1, 2, 0, 1, 2]]
        loss = model.forward(x, y, 0.01)
        self.assertIsInstance(loss, float)
        self.assertEqual(loss, model.loss)
        model.backward(0.01)
        model.update(0.1)
        self.assertLess(model.forward(x, y, 0.01), loss)

unittest.main()
"""


def test_course_script_runs_on_our_layers(answer):
    answer.write_text("from undergrad import *\n", encoding="utf-8")
    script = answer.with_name("test_course.py")
    script.write_text(COURSE_SCRIPT, encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, cwd=answer.parent)
    assert done.returncode == 0, done.stderr
