"""Options about tables that several commands share: how to read a table, and where it is."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from undergrad.cli.parser import Parser, column_kind, threshold, whole
from undergrad.errors import UsageError, unknown

if TYPE_CHECKING:  # the rooms load NumPy and more: only a running command may pay for that
    from undergrad.data.targets import Target
    from undergrad.training import TrainedModel


def add_table_options(parser: Parser) -> None:
    """Add the options about reading a table."""
    group = parser.add_argument_group("tables")
    add_encoding(group)
    group.add_argument("--task", metavar="T", help="classification, regression or labels (default: by the target)")
    group.add_argument(
        "--column",
        action="append",
        type=column_kind,
        metavar="NAME=KIND",
        help="the kind of a column: number, category, date, yes/no, or drop; may be repeated",
    )
    group.add_argument(
        "--folds", type=whole, metavar="K", help="test on each of K parts of the rows, trained on the others"
    )
    group.add_argument(
        "--no-digests",
        dest="digests",
        action="store_false",
        help="store no digests of the training rows in the model's file, so that it cannot recognise them",
    )
    add_threshold(group, ", or best: that of its best F on the validation set (default: 0.5)")
    group.add_argument(
        "--output",
        metavar="O",
        help="classes, logistic, labels, regression, absolute, huber or poisson (default: by the target)",
    )


def add_encoding(parser: Any) -> None:
    """--encoding."""
    parser.add_argument("--encoding", metavar="NAME", help="encoding of a table's text, such as cp949 (default: utf-8)")


def add_threshold(parser: Any, words: str = "") -> None:
    """--threshold."""
    parser.add_argument(
        "--threshold",
        type=threshold,
        metavar="P",
        help=f"for two classes: the probability above which the second one is predicted{words}",
    )


def take_tables(args: argparse.Namespace, named: Sequence[str]) -> None:
    """Take the tables in the command line without an option as the data. UsageError if --dataset names some too."""
    args.also = None
    if named:
        if args.dataset is not None:
            raise UsageError(f"both {named[0]} and --dataset {args.dataset} name the data; leave one out")
        args.dataset, args.also = named[0], tuple(named[1:]) or None


def label_columns(named: list[str | int] | None) -> str | int | tuple[str | int, ...] | None:
    """The columns of --label-column: one, several, or none."""
    return tuple(named) if named is not None and len(named) > 1 else named[0] if named else None


def target_of(args: argparse.Namespace) -> Target | None:
    """The kind of targets that --task or --output requires; None if the target decides."""
    from undergrad.data.table.target import TARGETS
    from undergrad.outputs import output_named

    if args.task is not None and args.task not in TARGETS:
        raise unknown("task", args.task, TARGETS)
    by_task = None if args.task is None else TARGETS[args.task]
    by_output = None if args.output is None else output_named(args.output).target
    if by_task is not None and by_output not in (None, by_task):
        raise UsageError(f"--task {args.task} and --output {args.output} do not go together; leave one out")
    return by_task or by_output


def output_of(args: argparse.Namespace, usual: str) -> str:
    """The network's output, from --output and --threshold, or the `usual` one. UsageError if they do not fit."""
    from undergrad.outputs import Logistic, output_named

    text = args.output or usual
    if args.threshold is None:
        return text
    if output_named(text).text != Logistic().text:
        raise UsageError(
            f"--threshold is for two classes with the output logistic, and the output is {text}; leave it out"
        )
    return f"{text}({args.threshold})"


def with_threshold(trained: TrainedModel, argument: str | None) -> TrainedModel:
    """The model with the threshold of --threshold. UsageError for another output, or "best", which needs labels."""
    if argument is None:
        return trained
    from undergrad.outputs import Logistic, output_named

    text = trained.model.output.text
    if not isinstance(trained.model.output, Logistic):
        raise UsageError(f"--threshold is for two classes with the output logistic, and the model puts out {text}")
    output = output_named(f"logistic({argument})")
    if output.settles:
        raise UsageError("--threshold best is chosen when a model is trained; give a probability")
    trained.model.output = output
    return trained


def check_no_table(args: argparse.Namespace, dataset: str) -> None:
    """Raise UsageError for an option that only a table has."""
    for name in ("task", "column", "folds", "encoding"):
        if getattr(args, name, None):
            raise UsageError(f"--{name} is for tables, and {dataset} is none; leave it out")
    if args.also:
        raise UsageError(f"several files are one table, and {dataset} is none; name one")
    if not args.digests:
        raise UsageError(f"--no-digests is for tables, and {dataset} is none; leave it out")
