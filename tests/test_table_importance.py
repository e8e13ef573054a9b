"""What the columns of a table are worth to a network: the numbers, the record in a run's folder, what it costs."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undergrad import TrainedModel, load_model
from undergrad.architecture import short
from undergrad.data import Scaling
from undergrad.data.table.load import load_table
from undergrad.errors import DataError, FileError, ShapeError
from undergrad.experiments import DataSpec, Experiment, Network, run_experiment
from undergrad.experiments.importance import load_importance
from undergrad.experiments.records import check_run
from undergrad.experiments.run import is_complete
from undergrad.insight import ColumnImportance, Importances, column_importances
from undergrad.insight import importance as importance_module
from undergrad.insight.importance import _circle
from undergrad.outputs import output_named


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """y = 2 a + (0, 1, 3 by the size) + noise of 0.1; b says nothing. 600 rows."""
    rng, path = np.random.default_rng(0), tmp_path_factory.mktemp("table") / "table.csv"
    a, b, size = rng.normal(size=600), rng.normal(size=600), rng.integers(0, 3, 600)
    y = 2 * a + np.array([0.0, 1.0, 3.0])[size] + 0.1 * rng.normal(size=600)
    sizes = np.array(["small", "medium", "large"])[size]
    rows = [",".join(map(str, row)) for row in zip(a, b, sizes, y, strict=True)]
    path.write_text("\n".join(["a,b,size,y", *rows]) + "\n")
    return path


@pytest.fixture(scope="module")
def dataset(table):
    return load_table(table)


def linear(dataset, weights, output="regression") -> TrainedModel:
    """The model x @ weights on a table's features as they are."""
    model = short(()).build(dataset.sample_shape, dataset.classes, output=output_named(output))
    W, b = sorted(model.arrays(), key=lambda key: not key.endswith(".W"))
    model.set_arrays({W: np.array(weights, float).reshape(len(weights), -1), b: np.zeros(model.arrays()[b].shape)})
    scaling = Scaling(np.zeros(dataset.features), np.ones(dataset.features))
    return TrainedModel(
        model, scaling, dataset.sample_shape, dataset.class_names, columns=dataset.columns, table=dataset.table
    )


def of_truth(dataset, output="regression") -> TrainedModel:
    values = {"size = small": 0.0, "size = medium": 1.0, "size = large": 3.0, "a": 2.0, "b": 0.0}
    return linear(dataset, [values[name] for name in dataset.columns], output)


def by_name(importances):
    return {column.name: column for column in importances.columns}


def test_of_a_linear_model_the_fall_is_twice_the_share_of_the_variance(dataset):
    found = column_importances(of_truth(dataset), dataset.x_train, dataset.y_train)
    columns, variance = by_name(found), dataset.y_train.var()
    a = 2 * dataset.x_train[:, dataset.columns.index("a")]
    size = dataset.y_train - a
    assert columns["a"].fall == pytest.approx(2 * a.var() / variance, rel=0.05)
    assert columns["size"].fall == pytest.approx(2 * size.var() / variance, rel=0.05)
    assert columns["b"] == ColumnImportance(name="b", fall=0, low=0, high=0)
    assert [column.name for column in found.columns] == ["a", "size", "b"]
    assert (found.rows, found.of_rows, found.repeats) == (500, 500, 10)
    assert found.value == pytest.approx(1 - 0.01 / variance, abs=1e-3)
    assert found.over_chance == pytest.approx(found.value)
    for column in found.columns[:2]:
        assert column.low < column.fall < column.high


def test_the_features_of_a_category_move_together_and_others_stay(dataset, monkeypatch):
    seen, predict = [], TrainedModel.predict
    monkeypatch.setattr(TrainedModel, "predict", lambda self, x: seen.append(x.copy()) or predict(self, x))
    column_importances(of_truth(dataset), dataset.x_test, dataset.y_test)
    _, *permuted = seen
    size = [place for place, name in enumerate(dataset.columns) if name.startswith("size")]
    own = np.tile(dataset.x_test, (10, 1))
    assert len(permuted) == 3
    for x in permuted:
        assert set(x[:, size].sum(axis=1)) == {1}
        changed = {dataset.columns[place].split(" ")[0] for place in np.flatnonzero((x != own).any(axis=0))}
        assert len(changed) == 1
        np.testing.assert_array_equal(np.sort(x, axis=0), np.sort(own, axis=0))


@given(st.integers(2, 50), st.integers(0, 99))
def test_no_row_keeps_its_own_value(n, seed):
    donors = _circle(n, np.random.default_rng(seed))
    assert (donors != np.arange(n)).all()
    assert sorted(donors) == list(range(n))


def test_where_lower_is_better_a_fall_is_above_0_too(dataset):
    columns = by_name(column_importances(of_truth(dataset, "absolute"), dataset.x_test, dataset.y_test))
    assert columns["a"].fall > columns["size"].fall > 0.5


def test_the_interval_holds_the_fall_on_all_rows_about_as_often_as_it_says(dataset):
    trained, rng = of_truth(dataset), np.random.default_rng(1)
    whole = by_name(column_importances(trained, dataset.x_train, dataset.y_train))
    inside = []
    for seed in range(60):
        rows = rng.choice(len(dataset.x_train), 50, replace=False)
        part = by_name(column_importances(trained, dataset.x_train[rows], dataset.y_train[rows], seed=seed))
        inside += [part[name].low <= whole[name].fall <= part[name].high for name in ("a", "size")]
    assert 0.88 <= np.mean(inside) < 1


