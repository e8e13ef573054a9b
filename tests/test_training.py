from __future__ import annotations

import copy
import itertools
import json

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from scipy.stats import binomtest
from test_model import Swish

from undergrad import (
    ClassifierModel,
    Dataset,
    SoftmaxLayer,
    Tanh,
    TrainedModel,
    accuracy,
    fit,
    fully_connected,
    load_model,
)
from undergrad.data import split
from undergrad.engines import CpuEngine
from undergrad.errors import DataError, FileError, ModelError, NonFiniteLossError, ShapeError, UsageError
from undergrad.settings.schedule import SCHEDULES
from undergrad.training import Hyperparameters, Oversight, generators
from undergrad.training.epochs import Epoch, best_of
from undergrad.training.history import from_lines, to_lines
from undergrad.training.tensors import read_tensors, write_tensors

SETTINGS = {"learning_rate": 0.1, "batch_size": 32}


def network(seed: int = 1, activation="tanh"):
    return fully_connected(36, [12], 5, activation, rng=np.random.default_rng(seed))


def same(a, b) -> bool:
    return a.keys() == b.keys() and all(np.array_equal(a[key], b[key]) for key in a)


def test_fit_learns_and_keeps_the_best_epoch(small):
    result = fit(network(), small, epochs=8, **SETTINGS)
    assert len(result.history) == 8
    assert result.best.val_measure == max(epoch.val_measure for epoch in result.history) > 0.9
    assert result.best == best_of(result.history)
    predicted = result.trained.predict(small.x_test).argmax(axis=1)
    assert accuracy(predicted, small.y_test).value > 0.9
    assert "engine cpu" in repr(result)


def test_a_training_may_be_stopped_from_outside_and_continued(small, tmp_path):
    path, heard = tmp_path / "c", []

    def enough(history):
        heard.append([epoch.epoch for epoch in history])
        return history[-1].epoch in (2, 3)

    for last in (2, 3):
        part = fit(
            network(), small, epochs=9, oversight=Oversight(stop_when=enough, checkpoint=path, resume=True), **SETTINGS
        )
        assert [epoch.epoch for epoch in part.history] == list(range(1, last + 1))
    assert heard == [[1], [1, 2], [1, 2, 3]]
    assert same(part.last, fit(network(), small, epochs=3, **SETTINGS).last)


def test_the_protocol_against_a_loop_written_out(small):
    """Section by section: the split, the scaling, the order, the batches, and what is measured when."""
    model, rng = network(), generators(4)[0]
    order = rng.permutation(300)
    x, labels = small.x_train[order] / np.float64(np.float32(255)), small.y_train[order]
    x_val, y_val, x_train, y_train = x[:30], labels[:30], x[30:], labels[30:]
    mine = copy.deepcopy(model)
    expected = []
    for _ in range(3):
        total = 0.0
        for start in range(0, 270, 32):
            rows = slice(start, start + 32)
            mine.forward(x_train[rows], np.eye(5)[y_train[rows]], 0.01)
            total += mine.data_loss * len(x_train[rows])
            mine.backward(0.01)
            mine.update(0.1)
        measured = [
            float((mine.predict(a).argmax(axis=1) == b).mean()) for a, b in ((x_train, y_train), (x_val, y_val))
        ]
        expected.append((total / 270, total / 270 + mine.l2(0.01), *measured))
    for engine in ("cpu", "reference"):
        result = fit(
            copy.deepcopy(model), small, epochs=3, seed=4, reg_lambda=0.01, dtype="float64", engine=engine, **SETTINGS
        )
        got = [(e.data_loss, e.loss, e.train_measure, e.val_measure) for e in result.history]
        np.testing.assert_allclose(got, expected, rtol=1e-6)
        assert result.engine == engine


