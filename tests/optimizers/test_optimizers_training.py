"""Networks are trained with every optimizer: anybody's layers, clipped gradients, and resumed to the last bit."""

from __future__ import annotations

import copy
import math
import signal
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad import (
    Architecture,
    ClassifierModel,
    FCLayer,
    Norm,
    ReLU,
    SoftmaxLayer,
    fit,
    fully_connected,
    load_dataset,
)
from undergrad.engines import Descent
from undergrad.errors import ModelError
from undergrad.experiments import Network
from undergrad.insight import Recorder
from undergrad.optimizers import OPTIMIZERS, SGD, Adam, AdamW, RMSProp
from undergrad.training import Oversight

EVERY = ("sgd", "sgd(momentum=0.9)", "sgd(momentum=0.9, nesterov=True)", "adagrad", "rmsprop", "adam", "adamw")
#: A network that draws random numbers in each step, and keeps what it does not learn.
OF_IMAGES = "conv(2, 3, pad=1), batch_norm, relu, dropout(0.2), pool(2), fc(6), batch_norm, relu"
SETTINGS = {"learning_rate": 0.01, "batch_size": 32, "epochs": 6}


def network(seed=1):
    return fully_connected(36, [12], 5, "tanh", rng=np.random.default_rng(seed))


def batch(n=30, features=7, classes=3):
    rng = np.random.default_rng(0)
    return rng.normal(size=(n, features)), np.eye(classes)[rng.integers(0, classes, n)]


def small_model(features=7, classes=3):
    return fully_connected(features, [5], classes, "relu", rng=np.random.default_rng(2))


def gradients(model):
    return {
        key: getattr(model.layers[layer], f"d{attribute}")
        for key in model.parameters()
        for layer, _, attribute in [key.rpartition(".")]
    }


@pytest.mark.parametrize("text", EVERY)
def test_every_optimizer_learns(small, text):
    rate = 0.1 if text.startswith(("sgd", "adagrad")) else 0.01
    fitted = fit(network(), small, **SETTINGS | {"learning_rate": rate, "epochs": 30}, optimizer=text)
    assert fitted.history[-1].data_loss < 0.5 * fitted.history[0].data_loss
    assert fitted.engine == "cpu"


class ByHand:
    """A layer as a student writes it: nothing but what the homework asks for."""

    def __init__(self, input_dim, output_dim):
        self.W = np.random.default_rng(3).normal(size=(input_dim, output_dim)) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)

    def forward(self, x):
        self.x = x.reshape(len(x), -1)
        return self.x @ self.W + self.b

    def backward(self, d_prev, reg_lambda):
        self.db = d_prev.sum(axis=0)
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        return d_prev @ self.W.T

    def update(self, learning_rate):
        self.W -= learning_rate * self.dW
        self.b -= learning_rate * self.db

    def summary(self):
        return "by hand"


@pytest.mark.parametrize("text", EVERY)
def test_a_students_layer_is_trained_to_what_the_textbooks_is(small, text):
    mine, textbook = ClassifierModel(), ClassifierModel()
    mine.add_layer("fc1", ByHand(36, 5))
    textbook.add_layer("fc1", FCLayer(36, 5))
    for model in (mine, textbook):
        model.add_layer("softmax", SoftmaxLayer())
    textbook.set_parameters(mine.parameters())
    own, right = (
        fit(m, small, **SETTINGS, optimizer=text, engine="reference", dtype="float64") for m in (mine, textbook)
    )
    for key, array in right.last.items():
        np.testing.assert_allclose(own.last[key], array, rtol=1e-12, atol=1e-14)


def test_a_layer_that_keeps_no_gradient_is_named(small):
    class Hidden(ByHand):
        def backward(self, d_prev, reg_lambda):
            self.grad = self.x.T @ d_prev
            return d_prev @ self.W.T

        def update(self, learning_rate):
            self.W = self.W - learning_rate * self.grad

    def model():
        made = ClassifierModel()
        made.add_layer("fc1", Hidden(36, 5))
        made.add_layer("softmax", SoftmaxLayer())
        return made

    fit(model(), small, **SETTINGS)
    with pytest.raises(ModelError, match=r"optimizer adam needs the gradient of fc1\.W as dW, which layer 'fc1' does"):
        fit(model(), small, **SETTINGS, optimizer="adam")
    with pytest.raises(ModelError, match=r"clip_norm needs the gradient of fc1\.W as dW"):
        fit(model(), small, **SETTINGS, clip_norm=1.0)


def test_a_step_is_what_the_optimizer_says_of_each_gradient():
    x, y = batch()
    model, memories = small_model(), {}
    descent = Descent(RMSProp())
    for steps in (1, 2, 3):
        model.forward(x, y, 0.1)
        model.backward(0.1)
        expected = {
            key: model.parameters()[key] - RMSProp().step(g, 0.01, memories.setdefault(key, {}), steps)
            for key, g in gradients(model).items()
        }
        descent.step(model, 0.01)
        for key, array in model.parameters().items():
            np.testing.assert_allclose(array, expected[key], rtol=1e-12)
    assert descent.state.steps == 3


def test_adamw_shrinks_what_is_regularised_and_nothing_else():
    x, y = batch()
    adam, adamw = small_model(), small_model()
    for model in (adam, adamw):
        model.layers["fc1"].b += 1.0
    before = copy.deepcopy(adamw.parameters())
    for model, optimizer in ((adam, Adam()), (adamw, AdamW(weight_decay=0.5))):
        model.forward(x, y)
        model.backward()
        Descent(optimizer).step(model, 0.1)
    for key, array in adam.parameters().items():
        shrunk = 0.1 * 0.5 * before[key] if key.endswith("W") else 0.0
        np.testing.assert_allclose(adamw.parameters()[key], array - shrunk, rtol=1e-12, atol=1e-15)


