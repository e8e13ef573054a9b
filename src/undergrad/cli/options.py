"""Options that several commands share, and the parts of an experiment that they describe."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undergrad.cli.live import add_live
from undergrad.cli.parser import Parser, column, number, shares, weights, whole, widths
from undergrad.cli.printing import remark
from undergrad.cli.table_options import label_columns
from undergrad.errors import UsageError
from undergrad.settings import DECLARATIONS, DEFAULTS, SHORT_FORMS, written_out

if TYPE_CHECKING:  # the rooms load NumPy and more: only a running command may pay for that
    from undergrad.data import Dataset
    from undergrad.data.table.plan import TablePlan
    from undergrad.data.targets import Target
    from undergrad.experiments import DataSpec


#: More seeds than anybody can train; a list of a billion would fill the memory before the first run.
MOST_SEEDS = 10_000


def add_data_options(parser: Parser, default: str | None) -> None:
    """--dataset and the places to find it; the help names the `default`."""
    group = parser.add_argument_group("data")
    default_text = f" (default: {default})" if default else ""
    group.add_argument(
        "--dataset",
        metavar="NAME|FILE",
        help=f"a data set of `undergrad data list`, or an IDX, .npz or .csv file{default_text}",
    )
    group.add_argument("--test", metavar="FILE", help="the test part of a FILE; else a sixth of its rows is held out")
    group.add_argument(
        "--label-column",
        action="append",
        type=column,
        metavar="NAME|N",
        help="the column of a table to predict; may be repeated for several labels or numbers",
    )
    add_data_dir(group)


def add_data_dir(parser: Any) -> None:
    """--data-dir."""
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="look first in this folder for complete data sets")


#: The function that reads an option, for each form of a number.
_READERS: dict[str, Any] = {
    "whole": whole,
    "number": number,
    "numbers": shares,
    "name": str,
    "weights": weights,
    "text": str,
}


def add_training_options(parser: Parser) -> None:
    """The options for the network, and for the hyperparameters as declared."""
    group = parser.add_argument_group("network and training")
    group.add_argument(
        "--layers", metavar="TEXT", help="the hidden layers, as 'fc(128), relu, fc(64), tanh'; instead of the next"
    )
    group.add_argument(
        "--hidden", type=widths, metavar="W,W,...", help="widths of the hidden layers (default: 500,500)"
    )
    for name, declaration in DECLARATIONS.items():
        group.add_argument(
            f"--{name.replace('_', '-')}",
            type=_READERS[declaration.kind.form],
            metavar=declaration.letter,
            help=f"{declaration.help}{_values(name)}",
        )
    group.add_argument("--momentum", type=number, metavar="M", help="short for --optimizer 'sgd(momentum=M)'")
    add_answer(group)
    group.add_argument("--seed", type=whole, metavar="S", help="determines split and first weights (default: 0)")
    group.add_argument("--seeds", type=whole, metavar="N", help="N seeds, from --seed on: mean, spread, differences")


def add_answer(group: Any) -> None:
    """--answer."""
    group.add_argument("--answer", metavar="FILE", help="a file with your own layers, which replace the textbook's")


def own_layers(answer: str | None) -> dict[str, Any] | None:
    """The layers that --answer names, for `load_model`."""
    if answer is None:
        return None
    from undergrad.experiments.answer import answer_of, makers

    return dict(makers(answer_of(answer), 0))


def own_settings(args: argparse.Namespace) -> dict[str, str]:
    """The settings for the user's own layers, if --answer names some. UsageError for other options."""
    if args.answer is None:
        return {}
    from undergrad.experiments.spec import OWN_NEED

    for key, value in OWN_NEED.items():
        if getattr(args, key) not in (None, value):
            what = f"in {value}" if key == "dtype" else f"on the {value} engine"
            raise UsageError(f"--answer trains {what}; leave --{key} out")
    return OWN_NEED


def _values(name: str) -> str:
    """The help about the names that an option takes, or about its default."""
    default, choices = DEFAULTS[name], DECLARATIONS[name].kind.choices
    if choices:
        marked = [f"{choice} (default)" if choice == default else choice for choice in choices]
        return f": {', '.join(marked[:-1])} or {marked[-1]}"
    if isinstance(default, str):
        return f" (default: {default})"
    shown = ",".join(f"{share:g}" for share in default) or "none" if isinstance(default, tuple) else f"{default:g}"
    return f" (default: {shown})"


