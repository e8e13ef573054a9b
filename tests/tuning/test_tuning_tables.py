"""`undergrad tune TABLE`: what is searched follows from the table, and workers read it as the driver does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undergrad.data import Dataset
from undergrad.settings import with_numbers
from undergrad.training import load_model, table_defaults
from undergrad.tuning import load_search, table_space
from undergrad.tuning.store import load_tried

FAST = ("--trials", 2, "--workers", 1, "--quiet")


@pytest.fixture
def table(tmp_path):
    rng = np.random.default_rng(1)
    lines = ["size,zip,note,label"]
    for k in range(48):
        size = rng.normal()
        lines.append(f"{size:.3f},{10000 + k % 4},{rng.normal():.2f},{1 if size > 0 else 2}")
    (tmp_path / "t.csv").write_text("\n".join(lines))
    return tmp_path / "t.csv"


def test_a_table_is_searched_with_what_is_said_of_its_columns_also_in_workers(cli, table, tmp_path):
    options = ("--column", "zip=category", "--column", "note=drop", "--task", "regression")
    code, _, err = cli("tune", "t.csv", *options, *FAST, "--out", "out")
    assert code == 0, err
    search = load_search(tmp_path / "out" / "search.toml")
    assert search.data.columns == {"zip": "category", "note": "drop"}
    assert search.output == "regression"
    tried = load_tried(tmp_path / "out")
    assert len(tried) == 2
    assert all(each.result.status in ("complete", "stopped") for each in tried)
    trained = load_model(next((tmp_path / "out").rglob("model.safetensors")))
    assert trained.columns == ("size", *(f"zip = {10000 + k}" for k in range(4)))
    assert trained.model.output.name == "regression"
    # What is over is not done again; other columns are another search.
    before = sorted(path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("model.safetensors"))
    code, _, err = cli("tune", "t.csv", *options, *FAST, "--out", "out", "--resume")
    assert code == 0, err
    assert sorted(path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("model.safetensors")) == before
    code, _, err = cli("tune", "t.csv", *options[2:], *FAST, "--out", "out", "--resume")
    assert code == 2
    assert "out" in err


def test_the_space_and_the_output_are_those_of_tables(cli, table, tmp_path):
    code, _, err = cli("tune", "--dataset", "t.csv", *FAST, "--out", "out")
    assert code == 0, err
    search = load_search(tmp_path / "out" / "search.toml")
    assert search.output == "logistic"
    assert search.space.words("width") == "32, 64, 128 or 256"
    assert search.space.words("optimizer") == "adam"
    assert search.space.words("best_by") == "loss"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--folds", 3), "--folds judges one network, with undergrad train; leave it out of a search"),
        (("--task", "sorting"), "sorting"),
        (("--column", "zap=category"), "zip"),
        (("--task", "regression", "--threshold", 0.3), "--threshold is for two classes with the output logistic"),
    ],
)
def test_errors_are_one_sentence(cli, table, tmp_path, options, words):
    code, out, err = cli("tune", "t.csv", *options, *FAST, "--out", "out")
    assert (code, out) == (2, "")
    assert words in " ".join(err.split())
    assert not (tmp_path / "out").exists()


def made(rows, kind):
    x = np.random.default_rng(0).normal(size=(rows, 2)).astype(np.float32)
    targets = {
        "classes": np.arange(rows) % 2,
        "labels": np.arange(2 * rows).reshape(rows, 2) % 3 % 2,
        "numbers": np.linspace(0, 1, rows),
    }
    return Dataset.from_arrays(x, targets[kind], x[:2], targets[kind][:2], target=kind)


@given(
    st.sampled_from([3, 8, 50, 999, 1_000, 9_999, 10_000, 20_000]), st.sampled_from(["classes", "labels", "numbers"])
)
@settings(max_examples=24)
def test_the_defaults_can_be_trained_with(rows, kind):
    data = made(rows, kind)
    defaults = table_defaults(data)
    with_numbers(None, defaults.numbers).check()
    assert defaults.output == {"classes": "logistic", "labels": "labels", "numbers": "regression"}[kind]
    assert 1 <= defaults.numbers["batch_size"] <= rows
    assert all(width > 0 for width in defaults.hidden)
    space = table_space(data)
    assert all(f"{size}" in space.words("batch_size") for size in [defaults.numbers["batch_size"]])
    assert max(map(int, space.words("batch_size").replace(" or ", ", ").split(", "))) <= max(rows, 1)
