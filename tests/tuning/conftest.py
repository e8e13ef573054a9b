from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tuning_help import make_search

from undergrad.tuning import Processes, Search


@pytest.fixture(scope="session")
def data_file(small, tmp_path_factory) -> Path:
    """The small data set in a file, for workers to load."""
    path = tmp_path_factory.mktemp("data") / "small.npz"
    np.savez(path, x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    return path


@pytest.fixture
def search(data_file) -> Search:
    """A search of a few seconds."""
    return make_search(data_file)


@pytest.fixture(scope="session")
def one_process():
    """One worker for tests that do not harm it."""
    with_one = Processes(1)
    yield with_one
    with_one.close()


@pytest.fixture(scope="session")
def processes():
    """Two workers for tests that do not harm them: each takes a second to start."""
    with_two = Processes(2)
    yield with_two
    with_two.close()
