"""What cannot be exported is refused in a sentence, and a file is written whole or not at all."""

from __future__ import annotations

import importlib
import subprocess
import sys

import numpy as np
import pytest
from test_model import Swish

from tests.engines.networks import Problem
from tests.exports.exported import trained_of
from undergrad import ClassifierModel, FCLayer, SoftmaxLayer, TrainedModel, load_model
from undergrad.errors import FileError, ModelError, ShapeError, UsageError
from undergrad.exports import to_onnx
from undergrad.layers import MaxPoolingLayer

PROBLEM = Problem("fc(5), relu", (4,))


def of_layers(shape: tuple[int, ...], *layers: object, end: object | None = None) -> TrainedModel:
    model = ClassifierModel()
    for number, layer in enumerate(layers):
        model.add_layer(f"layer{number}", layer)
    model.add_layer("softmax", end or SoftmaxLayer())
    return TrainedModel(model, PROBLEM.scaling, shape, ("a", "b", "c"))


class FCLayerOfMine(FCLayer):
    pass


class SoftmaxOfMine(SoftmaxLayer):
    pass


@pytest.mark.parametrize(
    ("trained", "error", "words"),
    [
        (of_layers((4,), FCLayer(4, 3), Swish()), ModelError, "'layer1' is of the class Swish, the user's own layer"),
        (of_layers((4,), FCLayerOfMine(4, 3)), ModelError, "'layer0' is of the class FCLayerOfMine"),
        (of_layers((4,), FCLayer(4, 3), end=SoftmaxOfMine()), ModelError, "'softmax' is of the class SoftmaxOfMine"),
        (of_layers((3, 5), MaxPoolingLayer(2)), ShapeError, "layer layer0 .* gets 3 x 5, and 3 is not divisible by 2"),
        (of_layers((5,), FCLayer(4, 3)), ShapeError, r"FCLayer\(4, 3\) gets 5, and it takes 4 features"),
        (of_layers((4, 4), MaxPoolingLayer(2)), ShapeError, r"give samples \(1, 2, 2\)"),
    ],
)  # fmt: skip
def test_what_cannot_be_exported(trained, error, words):
    pytest.importorskip("onnx")
    with pytest.raises(error, match=words):
        to_onnx(trained)


def test_a_model_without_an_end_or_with_numbers_that_are_none():
    pytest.importorskip("onnx")
    trained = trained_of(PROBLEM)
    trained.model.layers["fc2"].b[1] = np.nan
    with pytest.raises(ModelError, match=r"fc2\.b of the model holds numbers that are not finite"):
        to_onnx(trained)
    trained.model.output_layer = None
    with pytest.raises(ModelError, match="the model has no softmax layer; add one"):
        to_onnx(trained)


def test_a_model_beyond_what_a_file_holds():
    pytest.importorskip("onnx")
    trained = of_layers((2**14,), FCLayer(1, 1))
    layer = trained.model.layers["layer0"]
    layer.W, layer.b = np.broadcast_to(np.float64(1), (2**14, 2**14)), np.zeros(2**14)
    layer.input_dim = layer.output_dim = 2**14
    with pytest.raises(ModelError, match=r"the weights take 2\.1 GB, and an ONNX model holds 2 GB at most"):
        to_onnx(trained)


@pytest.mark.parametrize("dtype", ["float16", "double", 64])
def test_another_dtype(dtype):
    with pytest.raises(UsageError, match=f"dtype of an export must be float32 or float64, not '{dtype}'"):
        to_onnx(trained_of(PROBLEM), dtype=dtype)


def test_without_the_package_the_sentence_says_what_to_install(monkeypatch, cli, tmp_path):
    original = importlib.import_module

    def lacking(name, *arguments):
        if name == "onnx":
            raise ModuleNotFoundError("No module named 'onnx'", name="onnx")
        return original(name, *arguments)

    monkeypatch.setattr(importlib, "import_module", lacking)
    with pytest.raises(UsageError, match=r"an ONNX model needs the package onnx, .* pip install 'undergrad\[onnx\]'$"):
        to_onnx(trained_of(PROBLEM), tmp_path / "model.onnx")
    trained_of(PROBLEM).save(tmp_path / "model.safetensors")
    code, out, err = cli("export", "model.safetensors", "-o", "model.onnx")
    assert (code, out) == (2, "")
    assert err.startswith("undergrad: an ONNX model needs the package onnx")
    assert not (tmp_path / "model.onnx").exists()


