from __future__ import annotations

import subprocess
import sys
import textwrap

import numpy as np
import pytest

from benchmarks.gradients import near_a_kink, numerical_gradient, relative_error
from undergrad import ClassifierModel, FCLayer, ReLU, SoftmaxLayer, Tanh, fully_connected
from undergrad.errors import ModelError, UsageError
from undergrad.layers import ACTIVATIONS


def problem(seed: int, n: int = 7, features: int = 5, classes: int = 3):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, features)), np.eye(classes)[rng.integers(0, classes, n)], rng


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("hidden", [[], [11], [11, 13]])
@pytest.mark.parametrize("seed", range(3))
def test_gradient_of_the_whole_loss(activation, hidden, seed):
    x, y, rng = problem(seed)
    # The homework's derivative leaves out the 1e-10 in the logarithm, a relative error of 1e-10 / y_hat: small inputs
    # keep every probability well above 1e-3.
    x *= 0.3
    model = fully_connected(5, hidden, 3, activation, rng=rng)
    while near_a_kink(model, x):
        model = fully_connected(5, hidden, 3, activation, rng=rng)
    reg_lambda = 0.23

    def loss() -> float:
        return model.forward(x, y, reg_lambda)

    loss()
    dx = model.backward(reg_lambda)
    derived = {f"{name}.{p}": getattr(layer, f"d{p}") for name, layer in model.layers.items() for p in layer.parameters}
    assert derived.keys() == model.parameters().keys()
    for key, array in model.parameters().items():
        assert relative_error(derived[key], numerical_gradient(loss, array)) < 1e-7, key
    assert relative_error(dx, numerical_gradient(loss, x)) < 1e-7


def test_the_loss_by_hand():
    """One sample, one layer, whole numbers: a calculation that fits on a sheet of paper."""
    model = ClassifierModel()
    layer = FCLayer(2, 2)
    layer.W, layer.b = np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([0.0, -1.0])
    model.add_layer("fc", layer)
    model.add_layer("softmax", SoftmaxLayer())
    x, y = np.array([[1.0, 1.0]]), np.array([[1.0, 0.0]])
    # The scores are (1, 1), so y_hat = (1/2, 1/2); cross-entropy log 2; ||W||^2 = 5.
    assert model.forward(x, y, 0.2) == pytest.approx(np.log(2) + 0.1 * 5)
    assert model.data_loss == pytest.approx(np.log(2))
    model.backward(0.2)
    # (y_hat - y) = (-1/2, 1/2); dW = x^T (y_hat - y) + 0.2 W.
    np.testing.assert_allclose(layer.dW, [[-0.5 + 0.2, 0.5], [-0.5, 0.5 + 0.4]])
    np.testing.assert_allclose(layer.db, [-0.5, 0.5])
    model.update(0.1)
    np.testing.assert_allclose(layer.W, [[1 + 0.03, -0.05], [0.05, 2 - 0.09]])


def test_steps_reduce_the_loss():
    x, y, rng = problem(0, n=40)
    model = fully_connected(5, [16], 3, "tanh", rng=rng)
    losses = []
    for _ in range(50):
        losses.append(model.forward(x, y, 1e-3))
        model.backward(1e-3)
        model.update(0.5)
    assert losses[-1] < 0.5 * losses[0]


def test_layers_are_ordered_and_softmax_stands_apart():
    model = fully_connected(4, [3, 2], 2, "sigmoid")
    assert list(model.layers) == ["fc1", "sigmoid1", "fc2", "sigmoid2", "fc3"]
    assert isinstance(model.softmax_layer, SoftmaxLayer)


def test_summary_prints_every_layer(capsys):
    fully_connected(4, [3], 2, "relu").summary()
    printed = capsys.readouterr().out
    assert "fc1     | FCLayer(4, 3)" in printed
    assert "softmax | SoftmaxLayer" in printed
    assert f"{4 * 3 + 3 + 3 * 2 + 2} parameters" in printed


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda m: [m.add_layer("s", SoftmaxLayer()), m.add_layer("t", SoftmaxLayer())], "'t' would be a second one"),
        (lambda m: [m.add_layer("a", ReLU()), m.add_layer("a", Tanh())], "already has a layer named 'a'"),
        (lambda m: m.add_layer("a", object()), "'a' (object) has no method forward"),
        (lambda m: m.predict(np.ones((1, 2))), "no softmax layer; add one"),
        (lambda m: m.set_parameters({"x.W": np.ones(2)}), "x.W is not among those of this model"),
    ],
)
def test_a_model_put_together_wrongly_says_how(build, words):
    with pytest.raises(ModelError) as caught:
        build(ClassifierModel())
    assert words in str(caught.value)


def test_parameters_of_other_shapes_are_refused_and_nothing_is_changed():
    model = fully_connected(4, [3], 2)
    before = model.parameters()
    with pytest.raises(ModelError, match=r"fc2.b has the shape \(5,\), but the model needs \(2,\)"):
        model.set_parameters({**before, "fc1.W": np.zeros((4, 3)), "fc2.b": np.zeros(5)})
    assert all(model.parameters()[key] is array for key, array in before.items())


def test_an_unknown_activation_names_the_nearest():
    with pytest.raises(UsageError, match="did you mean 'sigmoid'"):
        fully_connected(2, [2], 2, "sigmod")


