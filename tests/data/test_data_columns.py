"""The columns of a table have names: a model knows them, and data in another order are the same data."""

from __future__ import annotations

import logging
import unicodedata

import numpy as np
import pytest

from undergrad import Dataset, fit, fully_connected, load_dataset, load_model
from undergrad.data import read_inputs
from undergrad.errors import DataError, ModelError, UsageError
from undergrad.training.tensors import read_tensors, write_tensors

HEADER = "width,height,age,class"


@pytest.fixture
def lines():
    rng = np.random.default_rng(0)
    x = rng.normal(0, 1, (60, 3)).round(4)
    return [(*row, int(row[0] > row[2])) for row in x.tolist()]


def written(path, header, lines, places):
    """The table with its columns in the order of the `places`."""
    names = header.split(",")
    rows = [[names[place] for place in places], *([line[place] for place in places] for line in lines)]
    path.write_text("\n".join(",".join(map(str, row)) for row in rows), "utf-8")
    return path


@pytest.fixture
def trained(tmp_path, lines):
    data = load_dataset(written(tmp_path / "train.csv", HEADER, lines, range(4)))
    assert data.columns == ("width", "height", "age")
    model = fully_connected(3, [8], 2, rng=np.random.default_rng(0))
    fit(model, data, epochs=5, learning_rate=0.5, batch_size=8).trained.save(tmp_path / "model.safetensors")
    loaded = load_model(tmp_path / "model.safetensors")
    assert loaded.columns == data.columns
    return loaded


def inputs(trained, path, **options):
    return read_inputs(
        path, sample_shape=trained.sample_shape, pixels=trained.scaling.of_pixels, plan=trained.plan, **options
    )


@pytest.mark.parametrize("places", [(3, 2, 1, 0), (1, 0, 2), (2, 3, 0, 1)])
def test_the_order_of_named_columns_does_not_matter(trained, tmp_path, lines, places, caplog):
    usual = inputs(trained, tmp_path / "train.csv")
    np.testing.assert_array_equal(usual, np.array(lines, np.float32)[:, :3])
    other = written(tmp_path / "other.csv", HEADER, lines, places)
    with caplog.at_level(logging.WARNING, "undergrad"):
        np.testing.assert_array_equal(inputs(trained, other), usual)
    assert not caplog.messages  # a label that is left out needs no words


def test_other_columns_are_left_out_and_said_whatever_they_hold(trained, tmp_path, lines, caplog):
    wider = [(*line, f"person {number}", "") for number, line in enumerate(lines)]
    path = written(tmp_path / "wide.csv", HEADER + ",name,remark", wider, (4, 2, 5, 0, 3, 1))
    with caplog.at_level(logging.WARNING, "undergrad"):
        np.testing.assert_array_equal(inputs(trained, path), np.array(lines, np.float32)[:, :3])
    assert caplog.messages == [f"{path}: left out what is no feature of the model: 'name', 'remark'"]


def test_a_number_is_still_checked_in_the_columns_that_count(trained, tmp_path, lines):
    path = written(tmp_path / "bad.csv", HEADER + ",name", [(*line, "a") for line in lines], (4, 0, 1, 2))
    path.write_text(path.read_text().replace(str(lines[7][1]), "tall"))
    with pytest.raises(DataError, match=r"cells that cannot be read: line 9, column 'height' holds 'tall', which is"):
        inputs(trained, path)


def test_a_column_that_is_missing_is_named(trained, tmp_path, lines):
    path = written(tmp_path / "renamed.csv", "width,Height,age,class", lines, range(4))
    with pytest.raises(DataError, match=r"has no column called 'height', which is a feature of the model; give it"):
        inputs(trained, path)


def test_a_name_that_is_there_twice_says_nothing(trained, tmp_path, lines):
    path = written(tmp_path / "twice.csv", "width,height,age,age", lines, range(4))
    with pytest.raises(DataError, match=r"several columns called 'age', which is one feature of the model; rename"):
        inputs(trained, path)


