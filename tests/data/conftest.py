"""A machine of its own for each test: no network, no variables, no data sets but those that the test makes."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from machine import Mirror, Small

from undergrad.data import catalog, places

COMPLETE_SETS = os.environ.get(places.DATA_VARIABLE)


@pytest.fixture
def complete_sets() -> str:
    """The folder with the real, complete sets, where the one who runs the tests has named it."""
    if not COMPLETE_SETS:
        pytest.skip(f"{places.DATA_VARIABLE} is not set")
    return COMPLETE_SETS


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the cache, not made yet. Nothing outside of `tmp_path` is looked at."""
    monkeypatch.delenv(places.DATA_VARIABLE, raising=False)
    monkeypatch.setenv(places.CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(places, "SYSTEM_FOLDER", tmp_path / "system")
    monkeypatch.setattr(importlib.import_module("undergrad.data.download"), "BACKOFF", 0)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return tmp_path / "cache"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Small:
    """The set `small`, in the catalog."""
    made = Small()
    monkeypatch.setitem(catalog.CATALOG, "small", made.entry)
    return made


@pytest.fixture
def mirrors() -> Iterator[tuple[Mirror, Mirror]]:
    """Two mirrors that have no file yet."""
    both = Mirror(), Mirror()
    yield both
    for mirror in both:
        mirror.close()
