"""LeakyReLU and ELU: their formulas, their alpha, and that a training and its files keep it."""

from __future__ import annotations

import decimal
import functools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from benchmarks.gradients import numerical_gradient, relative_error
from undergrad import ELU, ClassifierModel, FCLayer, LeakyReLU, ReLU, SoftmaxLayer, fit, load_model
from undergrad.errors import ModelError, OtherTrainingError, UsageError
from undergrad.insight import Recorder
from undergrad.training import Oversight
from undergrad.training.tensors import read_tensors, write_tensors

SETTINGS = {"learning_rate": 0.1, "batch_size": 32, "seed": 3}
KINDS = [LeakyReLU, ELU]
kinds = pytest.mark.parametrize("kind", KINDS)
alphas = st.floats(0, 10)
numbers = hnp.arrays(np.float64, 20, elements=st.floats(-1000, 1000))


def network(*layers):
    """FC - layer - ... - FC - softmax on the small data set."""
    rng, model = np.random.default_rng(1), ClassifierModel()
    model.add_layer("fc", FCLayer(36, 12, rng=rng))
    for number, layer in enumerate(layers, start=1):
        model.add_layer(f"layer{number}", layer)
    model.add_layer("last", FCLayer(12, 5, rng=rng))
    model.add_layer("softmax", SoftmaxLayer())
    return model


def exact_elu(z: float, alpha: float) -> float:
    with decimal.localcontext(prec=60):
        number = decimal.Decimal(z)
        growth = number.exp() - 1 if abs(z) > 1e-30 else number  # z^2 / 2 is below its 30th digit
        return z if z > 0 else float(decimal.Decimal(alpha) * growth)


@given(numbers, alphas)
def test_leaky_relu_is_its_formula(z, alpha):
    assert LeakyReLU(alpha).forward(z).tolist() == [entry if entry > 0 else alpha * entry for entry in z.tolist()]


@given(numbers, alphas)
def test_elu_is_its_formula_to_the_last_digits(z, alpha):
    exact = [exact_elu(entry, alpha) for entry in z.tolist()]
    np.testing.assert_allclose(ELU(alpha).forward(z), exact, rtol=1e-15, atol=1e-300)


@given(numbers, alphas)
def test_the_gradients_are_their_formulas(z, alpha):
    upstream = np.cos(z)
    for layer, slope in ((LeakyReLU(alpha), np.full_like(z, alpha)), (ELU(alpha), alpha * np.exp(np.minimum(z, 0)))):
        layer.forward(z)
        expected = upstream * np.where(z > 0, 1, slope)
        np.testing.assert_allclose(layer.backward(upstream), expected, rtol=1e-14, atol=1e-15 * max(alpha, 1))


@given(numbers)
def test_with_alpha_0_both_are_relu(z):
    relu, upstream = ReLU(), np.sin(z)
    for layer in (LeakyReLU(0), ELU(0)):
        np.testing.assert_array_equal(layer.forward(z), relu.forward(z))
        np.testing.assert_array_equal(layer.backward(upstream), relu.backward(upstream))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@kinds
def test_at_exactly_0_the_derivative_is_alpha(kind, dtype):
    layer = kind(0.25)
    assert layer.forward(np.array([-0.0, 0.0, 2.0], dtype)).tolist() == [0, 0, 2]
    assert layer.zero_mask.tolist() == [True, True, False]
    assert layer.backward(np.array([4, 8, 7], dtype)).tolist() == [1, 2, 7]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_far_out(dtype):
    z, upstream = np.array([-1000, 1000], dtype), np.array([4, 4], dtype)
    leaky, elu = LeakyReLU(0.25), ELU(0.25)
    assert leaky.forward(z).tolist() == [-250, 1000]
    assert leaky.backward(upstream).tolist() == [1, 4]
    assert elu.forward(z).tolist() == [-0.25, 1000]
    assert elu.backward(upstream).tolist() == [0, 4]


@kinds
def test_what_alpha_would_make_of_a_positive_number_is_not_computed(kind):
    layer, large = kind(4), np.array([60000], np.float16)  # 4 times that is beyond float16, and a warning an error
    assert layer.forward(large).tolist() == layer.backward(large).tolist() == large.tolist()


