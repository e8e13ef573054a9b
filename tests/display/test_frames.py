"""A history and a comparison as columns, of which any library makes a frame."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from undergrad.experiments import Row, load_comparison
from undergrad.training import Epoch, History

OLD = Path(__file__).parents[1] / "stored" / "version_0_1_0" / "experiment"
EPOCHS = (
    Epoch(1, 2.5, 2.25, 0.5, 0.25, 1.0, None),
    Epoch(2, 1.5, 1.25, 0.75, 0.5, 2.0, 1.75),
)


@pytest.fixture
def comparison(tmp_path):
    shutil.copytree(OLD, tmp_path / "old")
    return load_comparison(tmp_path / "old")


def test_a_history_has_a_column_for_each_field_of_an_epoch():
    assert History(EPOCHS).columns() == {
        "epoch": [1, 2], "loss": [2.5, 1.5], "data_loss": [2.25, 1.25], "train_measure": [0.5, 0.75],
        "val_measure": [0.25, 0.5], "seconds": [1.0, 2.0], "val_loss": [None, 1.75],
        "measure": ["accuracy", "accuracy"], "best_by": ["measure", "measure"],
    }  # fmt: skip


def test_columns_give_the_epochs_back():
    columns = History(EPOCHS).columns()
    assert tuple(Epoch(*values) for values in zip(*columns.values(), strict=True)) == EPOCHS


def test_a_history_without_epochs_has_the_same_columns():
    assert History().columns() == {name: [] for name in History(EPOCHS).columns()}


def test_a_comparison_has_a_row_for_each_network_and_says_the_measure(comparison):
    columns = comparison.columns()
    assert columns.pop("measure") == ["accuracy"]
    [row] = comparison.rows
    assert [Row(**dict(zip(columns, values, strict=True))) for values in zip(*columns.values(), strict=True)] == [row]
    assert columns["test_spread"] == [None]


@pytest.mark.parametrize("library", ["pandas.DataFrame", "polars.DataFrame", "pyarrow.table"])
def test_libraries_make_frames_of_the_columns(library, comparison):
    package, make = library.split(".")
    frame_of = getattr(pytest.importorskip(package), make)
    for columns in (History(EPOCHS).columns(), comparison.columns()):
        frame = frame_of(columns)
        names = frame.column_names if package == "pyarrow" else frame.columns
        assert list(names) == list(columns)
        assert len(frame) == len(columns["measure"])
    loss = frame_of(History(EPOCHS).columns())["val_loss"]
    missing = loss.null_count if hasattr(loss, "null_count") else loss.isna().sum()
    assert int(missing() if callable(missing) else missing) == 1
