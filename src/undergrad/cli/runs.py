"""`undergrad runs`: lists, shows and removes stored runs."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undergrad.cli.parser import add_commands, whole
from undergrad.cli.printing import complain, say, write_data
from undergrad.display.terminal import on_one_line
from undergrad.errors import FileError, UsageError

if TYPE_CHECKING:
    from undergrad.experiments.stored import StoredRun

_FOLDER = Path("runs")
#: A folder with one of these files is ours and may be removed as a whole.
_ROOTS = ("run.json", "experiment.toml", "search.toml")


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command and its own commands."""
    parser = commands.add_parser(
        "runs",
        parents=[parent],
        help="list, show, rank, export or remove stored runs",
        description="The finished runs in a folder and below it, by default `runs`.",
    )
    parser.set_defaults(parser=parser)
    own = add_commands(parser, "commands")
    for name, help_, function in (
        ("list", "every run, one line each", _list),
        ("best", "the best runs by their validation measure, as the homework's table", _best),
        ("export", "every run with all fields, as a table for programs", _export),
    ):
        added = own.add_parser(name, parents=[parent], help=help_, description=help_[0].upper() + help_[1:] + ".")
        added.add_argument("folder", type=Path, nargs="?", default=_FOLDER, metavar="FOLDER", help="default: runs")
        added.add_argument(
            "--filter",
            action="append",
            default=[],
            metavar="F=V",
            help="only runs with this property, as activation=relu or 'validation>0.88'; may be repeated",
        )
        if name == "list":
            added.add_argument("--sort", default="run", metavar="FIELD", help="the order (default: run)")
            added.add_argument("--reverse", action="store_true", help="largest first")
        elif name == "best":
            added.add_argument("--count", type=whole, default=3, metavar="N", help="number of runs (default: 3)")
        added.set_defaults(command=function, parser=added)
        if name == "export":
            added.add_argument(
                "-o",
                "--out",
                type=Path,
                metavar="FILE",
                help="write a .csv, .jsonl (JSON lines) or .parquet file instead of CSV to the standard output",
            )
            continue
        form = added.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="print JSON, with all fields")
        form.add_argument("--csv", action="store_true", help="print CSV, with all fields")
        if name == "best":
            form.add_argument("--markdown", action="store_true", help="the homework's table, in Markdown")
    added = own.add_parser("show", parents=[parent], help="everything about one run", description="One run.")
    added.add_argument("run", type=Path, metavar="RUN", help="its folder")
    added.set_defaults(command=_show, parser=added)
    added = own.add_parser(
        "rm", parents=[parent], help="remove runs", description="Remove folders with all their runs."
    )
    added.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="a run's folder, or one that holds runs")
    added.add_argument("--yes", action="store_true", help="do not ask")
    added.set_defaults(command=_remove, parser=added)


def _found(args: argparse.Namespace) -> list[StoredRun]:
    from undergrad.experiments.stored import condition, stored_runs

    conditions, damaged = [condition(text) for text in args.filter], list[FileError]()
    runs = [run for run in stored_runs(args.folder, damaged) if all(holds(run) for holds in conditions)]
    for error in damaged:
        complain(f"left out: {error}")
    return runs


def _list(args: argparse.Namespace) -> int:
    from undergrad.cli.tables import print_table
    from undergrad.experiments.stored import ordered
    from undergrad.report.runs import runs_json, runs_table_csv, short_table

    runs = ordered(_found(args), args.sort, reverse=args.reverse)
    if args.json or args.csv:
        write_data(runs_json(runs) if args.json else runs_table_csv(runs))
    elif runs:
        print_table(*short_table(runs, args.folder))
    else:
        say(_none(args))
    return 0


def _none(args: argparse.Namespace) -> str:
    return f"no finished run in {args.folder}" + " fulfils the filters" * bool(args.filter)