def test_without_a_header_the_order_counts(trained, tmp_path, lines):
    path = tmp_path / "plain.csv"
    path.write_text("\n".join(",".join(map(str, line[:3])) for line in lines))
    np.testing.assert_array_equal(inputs(trained, path), np.array(lines, np.float32)[:, :3])


def test_a_feature_may_be_called_as_labels_often_are(tmp_path, lines):
    train = written(tmp_path / "train.csv", "y,height,age,kind", lines, range(4))
    data = load_dataset(train, label_column="kind")
    assert data.columns == ("y", "height", "age")
    other = written(tmp_path / "other.csv", "y,height,age,kind", lines, (3, 1, 0, 2))
    x = read_inputs(other, sample_shape=(3,), pixels=False, plan=data.table)
    np.testing.assert_array_equal(x, np.array(lines, np.float32)[:, :3])


def test_a_test_part_goes_by_the_names_of_the_training_part(tmp_path, lines):
    train = written(tmp_path / "train.csv", HEADER, lines[:40], range(4))
    test = written(tmp_path / "test.csv", HEADER, lines[40:], (1, 3, 2, 0))
    data = load_dataset(train, test=test)
    np.testing.assert_array_equal(data.x_test, np.array(lines[40:], np.float32)[:, :3])
    assert data.y_test.tolist() == [line[3] for line in lines[40:]]


def test_a_test_part_that_lacks_a_column_is_held_to_the_training_part(tmp_path, lines):
    train = written(tmp_path / "train.csv", HEADER, lines[:40], range(4))
    test = written(tmp_path / "test.csv", "width,Height,age,class", lines[40:], range(4))
    with pytest.raises(DataError, match=r"no column called 'height', which is a feature of the training part"):
        load_dataset(train, test=test)


def test_a_feature_of_the_model_cannot_hold_the_labels(tmp_path, lines):
    path = written(tmp_path / "table.csv", "y,height,age,kind", lines, range(4))
    plan = load_dataset(path, label_column="kind").table
    with pytest.raises(DataError, match=r"column 'y' is a feature of the model, so it cannot hold the labels; name"):
        load_dataset(path, plan=plan, label_column="y", target="classes")
    data = load_dataset(path, plan=plan)  # which knows what it predicts
    assert data.y_train.sum() + data.y_test.sum() == sum(line[3] for line in lines)
    with pytest.raises(DataError, match="column 'height' is a feature of the model"):
        read_inputs(path, plan=plan, label_column="height")


def test_a_table_without_a_header_has_no_names_whoever_asks(tmp_path, lines):
    path = tmp_path / "plain.csv"
    path.write_text("\n".join(",".join(map(str, line)) for line in lines))
    data = load_dataset(path, label_column=-1)
    assert (data.columns, data.table.named) == (("0", "1", "2"), False)  # numbers, and go by their order
    header = written(tmp_path / "header.csv", HEADER, lines, range(4))
    np.testing.assert_array_equal(read_inputs(header, plan=data.table), np.array(lines, np.float32)[:, :3])
    other = load_dataset(path, label_column=-1, plan=load_dataset(header).table, hold_out=False)
    np.testing.assert_array_equal(other.x_train, np.array(lines, np.float32)[:, :3])


def test_letters_that_are_put_together_are_the_same_names(tmp_path, lines):
    usual = written(tmp_path / "train.csv", "가격,height,age,class", lines, range(4))
    path = tmp_path / "decomposed.csv"
    path.write_text(unicodedata.normalize("NFD", usual.read_text("utf-8")), "utf-8")
    x = read_inputs(path, sample_shape=(3,), plan=load_dataset(usual).table)
    np.testing.assert_array_equal(x, np.array(lines, np.float32)[:, :3])


