"""`undergrad train`: one network."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undergrad.cli.compare import experiment_label
from undergrad.cli.options import (
    add_data_options,
    add_output_options,
    add_table_options,
    add_training_options,
    check_no_table,
    data_spec,
    load,
    number_changes,
    output_of,
    seeds,
    target_of,
)
from undergrad.cli.printing import say
from undergrad.errors import UsageError

if TYPE_CHECKING:
    from undergrad.data import Dataset
    from undergrad.experiments import Network

#: What a network without hidden layers is called that is trained beside a table's.
LINE = "line"


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "train",
        parents=[parent],
        help="train one network and keep the best model",
        description="Train one network, keep the weights of the epoch with the best validation measure, test them. A "
        "table is trained with defaults of its own, and beside a network without hidden layers.",
    )
    parser.add_argument("table", nargs="?", metavar="TABLE", help="short for --dataset TABLE")
    add_data_options(parser, "mnist-10k")
    add_table_options(parser)
    parser.add_argument("--activation", metavar="A", help="sigmoid, relu (default), tanh, leaky_relu, elu")
    add_training_options(parser)
    add_output_options(parser)
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    from undergrad.cli.columns import show_columns
    from undergrad.cli.execute import execute
    from undergrad.cli.folds import train_folds
    from undergrad.data.own_files import is_table
    from undergrad.experiments import Experiment, run_folder

    if args.table is not None and args.dataset is not None:
        raise UsageError(f"both {args.table} and --dataset {args.dataset} name the data; leave one out")
    args.dataset = args.table or args.dataset
    data, dataset = data_spec(args, "mnist-10k"), None
    if args.folds is not None and is_table(Path(data.dataset)):
        return train_folds(args, data)
    if is_table(Path(data.dataset)):
        dataset = load(data, args.data_dir, quiet=args.quiet, target=target_of(args))
        if not args.quiet:
            show_columns(dataset)
        networks = networks_for(args, dataset)
    else:
        check_no_table(args, data.dataset)
        networks = (_network(args, {}, {}),)
    name = f"train-{experiment_label(data.dataset)}"
    experiment = Experiment(name=name, data=data, networks=networks, seeds=seeds(args), answer=args.answer)
    folder = execute(experiment, args, dataset)
    for seed in experiment.seeds:
        say(f"Model: {run_folder(folder, networks[0], seed) / 'model.safetensors'}")
    return 0


def _network(args: argparse.Namespace, words: dict[str, Any], numbers: dict[str, Any]) -> Network:
    """The network that the options describe, over `words` and `numbers` where they say nothing."""
    from undergrad.experiments import Network
    from undergrad.experiments.spec import described

    own = {key: value for key in ("layers", "hidden", "activation") if (value := getattr(args, key)) is not None}
    words = own if "layers" in own else {**words, **own}
    numbers = {**numbers, "output": output_of(args, numbers.get("output", "classes"))}
    return Network(**described(words, where="the command"), **{**numbers, **number_changes(args)})


def networks_for(args: argparse.Namespace, dataset: Dataset) -> tuple[Network, ...]:
    """The network for a table, and one without hidden layers to compare it with."""
    from dataclasses import replace

    from undergrad.training import table_defaults

    defaults = table_defaults(dataset)
    network = _network(args, {"hidden": defaults.hidden}, {**defaults.numbers, "output": defaults.output})
    if not network.layers or args.answer is not None:
        return (network,)
    # Without hidden layers there is one valley, and larger steps lead to its bottom sooner.
    faster = min(10 * network.learning_rate, 0.1)
    return network, replace(network, name=LINE, layers="", learning_rate=faster)
