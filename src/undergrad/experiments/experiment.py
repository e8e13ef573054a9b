"""All runs of an experiment, one after the other, and their comparison."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import numpy as np

from undergrad.data import Dataset
from undergrad.errors import UsageError
from undergrad.experiments.jobs import Job, Listener, run_jobs
from undergrad.experiments.run import RunResult, check_folder, load_right, run_folder, specify, write_record
from undergrad.experiments.spec import Experiment, Network, parse_experiment, to_toml
from undergrad.experiments.statistics import Difference, differences, mean_interval
from undergrad.files import make_folder, read_whole, write_whole


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One network over its seeds.

    With one seed, `test_low` and `test_high` bound the accuracy as the test samples allow; with several they bound the
    mean over seeds, `best_epoch` is the median, and everything else the mean.
    """

    network: str
    activation: str
    best_val_accuracy: float
    best_epoch: int
    test_accuracy: float
    test_low: float
    test_high: float
    #: Standard deviation of the test accuracy over seeds; None with one.
    test_spread: float | None
    seconds: float
    homework: float | None


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What an experiment came to, as stored in comparison.json."""

    experiment: Experiment
    rows: tuple[Row, ...]
    differences: tuple[Difference, ...]
    runs: tuple[RunResult, ...]


def default_folder(experiment: Experiment) -> Path:
    """`runs/NAME-HASH`: each experiment has a folder of its own."""
    digest = hashlib.sha256(msgspec.json.encode(experiment)).hexdigest()[:8]
    return Path("runs") / f"{experiment.name}-{digest}"


def run_experiment(
    experiment: Experiment,
    dataset: Dataset,
    out: Path,
    *,
    resume: bool = False,
    workers: int = 1,
    insight: bool = False,
    listener: Listener | None = None,
) -> Comparison:
    """Do every run that is not complete yet in the folder `out`, `workers` at a time, and compare them.

    With `insight`, what happens inside the networks is recorded besides; it changes no result. Nothing is begun where
    any folder refuses, so nothing is lost. Writes experiment.toml, a folder for each run, and comparison.json.
    """
    experiment.check()
    _claim(experiment, out)
    plan = [(network, seed) for seed in experiment.seeds for network in experiment.networks]
    jobs = [
        Job(
            number,
            len(plan),
            specify(network, seed, experiment.data, dataset),
            run_folder(out, network, seed),
            insight=insight,
        )
        for number, (network, seed) in enumerate(plan, start=1)
    ]
    for job in jobs:
        check_folder(job.spec, job.folder, resume=resume)
    results: dict[str, list[RunResult]] = {network.name: [] for network in experiment.networks}
    for result in run_jobs(jobs, dataset, workers=workers, listener=listener or Listener()):
        results[result.name].append(result)
    right = {
        network.name: [load_right(run_folder(out, network, seed)) for seed in experiment.seeds]
        for network in experiment.networks
    }
    comparison = Comparison(
        experiment=experiment,
        rows=tuple(_row(network, results[network.name]) for network in experiment.networks),
        differences=tuple(differences(right)),
        runs=tuple(result for group in results.values() for result in group),
    )
    write_record(out / "comparison.json", comparison)
    return comparison


def _claim(experiment: Experiment, out: Path) -> None:
    """Make `out` this experiment's folder. UsageError when it is another's."""
    make_folder(out)
    file = out / "experiment.toml"
    if file.exists():
        text = read_whole(file).decode("utf-8", "replace")
        if parse_experiment(text, where=str(file), name=experiment.name) != experiment:
            raise UsageError(f"{out} holds another experiment; choose another folder with --out")
    else:
        write_whole(file, to_toml(experiment))


def _row(network: Network, results: list[RunResult]) -> Row:
    measured = [result.test for result in results if result.test is not None]
    tests, first = [test.value for test in measured], measured[0]
    value, low, high = (first.value, first.low, first.high) if len(tests) == 1 else mean_interval(tests)
    return Row(
        network=network.name,
        activation=network.activation,
        best_val_accuracy=float(np.mean([result.best_val_accuracy for result in results])),
        best_epoch=int(np.median([result.best_epoch for result in results])),
        test_accuracy=value,
        test_low=low,
        test_high=high,
        test_spread=float(np.std(tests, ddof=1)) if len(tests) > 1 else None,
        seconds=float(np.mean([result.seconds for result in results])),
        homework=network.homework,
    )
