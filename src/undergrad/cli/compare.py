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
    network_changes,
    seeds,
)
from undergrad.cli.parser import names

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
    """The experiment that the options ask for."""
    import msgspec

    from undergrad.experiments import Experiment, Network, load_experiment

    base = load_experiment(_BASE)
    known = {network.activation: network for network in base.networks}
    data, changes = data_spec(args, base.data.dataset), network_changes(args)
    networks = []
    for activation in args.activation or known:
        original = known.get(activation) or Network(name=activation, activation=activation)
        network = msgspec.structs.replace(original, **changes)
        # The homework's figures are for its own protocol on its own data.
        same = network == original and data.dataset in ("mnist-10k", "mnist")
        networks.append(network if same else msgspec.structs.replace(network, homework=None))
    name = f"activations-{experiment_label(data.dataset)}"
    return Experiment(name=name, data=data, networks=tuple(networks), seeds=seeds(args))


def experiment_label(dataset: str) -> str:
    """A data set's name or path as part of an experiment's name."""
    from undergrad.experiments.spec import as_folder_name

    return as_folder_name(Path(dataset).stem.split(".")[0])