class Swish:
    """A user's own layer: four methods, no base class, one learned array."""

    def __init__(self):
        self.beta = np.ones(1)

    def forward(self, z):
        self.z, self.s = z, 1 / (1 + np.exp(-self.beta * z))
        return z * self.s

    def backward(self, d_prev, reg_lambda):
        slope = self.s * (1 - self.s)
        self.dbeta = np.sum(d_prev * self.z**2 * slope, keepdims=True).reshape(1)
        return d_prev * (self.s + self.beta * self.z * slope)

    def update(self, learning_rate):
        self.beta = self.beta - learning_rate * self.dbeta

    def summary(self):
        return "Swish"


def test_a_users_own_layer_works_and_its_arrays_are_parameters():
    x, y, rng = problem(1)
    model = fully_connected(5, [4], 3, Swish, rng=rng)
    assert set(model.parameters()) == {"fc1.W", "fc1.b", "swish1.beta", "fc2.W", "fc2.b"}
    model.forward(x, y, 0.1)
    model.backward(0.1)
    swish = model.layers["swish1"]
    measured = numerical_gradient(lambda: model.forward(x, y, 0.1), swish.beta)
    assert relative_error(swish.dbeta, measured) < 1e-7
    model.update(0.1)
    assert set(model.parameters()) == {"fc1.W", "fc1.b", "swish1.beta", "fc2.W", "fc2.b"}
    assert model.parameters()["swish1.beta"] is swish.beta


def test_an_answer_file_of_two_imports_does_what_the_courses_scripts_expect(tmp_path):
    (tmp_path / "Answer.py").write_text(
        "from undergrad.layers import *\nfrom undergrad import ClassifierModel\n", encoding="utf-8"
    )
    (tmp_path / "script.py").write_text(
        textwrap.dedent(
            """
            import unittest
            import numpy as np
            from Answer import ClassifierModel, FCLayer, Norm, ReLU, Sigmoid, SoftmaxLayer, Tanh

            class Script(unittest.TestCase):
                def test_layers(self):
                    np.random.seed(123)
                    x = np.random.randn(3, 2, 2, 2)
                    fc = FCLayer(8, 4)
                    out = fc.forward(x)
                    self.assertEqual(out.shape, (3, 4))
                    self.assertEqual(fc.x.shape, (3, 8))
                    dx = fc.backward(np.ones((3, 4)), 0.1)
                    self.assertEqual((dx.shape, fc.dW.shape, fc.db.shape), ((3, 2, 2, 2), (8, 4), (4,)))
                    np.testing.assert_allclose(fc.dW, fc.x.T @ np.ones((3, 4)) + 0.1 * fc.W)
                    W = fc.W.copy()
                    fc.update(0.5)
                    np.testing.assert_allclose(fc.W, W - 0.5 * fc.dW)
                    for kind in (ReLU, Sigmoid, Tanh):
                        layer = kind()
                        self.assertEqual(layer.forward(x).shape, x.shape)
                        self.assertEqual(layer.backward(x, 0.1).shape, x.shape)
                        layer.update(0.1)
                    self.assertTrue(hasattr(ReLU(), "update"))
                    relu = ReLU(); relu.forward(x)
                    np.testing.assert_array_equal(relu.zero_mask, x <= 0)

                def test_softmax(self):
                    softmax = SoftmaxLayer()
                    y_hat = softmax.forward(np.random.randn(4, 3))
                    y = np.eye(3)[[0, 1, 2, 0]]
                    self.assertIsInstance(softmax.ce_loss(y_hat, y), float)
                    np.testing.assert_array_equal(softmax.y_hat, y_hat)
                    np.testing.assert_array_equal(softmax.y, y)
                    np.testing.assert_allclose(softmax.backward(), (y_hat - y) / 4)
                    np.testing.assert_allclose(softmax.backward(d_prev=1, reg_lambda=0), (y_hat - y) / 4)

                def test_model(self):
                    np.random.seed(123)
                    model = ClassifierModel()
                    model.add_layer('FC-1', FCLayer(6, 5))
                    model.add_layer('Sigmoid', Sigmoid())
                    model.add_layer('FC-2', FCLayer(5, 3))
                    model.add_layer('Softmax', SoftmaxLayer())
                    with self.assertRaises(Exception):
                        model.add_layer('Softmax-2', SoftmaxLayer())
                    x, y = np.random.randn(4, 6), np.eye(3)[[0, 1, 2, 0]]
                    self.assertEqual(model.predict(x).shape, (4, 3))
                    loss = model.forward(x, y, 0.1)
                    self.assertEqual(loss, model.loss)
                    model.backward(0.1)
                    model.update(0.1)
                    self.assertLess(model.forward(x, y, 0.1), loss)
                    self.assertEqual(list(model.layers), ['FC-1', 'Sigmoid', 'FC-2'])
                    model.summary()
                    l2 = 0.05 * sum(np.sum(model.layers[n].W ** 2) for n in ('FC-1', 'FC-2'))
                    self.assertAlmostEqual(model.loss, model.softmax_layer.ce_loss(model.predict(x), y) + l2)

            unittest.main()
            """
        ),
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Ran 3 tests" in done.stderr
