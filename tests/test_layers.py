from __future__ import annotations

import functools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from benchmarks.gradients import numerical_gradient, relative_error
from undergrad import ClassifierModel
from undergrad.errors import ShapeError
from undergrad.layers import ACTIVATIONS, ELU, FCLayer, LeakyReLU, Norm, ReLU, Sigmoid, SoftmaxLayer, Tanh

N, D, H, C = 5, 7, 3, 11  # distinct primes: a transpose or a wrong scale shows
WITH_ALPHA = [functools.partial(kind, alpha) for kind in (LeakyReLU, ELU) for alpha in (0, 0.3, 1)]
activations = pytest.mark.parametrize(
    "activation", [*ACTIVATIONS.values(), *WITH_ALPHA], ids=lambda make: make().summary()
)
finite_arrays = hnp.arrays(
    st.sampled_from([np.float32, np.float64]),
    hnp.array_shapes(min_dims=1, max_dims=4, max_side=6),
    elements=st.floats(-100, 100, width=32),
)


def away_from_kinks(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Random numbers none of which is within the difference step of 0, where ReLU and its kin have no derivative."""
    z = rng.standard_normal(shape)
    return z + np.copysign(1e-3, z)


def one_hot(rng: np.random.Generator, n: int, classes: int) -> np.ndarray:
    return np.eye(classes)[rng.integers(0, classes, n)]


@activations
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shape", [(N, D), (D,), (2, 3, 5, 7)])
def test_gradient_of_an_activation(activation, seed, shape):
    rng = np.random.default_rng(seed)
    z, upstream = away_from_kinks(rng, shape), rng.standard_normal(shape)
    layer = activation()
    layer.forward(z)
    derived = layer.backward(upstream, reg_lambda=0.3)
    measured = numerical_gradient(lambda: float(np.sum(upstream * activation().forward(z))), z)
    assert relative_error(derived, measured) < 1e-7


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shape", [(N, D), (N, 2, 3, 2)])
@pytest.mark.parametrize("reg_lambda", [0.0, 0.37])
def test_gradients_of_fc(seed, shape, reg_lambda):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(shape)
    layer = FCLayer(int(np.prod(shape[1:])), H, rng=rng)
    layer.b = rng.standard_normal(H)
    upstream = rng.standard_normal((N, H))

    def loss() -> float:
        return float(np.sum(upstream * layer.forward(x))) + Norm().forward([layer.W], reg_lambda)

    loss()
    dx = layer.backward(upstream, reg_lambda)
    dW, db = layer.dW, layer.db
    assert dx.shape == shape
    assert relative_error(dx, numerical_gradient(loss, x)) < 1e-7
    assert relative_error(dW, numerical_gradient(loss, layer.W)) < 1e-7
    assert relative_error(db, numerical_gradient(loss, layer.b)) < 1e-7


@pytest.mark.attack
@activations
def test_gradients_reach_a_layer_on_images_below_a_fully_connected_one(activation):
    rng = np.random.default_rng(0)
    z, y = away_from_kinks(rng, (N, 2, 3, 2)), one_hot(rng, N, C)
    model = ClassifierModel()
    for name, layer in {"below": activation(), "fc": FCLayer(12, C, rng=rng), "softmax": SoftmaxLayer()}.items():
        model.add_layer(name, layer)
    model.forward(z, y)
    dz = model.backward()
    assert dz.shape == z.shape
    assert relative_error(dz, numerical_gradient(lambda: model.forward(z, y), z)) < 1e-6


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("upstream", [1, 2.5])
def test_gradient_of_softmax_with_cross_entropy(seed, upstream):
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((N, C)), one_hot(rng, N, C)
    layer = SoftmaxLayer()

    def loss() -> float:
        return upstream * layer.ce_loss(layer.forward(x), y)

    loss()
    derived = layer.backward(upstream)
    # 1e-10 in the logarithm is in the loss but not in the derivative, hence not 1e-9.
    assert relative_error(derived, numerical_gradient(loss, x)) < 1e-7


@pytest.mark.parametrize("seed", range(3))
def test_gradient_of_the_l2_term(seed):
    W = np.random.default_rng(seed).standard_normal((D, H))
    measured = numerical_gradient(lambda: Norm().forward([W], 0.37), W)
    assert relative_error(Norm().backward(W, 0.37), measured) < 1e-7


def test_the_gradient_test_finds_a_planted_mistake():
    class Wrong(Tanh):
        def backward(self, d_prev, reg_lambda=0.0):
            return 1.00001 * super().backward(d_prev, reg_lambda)

    rng = np.random.default_rng(0)
    z, upstream = rng.standard_normal((N, D)), rng.standard_normal((N, D))
    layer = Wrong()
    layer.forward(z)
    measured = numerical_gradient(lambda: float(np.sum(upstream * Wrong().forward(z))), z)
    assert relative_error(layer.backward(upstream), measured) > 1e-6


def test_relu_at_exactly_zero():
    layer = ReLU()
    assert layer.forward(np.array([-1.0, -0.0, 0.0, 2.0])).tolist() == [0, 0, 0, 2]
    assert layer.zero_mask.tolist() == [True, True, True, False]
    assert layer.backward(np.array([5.0, 6.0, 7.0, 8.0]), 0).tolist() == [0, 0, 0, 8]


@given(hnp.arrays(np.float64, 20, elements=st.floats(-1000, 1000)))
def test_sigmoid_and_tanh_are_the_known_functions(z):
    from scipy.special import expit

    np.testing.assert_allclose(Sigmoid().forward(z), expit(z), rtol=1e-14, atol=1e-300)
    np.testing.assert_allclose(Tanh().forward(z), np.tanh(z), rtol=1e-14, atol=1e-300)


@given(hnp.arrays(np.float64, (4, 6), elements=st.floats(-1000, 1000)))
def test_softmax_is_the_known_function_and_sums_to_one(x):
    from scipy.special import softmax

    y_hat = SoftmaxLayer().forward(x)
    np.testing.assert_allclose(y_hat, softmax(x, axis=1), rtol=1e-13, atol=1e-300)
    np.testing.assert_allclose(y_hat.sum(axis=1), 1, rtol=1e-13)


@activations
@given(z=finite_arrays, data=st.data())
def test_an_activation_is_pure_and_keeps_shape_and_dtype(activation, z, data):
    upstream = data.draw(hnp.arrays(z.dtype, z.shape, elements=st.floats(-10, 10, width=32)))
    z.flags.writeable = upstream.flags.writeable = False
    layer = activation()
    out = layer.forward(z)
    kept = out.copy()
    first, second = layer.backward(upstream, 0.1), layer.backward(upstream, 0.1)
    assert out.dtype == first.dtype == z.dtype
    assert out.shape == first.shape == z.shape
    np.testing.assert_array_equal(out, kept)
    np.testing.assert_array_equal(first, second)


@settings(max_examples=50)
@given(dtype=st.sampled_from([np.float16, np.float32, np.float64, np.longdouble]), seed=st.integers(0, 2**32 - 1))
def test_a_whole_step_keeps_the_dtype_and_the_arrays_it_was_given(dtype, seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((N, D)).astype(dtype)
    y = one_hot(rng, N, H).astype(dtype)
    x.flags.writeable = y.flags.writeable = False
    fc, softmax = FCLayer(D, H, rng=rng, dtype=dtype), SoftmaxLayer()
    fc.W.flags.writeable = fc.b.flags.writeable = False
    y_hat = softmax.forward(fc.forward(x))
    loss = softmax.ce_loss(y_hat, y)
    kept = y_hat.copy()
    dx = fc.backward(softmax.backward(), np.float64(0.1))
    fc.update(np.float64(0.1))
    assert isinstance(loss, float)
    assert np.isfinite(loss)
    assert {a.dtype for a in (y_hat, dx, fc.dW, fc.db, fc.W, fc.b)} == {np.dtype(dtype)}
    np.testing.assert_array_equal(y_hat, kept)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@activations
def test_extremes_neither_overflow_nor_warn(activation, dtype):
    z = np.array([-60000, -1000, -1, 0, 1, 1000, 60000], dtype)
    layer = activation()
    assert np.isfinite(layer.forward(z)).all()
    assert np.isfinite(layer.backward(np.ones_like(z), 0)).all()


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_cross_entropy_is_finite_when_a_probability_is_zero(dtype):
    layer = SoftmaxLayer()
    y_hat = layer.forward(np.array([[0, 60000], [60000, 0]], dtype))
    assert y_hat.tolist() == [[0, 1], [1, 0]]
    wrong = layer.ce_loss(y_hat, np.array([[1, 0], [0, 1]], dtype))
    assert wrong == pytest.approx(-np.log(1e-10), rel=1e-6)
    assert layer.ce_loss(y_hat, np.array([[0, 1], [1, 0]], dtype)) == pytest.approx(0, abs=1e-6)


def test_cross_entropy_takes_soft_labels():
    y_hat, y = np.array([[0.25, 0.75]]), np.array([[0.4, 0.6]])
    assert SoftmaxLayer().ce_loss(y_hat, y) == pytest.approx(-(0.4 * np.log(0.25) + 0.6 * np.log(0.75)))


def test_the_norm_is_frobenius_and_not_spectral():
    W = np.random.default_rng(0).standard_normal((784, 500))
    assert Norm().forward([W, W], 0.5) == pytest.approx(0.5 * np.linalg.norm(W, "fro") ** 2)
    assert np.linalg.norm(W, "fro") ** 2 > 100 * np.linalg.norm(W, 2) ** 2


def test_weights_without_a_generator_come_from_numpys_global_state():
    np.random.seed(123)
    expected = np.random.randn(D, H) / np.sqrt(D / 2)
    np.random.seed(123)
    layer = FCLayer(D, H)
    np.testing.assert_array_equal(layer.W, expected)
    np.testing.assert_array_equal(layer.b, np.zeros(H))


def test_weights_with_a_generator_leave_the_global_state_alone():
    np.random.seed(1)
    before = np.random.get_state()[1].copy()
    FCLayer(D, H, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(np.random.get_state()[1], before)


def test_two_instances_share_nothing_and_batches_may_differ_in_size():
    rng = np.random.default_rng(0)
    one, two = FCLayer(D, H, rng=rng), FCLayer(D, H, rng=rng)
    x = rng.standard_normal((N, D))
    one.forward(x)
    two.forward(x[:2])
    assert one.backward(np.ones((N, H))).shape == (N, D)
    assert two.backward(np.ones((2, H))).shape == (2, D)
    one.forward(x[:1])
    assert one.backward(np.ones((1, H))).shape == (1, D)


def test_integer_images_are_taken_as_numbers():
    images = np.arange(N * D, dtype=np.uint8).reshape(N, D)
    layer = FCLayer(D, H, rng=np.random.default_rng(0))
    np.testing.assert_allclose(layer.forward(images), images.astype(float) @ layer.W)


def test_update_leaves_an_array_that_was_assigned_alone():
    layer, W = FCLayer(D, H), np.ones((D, H))
    layer.W = W
    layer.forward(np.ones((N, D)))
    layer.backward(np.ones((N, H)))
    layer.update(0.1)
    assert (W == 1).all()
    assert (layer.W == 1 - 0.1 * N).all()


def test_layers_with_nothing_to_learn_update_and_summarise():
    for kind in (*ACTIVATIONS.values(), SoftmaxLayer):
        layer = kind()
        layer.update(0.1)
        assert kind.__name__ in layer.summary()
    assert FCLayer(D, H).summary() == f"FCLayer({D}, {H})"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: FCLayer(D, H).forward(np.ones((N, D + 1))), f"FCLayer({D}, {H}): x must be (N, {D}), but has"),
        (lambda: FCLayer(D, H).forward(np.ones(D)), "x must be"),
        (lambda: FCLayer(0, H), "input_dim must be at least 1, not 0"),
        (lambda: SoftmaxLayer().forward(np.ones(3)), "x must be (N, C), but has the shape (3,)"),
        (lambda: SoftmaxLayer().ce_loss(np.ones((2, 3)), np.ones(2)), "y must have the shape (2, 3), but has"),
        (lambda: ReLU().forward([1.0, 2.0]), "builtins.list"),
        (lambda: FCLayer(D, H).forward("text"), "builtins.str"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(call, words):
    with pytest.raises(ShapeError) as caught:
        call()
    assert words in str(caught.value)


@pytest.mark.parametrize("kind", ACTIVATIONS.values())
def test_an_upstream_gradient_of_another_shape_is_refused_rather_than_broadcast(kind):
    layer = kind()
    layer.forward(np.ones((N, D)))
    with pytest.raises(ShapeError, match="d_prev must have the shape"):
        layer.backward(np.ones((1, D)))


@pytest.mark.parametrize("layer", [ReLU(), Sigmoid(), LeakyReLU(), ELU(), FCLayer(D, H), SoftmaxLayer()])
def test_backward_before_forward_says_so(layer):
    with pytest.raises(AttributeError, match="call forward"):
        layer.backward(np.ones((N, H)), 0)
