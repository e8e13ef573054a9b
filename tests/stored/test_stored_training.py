"""Models and checkpoints are what was written, and a checkpoint is continued by its own training alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from undergrad import ClassifierModel, Dataset, ReLU, SoftmaxLayer, Tanh, fit, fully_connected, load_model
from undergrad.data import Scaling, split
from undergrad.engines import ReferenceEngine, State
from undergrad.errors import ModelError
from undergrad.optimizers import SGD
from undergrad.training import Oversight, generators
from undergrad.training.tensors import read_tensors, write_tensors

OLD = Path(__file__).parent / "version_0_1_0"
SETTINGS = {"learning_rate": 0.1, "batch_size": 32}


def network(seed: int = 1, activation="tanh"):
    return fully_connected(36, [12], 5, activation, rng=np.random.default_rng(seed))


def same(a, b) -> bool:
    return a.keys() == b.keys() and all(np.array_equal(a[key], b[key]) for key in a)


def flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


# Weights that are not finite ------------------------------------------------------------------------------------------


@pytest.fixture
def model_file(small, tmp_path):
    path = tmp_path / "model.safetensors"
    fit(network(), small, epochs=1, **SETTINGS).trained.save(path)
    return path


@pytest.mark.attack
@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("key", ["fc2.W", "fc1.b", "inputs.scale"])
def test_a_model_file_whose_numbers_are_not_finite_is_refused(cli, small, model_file, key, value):
    arrays, about = read_tensors(model_file, kinds={"undergrad-model-2": dict})
    arrays[key] = np.full_like(arrays[key], value)
    write_tensors(model_file, arrays, kind="undergrad-model-2", about=about)
    with pytest.raises(
        ModelError, match=rf"model\.safetensors holds numbers that are not finite, in {key}, so nothing"
    ):
        load_model(model_file)
    np.savez("data.npz", x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    for command in (["evaluate", model_file, "--dataset", "data.npz"], ["predict", model_file, "data.npz"]):
        code, out, err = cli(*command)
        assert (code, out) == (1, "")
        assert err.count("\n") == 1
        assert "holds numbers that are not finite" in err


@pytest.mark.attack
def test_a_model_that_became_non_finite_in_memory_predicts_nothing(small):
    trained = fit(network(), small, epochs=1, **SETTINGS).trained
    trained.model.layers["fc2"].W = np.full_like(trained.model.layers["fc2"].W, np.nan)
    with pytest.raises(ModelError, match=r"^fc2\.W of the model holds numbers that are not finite, so nothing"):
        trained.predict(small.x_test)


@pytest.mark.attack
def test_finite_weights_that_give_no_probability_predict_nothing(small):
    trained = fit(network(), small, epochs=1, **SETTINGS).trained
    for name in ("fc1", "fc2"):
        trained.model.layers[name].W = np.full_like(trained.model.layers[name].W, 3e38)
    with np.errstate(all="ignore"), pytest.raises(ModelError, match="too large, so nothing"):
        trained.predict(small.x_test)


# One flipped bit ------------------------------------------------------------------------------------------------------


@pytest.mark.attack
def test_each_flipped_bit_of_a_file_of_tensors_is_noticed_or_harmless(tmp_path):
    path, kind = tmp_path / "t", "undergrad-test-1"
    arrays = {"a.W": np.arange(6, dtype=np.float32).reshape(2, 3), "a.b": np.zeros(0), "n": np.asarray(3, np.int32)}
    about = {"text": "x\u00e9", "numbers": [0.1, 2]}
    write_tensors(path, arrays, kind=kind, about=about)
    content = path.read_bytes()
    unnoticed = 0
    for bit in range(8 * len(content)):
        path.write_bytes(flipped(content, bit))
        try:
            read, read_about = read_tensors(path, kinds={kind: dict})
        except ModelError:
            pass
        else:  # a letter of an escape may be written large or small
            assert read_about == about
            assert same(read, arrays)
            assert [array.dtype for array in read.values()] == [arrays[key].dtype for key in read]
            unnoticed += 1
    assert unnoticed < 20


@pytest.mark.attack
def test_a_flipped_bit_in_a_models_weights_is_said_with_what_to_do(model_file):
    content = model_file.read_bytes()
    model_file.write_bytes(flipped(content, 8 * (len(content) - 100)))
    with pytest.raises(ModelError) as caught:
        load_model(model_file)
    assert str(caught.value) == (
        f"{model_file} is damaged: its contents are not those that were written; "
        "restore it from a copy, or make it again"
    )


@pytest.mark.attack
def test_a_file_that_describes_itself_in_boxes_within_boxes_is_damaged(tmp_path):
    save_file({"W": np.zeros(2, np.float32)}, tmp_path / "m", metadata={"undergrad": "[" * 100_000})
    with pytest.raises(ModelError, match="m does not have undergrad's metadata, so it is damaged"):
        load_model(tmp_path / "m")


def test_equal_models_are_equal_files(small, model_file, tmp_path):
    load_model(model_file).save(tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == model_file.read_bytes()


@pytest.mark.attack
@pytest.mark.parametrize("place", [100, -100, None])
def test_a_damaged_checkpoint_says_what_to_delete_what_is_lost_and_that_deleting_it_helps(small, tmp_path, place):
    path = tmp_path / "checkpoint"
    fit(network(), small, epochs=2, oversight=Oversight(checkpoint=path), **SETTINGS)
    content = path.read_bytes()
    path.write_bytes(content[:-50] if place is None else flipped(content, 8 * (place % len(content))))
    with pytest.raises(ModelError) as caught:
        fit(network(), small, epochs=3, oversight=Oversight(checkpoint=path, resume=True), **SETTINGS)
    assert str(path) in str(caught.value)
    assert str(caught.value).endswith(
        "; delete this file and do the same again (a command with --resume): the epochs that it holds are lost, and "
        "its training is done again from the first"
    )
    path.unlink()
    whole = fit(network(), small, epochs=3, **SETTINGS)
    assert same(
        fit(network(), small, epochs=3, oversight=Oversight(checkpoint=path, resume=True), **SETTINGS).last, whole.last
    )


# Files of version 0.1.0 -----------------------------------------------------------------------------------------------


def counted() -> Dataset:
    def numbers(n):
        return ((np.arange(n * 36) * 7919) % 256).astype(np.uint8).reshape(n, 6, 6), np.arange(n) % 5

    return Dataset.from_arrays(*numbers(60), *numbers(20), name="counted")


def counted_model():
    """Weights that every machine makes the same."""
    model = fully_connected(36, [4], 5, "relu")
    weights = {k: (np.arange(a.size) % 7 - 3).reshape(a.shape) / 8 for k, a in model.parameters().items()}
    model.set_parameters(weights)
    return model


def test_a_checkpoint_of_version_0_1_0_is_continued(tmp_path):
    path = tmp_path / "checkpoint"
    shutil.copy(OLD / "checkpoint.safetensors", path)
    settings = {"learning_rate": 0.125, "batch_size": 32, "engine": "reference"}
    seen = []
    fit(
        counted_model(),
        counted(),
        epochs=4,
        oversight=Oversight(checkpoint=path, resume=True, on_epoch=seen.append),
        **settings,
    )
    assert [epoch.epoch for epoch in seen] == [3, 4]
    shutil.copy(OLD / "checkpoint.safetensors", path)
    with pytest.raises(ModelError, match="belongs to another training"):
        fit(
            counted_model(),
            counted(),
            oversight=Oversight(checkpoint=path, resume=True),
            **{**settings, "learning_rate": 0.25},
        )


def test_a_checkpoint_of_version_0_1_0_with_a_velocity_is_continued(tmp_path):
    path = tmp_path / "checkpoint"
    shutil.copy(OLD / "checkpoint_momentum.safetensors", path)
    numbers = {"learning_rate": 0.125, "batch_size": 32, "momentum": 0.5, "schedule": "step", "step_at": (0.3, 0.6)}
    settings, seen = {**numbers, "epochs": 3, "engine": "reference"}, []
    oversight = Oversight(checkpoint=path, resume=True, on_epoch=seen.append)
    continued = fit(counted_model(), counted(), oversight=oversight, **settings)
    assert [epoch.epoch for epoch in seen] == [3]
    assert [epoch.val_loss is None for epoch in continued.history] == [True, True, False]
    # Its velocity has no learning rate in it: with that of epoch 2 it goes on.
    stored = load_file(OLD / "checkpoint_momentum.safetensors")
    model = counted_model()
    model.set_parameters({key: stored[f"last/{key}"] for key in model.parameters()})
    rows, _ = split(60, rng=generators(0)[0], validation=0.1)
    engine = ReferenceEngine(model, Scaling.of(counted().x_train, rows), 5, np.float32, optimizer=SGD(momentum=0.5))
    engine.state = State(0, {key: {"velocity": 0.0125 * stored[f"velocity/{key}"]} for key in model.parameters()})
    engine.train_epoch(
        counted().x_train,
        counted().y_train,
        rows=rows,
        epoch=3,
        batch_size=32,
        learning_rate=0.00125,
        reg_lambda=1e-8,
    )
    for key, array in model.parameters().items():
        np.testing.assert_allclose(continued.last[key], array, rtol=1e-6, atol=1e-8)


def test_a_model_of_version_0_1_0_is_read(tmp_path):
    old = load_model(OLD / "experiment" / "relu-seed0" / "model.safetensors")
    assert old.predict(counted().x_test).shape == (20, 5)
    old.save(tmp_path / "new")
    assert same(load_model(tmp_path / "new").model.parameters(), old.model.parameters())


def test_a_checkpoint_without_digest_whose_history_cannot_be_read_is_damaged(tmp_path):
    path = tmp_path / "checkpoint"
    about = {"format": "undergrad-checkpoint-1", "about": {"fingerprint": "", "history": "{"}}
    save_file(load_file(OLD / "checkpoint.safetensors"), path, metadata={"undergrad": json.dumps(about)})
    with pytest.raises(ModelError, match="checkpoint is damaged: its history cannot be read; delete this file"):
        fit(counted_model(), counted(), oversight=Oversight(checkpoint=path, resume=True))


# Which training a checkpoint belongs to -------------------------------------------------------------------------------


@pytest.mark.attack
def test_a_relu_checkpoint_is_not_continued_by_a_tanh_model(small, tmp_path):
    path = tmp_path / "checkpoint"
    fit(network(activation="relu"), small, epochs=1, oversight=Oversight(checkpoint=path), **SETTINGS)
    with pytest.raises(ModelError) as caught:
        fit(network(activation="tanh"), small, epochs=2, oversight=Oversight(checkpoint=path, resume=True), **SETTINGS)
    assert "another network: there 'relu1' is ReLU, here 'tanh1' is Tanh; delete it" in str(caught.value)


def with_layers(*layers) -> ClassifierModel:
    """A model whose hidden layers all have the same names and weights."""
    trained, model = network(), ClassifierModel()
    model.add_layer("fc1", trained.layers["fc1"])
    for number, layer in enumerate(layers):
        model.add_layer(f"a{number}", layer)
    model.add_layer("fc2", trained.layers["fc2"])
    model.add_layer("softmax", SoftmaxLayer())
    return model


class Leaky:
    """A layer of one's own with a setting of its own, and with what its methods keep."""

    reach = 1.0

    def __init__(self, alpha=0.1, note="x"):
        self.alpha, self.note, self.batch, self.slope = alpha, note, 0, None

    def forward(self, z):
        self.positive, self.batch = z > 0, len(z)
        return np.where(self.positive, self.reach * z, self.alpha * z)

    def backward(self, d_prev, reg_lambda=0.0):
        self.slope = float(d_prev.mean())
        return np.where(self.positive, self.reach * d_prev, self.alpha * d_prev)

    def update(self, learning_rate):
        pass

    def summary(self):
        return "Leaky"