def test_names_that_are_not_distinct_get_a_number(tmp_path, lines, caplog):
    path = written(tmp_path / "twice.csv", "a,a,b,class", lines, range(4))
    data = load_dataset(path)
    assert data.columns == ("a", "a (2)", "b")
    assert f"{path} has several columns called 'a'; the second counts as 'NAME (2)', and so on" in caplog.messages
    np.testing.assert_array_equal(read_inputs(path, plan=data.table), np.array(lines, np.float32)[:, :3])


def test_names_are_not_part_of_what_the_data_are():
    named = Dataset.from_arrays([[0.0, 1.0]], [0], [[1.0, 2.0]], [0], columns=["a", "b"])
    assert named.digest == Dataset.from_arrays([[0.0, 1.0]], [0], [[1.0, 2.0]], [0]).digest
    assert named.part(train_samples=1).columns == ("a", "b")


@pytest.mark.parametrize(
    ("columns", "words"), [(["a"], "1 names of columns"), (["a", "a"], "two columns are called 'a'")]
)
def test_names_that_do_not_fit_are_refused(columns, words):
    with pytest.raises(UsageError, match=words):
        Dataset.from_arrays([[0.0, 1.0]], [0], [[1.0, 2.0]], [0], columns=columns)


def test_a_file_with_another_number_of_names_is_damaged(trained, tmp_path):
    from undergrad.training.model_file import KIND, KINDS

    arrays, about = read_tensors(tmp_path / "model.safetensors", kinds=KINDS)
    about.columns = ("a", "b")
    write_tensors(tmp_path / "damaged.safetensors", arrays, kind=KIND, about=about)
    with pytest.raises(ModelError, match="is damaged: the columns of its table do not make its features"):
        load_model(tmp_path / "damaged.safetensors")
    about.table = None
    write_tensors(tmp_path / "damaged.safetensors", arrays, kind=KIND, about=about)
    with pytest.raises(ModelError, match="is damaged: it names 2 columns"):
        load_model(tmp_path / "damaged.safetensors")


def test_a_file_of_before_has_no_names(trained, tmp_path, lines):
    from undergrad.training.model_file import KIND, KINDS

    arrays, about = read_tensors(tmp_path / "model.safetensors", kinds=KINDS)
    about.table = None  # version 0.1.0 kept the names alone
    write_tensors(tmp_path / "old.safetensors", arrays, kind=KIND, about=about)
    old = load_model(tmp_path / "old.safetensors")
    assert (old.table, old.plan.named) == (None, True)
    mixed = written(tmp_path / "mixed.csv", HEADER, lines, (2, 3, 1, 0))
    np.testing.assert_array_equal(inputs(old, mixed), inputs(trained, tmp_path / "train.csv"))
    about.columns = None  # and before it not even these
    write_tensors(tmp_path / "older.safetensors", arrays, kind=KIND, about=about)
    older = load_model(tmp_path / "older.safetensors")
    assert (older.columns, older.plan.named) == (None, False)
    np.testing.assert_array_equal(inputs(older, tmp_path / "train.csv"), inputs(trained, tmp_path / "train.csv"))


def test_the_commands_go_by_the_names(cli, tmp_path, lines):
    train = written(tmp_path / "train.csv", HEADER, lines, range(4))
    code, _, _ = cli(
        "train", "--dataset", train, "--hidden", "8", "--epochs", "5", "--learning-rate", "0.5", "--workers", "1"
    )
    assert code == 0
    [model] = (tmp_path / "runs").rglob("relu-seed0/model.safetensors")
    other = written(tmp_path / "other.csv", HEADER, lines, (2, 3, 1, 0))
    for verb in (["predict", model, "{}"], ["evaluate", model, "--dataset", "{}"]):
        usual, mixed = (cli(*(str(part).format(path) for part in verb)) for path in (train, other))
        assert usual[0] == mixed[0] == 0
        assert usual[1].replace("of train", "of X") == mixed[1].replace("of other", "of X")
    code, _, err = cli("predict", model, written(tmp_path / "short.csv", HEADER, lines, (0, 1, 3)))
    assert code == 1
    assert "has no column called 'age'" in err