def test_the_test_part_is_never_looked_at(small):
    other = Dataset.from_arrays(small.x_train, small.y_train, small.x_test[::-1] // 2, small.y_test)
    one, two = (fit(network(), data, epochs=2, **SETTINGS) for data in (small, other))
    assert same(one.last, two.last)


def test_a_seed_decides_everything(small):
    one, two, three = (fit(network(), small, epochs=2, seed=seed, **SETTINGS) for seed in (5, 5, 6))
    assert same(one.last, two.last)
    assert not same(one.last, three.last)


class Stop(BaseException):
    """Stands for a killed process: nothing may catch it."""


@pytest.mark.parametrize("stop_after", [1, 3, 6])
def test_resume_ends_with_bit_identical_weights(small, tmp_path, monkeypatch, stop_after):
    whole = fit(network(), small, epochs=7, **SETTINGS)
    path = tmp_path / "checkpoint.safetensors"

    def stop(epoch):
        if epoch.epoch == stop_after:
            raise Stop

    with pytest.raises(Stop):
        fit(
            network(),
            small,
            epochs=7,
            oversight=Oversight(checkpoint=path, checkpoint_seconds=0, on_epoch=stop),
            **SETTINGS,
        )
    seen = []
    resumed = fit(
        network(), small, epochs=7, oversight=Oversight(checkpoint=path, resume=True, on_epoch=seen.append), **SETTINGS
    )
    assert [epoch.epoch for epoch in seen] == list(range(stop_after + 1, 8))
    assert same(resumed.last, whole.last)
    assert same(resumed.trained.model.parameters(), whole.trained.model.parameters())
    strip = [(e.loss, e.train_measure, e.val_measure) for e in whole.history]
    assert [(e.loss, e.train_measure, e.val_measure) for e in resumed.history] == strip


@pytest.mark.parametrize("activation", ["tanh", Swish])
@pytest.mark.parametrize("optimizer", ["sgd(momentum=0.9)", "sgd(0.9, True)", "adagrad", "rmsprop", "adam", "adamw"])
def test_optimizer_schedule_and_shuffled_order_resume_to_the_same_bits(small, tmp_path, activation, optimizer):
    settings = {**SETTINGS, "epochs": 6, "optimizer": optimizer, "schedule": "cosine", "order": "shuffled"}
    whole = fit(network(activation=activation), small, **settings)
    path = tmp_path / "c"

    def stop(epoch):
        if epoch.epoch == 4:
            raise Stop

    with pytest.raises(Stop):
        fit(
            network(activation=activation),
            small,
            oversight=Oversight(checkpoint=path, checkpoint_seconds=0, on_epoch=stop),
            **settings,
        )
    resumed = fit(network(activation=activation), small, oversight=Oversight(checkpoint=path, resume=True), **settings)
    assert same(resumed.last, whole.last)
    # The learning rate of an epoch depends on how many there are, so this is another training.
    with pytest.raises(ModelError, match="belongs to another training"):
        fit(
            network(activation=activation),
            small,
            oversight=Oversight(checkpoint=path, resume=True),
            **settings | {"epochs": 7},
        )


@drawn(
    epochs=st.integers(1, 60),
    cuts=st.lists(st.sampled_from([0.1, 0.25, 0.3, 0.5, 0.7, 0.9]), max_size=3, unique=True),
)
def test_schedules_start_at_the_learning_rate_and_never_rise(epochs, cuts):
    for schedule in SCHEDULES:
        settings = Hyperparameters(epochs=epochs, learning_rate=0.4, schedule=schedule, step_at=tuple(cuts))
        rates = [settings.rate_of(epoch) for epoch in range(1, epochs + 1)]
        assert rates[0] == 0.4
        assert all(0 < later <= earlier for earlier, later in itertools.pairwise(rates))
        if schedule == "step":  # exact shares, in whole numbers
            cut = [sum(100 * done >= round(100 * share) * epochs for share in cuts) for done in range(epochs)]
            assert rates == pytest.approx([0.4 * 0.1**count for count in cut])


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_an_epoch_is_trained_with_the_schedules_rate(small, monkeypatch, schedule):
    given = []
    original = CpuEngine.train_epoch

    def heard(engine, *arguments, **settings):
        given.append(settings["learning_rate"])
        return original(engine, *arguments, **settings)

    monkeypatch.setattr(CpuEngine, "train_epoch", heard)
    fit(network(), small, epochs=5, momentum=0.5, schedule=schedule, **SETTINGS)
    settings = Hyperparameters(epochs=5, learning_rate=0.1, schedule=schedule)
    assert given == [settings.rate_of(epoch) for epoch in range(1, 6)]


def test_a_shuffled_order_is_new_in_each_epoch_and_the_seed_decides_it(small, monkeypatch):
    seen = []
    train_epoch = CpuEngine.train_epoch
    monkeypatch.setattr(
        CpuEngine,
        "train_epoch",
        lambda self, *arguments, rows, **others: (
            seen.append(rows) or train_epoch(self, *arguments, rows=rows, **others)
        ),
    )
    for order, seed in (("shuffled", 0), ("shuffled", 0), ("shuffled", 1), ("fixed", 0)):
        fit(network(), small, **SETTINGS | {"epochs": 2}, order=order, seed=seed)
    first, second, again, _, other, _, fixed, fixed_again = (list(rows) for rows in seen)
    assert sorted(first) == sorted(second) == sorted(fixed)
    assert first != second
    assert first == again
    assert sorted(first) != sorted(other)  # another split
    assert fixed == fixed_again


def test_momentum_asks_a_layer_of_ones_own_for_its_gradients(small):
    class Scale:
        def __init__(self):
            self.factor = np.ones(1)

        def forward(self, x):
            self.x = x
            return self.factor * x

        def backward(self, d_prev, reg_lambda):
            self.slope = np.sum(d_prev * self.x)
            return self.factor * d_prev

        def update(self, learning_rate):
            self.factor = self.factor - learning_rate * self.slope

        def summary(self):
            return "Scale"

    fit(network(activation=Scale), small, epochs=1, **SETTINGS)
    with pytest.raises(ModelError, match=r"needs the gradient of scale1\.factor as dfactor, which layer 'scale1' does"):
        fit(network(activation=Scale), small, epochs=1, momentum=0.9, **SETTINGS)


def test_an_interrupt_within_an_epoch_keeps_the_last_whole_one(small, tmp_path, monkeypatch):
    path, original = tmp_path / "c", CpuEngine.train_epoch

    def interrupted(engine, x, labels, *, rows, epoch, **settings):
        if epoch < 3:
            return original(engine, x, labels, rows=rows, epoch=epoch, **settings)
        original(engine, x, labels, rows=rows[:50], epoch=epoch, **settings)  # half done
        raise KeyboardInterrupt

    monkeypatch.setattr(CpuEngine, "train_epoch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fit(network(), small, epochs=5, oversight=Oversight(checkpoint=path, checkpoint_seconds=1e9), **SETTINGS)
    monkeypatch.undo()
    resumed = fit(network(), small, epochs=5, oversight=Oversight(checkpoint=path, resume=True), **SETTINGS)
    assert same(resumed.last, fit(network(), small, epochs=5, **SETTINGS).last)


def test_a_finished_training_can_be_prolonged(small, tmp_path):
    path = tmp_path / "c"
    fit(network(), small, epochs=3, oversight=Oversight(checkpoint=path), **SETTINGS)
    longer = fit(network(), small, epochs=6, oversight=Oversight(checkpoint=path, resume=True), **SETTINGS)
    assert same(longer.last, fit(network(), small, epochs=6, **SETTINGS).last)


@pytest.mark.parametrize("change", [{"learning_rate": 0.2}, {"seed": 9}, {"dtype": "float64"}, {"reg_lambda": 0.5}])
def test_a_checkpoint_of_another_training_is_refused(small, tmp_path, change):
    path = tmp_path / "c"
    fit(network(), small, epochs=1, oversight=Oversight(checkpoint=path), **SETTINGS)
    with pytest.raises(ModelError, match="belongs to another training"):
        fit(network(), small, epochs=2, oversight=Oversight(checkpoint=path, resume=True), **{**SETTINGS, **change})
    with pytest.raises(ModelError, match="belongs to another training"):
        fit(network(seed=2), small, epochs=2, oversight=Oversight(checkpoint=path, resume=True), **SETTINGS)


def test_a_loss_that_is_not_finite_stops_with_epoch_step_and_layer_and_keeps_the_last_good_epoch(small, tmp_path):
    path = tmp_path / "c"
    with pytest.raises(NonFiniteLossError) as caught:
        fit(network(activation="relu"), small, epochs=5, learning_rate=1e20, oversight=Oversight(checkpoint=path))
    assert caught.value.epoch == 1
    assert caught.value.layer in ("fc1", "relu1", "fc2", "softmax")
    assert not path.exists()


def test_an_l2_term_that_is_not_finite_is_found_too(small):
    # lambda above 2 / learning_rate multiplies the weights by more than -1 each step.
    with pytest.raises(NonFiniteLossError) as caught:
        fit(network(activation="sigmoid"), small, epochs=50, learning_rate=0.1, reg_lambda=500.0, batch_size=300)
    assert caught.value.layer.startswith("fc")


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"epochs": 0}, "epochs must be a whole number of at least 1, not 0"),
        ({"batch_size": 0}, "batch_size must be a whole number of at least 1, not 0"),
        ({"batch_size": 2.5}, "batch_size must be a whole number of at least 1, not 2.5"),
        ({"learning_rate": -0.1}, "learning_rate must be a positive number, not -0.1"),
        ({"learning_rate": float("nan")}, "learning_rate must be a positive number, not nan"),
        ({"reg_lambda": -1}, "reg_lambda must be 0 or a positive number, not -1"),
        ({"validation": 1.5}, "validation must be a share between 0 and 1, not 1.5"),
        ({"dtype": "float23"}, "did you mean 'float32'"),
        ({"engine": "gpu"}, "unknown engine 'gpu'"),
        ({"order": "shufled"}, "unknown order 'shufled'; did you mean 'shuffled'?"),
        ({"momentum": 1.0}, "momentum must be 0 or a number below 1, not 1.0"),
        ({"schedule": "cosin"}, "unknown schedule 'cosin'; did you mean 'cosine'?"),
        ({"step_at": (0.5, 2)}, "step_at must be shares of the epochs between 0 and 1, not [0.5, 2]"),
        ({"step_factor": 0}, "step_factor must be a positive number, not 0"),
        ({"epoch": 3}, "unknown number 'epoch'; did you mean 'epochs'?"),
        ({"seed": -1}, "seed must be a whole number of at least 0, not -1"),
    ],
)
def test_impossible_settings_are_said_in_a_sentence(small, bad, words):
    with pytest.raises(UsageError) as caught:
        fit(network(), small, **{"epochs": 1, **bad})
    assert words in str(caught.value)


