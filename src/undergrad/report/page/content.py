"""The content of a page: finished or running trainings, and their comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from undergrad.errors import UsageError
from undergrad.experiments import Comparison, RunResult, load_history, run_folder
from undergrad.experiments.comparison import compare_stored, load_comparison
from undergrad.experiments.records import check_run
from undergrad.experiments.run import RunSpec
from undergrad.experiments.stored import StoredRun, stored_runs
from undergrad.insight import Insight, load_insight
from undergrad.outputs import Output
from undergrad.training import Epoch
from undergrad.tuning import Tuning
from undergrad.tuning.conclude import load_tuning
from undergrad.tuning.store import Tried, load_tried


@dataclass(frozen=True, kw_only=True)
class ShownRun:
    """A run for the page. `result` and `folder` are None while it is running."""

    name: str
    spec: RunSpec
    history: Sequence[Epoch]
    result: RunResult | None = None
    insight: Insight | None = None
    #: The folder of its model and its predictions.
    folder: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Content:
    """The content of a page. Without comparison and tuning, its table shows the progress of the runs."""

    title: str
    runs: tuple[ShownRun, ...]
    comparison: Comparison | None = None
    tuning: Tuning | None = None
    #: The trials of a search that have ended.
    trials: tuple[Tried, ...] = ()
    #: The output of all its networks.
    output: Output


def of_comparison(comparison: Comparison, out: Path) -> Content:
    """The experiment in the folder `out`."""
    experiment = comparison.experiment
    runs = [
        StoredRun(run_folder(out, result.spec.network, result.spec.seed), result)
        for seed in experiment.seeds
        for result in (*comparison.runs, *comparison.failed)
        if result.spec.seed == seed
    ]
    return _compared(comparison, runs)


def of_tuning(tuning: Tuning, out: Path) -> Content:
    """The search in the folder `out`: its trials, and the curves of the chosen ones."""
    tried = {trial.number: trial for trial in load_tried(out)}
    chosen = [(entry.rank, StoredRun(_trial(out, entry.trial), tried[entry.trial].result)) for entry in tuning.chosen]
    runs = tuple(_shown(name, run) for name, run in chosen)
    output = tuning.chosen[0].network.puts_out
    return Content(title=tuning.name, runs=runs, tuning=tuning, trials=tuple(tried.values()), output=output)


def gather(folders: Sequence[Path]) -> Content:
    """The content of `folders`: one experiment or search by itself, and anything else as a comparison of all its runs.

    UsageError if nothing is finished, or the runs cannot be compared.
    """
    if len(folders) == 1:
        [folder] = folders
        if (folder / "comparison.json").exists():
            return of_comparison(load_comparison(folder), folder)
        if (folder / "tuning.json").exists():
            return of_tuning(load_tuning(folder), folder)
    names = [folder.resolve().name for folder in folders]
    title = ", ".join(names[:_TITLE_NAMES]) + ", ..." * (len(names) > _TITLE_NAMES)
    return _compared(*compare_stored(title, [run for folder in folders for run in _finished(folder)]))


_TITLE_NAMES = 3


def _finished(folder: Path) -> list[StoredRun]:
    """The finished runs in a folder and below; of searches, the chosen ones."""
    if (folder / "search.toml").exists():
        if not (folder / "tuning.json").exists():
            raise UsageError(f"{folder} holds a search that is not over; finish it with `undergrad tune --resume`")
        return [run for entry in load_tuning(folder).chosen for run in stored_runs(_trial(folder, entry.trial))]
    runs = [
        run
        for run in stored_runs(folder)
        if run.folder == folder or run.result.test is not None or run.result.status == "failed"
    ]
    if not runs:
        raise UsageError(f"{folder} holds no finished run; name a folder of `undergrad runs list`")
    return runs


def _trial(out: Path, number: int) -> Path:
    return out / "trials" / f"{number:04}"


def _compared(comparison: Comparison, runs: Sequence[StoredRun]) -> Content:
    several = len(comparison.experiment.seeds) > 1
    shown = tuple(_shown(run.result.name + (f", seed {run.result.spec.seed}" if several else ""), run) for run in runs)
    output = comparison.experiment.networks[0].puts_out
    return Content(title=comparison.experiment.name, runs=shown, comparison=comparison, output=output)


def _shown(name: str, run: StoredRun) -> ShownRun:
    check_run(run.folder)
    return ShownRun(
        name=name,
        spec=run.result.spec,
        history=load_history(run.folder),
        result=run.result,
        insight=load_insight(run.folder),
        folder=run.folder,
    )
