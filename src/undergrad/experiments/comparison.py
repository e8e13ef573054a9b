"""Compares runs: a row for each network, and which differences exceed chance."""

from __future__ import annotations

import itertools
import os
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from undergrad.display.frames import columns_of
from undergrad.display.tables import table_html
from undergrad.errors import UndergradError, UsageError
from undergrad.experiments.networks import Network
from undergrad.experiments.predictions import load_predictions
from undergrad.experiments.records import load_record, rebuilt, write_record
from undergrad.experiments.run import RunResult, load_history, run_folder
from undergrad.experiments.spec import Experiment
from undergrad.experiments.statistics import Difference, differences, differences_html, mean_interval
from undergrad.experiments.stored import StoredRun
from undergrad.outputs import Measure
from undergrad.training.curves import training_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One network over its seeds, by the measure of its output.

    With one seed `test_low` and `test_high` are the ends of the measure's 95 % interval, which reflects the number of
    test samples. With several seeds they are the ends of Student's interval for the mean over seeds, `best_epoch` is
    the median, and every other number the mean.
    """

    #: Its name.
    network: str
    #: Its distinct activation functions.
    activation: str
    #: The validation measure in the best epoch.
    best_val_measure: float
    #: Its number, from 1.
    best_epoch: int
    #: The test measure of the weights of the best epoch.
    test: float
    #: The lower end of the 95 % interval.
    test_low: float
    #: Its upper end.
    test_high: float
    #: Standard deviation of `test` over seeds; None with one.
    test_spread: float | None
    #: Seconds of training, summed over the epochs.
    seconds: float
    #: The test accuracy that the homework reports, if it does.
    homework: float | None


class Comparison(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The result of an experiment, as stored in comparison.json. A notebook shows it as a table."""

    #: The experiment that was done.
    experiment: Experiment
    #: One for each network that has a run with a result.
    rows: tuple[Row, ...]
    #: Each pair of networks, `first` the better: `difference` in test accuracy, `p_value` corrected for the number of
    #: pairs (Holm 1979), whether it `exceeds_chance` (p < 0.05), and the name of the test, `method`.
    differences: tuple[Difference, ...]
    #: Every run with a result, network by network.
    runs: tuple[RunResult, ...]
    #: The runs that failed.
    failed: tuple[RunResult, ...] = ()
    #: The folder of each of `runs`. Not in the file, since an experiment's folder may be moved.
    folders: tuple[str, ...] = ()

    @property
    def measure(self) -> Measure:
        """The measure that compares the networks."""
        return self.experiment.measure

    def check(self) -> None:
        """Raise UndergradError, one sentence for each, if a run has failed."""
        if self.failed:
            raise UndergradError("; ".join(f"{run.name}-seed{run.spec.seed}: {run.error}" for run in self.failed))

    def columns(self) -> dict[str, list[Any]]:
        """The rows as columns: for each field of `Row` the list of its values, one per network; None stays None.

        The last column, `measure`, names the measure of `best_val_measure` and `test`. `pandas.DataFrame`,
        `polars.DataFrame` and `pyarrow.table` make a frame of it.
        """
        return columns_of(self.rows, Row.__struct_fields__) | {"measure": [self.measure.name] * len(self.rows)}

    def plot(self) -> Figure:
        """Measure and loss per epoch of each network, of its first run. A matplotlib figure.

        FileError if a run's history is gone or was changed.
        """
        folders = dict(reversed([(r.name, f) for r, f in zip(self.runs, self.folders, strict=True)]))
        histories = {row.network: load_history(Path(folders[row.network])) for row in self.rows}
        return training_figure(histories, self.experiment.name, self.measure)

    def _repr_html_(self) -> str:
        seeds = self.experiment.seeds
        several = len(seeds) > 1
        measure, words = self.measure, self.measure.words["en"]
        titles = ["network", "activation", f"best validation {words}", "in epoch", f"test {words}", "95 % interval"]
        rows = [
            [
                *(row.network, row.activation, row.best_val_measure, row.best_epoch, row.test),
                measure.interval(row.test_low, row.test_high),
                *(["-" if row.test_spread is None else row.test_spread] if several else []),
            ]
            for row in self.rows
        ]
        caption = (
            f"{self.experiment.name}: {self.experiment.data.title()}; seed{'s' * several} {', '.join(map(str, seeds))}"
        )
        table = table_html(caption, [*titles, *(["spread over seeds"] if several else [])], rows)
        failed = [(run.name, run.spec.seed, run.epochs, run.error) for run in self.failed]
        why = table_html("runs without a result", ("network", "seed", "after epochs", "because"), failed)
        return table + (why if failed else "") + differences_html(self.differences, measure)


