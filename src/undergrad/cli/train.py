"""`undergrad train`: one network."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undergrad.cli.compare import experiment_label
from undergrad.cli.networks import chosen_numbers, line_warnings, network_of, networks_for
from undergrad.cli.options import add_data_options, add_output_options, add_training_options, data_spec, load, seeds
from undergrad.cli.printing import complain, say
from undergrad.cli.table_options import add_table_options, check_no_table, take_tables, target_of

if TYPE_CHECKING:
    from undergrad.experiments import Network


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "train",
        parents=[parent],
        help="train one network and keep the best model",
        description="Train one network, keep the weights of the epoch with the best validation measure, test them. A "
        "table is trained with defaults of its own, and beside a network without hidden layers.",
    )
    parser.add_argument(
        "tables",
        nargs="*",
        metavar="TABLE",
        help="short for --dataset TABLE; of several the rows are one table; - is standard input",
    )
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

    take_tables(args, args.tables)
    data, dataset = data_spec(args, "mnist-10k"), None
    is_of_table = is_table(data.dataset)
    if args.folds is not None and is_of_table:
        return train_folds(args, data)
    if is_of_table:
        dataset = load(data, args.data_dir, quiet=args.quiet, target=target_of(args))
        if not args.quiet:
            show_columns(dataset)
        networks = networks_for(args, dataset)
    else:
        check_no_table(args, data.dataset)
        networks = (network_of(args, {}, {}),)
    name = f"train-{experiment_label(data.dataset)}"
    experiment = Experiment(name=name, data=data, networks=networks, seeds=seeds(args), answer=args.answer)
    if dataset is not None and not args.quiet:
        say(f"Trained with: {chosen_numbers(networks[0])}")
    folder = execute(experiment, args, dataset)
    for seed in experiment.seeds:
        model = run_folder(folder, networks[0], seed) / "model.safetensors"
        say(f"Model: {model}")
        _say_threshold(model, networks[0])
    for sentence in line_warnings(folder):
        complain(sentence)
    return 0


def _say_threshold(model: Path, network: Network) -> None:
    """The threshold that was chosen on the validation set, if one was."""
    from undergrad.outputs import Logistic
    from undergrad.training import load_model

    if network.puts_out.settles and model.exists():
        trained = load_model(model)
        if isinstance(trained.model.output, Logistic):
            name = trained.class_names[1]
            say(f"Threshold: {trained.model.output.threshold:.4g}, of the best F of {name!r} on the validation set")
