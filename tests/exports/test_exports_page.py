"""What the pages show that no doctest runs, since it needs packages that the suite does without."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from tests.engines.networks import Problem
from tests.exports.exported import trained_of

DOCS = Path(__file__).parents[2] / "docs"


def code(page: str) -> list[str]:
    """The blocks of Python without prompts."""
    return re.findall(r"^```python\n(.*?)^```", (DOCS / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def trained(tmp_path, monkeypatch):
    """A model in the file that the pages name, in the folder that we are in."""
    monkeypatch.chdir(tmp_path)
    trained = trained_of(Problem("fc(16), relu", (28, 28), width=10))
    trained.save("model.safetensors")
    return trained


def test_the_pages_have_the_examples_that_are_run_here():
    assert [text.count("\n") > 2 for text in code("how-to/deploy.md")] == [True, True, True]
    assert len(code("reference/api/exports.md")) == 2
    assert len(code("reference/api/estimators.md")) == 1


def test_onnx_as_the_page_says(trained):
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    names: dict[str, object] = {}
    exec(code("how-to/deploy.md")[0], names)
    assert np.abs(names["probabilities"] - trained.predict(names["images"])).max() < 1e-5


def test_pytorch_as_the_page_says(trained):
    torch = pytest.importorskip("torch")
    from undergrad import load_model

    names: dict[str, object] = {}
    _, there, back = code("how-to/deploy.md")
    exec(there, names)
    images = names["images"].numpy()
    assert np.abs(names["probabilities"].detach().numpy() - trained.predict(images)).max() < 1e-5
    exec(back, names)
    with torch.no_grad():
        wanted = names["module"].eval()(names["images"]).numpy()
    assert np.abs(load_model("continued.safetensors").predict(images) - wanted).max() < 1e-5
    assert np.abs(wanted - trained.predict(images)).max() > 1e-5


def test_the_reference_as_it_says(trained):
    pytest.importorskip("onnx")
    pytest.importorskip("torch")
    names: dict[str, object] = {}
    for block in code("reference/api/exports.md"):
        exec(block, names)
    assert Path("model.onnx").read_bytes() == names["model"].SerializeToString()


def test_an_estimator_as_the_reference_says(tmp_path, monkeypatch):
    pytest.importorskip("onnx")
    pytest.importorskip("sklearn")
    from undergrad.estimators import MLPRegressor

    monkeypatch.chdir(tmp_path)
    x = np.linspace(-1, 1, 50)[:, None]
    [block] = code("reference/api/estimators.md")
    exec(block, {"clf": MLPRegressor(hidden_layer_sizes=(3,), solver="lbfgs", tol=0.1).fit(x, x.ravel())})
    assert Path("digits.onnx").exists()