class Steep(Leaky):
    reach = 2.0


@pytest.mark.attack
@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        ([ReLU()], [Tanh()], "there 'a0' is ReLU, here 'a0' is Tanh;"),
        ([ReLU()], [ReLU(), ReLU()], "there 'fc2' is FCLayer with input_dim = 12, output_dim = 5, here 'a1' is ReLU;"),
        ([Leaky(0.1)], [Leaky(0.2)], "reach = 1.0, alpha = 0.1, note = 'x', batch = 0, here 'a0' is Leaky with"),
        ([Leaky(np.longdouble(0.5))], [Leaky(np.int64(2))], "here 'a0' is Leaky with reach = 1.0, alpha = 2, note"),
        (
            [Leaky(note=np.inf)],
            [Leaky(note=(np.nan, 1))],
            "here 'a0' is Leaky with reach = 1.0, alpha = 0.1, note = ['nan'",
        ),
        ([Leaky()], [Steep()], "here 'a0' is Steep with reach = 2.0"),
    ],
)
def test_a_checkpoint_of_other_layers_is_refused(small, tmp_path, then, now, words):
    path = tmp_path / "checkpoint"
    fit(with_layers(*then), small, epochs=1, oversight=Oversight(checkpoint=path), **SETTINGS)
    with pytest.raises(ModelError, match="belongs to the training of another network") as caught:
        fit(with_layers(*now), small, epochs=2, oversight=Oversight(checkpoint=path, resume=True), **SETTINGS)
    assert words in str(caught.value)