def test_model_and_data_that_do_not_fit_are_said_before_training(small):
    with pytest.raises(ShapeError, match=r"x must be \(N, 35\)"):
        fit(fully_connected(35, [4], 5), small)
    with pytest.raises(ModelError, match="the model has 4 outputs, but the data have 5 classes"):
        fit(fully_connected(36, [4], 4), small)


def test_a_users_own_layer_trains_is_checkpointed_saved_and_loaded(small, tmp_path):
    whole = fit(network(activation=Swish), small, epochs=4, **SETTINGS)
    assert whole.engine == "reference"
    assert whole.best.val_measure > 0.8
    path = tmp_path / "c"
    fit(network(activation=Swish), small, epochs=2, oversight=Oversight(checkpoint=path), **SETTINGS)
    assert same(
        fit(
            network(activation=Swish), small, epochs=4, oversight=Oversight(checkpoint=path, resume=True), **SETTINGS
        ).last,
        whole.last,
    )
    whole.trained.save(tmp_path / "m")
    with pytest.raises(ModelError, match="class Swish, which undergrad does not know"):
        load_model(tmp_path / "m")
    loaded = load_model(tmp_path / "m", into=network(seed=77, activation=Swish))
    np.testing.assert_array_equal(loaded.predict(small.x_test), whole.trained.predict(small.x_test))


