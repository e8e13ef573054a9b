"""Convolution and max pooling: against their sums written out, differences, and PyTorch; shapes; networks of them."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarks.gradients import numerical_gradient, relative_error
from undergrad import (
    Architecture,
    ConvolutionLayer,
    FCLayer,
    MaxPoolingLayer,
    fit,
    load_dataset,
    load_model,
    zero_pad,
)
from undergrad.errors import ShapeError, UsageError
from undergrad.experiments import load_experiment
from undergrad.layers import ACTIVATIONS, Norm
from undergrad.layers.windows import fold, unfold
from undergrad.report.page.samples import details


def cross_correlation(x, w, b, stride, pad):
    """Each output by itself, as the formula says."""
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    (n, _, height, width), (filters, _, k, _) = x.shape, w.shape
    out = np.zeros((n, filters, (height - k) // stride + 1, (width - k) // stride + 1))
    for i, f, r, c in np.ndindex(out.shape):
        window = x[i, :, r * stride : r * stride + k, c * stride : c * stride + k]
        out[i, f, r, c] = (window * w[f]).sum() + b[f]
    return out


def first_maxima(x, k, stride, d_prev):
    """The maxima of windows, and dLoss/dx: each entry of d_prev at the first maximum of its window."""
    n, channels, height, width = x.shape
    out = np.zeros((n, channels, (height - k) // stride + 1, (width - k) // stride + 1))
    dx = np.zeros(x.shape)
    for i, ch, r, c in np.ndindex(out.shape):
        window = x[i, ch, r * stride : r * stride + k, c * stride : c * stride + k]
        row, column = np.unravel_index(window.argmax(), window.shape)
        out[i, ch, r, c] = window[row, column]
        dx[i, ch, r * stride + row, c * stride + column] += d_prev[i, ch, r, c]
    return out, dx


@st.composite
def geometries(draw, pads=(0, 1, 2)):
    """Kernel, stride, pad, and a shape of images that windows in such steps fill: mostly not square."""
    k, stride, pad = draw(st.sampled_from([1, 2, 3, 5])), draw(st.integers(1, 3)), draw(st.sampled_from(pads))
    sides = [k + stride * draw(st.integers(0, 3)) - 2 * pad for _ in range(2)]
    assume(min(sides) > 0)
    return k, stride, pad, (draw(st.integers(1, 3)), draw(st.integers(1, 3)), *sides)


@given(geometries(), st.integers(1, 3), st.integers(0, 2**31))
def test_convolution_is_the_sum_written_out(geometry, filters, seed):
    k, stride, pad, shape = geometry
    rng = np.random.default_rng(seed)
    layer = ConvolutionLayer(shape[1], filters, k, stride, pad, rng=rng)
    layer.b = rng.standard_normal(filters)
    x = rng.standard_normal(shape)
    out = layer.forward(x)
    np.testing.assert_allclose(out, cross_correlation(x, layer.w, layer.b, stride, pad), rtol=1e-11, atol=1e-12)
    assert (
        out.shape[1:]
        == ConvolutionLayer.shapes(shape[1:], out_channels=filters, kernel_size=k, stride=stride, pad=pad).output
    )


@settings(max_examples=40)
@given(geometries(), st.integers(1, 3), st.sampled_from([0.0, 0.37]), st.integers(0, 2**31))
def test_gradients_of_convolution(geometry, filters, reg_lambda, seed):
    k, stride, pad, shape = geometry
    rng = np.random.default_rng(seed)
    layer = ConvolutionLayer(shape[1], filters, k, stride, pad, rng=rng)
    layer.b, x = rng.standard_normal(filters), rng.standard_normal(shape)
    upstream = rng.standard_normal(layer.forward(x).shape)

    def loss() -> float:
        return float(np.sum(upstream * layer.forward(x))) + Norm().forward([layer.w], reg_lambda)

    loss()
    dx = layer.backward(upstream, reg_lambda)
    dw, db = layer.dw, layer.db
    for derived, array in ((dx, x), (dw, layer.w), (db, layer.b)):
        measured = numerical_gradient(loss, array)
        # An entry that no window covers, or whose terms cancel, has the derivative 0.
        assert relative_error(derived, measured) < 1e-6 or np.abs(derived - measured).max() < 1e-8


@given(geometries(pads=(0,)), st.booleans(), st.integers(0, 2**31))
def test_pooling_takes_the_first_maximum_of_each_window(geometry, with_ties, seed):
    k, stride, _, shape = geometry
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 3, shape).astype(float) if with_ties else rng.standard_normal(shape)
    layer = MaxPoolingLayer(k, stride)
    out = layer.forward(x)
    upstream = rng.standard_normal(out.shape)
    expected, dx = first_maxima(x, k, stride, upstream)
    np.testing.assert_array_equal(out, expected)
    np.testing.assert_allclose(layer.backward(upstream), dx, rtol=1e-12, atol=1e-14)
    assert out.shape[1:] == MaxPoolingLayer.shapes(shape[1:], kernel_size=k, stride=stride).output


@given(geometries(pads=(0,)), st.integers(0, 2**31))
def test_folding_is_the_transpose_of_unfolding(geometry, seed):
    k, stride, _, shape = geometry
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(shape)
    windows = unfold(x, k, stride)
    other = rng.standard_normal(windows.shape)
    assert (windows * other).sum() == pytest.approx((x * fold(other, shape, stride)).sum(), rel=1e-10, abs=1e-10)


@pytest.mark.parametrize(("k", "stride", "pad"), [(3, 1, 1), (2, 2, 0), (5, 3, 2), (1, 1, 0)])
def test_both_are_pytorchs(k, stride, pad):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    side = k + 4 * stride - 2 * pad
    x = rng.standard_normal((3, 2, side, side + stride))
    layer = ConvolutionLayer(2, 4, k, stride, pad, rng=rng)
    layer.b = rng.standard_normal(4)
    out = layer.forward(x)
    upstream = rng.standard_normal(out.shape)
    dx = layer.backward(upstream)
    inputs, w, b = (torch.tensor(array, requires_grad=True) for array in (x, layer.w, layer.b))
    theirs = torch.nn.functional.conv2d(inputs, w, b, stride=stride, padding=pad)
    theirs.backward(torch.tensor(upstream))
    np.testing.assert_allclose(out, theirs.detach().numpy(), rtol=1e-10, atol=1e-12)
    for mine, tensor in ((dx, inputs), (layer.dw, w), (layer.db, b)):
        np.testing.assert_allclose(mine, tensor.grad.numpy(), rtol=1e-10, atol=1e-12)
    pool, inputs = MaxPoolingLayer(k, stride), torch.tensor(rng.standard_normal((3, 4, k + stride, k + 2 * stride)))
    inputs.requires_grad_()
    mine = pool.forward(inputs.detach().numpy())
    theirs = torch.nn.functional.max_pool2d(inputs, k, stride)
    theirs.backward(torch.ones_like(theirs))
    np.testing.assert_array_equal(mine, theirs.detach().numpy())
    np.testing.assert_array_equal(pool.backward(np.ones_like(mine)), inputs.grad.numpy())


# Shapes ---------------------------------------------------------------------------------------------------------------


def layers():
    rng = np.random.default_rng(0)
    return [ConvolutionLayer(1, 2, 2, rng=rng), MaxPoolingLayer(2, 1), *(kind() for kind in ACTIVATIONS.values())]


@pytest.mark.parametrize("number", range(len(layers())))
def test_each_backward_takes_its_output_flat_too(number):
    layer, rng = layers()[number], np.random.default_rng(1)
    x = rng.standard_normal((3, 1, 4, 5))
    upstream = rng.standard_normal(layer.forward(x).shape)
    whole = layer.backward(upstream)
    assert whole.shape == x.shape
    np.testing.assert_array_equal(layer.backward(upstream.reshape(3, -1)), whole)
    for wrong in (upstream.reshape(1, -1), upstream[:, :, :-1], upstream.reshape(3, -1)[:, :-1]):
        with pytest.raises(ShapeError, match="d_prev must have the shape"):
            layer.backward(wrong)


@pytest.mark.parametrize("number", range(2))
def test_images_of_one_channel_may_lack_its_axis(number):
    layer, rng = layers()[number], np.random.default_rng(1)
    x = rng.standard_normal((3, 4, 5))
    out = layer.forward(x)
    np.testing.assert_array_equal(out, layer.forward(x[:, None]))
    layer.forward(x)
    assert layer.backward(np.ones(out.shape)).shape == x.shape


@pytest.mark.parametrize("number", range(2))
def test_nothing_that_was_passed_or_returned_is_changed(number):
    layer, rng = layers()[number], np.random.default_rng(1)
    x = rng.standard_normal((3, 1, 4, 5))
    before, out = x.copy(), layer.forward(x)
    upstream, kept = rng.standard_normal(out.shape), out.copy()
    passed = upstream.copy()
    first = layer.backward(upstream, 0.1)
    np.testing.assert_array_equal(first, layer.backward(upstream, 0.1))
    layer.update(0.1)
    layer.forward(x + 1)
    for array, copy in ((x, before), (out, kept), (upstream, passed)):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize(
    ("layer", "shape", "sentence"),
    [
        (ConvolutionLayer(3, 2, 3), (5, 2, 8, 8), "ConvolutionLayer(3, 2, 3, stride=1, pad=0): x has the shape "
         "(5, 2, 8, 8), and it takes images of 3 channels"),
        (ConvolutionLayer(1, 2, 3), (5, 30), "it takes images, H x W or C x H x W, and neither a table"),
        (ConvolutionLayer(1, 2, 5), (5, 1, 4, 8), "a window of 5 is wider than 4; make it smaller"),
        (ConvolutionLayer(1, 2, 5, pad=1), (5, 1, 2, 8), "a window of 5 is wider than 2 with a pad of 1; make"),
        (ConvolutionLayer(1, 2, 3, stride=2), (5, 1, 7, 8), "windows of 3 in steps of 2 do not fill 8; 7 or 9 would"),
        (MaxPoolingLayer(2), (5, 3, 13, 13), "MaxPoolingLayer(2, stride=2): x has the shape (5, 3, 13, 13), and 13 is "
         "not divisible by 2; 12 or 14 would fit"),
        (MaxPoolingLayer(3), (5, 3, 9, 8), "windows of 3 in steps of 2 do not fill 8; 7 or 9 would fit"),
        (MaxPoolingLayer(2), (5,), "it takes images"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_one_sentence_and_a_value_error(layer, shape, sentence):
    with pytest.raises(ShapeError) as caught:
        layer.forward(np.zeros(shape))
    assert sentence in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_sizes_that_cannot_be():
    for arguments in ((0, 1, 3), (1.5, 1, 3), ("1", 1, 3), (1, 0, 3), (1, 1, 0), (1, 1, 3, 0), (1, 1, 3, 1, -1)):
        with pytest.raises(UsageError, match=r"of (conv|ConvolutionLayer) must be a whole number of at least"):
            ConvolutionLayer(*arguments)
    for arguments in ((0,), (2, 0), ("2",)):
        with pytest.raises(UsageError, match="must be a whole number"):
            MaxPoolingLayer(*arguments)
    with pytest.raises(UsageError, match="pad of zero_pad must be a whole number of at least 0, not -1"):
        zero_pad(np.zeros((1, 1, 2, 2)), -1)
    with pytest.raises(ShapeError, match=r"zero_pad: x must be \(N, C, H, W\), but has the shape \(2, 2\)"):
        zero_pad(np.zeros((2, 2)), 1)


def test_zeros_on_all_four_sides():
    x = np.random.default_rng(0).standard_normal((2, 3, 4, 5)).astype(np.float32)
    for pad in (0, 1, 3):
        padded = zero_pad(x, pad)
        np.testing.assert_array_equal(padded, np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))))
        assert padded.dtype == x.dtype


def test_the_classes_draw_as_the_homework_does_and_texts_as_he():
    np.random.seed(3)
    own = ConvolutionLayer(2, 4, 3)
    np.random.seed(3)
    np.testing.assert_array_equal(own.w, np.random.randn(4, 2, 3, 3))
    assert own.w.dtype == np.float64
    assert not own.b.any()
    model = Architecture.parse("conv(4, 3)").build((2, 8, 8), 3, rng=np.random.default_rng(3))
    expected = np.random.default_rng(3).standard_normal((4, 2, 3, 3)) / math.sqrt(2 * 3 * 3 / 2)
    np.testing.assert_array_equal(model.layers["conv1"].w, expected)


# Networks -------------------------------------------------------------------------------------------------------------

#: Conv4-Conv4-Pool-FC of the course's next homework, smaller.
NETWORK = "conv(3, 3, pad=1), relu, conv(2, 3, pad=1), tanh, pool(2), fc(7), relu"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("conv(8,3)", "conv(8, 3)"),
        ("conv(filters=8, kernel_size=3, stride=1, pad=1)", "conv(8, 3, pad=1)"),
        ("conv(8, 3, 2, 0)", "conv(8, 3, stride=2)"),
        ("pool(3)", "pool(3)"),
        ("pool(3, 3)", "pool(3)"),
        ("pool(3, stride=2)", "pool(3, stride=2)"),
    ],
)
def test_each_network_has_one_text(text, canonical):
    architecture = Architecture.parse(text)
    assert str(architecture) == canonical
    assert Architecture.parse(canonical) == architecture


def test_the_text_gives_the_class_its_stride():
    assert Architecture.parse("pool(3)").build((9, 9), 2).layers["pool1"].stride == 3
    assert MaxPoolingLayer(3).stride == 2


@given(st.integers(1, 9), st.integers(1, 5), st.integers(1, 3), st.integers(0, 2))
def test_what_is_written_is_read(filters, k, stride, pad):
    texts = (f"conv({filters}, {k}, stride={stride}, pad={pad})", f"pool({k}, stride={stride})")
    for architecture in map(Architecture.parse, texts):
        assert Architecture.parse(str(architecture)) == architecture
        side = k + 4 * stride - 2 * (pad if architecture.elements[0].word == "conv" else 0)
        assert Architecture.of(architecture.build((2, side, side), 3)) == architecture


@pytest.mark.parametrize(
    ("text", "shape", "sentence"),
    [
        ("conv(16, 3, pad=1), pool(2)", (13, 13),
         "pool(2) gets 16 x 13 x 13 from conv(16, 3, pad=1), and 13 is not divisible by 2; 12 or 14 would fit"),
        ("conv(8, 3)", (30,),
         "conv(8, 3) gets 30 from the data, and it takes images, H x W or C x H x W, and neither a table nor"),
        ("fc(8), relu, conv(8, 3)", (9, 9), "conv(8, 3) gets 8 from relu, and it takes images"),
    ],
)  # fmt: skip
def test_an_architecture_says_which_layer_does_not_fit_and_what_would(text, shape, sentence):
    with pytest.raises(ShapeError) as caught:
        Architecture.parse(text).places(shape, 10)
    assert sentence in str(caught.value)


@pytest.mark.parametrize("text", ["conv(3)", "conv(0, 3)", "conv(3, 3, stride=0)", "conv(3, 3, pad=-1)", "pool(0)"])
def test_texts_of_layers_that_cannot_be_are_refused(text):
    with pytest.raises(UsageError):
        Architecture.parse(text)


def test_a_network_of_them_learns_and_its_file_predicts_the_same(small, tmp_path):
    model = Architecture.parse(NETWORK).build(small.sample_shape, small.classes, rng=np.random.default_rng(0))
    fitted = fit(model, small, epochs=15, batch_size=20, learning_rate=0.1, seed=1)
    assert fitted.best.val_measure > 0.8
    path = tmp_path / "model.safetensors"
    fitted.trained.save(path)
    loaded = load_model(path)
    np.testing.assert_array_equal(loaded.predict(small.x_test), fitted.trained.predict(small.x_test))
    assert str(Architecture.of(loaded.model)) == NETWORK
    assert loaded.model.layers["conv1"].pad == 1


def test_the_command_trains_and_shows_them(cli, small, tmp_path):
    path = tmp_path / "small.npz"
    np.savez(path, x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    code, out, _ = cli("layers", NETWORK, "--shape", "6,6", "--classes", "5")
    assert code == 0
    assert "3 x 6 x 6" in out
    assert "2 x 3 x 3" in out
    code, out, err = cli(
        "train", "--dataset", path, "--layers", NETWORK, "--epochs", 2, "--batch-size", 20, "--out", "m"
    )
    assert code == 0, err
    [run] = {path.parent for path in tmp_path.rglob("model.safetensors")}
    pictures = details(run, None)["weights"]
    assert [pictures[key] for key in ("count", "units", "height", "width")] == [3, 3, 3, 3]


def test_fc_takes_what_pooling_gives():
    assert FCLayer.sized_by((4, 14, 14)) == {"input_dim": 784}


def test_an_experiment_on_a_part_of_the_data_says_which(cli, small, tmp_path):
    np.savez("data.npz", x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    text = """dataset = "data.npz"