def test_what_a_layers_methods_keep_is_no_setting_of_it(small, tmp_path):
    path = tmp_path / "checkpoint"
    fit(with_layers(Leaky()), small, epochs=1, oversight=Oversight(checkpoint=path), **SETTINGS)
    whole = fit(with_layers(Leaky()), small, epochs=2, **SETTINGS)
    assert same(
        fit(with_layers(Leaky()), small, epochs=2, oversight=Oversight(checkpoint=path, resume=True), **SETTINGS).last,
        whole.last,
    )


# The model that was interrupted ---------------------------------------------------------------------------------------


def interrupted(model, dataset, path, *, after: int, resume: bool = False, **settings) -> None:
    def stop(epoch):
        if epoch.epoch == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit(model, dataset, oversight=Oversight(checkpoint=path, on_epoch=stop, resume=resume), **settings)


@pytest.mark.attack
@pytest.mark.parametrize("make", [network, lambda: with_layers(Leaky())], ids=["built-in", "of one's own"])
@pytest.mark.parametrize("order", ["fixed", "shuffled"])
def test_the_model_that_was_interrupted_resumes_to_the_same_bits(small, tmp_path, make, order):
    settings = {**SETTINGS, "epochs": 6, "order": order, "momentum": 0.5}
    whole, model, path = fit(make(), small, **settings), make(), tmp_path / "checkpoint"
    interrupted(model, small, path, after=2, **settings)
    interrupted(model, small, path, after=4, resume=True, **settings)
    assert same(fit(model, small, oversight=Oversight(checkpoint=path, resume=True), **settings).last, whole.last)