def test_torch_models_train_where_they_are(small):
    torch = pytest.importorskip("torch")
    model = network()
    model.set_parameters({key: torch.asarray(array) for key, array in model.parameters().items()})
    result = fit(model, small, epochs=2, **SETTINGS)
    assert all(isinstance(array, torch.Tensor) and array.dtype == torch.float32 for array in result.last.values())
    reference = fit(network(), small, epochs=2, engine="reference", **SETTINGS)
    for key, array in result.last.items():
        np.testing.assert_allclose(array.numpy(), reference.last[key], rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_saved_model_predicts_the_same(small, tmp_path, dtype):
    trained = fit(network(), small, epochs=1, dtype=dtype, **SETTINGS).trained
    trained.save(tmp_path / "model.safetensors")
    loaded = load_model(tmp_path / "model.safetensors")
    np.testing.assert_array_equal(loaded.predict(small.x_test), trained.predict(small.x_test))
    assert loaded.sample_shape == (6, 6)
    assert loaded.class_names == small.class_names
    flat = small.x_test.reshape(len(small.x_test), -1)
    np.testing.assert_array_equal(loaded.predict(flat), trained.predict(small.x_test))


def test_loading_a_model_leaves_numpys_global_state_alone(small, tmp_path):
    fit(network(), small, epochs=1).trained.save(tmp_path / "m")
    np.random.seed(0)
    before = np.random.get_state()[1].copy()
    load_model(tmp_path / "m")
    np.testing.assert_array_equal(np.random.get_state()[1], before)


def test_files_that_are_no_models_are_said_to_be_none(small, tmp_path):
    (tmp_path / "text").write_text("hello", encoding="utf-8")
    (tmp_path / "empty").write_bytes(b"")
    fit(network(), small, epochs=1, oversight=Oversight(checkpoint=tmp_path / "checkpoint"))
    fit(network(), small, epochs=1).trained.save(tmp_path / "model")
    whole = (tmp_path / "model").read_bytes()
    (tmp_path / "cut").write_bytes(whole[:-100])
    for name in ("text", "empty", "cut"):
        with pytest.raises(ModelError, match=f"{name} is not a safetensors file"):
            load_model(tmp_path / name)
    with pytest.raises(ModelError, match="checkpoint is a safetensors file, but not an undergrad-model"):
        load_model(tmp_path / "checkpoint")
    with pytest.raises(FileError, match=r"cannot read .*missing: No such file"):
        load_model(tmp_path / "missing")


def test_a_model_of_other_shapes_is_refused(small, tmp_path):
    fit(network(), small, epochs=1).trained.save(tmp_path / "m")
    with pytest.raises(ModelError, match=r"m does not fit: fc1\.[bW] has the shape .*12.*, but the model needs .*13"):
        load_model(tmp_path / "m", into=fully_connected(36, [13], 5, "tanh"))


def test_prediction_refuses_data_of_another_kind(small):
    trained = fit(network(), small, epochs=1).trained
    with pytest.raises(ShapeError, match=r"samples of the shape \(N, 6, 6\), but the data have the shape \(2, 7\)"):
        trained.predict(np.zeros((2, 7), np.uint8))
    with pytest.raises(ShapeError, match="trained on uint8 pixels"):
        trained.predict(np.zeros((2, 36)))


def test_a_model_holds_nothing_but_tensors_and_text(small, tmp_path):
    trained: TrainedModel = fit(network(), small, epochs=1).trained
    trained.save(tmp_path / "m")
    arrays, about = read_tensors(tmp_path / "m", kinds={"undergrad-model-2": dict})
    assert set(arrays) == {*trained.model.parameters(), "inputs.offset", "inputs.scale"}
    assert json.loads(json.dumps(about)) == about


def test_features_that_are_not_pixels_are_scaled_by_the_training_part():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 400)
    x = np.column_stack([1e6 * labels + rng.normal(0, 1e5, 400), np.full(400, 7.0), rng.normal(0, 1e-3, 400)])
    data = Dataset.from_arrays(x[:300], labels[:300], x[300:], labels[300:])
    model = fully_connected(3, [8], 2, "tanh", rng=rng)
    trained = fit(model, data, epochs=30, learning_rate=0.5, batch_size=16).trained
    assert accuracy(trained.predict(data.x_test).argmax(axis=1), data.y_test).value > 0.95


