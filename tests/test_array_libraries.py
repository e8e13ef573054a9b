"""The layers on arrays of other libraries give what they give on NumPy's, in the library that they were given."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from undergrad import ELU, Architecture, FCLayer, LeakyReLU, Norm, SoftmaxLayer, fully_connected
from undergrad.arrays import array_namespace, is_finite, like, to_numpy
from undergrad.errors import ShapeError
from undergrad.layers import ACTIVATIONS

LIBRARIES = ["array_api_strict", "torch", "jax.numpy"]


@pytest.fixture(params=LIBRARIES)
def xp(request):
    pytest.importorskip(request.param.split(".")[0])
    return importlib.import_module(request.param)


def arrays(xp, dtype: str):
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((6, 5)), np.eye(3)[rng.integers(0, 3, 6)]
    return (xp.asarray(x, dtype=getattr(xp, dtype)), xp.asarray(y, dtype=getattr(xp, dtype))), (x, y)


def kind(array) -> str:
    return type(array).__module__.split(".")[0]


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("own_weights", [True, False], ids=["weights of the library", "weights of NumPy"])
def test_three_steps_agree_with_numpy(xp, activation, own_weights):
    (x, y), (x_numpy, y_numpy) = arrays(xp, "float32")
    ours = fully_connected(5, [4], 3, activation, rng=np.random.default_rng(1))
    theirs = fully_connected(5, [4], 3, activation, rng=np.random.default_rng(1))
    if own_weights:
        theirs.set_parameters({key: like(array, x) for key, array in theirs.parameters().items()})
    for _ in range(3):
        expected = ours.forward(x_numpy, y_numpy, 0.1)
        assert theirs.forward(x, y, 0.1) == pytest.approx(expected, rel=1e-5)
        ours.backward(0.1)
        dx = theirs.backward(0.1)
        assert kind(dx) == kind(x)
        assert dx.dtype == x.dtype
        ours.update(0.2)
        theirs.update(0.2)
    for key, array in theirs.parameters().items():
        assert kind(array) == (kind(x) if own_weights else "numpy")
        np.testing.assert_allclose(to_numpy(array), ours.parameters()[key], rtol=2e-4, atol=1e-6)


@pytest.mark.parametrize("activation", [*ACTIVATIONS.values(), lambda: LeakyReLU(2), lambda: ELU(0.25)])
def test_each_layer_answers_in_the_library_and_dtype_of_its_input(xp, activation):
    (x, y), _ = arrays(xp, "float32")
    for layer in (activation(), FCLayer(5, 5)):
        out = layer.forward(x)
        assert (kind(out), out.dtype) == (kind(x), x.dtype)
        back = layer.backward(x, 0.1)
        assert (kind(back), back.dtype) == (kind(x), x.dtype)
    softmax = SoftmaxLayer()
    assert softmax.ce_loss(softmax.forward(x[:, :3]), y) > 0
    assert softmax.backward().dtype == x.dtype
    assert Norm().backward(x, 0.5).dtype == x.dtype


@pytest.mark.parametrize("size", [1, 60, 6000])
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "longdouble"])
def test_a_number_that_is_not_finite_is_found_wherever_it_is(dtype, size):
    array = np.full(size, np.finfo(dtype).max)  # whose squares are not finite
    array[::2] *= -1
    for whole in (array, array.reshape(-1, 1), array.reshape(2, -1).T if size > 1 else array, array[::3]):
        assert is_finite(whole)
        for place in (0, len(whole) // 2, -1):
            for value in (np.nan, np.inf, -np.inf):
                broken = whole.copy(order="K")
                broken[place] = value
                assert not is_finite(broken)
    assert is_finite(array[:0])


def test_a_number_that_is_not_finite_is_found_in_any_library(xp):
    for value in (np.nan, np.inf, -np.inf):
        assert not is_finite(xp.asarray([[1.0, value], [0.0, -1.0]], dtype=xp.float32))
    assert is_finite(xp.asarray([[1.0, 3e38], [0.0, -1.0]], dtype=xp.float32))


def test_a_model_of_any_library_summarises_itself(xp, capsys):
    model = fully_connected(5, [4], 3, "tanh")
    model.set_parameters({key: like(array, xp.zeros(1)) for key, array in model.parameters().items()})
    model.summary()
    assert f"{5 * 4 + 4 + 4 * 3 + 3} parameters" in capsys.readouterr().out


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_low_precision_types_of_pytorch(activation):
    torch = pytest.importorskip("torch")
    for dtype in (torch.float16, torch.bfloat16):
        (x, y), _ = arrays(torch, "float32")
        model = fully_connected(5, [4], 3, activation, rng=np.random.default_rng(1))
        loss = model.forward(x.to(dtype), y.to(dtype), 0.1)
        assert np.isfinite(loss)
        assert model.backward(0.1).dtype == dtype
        model.update(0.1)
        assert model.layers["fc1"].W.dtype == np.float64


def test_gradients_agree_with_pytorchs():
    torch = pytest.importorskip("torch")
    own = {"leaky_relu": lambda z: torch.nn.functional.leaky_relu(z, 0.1)}
    for name in ACTIVATIONS:
        _, (x, y) = arrays(torch, "float64")
        model = fully_connected(5, [4], 3, name, rng=np.random.default_rng(1))
        model.forward(x, y, 0.1)
        model.backward(0.1)
        tensors = {key: torch.tensor(array, requires_grad=True) for key, array in model.parameters().items()}
        function = own.get(name) or getattr(torch.nn.functional, name)
        hidden = function(torch.tensor(x) @ tensors["fc1.W"] + tensors["fc1.b"])
        scores = hidden @ tensors["fc2.W"] + tensors["fc2.b"]
        l2 = sum((tensors[key] ** 2).sum() for key in ("fc1.W", "fc2.W"))
        (torch.nn.functional.cross_entropy(scores, torch.tensor(y)) + 0.05 * l2).backward()
        for layer in ("fc1", "fc2"):
            np.testing.assert_allclose(model.layers[layer].dW, tensors[f"{layer}.W"].grad.numpy(), rtol=1e-12)
            np.testing.assert_allclose(model.layers[layer].db, tensors[f"{layer}.b"].grad.numpy(), rtol=1e-10)


@pytest.mark.parametrize("alpha", [0.0, 0.1, 1.0, 2.5])
def test_leaky_relu_and_elu_are_pytorchs_at_0_and_far_out(alpha):
    torch = pytest.importorskip("torch")
    z = torch.tensor([-1000.0, -30.0, -1.0, -1e-9, -0.0, 0.0, 1e-9, 1.0, 1000.0], dtype=torch.float64)
    upstream = torch.linspace(-2, 3, len(z), dtype=torch.float64)
    functions = torch.nn.functional
    for layer, theirs in ((LeakyReLU(alpha), functions.leaky_relu), (ELU(alpha), functions.elu)):
        leaf = z.clone().requires_grad_()
        out = theirs(leaf, alpha)
        out.backward(upstream)
        np.testing.assert_allclose(layer.forward(z).numpy(), out.detach().numpy(), rtol=1e-15)
        np.testing.assert_allclose(layer.backward(upstream).numpy(), leaf.grad.numpy(), rtol=1e-15, atol=1e-15)


def test_arrays_of_two_libraries_at_once_are_refused():
    strict = pytest.importorskip("array_api_strict")
    with pytest.raises(ShapeError, match="one array library"):
        array_namespace(np.ones(2), strict.asarray([1.0]))


def test_networks_of_images_agree_with_numpy(xp):
    rng = np.random.default_rng(0)
    images, y = rng.standard_normal((6, 2, 5, 7)), np.eye(3)[rng.integers(0, 3, 6)]
    text = "conv(3, 3, pad=1), batch_norm, relu, conv(2, 2), dropout(0.3), pool(2, stride=1), tanh"
    ours, theirs = (Architecture.parse(text).build((2, 5, 7), 3, rng=np.random.default_rng(1)) for _ in range(2))
    x = xp.asarray(images, dtype=xp.float32)
    theirs.set_parameters({key: like(array, x) for key, array in theirs.parameters().items()})
    for step in range(2):
        for model in (ours, theirs):
            model.at(seed=1, epoch=1, step=step)
        expected = ours.forward(images, y, 0.1)
        assert theirs.forward(x, xp.asarray(y, dtype=xp.float32), 0.1) == pytest.approx(expected, rel=1e-5)
        expected_dx, dx = ours.backward(0.1), theirs.backward(0.1)
        assert (kind(dx), dx.dtype) == (kind(x), x.dtype)
        np.testing.assert_allclose(to_numpy(dx), expected_dx, rtol=1e-3, atol=1e-6)
        ours.update(0.2)
        theirs.update(0.2)
    for key, array in theirs.parameters().items():
        assert kind(array) == kind(x)
        np.testing.assert_allclose(to_numpy(array), ours.parameters()[key], rtol=2e-4, atol=1e-6)


def test_a_number_of_numpy_is_in_its_arrays_library():
    assert array_namespace(np.float64(1.0)) is array_namespace(np.ones(2))
    assert like(np.float64(1.0), np.ones(2, np.float32)).dtype == np.float32
