"""Batch normalisation and dropout: training and evaluation, what is kept and not learned, and random bits by place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.gradients import numerical_gradient, relative_error
from undergrad import (
    Architecture,
    BatchNormLayer,
    ClassifierModel,
    ConvolutionLayer,
    DropoutLayer,
    FCLayer,
    Layer,
    MaxPoolingLayer,
    SoftmaxLayer,
    fit,
    layers,
    load_model,
)
from undergrad.data import Scaling
from undergrad.engines import ReferenceEngine
from undergrad.errors import ShapeError, UsageError
from undergrad.layers.base import Draw
from undergrad.layers.philox import philox, words_at
from undergrad.training import Oversight

SHAPES = [(7, 3), (4, 3, 2, 5), (4, 2, 5), (2, 6)]


def normed(shape, mode="training", **numbers):
    """A layer for such samples whose numbers say something."""
    rng = np.random.default_rng(1)
    layer = BatchNormLayer(BatchNormLayer.sized_by(shape[1:])["features"], **numbers)
    layer.gamma, layer.beta = rng.uniform(0.5, 2, layer.features), rng.standard_normal(layer.features)
    layer.running_mean, layer.running_variance = rng.standard_normal(layer.features), rng.uniform(1, 3, layer.features)
    layer.mode = mode
    return layer


def axes_of(x):
    return (0,) if x.ndim == 2 else (0, 1, 2) if x.ndim == 3 else (0, 2, 3)


# Batch normalisation --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_each_feature_of_a_batch_has_mean_beta_and_deviation_gamma(shape):
    x, layer = 5 + 3 * np.random.default_rng(0).standard_normal(shape), normed(shape, epsilon=1e-14)
    out = layer.forward(x)
    assert out.shape == x.shape
    np.testing.assert_allclose(out.mean(axis=axes_of(x)), layer.beta if x.ndim != 3 else layer.beta[0], rtol=1e-9)
    np.testing.assert_allclose(out.std(axis=axes_of(x)), layer.gamma if x.ndim != 3 else layer.gamma[0], rtol=1e-9)


@pytest.mark.parametrize("mode", ["training", "evaluation"])
@pytest.mark.parametrize("shape", SHAPES)
def test_gradients_of_batch_norm(shape, mode):
    rng = np.random.default_rng(0)
    x, layer, upstream = rng.standard_normal(shape), normed(shape, mode), rng.standard_normal(shape)

    def loss() -> float:
        return float(np.sum(upstream * layer.forward(x)))

    loss()
    dx = layer.backward(upstream, 0.3)
    np.testing.assert_array_equal(layer.backward(upstream.reshape(shape[0], -1), 0.3), dx)
    dgamma, dbeta = layer.dgamma, layer.dbeta
    averages = layer.running_mean, layer.running_variance
    for derived, array in ((dx, x), (dgamma, layer.gamma), (dbeta, layer.beta)):
        assert relative_error(derived, numerical_gradient(loss, array)) < 1e-6
    if mode == "evaluation":  # which changes no average
        np.testing.assert_array_equal(averages, (layer.running_mean, layer.running_variance))
    layer.forward(x)
    layer.backward(upstream)
    gamma = layer.gamma
    layer.update(0.1)
    np.testing.assert_allclose(layer.gamma, gamma - 0.1 * layer.dgamma)


@pytest.mark.parametrize("shape", [(7, 3), (4, 3, 2, 5)])
def test_batch_norm_is_pytorchs(shape):
    torch = pytest.importorskip("torch")
    x, layer = np.random.default_rng(0).standard_normal(shape), normed(shape)
    theirs = (torch.nn.BatchNorm1d if len(shape) == 2 else torch.nn.BatchNorm2d)(3, dtype=torch.float64)
    for name, array in (
        *(("weight", layer.gamma), ("bias", layer.beta)),
        *(("running_mean", layer.running_mean), ("running_var", layer.running_variance)),
    ):
        getattr(theirs, name).data.copy_(torch.tensor(array))
    for _ in range(3):
        inputs = torch.tensor(x, requires_grad=True)
        out = theirs(inputs)
        np.testing.assert_allclose(layer.forward(x), out.detach().numpy(), rtol=1e-10, atol=1e-12)
        theirs.zero_grad()
        (out * torch.tensor(x)).sum().backward()
        np.testing.assert_allclose(layer.backward(x), inputs.grad.numpy(), rtol=1e-8, atol=1e-10)
        np.testing.assert_allclose(layer.dgamma, theirs.weight.grad.numpy(), rtol=1e-9, atol=1e-12)
        x = x + 1
    np.testing.assert_allclose(layer.running_mean, theirs.running_mean.numpy(), rtol=1e-12)
    np.testing.assert_allclose(layer.running_variance, theirs.running_var.numpy(), rtol=1e-12)
    layer.mode = "evaluation"
    theirs.eval()
    np.testing.assert_allclose(layer.forward(x), theirs(torch.tensor(x)).detach().numpy(), rtol=1e-10)


def test_running_averages_are_their_formula_written_out():
    layer, rng = BatchNormLayer(2, momentum=0.75), np.random.default_rng(0)
    mean, variance = np.zeros(2), np.ones(2)
    for _ in range(4):
        x = rng.standard_normal((5, 2))
        layer.forward(x)
        mean, variance = 0.75 * mean + 0.25 * x.mean(axis=0), 0.75 * variance + 0.25 * x.var(axis=0, ddof=1)
    np.testing.assert_allclose(layer.running_mean, mean, rtol=1e-12)
    np.testing.assert_allclose(layer.running_variance, variance, rtol=1e-12)


def test_a_single_value_of_a_feature_has_no_variance():
    layer = BatchNormLayer(3)
    with pytest.raises(
        ShapeError, match=r"BatchNormLayer\(3\): one value for each feature has no variance; train with"
    ):
        layer.forward(np.ones((1, 3)))
    layer.forward(np.ones((1, 3, 1, 2)))  # two values of each channel
    layer.mode = "evaluation"
    layer.forward(np.ones((1, 3)))
    with pytest.raises(
        ShapeError, match=r"x must have 3 features, \(N, D\) or \(N, C, H, W\), but has the shape \(2, 4\)"
    ):
        layer.forward(np.ones((2, 4)))


@pytest.mark.parametrize("numbers", [{"momentum": 1.5}, {"momentum": -0.1}, {"epsilon": 0.0}, {"epsilon": "small"}])
def test_numbers_of_batch_norm_that_cannot_be(numbers):
    with pytest.raises(UsageError, match="must be a number"):
        BatchNormLayer(3, **numbers)


# Dropout --------------------------------------------------------------------------------------------------------------

#: The published vectors of the generator: counter, key, words.
VECTORS = [
    ((0, 0, 0, 0), (0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        "d16cfe09 94fdcceb 5001e420 24126ea1",
    ),
]


@pytest.mark.parametrize(("counter", "key", "words"), VECTORS)
def test_the_generator_is_the_published_one(counter, key, words):
    drawn = philox(tuple(np.array([word], np.uint64) for word in counter), key)
    assert " ".join(f"{int(word[0]):08x}" for word in drawn) == words


@given(st.integers(1, 40), st.integers(0, 2**63), st.tuples(*[st.integers(0, 2**32 - 1)] * 3))
def test_a_word_depends_on_its_place_alone(count, key, place):
    many = words_at(200, key, *place)
    np.testing.assert_array_equal(words_at(count, key, *place), many[:count])
    assert many.max() < 2**32
    others = [tuple(word ^ (number == changed) for number, word in enumerate(place)) for changed in range(3)]
    for other in ((key + 1, *place), *((key, *changed) for changed in others)):
        assert not np.array_equal(words_at(200, *other), many)


@settings(max_examples=20)
@given(st.floats(0, 0.95), st.integers(0, 2**32))
def test_the_share_that_is_dropped_is_the_rate_and_the_mean_stays(rate, seed):
    layer = DropoutLayer(rate)
    layer.draw = Draw(seed, 3, 5, 1)
    out = layer.forward(np.ones((100, 200)))
    assert set(np.unique(out)) <= {0.0, 1 / (1 - rate)}
    assert (out == 0).mean() == pytest.approx(rate, abs=5 * (rate * (1 - rate) / out.size) ** 0.5 + 1e-12)


def test_dropout_draws_by_place_and_goes_on_by_itself():
    np.random.seed(4)
    layer, x = DropoutLayer(0.4), np.ones((8, 8))
    first, second = layer.forward(x), layer.forward(x)
    assert not np.array_equal(first, second)
    np.random.seed(4)
    np.testing.assert_array_equal(DropoutLayer(0.4).forward(x), first)
    layer.draw = Draw(1, 2, 3, 4)
    again = layer.forward(x)
    layer.draw = Draw(1, 2, 3, 4)
    np.testing.assert_array_equal(layer.forward(x), again)
    np.testing.assert_array_equal(layer.backward(x), again)
    np.testing.assert_array_equal(layer.backward(x.reshape(8, -1)), again)


def test_in_evaluation_nothing_is_dropped_and_nothing_returned_is_the_callers_own():
    layer, x = DropoutLayer(0.4), np.ones((3, 2))
    layer.mode = "evaluation"
    out, back = layer.forward(x), layer.backward(x)
    np.testing.assert_array_equal(out, x)
    np.testing.assert_array_equal(back, x)
    assert out is not x
    assert back is not x


@pytest.mark.parametrize("rate", [1, -0.1, float("nan"), "half", True])
def test_rates_that_cannot_be(rate):
    with pytest.raises(UsageError, match="rate of dropout must be a number from 0 on and below 1"):
        DropoutLayer(rate)


# Networks -------------------------------------------------------------------------------------------------------------


def network(text="fc(8), batch_norm, relu, dropout(0.5)", shape=(6, 6), seed=0):
    return Architecture.parse(text).build(shape, 5, rng=np.random.default_rng(seed))


def first_scaling(dataset):
    return Scaling.of(dataset.x_train)


def test_one_switch_of_the_model_reaches_every_layer(small):
    model, x, y = network(), small.x_train[:20] / 255.0, np.eye(5)[small.y_train[:20]]
    assert [layer.mode for layer in model.layers.values() if layer.mode is not None] == ["training", "training"]
    losses = {model.forward(x, y) for _ in range(5)}
    assert len(losses) == 5
    model.mode = "evaluation"
    assert len({model.forward(x, y) for _ in range(5)}) == 1
    model.mode = "training"
    first = model.predict(x)
    np.testing.assert_array_equal(first, model.predict(x))
    assert model.mode == model.layers["dropout1"].mode == "training"
    with pytest.raises(UsageError, match="mode must be 'training' or 'evaluation', not 'test'"):
        model.mode = "test"


def test_a_layer_of_ones_own_is_told_too():
    class Own:
        mode = "training"

        def forward(self, x):
            return x if self.mode == "evaluation" else x + 100

        def backward(self, d_prev, reg_lambda):
            return d_prev

        def update(self, learning_rate):
            pass

        def summary(self):
            return "own"

    model = ClassifierModel()
    model.add_layer("fc", FCLayer(3, 2, rng=np.random.default_rng(0)))
    model.add_layer("own", Own())
    model.layers["fc"].b = np.array([0.0, 1.0])
    model.add_layer("softmax", SoftmaxLayer())
    np.testing.assert_array_equal(model.predict(np.ones((2, 3))), model.predict(np.ones((2, 3))))
    assert model.layers["own"].mode == "training"


def test_a_model_that_evaluates_predicts_what_its_file_does(small, tmp_path):
    fitted = fit(network(), small, epochs=20, batch_size=20, learning_rate=0.1, seed=3)
    assert fitted.best.val_measure > 0.6
    fitted.trained.save(tmp_path / "model.safetensors")
    loaded = load_model(tmp_path / "model.safetensors")
    np.testing.assert_array_equal(loaded.predict(small.x_test), fitted.trained.predict(small.x_test))
    assert loaded.model.arrays().keys() == fitted.trained.model.arrays().keys()
    assert "batch_norm1.running_mean" in loaded.model.arrays()
    assert "batch_norm1.running_mean" not in loaded.model.parameters()


def test_a_training_is_the_same_each_time_and_another_under_another_seed(small):
    numbers = {"epochs": 3, "batch_size": 20, "learning_rate": 0.1}
    first, second = (fit(network(), small, seed=1, **numbers).last for _ in range(2))
    assert all(np.array_equal(first[key], array) for key, array in second.items())
    losses, rows = [], np.arange(len(small.x_train))
    for seed in (1, 1, 2):
        engine = ReferenceEngine(network("fc(8), relu, dropout(0.5)"), first_scaling(small), 5, np.float64, seed=seed)
        step = {"epoch": 1, "batch_size": 20, "learning_rate": 0.1, "reg_lambda": 0.0}
        losses.append(engine.train_epoch(small.x_train, small.y_train, rows=rows, **step))
    assert losses[0] == losses[1] != losses[2]


def test_the_numbers_of_an_epoch_are_taken_in_evaluation(small):
    model = network("fc(8), relu, dropout(0.9)")
    fitted = fit(model, small, epochs=1, batch_size=20, learning_rate=0.01, dtype="float64")
    trained = fitted.trained.model
    trained.set_arrays(fitted.last)
    engine = ReferenceEngine(trained, fitted.trained.scaling, 5, np.float64)
    rows = np.arange(len(small.x_train))
    observed = engine.observe(small.x_train, rows=rows, labels=small.y_train)
    again = engine.observe(small.x_train, rows=rows, labels=small.y_train)
    assert observed.data_loss == again.data_loss
    norms = [engine.gradient_norms(small.x_train, small.y_train, rows=rows).weights["fc1"] for _ in range(2)]
    assert norms[0] == norms[1]


@pytest.mark.parametrize("text", ["fc(8), batch_norm, relu", "batch_norm, fc(4), relu"])
def test_a_last_batch_of_one_sample_joins_the_one_before(small, text):
    model = network(text)
    rows = np.arange(41)
    engine = ReferenceEngine(model, first_scaling(small), 5, np.float64)
    sizes = []
    forward = model.layers["fc1"].forward
    model.layers["fc1"].forward = lambda x: sizes.append(len(x)) or forward(x)
    engine.train_epoch(
        small.x_train, small.y_train, rows=rows, epoch=1, batch_size=20, learning_rate=0.1, reg_lambda=0.0
    )
    assert sizes == [20, 21]
    with pytest.raises(ShapeError, match="train with batches of 2 or more"):
        fit(network("fc(8), batch_norm, relu"), small, epochs=1, batch_size=1)


class Wrapped(Layer):
    """A layer of one's own around one of the textbook's, with what a test gives it."""

    parameters = ("W", "b")
    regularised = ("W",)

    def __init__(self, input_dim, output_dim):
        self.inner = FCLayer(input_dim, output_dim, rng=np.random.default_rng(0))
        self.W, self.b = self.inner.W, self.inner.b

    def forward(self, x):
        self.inner.W, self.inner.b = self.W, self.b
        return self.inner.forward(x)

    def backward(self, d_prev, reg_lambda=0.0):
        d_prev = self.inner.backward(d_prev, reg_lambda)
        self.dW, self.db = self.inner.dW, self.inner.db
        return d_prev

    def update(self, learning_rate):
        self.W, self.b = self.W - learning_rate * self.dW, self.b - learning_rate * self.db


def own_model(layer):
    model = ClassifierModel()
    model.add_layer("fc1", layer)
    model.add_layer("softmax", SoftmaxLayer())
    return model


def test_what_else_a_layer_calls_mode_or_draw_is_left_alone(small):
    class Own(Wrapped):
        mode = "max"

        def draw(self, shape):
            return np.ones(shape)

    model = own_model(Own(36, 5))
    fit(model, small, epochs=1, batch_size=50)
    assert model.layers["fc1"].mode == "max"
    assert model.layers["fc1"].draw((2,)).shape == (2,)


def test_the_mode_is_no_part_of_a_training_and_stays_as_it_was(small, tmp_path):
    class Own(Wrapped):
        def __init__(self, *sizes):
            super().__init__(*sizes)
            self.mode = "training"

    text, numbers = "fc(8), relu, dropout(0.5)", {"epochs": 2, "batch_size": 20}
    for model, again in ((network(text), network(text)), (own_model(Own(36, 5)), own_model(Own(36, 5)))):
        checkpoint = tmp_path / f"checkpoint-{type(model.layers['fc1']).__name__}"
        oversight = Oversight(checkpoint=checkpoint, checkpoint_seconds=0, stop_when=lambda history: True)
        fit(model, small, oversight=oversight, **numbers)
        assert model.mode == "training"
        again.mode = "evaluation"
        fitted = fit(again, small, oversight=Oversight(checkpoint=checkpoint, resume=True), **numbers)
        assert len(fitted.history) == 2
        assert again.mode == "evaluation"


def test_reading_a_text_draws_nothing():
    np.random.seed(0)
    before = np.random.get_state()[2]
    Architecture.parse("fc(3), relu, dropout(0.3141)")
    assert np.random.get_state()[2] == before


def test_numbers_of_numpy_make_the_same_text_and_file(small, tmp_path):
    model = ClassifierModel()
    for name, layer in {
        "conv1": ConvolutionLayer(1, np.int64(2), np.int32(3), np.int64(1), np.int64(1), scaled=True),
        "batch_norm1": BatchNormLayer(np.int64(2), momentum=np.float32(0.75)),
        "pool1": MaxPoolingLayer(np.int64(2), np.int64(2)),
        "dropout1": DropoutLayer(np.float64(0.5)),
        "dropout2": DropoutLayer(0),
        "fc1": FCLayer(18, 5),
        "softmax": SoftmaxLayer(),
    }.items():
        model.add_layer(name, layer)
    text = "conv(2, 3, pad=1), batch_norm(momentum=0.75), pool(2), dropout(0.5), dropout(0.0)"
    assert str(Architecture.of(model)) == text
    fit(model, small, epochs=1).trained.save(tmp_path / "model.safetensors")
    assert str(Architecture.of(load_model(tmp_path / "model.safetensors").model)) == text


def test_a_class_of_ones_own_may_keep_its_averages_or_make_them_anew(small, tmp_path):
    class Kept(BatchNormLayer):
        word = ""

    class Bare(Layer):
        """Keeps no averages at all."""

        parameters = ("gamma", "beta")

        def __init__(self, features, momentum=0.9, epsilon=1e-5):
            self.gamma, self.beta = np.ones(features), np.zeros(features)

        def forward(self, x):
            self.x = x
            return self.gamma * x + self.beta

        def backward(self, d_prev, reg_lambda=0.0):
            self.dgamma, self.dbeta = (d_prev * self.x).sum(axis=0), d_prev.sum(axis=0)
            return d_prev * self.gamma

        def update(self, learning_rate):
            self.gamma = self.gamma - learning_rate * self.dgamma
            self.beta = self.beta - learning_rate * self.dbeta

    architecture = Architecture.parse("fc(8), batch_norm, tanh")
    for kind in (Kept, Bare):
        own = {"batch_norm": kind}
        path = tmp_path / f"{kind.__name__}.safetensors"
        kind.__name__ = "BatchNormLayer"  # as in a student's file
        fitted = fit(architecture.build((6, 6), 5, own=own), small, epochs=2, engine="reference", dtype="float64")
        fitted.trained.save(path)
        loaded = load_model(path, own=own)
        assert loaded.predict(small.x_test).shape == (200, 5)


def test_a_network_whose_layers_were_exchanged_is_no_longer_the_one_that_was_built(small, tmp_path):
    model = network("fc(8), relu")

    class Tanh(layers.Tanh):
        word = ""

    model.layers["relu1"] = Tanh()
    fitted = fit(model, small, epochs=2, batch_size=20, engine="reference")
    fitted.trained.save(tmp_path / "model.safetensors")
    loaded = load_model(tmp_path / "model.safetensors", own={"tanh": Tanh})
    np.testing.assert_array_equal(loaded.predict(small.x_test), fitted.trained.predict(small.x_test))


def test_an_infinite_number_that_is_dropped_is_0():
    layer = DropoutLayer(0.5)
    layer.draw = Draw(1)
    out = layer.forward(np.full((4, 8), np.inf))
    assert set(out.ravel()) == {0.0, np.inf}


def test_an_empty_batch_has_an_empty_output():
    layer = BatchNormLayer(3)
    layer.mode = "evaluation"
    assert layer.forward(np.ones((0, 3))).shape == (0, 3)


def test_a_pass_that_fails_leaves_the_summary_as_it_was(capsys):
    model = network("conv(2, 3), relu")
    with pytest.raises(ShapeError):
        model.predict(np.ones((2, 30)))
    model.summary()
    assert "2 x 4 x 4" in capsys.readouterr().out