def test_history_survives_its_own_form():
    history = [Epoch(1, 0.5, 0.4, 0.1, 0.2, 1.5), Epoch(2, 1e-300, 0.1, 1.0, 0.2, 0.0)]
    assert from_lines(to_lines(history)) == history
    assert best_of(history).epoch == 1


@pytest.mark.parametrize("right", [0, 1, 500, 893, 999, 1000])
def test_the_interval_is_wilsons(right):
    found = accuracy(np.arange(1000) < right, np.ones(1000, bool))
    expected = binomtest(right, 1000).proportion_ci(method="wilson")
    assert found.value == right / 1000
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-14)


def test_predictions_and_labels_of_different_lengths_are_refused():
    with pytest.raises(DataError, match="cannot be compared"):
        accuracy(np.ones(3), np.ones(4))


class InPlaceFC:
    """The homework's own wording of update, and nothing of ours."""

    def __init__(self, inputs, outputs, rng, xp=np):
        self.W = xp.asarray(rng.standard_normal((inputs, outputs)) / np.sqrt(inputs / 2))
        self.b = xp.zeros(outputs, dtype=self.W.dtype)
        self.order = np.arange(3)  # an array that is not learned

    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W + self.b

    def backward(self, d_prev, reg_lambda):
        self.dW, self.db = self.x.T @ d_prev + reg_lambda * self.W, d_prev.sum(0)
        return d_prev @ self.W.T

    def update(self, learning_rate):
        self.W -= learning_rate * self.dW
        self.b -= learning_rate * self.db

    def summary(self):
        return "InPlaceFC"