def add_language(parser: Any) -> None:
    """--language."""
    parser.add_argument(
        "--language",
        metavar="en|ko",
        help="language of the report: English or Korean (default: as the system's locale)",
    )


def add_output_options(parser: Parser, *, insight: bool = False) -> None:
    """Options about the place of results, insight (on or off by default), and messages."""
    group = parser.add_argument_group("output")
    group.add_argument(
        "--out", type=Path, metavar="DIR", help="the experiment's folder (default: one of its own in runs/)"
    )
    group.add_argument("--workers", type=whole, metavar="N", help="runs at a time (default: one more than cores)")
    group.add_argument("--resume", action="store_true", help="continue an interrupted run")
    group.add_argument(
        "--no-insight" if insight else "--insight",
        dest="insight",
        action="store_false" if insight else "store_true",
        help=f"{'do not ' * insight}record gradients, updates and units in each epoch",
    )
    group.add_argument("--quiet", action="store_true", help="only the table")
    add_live(group)
    add_language(group)


def number_changes(args: argparse.Namespace) -> dict[str, Any]:
    """The hyperparameters that the options set, by name."""
    options = vars(args)
    chosen = {name: options[name] for name in (*DECLARATIONS, *SHORT_FORMS) if options[name] is not None}
    return written_out(chosen) | own_settings(args)


def seeds(args: argparse.Namespace) -> tuple[int, ...]:
    """The seeds that --seed and --seeds describe."""
    first, count = args.seed or 0, 1 if args.seeds is None else args.seeds
    if count < 1:
        raise UsageError(f"--seeds must be at least 1, not {count}; it says how many")
    check_count("--seeds", count)
    return tuple(range(first, first + count))


def check_count(option: str, count: int) -> None:
    """Raise UsageError if `option` requests more than MOST_SEEDS seeds."""
    if count > MOST_SEEDS:
        raise UsageError(f"{option} must be at most {MOST_SEEDS:,}; it says how many seeds")


def data_spec(args: argparse.Namespace, default: str) -> DataSpec:
    """The data that the options describe."""
    from undergrad.experiments import DataSpec

    chosen = getattr(args, "column", None)
    return DataSpec(
        dataset=args.dataset or default,
        test=args.test,
        label_column=label_columns(args.label_column),
        columns=dict(chosen) if chosen else None,
        also=getattr(args, "also", None),
        encoding=getattr(args, "encoding", None),
        row_digests=getattr(args, "digests", True),
    )


def check_data_dir(data_dir: Path | None) -> None:
    """Raise UsageError if --data-dir names no folder."""
    if data_dir is not None and not data_dir.is_dir():
        raise UsageError(f"--data-dir is {data_dir}, which is no folder; correct the path or leave it out")


def load(
    spec: DataSpec,
    data_dir: Path | None,
    *,
    quiet: bool,
    hold_out: bool = True,
    class_names: Sequence[str] | None = None,
    target: Target | None = None,
    plan: TablePlan | None = None,
) -> Dataset:
    """Load the data by `load_dataset`, with a progress bar for downloads."""
    check_data_dir(data_dir)
    from undergrad.cli.progress import download_progress
    from undergrad.data import load_dataset

    with download_progress(quiet=quiet) as progress:
        dataset = load_dataset(
            spec.source,
            data_dir=data_dir,
            hold_out=hold_out,
            class_names=class_names,
            target=target,
            **spec.options,
            plan=plan,
            progress=progress,
        )
    if "held out" in dataset.source and not quiet:
        remark(f"data: {dataset.source}")
    return spec.part_of(dataset)


def local(spec: DataSpec, data_dir: Path | None, target: Target) -> Dataset | None:
    """The data, if they are on this machine; None if they would need a download, are gone or damaged."""
    check_data_dir(data_dir)
    from undergrad.data import describe
    from undergrad.data.catalog import CATALOG
    from undergrad.errors import DataError, FileError

    if spec.dataset in CATALOG and describe(spec.dataset, data_dir=data_dir).where is None:
        return None
    try:
        return load(spec, data_dir, target=target, quiet=True)
    except (UsageError, DataError, FileError):
        return None