def test_of_few_rows_there_is_no_interval_and_of_one_nothing(dataset):
    trained = of_truth(dataset)
    few = column_importances(trained, dataset.x_test[:19], dataset.y_test[:19])
    assert {(column.low, column.high) for column in few.columns} == {(None, None)}
    assert few.alone is None
    with pytest.raises(DataError, match="give at least 2"):
        column_importances(trained, dataset.x_test[:1], dataset.y_test[:1])
    with pytest.raises(ShapeError, match="a label each"):
        column_importances(trained, dataset.x_test, dataset.y_test[:3])


def test_where_a_part_leaves_a_single_class_there_is_no_interval(dataset):
    two = dataset.y_test > np.sort(dataset.y_test)[-2]
    labels = load_labels(dataset, two)
    found = column_importances(of_truth(labels, "logistic"), labels.x_test, labels.y_test)
    assert {column.low for column in found.columns} == {None}
    assert by_name(found)["a"].fall > 0


def load_labels(dataset, labels):
    train = (dataset.y_train > 0).astype(int)
    return replace(
        dataset, y_train=train, y_test=labels.astype(int), classes=2, class_names=("no", "yes"), target="classes"
    )


def test_the_work_is_bounded_and_what_was_thinned_is_said(dataset, monkeypatch):
    trained, x, y = of_truth(dataset), dataset.x_train, dataset.y_train
    work = 3 * (dataset.features + 1000)  # one row, once
    for most, told in ((500 * 10, (500, 10)), (500 * 4, (500, 4)), (600, (200, 3)), (300, (100, 3))):
        monkeypatch.setattr(importance_module, "_WORK", most * work)
        found = column_importances(trained, x, y)
        assert (found.rows, found.repeats, found.of_rows, found.too_many) == (*told, 500, 0)
        assert by_name(found)["a"].fall > 1
    monkeypatch.setattr(importance_module, "_WORK", 299 * work)
    found = column_importances(trained, x, y)
    assert (found.columns, found.too_many, found.alone) == ((), 3, None)


def test_the_same_rows_and_permutations_are_drawn_each_time(dataset, monkeypatch):
    monkeypatch.setattr(importance_module, "_ROWS", 60)
    trained, x, y = of_truth(dataset), dataset.x_test, dataset.y_test
    assert column_importances(trained, x, y) == column_importances(trained, x, y)
    assert column_importances(trained, x, y) != column_importances(trained, x, y, seed=1)


def falls(*numbers, over_chance=0.5, reached=1.0):
    columns = tuple(
        ColumnImportance(name=name, fall=fall, low=fall - 0.05, high=fall + 0.05)
        for name, fall in zip("abc", numbers, strict=False)
    )
    numbers = {"value": 1, "over_chance": over_chance, "reached": reached, "rows": 99, "of_rows": 99, "repeats": 10}
    return Importances(**numbers, columns=columns)


def test_a_column_alone_carries_nearly_everything_only_where_no_other_does():
    assert falls(0.48, 0.01, 0.0).alone == "a"
    assert falls(0.48, 0.48).alone is None  # each of two that are needed together
    assert falls(0.4, 0.01).alone is None
    assert falls(0.48).alone is None
    assert falls(0.48, 0.01, over_chance=None).alone is None
    assert falls(0.01, 0.0, over_chance=0.0).alone is None
    assert falls(0.48, 0.01, reached=0.5).alone is None  # the network is far from knowing all
    assert falls(0.02, 0.0, over_chance=0.02).alone is None  # perhaps it is nothing


@pytest.fixture(scope="module")
def ran(table, dataset, tmp_path_factory):
    """An experiment with a network and a line on the table, and its folder."""
    networks = tuple(
        Network(name=name, layers=layers, epochs=3, learning_rate=0.05, output="regression")
        for name, layers in (("net", "fc(4), relu"), ("line", ""))
    )
    out = tmp_path_factory.mktemp("ran")
    experiment = Experiment(name="ran", data=DataSpec(dataset=str(table)), networks=networks)
    return run_experiment(experiment, dataset, out), out


def test_a_run_of_a_table_keeps_it_of_the_test_part(ran, dataset):
    _, out = ran
    for name in ("net-seed0", "line-seed0"):
        trained = load_model(out / name / "model.safetensors")
        kept = load_importance(out / name)
        again = column_importances(trained, dataset.x_test, dataset.y_test)
        assert [column.name for column in kept.columns] == [column.name for column in again.columns]
        np.testing.assert_allclose([c.fall for c in kept.columns], [c.fall for c in again.columns], atol=1e-6)


def test_what_was_changed_afterwards_is_found_and_a_run_without_it_is_complete(ran, tmp_path):
    _, out = ran
    folder = tmp_path / "net-seed0"
    shutil.copytree(out / "net-seed0", folder)
    file = folder / "importance.json"
    file.write_text(file.read_text().replace('"b"', '"c"'))
    for read in (check_run, load_importance):
        with pytest.raises(FileError, match=r"importance.json is damaged.*what the columns were worth is lost"):
            read(folder)
    file.unlink()
    check_run(folder)
    assert load_importance(folder) is None
    assert is_complete(folder)


def test_a_run_of_arrays_keeps_none(small, tmp_path):
    path = tmp_path / "small.npz"
    np.savez(path, x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    networks = (Network(name="net", layers="fc(4), relu", epochs=1),)
    run_experiment(
        Experiment(name="arrays", data=DataSpec(dataset=str(path)), networks=networks), small, tmp_path / "o"
    )
    assert load_importance(tmp_path / "o" / "net-seed0") is None