@pytest.mark.parametrize("library", ["numpy", "torch"])
def test_layers_that_update_in_place_keep_their_best_epoch_too(small, library):
    xp = pytest.importorskip(library)
    rng, model = np.random.default_rng(0), ClassifierModel()
    for name, layer in {"a": InPlaceFC(36, 12, rng, xp), "t": Tanh(), "b": InPlaceFC(12, 5, rng, xp)}.items():
        model.add_layer(name, layer)
    model.add_layer("softmax", SoftmaxLayer())
    assert set(model.parameters()) == {"a.W", "a.b", "b.W", "b.b"}
    # A rate at which accuracy goes up and down, so that the best epoch is not the last.
    result = fit(model, small, epochs=12, learning_rate=8.0, batch_size=32)
    assert result.best.epoch < 12
    rows = split(300, rng=generators(0)[0])[1]
    predicted = result.trained.predict(small.x_train[rows]).argmax(axis=1)
    assert (predicted == small.y_train[rows]).mean() == result.best.val_measure


def test_models_of_array_api_strict_train(small):
    strict = pytest.importorskip("array_api_strict")
    model = network()
    model.set_parameters({key: strict.asarray(array) for key, array in model.parameters().items()})
    assert fit(model, small, epochs=3, **SETTINGS).best.val_measure > 0.8


def test_a_layer_that_makes_its_weights_in_forward_is_refused(small):
    class Late(InPlaceFC):
        def __init__(self):
            pass

        def forward(self, x):
            if not hasattr(self, "W"):
                super().__init__(int(np.prod(x.shape[1:])), 5, np.random.default_rng(0))
            return super().forward(x)

    model = ClassifierModel()
    model.add_layer("late", Late())
    model.add_layer("softmax", SoftmaxLayer())
    with pytest.raises(ModelError, match="'late' creates its W only in forward"):
        fit(model, small, epochs=1)


@pytest.mark.parametrize(
    "about",
    ["nonsense", "[1]", '{"format": "undergrad-model-1"}', '{"format": "undergrad-model-1", "about": {}}'],
)
def test_a_file_that_describes_itself_wrongly_is_no_model(tmp_path, about):
    from safetensors.numpy import save_file

    save_file({"W": np.zeros(2, np.float32)}, tmp_path / "m", metadata={"undergrad": about})
    with pytest.raises(ModelError, match=r"m is|m does not"):
        load_model(tmp_path / "m")


@pytest.mark.parametrize(
    ("key", "array", "words"),
    [
        ("fc1.W", np.zeros((36, 12), np.int32), "does not contain the expected arrays"),
        ("fc1.W", np.zeros((35, 12), np.float32), "does not fit"),
        ("inputs.scale", np.zeros(7, np.float32), "does not fit"),
        ("fc2.b", np.zeros(4, np.float32), "does not fit"),
        ("inputs.offset", None, "does not contain the expected arrays"),
    ],
)
def test_a_model_whose_parts_are_not_for_each_other_is_refused(small, tmp_path, key, array, words):
    fit(network(), small, epochs=1).trained.save(tmp_path / "m")
    arrays, about = read_tensors(tmp_path / "m", kinds={"undergrad-model-2": dict})
    arrays = {name: value for name, value in {**arrays, key: array}.items() if value is not None}
    write_tensors(tmp_path / "m", arrays, kind="undergrad-model-2", about=about)
    with pytest.raises(ModelError, match=words):
        load_model(tmp_path / "m")


def test_data_that_are_no_data_set_are_said_to_be_none(small):
    with pytest.raises(UsageError, match="must be a Dataset, not str"):
        fit(network(), "mnist-10k")
    one = Dataset.from_arrays(np.zeros((4, 36)), [0] * 4, np.zeros((1, 36)), [0])
    with pytest.raises(DataError, match="a single class"):
        fit(network(), one)
