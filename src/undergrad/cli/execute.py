"""Does an experiment and shows it: the common part of `compare`, `run` and `train`."""

from __future__ import annotations

import argparse
from pathlib import Path

from undergrad.cli.live import served, wants_live
from undergrad.cli.options import load
from undergrad.cli.printing import complain, remark, say
from undergrad.cli.progress import training_progress
from undergrad.cli.tables import print_table
from undergrad.data import Dataset
from undergrad.data.catalog import CATALOG
from undergrad.data.mapped import is_large
from undergrad.display.languages import choose
from undergrad.experiments import (
    Comparison,
    Experiment,
    Listener,
    default_folder,
    default_workers,
    run_experiment,
    together,
)
from undergrad.experiments.networks import LINE
from undergrad.live import LiveRuns
from undergrad.outputs import CLASSES
from undergrad.report import write_report
from undergrad.report.columns import worth_warnings
from undergrad.report.doubts import doubts_of
from undergrad.report.page import of_comparison
from undergrad.report.page.baselines import Baselines, baselines
from undergrad.report.page.columns import worth_of
from undergrad.report.tables import cells, headings, verdicts


def execute(experiment: Experiment, args: argparse.Namespace, dataset: Dataset | None = None) -> Path:
    """Run, write the report, print the table and the places of all files, and return the folder.

    `dataset` is that of the experiment, if it is already loaded. Raises UndergradError at the end if a run failed.
    """
    experiment.check()
    language = choose(args.language)
    folder: Path = args.out or default_folder(experiment)
    runs = len(experiment.networks) * len(experiment.seeds)
    if experiment.answer is not None:
        remark(f"{experiment.answer} runs in this process, with all your rights")
    if dataset is None:
        dataset = load(experiment.data, args.data_dir, target=experiment.puts_out.target, quiet=args.quiet)
    workers = workers_for(runs, dataset) if args.workers is None else args.workers
    view = LiveRuns(experiment, language) if wants_live(args) else None
    with served(view, args):
        with training_progress(experiment, quiet=args.quiet) as shown:
            listener = together(Listener, shown, view) if view is not None else shown
            comparison = run_experiment(
                experiment,
                dataset,
                folder,
                resume=args.resume,
                workers=workers,
                insight=args.insight,
                listener=listener,
            )
        files = write_report(comparison, folder, dataset=dataset, language=language)
        content = of_comparison(comparison, folder)
        if view is not None:
            view.conclude(content, dataset)
    _show(comparison, None if experiment.data.dataset in CATALOG else baselines(content))
    for run, worth in worth_of(content):
        if run.name == LINE and len(experiment.networks) > 1:  # for a table, it would print the same again
            continue
        for sentence in worth_warnings(run.name, worth, comparison.measure):
            complain(sentence)
    if not args.quiet:
        names = ", ".join(file.name for file in files)
        each = f"specification, history, {'insight, ' * args.insight}best model, predictions, plot"
        say("", f"Wrote {folder}: {names},", f"and one folder for each run ({each}).")
    comparison.check()
    return folder


def workers_for(runs: int, dataset: Dataset) -> int:
    """The number of runs at a time: each worker would have its own copy of mapped data."""
    return 1 if is_large(dataset.x_train) else default_workers(runs)


def _show(comparison: Comparison, baseline: Baselines | None) -> None:
    """Print the table, its sentences and, if there is one, the line about the baseline."""
    if comparison.rows:
        titles = headings(comparison, short=True)
        measure = comparison.experiment.measure
        unit = "" if measure is CLASSES.measure else f", {measure.words['en']}"
        title = f"{comparison.experiment.name}{unit}"
        print_table(titles, [cells(row, comparison) for row in comparison.rows], title=title)
    if baseline is not None:
        say(" ".join(filter(None, (baseline.reached, baseline.imbalance))))
    for sentence in verdicts(comparison):
        say(sentence)
    for sentence in doubts_of(comparison):
        complain(sentence)