def _best(args: argparse.Namespace) -> int:
    from undergrad.cli.tables import print_table
    from undergrad.experiments.stored import ordered
    from undergrad.report.runs import best_md, ranks, runs_json, runs_table_csv, short_table

    if args.count < 1:
        raise UsageError(f"--count must be at least 1, not {args.count}")
    able = [run for run in _found(args) if run.result.status != "failed"]
    measures = {run.result.measure.name: run.result.measure for run in able}
    if len(measures) > 1:
        raise UsageError(
            f"these runs are measured by {' and '.join(measures)}, which have no common order; add --filter "
            f"measure={next(iter(measures))}"
        )
    descending = all(measure.higher_is_better for measure in measures.values())
    runs = ordered(able, "validation", reverse=descending)[: args.count]
    if args.json or args.csv:
        write_data(runs_json(runs) if args.json else runs_table_csv(runs))
    elif args.markdown:
        write_data(best_md(runs))
    elif runs:
        titles, rows = short_table(runs, args.folder)
        print_table(("", *titles), [[rank, *row] for rank, row in zip(ranks(len(runs)), rows, strict=True)])
    else:
        say(_none(args))
    return 0


def _export(args: argparse.Namespace) -> int:
    from undergrad.files import write_whole
    from undergrad.report.runs import rows, runs_table_csv
    from undergrad.report.table_file import writer_for

    # Reports a name that cannot be written, or a missing package, before it reads thousands of runs.
    contents = writer_for(args.out) if args.out else None
    runs = _found(args)
    if not runs:
        raise UsageError(f"{_none(args)}, so there is no table to write")
    if contents is None:
        write_data(runs_table_csv(runs))
    else:
        say(f"Wrote {write_whole(args.out, contents(rows(runs)))}: {len(runs)} run{'s' * (len(runs) != 1)}")
    return 0


def _show(args: argparse.Namespace) -> int:
    from undergrad.experiments import load_history, load_result
    from undergrad.experiments.records import check_run
    from undergrad.experiments.stored import FIELDS, StoredRun
    from undergrad.insight import load_insight
    from undergrad.report.doubts import doubt_words
    from undergrad.report.runs import verdict_lines
    from undergrad.tuning.domains import label

    if not (args.run / "result.json").exists():
        raise UsageError(f"{args.run} holds no finished run; `undergrad runs list` lists them")
    check_run(args.run)
    run = StoredRun(args.run, load_result(args.run))
    values = {name: field(run) for name, field in FIELDS.items()}
    measure, test = run.result.measure, run.result.test
    values |= {"test interval": None if test is None else measure.shown(test), "error": run.result.error}
    for name, value in values.items():
        if value is not None:
            say(f"{name + ':':17} {label(value)}")
    say(f"{'files:':17} {', '.join(sorted(file.name for file in args.run.iterdir()))}")
    history = load_history(args.run)
    if history:
        last = history[-1]
        say(
            f"{'last epoch:':17} {last.epoch}, loss {last.loss:.4f}, training {measure.text(last.train_measure)}, "
            f"validation {measure.text(last.val_measure)}"
        )
    for words in doubt_words(run.result.warnings, run.result.spec.network.puts_out):
        say(f"{'warning:':17} {words}")
    insight = load_insight(args.run)
    if insight:
        for line in verdict_lines(insight.verdicts) or ["none: all is as it should be"]:
            say(f"{'verdict:':17} {line}")
    return 0


def _remove(args: argparse.Namespace) -> int:
    for folder in args.folders:
        if not any((folder / name).exists() for name in _ROOTS):
            raise UsageError(
                f"{folder} is no run's, experiment's or search's own folder, so it is not removed; name such a folder"
            )
        count = sum(1 for _ in folder.rglob("result.json"))
        if not args.yes:
            if not sys.stdin.isatty():
                raise UsageError("the question needs a terminal; add --yes to remove without asking")
            question = on_one_line(f"remove {folder} with {count} run{'s' * (count != 1)}?")
            if input(f"{question} [y/N] ").strip().lower() not in ("y", "yes"):
                say(f"kept {folder}")
                continue
        shutil.rmtree(folder)
        say(f"removed {folder}: {count} run{'s' * (count != 1)}")
    return 0
