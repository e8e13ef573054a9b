"""What is recorded of networks of images: a channel is a unit."""

from __future__ import annotations

import numpy as np
import pytest

from undergrad import Architecture, fit
from undergrad.engines.units import UnitSums
from undergrad.insight import Recorder
from undergrad.insight.measures import shares
from undergrad.insight.recorder import PROBE_ROWS
from undergrad.layers import ReLU, Sigmoid, Tanh
from undergrad.training import Oversight

TEXT = "conv(3, 3, pad=1), batch_norm, relu, dropout(0.2), pool(2), fc(7), tanh"


@pytest.fixture(scope="module")
def trained(small):
    recorder, model = Recorder(), Architecture.parse(TEXT).build((6, 6), 5, rng=np.random.default_rng(0))
    fitted = fit(
        model, small, epochs=2, batch_size=20, learning_rate=0.05, dtype="float64", oversight=Oversight(watch=recorder)
    )
    return recorder.insight, fitted, model


def test_the_layers_and_what_is_behind_them(trained):
    insight, *_ = trained
    assert [(s.name, s.inputs, s.units, s.places, s.activation_layer) for s in insight.head.layers] == [
        ("conv1", 9, 3, 36, "relu1"),
        ("fc1", 27, 7, 1, "tanh1"),
        ("fc2", 7, 5, 1, None),
    ]


def test_the_gradients_are_those_of_the_probe_in_evaluation(trained, small):
    insight, fitted, model = trained
    model.set_arrays(fitted.last)
    last = insight.epochs[-1]
    assert len(fitted.history) == last.epoch
    probe = np.sort(_train_rows(len(small.x_train)))[:PROBE_ROWS]
    with model.in_mode("evaluation"):
        x = fitted.trained.scaling.apply(small.x_train[probe], np.float64).reshape(-1, 6, 6)
        model.forward(x, np.eye(5)[small.y_train[probe]], 1e-8)
        d_prev = model.output_layer.backward(1, 1e-8)
        upstream = {}
        for name, layer in reversed(model.layers.items()):
            upstream[name] = d_prev
            d_prev = layer.backward(d_prev, 1e-8)
    conv = last.layers[0]
    assert conv.gradient_norm == pytest.approx(np.linalg.norm(model.layers["conv1"].dw), rel=1e-4)
    assert conv.gradient_rms == pytest.approx(np.sqrt(np.mean(model.layers["conv1"].dw ** 2)), rel=1e-4)
    assert conv.upstream_rms == pytest.approx(np.sqrt(np.mean(upstream["conv1"] ** 2)), rel=1e-4)
    assert conv.weight_norm == pytest.approx(np.linalg.norm(model.layers["conv1"].w), rel=1e-4)
    assert conv.dead is not None
    assert sum(conv.derivative_histogram) == 3


def _train_rows(n):
    from undergrad.data import split
    from undergrad.training import generators

    return split(n, rng=generators(0)[0], validation=0.1)[0]


def test_a_channel_that_is_nowhere_active_is_a_dead_unit(small):
    recorder, model = (
        Recorder(),
        Architecture.parse("conv(4, 3), relu, fc(5), relu").build((6, 6), 5, rng=np.random.default_rng(0)),
    )
    model.layers["conv1"].w = np.abs(model.layers["conv1"].w)  # so that the others are active on every image
    model.layers["conv1"].b = np.array([-1e3, 0.0, 0.0, 0.0])
    fit(model, small, epochs=1, learning_rate=1e-6, batch_size=50, oversight=Oversight(watch=recorder))
    assert recorder.insight.epochs[0].layers[0].dead == 0.25


def summed(layer, *batches):
    """What is recorded of outputs (n, F, H, W)."""
    units = UnitSums.none(layer, batches[0].shape[1])
    for out in batches:
        units.add(out)
    return shares(units)


def test_a_filter_that_is_active_at_one_place_of_each_image_is_not_near_dead():
    out = np.zeros((300, 4, 12, 12))
    out[:, 0, 3, 4] = 1.0  # at 1 of 144 places, in every image
    out[::100, 1, 3, 4] = 1.0  # in 3 of 300 images
    out[::200, 2] = 1.0  # in 2 of them, at each place
    found = summed(ReLU(), out[:120], out[120:])
    assert (found["dead"], found["near_dead"]) == (0.25, 0.5)  # the last is never active
    assert found["derivative"] == pytest.approx((1 / 144 + 3 / 300 / 144 + 2 / 300) / 4, rel=1e-4)


@pytest.mark.parametrize(("layer", "low", "middle", "high"), [(Sigmoid(), 0.0, 0.5, 1.0), (Tanh(), -1.0, 0.0, 1.0)])
def test_a_filter_is_saturated_where_hardly_a_place_of_its_map_answers(layer, low, middle, high):
    out = np.full((40, 4, 10, 10), middle)
    out[:, 0, :9] = low
    out[:, 0, 4:9] = high  # nine tenths of the places at one end or the other
    out[:, 1, :7] = high  # seven tenths
    out[:36, 2] = low  # all places, of nine tenths of the images
    assert summed(layer, out)["saturated"] == 0.25


def test_a_sample_without_places_is_judged_as_it_was():
    out = np.random.default_rng(0).normal(size=(50, 6)).clip(0)
    assert summed(ReLU(), out) == summed(ReLU(), out[:, :, None, None]) != {}
