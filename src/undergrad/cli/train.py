"""`undergrad train`: one network."""

from __future__ import annotations

import argparse
from typing import Any

from undergrad.cli.compare import experiment_label
from undergrad.cli.options import (
    add_data_options,
    add_output_options,
    add_training_options,
    data_spec,
    number_changes,
    seeds,
)
from undergrad.cli.printing import say


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "train",
        parents=[parent],
        help="train one network and keep the best model",
        description="Train one network, keep the weights of the epoch with the best validation accuracy, test them.",
    )
    add_data_options(parser, "mnist-10k")
    parser.add_argument("--activation", metavar="A", help="sigmoid, relu (default), tanh, leaky_relu, elu")
    add_training_options(parser)
    add_output_options(parser)
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    from undergrad.cli.execute import execute
    from undergrad.experiments import Experiment, Network, run_folder
    from undergrad.experiments.spec import described

    data = data_spec(args, "mnist-10k")
    words = {key: value for key in ("layers", "hidden", "activation") if (value := getattr(args, key)) is not None}
    network = Network(**described(words, where="the command"), **number_changes(args))
    name = f"train-{experiment_label(data.dataset)}"
    experiment = Experiment(name=name, data=data, networks=(network,), seeds=seeds(args), answer=args.answer)
    folder = execute(experiment, args)
    for seed in experiment.seeds:
        say(f"Model: {run_folder(folder, network, seed) / 'model.safetensors'}")
    return 0
