"""The script that students train with: their own layers, without undergrad, and one line where something is missing."""

from __future__ import annotations

import ast
import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from undergrad.check import load_assignment
from undergrad.course.handout.documents import documents
from undergrad.data import load_dataset

TESTS = Path(__file__).parent.parent
HW3 = TESTS / "answer_as_in_the_homework.py"
HW4 = TESTS / "check" / "zoo" / "base_hw4.py"


@pytest.fixture(scope="module")
def idx(tmp_path_factory) -> Path:
    """The first 400 training and 200 test images of both sets as IDX files, without a compressor."""
    folder = tmp_path_factory.mktemp("idx")
    data = load_dataset("mnist-10k")
    parts = {"train": (data.x_train[:400], data.y_train[:400]), "t10k": (data.x_test[:200], data.y_test[:200])}
    for part, (images, labels) in parts.items():
        for kind, array in (("images-idx3", images), ("labels-idx1", labels)):
            head = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
            (folder / f"{part}-{kind}-ubyte").write_bytes(head + np.asarray(array, np.uint8).tobytes())
    return folder


@pytest.fixture
def handed_out(tmp_path):
    """Lays out a handout with a student's file in it; the package cannot be imported there."""

    def lay_out(name: str, answer: str, language: str = "en", *, with_package: bool = False) -> Path:
        (tmp_path / "main.py").write_text(documents(load_assignment(name), language)["main.py"], "utf-8")
        (tmp_path / "Answer.py").write_text(answer, "utf-8")
        if not with_package:
            (tmp_path / "undergrad.py").write_text("raise ImportError('not here')\n", "utf-8")
            (tmp_path / "matplotlib.py").write_text("raise ImportError('not here')\n", "utf-8")
        return tmp_path

    return lay_out


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "main.py", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")


def losses(folder: Path) -> dict[str, list[float]]:
    """The loss of each epoch of each network."""
    results = json.loads((folder / "results-quick.json").read_text("utf-8"))
    return {
        f"{one['experiment']} {one['network']['name']}": [loss for loss, _, _ in one["result"]["history"]]
        for one in results["runs"]
    }


def test_it_trains_with_the_layers_of_the_file_and_repeats_itself(handed_out, idx):
    # The course's own file seeds NumPy when it is imported; a student's need not.
    folder = handed_out("hw3", HW3.read_text("utf-8").replace("np.random.seed(123)\n", ""))
    first = run(folder, "b", "--quick", "--data", str(idx))
    assert first.returncode == 0, first.stderr
    assert first.stderr == ""
    assert "no plot: Matplotlib is not installed" in first.stdout
    [row] = re.findall(
        r"^\| b \| relu \| 3 \| 0\.01 \| 0\.0001 \| 0\.\d{4} \| \d \| 0\.\d{4} \|$", first.stdout, re.MULTILINE
    )
    assert float(row.split("|")[-2]) > 0.3
    curve = losses(folder)["b relu"]
    assert curve == sorted(curve, reverse=True)
    assert run(folder, "b", "--quick", "--data", str(idx)).stdout == first.stdout
    assert run(folder, "b", "--quick", "--data", str(idx), "--seed", "1").stdout != first.stdout


def test_it_takes_the_images_of_the_package_and_draws_the_curves(handed_out):
    folder = handed_out("hw3", HW3.read_text("utf-8"), "ko", with_package=True)
    done = run(folder, "b", "--quick")
    assert done.returncode == 0, done.stderr
    assert "| 실험 | 신경망 |" in done.stdout
    assert (folder / "plots" / "b-relu.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "answer"), [("hw3", HW3), ("hw4", HW4)])
def test_every_experiment_of_an_assignment_runs_and_learns(handed_out, idx, name, answer):
    folder = handed_out(name, answer.read_text("utf-8"))
    done = run(folder, "--quick", "--data", str(idx))
    assert done.returncode == 0, done.stderr
    for curve in losses(folder).values():
        assert curve[-1] < curve[0]


WORDS = {
    "en": "{} is not written yet: it returns None",
    "ko": "{}은(는) 아직 구현되지 않았습니다: None을 반환합니다",
}


@pytest.mark.parametrize(
    ("old", "new", "method", "language"),
    [
        ("return np.dot(self.x, self.W) + self.b", "return None", "FCLayer.forward", "en"),
        ("return out\n", "out = None\n        return out\n", "ReLU.forward", "ko"),
        ("return dz\n", "raise NotImplementedError\n", "ReLU.backward", "en"),
        ("return -np.sum(y * np.log(y_hat + 1e-10)) / y_hat.shape[0]", "return None", "SoftmaxLayer.ce_loss", "en"),
    ],
)
def test_what_is_not_written_yet_is_one_line(handed_out, idx, old, new, method, language):
    answer = HW3.read_text("utf-8")
    assert old in answer
    done = run(handed_out("hw3", answer.replace(old, new, 1), language), "b", "--quick", "--data", str(idx))
    assert done.returncode == 1
    assert done.stderr.strip() == WORDS[language].format(method)


OUT = "return np.dot(self.x, self.W) + self.b"
MISSING = "is missing; write it, or add the file that has it to FILES"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("self.dW = np.dot(", "self.dW = None; np.dot(", "FCLayer.backward is not written yet: self.dW is None"),
        ("class ReLU:", "class Relu:", f"ReLU {MISSING}"),
        ("def ce_loss", "def loss", f"SoftmaxLayer.ce_loss {MISSING}"),
        (
            OUT,
            OUT + " + np.nan",
            "the loss is no finite number any more; check your layers, or take a smaller learning rate",
        ),
    ],
)
def test_what_is_missing_or_no_number_is_one_line(handed_out, idx, old, new, line):
    answer = HW3.read_text("utf-8")
    assert old in answer
    done = run(handed_out("hw3", answer.replace(old, new, 1)), "b", "--quick", "--data", str(idx))
    assert done.returncode == 1
    assert done.stderr.strip() == line