def test_a_runs_folder_is_exported_as_its_model(cli, tmp_path):
    pytest.importorskip("onnx")
    trained_of(PROBLEM).save(tmp_path / "run" / "model.safetensors")
    for named, out in (("run/model.safetensors", "file.onnx"), ("run", "folder.onnx")):
        assert cli("export", named, "-o", out)[0] == 0
    assert (tmp_path / "file.onnx").read_bytes() == (tmp_path / "folder.onnx").read_bytes()


def test_the_room_loads_neither_onnx_nor_torch():
    script = (
        "import sys, undergrad.exports; from undergrad.exports import *; "
        "print(sorted({'onnx', 'torch'} & {name.partition('.')[0] for name in sys.modules}))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout.strip() == b"[]"


def test_a_file_is_the_model_or_is_not_there(tmp_path):
    pytest.importorskip("onnx")
    model = to_onnx(trained_of(PROBLEM), tmp_path / "new" / "model.onnx")
    assert (tmp_path / "new" / "model.onnx").read_bytes() == model.SerializeToString()
    with pytest.raises(FileError, match="that is a folder"):
        to_onnx(trained_of(PROBLEM), tmp_path / "new")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["model.onnx"]


def test_the_command(cli, tmp_path):
    runtime = pytest.importorskip("onnxruntime")
    trained = trained_of(Problem("conv(2, 3), relu", (6, 6)), names=("a", "b", "c"))
    trained.save(tmp_path / "model.safetensors")
    code, out, err = cli("export", "model.safetensors", "-o", "model.onnx")
    assert (code, out, err) == (0, "Wrote model.onnx: from x (N, 6, 6) to label, probabilities\n", "")
    x = Problem("relu", (6, 6)).x
    label, probabilities = runtime.InferenceSession(tmp_path / "model.onnx").run(None, {"x": x})
    assert np.abs(probabilities - trained.predict(x)).max() < 1e-5
    assert set(label) <= {"a", "b", "c"}
    assert cli("export", "model.safetensors", "--out", "64.onnx", "--dtype", "float64")[0] == 0
    assert runtime.InferenceSession(tmp_path / "64.onnx").get_outputs()[1].type == "tensor(double)"


def test_the_command_refuses_in_a_sentence(cli, tmp_path):
    trained_of(PROBLEM).save(tmp_path / "model.safetensors")
    assert cli("export", "model.safetensors", "-o", "model.pt")[::2] == (
        2, "undergrad: --out must end in .onnx, not model.pt; PyTorch modules are made by undergrad.exports.to_torch\n"
    )  # fmt: skip
    code, _, err = cli("export", "model.safetensors")
    assert code == 2
    assert "-o/--out" in err
    assert cli("export", "nothing.safetensors", "-o", "model.onnx")[0] == 1
    of_layers((4,), FCLayer(4, 3), Swish(), FCLayer(3, 3)).save(tmp_path / "own.safetensors")
    code, _, err = cli("export", "own.safetensors", "-o", "model.onnx")
    message = "own.safetensors was trained with the user's own layers (Swish); only the textbook's can be exported"
    assert (code, err) == (1, f"undergrad: {message}\n")
    assert not (tmp_path / "model.onnx").exists()


def test_a_file_that_was_loaded_is_exported_as_it_was(tmp_path):
    pytest.importorskip("onnx")
    trained = trained_of(PROBLEM)
    trained.save(tmp_path / "model.safetensors")
    loaded = load_model(tmp_path / "model.safetensors")
    assert to_onnx(loaded).SerializeToString() == to_onnx(trained).SerializeToString()