labels = [0, 2, 3]
train_samples = 100
test_samples = 40
layers = "conv(2, 3, pad=1), relu, pool(2)"
epochs = 1
"""
    Path("part.toml").write_text(text, encoding="utf-8")
    code, _, err = cli("run", "part.toml", "--out", "en")
    assert code == 0, err
    assert cli("run", "part.toml", "--out", "ko", "--language", "ko")[0] == 0
    said = {language: (tmp_path / language / "report.md").read_text("utf-8") for language in ("en", "ko")}
    assert (
        "Data set data.npz, labels 0 2 3, first 100 training samples, first 40 test samples; hidden layers "
        in (said["en"])
    )
    assert "hidden layers conv(2, 3, pad=1), relu, pool(2);" in said["en"]
    assert "데이터셋 data.npz, 클래스 0 2 3, 앞의 학습 표본 100개, 앞의 테스트 표본 40개" in said["ko"]
    assert (tmp_path / "en" / "experiment.toml").read_text("utf-8").count("train_samples = 100") == 1
    [model] = (tmp_path / "en").rglob("model.safetensors")
    assert load_model(model).class_names == ("0", "2", "3")


OWN = """
import numpy as np

class ConvolutionLayer:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, pad=0):
        self.w = np.random.randn(out_channels, in_channels, kernel_size, kernel_size) / kernel_size
        self.b = np.zeros(out_channels)
        self.s, self.p, self.k = stride, pad, kernel_size  # under other names than the textbook's

    def windows(self):
        cut = np.lib.stride_tricks.sliding_window_view(self.padded, (self.k, self.k), axis=(2, 3))
        return cut[:, :, :: self.s, :: self.s]

    def forward(self, x):
        x = x[:, None] if x.ndim == 3 else x
        self.padded = np.pad(x, ((0, 0), (0, 0), (self.p, self.p), (self.p, self.p)))
        return np.einsum("nchwij,fcij->nfhw", self.windows(), self.w) + self.b[:, None, None]

    def backward(self, d_prev, reg_lambda):
        self.dw = np.einsum("nchwij,nfhw->fcij", self.windows(), d_prev) + reg_lambda * self.w
        self.db = d_prev.sum((0, 2, 3))
        return np.zeros_like(self.padded)  # it is the first layer

    def update(self, learning_rate):
        self.w = self.w - learning_rate * self.dw
        self.b = self.b - learning_rate * self.db

    def summary(self):
        return "mine"