def test_without_data_without_a_file_and_with_an_unknown_experiment_it_says_so(handed_out, tmp_path):
    folder = handed_out("hw3", HW3.read_text("utf-8"))
    assert run(folder, "b").stderr.startswith("no data: install undergrad, which brings fashion-mnist-10k, or give")
    assert "has no file with train-images in its name" in run(folder, "b", "--data", str(tmp_path)).stderr
    assert run(folder, "c").stderr.strip() == "there is no experiment c; there are: a, b"
    (folder / "Answer.py").unlink()
    assert run(folder, "b").stderr.startswith("there is no file Answer.py beside main.py")


def test_layers_of_an_earlier_homework_may_lie_in_a_file_of_their_own(handed_out, idx):
    head, tail = HW3.read_text("utf-8").split("class SoftmaxLayer:")
    folder = handed_out("hw3", head)
    (folder / "Earlier.py").write_text(head[: head.index("class ReLU")] + "class SoftmaxLayer:" + tail, "utf-8")
    script = (folder / "main.py").read_text("utf-8")
    (folder / "main.py").write_text(script.replace('["Answer.py"]', '["Answer.py", "Earlier.py"]'), "utf-8")
    done = run(folder, "b", "--quick", "--data", str(idx))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", ["hw3", "hw4"])
def test_nothing_is_left_open_in_the_script_and_it_asks_only_for_python_and_numpy(name, language):
    script = documents(load_assignment(name), language, file="내 답.py")["main.py"]
    assert not re.search(r"@[a-z-]+@", script)
    assert '"내 답.py"' in script
    tree = ast.parse(script)
    imports = {
        alias.name.partition(".")[0] for node in tree.body if isinstance(node, ast.Import) for alias in node.names
    }
    assert imports - sys.stdlib_module_names == {"numpy"}


#: Layers that know the label, which is in the first pixel, after the second epoch alone, and note the batches they get.
KNOWS_AFTER_TWO_EPOCHS = """
import numpy as np

class ReLU:
    def forward(self, x): return x
    def backward(self, d_prev, reg_lambda):
        assert reg_lambda == 0.0001
        return d_prev
    def update(self, learning_rate): assert learning_rate == 0.01

class FCLayer(ReLU):
    def __init__(self, input_dim, output_dim): self.output_dim, self.steps = output_dim, 0
    def update(self, learning_rate): self.steps += 1
    def forward(self, x):
        if self.output_dim != 10: return x
        label = np.round(x[:, 0] * 255 / 20).astype(int)
        return np.eye(10)[label if self.steps == 2 * 14 else (label + 1) % 10]

class SoftmaxLayer(ReLU):
    def backward(self, d_prev): return d_prev
    def ce_loss(self, y_hat, y):
        with open("batches.txt", "a") as file: print(len(y), file=file)
        return 1.0
"""


def test_it_keeps_to_the_protocol(handed_out, tmp_path):
    folder = handed_out("hw3", KNOWS_AFTER_TWO_EPOCHS)
    labels = np.arange(300, dtype=np.uint8) % 10
    images = np.zeros((300, 28, 28), np.uint8)
    images[:, 0, 0] = 20 * labels
    for part in ("train", "t10k"):
        for kind, array in (("images", images), ("labels", labels)):
            head = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
            (tmp_path / f"{part}-{kind}.gz").write_bytes(gzip.compress(head + array.tobytes()))
    done = run(folder, "b", "--quick", "--data", ".")
    assert done.returncode == 0, done.stderr
    assert "| b | relu | 3 | 0.01 | 0.0001 | 1.0000 | 2 | 1.0000 |" in done.stdout
    [result] = json.loads((folder / "results-quick.json").read_text("utf-8"))["runs"]
    assert [scores[1:] for scores in result["result"]["history"]] == [[0.0, 0.0], [1.0, 1.0], [0.0, 0.0]]
    # Of 300 images 30 validate; the rest comes in batches of 20, the last of which is short.
    assert (folder / "batches.txt").read_text("utf-8").split() == [*["20"] * 13, "10"] * 3
