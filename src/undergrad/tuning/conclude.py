"""The result of a search: the best three by validation alone, tested once, and what the trials say about the choice."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from undergrad.data import Dataset
from undergrad.display.tables import table_html
from undergrad.errors import UndergradError
from undergrad.experiments import DataSpec, Experiment, Listener, Network, Row, run_experiment
from undergrad.experiments.environment import Environment
from undergrad.experiments.predictions import load_predictions
from undergrad.experiments.records import load_record, rebuilt, write_record
from undergrad.experiments.run import RunResult
from undergrad.experiments.statistics import Difference, differences, differences_html
from undergrad.outputs import Measure, Measured
from undergrad.tuning.domains import label
from undergrad.tuning.importance import Importance, importances
from undergrad.tuning.store import Store

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RANKS = ("1st", "2nd", "3rd")


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """One of the best three of a search, by the measure of its output."""

    #: "1st", "2nd" or "3rd", by validation accuracy.
    rank: str
    #: The trial's number, from 0.
    trial: int
    #: The network and its training.
    network: Network
    #: Epochs that were trained; fewer than the network's if the trial was stopped.
    epochs: int
    #: The number of the epoch with the best validation accuracy, from 1.
    best_epoch: int
    #: The validation measure in that epoch.
    best_val_measure: float
    #: The test measure of the weights of that epoch, with its interval.
    test: Measured
    #: Whether the test result does not differ from the first's by more than chance; False for the first itself.
    tied: bool
    #: Reasons to doubt its result, from `undergrad.insight.DOUBTS`.
    warnings: tuple[str, ...] = ()

    @property
    def structure(self) -> str:
        """The network's layers, as text for people."""
        return self.network.structure


