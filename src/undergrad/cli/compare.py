"""`undergrad compare`: experiment (a), three activation functions under one protocol."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undergrad.cli.options import (
    add_data_options,
    add_output_options,
    add_training_options,
    data_spec,
    number_changes,
    seeds,
)
from undergrad.cli.parser import names
from undergrad.errors import UsageError

if TYPE_CHECKING:
    from undergrad.experiments import Experiment

_BASE = "activations-mnist-10k"


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "compare",
        parents=[parent],
        help="compare activation functions: experiment (a)",
        description="Train the same network once for each activation function and compare them.",
    )
    add_data_options(parser, "mnist-10k")
    parser.add_argument(
        "--activation", type=names, metavar="A,A,...", help="which activation functions (default: sigmoid,relu,tanh)"
    )
    add_training_options(parser)
    add_output_options(parser, insight=True)
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    from undergrad.cli.execute import execute

    execute(comparison_of(args), args)
    return 0


def comparison_of(args: argparse.Namespace) -> Experiment:
    """The experiment that the options describe."""
    from dataclasses import replace

    from undergrad.experiments import Experiment, Network, load_experiment
    from undergrad.experiments.spec import described
    from undergrad.notation.calls import holes

    base = load_experiment(_BASE)
    known = {network.activation: network for network in base.networks}
    data, changes = data_spec(args, base.data.dataset), number_changes(args)
    words = {key: value for key in ("layers", "hidden") if (value := getattr(args, key)) is not None}
    if args.layers is not None and "activation" not in holes(args.layers):
        raise UsageError(
            "--layers needs a hole {activation} for the activation functions, as in 'fc(128), {activation}'; to train "
            "a single network, use `undergrad train`"
        )
    networks = []
    for activation in args.activation or known:
        network = Network(**described({**words, "activation": activation}, where="the command"), **changes)
        # The homework's figures apply only to its own protocol and data.
        original = known.get(activation) if data.dataset in ("mnist-10k", "mnist") else None
        is_homework = original is not None and replace(original, homework=None) == network
        networks.append(original if is_homework and original is not None else network)
    name = f"activations-{experiment_label(data.dataset)}"
    return Experiment(name=name, data=data, networks=tuple(networks), seeds=seeds(args), answer=args.answer)


def experiment_label(dataset: str) -> str:
    """A data set's name or path as part of an experiment's name."""
    from undergrad.experiments import as_folder_name

    return as_folder_name(Path(dataset).stem.split(".")[0])
