"""What a trained model predicts follows its weights, however they were changed, and says where they are not finite."""

from __future__ import annotations

import copy
import dataclasses

import numpy as np
import pytest
from test_model import Swish

from undergrad import Architecture, BatchNormLayer, FCLayer, Sigmoid, TrainedModel
from undergrad.data import Scaling
from undergrad.errors import ModelError


def predicting(text="fc(12), relu, fc(8), tanh", seed=1, dtype="float64"):
    """A trained model that has predicted once, and a sample."""
    rng = np.random.default_rng(seed)
    model = Architecture.parse(text).build((6, 6), 5, rng=rng, dtype=dtype)
    x = rng.integers(1, 256, (3, 36), dtype=np.uint8)
    trained = TrainedModel(model, Scaling.of(x), (6, 6), tuple("abcde"))
    trained.predict(x)
    return trained, x


def as_if_new(trained):
    """A model of the same weights that has never predicted."""
    return dataclasses.replace(trained, model=copy.deepcopy(trained.model))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_prediction_is_that_of_the_weights_as_they_are(dtype):
    trained, x = predicting(dtype=dtype)
    model, others = trained.model, predicting(seed=2, dtype=dtype)[0].model
    fc2 = FCLayer(12, 8, rng=np.random.default_rng(3), dtype=dtype)
    for change in (
        lambda: model.set_arrays(others.arrays()),
        lambda: np.multiply(model.layers["fc1"].W, 2, out=model.layers["fc1"].W),
        lambda: model.layers["fc3"].b.__setitem__(0, 3.0),
        lambda: setattr(model.layers["fc1"], "b", np.ones(12, dtype)),
        lambda: model.layers.update(fc2=fc2),
        lambda: model.layers.update(tanh1=Sigmoid()),
        lambda: model.set_arrays({key: array.astype("float16") for key, array in model.arrays().items()}),
    ):
        before = trained.predict(x)
        change()
        after = trained.predict(x)
        assert not np.array_equal(after, before)
        expected = as_if_new(trained).predict(x)
        np.testing.assert_array_equal(after, expected)
        assert after.dtype == expected.dtype


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("key", ["fc1.W", "fc1.b", "fc3.W", "batch_norm1.gamma", "batch_norm1.running_variance"])
def test_an_array_that_is_not_finite_is_named_after_any_prediction(value, key):
    trained, x = predicting("fc(120), batch_norm, relu, fc(80), tanh")
    arrays = trained.model.arrays()
    bad = arrays[key].copy()
    bad.flat[-1] = value
    layer, attribute = key.split(".")
    for change in (
        lambda: trained.model.set_arrays({**arrays, key: bad}),
        lambda: setattr(trained.model.layers[layer], attribute, bad),
    ):
        change()
        for _ in range(2):
            with pytest.raises(ModelError, match=f"{key} of the model holds numbers that are not finite"):
                trained.predict(x)
        trained.model.set_arrays(arrays)
        np.testing.assert_array_equal(trained.predict(x), as_if_new(trained).predict(x))


@pytest.mark.parametrize("key", ["fc1.W", "fc1.b", "batch_norm1.beta", "batch_norm1.running_mean", "fc2.W", "fc3.b"])
def test_nan_that_is_written_into_an_array_is_named(key):
    trained, x = predicting("fc(12), batch_norm, relu, fc(8), tanh")
    array = trained.model.arrays()[key]
    before = array.flat[-1]
    array.flat[-1] = np.nan
    for _ in range(2):
        with pytest.raises(ModelError, match=f"{key} of the model holds numbers that are not finite"):
            trained.predict(x)
    array.flat[-1] = before
    np.testing.assert_array_equal(trained.predict(x), as_if_new(trained).predict(x))


def test_infinity_that_is_written_into_an_array_is_named_or_its_units_output_is_the_limit():
    trained, x = predicting()
    trained.model.layers["fc3"].b[0] = np.inf
    with np.errstate(invalid="ignore"), pytest.raises(ModelError, match=r"fc3\.b of the model holds numbers"):
        trained.predict(x)
    trained.model.layers["fc3"].b[0] = 0
    trained.model.layers["fc1"].b[4] = -np.inf
    y_hat = trained.predict(x)
    trained.model.layers["fc1"].b[4] = -1e6  # off for every sample too
    np.testing.assert_array_equal(y_hat, trained.predict(x))


def test_numbers_that_are_too_large_are_said_to_be():
    trained, x = predicting()
    for layer in ("fc1", "fc3"):
        trained.model.layers[layer].W = trained.model.layers[layer].W * 1e200
    trained.model.layers["tanh1"] = Swish()
    with np.errstate(over="ignore", invalid="ignore"), pytest.raises(ModelError, match="numbers are too large"):
        trained.predict(x)


def test_a_layer_may_be_exchanged_for_one_that_keeps_nothing():
    class Shift(BatchNormLayer):
        kept = ()

        def __init__(self, gamma, beta):
            self.gamma, self.beta = gamma, beta

        def forward(self, x):
            return self.gamma * x + self.beta

    trained, x = predicting("fc(8), batch_norm, tanh")
    layers = trained.model.layers
    before = trained.predict(x)
    layers["batch_norm1"] = Shift(np.ones(8), np.zeros(8))
    changed = trained.predict(x)
    del layers["batch_norm1"]
    np.testing.assert_array_equal(changed, trained.predict(x))
    assert not np.array_equal(changed, before)


def test_what_was_predicted_is_the_callers():
    trained, x = predicting()
    first = trained.predict(x[:1])
    kept = first.copy()
    trained.predict(x[1:2])
    np.testing.assert_array_equal(first, kept)
    first[:] = 7
    np.testing.assert_array_equal(trained.model.output_layer.y_hat, trained.predict(x[1:2]))
    trained.predict(x[:1])[:] = 7
    np.testing.assert_array_equal(trained.model.output_layer.y_hat, kept)


def test_one_row_is_predicted_as_among_others():
    for text in ("fc(12), relu, fc(8), tanh", "fc(12), batch_norm, sigmoid, dropout(0.5)"):
        trained, x = predicting(text)
        alone = np.concatenate([trained.predict(sample[None]) for sample in x])
        np.testing.assert_allclose(alone, trained.predict(np.tile(x, (200, 1)))[: len(x)], rtol=1e-12)
