"""`undergrad layers`: explains the text of a network without training it."""

from __future__ import annotations

import argparse
from typing import Any

from undergrad.cli.parser import whole
from undergrad.cli.printing import say
from undergrad.errors import UsageError


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "layers",
        parents=[parent],
        help="what the text of a network means: layers, shapes, parameters",
        description="Print the layers of a network, the shape of each layer's output, and its number of parameters.",
    )
    parser.add_argument("layers", metavar="TEXT", help="the hidden layers, as 'fc(128), relu, fc(64), tanh'")
    parser.add_argument(
        "--shape", type=_shape, default=(28, 28), metavar="N,N,...", help="shape of a sample (default: 28,28)"
    )
    parser.add_argument("--classes", type=whole, default=10, metavar="N", help="number of classes (default: 10)")
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    from undergrad.architecture import Architecture
    from undergrad.cli.tables import print_table
    from undergrad.layers.outline import TITLES, total

    if args.classes < 2:
        raise UsageError(f"--classes must be at least 2, not {args.classes}")
    architecture = Architecture.parse(args.layers)
    rows = architecture.summary(args.shape, args.classes)
    print_table(TITLES, [row.cells for row in rows], title=str(architecture) or None)
    say(total(rows))
    return 0


def _shape(text: str) -> tuple[int, ...]:
    try:
        shape = tuple(int(part) for part in text.replace("x", ",").split(","))
    except ValueError:
        shape = ()
    if not shape or min(shape) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not the shape of a sample like 28,28")
    return shape