@pytest.mark.attack
def test_where_the_last_checkpoint_is_older_than_the_model_the_checkpoint_decides(small, tmp_path):
    settings, path = {**SETTINGS, "epochs": 6}, tmp_path / "checkpoint"
    whole, model = fit(network(), small, **settings), network()
    interrupted(model, small, path, after=2, **settings)
    older = path.read_bytes()
    interrupted(model, small, path, after=4, resume=True, **settings)
    path.write_bytes(older)
    seen = []
    again = fit(model, small, oversight=Oversight(checkpoint=path, resume=True, on_epoch=seen.append), **settings)
    assert [epoch.epoch for epoch in seen] == [3, 4, 5, 6]
    assert same(again.last, whole.last)


@pytest.mark.attack
@pytest.mark.parametrize("engine", ["cpu", "reference"])
def test_an_interrupt_within_an_epoch_leaves_the_model_at_the_last_whole_one(small, tmp_path, monkeypatch, engine):
    from undergrad.engines import CpuEngine, ReferenceEngine

    kind = CpuEngine if engine == "cpu" else ReferenceEngine
    settings, path = {**SETTINGS, "epochs": 4, "engine": engine}, tmp_path / "checkpoint"
    whole, model, first = fit(network(), small, **settings), network(), network().parameters()
    train_epoch = kind.train_epoch

    def interrupted_at_the_end(self, *arguments, **named):
        train_epoch(self, *arguments, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(kind, "train_epoch", interrupted_at_the_end)
        with pytest.raises(KeyboardInterrupt):
            fit(model, small, oversight=Oversight(checkpoint=path), **settings)
    assert not path.exists()
    assert all(np.array_equal(array, first[key].astype(np.float32)) for key, array in model.parameters().items())
    assert same(fit(model, small, oversight=Oversight(checkpoint=path, resume=True), **settings).last, whole.last)


@pytest.mark.attack
def test_an_interrupted_model_may_predict_before_it_resumes(small, tmp_path):
    """`Leaky` keeps the size of the last batch, which `predict` and a refused attempt change."""
    settings, path, model = {**SETTINGS, "epochs": 4}, tmp_path / "checkpoint", with_layers(Leaky())
    interrupted(model, small, path, after=2, **settings)
    model.predict(small.x_test[:7].reshape(7, -1) / np.float32(255))
    with pytest.raises(ModelError, match="belongs to the training of another network"):
        fit(model, small, oversight=Oversight(checkpoint=path, resume=True), **settings | {"learning_rate": 0.2})
    assert model.layers["a0"].batch == 1
    whole = fit(with_layers(Leaky()), small, **settings)
    assert same(fit(model, small, oversight=Oversight(checkpoint=path, resume=True), **settings).last, whole.last)


def test_a_finished_training_is_prolonged_by_its_own_model(small, tmp_path):
    path, model = tmp_path / "checkpoint", network()
    fit(model, small, epochs=2, oversight=Oversight(checkpoint=path), **SETTINGS)
    assert same(
        fit(model, small, epochs=5, oversight=Oversight(checkpoint=path, resume=True), **SETTINGS).last,
        fit(network(), small, epochs=5, **SETTINGS).last,
    )


@pytest.mark.parametrize("change", ["weights", "settings", "rate"])
def test_a_model_that_was_changed_since_does_not_resume(small, tmp_path, change):
    path, model = tmp_path / "checkpoint", with_layers(Leaky())
    interrupted(model, small, path, after=2, epochs=4, **SETTINGS)
    settings = dict(SETTINGS)
    if change == "weights":
        model.layers["fc1"].W = model.layers["fc1"].W * np.float32(2)
    elif change == "settings":
        model.layers["a0"].alpha = 0.3
    else:
        settings["learning_rate"] = 0.2
    with pytest.raises(ModelError, match=r"belongs to (another training|the training of another network)"):
        fit(model, small, epochs=4, oversight=Oversight(checkpoint=path, resume=True), **settings)


def test_without_resume_a_trained_model_begins_another_training(small, tmp_path):
    path, model = tmp_path / "checkpoint", network()
    fit(model, small, epochs=2, **SETTINGS)
    fit(model, small, epochs=2, oversight=Oversight(checkpoint=path), **SETTINGS)
    with pytest.raises(ModelError, match="belongs to another training"):
        fit(network(), small, epochs=3, oversight=Oversight(checkpoint=path, resume=True), **SETTINGS)


# Model files of version 2 ---------------------------------------------------------------------------------------------


def test_what_a_later_version_says_of_the_output_is_kept(model_file, tmp_path):
    arrays, about = read_tensors(model_file, kinds={"undergrad-model-2": dict})
    assert about["layers"] == "fc(12), tanh"
    assert about["output"] == {"kind": "classes", "classes": ["0", "1", "2", "3", "4"]}
    later = about | {"output": about["output"] | {"columns": ["a", "b"], "unit": {"of": 1.5}}}
    write_tensors(model_file, arrays, kind="undergrad-model-2", about=later)
    load_model(model_file).save(tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == model_file.read_bytes()


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ({"kind": "numbers"}, "puts out 'numbers', which this version of undergrad does not know; install a later"),
        ({}, "puts out None"),
        ({"kind": "classes"}, "does not contain the names of its classes"),
        ({"kind": "classes", "classes": [1, 2, 3, 4, 5]}, "does not contain the names of its classes"),
        ({"kind": "classes", "classes": ["0", "1"]}, "does not fit"),
    ],
)
def test_a_model_of_another_output_is_refused_in_a_sentence(model_file, output, words):
    arrays, about = read_tensors(model_file, kinds={"undergrad-model-2": dict})
    write_tensors(model_file, arrays, kind="undergrad-model-2", about=about | {"output": output})
    with pytest.raises(ModelError, match=words):
        load_model(model_file)


def test_a_file_of_a_later_version_is_said_to_be_one(model_file):
    arrays, about = read_tensors(model_file, kinds={"undergrad-model-2": dict})
    write_tensors(model_file, arrays, kind="undergrad-model-3", about=about)
    with pytest.raises(ModelError, match="is an undergrad-model-3, which a later version of undergrad wrote"):
        load_model(model_file)


def test_a_model_whose_layers_have_other_names_keeps_them(small, tmp_path):
    trained = fit(with_layers(Tanh(), ReLU()), small, epochs=1, **SETTINGS).trained
    trained.save(tmp_path / "m")
    loaded = load_model(tmp_path / "m")
    assert list(loaded.model.layers) == ["fc1", "a0", "a1", "fc2"]
    np.testing.assert_array_equal(loaded.predict(small.x_test), trained.predict(small.x_test))
