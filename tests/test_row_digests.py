"""Rows that a model was trained on are known again, whatever the order of rows and columns, or not kept at all."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from undergrad import load_model
from undergrad.cli.main import main
from undergrad.data.table.digests import row_digests
from undergrad.data.table.load import load_table
from undergrad.errors import ModelError, ShapeError, UsageError
from undergrad.training import fit_table
from undergrad.training.model_file import KIND, ROWS, About
from undergrad.training.tensors import read_tensors, write_tensors

NAMES = ("age", "city", "income", "label")


def written(path, rows, names=NAMES):
    path.write_text("\n".join([",".join(names), *(",".join(map(str, row)) for row in rows)]) + "\n")
    return path


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(0)
    ages, incomes = rng.permutation(200) / 2, rng.normal(size=200).round(6)
    cities = rng.choice(["Busan", "Seoul", ""], 200)
    return [[a, c, i, "yes" if a > 50 else "no"] for a, c, i in zip(ages, cities, incomes, strict=True)]


@pytest.fixture(scope="module")
def trained(rows, tmp_path_factory):
    """A model of the first 150 rows, in its file."""
    folder = tmp_path_factory.mktemp("trained")
    path = written(folder / "train.csv", rows[:150])
    test = written(folder / "test.csv", rows[150:160])
    model = fit_table(path, test=test, epochs=2).trained
    model.save(folder / "model.safetensors")
    model.save(folder / "without.safetensors", digests=False)
    return folder


@given(arrays(np.float32, (5, 3), elements=st.floats(-2, 2, width=32)), st.permutations(range(5)))
def test_equal_rows_have_equal_digests_and_others_have_not(x, order):
    digests = row_digests(x)
    assert digests.dtype == np.uint64
    np.testing.assert_array_equal(row_digests(x[list(order)]), digests[list(order)])
    equal = (x[:, None] == x[None]).all(axis=2)
    np.testing.assert_array_equal(digests[:, None] == digests[None], equal)
    np.testing.assert_array_equal(row_digests(x.astype(np.float64)), digests)


def test_they_are_the_same_on_every_machine():
    assert row_digests(np.array([[1.5, -2.0]], np.float32)).tolist() == [8540456881415867208]
    assert row_digests(np.array([[1, 255]], np.uint8)).tolist() == [16813240224323407521]


def test_rows_are_known_again_in_any_order_of_rows_and_columns(trained, rows, tmp_path):
    model = load_model(trained / "model.safetensors")
    turned = written(tmp_path / "turned.csv", [row[::-1] for row in rows[::-1]], NAMES[::-1])
    data = load_table(turned, plan=model.plan, class_names=model.class_names, hold_out=False)
    seen = model.seen(data.x_test)
    np.testing.assert_array_equal(seen[::-1], np.arange(200) < 150)
    with pytest.raises(ShapeError):
        model.seen(data.x_test[:, :2])


def test_the_target_is_not_in_them(trained, rows, tmp_path):
    model = load_model(trained / "model.safetensors")
    other = written(tmp_path / "other.csv", [[*row[:3], "no"] for row in rows[:9]] + [[*rows[9][:3], "yes"]])
    data = load_table(other, plan=model.plan, class_names=model.class_names, hold_out=False)
    assert model.seen(data.x_test).all()


def test_without_digests_the_file_holds_none_and_predicts_the_same(trained, rows):
    model, without = (load_model(trained / f"{name}.safetensors") for name in ("model", "without"))
    assert len(model.digests) == 150
    assert (np.diff(model.digests.astype(object)) > 0).all()  # so the order of the rows is not kept
    assert without.digests is None
    x = np.zeros((1, model.sample_shape[0]), np.float32)
    np.testing.assert_array_equal(model.predict(x), without.predict(x))
    with pytest.raises(UsageError, match="cannot recognise them"):
        without.seen(x)
    content = (trained / "without.safetensors").read_bytes()
    assert not any(int(digest).to_bytes(8, "little") in content for digest in model.digests)


def test_digests_of_another_kind_are_a_damaged_file(trained, tmp_path):
    stored, about = read_tensors(trained / "model.safetensors", kinds={KIND: About})
    for wrong in (stored[ROWS].astype(np.int64), stored[ROWS].reshape(2, -1)):
        path = tmp_path / "wrong.safetensors"
        write_tensors(path, {**stored, ROWS: wrong}, kind=KIND, about=about)
        with pytest.raises(ModelError, match="damaged"):
            load_model(path)


def test_evaluate_says_how_many_rows_were_trained_on_and_what_the_others_come_to(trained, rows, tmp_path, capsys):
    model, mixed = str(trained / "model.safetensors"), str(written(tmp_path / "mixed.csv", rows[100:]))
    assert main(["evaluate", model, "--dataset", mixed]) == 0
    out = capsys.readouterr().out
    assert (
        "50 of 100 rows have the features of rows that the model was trained on: what is measured on these says little "
        "about new rows\non the other 50 rows: AUC "
    ) in out
    assert main(["evaluate", model, "--dataset", mixed, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)["seen"]
    assert (said["seen"], said["rows"], said["others"]["auc"]["n"]) == (50, 100, 50)
    new = str(written(tmp_path / "new.csv", rows[150:]))
    assert main(["evaluate", model, "--dataset", new, "--json"]) == 0
    fields = json.loads(capsys.readouterr().out)
    assert fields["seen"] == {"seen": 0, "rows": 50, "others": None}
    assert fields["auc"] == said["others"]["auc"]
    assert main(["evaluate", model, "--dataset", new]) == 0
    assert "trained on" not in capsys.readouterr().out


def test_of_few_others_or_others_of_a_single_class_nothing_is_measured(trained, rows, tmp_path, capsys):
    model = str(trained / "model.safetensors")
    same = [row for row in rows[150:] if row[3] == "no"]
    for others in (rows[150:159], same):
        mixed = str(written(tmp_path / "mixed.csv", rows[:20] + others))
        assert main(["evaluate", model, "--dataset", mixed]) == 0
        out = capsys.readouterr().out
        assert f"20 of {20 + len(others)} rows have the features" in out
        assert "on the other" not in out


def test_the_command_leaves_them_out_where_it_is_asked_to(trained, tmp_path, capsys):
    table, out = str(trained / "train.csv"), tmp_path / "out"
    common = ["train", table, "--epochs", "1", "--quiet", "--workers", "1"]
    assert main([*common, "--out", str(out), "--no-digests"]) == 0
    assert load_model(out / "relu-seed0" / "model.safetensors").digests is None
    assert main([*common, "--out", str(tmp_path / "with")]) == 0
    assert len(load_model(tmp_path / "with" / "relu-seed0" / "model.safetensors").digests) > 100
    capsys.readouterr()
    # Nothing that was asked to be left out is there because a run was complete already.
    assert main([*common, "--out", str(tmp_path / "with"), "--resume", "--no-digests"]) == 2
    assert "holds another experiment" in capsys.readouterr().err
    assert main(["train", "--dataset", "mnist-10k", "--no-digests"]) == 2
    assert "--no-digests is for tables" in capsys.readouterr().err
