"""`undergrad train TABLE --folds K`: cross-validation, which measures networks on unseen rows of a small table."""

from __future__ import annotations

import argparse
import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

import msgspec

from undergrad.cli.columns import show_columns
from undergrad.cli.compare import experiment_label
from undergrad.cli.execute import workers_for
from undergrad.cli.live import wants_live
from undergrad.cli.networks import networks_for
from undergrad.cli.options import load, seeds
from undergrad.cli.printing import remark, say
from undergrad.cli.progress import training_progress
from undergrad.cli.table_options import target_of
from undergrad.cli.tables import print_table
from undergrad.errors import UsageError
from undergrad.experiments import Comparison, DataSpec, Experiment, default_folder, run_experiment
from undergrad.experiments.folds import FoldRow, fold_rows
from undergrad.files import write_whole
from undergrad.outputs import Measure
from undergrad.report.tabular import csv_text


def train_folds(args: argparse.Namespace, data: DataSpec) -> int:
    """Run an experiment for each fold, print a table of all folds, and the places of all files.

    UsageError for fewer than two folds, an additional test part, or a live page; UndergradError if a run failed.
    """
    if args.folds < 2:
        raise UsageError(f"--folds must be at least 2, not {args.folds}")
    if "-" in (data.dataset, *(data.also or ())):
        raise UsageError("--folds reads the table once for each fold, which standard input cannot; write it to a file")
    if args.test is not None:
        raise UsageError("--folds takes each test part from the table itself; leave --test out")
    if wants_live(args):
        raise UsageError("--folds writes no page that --live could show; leave --live out")
    if args.answer is not None:
        remark(f"{args.answer} runs in this process, with all your rights")
    with _each_remark_once():
        out, comparisons = _run(args, data)
    measure = comparisons[0].measure
    tested = fold_rows(comparisons, measure)
    _show(tested, measure, args.folds)
    header = ["network", "mean", "low", "high", *(f"fold_{number + 1}" for number in range(args.folds))]
    table = [[row.network, row.mean, row.low, row.high, *row.tests] for row in tested]
    write_whole(out / "folds.csv", csv_text(header, table))
    if not args.quiet:
        say("", f"Wrote {out}: folds.csv, and a folder for each fold with its runs.")
        say("These judge the way of training; for a model to keep, train without --folds.")
    return 0


def _run(args: argparse.Namespace, data: DataSpec) -> tuple[Path, list[Comparison]]:
    """Each fold's experiment, and the folder of all."""
    comparisons: list[Comparison] = []
    out: Path | None = args.out
    for number in range(args.folds):
        spec = msgspec.structs.replace(data, fold=(number, args.folds))
        dataset = load(spec, args.data_dir, quiet=True, target=target_of(args))
        networks = networks_for(args, dataset)
        name = f"train-{experiment_label(data.dataset)}"
        experiment = Experiment(name=name, data=spec, networks=networks, seeds=seeds(args), answer=args.answer)
        if out is None:
            out = default_folder(experiment)
        if not args.quiet:
            if not number:
                show_columns(dataset)
            rows = f"{len(dataset.x_train):,} training and {len(dataset.x_test):,} test rows"
            remark(f"fold {number + 1} of {args.folds}: {rows}")
        runs = len(networks) * len(experiment.seeds)
        with training_progress(experiment, quiet=True) as shown:
            comparison = run_experiment(
                experiment,
                dataset,
                out / f"fold-{number + 1}",
                resume=args.resume,
                workers=workers_for(runs, dataset) if args.workers is None else args.workers,
                insight=args.insight,
                listener=shown,
            )
        comparison.check()
        comparisons.append(comparison)
    assert out is not None, "there are at least two folds"
    return out, comparisons


@contextlib.contextmanager
def _each_remark_once() -> Iterator[None]:
    """A context in which a remark is printed only once, since each fold reads the same table."""
    made: set[str] = set()

    def is_new(record: logging.LogRecord) -> bool:
        is_first = record.getMessage() not in made
        made.add(record.getMessage())
        return is_first

    logger = logging.getLogger("undergrad")
    logger.addFilter(is_new)
    try:
        yield
    finally:
        logger.removeFilter(is_new)


def _show(rows: tuple[FoldRow, ...], measure: Measure, count: int) -> None:
    titles = ["network", f"mean test {measure.words['en']}", "95 % interval", "least", "most"]
    lines = [
        [
            row.network,
            measure.text(row.mean),
            measure.interval(row.low, row.high),
            measure.text(min(row.tests)),
            measure.text(max(row.tests)),
        ]
        for row in rows
    ]
    print_table(titles, lines, title=f"{count} folds")
