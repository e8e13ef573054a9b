"""`undergrad tune`: experiment (b), a search for the best network for a data set."""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undergrad.cli.compare import experiment_label
from undergrad.cli.live import add_live, served, wants_live
from undergrad.cli.options import add_data_options, add_language, check_count, data_spec, load
from undergrad.cli.parser import number, shown, whole
from undergrad.cli.printing import remark, say
from undergrad.cli.table_options import (
    add_table_options,
    check_no_table,
    label_columns,
    output_of,
    take_tables,
    target_of,
)
from undergrad.errors import UsageError

if TYPE_CHECKING:
    from undergrad.data import Dataset
    from undergrad.display.languages import Language
    from undergrad.live import LiveSearch
    from undergrad.tuning import Search, Store, Tuning

_DATASET = "fashion-mnist-10k"


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "tune",
        parents=[parent],
        help="search for the best network: experiment (b)",
        description="Try networks, stop the hopeless ones, choose the best three by validation accuracy, test them.\n"
        "Ctrl-C at any time; --resume continues.",
    )
    parser.add_argument(
        "search",
        metavar="FILE|NAME",
        nargs="?",
        help="a TOML file with your own space, or a search that is shipped: best-fashion-mnist, best-mnist, "
        "cnn-fashion-mnist, cnn-mnist; or a table, short for --dataset",
    )
    add_data_options(parser, _DATASET)
    add_table_options(parser)
    group = parser.add_argument_group("search")
    group.add_argument("--strategy", metavar="NAME", help="grid, random, or tpe (the default if Optuna is installed)")
    group.add_argument("--trials", type=whole, metavar="N", help="networks to try (default: 60)")
    group.add_argument("--minutes", type=number, metavar="M", help="begin no trial after this time (default: no end)")
    group.add_argument(
        "--seed", type=whole, metavar="S", help="determines proposals, split and first weights (default: 0)"
    )
    group.add_argument("--no-early-stopping", action="store_true", help="train every network to its last epoch")
    group.add_argument("--repeats", type=whole, metavar="N", help="train the best three again with N fresh seeds")
    group = parser.add_argument_group("workers")
    group.add_argument("--workers", metavar="N|auto", default="auto", help="processes (default: auto, one a core)")
    group.add_argument(
        "--scheduler", metavar="ADDRESS", help="a Dask scheduler, as tcp://host:8786, instead of processes"
    )
    group.add_argument(
        "--hung-after",
        type=number,
        default=600.0,
        metavar="SECONDS",
        help="give up a worker that is silent for so many seconds (default: 600)",
    )
    group = parser.add_argument_group("output")
    group.add_argument("--out", type=Path, metavar="DIR", help="the search's folder (default: one of its own in runs/)")
    group.add_argument("--resume", action="store_true", help="continue an interrupted search")
    group.add_argument("--quiet", action="store_true", help="only the table")
    add_live(group)
    add_language(group)
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    from undergrad.display.languages import choose
    from undergrad.live import LiveSearch
    from undergrad.tuning import Store, default_folder

    until, language = _end(args, time.monotonic()), choose(args.language)
    _take_table(args)
    dataset = table_of(args)
    search = search_of(args, dataset)
    out: Path = args.out or default_folder(search)
    count = process_count(args)
    if dataset is None:
        dataset = load(search.data, args.data_dir, target=search.puts_out.target, quiet=args.quiet)
    store = Store(search, out, resume=args.resume)
    view = LiveSearch(store, until, language) if wants_live(args) else None
    with served(view, args):
        if not store.is_over():
            _drive(store, dataset, args, count, until, view)
        elif not args.quiet:
            remark("this search is over; these are its results")
            if args.trials is not None and args.trials != store.search.trials:
                remark(
                    f"--trials {args.trials} is ignored: the test set is already open; begin another search with --out"
                )
        tuning, files = _conclude(store, dataset, args, count, view, language)
    show(tuning)
    if not args.quiet:
        say("", f"Wrote {out}: {', '.join(file.name for file in files)},", "and one folder for each trial.")
        say(f"Best model: {store.folder(tuning.chosen[0].trial) / 'model.safetensors'}")
    return 0


def _conclude(
    store: Store, dataset: Dataset, args: argparse.Namespace, count: int, view: LiveSearch | None, language: Language
) -> tuple[Tuning, list[Path]]:
    """Choose, test, repeat if requested, and write the report. Returns the result and the files."""
    from undergrad.cli.progress import training_progress
    from undergrad.experiments import Listener, together
    from undergrad.report import write_tuning
    from undergrad.report.page import of_tuning
    from undergrad.tuning import conclude, repeat, repetition

    tuning = conclude(store, dataset)
    if view is not None:
        view.conclude(of_tuning(tuning, store.out), dataset)
    if args.repeats is not None:
        experiment = repetition(tuning, args.repeats)
        with training_progress(experiment, quiet=args.quiet) as shown:
            listener = together(Listener, shown, view.repeating(experiment)) if view is not None else shown
            tuning = repeat(store, tuning, experiment, dataset, workers=count, listener=listener)
        if view is not None:
            view.conclude(of_tuning(tuning, store.out), dataset)
    return tuning, write_tuning(store, tuning, dataset=dataset, language=language)


