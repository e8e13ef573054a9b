"""Every engine is held to the textbook."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undergrad import ClassifierModel, FCLayer, ReLU, SoftmaxLayer, Tanh, fully_connected
from undergrad.data import Scaling
from undergrad.engines import CpuEngine, ReferenceEngine, make_engine
from undergrad.errors import NonFiniteLossError, UsageError
from undergrad.layers import ACTIVATIONS
from undergrad.training.hyperparameters import generators


@st.composite
def problems(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    features, classes = draw(st.integers(1, 30)), draw(st.integers(2, 7))
    hidden = draw(st.lists(st.integers(1, 20), max_size=4))
    model = fully_connected(features, hidden, classes, draw(st.sampled_from(list(ACTIVATIONS))), rng=rng)
    n = draw(st.integers(1, 60))
    x = rng.integers(0, 256, (n, features), dtype=np.uint8)
    labels = rng.integers(0, classes, n)
    steps = {
        "batch_size": draw(st.integers(1, 70)),
        "learning_rate": draw(st.floats(1e-4, 0.3)),
        "reg_lambda": draw(st.sampled_from([0.0, 1e-8, 0.5])),
    }
    return model, classes, x, labels, steps


def trained(engine_class, problem, dtype, epochs=3):
    model, classes, x, labels, steps = problem
    model = copy.deepcopy(model)
    engine = engine_class(model, Scaling.of(x), classes, dtype)
    model.set_parameters({key: array.astype(dtype) for key, array in model.parameters().items()})
    losses = [engine.train_epoch(x, labels, epoch=epoch, **steps) for epoch in range(epochs)]
    return model, losses, engine.predict_labels(x)


@settings(max_examples=60)
@given(problems())
def test_the_cpu_engine_is_the_textbook_in_float64(problem):
    reference, losses, predicted = trained(ReferenceEngine, problem, np.float64)
    model, own_losses, own_predicted = trained(CpuEngine, problem, np.float64)
    # Scaling multiplies by a float32 1/255 in both.
    np.testing.assert_allclose(own_losses, losses, rtol=1e-9, atol=1e-12)
    for key, array in reference.parameters().items():
        np.testing.assert_allclose(model.parameters()[key], array, rtol=1e-8, atol=1e-11)
    y_hat = reference.predict(np.asarray(Scaling.of(problem[2]).apply(problem[2], np.float64)))
    best = np.sort(y_hat, axis=1)[:, -2:]
    clear = best[:, 1] - best[:, 0] > 1e-9  # where two classes are equally probable, rounding chooses
    np.testing.assert_array_equal(own_predicted[clear], predicted[clear])


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_500_steps_in_float32_stay_near_the_textbook_in_float64(activation):
    rng = np.random.default_rng(0)
    x, labels = rng.integers(0, 256, (500, 40), dtype=np.uint8), rng.integers(0, 5, 500)
    model = fully_connected(40, [30, 20], 5, activation, rng=rng)
    steps = {"batch_size": 10, "learning_rate": 0.01, "reg_lambda": 1e-4}
    reference, *_ = trained(ReferenceEngine, (model, 5, x, labels, steps), np.float64, epochs=10)
    fast, *_ = trained(CpuEngine, (model, 5, x, labels, steps), np.float32, epochs=10)
    for key, array in reference.parameters().items():
        if key.endswith("W"):
            assert np.linalg.norm(fast.parameters()[key] - array) < 1e-4 * np.linalg.norm(array), key


@pytest.mark.parametrize("engine_class", [CpuEngine, ReferenceEngine])
def test_arrays_that_were_in_the_model_are_not_changed(engine_class):
    model = fully_connected(4, [3], 2, "tanh", rng=np.random.default_rng(0), dtype=np.float32)
    before = model.parameters()
    copies = {key: array.copy() for key, array in before.items()}
    x = np.random.default_rng(1).random((9, 4), dtype=np.float32)
    engine = engine_class(model, Scaling.of(x), 2, np.float32)
    engine.train_epoch(x, np.arange(9) % 2, epoch=1, batch_size=4, learning_rate=0.1, reg_lambda=0.1)
    for key, array in before.items():
        np.testing.assert_array_equal(array, copies[key])
        assert not np.array_equal(model.parameters()[key], array)


@pytest.mark.parametrize("engine_class", [CpuEngine, ReferenceEngine])
def test_a_loss_that_is_not_finite_names_epoch_step_and_layer(engine_class):
    model = fully_connected(4, [3, 3], 2, "relu", rng=np.random.default_rng(0), dtype=np.float32)
    x, labels = np.random.default_rng(1).random((9, 4), dtype=np.float32), np.arange(9) % 2
    engine = engine_class(model, Scaling.of(x), 2, np.float32)
    model.layers["fc2"].b = np.array([0, np.inf, 0], np.float32)
    with pytest.raises(NonFiniteLossError) as caught:
        engine.train_epoch(x, labels, epoch=7, batch_size=4, learning_rate=0.1, reg_lambda=0)
    assert (caught.value.epoch, caught.value.step, caught.value.layer) == (7, 1, "fc2")
    assert "epoch 7, step 1, first in layer 'fc2'; lower the learning rate" in str(caught.value)


@pytest.mark.parametrize("engine_class", [CpuEngine, ReferenceEngine])
def test_divergence_is_found_at_the_step_where_it_happens(engine_class):
    model = fully_connected(4, [8], 2, "relu", rng=np.random.default_rng(0), dtype=np.float32)
    x, labels = np.random.default_rng(1).random((400, 4), dtype=np.float32), np.arange(400) % 2
    engine = engine_class(model, Scaling.of(x), 2, np.float32)
    with pytest.raises(NonFiniteLossError) as caught:
        engine.train_epoch(x, labels, epoch=1, batch_size=4, learning_rate=1.0, reg_lambda=1e6)  # W *= -999,999
    assert 1 < caught.value.step < 100


def test_auto_takes_the_fast_engine_where_it_can_and_the_reference_elsewhere():
    class Own(Tanh):
        pass

    scaling = Scaling.of(np.zeros((1, 4), np.uint8))
    known = fully_connected(4, [3], 2, "tanh")
    assert make_engine("auto", known, scaling, 2, "float32").name == "cpu"
    assert make_engine("auto", known, scaling, 2, "float16").name == "reference"
    assert make_engine("reference", known, scaling, 2, "float32").name == "reference"
    assert make_engine("auto", fully_connected(4, [3], 2, Own), scaling, 2, "float32").name == "reference"
    with pytest.raises(UsageError, match="only built-in layers"):
        make_engine("cpu", fully_connected(4, [3], 2, Own), scaling, 2, "float32")
    with pytest.raises(UsageError, match="did you mean 'cpu'"):
        make_engine("cpuu", known, scaling, 2, "float32")


def test_two_activations_in_a_row_are_left_to_the_reference():
    model = ClassifierModel()
    for name, layer in {"a": FCLayer(4, 3), "b": ReLU(), "c": Tanh(), "d": FCLayer(3, 2)}.items():
        model.add_layer(name, layer)
    model.add_layer("softmax", SoftmaxLayer())
    assert make_engine("auto", model, Scaling.of(np.zeros((1, 4), np.uint8)), 2, "float32").name == "reference"


def test_a_seed_gives_independent_streams_for_split_and_weights():
    (a, b), (c, d) = generators(3), generators(3)
    assert a.random() == c.random()
    assert b.random() == d.random()
    assert generators(3)[0].random() != generators(3)[1].random()
