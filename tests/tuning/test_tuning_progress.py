"""What a person sees while a search goes on."""

from __future__ import annotations

import io
import math

import pytest
from rich.console import Console
from rich.progress import Progress

from undergrad.cli import tuning_progress
from undergrad.experiments import DataSpec, Network
from undergrad.experiments.run import specify
from undergrad.training import Epoch


@pytest.fixture
def spec(small):
    network = Network(name="trial-0000", layers="fc(16), relu, fc(8), relu", learning_rate=0.1, epochs=12)
    return specify(network, 0, DataSpec(dataset="small"), small)


def history(epochs):
    return [Epoch(number, 1.0, 1.0, 0.5, number / 10, 0.1) for number in range(1, epochs + 1)]


def test_on_a_terminal_each_trial_has_its_bar_from_its_beginning_on(spec):
    screen = Console(file=io.StringIO(), force_terminal=True, color_system=None, width=80)
    progress = Progress(*tuning_progress.columns(), console=screen, expand=True)
    watcher = tuning_progress.LiveTuning(math.inf, progress)

    def lines():
        with screen.capture() as captured:
            screen.print(progress.get_renderable())
        return captured.get().splitlines()

    watcher.planned(6)
    watcher.trial_begins(0, spec)
    watcher.trial_begins(1, spec)
    search, first, second = lines()
    assert search.startswith("trials ")
    assert "0/6" in search
    assert first.startswith("trial 0")
    assert "0/12 16-8 relu, rate 0.1: starting" in first
    watcher.trial_goes_on(1, history(7))
    search, first, second = lines()
    assert second.startswith("trial 1")
    assert "7/12 16-8 relu, rate 0.1: validation 0.7000" in second
    assert "0/12" in first


def test_elsewhere_a_line_says_how_far_the_trials_are_where_there_was_none_for_a_while(spec, monkeypatch):
    said = io.StringIO()
    watcher = tuning_progress.PlainTuning(math.inf, Console(file=said))
    watcher.planned(6)
    watcher.trial_begins(0, spec)
    watcher.trial_goes_on(0, history(3))
    assert said.getvalue() == "0/6 trials, no result yet; trial 0 in epoch 3 of 12\n"
    watcher.trial_goes_on(0, history(4))
    assert len(said.getvalue().splitlines()) == 1
    monkeypatch.setattr(tuning_progress, "_SILENCE", 0.0)
    watcher.trial_begins(1, spec)
    watcher.trial_goes_on(1, history(2))
    assert said.getvalue().endswith("no result yet; trial 0 in epoch 4 of 12, trial 1 in epoch 2 of 12\n")
