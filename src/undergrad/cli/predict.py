"""`undergrad predict`: classes for data without labels."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from undergrad.cli.options import add_answer, own_layers
from undergrad.cli.parser import column
from undergrad.cli.printing import say, write_data


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
    extra = [f"p_{name}" for name in trained.class_names] if args.probabilities else []
    lines = []
    for row, probabilities in enumerate(y_hat):
        best = int(probabilities.argmax())
        all_of_them = [f"{p:.6g}" for p in probabilities] if args.probabilities else []
        lines.append([row, best, trained.class_names[best], f"{probabilities[best]:.6g}", *all_of_them])
    text = csv_text(["row", "class", "name", "probability", *extra], lines)
    if args.out:
        say(f"Wrote {write_whole(args.out, text)}")
    else:
        write_data(text)
    return 0
