"""`undergrad data`: lists, describes and fetches data sets."""

from __future__ import annotations

import argparse
from typing import Any

from undergrad.cli.options import add_data_dir
from undergrad.cli.parser import add_commands
from undergrad.cli.printing import say
from undergrad.display.terminal import console, on_one_line


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command with its three verbs."""
    parser = commands.add_parser(
        "data", parents=[parent], help="list, fetch and describe data sets", description="Data sets by name."
    )
    parser.set_defaults(parser=parser)
    verbs = add_commands(parser, "commands")
    for name, summary, handler in (
        ("list", "every data set that has a name, and whether it is on this machine", _list),
        ("fetch", "find or download a complete data set and verify it", _fetch),
        ("info", "one data set: counts, classes, licence, where it is", _info),
    ):
        verb = verbs.add_parser(
            name, parents=[parent], help=summary, description=summary[0].upper() + summary[1:] + "."
        )
        if name != "list":
            verb.add_argument("name", metavar="NAME", help="a name of `undergrad data list`")
        add_data_dir(verb)
        verb.set_defaults(command=handler, parser=verb)


def _list(args: argparse.Namespace) -> int:
    from rich.table import Table

    from undergrad.data import available

    table = Table("name", "what", "training", "test", "where")
    for entry in available(data_dir=args.data_dir):
        where = entry.where or "not on this machine"
        table.add_row(entry.name, entry.title, f"{entry.train:,}", f"{entry.test:,}", on_one_line(where))
    console().print(table)
    say("`undergrad data fetch NAME` downloads what is not on this machine.")
    return 0


def _fetch(args: argparse.Namespace) -> int:
    from undergrad.cli.options import load
    from undergrad.data import describe
    from undergrad.experiments import DataSpec

    name = describe(args.name, data_dir=args.data_dir).name  # a path is not a name
    dataset = load(DataSpec(dataset=name), args.data_dir, quiet=False)
    say(f"{name} is complete and verified: {dataset.source}")
    return 0


def _info(args: argparse.Namespace) -> int:
    from undergrad.data import describe

    entry = describe(args.name, data_dir=args.data_dir)
    shape = " x ".join(map(str, entry.sample_shape))
    for label, value in (
        ("name", entry.name),
        ("what", entry.title),
        ("training", f"{entry.train:,} samples of {shape}"),
        ("test", f"{entry.test:,} samples"),
        ("classes", ", ".join(entry.class_names)),
        ("where", entry.where or f"not on this machine; `undergrad data fetch {entry.name}` downloads it"),
        ("licence", entry.licence),
        ("source", entry.homepage),
        ("cite", entry.citation),
    ):
        say(f"{label:<9} {value}")
    return 0
