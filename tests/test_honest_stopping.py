"""The validation loss, which epoch is the best, and when a training ends by itself."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad import Dataset, fit, fully_connected
from undergrad.data import Scaling, split
from undergrad.engines import CpuEngine, ReferenceEngine
from undergrad.training import Oversight, generators
from undergrad.training.epochs import Epoch, Standing, best_of
from undergrad.training.history import from_lines, to_lines

SETTINGS = {"learning_rate": 0.3, "batch_size": 32}


def network(seed=1):
    return fully_connected(36, [12], 5, "tanh", rng=np.random.default_rng(seed))


def epochs(*pairs) -> list[Epoch]:
    return [Epoch(number, 1.0, 1.0, 0.5, accuracy, 0.1, loss) for number, (accuracy, loss) in enumerate(pairs, start=1)]


def same(a, b) -> bool:
    return a.keys() == b.keys() and all(np.array_equal(a[key], b[key]) for key in a)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("engine_class", [ReferenceEngine, CpuEngine])
def test_the_loss_of_a_pass_is_the_mean_cross_entropy_of_its_rows(small, engine_class, dtype):
    model, rows = network(), np.sort(np.random.default_rng(0).permutation(300)[:280])
    model.set_parameters({key: (3 * array).astype(dtype) for key, array in model.parameters().items()})
    engine = engine_class(model, Scaling.of(small.x_train), 5, dtype)
    observed = engine.observe(small.x_train, rows=rows, labels=small.y_train)
    y_hat = model.predict(Scaling.of(small.x_train).apply(small.x_train[rows], dtype))
    expected = -np.log(y_hat[np.arange(len(rows)), small.y_train[rows]].astype(np.float64) + 1e-10).mean()
    assert observed.data_loss == pytest.approx(expected, rel=1e-12 if dtype == "float64" else 1e-5)
    np.testing.assert_array_equal(observed.labels, engine.predict_labels(small.x_train, rows=rows))
    without = engine.observe(small.x_train, rows=rows, labels=small.y_train, with_units=False)
    assert (without.data_loss, without.units) == (observed.data_loss, {})
    assert engine.observe(small.x_train, rows=rows).data_loss is None


def test_every_epoch_tells_the_loss_on_the_validation_rows(small):
    result = fit(network(), small, epochs=3, dtype="float64", **SETTINGS)
    _, rows = split(300, rng=generators(0)[0], validation=0.1)
    model = network()
    model.set_parameters(result.last)
    y = np.eye(5)[small.y_train[rows]]
    model.forward(Scaling.of(small.x_train).apply(small.x_train[rows], np.float64), y, 0.5)
    assert result.history[-1].val_loss == pytest.approx(model.data_loss, rel=1e-12)  # the L2 term is not in it
    assert from_lines(to_lines(result.history)) == result.history


def test_an_epoch_of_version_0_1_0_has_none():
    line = b'{"epoch":1,"loss":1.5,"cross_entropy":1.5,"train_accuracy":0.5,"val_accuracy":0.5,"seconds":0.1}\n'
    [epoch] = from_lines(line)
    assert epoch.val_loss is None
    assert (epoch.measure, epoch.train_measure, epoch.val_measure, epoch.data_loss) == ("accuracy", 0.5, 0.5, 1.5)


def test_the_best_epoch_is_that_of_the_best_accuracy_and_then_of_the_lowest_loss():
    assert best_of(epochs((0.9, 0.5), (0.9, 0.3), (0.9, 0.3), (0.8, 0.1))).epoch == 2
    assert best_of(epochs((0.9, None), (0.9, 9.0))).epoch == 2
    assert best_of(epochs((0.9, None), (0.9, None))).epoch == 1


@given(st.lists(st.tuples(st.sampled_from([0.5, 0.6, 0.7]), st.none() | st.floats(0, 5)), min_size=1, max_size=12))
def test_no_epoch_is_better_than_the_best(pairs):
    history = epochs(*pairs)
    best = best_of(history)
    loss = math.inf if best.val_loss is None else best.val_loss
    for epoch in history:
        other = math.inf if epoch.val_loss is None else epoch.val_loss
        assert (epoch.val_measure, -other) <= (best.val_measure, -loss)


@given(st.lists(st.none() | st.floats(0, 3), max_size=15), st.integers(0, 6))
def test_patience_counts_the_epochs_without_a_lower_loss(losses, patience):
    history = epochs(*((0.5, loss) for loss in losses))
    since, lowest = 0, math.inf
    for place, loss in enumerate(losses):
        value = math.inf if loss is None else loss
        since = 0 if value < lowest or place == 0 else since + 1
        lowest = min(lowest, value)
    assert Standing.of(history).has_ended(patience) == (patience > 0 and len(history) > 0 and since >= patience)


@pytest.fixture(scope="module")
def doubtful(small):
    """Labels of which a third are wrong: who learns them by heart has ever higher losses on others."""
    rng = np.random.default_rng(0)
    wrong = rng.random(300) < 1 / 3
    labels = np.where(wrong, rng.integers(0, 5, 300), small.y_train)
    return Dataset.from_arrays(small.x_train, labels, small.x_test, small.y_test, name="doubtful")


def test_a_training_ends_when_its_loss_no_longer_falls_and_never_without_patience(doubtful):
    whole = fit(network(), doubtful, epochs=60, **SETTINGS)
    assert len(whole.history) == 60
    ended = fit(network(), doubtful, epochs=60, patience=3, **SETTINGS)
    count = len(ended.history)
    assert count < 60
    assert [e.val_loss for e in ended.history] == [e.val_loss for e in whole.history[:count]]
    assert Standing.of(ended.history).has_ended(3)
    assert not Standing.of(ended.history[:-1]).has_ended(3)


@pytest.mark.parametrize("engine", ["reference", "auto"])
def test_a_training_that_was_killed_and_one_that_was_not_end_in_the_same_epoch(doubtful, tmp_path, engine):
    settings = {**SETTINGS, "epochs": 60, "patience": 3, "engine": engine}
    whole, path = fit(network(), doubtful, **settings), tmp_path / "c"
    assert len(whole.history) < 60
    for after in (2, 5):
        stop = Oversight(stop_when=lambda seen, after=after: len(seen) == after, checkpoint=path, resume=True)
        fit(network(), doubtful, oversight=stop, **settings)
    resumed = fit(network(), doubtful, oversight=Oversight(checkpoint=path, resume=True), **settings)
    assert len(resumed.history) == len(whole.history)
    assert same(resumed.last, whole.last)
    assert same(resumed.trained.model.parameters(), whole.trained.model.parameters())
    heard = []
    again = fit(
        network(), doubtful, oversight=Oversight(checkpoint=path, resume=True, on_epoch=heard.append), **settings
    )
    assert heard == []
    assert same(again.last, whole.last)


def test_the_command_ends_early_and_says_how_far_it_came(cli, doubtful):
    names = ("x_train", "y_train", "x_test", "y_test")
    np.savez("d.npz", **{name: getattr(doubtful, name) for name in names})
    argv = ("--hidden", 12, "--learning-rate", 0.3, "--batch-size", 32, "--quiet", "--out", "out", "--epochs", 60)
    assert cli("train", "--dataset", "d.npz", *argv, "--patience", 2)[0] == 0
    from undergrad.experiments import load_history, load_result

    result = load_result("out/relu-seed0")
    assert result.status == "complete"
    assert result.epochs == len(load_history("out/relu-seed0")) < 60
    assert result.spec.network.patience == 2
    assert Path("out/report.html").exists()
    code, _, err = cli("train", "--dataset", "d.npz", *argv, "--patience", -1)
    assert code == 2
    assert "patience must be a whole number of at least 0, not -1" in err
