"""What a Recorder measures, against the definitions written out on the textbook's layers."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest

from undergrad import ClassifierModel, Dataset, FCLayer, SoftmaxLayer, fit, fully_connected
from undergrad.data import Scaling, split
from undergrad.engines import ReferenceEngine
from undergrad.errors import FileError, NonFiniteLossError
from undergrad.insight import Recorder, load_insight, save_insight
from undergrad.layers import ACTIVATIONS
from undergrad.training import Oversight, generators

OBSERVED = [word for word, kind in ACTIVATIONS.items() if kind.observable]
SETTINGS = {"learning_rate": 0.1, "batch_size": 32, "reg_lambda": 0.01}


def network(activation="tanh", hidden=(12, 9), seed=1):
    return fully_connected(36, hidden, 5, activation, rng=np.random.default_rng(seed))


def recorded(data, model, **settings):
    recorder = Recorder()
    oversight = Oversight(
        watch=recorder, **{key: settings.pop(key) for key in ("checkpoint", "resume") if key in settings}
    )
    result = fit(model, data, oversight=oversight, **SETTINGS | settings)
    return result, recorder.insight


@pytest.mark.attack
@pytest.mark.parametrize("activation", OBSERVED)
def test_an_activation_on_images_is_no_obstacle_and_its_units_are_the_feature_maps(activation):
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 256, (60, 3, 4, 5), dtype=np.uint8), np.arange(60) % 3
    model = ClassifierModel()
    kind = ACTIVATIONS[activation]
    layers = {"first": kind(), "fc1": FCLayer(60, 8, rng=rng), "second": kind(), "fc2": FCLayer(8, 3, rng=rng)}
    for name, layer in (layers | {"softmax": SoftmaxLayer()}).items():
        model.add_layer(name, layer)
    _, insight = recorded(Dataset.from_arrays(x[:50], y[:50], x[50:], y[50:], name="images"), model, epochs=2)
    assert [layer.name for layer in insight.epochs[-1].layers] == ["fc1", "fc2"]
    assert None not in (insight.epochs[-1].layers[0].derivative, insight.epochs[-1].first_to_last)

    rows, scaling = np.arange(7), Scaling.of(x)
    observed = ReferenceEngine(model, scaling, 3, np.float64).observe(x, rows=rows).units["first"]
    h = kind().forward(scaling.apply(x[rows], np.float64).reshape(7, 3, 4, 5))
    slope = {"relu": h > 0, "sigmoid": 4 * h * (1 - h), "tanh": 1 - h**2}[activation]
    assert observed.n == 7
    np.testing.assert_allclose(observed.derivative, slope.mean(axis=(2, 3)).sum(axis=0), rtol=1e-6)
    np.testing.assert_allclose(observed.size, np.abs(h).mean(axis=(2, 3)).sum(axis=0), rtol=1e-6)
    np.testing.assert_array_equal(observed.active, (slope != 0).any(axis=(2, 3)).sum(axis=0))
    assert observed.most.shape == observed.least.shape == (3,)


def same(a, b) -> bool:
    return a.keys() == b.keys() and all(np.array_equal(a[key], b[key]) for key in a)


@pytest.mark.parametrize("engine", ["reference", "auto"])
@pytest.mark.parametrize("activation", OBSERVED)
def test_every_number_is_what_its_definition_says(small, activation, engine):
    result, insight = recorded(small, network(activation), epochs=2, momentum=0.5, engine=engine, dtype="float64")
    assert [record.epoch for record in insight.epochs] == [1, 2]
    train_rows, val_rows = split(len(small.x_train), rng=generators(0)[0])
    assert (insight.head.probe, insight.head.validation) == (len(train_rows), len(val_rows)) == (270, 30)

    model = network(activation)
    model.set_parameters(result.last)
    scaling = Scaling.of(small.x_train, train_rows)

    def inputs(rows):
        return scaling.apply(small.x_train[rows], np.float64).reshape(len(rows), -1)

    model.forward(inputs(train_rows), np.eye(5)[small.y_train[train_rows]], 0.01)
    d_prev, upstream = model.softmax_layer.backward(), {}
    for name, layer in reversed(model.layers.items()):
        upstream[name] = d_prev
        d_prev = layer.backward(d_prev, 0.01)
    outputs, out = {}, inputs(val_rows)
    for name, layer in model.layers.items():
        outputs[name] = out = layer.forward(out)

    near = {"rel": 1e-4}
    for number, layer in enumerate(insight.epochs[-1].layers, start=1):
        fc = model.layers[f"fc{number}"]
        assert layer.name == f"fc{number}"
        assert layer.gradient_norm == pytest.approx(np.sqrt((fc.dW**2).sum()), **near)
        assert layer.gradient_rms == pytest.approx(np.sqrt((fc.dW**2).mean()), **near)
        assert layer.upstream_norm == pytest.approx(np.sqrt((upstream[f"fc{number}"] ** 2).sum()), **near)
        assert layer.upstream_rms == pytest.approx(np.sqrt((upstream[f"fc{number}"] ** 2).mean()), **near)
        assert layer.weight_norm == pytest.approx(np.sqrt((fc.W**2).sum()), **near)
        assert layer.update_ratio == pytest.approx(0.1 * layer.gradient_norm / layer.weight_norm / 0.5, **near)
        if number == 3:
            assert layer.derivative is layer.dead is layer.derivative_histogram is None
            continue
        h = outputs[f"{activation}{number}"]
        slope = {"relu": h > 0, "sigmoid": 4 * h * (1 - h), "tanh": 1 - h**2}[activation] * 1.0
        assert layer.derivative == pytest.approx(slope.mean(), **near)
        assert layer.dead == pytest.approx((slope == 0).all(axis=0).mean(), **near)
        assert layer.near_dead == pytest.approx(((slope != 0).mean(axis=0) < 0.01).mean(), **near)
        both = (h.min(axis=0) < 0) & (h.max(axis=0) > 0)
        assert layer.both_signs == pytest.approx(both.mean(), **near)
        size = np.abs(h).mean(axis=0)
        assert layer.dormant == pytest.approx((size <= 0.025 * size.mean()).mean(), abs=1e-4)
        if activation == "relu":
            assert layer.saturated is None
        else:
            beyond = {"sigmoid": np.abs(2 * h - 1), "tanh": np.abs(h)}[activation] > 0.95
            assert layer.saturated == pytest.approx((beyond.mean(axis=0) > 0.95).mean(), **near)
        tenths = np.minimum(10 * slope.sum(axis=0) // 30, 9).astype(int)
        assert layer.derivative_histogram == tuple(np.bincount(tenths, minlength=10))
    layers = insight.epochs[-1].layers
    assert insight.epochs[-1].first_to_last == pytest.approx(layers[0].upstream_norm / layers[-1].upstream_norm, **near)


def units(activation, rows):
    """A layer of four units whose pre-activations are what the validation images are: `rows` (n, 4) repeated."""
    x = np.tile(np.asarray(rows, np.float32), (40, 1))
    data = Dataset.from_arrays(x, np.arange(len(x)) % 2, x[:4], np.arange(4) % 2, name="units")
    model = ClassifierModel()
    model.add_layer("fc1", FCLayer(4, 4))
    model.add_layer("act", ACTIVATIONS[activation]())
    model.add_layer("fc2", FCLayer(4, 2))
    model.add_layer("softmax", SoftmaxLayer())
    # Features are scaled to [0, 1]; these weights undo it.
    low, high = x.min(axis=0), x.max(axis=0)
    start = {"fc1.W": np.diag(np.where(high > low, high - low, 0)), "fc1.b": low, "fc2.W": np.zeros((4, 2))}
    model.set_parameters({**{key: np.asarray(a, float) for key, a in start.items()}, "fc2.b": np.zeros(2)})
    _, insight = recorded(data, model, epochs=1, learning_rate=1e-12, reg_lambda=0.0, validation=0.5, batch_size=80)
    return insight.epochs[0].layers[0]


def test_dead_and_dormant_units_are_counted():
    layer = units("relu", [[-1, -3, 2, 0.02], [-2, -4, 3, 0.01]])
    assert layer.dead == 0.5
    assert layer.near_dead == 0.5
    assert layer.dormant == 0.75  # the weak one too: 0.015 of a mean of 0.63
    assert layer.derivative == 0.5
    assert layer.derivative_histogram == (2, 0, 0, 0, 0, 0, 0, 0, 0, 2)


@pytest.mark.parametrize(("activation", "z"), [("sigmoid", 3.8), ("tanh", 1.9)])
def test_saturated_units_are_counted_at_either_end_of_the_range(activation, z):
    # 95 % of the range: sigmoid(3.66) = 0.975, tanh(1.83) = 0.95
    layer = units(activation, [[z, -z, z, 0.95 * z], [-z, -z - 1, z, 0.9 * z]])
    assert layer.saturated == 0.75
    assert layer.dead == 0.0
    one_of_two = units(activation, [[z, z, z, z], [0, z, z, z + 1]])
    assert one_of_two.saturated == 0.75


@pytest.mark.parametrize("engine", ["reference", "auto"])
def test_looking_on_changes_no_bit(small, engine):
    plain = fit(network(), small, epochs=3, engine=engine, **SETTINGS)
    watched, _ = recorded(small, network(), epochs=3, engine=engine)
    assert same(plain.last, watched.last)
    assert same(plain.trained.model.parameters(), watched.trained.model.parameters())
    assert [(e.loss, e.val_measure) for e in plain.history] == [(e.loss, e.val_measure) for e in watched.history]


def test_what_was_recorded_survives_an_interruption(small, tmp_path):
    _, whole = recorded(small, network(), epochs=5)
    heard = []

    def interrupt(epoch):
        if epoch.epoch == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit(
            network(),
            small,
            epochs=5,
            oversight=Oversight(checkpoint=tmp_path / "c", watch=Recorder(), on_epoch=interrupt),
            **SETTINGS,
        )
    recorder = Recorder(lambda head, record: heard.append((head, record)))
    fit(
        network(),
        small,
        epochs=5,
        oversight=Oversight(checkpoint=tmp_path / "c", resume=True, watch=recorder),
        **SETTINGS,
    )
    assert recorder.insight == whole
    assert heard == [(whole.head, record) for record in whole.epochs[3:]]


def test_who_looks_on_later_sees_the_rest(small, tmp_path):
    fit(network(), small, epochs=2, oversight=Oversight(checkpoint=tmp_path / "c"), **SETTINGS)
    _, insight = recorded(small, network(), epochs=4, checkpoint=tmp_path / "c", resume=True)
    assert [record.epoch for record in insight.epochs] == [3, 4]


def test_numbers_are_finite_or_none(small):
    recorder = Recorder()
    with pytest.raises(NonFiniteLossError):
        fit(
            network("relu"),
            small,
            epochs=30,
            learning_rate=1e6,
            batch_size=270,
            reg_lambda=1.0,
            oversight=Oversight(watch=recorder),
        )
    for record in recorder.insight.epochs:
        for value in msgspec.structs.astuple(record.layers[0]):
            assert not isinstance(value, float) or math.isfinite(value)
    assert "exploding" in {verdict.name for verdict in recorder.insight.verdicts}


def test_a_training_that_fails_at_once_has_exploded(small):
    recorder = Recorder()
    with pytest.raises(NonFiniteLossError) as caught:
        fit(network("relu"), small, epochs=3, learning_rate=1e30, oversight=Oversight(watch=recorder))
    assert caught.value.epoch == 1
    [record] = recorder.insight.epochs
    assert (record.epoch, record.learning_rate, record.first_to_last) == (1, 1e30, None)
    verdicts = recorder.insight.verdicts
    assert {(verdict.name, verdict.severity, verdict.epoch) for verdict in verdicts} == {("exploding", "severe", 1)}
    assert [verdict.layer for verdict in verdicts] == ["fc1", "fc2", "fc3"]


def test_layers_of_ones_own_and_shallow_models_are_no_obstacle(small):
    class Half:
        def forward(self, x):
            return x / 2

        def backward(self, d_prev, reg_lambda=0.0):
            return d_prev / 2

        def update(self, learning_rate):
            pass

        def summary(self):
            return "Half"

    model = fully_connected(36, [8], 5, Half, rng=np.random.default_rng(0))
    _, insight = recorded(small, model, epochs=1)
    first, last = insight.epochs[0].layers
    assert first.gradient_norm > 0
    assert first.derivative is last.derivative is None
    assert insight.head.layers[0].activation is None
    _, insight = recorded(small, network(hidden=()), epochs=1)
    assert insight.epochs[0].first_to_last is None


def test_insight_survives_its_file(small, tmp_path):
    assert load_insight(tmp_path) is None
    _, insight = recorded(small, network("sigmoid"), epochs=2)
    save_insight(tmp_path, insight)
    assert load_insight(tmp_path) == insight
    (tmp_path / "insight.jsonl").write_text("{}\n")
    with pytest.raises(FileError, match="damaged or from another version"):
        load_insight(tmp_path)
