"""`undergrad evaluate`: measures a trained model on a test set."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from undergrad.cli.model import add_model, model_file
from undergrad.cli.options import add_answer, add_data_options, data_spec, load, own_layers
from undergrad.cli.printing import complain, say, write_data
from undergrad.cli.seen import SeenRows, seen_rows
from undergrad.cli.table_options import add_encoding, add_threshold, take_tables, with_threshold
from undergrad.display.terminal import on_one_line

if TYPE_CHECKING:
    from undergrad.outputs import Measure, Measured
    from undergrad.training import ClassMetrics, Metrics


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "evaluate",
        parents=[parent],
        help="measure a trained model on a test set",
        description="Print the model's measures on the test part of a data set, with 95 % intervals: for a classifier "
        "accuracy or AUC, precision, recall and F; for several labels F; for numbers R2 and errors.",
    )
    add_model(parser)
    parser.add_argument("tables", nargs="*", metavar="TABLE", help="short for --dataset TABLE; several are one table")
    add_data_options(parser, None)
    add_encoding(parser)
    add_threshold(parser)
    add_answer(parser)
    parser.add_argument("--json", action="store_true", help="print JSON, with the confusion matrix")
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    from undergrad.data.targets import counted
    from undergrad.errors import DataError, UsageError
    from undergrad.training import Metrics, label_metrics, load_model, metrics

    take_tables(args, args.tables)
    if args.dataset is None:
        raise UsageError("name the data to evaluate on: a TABLE after the model, or --dataset")
    trained = with_threshold(load_model(model_file(args.model), own=own_layers(args.answer)), args.threshold)
    spec = data_spec(args, args.dataset)
    output, names = trained.model.output, trained.class_names
    dataset = load(
        spec, args.data_dir, quiet=False, hold_out=False, class_names=trained.class_names, target=output.target,
        plan=trained.plan,
    )  # fmt: skip
    if dataset.classes > len(names) or (dataset.classes < len(names) and output.target != "classes"):
        raise DataError(
            f"{args.dataset} has {counted(dataset.target, dataset.classes)}, but {args.model} knows {len(names)}; "
            "evaluate it on data of its own kind"
        )
    predicted = output.predicted(trained.predict(dataset.x_test))
    measured: dict[Measure, Measured] = {}
    unmeasured: list[DataError] = []
    for measure in (output.measure, *output.also):
        try:
            measured[measure] = measure.measured(predicted, dataset.y_test)
        except DataError as error:
            unmeasured.append(error)
    by_class: Metrics | Sequence[ClassMetrics] | None = None
    if output.classifies:
        by_class = metrics(output.class_numbers(predicted), dataset.y_test, len(names))
    elif output.target == "labels":
        by_class = label_metrics(predicted, dataset.y_test)
    if not measured and by_class is None:
        raise unmeasured[0]
    for reason in unmeasured:
        complain(str(reason))
    known = seen_rows(trained, dataset, predicted)
    if args.json:
        write_data(json_text({measure.name: value for measure, value in measured.items()}, by_class, names, known))
        return 0
    for sentence in known.sentences if known else ():
        say(sentence)
    samples = f" on {'all ' * bool(known and known.seen)}{len(dataset.x_test):,} samples of {dataset.name}"
    for measure, value in measured.items():
        say(f"test {measure.words['en']} {measure.shown(value)}{samples}")
        samples = ""
    if isinstance(by_class, Metrics):
        _show_means(by_class, output.measure)
        _show_classes(by_class.per_class, "class", names)
    elif by_class is not None:
        _show_classes(by_class, "label", names)
    return 0


def json_text(
    measured: Mapping[str, Measured],
    by_class: Metrics | Sequence[ClassMetrics] | None,
    names: Sequence[str],
    known: SeenRows | None = None,
) -> str:
    """The measures as JSON, by name, and the metrics of classes or labels with their names.

    `seen` has the number of rows that the model was trained on, if known, and the measure on the others.
    """
    import msgspec

    fields: dict[str, Any] = msgspec.to_builtins(measured)
    if by_class is not None:
        metrics_by_class = msgspec.to_builtins(by_class)
        fields |= metrics_by_class if isinstance(metrics_by_class, dict) else {"per_class": metrics_by_class}
        fields["per_class"] = [{"name": name, **each} for name, each in zip(names, fields["per_class"], strict=True)]
    if known is not None:
        fields["seen"] = known.fields
    if "undefined" in fields:
        fields["undefined"] = [[names[number], name] for number, name in fields["undefined"]]
    return msgspec.json.format(msgspec.json.encode(fields)).decode() + "\n"


def _show_means(measured: Metrics, measure: Measure) -> None:
    if measure.name != "accuracy":
        say(f"accuracy {measured.accuracy}")
    say(f"balanced accuracy {measured.balanced_accuracy:.4f}")
    say(
        f"means over classes: precision {measured.macro_precision:.4f}, recall {measured.macro_recall:.4f}, "
        f"F {measured.macro_f:.4f}; over samples each is the accuracy"
    )


def _show_classes(per_class: Sequence[ClassMetrics], what: str, names: Sequence[str]) -> None:
    from undergrad.cli.tables import print_table

    rows = [
        (on_one_line(name), *map(_cell, (each.precision, each.recall, each.f)), f"{each.samples:,}")
        for name, each in zip(names, per_class, strict=True)
        if each.samples or each.precision is not None
    ]
    print_table((what, "precision", "recall", "F", "samples"), rows)
    zero = sum(1 for each in per_class if each.samples and each.precision is None)
    if zero:
        missed = (
            f"1 {what} with samples was"
            if zero == 1
            else f"{zero} {'classes' if what == 'class' else 'labels'} with samples were"
        )
        mean = ", and the mean counts 0" if what == "class" else ""
        complain(f"{missed} never predicted: the precision is 0/0{mean}")


def _cell(value: float | None) -> str:
    return "0/0" if value is None else f"{value:.4f}"
