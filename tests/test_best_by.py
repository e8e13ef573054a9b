"""`best_by`: whether the best epoch is that of the best validation measure, or of the lowest validation loss."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad import Dataset, fit, fully_connected
from undergrad.errors import OtherTrainingError, UsageError
from undergrad.experiments import load_history, load_result
from undergrad.training import Epoch, Oversight
from undergrad.training.epochs import Standing, best_of
from undergrad.training.history import from_lines, to_lines

SETTINGS = {"learning_rate": 0.3, "batch_size": 32, "epochs": 25, "engine": "reference", "validation": 0.3}


def history_of(pairs, best_by="loss"):
    numbered = enumerate(pairs, start=1)
    return [Epoch(k, 1.0, 1.0, 0.5, measure, 0.1, loss, best_by=best_by) for k, (measure, loss) in numbered]


PAIRS = st.lists(
    st.tuples(st.sampled_from([0.5, 0.6, 0.7]), st.none() | st.sampled_from([0.1, 0.2, 3.0])), min_size=1, max_size=12
)


@given(PAIRS, st.sampled_from(["loss", "measure"]))
def test_the_best_epoch_is_the_first_of_those_that_none_excels(pairs, best_by):
    def rank(epoch):
        loss = math.inf if epoch.val_loss is None else epoch.val_loss
        return (loss, -epoch.val_measure) if best_by == "loss" else (-epoch.val_measure, loss)

    history = history_of(pairs, best_by)
    assert best_of(history) == min(history, key=rank)  # of equal ones Python takes the first
    standing = Standing()
    for count, epoch in enumerate(history, start=1):
        standing = standing.after(epoch)
        assert standing == Standing.of(history[:count])
    assert standing.best == best_of(history)


def test_of_an_error_the_lowest_loss_counts_all_the_same():
    epochs = [Epoch(k, 1.0, 1.0, 0.5, error, 0.1, loss, "mae", best_by) for k, error, loss, best_by in PLACES]
    assert best_of(epochs[:2]).epoch == 2
    assert best_of(epochs[2:]).epoch == 1


#: Number, error, loss, and by what.
PLACES = [(1, 0.1, 0.9, "loss"), (2, 0.2, 0.8, "loss"), (1, 0.1, 0.9, "measure"), (2, 0.2, 0.8, "measure")]


def test_an_epoch_keeps_by_what_it_is_judged():
    history = history_of([(0.5, 0.1)]) + history_of([(0.5, 0.1)], "measure")
    assert [epoch.best_by for epoch in from_lines(to_lines(history))] == ["loss", "measure"]
    line = b'{"epoch":1,"loss":1.5,"data_loss":1.5,"train_measure":0.5,"val_measure":0.5,"seconds":0.1}\n'
    assert from_lines(line)[0].best_by == "measure"


@pytest.fixture(scope="module")
def doubtful(small):
    """Labels of which a third are wrong: who learns them by heart has ever higher losses on others."""
    rng = np.random.default_rng(0)
    wrong = rng.random(300) < 1 / 3
    labels = np.where(wrong, rng.integers(0, 5, 300), small.y_train)
    return Dataset.from_arrays(small.x_train, labels, small.x_test, small.y_test, name="doubtful")


def network():
    return fully_connected(36, [12], 5, "tanh", rng=np.random.default_rng(3))


@pytest.fixture(scope="module")
def judged(doubtful):
    """The same training judged in both ways, and the arrays after each epoch."""
    arrays, model = [], network()
    by_loss = fit(
        model,
        doubtful,
        best_by="loss",
        oversight=Oversight(on_epoch=lambda _: arrays.append({k: a.copy() for k, a in model.arrays().items()})),
        **SETTINGS,
    )
    return by_loss, fit(network(), doubtful, **SETTINGS), arrays


def test_the_weights_of_the_epoch_with_the_lowest_validation_loss_are_kept(judged):
    by_loss, by_measure, arrays = judged
    assert [e.val_loss for e in by_loss.history] == [e.val_loss for e in by_measure.history]
    losses = [epoch.val_loss for epoch in by_loss.history]
    assert by_loss.best.epoch == 1 + int(np.argmin(losses))
    assert by_measure.best.val_measure == max(e.val_measure for e in by_measure.history)
    assert by_loss.best.epoch != by_measure.best.epoch
    for fitted in (by_loss, by_measure):
        for key, array in fitted.trained.model.arrays().items():
            np.testing.assert_array_equal(array, arrays[fitted.best.epoch - 1][key])


@pytest.mark.parametrize("after", [3, 24])
def test_a_training_that_was_interrupted_keeps_the_same_epoch(doubtful, judged, tmp_path, after):
    path, whole = tmp_path / "c", judged[0]
    assert 3 < whole.best.epoch < 24  # so the best epoch is before one interruption and after the other
    stop = Oversight(stop_when=lambda seen: len(seen) == after, checkpoint=path)
    fit(network(), doubtful, best_by="loss", oversight=stop, **SETTINGS)
    resumed = fit(network(), doubtful, best_by="loss", oversight=Oversight(checkpoint=path, resume=True), **SETTINGS)
    assert resumed.best.epoch == whole.best.epoch
    for key, array in whole.trained.model.arrays().items():
        np.testing.assert_array_equal(array, resumed.trained.model.arrays()[key])


def test_a_checkpoint_is_of_the_training_with_its_best_by(doubtful, tmp_path):
    path = tmp_path / "c"
    fit(network(), doubtful, oversight=Oversight(checkpoint=path), **{**SETTINGS, "epochs": 2})
    with pytest.raises(OtherTrainingError, match="belongs to another training"):
        fit(
            network(),
            doubtful,
            best_by="loss",
            oversight=Oversight(checkpoint=path, resume=True),
            **{**SETTINGS, "epochs": 2},
        )


def test_another_word_is_refused(doubtful):
    with pytest.raises(UsageError, match=r"unknown best_by .score.; did you mean .measure"):
        fit(network(), doubtful, best_by="score")


def test_the_command_takes_it_and_says_it_in_the_records(cli, small):
    np.savez("d.npz", x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    argv = ("--dataset", "d.npz", "--hidden", 6, "--epochs", 3, "--workers", 1, "--out", "out")
    code, _, err = cli("train", *argv, "--best-by", "loss")
    assert code == 0, err
    result = load_result("out/relu-seed0")
    history = load_history("out/relu-seed0")
    assert result.spec.network.best_by == "loss"
    assert {epoch.best_by for epoch in history} == {"loss"}
    assert result.best_epoch == min(history, key=lambda epoch: epoch.val_loss).epoch
    code, _, err = cli("train", *argv, "--best-by", "score")
    assert code == 2
    assert "best" in err
