"""The losses at the end of a network: their values written out, their gradients, their weights of samples."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.gradients import numerical_gradient, relative_error
from undergrad import Architecture
from undergrad.errors import ShapeError, UsageError
from undergrad.outputs import CLASSES, HUBER, LABELS, LOGISTIC, OUTPUTS, POISSON, output_named

#: Every output that has a layer of its own with `sample_losses`.
ENDS = [output for output in OUTPUTS.values() if output is not CLASSES]


def targets_for(output, rng, shape):
    """Targets that the output is for, none of them near a kink of its loss."""
    if output.target != "numbers":
        return rng.integers(0, 2, shape).astype(float)
    return rng.poisson(2.0, shape).astype(float) if output is POISSON else rng.standard_normal(shape)


def loss_written_out(output, y_hat, y):
    """The formula's sum, one entry after the other."""
    total = 0.0
    n, k = y.shape
    for p, t in zip(y_hat.ravel().tolist(), y.ravel().tolist(), strict=True):
        e = p - t
        match output.name:
            case "logistic" | "labels":
                total -= k * (t * math.log(p + 1e-10) + (1 - t) * math.log(1 - p + 1e-10))
            case "regression":
                total += e * e / 2
            case "absolute":
                total += abs(e)
            case "huber":
                total += e * e / 2 if abs(e) <= 1 else abs(e) - 0.5
            case "poisson":
                total += p - t + (t * (math.log(t) - math.log(p)) if t else 0.0)
    return total / (n * k)


@pytest.mark.parametrize("output", ENDS, ids=lambda output: output.name)
@settings(max_examples=15)
@given(n=st.integers(1, 5), k=st.integers(1, 3), seed=st.integers(0, 2**31))
def test_loss_and_gradient_are_the_formulas(output, n, k, seed):
    rng = np.random.default_rng(seed)
    x, layer = 2 * rng.standard_normal((n, k)), output.make_layer()
    y = targets_for(output, rng, (n, k))
    kinks = [abs(abs(x - y) - 1).min()] if output is HUBER else [abs(x - y).min()]
    if output.name in ("huber", "absolute") and min(kinks) < 1e-4:
        return

    def loss() -> float:
        return output.loss(layer, layer.forward(x), y)

    assert loss() == pytest.approx(loss_written_out(output, layer.forward(x), y), rel=1e-8, abs=1e-8)
    derived = layer.backward()
    np.testing.assert_array_equal(layer.backward(0.5), 0.5 * derived)
    assert relative_error(derived, numerical_gradient(loss, x)) < 1e-6


@pytest.mark.parametrize("output", ENDS, ids=lambda output: output.name)
def test_a_loss_that_is_summed_over_the_outputs_is_so_many_times_the_mean(output):
    rng = np.random.default_rng(4)
    x, y = rng.standard_normal((5, 3)), targets_for(output, rng, (5, 3))
    mean, summed = output.make_layer(), output.make_layer()
    mean.summed, summed.summed = False, True
    losses = [output.loss(layer, layer.forward(x), y) for layer in (mean, summed)]
    assert losses[1] == pytest.approx(3 * losses[0])
    np.testing.assert_allclose(summed.backward(), 3 * mean.backward())


@pytest.mark.parametrize("output", [CLASSES, LOGISTIC, LABELS], ids=lambda output: output.name)
def test_a_clip_keeps_probabilities_away_from_0_and_1_in_the_loss_alone(output):
    layer, k = output.make_layer(), 2 if output is CLASSES else 1
    layer.clip, layer.epsilon = 0.1, 0.0
    scores = np.array([[-50.0, 50.0], [0.1, 0.0], [50.0, -50.0]])[:, :k]
    y = np.array([[1.0, 0.0]] * 3)[:, :k]
    y_hat = layer.forward(scores)
    p = float(y_hat[1, 0])
    assert 0.1 < p < 0.9
    # The first sample is quite wrong and the last one quite right.
    assert output.loss(layer, y_hat, y) == pytest.approx(-(math.log(0.1) + math.log(p) + math.log(0.9)) / 3)
    np.testing.assert_allclose(layer.backward(), (y_hat - y) / 3)


@pytest.mark.parametrize("output", OUTPUTS.values(), ids=lambda output: output.name)
def test_a_sample_that_counts_twice_is_as_good_as_two(output):
    rng = np.random.default_rng(3)
    classes = 2 if output.target == "classes" else 3
    model = Architecture.parse("fc(4), tanh").build((5,), classes, output=output, rng=rng)
    x, labels = rng.standard_normal((6, 5)), rng.integers(0, 2, 6 if output.target == "classes" else (6, 3))
    y = output.targets(labels, classes, np.float64)
    counts = np.array([1, 2, 1, 3, 1, 1])
    weighted = model.forward(x, y, 0.1, counts), model.backward(0.1), model.layers["fc1"].dW.copy()
    repeated = np.repeat(np.arange(6), counts)
    assert model.forward(x[repeated], y[repeated], 0.1) == pytest.approx(weighted[0])
    model.backward(0.1)
    np.testing.assert_allclose(model.layers["fc1"].dW, weighted[2], rtol=1e-9, atol=1e-12)