def compare(experiment: Experiment, runs: Sequence[StoredRun]) -> Comparison:
    """Compare the networks of `experiment` by all their runs, which were tested on the same samples, or failed.

    Networks of several seeds are compared seed by seed; if they do not have the same seeds, no difference is judged.
    A network has no row if all of its runs failed.
    """
    tested = [run for run in runs if run.result.status != "failed"]
    by_network = {
        network: own
        for network in experiment.networks
        if (own := [run for run in tested if run.result.name == network.name])
    }
    seeds = {tuple(run.result.spec.seed for run in group) for group in by_network.values()}
    judged = len(by_network) > 1 and (len(seeds) == 1 or all(len(own) == 1 for own in seeds))
    groups = by_network.items() if judged else ()
    predictions = {network.name: [load_predictions(run.folder) for run in group] for network, group in groups}
    return Comparison(
        experiment=experiment,
        rows=tuple(_row(network, [run.result for run in group]) for network, group in by_network.items()),
        differences=tuple(differences(experiment.measure, predictions)),
        runs=tuple(run.result for group in by_network.values() for run in group),
        failed=tuple(run.result for run in runs if run.result.status == "failed"),
        folders=tuple(str(run.folder) for group in by_network.values() for run in group),
    )


def compare_stored(title: str, runs: Sequence[StoredRun]) -> tuple[Comparison, list[StoredRun]]:
    """Compare any finished runs on the same data; also returns the distinct runs, named as in the comparison.

    Equal networks are one network of several seeds. Different networks of the same name, or equal ones under different
    versions of the code, get a number after the name. UsageError if there is no run, one that was not tested, or two of
    different data or outputs.
    """
    if not runs:
        raise UsageError("there is no finished run to compare; name folders that hold some")
    first = runs[0]
    for run in runs:
        if run.result.test is None and run.result.status != "failed":
            raise UsageError(
                f"{run.folder} was not tested: its search did not choose it; name the search's folder instead"
            )
        if run.result.spec.data_digest != first.result.spec.data_digest:
            raise UsageError(
                f"{run.folder} and {first.folder} were trained on different data, so they cannot be compared; make a "
                "report for each"
            )
        if run.result.spec.network.output != first.result.spec.network.output:
            raise UsageError(
                f"{run.folder} and {first.folder} have different outputs, so they cannot be compared; make a report "
                "for each"
            )
    names: dict[tuple[Network, str], str] = {}
    kept: dict[tuple[str, int], StoredRun] = {}
    for run in runs:
        spec = run.result.spec
        kind = (replace(spec.network, name="", homework=None), spec.code)
        name = names.setdefault(kind, _free(spec.network.name, names.values()))
        named = msgspec.structs.replace(spec, network=replace(spec.network, name=name))
        kept.setdefault((name, spec.seed), StoredRun(run.folder, msgspec.structs.replace(run.result, spec=named)))
    ordered = sorted(kept.values(), key=lambda run: run.result.spec.seed)
    experiment = Experiment(
        name=title,
        data=first.result.spec.data,
        networks=tuple({run.result.name: run.result.spec.network for run in kept.values()}.values()),
        seeds=tuple(dict.fromkeys(run.result.spec.seed for run in ordered)),
    )
    return compare(experiment, ordered), ordered


_FILE = "comparison.json"


def save_comparison(comparison: Comparison, folder: Path) -> None:
    """Store the comparison of the experiment in `folder`."""
    write_record(folder / _FILE, msgspec.structs.replace(comparison, folders=()))


def load_comparison(folder: str | os.PathLike[str]) -> Comparison:
    """The comparison of the finished experiment in `folder`. FileError if it is missing or damaged."""
    file = Path(folder) / _FILE
    comparison = load_record(file, Comparison, remedy=rebuilt(file))
    folders = tuple(str(run_folder(Path(folder), run.spec.network, run.spec.seed)) for run in comparison.runs)
    return msgspec.structs.replace(comparison, folders=folders)


def _free(name: str, taken: Collection[str]) -> str:
    """`name`, or the first of `name-2`, `name-3` ... that is not taken."""
    candidates = (name if number == 1 else f"{name}-{number}" for number in itertools.count(1))
    return next(candidate for candidate in candidates if candidate not in taken)


def _row(network: Network, results: list[RunResult]) -> Row:
    bounds = network.puts_out.measure.bounds
    measured = [result.test for result in results if result.test is not None]
    tests, first = [test.value for test in measured], measured[0]
    value, low, high = (first.value, first.low, first.high) if len(tests) == 1 else mean_interval(tests, bounds)
    return Row(
        network=network.name,
        activation=network.activation,
        best_val_measure=float(np.mean([result.best_val_measure for result in results])),
        best_epoch=int(np.median([result.best_epoch for result in results])),
        test=value,
        test_low=low,
        test_high=high,
        test_spread=float(np.std(tests, ddof=1)) if len(tests) > 1 else None,
        seconds=float(np.mean([result.seconds for result in results])),
        homework=network.homework,
    )
