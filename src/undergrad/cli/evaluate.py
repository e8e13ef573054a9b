"""`undergrad evaluate`: a trained model's accuracy on a test set."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from undergrad.cli.options import add_data_options, data_spec, load
from undergrad.cli.printing import say
from undergrad.display.terminal import on_one_line


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "evaluate",
        parents=[parent],
        help="a trained model's accuracy on a test set",
        description="Print the accuracy on the test part of a data set, with its 95 % interval, and for each class.",
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help="a model.safetensors of `undergrad train`")
    add_data_options(parser, None)
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    from undergrad.errors import DataError
    from undergrad.training import accuracy, load_model

    trained = load_model(args.model)
    spec = data_spec(args, args.dataset)
    dataset = load(spec, args.data_dir, quiet=False, hold_out=False, class_names=trained.class_names)
    if dataset.classes > len(trained.class_names):
        raise DataError(
            f"{args.dataset} has {dataset.classes} classes, but {args.model} knows {len(trained.class_names)}; "
            "evaluate it on data of its own kind"
        )
    predicted = trained.predict(dataset.x_test).argmax(axis=1)
    samples = f"{len(predicted):,} samples of {dataset.name}"
    say(f"test accuracy {accuracy(predicted, dataset.y_test)} on {samples}")
    names = list(map(on_one_line, trained.class_names))
    width = max(map(len, names))
    for number, name in enumerate(names):
        of_class = dataset.y_test == number
        if of_class.any():
            say(f"  {name:<{width}}  {accuracy(predicted[of_class], dataset.y_test[of_class])}")
    return 0