def test_weights_of_samples_need_a_layer_that_can_tell_them_apart():
    class End:
        def huber_loss(self, y_hat, y):
            return 0.0

    with pytest.raises(UsageError, match="End has no method sample_losses"):
        HUBER.loss(End(), np.ones((2, 1)), np.ones((2, 1)), np.ones((2, 1)))


@pytest.mark.parametrize("output", ENDS, ids=lambda output: output.name)
def test_what_does_not_fit_is_said_in_one_sentence(output):
    layer = output.make_layer()
    name = type(layer).__name__
    with pytest.raises(ShapeError, match=rf"{name}: x must be \(N, K\), but has the shape \(3,\)"):
        layer.forward(np.ones(3))
    loss = getattr(layer, output.loss_method)
    with pytest.raises(ShapeError, match=r"y must .*\(3, 1\)"):
        loss(np.full((3, 1), 0.5), np.ones((3, 2)))
    with pytest.raises(ShapeError, match="empty batch"):
        loss(np.ones((0, 1)), np.ones((0, 1)))


@pytest.mark.parametrize("output", ENDS, ids=lambda output: output.name)
@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_far_from_the_target_losses_stay_finite_in_small_dtypes(output, dtype):
    layer = output.make_layer()
    x = np.array([[-30.0], [8.0]], dtype)
    y = np.array([[1.0], [0.0]], dtype)
    y_hat = layer.forward(x)
    assert y_hat.dtype == dtype
    assert math.isfinite(output.loss(layer, y_hat, y))
    assert layer.backward().dtype == dtype


def test_forward_returns_an_array_of_its_own():
    for output in ENDS:
        x = np.ones((2, 1))
        y_hat = output.make_layer().forward(x)
        y_hat[:] = 7
        assert (x == 1).all(), output.name


@pytest.mark.parametrize("text", ["huber(delta=0)", "huber(-1)", "huber(delta=True)"])
def test_a_huber_loss_needs_a_positive_delta(text):
    with pytest.raises(UsageError, match="delta of huber must be a"):
        output_named(text)


def test_a_text_names_an_output_and_its_arguments_in_one_way():
    assert output_named(" huber ( delta = 2 ) ").text == "huber(delta=2.0)"
    assert output_named("huber(delta=1.0)") is HUBER
    assert output_named("huber(delta=2)") == output_named("huber(2.0)")
    assert output_named("huber(2)").make_layer().summary() == "HuberLayer(2.0)"
    for text, said in {
        "regresion": "did you mean 'regression'",
        "regression(3)": "write regression alone",
        "regression, absolute": "output must be one of classes, logistic",
        "": "output must be one of classes, logistic",
    }.items():
        with pytest.raises(UsageError, match=said):
            output_named(text)


@pytest.mark.parametrize("output", ENDS, ids=lambda output: output.name)
def test_pytorch_says_the_same(output):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    x, layer = rng.standard_normal((6, 3)), output.make_layer()
    y = targets_for(output, rng, (6, 3))
    x_torch, y_torch = torch.tensor(x, requires_grad=True), torch.tensor(y)
    functional = torch.nn.functional
    theirs = {
        "logistic": lambda: functional.binary_cross_entropy_with_logits(x_torch, y_torch, reduction="sum") / 6,
        "regression": lambda: functional.mse_loss(x_torch, y_torch) / 2,
        "absolute": lambda: functional.l1_loss(x_torch, y_torch),
        "huber": lambda: functional.huber_loss(x_torch, y_torch),
        # Theirs leaves out what does not depend on x.
        "poisson": lambda: (
            functional.poisson_nll_loss(x_torch, y_torch) + (torch.xlogy(y_torch, y_torch) - y_torch).mean()
        ),
    }
    loss = theirs["logistic" if output.name == "labels" else output.name]()
    loss.backward()
    assert output.loss(layer, layer.forward(x), y) == pytest.approx(float(loss.detach()), abs=1e-8)
    np.testing.assert_allclose(layer.backward(), x_torch.grad.numpy(), atol=1e-12)
    # And arrays of theirs go through ours.
    ours = layer.forward(torch.tensor(x))
    assert output.loss(layer, ours, y_torch) == pytest.approx(float(loss.detach()), abs=1e-8)
    np.testing.assert_allclose(layer.backward().numpy(), x_torch.grad.numpy(), atol=1e-12)
