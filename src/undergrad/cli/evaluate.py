"""`undergrad evaluate`: what a trained model is worth on a test set."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undergrad.cli.options import add_answer, add_data_options, data_spec, load, own_layers
from undergrad.cli.printing import complain, say, write_data
from undergrad.display.terminal import on_one_line

if TYPE_CHECKING:
    from undergrad.outputs import Measured
    from undergrad.training import Metrics


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "evaluate",
        parents=[parent],
        help="what a trained model is worth on a test set",
        description="Print accuracy with its 95 % interval, precision, recall and F on the test part of a data set.",
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help="a model.safetensors of `undergrad train`")
    add_data_options(parser, None)
    add_answer(parser)
    parser.add_argument("--json", action="store_true", help="as JSON, with the confusion matrix")
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    from undergrad.errors import DataError
    from undergrad.training import load_model, metrics

    trained = load_model(args.model, own=own_layers(args.answer))
    spec = data_spec(args, args.dataset)
    dataset = load(spec, args.data_dir, quiet=False, hold_out=False, class_names=trained.class_names)
    if dataset.classes > len(trained.class_names):
        raise DataError(
            f"{args.dataset} has {dataset.classes} classes, but {args.model} knows {len(trained.class_names)}; "
            "evaluate it on data of its own kind"
        )
    output = trained.model.output
    predicted = output.predicted(trained.predict(dataset.x_test))
    by_class = metrics(predicted, dataset.y_test, len(trained.class_names)) if output.classifies else None
    measure, measured = output.measure, output.measure.measured(predicted, dataset.y_test)
    if args.json:
        names = trained.class_names
        write_data(json_text(measure.name, measured) if by_class is None else classes_text(by_class, names))
        return 0
    say(f"test {measure.words['en']} {measure.shown(measured)} on {measured.n:,} samples of {dataset.name}")
    if by_class is not None:
        _show(by_class, trained.class_names)
    return 0


def json_text(name: str, measured: Measured) -> str:
    """What was measured as JSON, under the measure's name."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode({name: measured})).decode() + "\n"


def classes_text(measured: Metrics, class_names: Sequence[str]) -> str:
    """The metrics as JSON, classes with their names; null where there is 0/0."""
    import msgspec

    fields = msgspec.to_builtins(measured)
    fields["per_class"] = [{"name": name, **each} for name, each in zip(class_names, fields["per_class"], strict=True)]
    fields["undefined"] = [[class_names[number], name] for number, name in measured.undefined]
    return msgspec.json.format(msgspec.json.encode(fields)).decode() + "\n"


def _show(measured: Metrics, class_names: Sequence[str]) -> None:
    from undergrad.cli.tables import print_table

    say(f"balanced accuracy {measured.balanced_accuracy:.4f}")
    say(
        f"means over classes: precision {measured.macro_precision:.4f}, recall {measured.macro_recall:.4f}, "
        f"F {measured.macro_f:.4f}; over samples each is the accuracy"
    )
    rows = [
        (on_one_line(name), *map(_cell, (each.precision, each.recall, each.f)), f"{each.samples:,}")
        for name, each in zip(class_names, measured.per_class, strict=True)
        if each.samples or each.precision is not None
    ]
    print_table(("class", "precision", "recall", "F", "samples"), rows)
    zero = sum(1 for each in measured.per_class if each.samples and each.precision is None)
    if zero:
        classes = "1 class" if zero == 1 else f"{zero} classes"
        complain(f"nothing was called {classes} of those that there are: the precision is 0/0, and the mean counts 0")


def _cell(value: float | None) -> str:
    return "0/0" if value is None else f"{value:.4f}"