"""


def test_a_convolution_of_ones_own_is_trained_as_the_textbooks_and_its_file_is_used_again(cli, small, tmp_path):
    np.savez("small.npz", x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    Path("Answer.py").write_text(OWN, encoding="utf-8")
    layers = "conv(4, 2, stride=2), relu, dropout(0.1), fc(6), batch_norm, tanh"
    options = ("--dataset", "small.npz", "--layers", layers, "--epochs", 3, "--learning-rate", 0.1, "--batch-size", 20)
    assert cli("train", *options, "--answer", "Answer.py", "--out", "own")[0] == 0
    [model] = (tmp_path / "own").rglob("model.safetensors")
    code, out, err = cli("evaluate", model, "--dataset", "small.npz", "--answer", "Answer.py", "--json")
    assert code == 0, err
    stored = json.loads((model.parent / "result.json").read_text("utf-8"))
    assert json.loads(out)["accuracy"] == stored["test"]


@pytest.mark.parametrize("name", ["cnn-2019", "cnn-2020"])
def test_the_courses_networks_are_shipped(name):
    experiment = load_experiment(name)
    [network] = experiment.networks
    data = experiment.data.part_of(load_dataset(experiment.data.dataset))
    assert (len(data.x_train), len(data.x_test)) == {"cnn-2019": (500, 100), "cnn-2020": (5000, 1000)}[name]
    widths = {"cnn-2019": ((1568, 500), (500, 5)), "cnn-2020": ((784, 500), (500, 10))}[name]
    places = network.architecture.places(data.sample_shape, data.classes)
    assert tuple(p.shapes.parameters["W"] for p in places if "W" in p.shapes.parameters) == widths


def test_a_trial_whose_layers_do_not_fit_fails_alone(cli, small, tmp_path):
    np.savez("small.npz", x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    text = """dataset = "small.npz"
strategy = "grid"
trials = 4
[space]
layers = "conv(2, {size}), relu, pool(2)"
size = [1, 2, 3]
epochs = 1
"""
    Path("sizes.toml").write_text(text, encoding="utf-8")
    code, out, err = cli("tune", "sizes.toml", "--workers", 1, "--out", "sizes")
    assert code == 0, err
    assert "none was stopped early and 1 failed" in " ".join(out.split())
    failed = [path for path in (tmp_path / "sizes").rglob("result.json") if "does not fit" in path.read_text("utf-8")]
    assert len(failed) == 1
    Path("none.toml").write_text(text.replace("[1, 2, 3]", "[2, 4]"), encoding="utf-8")
    code, _, err = cli("tune", "none.toml", "--workers", 1)
    assert code == 1
    assert "layer pool1 does not fit: pool(2) gets 2 x 3 x 3 from relu, and 3 is not divisible by 2; 2 or 4" in err
