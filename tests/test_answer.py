"""Experiments with layers of one's own in a file: `--answer`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest

from undergrad.architecture import Architecture
from undergrad.errors import ModelError, UndergradError, UsageError
from undergrad.experiments import load_result
from undergrad.experiments.answer import Answer, answer_of, makers, own_names
from undergrad.training import generators, load_model

HOMEWORK = Path(__file__).parent / "answer_as_in_the_homework.py"
EVERY = ("FCLayer", "Sigmoid", "ReLU", "Tanh", "SoftmaxLayer")
NUMBERS = ("--hidden", 8, "--epochs", 3, "--learning-rate", 0.1, "--batch-size", 32, "--workers", 1, "--quiet")


@pytest.fixture
def folder(cli, small):
    """A working folder with a data set and a student's file."""
    np.savez("data.npz", x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    shutil.copy(HOMEWORK, "Answer.py")
    return Path()


def changed(path: Path, old: str, new: str, times: int = -1) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, times), encoding="utf-8")


def test_experiment_a_runs_on_ones_own_layers_and_comes_to_what_the_textbook_does(cli, folder):
    code, _, err = cli("compare", "--dataset", "data.npz", "--answer", "Answer.py", *NUMBERS, "--out", "own")
    assert code == 0, err
    assert err.count("runs in this process") == 1
    results = {name: load_result(f"own/{name}-seed0") for name in ("sigmoid", "relu", "tanh")}
    for name, result in results.items():
        assert result.own == EVERY
        assert result.engine == "reference"
        assert result.spec.network.dtype == "float64"
        assert result.spec.network.layers == f"fc(8), {name}"
        assert result.spec.answer.path == "Answer.py"
    report = Path("own/report.md").read_text("utf-8")
    assert "FCLayer, Sigmoid, ReLU, Tanh, SoftmaxLayer of Answer.py" in report
    assert Path("own/report.html").exists()
    # The same start, float64 and the textbook's formulas: the same result.
    seen = {}
    for own in (None, makers(answer_of("Answer.py"), 0)):
        model = Architecture.parse("fc(8), tanh").build((6, 6), 5, rng=generators(0)[1], own=own)
        seen[own is None] = model
    assert [type(layer).__module__.startswith("undergrad_answer") for layer in seen[False].layers.values()] == [
        True
    ] * 3
    seen[True].set_parameters({key: array.copy() for key, array in seen[False].parameters().items()})
    x, y = np.random.default_rng(0).random((32, 6, 6)), np.eye(5)[np.arange(32) % 5]
    for _ in range(5):
        losses = [model.forward(x, y, 0.01) for model in seen.values()]
        np.testing.assert_allclose(losses[0], losses[1], rtol=1e-12)
        for model in seen.values():
            model.backward(0.01)
            model.update(0.5)


def test_what_the_file_lacks_stays_the_textbooks_and_its_bytes_are_in_the_identity(cli, folder):
    changed(Path("Answer.py"), "class SoftmaxLayer", "class Other")
    argv = ("train", "--dataset", "data.npz", *NUMBERS, "--resume")
    assert cli(*argv, "--out", "one", "--answer", "Answer.py")[0] == 0
    one = load_result("one/relu-seed0")
    assert one.own == ("FCLayer", "Sigmoid", "ReLU", "Tanh")
    before = Path("one/relu-seed0/result.json").read_bytes()
    shutil.copy("Answer.py", "same.py")
    assert cli("train", "--dataset", "data.npz", *NUMBERS, "--out", "two", "--answer", "same.py")[0] == 0
    assert load_result("two/relu-seed0").spec.identity == one.spec.identity  # wherever the file lies
    with open("Answer.py", "a", encoding="utf-8") as file:
        file.write("# another remark\n")
    code, _, err = cli(*argv, "--out", "one", "--answer", "Answer.py")
    assert code == 2
    assert "holds" in err
    assert Path("one/relu-seed0/result.json").read_bytes() == before
    assert (
        cli(
            "train", "--dataset", "data.npz", *NUMBERS, "--out", "three", "--dtype", "float64", "--engine", "reference"
        )[0]
        == 0
    )
    assert load_result("three/relu-seed0").spec.identity != one.spec.identity
    assert load_result("three/relu-seed0").own == ()


def test_the_seed_decides_the_weights_and_the_files_own_seed_does_not(folder):
    changed(Path("Answer.py"), "np.random.seed(123)", "np.random.seed()")
    answer = answer_of("Answer.py")
    np.random.seed(5)
    state = np.random.get_state()[1].copy()

    def weights(seed):
        model = Architecture.parse("fc(6), relu, fc(6), relu").build((6,), 6, own=makers(answer, seed))
        return [layer.W for name, layer in model.layers.items() if name.startswith("fc")]

    first, again, other = weights(0), weights(0), weights(1)
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not any(np.array_equal(a, b) for a, b in zip(first, other, strict=True))
    assert not np.array_equal(first[0], first[1])  # each layer has its own
    Answer(path="Answer.py", digest=answer.digest)
    assert np.array_equal(state, np.random.RandomState(5).get_state()[1])