@given(limit=st.floats(1e-3, 100), reg_lambda=st.sampled_from([0.0, 5.0]), optimizer=st.sampled_from([SGD(), Adam()]))
def test_clipping_shortens_all_gradients_together_l2_term_included(limit, reg_lambda, optimizer):
    x, y = batch()
    model, clipped = small_model(), small_model()
    for each in (model, clipped):
        each.forward(x, y, reg_lambda)
        each.backward(reg_lambda)
    whole = gradients(model)
    length = math.sqrt(sum(float((g**2).sum()) for g in whole.values()))
    share = min(1.0, limit / length)
    before, memory = copy.deepcopy(model.parameters()), {}
    Descent(optimizer, clip_norm=limit).step(clipped, 0.1)
    for key, array in clipped.parameters().items():
        step = optimizer.step(share * whole[key], 0.1, memory.setdefault(key, {}), 1)
        np.testing.assert_allclose(array, before[key] - step, rtol=1e-9, atol=1e-12)


def test_clip_norm_keeps_a_training_finite_that_otherwise_is_not(small):
    settings = SETTINGS | {"learning_rate": 5.0, "engine": "reference"}
    steep = fully_connected(36, [12], 5, "relu", rng=np.random.default_rng(1))
    for layer in steep.layers.values():
        if isinstance(layer, FCLayer):
            layer.W *= 20
    longest = fit(copy.deepcopy(steep), small, **settings | {"epochs": 1}, clip_norm=0.01).last
    moved = max(float(np.abs(longest[key] - array).max()) for key, array in steep.parameters().items())
    steps = -(-int(len(small.x_train) * 0.9) // 32)
    assert moved <= 5.0 * 0.01 * (steps + 1)


def test_the_l2_term_of_the_loss_stays_under_every_optimizer(small):
    fitted = fit(network(), small, **SETTINGS | {"epochs": 1}, reg_lambda=0.5, optimizer="adamw", dtype="float64")
    weights = [array for key, array in fitted.last.items() if key.endswith("W")]
    epoch = fitted.history[0]
    assert epoch.loss - epoch.data_loss == pytest.approx(Norm().forward(weights, 0.5))


_SCRIPT = """
import os, signal, sys
import numpy as np
from undergrad import Architecture, fit, load_dataset
from undergrad.training import Oversight

def stop(epoch):
    if epoch.epoch == 4:
        os.kill(os.getpid(), signal.SIGKILL)

model = Architecture.parse(sys.argv[5]).build((6, 6), 5, rng=np.random.default_rng(1))
fit(model, load_dataset(sys.argv[1]), learning_rate=0.01, batch_size=32, epochs=9, patience=3, optimizer=sys.argv[3],
    order="shuffled", clip_norm=float(sys.argv[4]),
    oversight=Oversight(checkpoint=sys.argv[2], checkpoint_seconds=0, on_epoch=stop))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
@pytest.mark.parametrize(("text", "layers"), [*((text, "fc(12), tanh") for text in EVERY), ("adam", OF_IMAGES)])
def test_killed_with_kill_9_and_continued_to_the_same_bits(small, tmp_path, text, layers):
    data, checkpoint, clip = tmp_path / "small.npz", tmp_path / "checkpoint", 0.5 * (text == "adam")
    np.savez(data, x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    killed = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(data), str(checkpoint), text, str(clip), layers], capture_output=True
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    settings = SETTINGS | {"epochs": 9, "patience": 3, "optimizer": text, "order": "shuffled", "clip_norm": clip}
    dataset, seen = load_dataset(data), []
    first, second = (Architecture.parse(layers).build((6, 6), 5, rng=np.random.default_rng(1)) for _ in range(2))
    whole = fit(first, dataset, **settings)
    oversight = Oversight(checkpoint=checkpoint, resume=True, on_epoch=seen.append)
    resumed = fit(second, dataset, **settings, oversight=oversight)
    assert seen[0].epoch == 5
    assert len(resumed.history) == len(whole.history)
    for mine, right in (
        (resumed.last, whole.last),
        (resumed.trained.model.arrays(), whole.trained.model.arrays()),
    ):
        assert all(np.array_equal(mine[key], array) for key, array in right.items())


def test_where_no_step_has_a_size_none_is_called_slow_or_fast(small):
    recorder, plain = Recorder(), Recorder()
    numbers = SETTINGS | {"learning_rate": 1e-9}
    fit(network(), small, **numbers, optimizer="adam", oversight=Oversight(watch=recorder))
    fit(network(), small, **numbers, oversight=Oversight(watch=plain))
    assert all(layer.update_ratio is None for epoch in recorder.insight.epochs for layer in epoch.layers)
    assert all(layer.gradient_norm > 0 for epoch in recorder.insight.epochs for layer in epoch.layers)
    assert "slow" in {verdict.name for verdict in plain.insight.verdicts}
    assert not {"slow", "fast", "exploding"} & {verdict.name for verdict in recorder.insight.verdicts}


def test_only_an_own_activation_and_the_textbooks_are_asked_for_nothing(small):
    class Doubled(ReLU):
        def forward(self, z):
            return 2 * super().forward(z)

        def backward(self, d_prev, reg_lambda=0.0):
            return 2 * super().backward(d_prev, reg_lambda)

    model = fully_connected(36, [6], 5, Doubled, rng=np.random.default_rng(0))
    assert len(fit(model, small, **SETTINGS, optimizer="adam").history) == SETTINGS["epochs"]


def test_every_optimizer_has_a_network_that_names_it():
    assert {Network(name="n", optimizer=word).optimizer for word in OPTIMIZERS} == set(OPTIMIZERS)
