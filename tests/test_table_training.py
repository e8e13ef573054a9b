"""A table is trained on: standardised inside, in the units of the data outside, and kept whole in the model's file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undergrad import Architecture, fit, load_model
from undergrad.data import Dataset, load_table, read_inputs, split
from undergrad.errors import UsageError
from undergrad.layers import FCLayer
from undergrad.outputs import output_named
from undergrad.settings import with_numbers
from undergrad.training import Oversight
from undergrad.training.fit import _divided
from undergrad.training.generators import generators
from undergrad.training.tables import fit_table, table_defaults
from undergrad.training.units import Unit, unit_of

NUMBERS = {"epochs": 4, "batch_size": 8, "learning_rate": 0.05, "dtype": "float64", "engine": "reference"}


def written(path, *, targets=1):
    """A table of 60 rows: two measures of other sizes, one with holes, a colour; prices in thousands."""
    rng = np.random.default_rng(1)
    lines = [["size", "age", "colour", *(f"price {k}" for k in range(targets))]]
    for k in range(60):
        size, age, colour = rng.normal(300, 40), rng.normal(0.02, 0.01), int(rng.integers(3))
        prices = [40_000 + 500 * size - 1e6 * age + 9_000 * colour * (1 + n) for n in range(targets)]
        lines.append([f"{size:.3f}", "" if k % 7 == 3 else f"{age:.5f}", "rgb"[colour], *(f"{p:.2f}" for p in prices)])
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    path.write_text(text.getvalue(), "utf-8")
    return path


def network(dataset, output="regression", text="fc(6), tanh"):
    return Architecture.parse(text).build(
        dataset.sample_shape, dataset.classes, output=output_named(output), rng=np.random.default_rng(3)
    )


@pytest.fixture(params=[1, 2])
def prices(tmp_path, request):
    names = [f"price {k}" for k in range(request.param)]
    return load_table(written(tmp_path / "t.csv", targets=request.param), target=names)


def by_hand(data: Dataset, seed: int):
    """The rows that are trained on, and the mean and the deviation of their targets."""
    rows, _ = split(len(data.x_train), rng=generators(seed)[0], validation=0.1)
    mean, deviation = data.y_train[rows].mean(axis=0), data.y_train[rows].std(axis=0)
    return rows, mean, deviation


def test_predictions_are_in_the_units_of_the_data_as_if_the_target_had_been_standardised_by_hand(prices):
    seed = 5
    _, mean, deviation = by_hand(prices, seed)
    done = fit(network(prices), prices, seed=seed, **NUMBERS)
    inside = replace(prices, y_train=(prices.y_train - mean) / deviation, y_test=(prices.y_test - mean) / deviation)
    other = fit(network(inside), inside, seed=seed, **NUMBERS)
    wanted = other.trained.predict(inside.x_test) * deviation + mean
    np.testing.assert_allclose(done.trained.predict(prices.x_test), wanted, rtol=1e-6)
    assert done.history[0].loss == pytest.approx(other.history[0].loss)  # of what is standardised
    np.testing.assert_allclose(done.best.val_measure, other.best.val_measure, rtol=1e-6)  # R2 has no unit
    error = np.abs(done.trained.predict(prices.x_test).reshape(len(prices.y_test), -1).mean() - prices.y_test.mean())
    assert error < 3 * deviation.max()


def test_an_absolute_error_is_measured_in_the_units_of_the_data(prices):
    done = fit(network(prices, "absolute"), prices, seed=1, **NUMBERS)
    output, rows = done.trained.model.output, by_hand(prices, 1)[0]
    predicted = output.predicted(done.trained.predict(prices.x_train[rows]))
    assert output.measure.name != "R2"
    assert done.best.train_measure == pytest.approx(output.measure.value(predicted, prices.y_train[rows]))
    assert done.best.train_measure > 100  # prices are in thousands


def test_the_standardisation_is_that_of_the_rows_that_are_trained_on(prices):
    rows, _, _ = by_hand(prices, 2)
    scaling = fit(network(prices), prices, seed=2, **NUMBERS).trained.scaling
    x = prices.x_train[rows].astype(np.float64)
    names = list(prices.columns)
    size, age, missing = (names.index(name) for name in ("size", "age", "age is missing"))
    scaled = scaling.apply(prices.x_train, np.dtype(np.float64))
    np.testing.assert_allclose(scaled[rows][:, [size, age]].mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(scaled[rows][:, [size, age]].std(axis=0), 1, atol=1e-6)
    assert set(scaled[:, missing]) == {0, 1}
    assert not np.allclose(x[:, size].mean(), prices.x_train[:, size].astype(np.float64).mean(), rtol=1e-9)


@given(
    st.integers(1, 3).flatmap(
        lambda k: st.lists(st.lists(st.floats(-1e6, 1e6), min_size=k, max_size=k), min_size=2, max_size=9)
    )
)
@settings(max_examples=40)
def test_a_unit_is_undone(values):
    y = np.array(values)
    deviation = np.where(y.std(axis=0) > 1e-6, y.std(axis=0), 1.0)
    unit = Unit("fc1", y.mean(axis=0), deviation)
    np.testing.assert_allclose(unit.outside(unit.inside(y)), y, atol=1e-6 * (1 + np.abs(y).max()))
    if y.shape[1] == 1:
        np.testing.assert_allclose(unit.outside(unit.inside(y[:, 0])), y[:, 0], atol=1e-6 * (1 + np.abs(y).max()))
    layer = FCLayer(4, y.shape[1], rng=np.random.default_rng(0))
    arrays = {"fc1.W": layer.W, "fc1.b": layer.b}
    changed = unit.outside_arrays(arrays)
    x = np.random.default_rng(1).normal(size=(5, 4))
    np.testing.assert_allclose(
        x @ changed["fc1.W"] + changed["fc1.b"], unit.outside(x @ layer.W + layer.b), rtol=1e-6, atol=1e-3
    )


def test_what_is_no_number_and_what_is_a_rate_stays_as_it_is(prices):
    rows = np.arange(len(prices.x_train))
    assert unit_of(prices, network(prices), rows).mean is not None
    assert unit_of(prices, network(prices, "poisson"), rows).mean is None
    assert unit_of(replace(prices, table=None), network(prices), rows).mean is None


def test_a_model_file_keeps_the_plan_and_the_predictions(prices, tmp_path):
    trained = fit(network(prices), prices, **NUMBERS).trained
    trained.save(tmp_path / "m.safetensors")
    loaded = load_model(tmp_path / "m.safetensors")
    assert loaded.table == prices.table
    assert loaded.columns == prices.columns
    np.testing.assert_array_equal(loaded.predict(prices.x_test), trained.predict(prices.x_test))
    x = read_inputs(tmp_path / "t.csv", plan=loaded.plan)
    assert x.shape == (60, len(prices.columns))
    np.testing.assert_array_equal(loaded.predict(x), trained.predict(x))


def fit_scaling(data: Dataset, seed: int):
    assert data.table is not None
    return data.table.scaling(data.x_train, by_hand(data, seed)[0])


@pytest.mark.parametrize("anew", [True, False])
def test_training_goes_on_where_it_was_interrupted(prices, tmp_path, anew):
    whole = fit(network(prices), prices, seed=4, **NUMBERS)
    path = tmp_path / "c.safetensors"

    def stop(epoch):
        if epoch.epoch == 2:
            raise KeyboardInterrupt

    model = network(prices)
    with pytest.raises(KeyboardInterrupt):
        fit(model, prices, seed=4, oversight=Oversight(checkpoint=path, on_epoch=stop), **NUMBERS)
    # What is left in the model speaks in the units of the data.
    x = fit_scaling(prices, 4).apply(prices.x_test, np.dtype(np.float64))
    assert np.abs(model.predict(x).mean() / prices.y_test.mean() - 1) < 1
    resumed = fit(
        network(prices) if anew else model,
        prices,
        seed=4,
        oversight=Oversight(checkpoint=path, resume=True),
        **NUMBERS,
    )
    assert len(resumed.history) == NUMBERS["epochs"]
    for key, array in whole.last.items():
        np.testing.assert_array_equal(array, resumed.last[key])
    np.testing.assert_array_equal(whole.trained.predict(prices.x_test), resumed.trained.predict(prices.x_test))


@pytest.mark.parametrize("loaded", [True, False])
def test_a_trained_model_is_trained_on_from_where_it_is(prices, tmp_path, loaded):
    model = network(prices)
    first = fit(model, prices, seed=4, **NUMBERS)
    predicted = first.trained.predict(prices.x_test)
    if loaded:
        first.trained.save(tmp_path / "m.safetensors")
        model = load_model(tmp_path / "m.safetensors").model
    still = fit(model, prices, seed=4, **{**NUMBERS, "learning_rate": 1e-12})
    np.testing.assert_allclose(still.trained.predict(prices.x_test), predicted, rtol=1e-6)
    assert fit(model, prices, seed=4, **NUMBERS).history[0].loss < first.history[0].loss
    # What somebody has drawn anew is not taken for what a training left.
    model.set_arrays({key: array.copy() for key, array in network(prices).arrays().items()})
    assert fit(model, prices, seed=4, **NUMBERS).history[0].loss == pytest.approx(first.history[0].loss)


def classes(path, kinds="xyz"):
    rng = np.random.default_rng(2)
    lines = ["a,b,class"]
    for k in range(90):
        kind = 0 if k % 9 < 6 else 1 + k % 9 % 2 if len(kinds) > 2 else 1
        lines.append(f"{rng.normal(4 * kind, 1):.3f},{rng.normal():.3f},{kinds[kind]}")
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_the_validation_set_holds_its_share_of_each_class(tmp_path):
    data = load_table(classes(tmp_path / "c.csv"))
    chosen = with_numbers(None, {"validation": 0.2})
    train, held = _divided(data, chosen, 3)
    counts = np.bincount(data.y_train)
    assert np.bincount(data.y_train[held]).tolist() == [round(0.2 * count) for count in counts]
    assert sorted([*train, *held]) == [*range(len(data.y_train))]
    assert not (np.diff(train) > 0).all()  # in another order than in the file
    other, _ = _divided(data, chosen, 4)
    assert sorted(other) != sorted(train)


@pytest.mark.parametrize(
    ("kinds", "output", "task"),
    [("xy", "logistic", None), ("xyz", "classes", None), ("12", "regression", "regression")],
)
def test_the_network_follows_from_the_target(tmp_path, kinds, output, task):
    data = load_table(classes(tmp_path / "c.csv", kinds), task=task)
    assert table_defaults(data).output == output
    done = fit_table(data, epochs=15, learning_rate=0.02)
    assert done.trained.model.output.name == output
    assert done.trained.table == data.table
    if output != "regression":
        right = done.trained.model.output.class_numbers(
            done.trained.model.output.predicted(done.trained.predict(data.x_test))
        )
        assert (right == data.y_test).mean() > 0.8


def test_a_table_is_trained_from_its_path_as_from_its_data_set(tmp_path):
    path = classes(tmp_path / "c.csv")
    one, other = fit_table(path, epochs=3, seed=2), fit_table(load_table(path), epochs=3, seed=2)
    for key, array in one.last.items():
        np.testing.assert_array_equal(array, other.last[key])
    assert len(one.history) == 3
    with pytest.raises(UsageError, match="the data set already has a target and features"):
        fit_table(load_table(path), target="class")


def test_hyperparameters_follow_from_the_number_of_rows(tmp_path):
    data = load_table(classes(tmp_path / "c.csv"))
    few, many = (
        table_defaults(data),
        table_defaults(
            replace(data, x_train=np.repeat(data.x_train, 200, axis=0), y_train=np.repeat(data.y_train, 200))
        ),
    )
    assert few.numbers["batch_size"] < many.numbers["batch_size"]
    assert few.numbers["patience"] > many.numbers["patience"]
    assert few.hidden < many.hidden
    assert few.numbers["optimizer"] == many.numbers["optimizer"] == "adam"
