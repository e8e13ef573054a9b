from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from undergrad.data import load_dataset
from undergrad.data.catalog import CATALOG
from undergrad.errors import DataError, FileError

FIRST = {"mnist": [5, 0, 4, 1, 9, 2, 1, 3, 1, 4], "fashion-mnist": [9, 0, 0, 3, 0, 2, 7, 2, 5, 5]}
FOLDER = resources.files("undergrad.data") / "embedded"


@pytest.mark.parametrize("name", FIRST)
def test_embedded_sets(name: str) -> None:
    data = load_dataset(f"{name}-10k")
    assert data.x_train.shape == data.x_test.shape == (10_000, 28, 28)
    assert data.x_train.dtype == np.uint8
    assert data.y_train[:10].tolist() == FIRST[name]
    assert (data.classes, len(data.class_names)) == (10, 10)
    assert sorted(set(data.y_train.tolist())) == sorted(set(data.y_test.tolist())) == list(range(10))
    assert data.class_names[9] == {"mnist": "9", "fashion-mnist": "Ankle boot"}[name]
    assert data.source == "the package undergrad"


@pytest.mark.parametrize("name", FIRST)
def test_embedded_sets_are_the_beginnings_of_the_complete_ones(name: str, complete_sets: str) -> None:
    part, whole = load_dataset(f"{name}-10k"), load_dataset(name, data_dir=complete_sets)
    assert whole.x_train.shape == (60_000, 28, 28)
    np.testing.assert_array_equal(part.x_train, whole.x_train[:10_000])
    np.testing.assert_array_equal(part.y_train, whole.y_train[:10_000])
    np.testing.assert_array_equal(part.x_test, whole.x_test)
    np.testing.assert_array_equal(part.y_test, whole.y_test)


def test_a_damaged_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = CATALOG["mnist-10k"]
    other, missing = (
        replace(entry, files=(replace(entry.files[1], **change), *entry.files[1:]))
        for change in ({"sha256": "0" * 64}, {"name": "nothing"})
    )
    monkeypatch.setitem(CATALOG, "mnist-10k", other)
    with pytest.raises(DataError, match=r"the embedded file .*labels.*\.xz is damaged: .*; reinstall undergrad"):
        load_dataset("mnist-10k")
    monkeypatch.setitem(CATALOG, "mnist-10k", missing)
    with pytest.raises(FileError, match=r"the embedded file nothing\.xz cannot be read: .*; reinstall undergrad"):
        load_dataset("mnist-10k")


def test_the_licences_come_with_the_data_and_all_is_small() -> None:
    text = (FOLDER / "LICENSES.md").read_text(encoding="utf-8")
    assert "CC BY-SA" in text or "Attribution-Share Alike 3.0" in text
    assert "Zalando SE" in text
    assert 'THE SOFTWARE IS PROVIDED "AS IS"' in text
    with resources.as_file(FOLDER) as folder:
        assert sum(path.stat().st_size for path in Path(folder).glob("*.xz")) < 10_500_000
        assert len(list(Path(folder).glob("*.xz"))) == 8


def test_importing_the_room_brings_nothing_of_the_network() -> None:
    script = "import sys, undergrad.data; sys.exit(bool({'pooch', 'requests', 'matplotlib', 'scipy'} & {*sys.modules}))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