def test_workers_import_the_file_and_a_run_is_the_same_there(cli, folder):
    argv = ("compare", "--dataset", "data.npz", "--answer", "Answer.py", "--activation", "relu,tanh", "--no-insight")
    numbers = [word for word in NUMBERS if word not in ("--workers", 1)]
    assert cli(*argv, *numbers, "--workers", 1, "--out", "one")[0] == 0
    assert cli(*argv, *numbers, "--workers", 2, "--out", "two")[0] == 0
    for name in ("relu", "tanh"):
        models = [Path(f"{out}/{name}-seed0/model.safetensors").read_bytes() for out in ("one", "two")]
        assert models[0] == models[1]


def test_a_model_of_such_a_run_is_used_with_the_file_alone(cli, folder):
    assert cli("train", "--dataset", "data.npz", *NUMBERS, "--out", "own", "--answer", "Answer.py")[0] == 0
    model = "own/relu-seed0/model.safetensors"
    value = load_result("own/relu-seed0").test.value
    code, _, err = cli("evaluate", model, "--dataset", "data.npz")
    assert code == 1
    assert "--answer" in err
    code, out, err = cli("evaluate", model, "--dataset", "data.npz", "--answer", "Answer.py")
    assert code == 0, err
    assert f"test accuracy {value:.4f}" in out
    code, out, _ = cli("predict", model, "data.npz", "--answer", "Answer.py")
    assert code == 0
    assert out.startswith("row,class,name,probability")
    with pytest.raises(ModelError, match="the user's own layers"):
        load_model(model)
    trained = load_model(model, own=makers(answer_of("Answer.py"), 0))
    assert type(trained.model.layers["fc1"]).__module__.startswith("undergrad_answer")
    assert cli("report", "own")[0] == 0
    shown = json.loads(cli("runs", "list", "own", "--json")[1])
    assert shown[0]["layers"] == "fc(8), relu"


def test_weights_that_are_called_w_are_regularised(folder):
    path = Path("Answer.py")
    for old, new in (("self.W", "self.w"), ("self.dW", "self.dw")):
        changed(path, old, new)
    model = Architecture.parse("fc(4), relu").build((3,), 2, own=makers(answer_of("Answer.py"), 0))
    weights = [array for key, array in model.parameters().items() if key.endswith(".w")]
    assert len(weights) == 2
    assert model.l2(0.5) == pytest.approx(0.25 * sum(float((w**2).sum()) for w in weights))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("np.random.seed(123)", "import nowhere_at_all", "Answer.py cannot be imported: ModuleNotFoundError: "),
        ("class ReLU:", "class ReLU", "Answer.py cannot be imported: SyntaxError: "),
        ("np.random.seed(123)", "raise SystemExit(3)", "Answer.py cannot be imported: SystemExit: 3"),
        ("input_dim, output_dim):", "input_dim):", "takes 2 positional arguments"),
        ("np.dot(self.x, self.W)", "np.dot(self.x, self.V)", "has no attribute 'V'"),
        ("np.dot(d_prev, self.W.T)", "np.dot(self.W.T, d_prev)", "Answer.py, line 84: "),
        ("(self, d_prev, reg_lambda):\n        self.db", "(self, d_prev):\n        self.db", "positional arguments"),
    ],
)
def test_a_file_that_does_not_work_is_blamed_in_a_sentence(cli, folder, old, new, words):
    changed(Path("Answer.py"), old, new)
    code, _, err = cli("train", "--dataset", "data.npz", *NUMBERS, "--answer", "Answer.py")
    assert code in (1, 2)
    last = err.splitlines()[-1]
    assert words in last
    assert "Answer.py" in last
    assert "a fault of undergrad" not in err


def test_a_file_that_has_no_layer_or_is_not_there_is_refused(cli, folder):
    Path("empty.py").write_text("class Relu:\n    pass\n", encoding="utf-8")
    for argv, words in (
        (("--answer", "empty.py"), "empty.py has none of the layers FCLayer, Sigmoid, ReLU"),
        (("--answer", "nowhere.py"), "nowhere.py"),
        (("--answer", "Answer.py", "--dtype", "float32"), "--answer trains in float64"),
        (("--answer", "Answer.py", "--engine", "cpu"), "--answer trains on the reference engine"),
    ):
        code, _, err = cli("train", "--dataset", "data.npz", *NUMBERS, *argv)
        assert code in (1, 2)
        assert words in err


def test_a_file_that_changed_meanwhile_is_not_taken_for_what_it_was(folder):
    answer = answer_of("Answer.py")
    with open("Answer.py", "a", encoding="utf-8") as file:
        file.write("\n")
    other = msgspec.structs.replace(answer, digest="0" * 64)
    with pytest.raises(UsageError, match="has changed since this began"):
        own_names(other)
    assert answer_of("Answer.py").digest != answer.digest


def test_an_experiment_file_names_it_too(cli, folder):
    Path("mine.toml").write_text(
        'dataset = "data.npz"\nanswer = "Answer.py"\nlayers = "fc(8), {activation}"\nepochs = 2\n'
        '[[network]]\nactivation = "relu"\n[[network]]\nactivation = "elu"\n',
        encoding="utf-8",
    )
    code, _, err = cli("run", "mine.toml", "--workers", 1, "--quiet", "--out", "own")
    assert code == 0, err
    assert load_result("own/relu-seed0").own == EVERY
    assert 'answer = "Answer.py"' in Path("own/experiment.toml").read_text("utf-8")
    assert cli("run", "own/experiment.toml", "--workers", 1, "--quiet", "--out", "own", "--resume")[0] == 0
    with pytest.raises(UndergradError):
        answer_of("nowhere.py")