def test_elu_keeps_the_digits_of_small_numbers_in_float32():
    z = np.array([-1e-3, -1e-6, -1e-12, -1e-30], np.float32)
    np.testing.assert_allclose(ELU().forward(z), [exact_elu(entry, 1.0) for entry in z.tolist()], rtol=2e-7)


@pytest.mark.parametrize("alpha", [np.float64(0.5), np.float32(0.5), np.int64(2), 2])
@kinds
def test_the_type_of_alpha_decides_no_dtype(kind, alpha):
    layer = kind(alpha)
    assert type(layer.alpha) is float
    z = np.linspace(-1, 1, 5, dtype=np.float32)
    assert layer.forward(z).dtype == layer.backward(z).dtype == np.float32


@pytest.mark.parametrize("alpha", [-0.1, float("nan"), float("inf"), "0.1", None, True, [0.1], 1j, np.array([0.1])])
@kinds
def test_an_alpha_that_makes_no_such_function_is_refused_in_a_sentence(kind, alpha):
    with pytest.raises(UsageError, match=rf"^{kind.__name__}: alpha must be a finite number that is 0 or more, not "):
        kind(alpha)


def test_alpha_is_the_courses_where_none_is_said_and_the_summary_says_it():
    assert [kind().summary() for kind in KINDS] == ["LeakyReLU(alpha=0.1)", "ELU(alpha=1.0)"]
    assert [repr(kind(alpha=0.25)) for kind in KINDS] == ["LeakyReLU(alpha=0.25)", "ELU(alpha=0.25)"]


class LeakyWithoutAlpha(LeakyReLU):
    def backward(self, d_prev, reg_lambda=0.0):
        return np.where(self.zero_mask, 0, d_prev)


class LeakyWithAlphaTwice(LeakyReLU):
    def backward(self, d_prev, reg_lambda=0.0):
        return np.where(self.zero_mask, self.alpha**2 * d_prev, d_prev)


class EluWithoutAlpha(ELU):
    def backward(self, d_prev, reg_lambda=0.0):
        return d_prev * np.where(self.zero_mask, self.out, 1)


class EluOfOne(ELU):
    def backward(self, d_prev, reg_lambda=0.0):
        return d_prev * np.where(self.zero_mask, self.out + 1, 1)


@pytest.mark.parametrize(
    ("kind", "is_wrong"),
    [
        *((kind, False) for kind in KINDS),
        *((kind, True) for kind in (LeakyWithoutAlpha, LeakyWithAlphaTwice, EluWithoutAlpha, EluOfOne)),
    ],
)
def test_differences_find_the_mistakes_that_are_easily_made(kind, is_wrong):
    rng = np.random.default_rng(0)
    z, upstream = rng.standard_normal((5, 7)), rng.standard_normal((5, 7))
    layer = kind(0.3)
    layer.forward(z)
    derived = layer.backward(upstream)
    measured = numerical_gradient(lambda: float(np.sum(upstream * kind(0.3).forward(z))), z)
    assert (relative_error(derived, measured) > 1e-3) is is_wrong


@kinds
def test_a_training_learns_continues_and_loads_with_its_alpha(kind, small, tmp_path):
    make = functools.partial(kind, 0.375)
    recorder = Recorder()
    whole = fit(network(make()), small, epochs=5, oversight=Oversight(watch=recorder), **SETTINGS)
    assert whole.engine == "cpu"
    assert whole.best.val_measure > 0.8
    # Gradients are recorded, and of the units nothing is said.
    first = recorder.insight.epochs[-1].layers[0]
    assert first.upstream_norm > 0
    assert first.derivative is first.dead is recorder.insight.head.layers[0].activation is None

    fit(network(make()), small, epochs=2, oversight=Oversight(checkpoint=tmp_path / "c"), **SETTINGS)
    with pytest.raises(OtherTrainingError, match=rf"there 'layer1' is {kind.__name__} with alpha = 0.375, here .* 0.5"):
        fit(
            network(kind(0.5)), small, epochs=5, oversight=Oversight(checkpoint=tmp_path / "c", resume=True), **SETTINGS
        )
    continued = fit(
        network(make()), small, epochs=5, oversight=Oversight(checkpoint=tmp_path / "c", resume=True), **SETTINGS
    )
    assert all(np.array_equal(continued.last[key], whole.last[key]) for key in whole.last)

    whole.trained.save(tmp_path / "m")
    loaded = load_model(tmp_path / "m")
    assert loaded.model.layers["layer1"].alpha == 0.375
    np.testing.assert_array_equal(loaded.predict(small.x_test), whole.trained.predict(small.x_test))


