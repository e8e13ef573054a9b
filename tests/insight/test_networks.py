"""Verdicts on networks that are known to be ill or well."""

from __future__ import annotations

import numpy as np
import pytest

from undergrad import Dataset, fit, fully_connected
from undergrad.data import load_dataset
from undergrad.insight import Recorder
from undergrad.training import Oversight


@pytest.fixture(scope="module")
def digits():
    """Images for which an epoch takes a twentieth of a second."""
    data = load_dataset("mnist-10k")
    return Dataset.from_arrays(data.x_train[:2000], data.y_train[:2000], data.x_test[:200], data.y_test[:200])


def names(digits, hidden, activation, *, seed=0, **settings):
    recorder = Recorder()
    model = fully_connected(784, hidden, 10, activation, rng=np.random.default_rng(seed))
    result = fit(model, digits, oversight=Oversight(watch=recorder), **settings)
    return {verdict.name for verdict in recorder.insight.verdicts}, result, recorder.insight


def test_a_stuck_sigmoid_network_is_called_vanishing(digits):
    found, result, insight = names(digits, [64] * 6, "sigmoid", epochs=4, learning_rate=0.1)
    assert result.best.val_measure < 0.2
    assert "vanishing" in found
    assert all(record.first_to_last < 0.01 for record in insight.epochs)


def test_a_healthy_tanh_network_is_not_called_anything(digits):
    found, result, _ = names(digits, [64, 64], "tanh", epochs=8, learning_rate=0.05)
    assert result.best.val_measure > 0.8
    assert not found


def test_a_high_learning_rate_on_relu_shows_its_dying_units(digits):
    found, result, insight = names(digits, [64] * 6, "relu", seed=1, epochs=3, learning_rate=0.3)
    assert "dead" in found
    # Counted in another way, on images that nothing was judged on.
    model, silent = result.trained.model, []
    model.set_parameters(result.last)
    out = digits.x_test.reshape(200, -1) / np.float32(255)
    for name, layer in model.layers.items():
        out = layer.forward(out)
        if name.startswith("relu"):
            silent.append((out == 0).all(axis=0).mean())
    assert max(silent) > 0.1
    assert silent == pytest.approx([layer.dead for layer in insight.epochs[-1].layers[:-1]], abs=0.1)
    # It is the rate that killed them: from the same weights a low one leaves nearly all of them alive.
    _, _, low = names(digits, [64] * 6, "relu", seed=1, epochs=1, learning_rate=0.02)
    assert dead(insight) > 5 * dead(low)


def dead(insight) -> float:
    """The mean share of dead units over the hidden layers after the first epoch."""
    return float(np.mean([layer.dead for layer in insight.epochs[0].layers[:-1]]))
