"""`undergrad predict`: classes, labels or numbers for data without them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undergrad.cli.model import add_model, model_file
from undergrad.cli.options import add_answer, own_layers
from undergrad.cli.parser import column
from undergrad.cli.printing import say, write_data

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from undergrad.training import TrainedModel


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "predict",
        parents=[parent],
        help="apply a trained model to data",
        description="Write a CSV with the most probable class of each row, its name and its probability; of a model "
        "for several labels or for numbers, those.",
    )
    add_model(parser)
    parser.add_argument("data", type=Path, metavar="DATA", help="an IDX, .npz or .csv file")
    parser.add_argument("--label-column", type=column, metavar="NAME|N", help="a column of a CSV to leave out")
    parser.add_argument("--probabilities", action="store_true", help="add the probability of every class")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write here instead of the standard output")
    add_answer(parser)
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    from undergrad.data import read_inputs
    from undergrad.errors import UsageError
    from undergrad.files import write_whole
    from undergrad.report.tabular import csv_text
    from undergrad.training import load_model

    trained = load_model(model_file(args.model), own=own_layers(args.answer))
    y_hat = trained.predict(
        read_inputs(
            args.data,
            sample_shape=trained.sample_shape,
            label_column=args.label_column,
            pixels=trained.scaling.of_pixels,
            plan=trained.plan,
        )
    )
    output = trained.model.output
    if output.classifies:
        table = _classes(trained, y_hat, probabilities=args.probabilities)
    elif output.target == "labels":
        table = _labels(trained, y_hat, probabilities=args.probabilities)
    elif args.probabilities:
        raise UsageError(f"the output {output.text} has no probabilities; leave --probabilities out")
    else:
        table = _numbers(trained, y_hat)
    text = csv_text(*table)
    if args.out:
        say(f"Wrote {write_whole(args.out, text)}")
    else:
        write_data(text)
    return 0


_Table = tuple[list[str], list[list[object]]]


def _classes(trained: TrainedModel, y_hat: NDArray[Any], *, probabilities: bool) -> _Table:
    """The most probable class of each row, its name and its probability."""
    names, output, lines = trained.class_names, trained.model.output, []
    shares, numbers = output.probabilities(y_hat), output.class_numbers(output.predicted(y_hat))
    assert shares is not None, "what classifies has probabilities"
    for row, (best, p) in enumerate(zip(map(int, numbers), shares, strict=True)):
        lines.append([row, best, names[best], f"{p[best]:.6g}", *(f"{each:.6g}" for each in p if probabilities)])
    return ["row", "class", "name", "probability", *(f"p_{name}" for name in names if probabilities)], lines


def _labels(trained: TrainedModel, y_hat: NDArray[Any], *, probabilities: bool) -> _Table:
    """For each row which labels are there, 1 or 0, a column for each."""
    names, predicted = trained.class_names, trained.model.output.predicted(y_hat)
    lines = [
        [row, *map(int, there), *(f"{each:.6g}" for each in p if probabilities)]
        for row, (there, p) in enumerate(zip(predicted, y_hat, strict=True))
    ]
    return ["row", *names, *(f"p_{name}" for name in names if probabilities)], lines


def _numbers(trained: TrainedModel, y_hat: NDArray[Any]) -> _Table:
    """What is predicted for each row, with all digits: one number, or a column for each of several."""
    predicted = trained.model.output.predicted(y_hat)
    if predicted.ndim == 1:
        return ["row", "prediction"], [[row, str(value)] for row, value in enumerate(predicted)]
    return ["row", *trained.class_names], [[row, *map(str, line)] for row, line in enumerate(predicted)]
