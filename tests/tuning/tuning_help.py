"""A search of a few seconds, and what the tests ask of one."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from undergrad.data import load_dataset
from undergrad.experiments import DataSpec
from undergrad.tuning import Driver, Search, Store, Watcher, parse_space

SPACE = {
    "width": [4, 8, 16],
    "activation": ["relu", "tanh"],
    "learning_rate": {"low": 0.01, "high": 0.5, "log": True, "steps": 3},
    "batch_size": 32,
}


def make_search(data_file, epochs=(3, 9)) -> Search:
    """Twelve trials, drawn at random."""
    space = parse_space({**SPACE, "epochs": list(epochs)}, where="test")
    data = DataSpec(dataset=str(data_file))
    return Search(name="s", data=data, space=space, strategy="random", trials=12, in_flight=4)


class Noted(Watcher):
    """Writes down what it hears."""

    def __init__(self) -> None:
        self.plans, self.begun, self.ended, self.again, self.epochs = [], [], [], [], {}

    def planned(self, trials):
        self.plans.append(trials)

    def trial_begins(self, number, spec):
        self.begun.append(number)

    def trial_goes_on(self, number, history):
        self.epochs.setdefault(number, []).append(len(history))

    def trial_ends(self, number, result):
        self.ended.append(number)

    def trial_again(self, number, why):
        self.again.append((number, why))


class Meeting(Noted):
    """Waits, when its first trial begins, until another driver of the same folder has begun one, too."""

    def __init__(self, out: Path) -> None:
        super().__init__()
        self._out = out

    def trial_begins(self, number, spec):
        super().trial_begins(number, spec)
        (self._out / f"met-{os.getpid()}").touch()
        wait_for(lambda: len(list(self._out.glob("met-*"))) == 2, "the other driver has begun no trial")


def wait_for(condition: Callable[[], object], otherwise: str) -> None:
    """Return when `condition()` is true. AssertionError, with what is the matter `otherwise`, after ten minutes."""
    end = time.monotonic() + 600
    while not condition():
        assert time.monotonic() < end, otherwise
        time.sleep(0.01)


def drive(search, out, workers, **settings):
    """The results of a search, and what its driver told."""
    watcher = Noted()
    store = Store(search, out, resume=True)
    dataset = load_dataset(search.data.dataset)
    results = Driver(store, dataset, workers, watcher=watcher, **settings).run()
    return results, watcher


def without_time(results):
    """Results as they must be the same however a search went: without the seconds."""
    return {number: msgspec.structs.replace(result, seconds=0.0) for number, result in sorted(results.items())}


def curves(out, results):
    """Every epoch of every trial, without the seconds."""
    store = Store.__new__(Store)
    store.out = out
    return {
        number: [(e.epoch, e.loss, e.train_measure, e.val_measure) for e in store.history(number)] for number in results
    }
