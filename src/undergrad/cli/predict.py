"""`undergrad predict`: classes for data without labels."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undergrad.cli.options import add_answer, own_layers
from undergrad.cli.parser import column
from undergrad.cli.printing import say, write_data

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from undergrad.outputs import Output
    from undergrad.training import TrainedModel


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "predict",
        parents=[parent],
        help="apply a trained model to data",
        description="Write a CSV with the most probable class of each row, its name and its probability.",
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help="a model.safetensors of `undergrad train`")
    parser.add_argument("data", type=Path, metavar="DATA", help="an IDX, .npz or .csv file")
    parser.add_argument("--label-column", type=column, metavar="NAME|N", help="a column of a CSV to leave out")
    parser.add_argument("--probabilities", action="store_true", help="add the probability of every class")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write here instead of the standard output")
    add_answer(parser)
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    from undergrad.data import read_inputs
    from undergrad.files import write_whole
    from undergrad.report.tabular import csv_text
    from undergrad.training import load_model

    trained = load_model(args.model, own=own_layers(args.answer))
    y_hat = trained.predict(
        read_inputs(
            args.data,
            sample_shape=trained.sample_shape,
            label_column=args.label_column,
            pixels=trained.scaling.of_pixels,
        )
    )
    output = trained.model.output
    table = _classes(trained, y_hat, probabilities=args.probabilities) if output.classifies else _numbers(output, y_hat)
    text = csv_text(*table)
    if args.out:
        say(f"Wrote {write_whole(args.out, text)}")
    else:
        write_data(text)
    return 0


_Table = tuple[list[str], list[list[object]]]


def _classes(trained: TrainedModel, y_hat: NDArray[Any], *, probabilities: bool) -> _Table:
    """The most probable class of each row, its name and its probability."""
    names, lines = trained.class_names, []
    for row, (best, p) in enumerate(zip(map(int, trained.model.output.predicted(y_hat)), y_hat, strict=True)):
        lines.append([row, best, names[best], f"{p[best]:.6g}", *(f"{each:.6g}" for each in p if probabilities)])
    return ["row", "class", "name", "probability", *(f"p_{name}" for name in names if probabilities)], lines


def _numbers(output: Output, y_hat: NDArray[Any]) -> _Table:
    """What is predicted for each row."""
    return ["row", "prediction"], [[row, f"{value:.6g}"] for row, value in enumerate(output.predicted(y_hat))]