def test_each_layer_of_a_model_file_has_its_own_alpha(small, tmp_path):
    layers = [LeakyReLU(0.25), ReLU(), ELU(0), ELU(np.float32(0.1)), LeakyReLU()]
    fit(network(*layers), small, epochs=1, **SETTINGS).trained.save(tmp_path / "m")
    loaded = load_model(tmp_path / "m").model
    assert [loaded.layers[f"layer{number}"].summary() for number in range(1, 6)] == [str(layer) for layer in layers]


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ("fc(12), elu(beta=0.5), relu", "elu has no argument beta"),
        ("fc(12), elu(alpha=-1), relu", "ELU: alpha must be .* not -1"),
        ("fc(12), elu(alpha=None), relu", "alpha of elu must be a finite number, not None"),
        ("fc(12), elu(alpha=0.5), relu(alpha=0.5)", "relu has no argument alpha"),
        ("fc(12), elu(alpha=0.5)", "names 4 layers and describes 3"),
        ("fc(13), elu(alpha=0.5), relu", r"need fc\.W to have the shape \(36, 13\), but there is \(36, 12\)"),
        (None, "layers in an order, which undergrad does not know"),
        (5, "damaged"),
    ],
)
def test_a_model_file_that_describes_other_layers_than_its_arrays_are_of_is_refused(small, tmp_path, layers, words):
    fit(network(ELU(0.5), ReLU()), small, epochs=1, **SETTINGS).trained.save(tmp_path / "m")
    arrays, about = read_tensors(tmp_path / "m", kinds={"undergrad-model-2": dict})
    assert about["layers"] == "fc(12), elu(alpha=0.5), relu"
    write_tensors(tmp_path / "m", arrays, kind="undergrad-model-2", about=about | {"layers": layers})
    with pytest.raises(ModelError, match=words):
        load_model(tmp_path / "m")


@pytest.mark.parametrize("settings", [{}, {"layer1": {"alpha": 0.5}}])
def test_a_model_file_of_version_1_has_alpha_beside_the_names_of_classes(small, tmp_path, settings):
    trained = fit(network(ELU(0.5 if settings else 1.0), ReLU()), small, epochs=1, **SETTINGS).trained
    trained.save(tmp_path / "m")
    arrays, about = read_tensors(tmp_path / "m", kinds={"undergrad-model-2": dict})
    old = {"layers": about["names"], "sample_shape": about["sample_shape"], "class_names": about["output"]["classes"]}
    write_tensors(
        tmp_path / "m", arrays, kind="undergrad-model-1", about=old | {"settings": settings} if settings else old
    )
    loaded = load_model(tmp_path / "m")
    np.testing.assert_array_equal(loaded.predict(small.x_test), trained.predict(small.x_test))


@pytest.mark.parametrize(("activation", "summary"), [("leaky_relu", "LeakyReLU(alpha=0.1)"), ("elu", "ELU(alpha=1.0)")])
def test_the_command_trains_them(cli, small, tmp_path, activation, summary):
    np.savez(tmp_path / "d.npz", x=small.x_train, y=small.y_train)
    options = ["--hidden", "8", "--epochs", "2", "--learning-rate", "0.1", "--insight", "--out", "out", "--quiet"]
    code, _, err = cli("train", "--dataset", tmp_path / "d.npz", *options, "--activation", activation)
    assert code == 0, err
    [path] = (tmp_path / "out").glob("*/model.safetensors")
    assert str(load_model(path).model.layers[f"{activation}1"]) == summary
    assert (tmp_path / "out" / "report.html").exists()
