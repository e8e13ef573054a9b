"""Gradients of whole networks that hypothesis draws from every layer and output, against differences in float64."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from benchmarks.gradients import near_a_kink, numerical_gradient, relative_error
from undergrad import Architecture, MaxPoolingLayer
from undergrad.errors import ShapeError
from undergrad.layers import ACTIVATIONS, LAYERS
from undergrad.layers.windows import as_images, unfold
from undergrad.outputs import ABSOLUTE, HUBER, LOGISTIC, OUTPUTS, POISSON

#: Texts of every layer, and how they are put together: images come first, then rows.
OF_IMAGES = ("conv(2, 3, pad=1)", "conv(3, 2, stride=2)", "pool(2)", "pool(2, stride=1)")
OF_BOTH = ("batch_norm", "dropout(0.4)", *ACTIVATIONS)
OF_ROWS = ("fc(4)",)


@st.composite
def networks(draw):
    images = draw(st.lists(st.sampled_from(OF_IMAGES + OF_BOTH), max_size=4))
    rows = draw(st.lists(st.sampled_from(OF_ROWS + OF_BOTH), max_size=3))
    return Architecture.parse(", ".join([*images, *rows, draw(st.sampled_from(list(ACTIVATIONS)))]))


def has_close_maxima(model, x):
    """Whether a difference step could make another entry of a pooled window the greatest."""
    for layer in model.layers.values():
        if isinstance(layer, MaxPoolingLayer):
            windows = np.sort(unfold(as_images(x), layer.kernel_size, layer.stride), axis=2)
            if (windows[:, :, -1] - windows[:, :, -2]).min() < 1e-4:
                return True
        x = layer.forward(x)
    return False


def labels_for(output, rng, classes):
    """Labels of four samples, as data hold them."""
    if output.target == "classes":
        return rng.integers(0, classes, 4)
    if output.target == "labels":
        return rng.integers(0, 2, (4, classes))
    return rng.poisson(2.0, (4, classes)).astype(float) if output is POISSON else rng.standard_normal((4, classes))


def test_every_layer_that_a_text_can_name_is_drawn():
    texts = ", ".join((*OF_IMAGES, *OF_BOTH, *OF_ROWS, "relu"))
    assert {element.word for element in Architecture.parse(texts).elements} == set(LAYERS)


@settings(max_examples=50, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(networks(), st.sampled_from(list(OUTPUTS.values())), st.integers(1, 2), st.integers(0, 2**31))
def test_gradients_of_networks_of_any_layers_and_outputs(architecture, output, channels, seed):
    rng = np.random.default_rng(seed)
    shape, classes = (channels, 4, 6), 2 if output is LOGISTIC else 3
    try:
        model = architecture.build(shape, classes, output=output, rng=rng)
    except ShapeError:
        assume(False)
    for key, array in model.parameters().items():
        if key.endswith((".b", ".beta")):
            array += 0.3 * rng.standard_normal(array.shape)
    x, labels = rng.standard_normal((4, *shape)), labels_for(output, rng, classes)
    y = output.targets(labels, classes, np.float64)

    def loss() -> float:
        model.at(seed=seed, epoch=1, step=1)
        return model.forward(x, y, 0.01)

    model.at(seed=seed, epoch=1, step=1)
    assume(not near_a_kink(model, x))
    model.at(seed=seed, epoch=1, step=1)
    assume(not has_close_maxima(model, x))
    loss()
    errors = abs(model.output_layer.y_hat - model.output_layer.y)
    # No step of the differences leads across a corner of the loss.
    assume(output not in (ABSOLUTE, HUBER) or min(errors.min(), abs(errors - 1).min()) > 1e-3)
    derived = {"x": model.backward(0.01)}
    assert derived["x"].shape == x.shape
    for key in model.parameters():
        layer, _, name = key.rpartition(".")
        derived[key] = getattr(model.layers[layer], f"d{name}").copy()
    for key, array in {"x": x, **model.parameters()}.items():
        measured = numerical_gradient(loss, array)
        # The true gradient of a bias under batch norm is 0.
        assert relative_error(derived[key], measured) < 1e-6 or np.abs(derived[key] - measured).max() < 1e-9, key
