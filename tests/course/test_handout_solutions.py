"""The package's own solutions: full points by any standard, and the textbook's numbers."""

from __future__ import annotations

import functools
import importlib.util
import itertools
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

import undergrad
from undergrad import check_file
from undergrad.course.handout.make import shipped_solution, shipped_solutions

FOLDER = Path(str(resources.files("undergrad.course"))) / "handout" / "solutions"


@functools.cache
def load(name):
    """The solution as a module."""
    spec = importlib.util.spec_from_file_location(f"solution_of_{name}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=["hw3", "hw4"])
def solution(request):
    """The module."""
    return load(request.param)


def test_there_are_two_and_they_import_numpy_alone():
    assert shipped_solutions() == ["hw3", "hw4"]
    for name in shipped_solutions():
        imports = [text for text in shipped_solution(name).texts if "import" in text.split()]
        assert imports == ["import numpy as np"]


@pytest.mark.parametrize("name", ["hw3", "hw4"])
def test_every_point_is_theirs_by_the_textbooks_standard_too(name):
    report = check_file(FOLDER / f"{name}.py", assignment=name, strict=True, seed=4)
    assert report.ok
    assert report.score == report.total > 0
    # Speed depends on what else the machine does.
    assert not [record for record in report.records if record.verdict == "remark" and record.check != "speed"]


def same(layer, textbook, x, *, learned=()):
    """Outputs and gradients of both, from the same weights."""
    for name in learned:
        setattr(textbook, name, getattr(layer, name).copy())
    out = layer.forward(x.copy())
    np.testing.assert_allclose(out, textbook.forward(x), rtol=1e-12, atol=1e-14)
    d_prev = np.random.default_rng(1).normal(size=out.shape)
    dx = textbook.backward(d_prev, 0.3)
    np.testing.assert_allclose(layer.backward(d_prev, 0.3), dx, rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(layer.backward(d_prev.reshape(len(x), -1), 0.3), dx, rtol=1e-12, atol=1e-13)
    layer.update(0.1)
    textbook.update(0.1)
    for name in learned:
        np.testing.assert_allclose(getattr(layer, f"d{name}"), getattr(textbook, f"d{name}"), rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(getattr(layer, name), getattr(textbook, name), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("name", ["ReLU", "Sigmoid", "Tanh"])
def test_activations_are_the_textbooks(solution, name):
    x = np.random.default_rng(0).normal(scale=3, size=(4, 2, 3, 5))
    x[0, 0, 0] = [0.0, -1000.0, 1000.0, 1e-9, -1e-9]
    same(getattr(solution, name)(), getattr(undergrad, name)(), x)


def test_the_fully_connected_layer_is_the_textbooks_and_draws_the_same_weights(solution):
    np.random.seed(123)
    layer = solution.FCLayer(12, 5)
    np.random.seed(123)
    np.testing.assert_array_equal(layer.W, undergrad.FCLayer(12, 5).W)
    layer.b = np.arange(5.0)
    x = np.random.default_rng(2).normal(size=(7, 3, 4))
    same(layer, undergrad.FCLayer(12, 5), x, learned=("W", "b"))


@pytest.mark.parametrize(("kernel", "stride", "pad"), [(3, 1, 1), (2, 2, 0), (5, 2, 2), (3, 3, 0), (1, 1, 0)])
def test_convolution_and_pooling_are_the_textbooks(kernel, stride, pad):
    solution = load("hw4")
    height, width = (stride * count + kernel - 2 * pad for count in (3, 4))
    x = np.random.default_rng(3).normal(size=(2, 3, height, width)).round(1)  # with equal maxima
    np.random.seed(5)
    layer = solution.ConvolutionLayer(3, 4, kernel, stride, pad)
    np.random.seed(5)
    textbook = undergrad.ConvolutionLayer(3, 4, kernel, stride, pad)
    np.testing.assert_array_equal(layer.w, textbook.w)
    layer.b = np.arange(4.0)
    same(layer, textbook, x, learned=("w", "b"))
    if not pad:
        same(solution.MaxPoolingLayer(kernel, stride), undergrad.MaxPoolingLayer(kernel, stride), x)
    np.testing.assert_array_equal(solution.zero_pad(x, pad), undergrad.zero_pad(x, pad))


@pytest.mark.parametrize("sizes", [(3, 1, 0, 2), (2, 2, 0, 5), (2, 2, 1, 5)])
def test_sizes_that_do_not_come_out_even_are_refused(sizes):
    kernel, stride, pad, size = sizes
    with pytest.raises(ValueError, match="do not fit"):
        load("hw4").ConvolutionLayer(1, 1, kernel, stride, pad).forward(np.zeros((1, 1, size, size)))
    with pytest.raises(ValueError, match="channels"):
        load("hw4").ConvolutionLayer(2, 1, 1).forward(np.zeros((1, 1, 3, 3)))


def test_a_model_trains_as_the_textbooks_does(solution):
    rng = np.random.default_rng(6)
    x, y = rng.normal(size=(9, 2, 4)), np.eye(3)[rng.integers(0, 3, 9)]
    models = []
    for layers, model in ((solution, solution.ClassifierModel()), (undergrad, undergrad.ClassifierModel())):
        np.random.seed(7)
        model.add_layer("fc1", layers.FCLayer(8, 6))
        model.add_layer("tanh", layers.Tanh())
        model.add_layer("fc2", layers.FCLayer(6, 3))
        model.add_layer("softmax", layers.SoftmaxLayer())
        models.append(model)
    for _ in range(5):
        losses = [model.forward(x, y, 0.1) for model in models]
        assert losses[0] == pytest.approx(losses[1], rel=1e-12)
        for model in models:
            model.backward(0.1)
            model.update(0.5)
    np.testing.assert_allclose(models[0].predict(x), models[1].predict(x), rtol=1e-10)
    with pytest.raises(ValueError, match="already"):
        models[0].add_layer("again", solution.SoftmaxLayer())


def test_the_l2_term_is_the_frobenius_norm():
    norm, weights = load("hw3").Norm(), [np.array([[3.0, 4.0]]), np.ones((2, 2))]
    assert norm.forward(weights, 0.1) == pytest.approx(undergrad.Norm().forward(weights, 0.1))
    np.testing.assert_allclose(norm.backward(weights[0], 0.1), [[0.3, 0.4]])


def test_what_is_given_has_no_marks_and_what_is_asked_has():
    from undergrad.check import load_assignment
    from undergrad.course.handout.parts import find_parts

    for name in shipped_solutions():
        where = [part.where for part in find_parts(shipped_solution(name))]
        asked = [item.name for item in load_assignment(name).methods if not item.given]
        assert sorted(where) == sorted(asked)
        assert not [first for first, second in itertools.combinations(where, 2) if first == second]
