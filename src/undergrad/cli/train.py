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
    data_spec,
    load,
    number_changes,
    seeds,
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
    from undergrad.cli.execute import execute
    from undergrad.data.own_files import is_table
    from undergrad.experiments import Experiment, run_folder

    if args.table is not None and args.dataset is not None:
        raise UsageError(f"both {args.table} and --dataset {args.dataset} name the data; leave one out")
    args.dataset = args.table or args.dataset
    data, dataset = data_spec(args, "mnist-10k"), None
    if is_table(Path(data.dataset)):
        dataset = load(data, args.data_dir, quiet=args.quiet, target=_target(args))
        networks = _for_table(args, dataset)
    else:
        _check_no_table(args, data.dataset)
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
    if args.output is not None:
        numbers = {**numbers, "output": args.output}
    return Network(**described(words, where="the command"), **{**numbers, **number_changes(args)})


def _for_table(args: argparse.Namespace, dataset: Dataset) -> tuple[Network, ...]:
    """The network for a table, and one without hidden layers to compare it with."""
    from dataclasses import replace

    from undergrad.cli.columns import show_columns
    from undergrad.training.table_defaults import table_defaults

    defaults = table_defaults(dataset)
    if not args.quiet:
        show_columns(dataset)
    network = _network(args, {"hidden": defaults.hidden}, {**defaults.numbers, "output": defaults.output})
    return (network, replace(network, name=LINE, layers="")) if network.layers and args.answer is None else (network,)


def _target(args: argparse.Namespace) -> Any:
    """What the data must hold, by --task or --output; None where the target decides."""
    from undergrad.data.table.target import TARGETS
    from undergrad.errors import unknown
    from undergrad.outputs import output_named

    if args.task is not None and args.task not in TARGETS:
        raise unknown("task", args.task, TARGETS)
    by_task = None if args.task is None else TARGETS[args.task]
    by_output = None if args.output is None else output_named(args.output).target
    if by_task is not None and by_output not in (None, by_task):
        raise UsageError(f"--task {args.task} and --output {args.output} do not go together; leave one out")
    return by_task or by_output


def _check_no_table(args: argparse.Namespace, dataset: str) -> None:
    """UsageError for an option that only a table has."""
    for name in ("task", "column"):
        if getattr(args, name):
            raise UsageError(f"--{name} is for tables, and {dataset} is none; leave it out")