def _drive(
    store: Store, dataset: Dataset, args: argparse.Namespace, count: int, until: float, view: LiveSearch | None
) -> None:
    from undergrad.cli.tuning_progress import tuning_progress
    from undergrad.experiments import together
    from undergrad.tuning import Cluster, Driver, Processes, Watcher

    data_dir = str(args.data_dir.resolve()) if args.data_dir is not None else None
    workers = Cluster(args.scheduler) if args.scheduler is not None else Processes(count)
    try:
        with tuning_progress(until, quiet=args.quiet) as shown:
            watcher = together(Watcher, shown, view) if view is not None else shown
            Driver(store, dataset, workers, data_dir, watcher, hung_after=args.hung_after).run(until=until)
    finally:
        workers.close()


def _end(args: argparse.Namespace, begun: float) -> float:
    """The time.monotonic() after which no trial begins; also checks the other numbers."""
    for option, value, least in (("--minutes", args.minutes, 0.0), ("--hung-after", args.hung_after, 0.0)):
        if value is not None and not value > least:
            raise UsageError(f"{option} must be above 0, not {value:g}")
    if args.repeats is not None:
        if args.repeats < 2:
            raise UsageError(f"--repeats must be at least 2, not {args.repeats}: a spread needs two")
        check_count("--repeats", args.repeats)
    return math.inf if args.minutes is None else begun + 60 * args.minutes


def process_count(args: argparse.Namespace) -> int:
    """The number of processes of `--workers`."""
    from undergrad.engines.threads import cores

    if args.workers == "auto":
        return cores()
    try:
        count = int(args.workers)
    except ValueError:
        raise UsageError(f"--workers must be a whole number or auto, not {shown(args.workers)}") from None
    if count < 1:
        raise UsageError(f"--workers must be at least 1, not {count}")
    return count


def _take_table(args: argparse.Namespace) -> None:
    """Take a table instead of a search's file as the data. UsageError if both are named."""
    from undergrad.data.own_files import is_table

    is_search = args.search is None or Path(args.search).suffix == ".toml"
    if not is_search and is_table(args.search):
        take_tables(args, [args.search])
        args.search = None
    else:
        take_tables(args, [])


def table_of(args: argparse.Namespace) -> Dataset | None:
    """The table that --dataset names, if no file describes the search; None for other data."""
    from undergrad.data.own_files import is_table

    if args.search is not None or args.dataset is None or not is_table(args.dataset):
        check_no_table(args, args.dataset or args.search or _DATASET)
        return None
    if args.folds is not None:
        raise UsageError("--folds judges one network, with undergrad train; leave it out of a search")
    dataset = load(data_spec(args, _DATASET), args.data_dir, target=target_of(args), quiet=args.quiet)
    if not args.quiet:
        from undergrad.cli.columns import show_columns

        show_columns(dataset)
    return dataset


def search_of(args: argparse.Namespace, table: Dataset | None = None) -> Search:
    """The search that the file and the options describe; a `table` has its own space."""
    import msgspec

    from undergrad.training import table_defaults
    from undergrad.tuning import Search, load_search, table_space

    if args.search is not None:
        search = load_search(args.search)
        named = {key: getattr(args, key) for key in ("dataset", "test") if getattr(args, key) is not None}
        if args.label_column is not None:
            named["label_column"] = label_columns(args.label_column)
        search = msgspec.structs.replace(search, data=msgspec.structs.replace(search.data, **named))
    else:
        data = data_spec(args, _DATASET)
        search = Search(name=f"tune-{experiment_label(data.dataset)}", data=data)
        if table is not None:
            output = output_of(args, table_defaults(table).output)
            search = msgspec.structs.replace(search, space=table_space(table), output=output)
    overrides = {key: getattr(args, key) for key in ("strategy", "trials", "seed") if getattr(args, key) is not None}
    if args.no_early_stopping:
        overrides["early_stopping"] = False
    search = msgspec.structs.replace(search, **overrides)
    search.check()
    return search


def show(tuning: Tuning) -> None:
    """Print the table and the sentences about the choice."""
    from undergrad.cli.printing import complain
    from undergrad.cli.tables import print_table
    from undergrad.display.terminal import console, on_one_line
    from undergrad.report.doubts import doubts_of_chosen
    from undergrad.report.tuning import SHORT_COLUMNS, explanation, short_cells

    print_table(SHORT_COLUMNS, [short_cells(chosen) for chosen in tuning.chosen], title=tuning.name)
    screen = console()
    for row in tuning.repeats:
        spread = "" if row.test_spread is None else f", spread {tuning.measure.text(row.test_spread)}"
        seeds = len(tuning.repeat_seeds)
        mean = f"mean test {tuning.measure.words['en']} {tuning.measure.text(row.test)}{spread}"
        screen.print(on_one_line(f"{row.network} again with {seeds} seeds: {mean}"))
    for sentence in explanation(tuning):
        screen.print(on_one_line(sentence))
    for sentence in doubts_of_chosen(tuning):
        complain(sentence)
