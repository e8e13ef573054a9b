from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from page_help import insight_of, search_of

from undergrad.architecture import short


@pytest.fixture(scope="session")
def data_file(small, tmp_path_factory) -> Path:
    """The small data set in a file."""
    path = tmp_path_factory.mktemp("data") / "small.npz"
    np.savez(path, x_train=small.x_train, y_train=small.y_train, x_test=small.x_test, y_test=small.y_test)
    return path


@pytest.fixture(scope="session")
def compared(small, data_file, tmp_path_factory):
    """A finished comparison of three networks, and its folder."""
    from undergrad.experiments import DataSpec, Experiment, Network, run_experiment

    networks = tuple(
        Network(name=activation, layers=str(short((8, 6), activation)), epochs=5, learning_rate=0.2)
        for activation in ("sigmoid", "relu", "tanh")
    )
    experiment = Experiment(name="three", data=DataSpec(dataset=str(data_file)), networks=networks)
    out = tmp_path_factory.mktemp("three")
    return run_experiment(experiment, small, out), out


@pytest.fixture(scope="session")
def content(compared):
    """What the page of the comparison is about, with insight."""
    from dataclasses import replace

    from undergrad.report.page import of_comparison

    told = of_comparison(*compared)
    return replace(told, runs=tuple(replace(run, insight=insight_of(run)) for run in told.runs))


@pytest.fixture(scope="session")
def searched(compared):
    """What the page of a search is about: twelve trials whose accuracy rises with their width, and one that failed."""
    return search_of(*compared)


@pytest.fixture(scope="session")
def page(content, small, tmp_path_factory) -> Path:
    """That page, in a file."""
    from undergrad.report.page import page_data, page_html

    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page_html(page_data(content, dataset=small)), encoding="utf-8")
    return path
