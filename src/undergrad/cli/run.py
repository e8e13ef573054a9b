"""`undergrad run`: an experiment from a TOML file."""

from __future__ import annotations

import argparse
from typing import Any

from undergrad.cli.options import add_answer, add_data_dir, add_output_options


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "run",
        parents=[parent],
        help="run an experiment from a TOML file",
        description="Run an experiment from a TOML file, or one that is shipped: "
        "activations-mnist-10k, activations-mnist, fashion-best-three, cnn-mnist, cnn-fashion-mnist, mlp-mnist, "
        "mlp-fashion-mnist, cnn-2019, cnn-2020.",
    )
    parser.add_argument("experiment", metavar="FILE|NAME", help="a TOML file, or the name of a shipped experiment")
    add_data_dir(parser)
    add_answer(parser)
    add_output_options(parser)
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    from undergrad.cli.execute import execute
    from undergrad.experiments import load_experiment
    from undergrad.experiments.spec import with_answer

    experiment = load_experiment(args.experiment)
    if args.answer is not None:
        experiment = with_answer(experiment, args.answer)
    execute(experiment, args)
    return 0