class Tuning(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a search, as stored in tuning.json: everything that tables and sentences are made from.

    A notebook shows it as tables.
    """

    #: The name of the search.
    name: str
    #: A hash of everything that determines the proposals.
    identity: str
    #: The data that every trial was trained on.
    data: DataSpec
    #: One of STRATEGIES.
    strategy: str
    #: The seed of the search.
    seed: int
    #: The number of trials that have ended.
    trials: int
    #: The number of trials stopped early as unpromising.
    stopped: int
    #: The number of trials that failed.
    failed: int
    #: The epochs of all trials together.
    epochs: int
    #: The epochs that there would have been without early stopping.
    epochs_unstopped: int
    #: The seconds of all epochs together, for any number of workers.
    seconds: float
    #: The searched parameters, with their values in words.
    searched: dict[str, str]
    #: The best three, in order; fewer if fewer trials ended well.
    chosen: tuple[Chosen, ...]
    #: Each pair of them by rank, as in `undergrad.experiments.Comparison`.
    differences: tuple[Difference, ...]
    #: The share that each searched parameter explains, the greatest first; empty with fewer than 8 trials.
    importances: tuple[Importance, ...]
    #: The chosen networks trained again with fresh seeds; empty if that was not requested.
    repeats: tuple[Row, ...] = ()
    #: Those seeds.
    repeat_seeds: tuple[int, ...] = ()
    #: The distinct machines and versions that made the chosen ones.
    environments: tuple[Environment, ...]

    @property
    def measure(self) -> Measure:
        """The measure that compares its trials."""
        return self.chosen[0].network.puts_out.measure

    def against_first(self, chosen: Chosen) -> str:
        """`chosen` against the first on the test set: "better" or "worse" by more than chance, or "tied"."""
        if chosen.tied:
            return "tied"
        pairs = ((pair.first, pair.second) for pair in self.differences)
        return "better" if (chosen.rank, RANKS[0]) in pairs else "worse"

    def plot(self) -> Figure:
        """The measures of the best three, the test with its interval, and what mattered. A matplotlib figure."""
        from undergrad.display.charts import search_figure  # loads matplotlib

        reached = {c.rank: (c.best_val_measure, c.test.value, c.test.low, c.test.high) for c in self.chosen}
        shares = {entry.parameter.replace("_", " "): entry.share for entry in self.importances}
        counts, words = [entry.exceeds_chance for entry in self.importances], self.measure.words["en"]
        return search_figure(reached, shares, counts, self.name, words, share=self.measure.is_share)

    def _repr_html_(self) -> str:
        best = [
            (
                *(chosen.rank, chosen.structure, chosen.network.epochs, label(chosen.network.learning_rate)),
                *(label(chosen.network.reg_lambda), chosen.best_val_measure, chosen.test.value),
                self.measure.interval(chosen.test.low, chosen.test.high),
                "" if chosen.rank == RANKS[0] else self.against_first(chosen),
            )
            for chosen in self.chosen
        ]
        caption = f"{self.name}: the best of {self.trials} trials on {self.data.title()}"
        words = self.measure.words["en"]
        titles = ("", "model structure", "epochs", "learning rate", "lambda", f"best validation {words}")
        table = table_html(caption, (*titles, f"test {words}", "95 % interval", "beside the 1st"), best)
        return table + differences_html(self.differences, self.measure) + self._repeats_html()

    def _repeats_html(self) -> str:
        if not self.repeats:
            return ""
        again = [
            (row.network, row.test, self.measure.interval(row.test_low, row.test_high), row.test_spread)
            for row in self.repeats
        ]
        caption = f"trained again with the seeds {', '.join(map(str, self.repeat_seeds))}"
        titles = ("", f"mean test {self.measure.words['en']}", "95 % interval of the mean", "spread over seeds")
        return table_html(caption, titles, again)


def conclude(store: Store, dataset: Dataset) -> Tuning:
    """Choose by validation, test the chosen trials, and store the conclusion in tuning.json.

    A choice is final, and so are its tests. UndergradError if no trial ended well, FileError or ModelError if a file of
    a trial was changed.
    """
    chosen, results = store.choose(), store.results()
    if chosen is None:
        raise UndergradError(_nothing(results))
    tested = {number: store.test(number, dataset) for number in chosen.trials}
    ranks = dict(zip(chosen.trials, RANKS, strict=False))
    predictions = {ranks[number]: [load_predictions(store.folder(number))] for number in chosen.trials}
    pairs = differences(store.search.measure, predictions)
    apart = {pair.first if pair.second == RANKS[0] else pair.second for pair in pairs if _of_first(pair)}
    search, seen = store.search, [(number, store.proposal(number) or {}, result) for number, result in results.items()]
    well = [(values, result.best_val_measure) for _, values, result in seen if result.status != "failed"]
    tuning = Tuning(
        name=search.name,
        identity=search.identity,
        data=search.data,
        strategy=search.strategy,
        seed=search.seed,
        trials=len(results),
        stopped=sum(result.status == "stopped" for result in results.values()),
        failed=sum(result.status == "failed" for result in results.values()),
        epochs=sum(result.epochs for result in results.values()),
        epochs_unstopped=sum(result.spec.network.epochs for result in results.values()),
        seconds=sum(result.seconds for result in results.values()),
        searched={key: search.space.words(key) for key in search.space.searched},
        chosen=tuple(
            Chosen(
                rank=ranks[number],
                trial=number,
                network=result.spec.network,
                epochs=result.epochs,
                best_epoch=result.best_epoch,
                best_val_measure=result.best_val_measure,
                test=_tested(result),
                tied=ranks[number] != RANKS[0] and ranks[number] not in apart,
                warnings=result.warnings,
            )
            for number, result in tested.items()
        ),
        differences=tuple(pairs),
        importances=importances(search.space, well, search.measure),
        environments=tuple(dict.fromkeys(result.environment for result in tested.values())),
    )
    file = store.out / "tuning.json"
    if file.exists():  # an earlier call requested repetitions
        before = load_tuning(store.out)
        tuning = msgspec.structs.replace(tuning, repeats=before.repeats, repeat_seeds=before.repeat_seeds)
    write_record(file, tuning)
    return tuning


def load_tuning(out: str | os.PathLike[str]) -> Tuning:
    """The conclusion of the finished search in the folder `out`. FileError if it is missing or damaged."""
    file = Path(out) / "tuning.json"
    return load_record(file, Tuning, remedy=rebuilt(file))


def repetition(tuning: Tuning, count: int) -> Experiment:
    """An experiment: the chosen networks with `count` seeds that follow the search's own.

    Pass it to `repeat`; its `check` raises an error for a `count` below 1.
    """
    seeds = tuple(range(tuning.seed + 1, tuning.seed + 1 + count))
    networks = tuple(replace(chosen.network, name=chosen.rank) for chosen in tuning.chosen)
    return Experiment(name=f"repeats-{count}", data=tuning.data, networks=networks, seeds=seeds)


def repeat(
    store: Store,
    tuning: Tuning,
    experiment: Experiment,
    dataset: Dataset,
    *,
    workers: int,
    listener: Listener | None = None,
) -> Tuning:
    """Do the `repetition` of the search in `store`, and store mean and spread of its tests in the conclusion.

    It continues started runs. UndergradError if one of its runs failed: the mean of the others would not be that of the
    network. It also raises the errors of `undergrad.experiments.run_experiment`.
    """
    folder = store.out / experiment.name
    with store.lock("repeats"):
        compared = run_experiment(experiment, dataset, folder, resume=True, workers=workers, listener=listener)
    compared.check()
    again = msgspec.structs.replace(tuning, repeats=compared.rows, repeat_seeds=experiment.seeds)
    write_record(store.out / "tuning.json", again)
    return again


def _of_first(pair: Difference) -> bool:
    return RANKS[0] in (pair.first, pair.second) and pair.exceeds_chance


def _tested(result: RunResult) -> Measured:
    assert result.test is not None, "what is chosen is tested"
    return result.test


def _nothing(results: Mapping[int, RunResult]) -> str:
    if not results:
        return "no trial ended in the time that it had; continue with --resume, and more --minutes"
    first = next(iter(results.values()))
    return f"all {len(results)} trials failed; the first: {first.error}"
