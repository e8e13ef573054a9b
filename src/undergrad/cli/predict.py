"""`undergrad predict`: predicts classes, labels or numbers for new data."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undergrad.cli.model import add_model, model_file
from undergrad.cli.options import add_answer, own_layers
from undergrad.cli.parser import column
from undergrad.cli.printing import say, write_data
from undergrad.cli.table_options import add_encoding, add_threshold, with_threshold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from undergrad.training import TrainedModel

#: The columns to write, by name, with a value for each row.
_Columns = dict[str, list[Any]]


def add(commands: Any, parent: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "predict",
        parents=[parent],
        help="apply a trained model to data",
        description="Write the most probable class of each row, its name and its probability; for a model of several "
        "labels or of numbers, those.",
    )
    add_model(parser)
    parser.add_argument("data", metavar="DATA", nargs="+", help="an IDX or .npz file, or tables; - is standard input")
    parser.add_argument("--label-column", type=column, metavar="NAME|N", help="a column of a table to leave out")
    add_encoding(parser)
    parser.add_argument(
        "--keep",
        action="append",
        type=column,
        metavar="NAME|N",
        help="a column of a table to copy into the result; may be repeated",
    )
    parser.add_argument("--probabilities", action="store_true", help="add the probability of every class")
    add_threshold(parser)
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="write here instead of the standard output: .csv, .jsonl or .parquet",
    )
    add_answer(parser)
    parser.set_defaults(command=command, parser=parser)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    from undergrad.errors import UsageError
    from undergrad.files import write_whole
    from undergrad.report.table_file import writer_for
    from undergrad.training import load_model

    write = writer_for(args.out or Path("standard-output.csv"))
    _check_out(args)
    trained = with_threshold(load_model(model_file(args.model), own=own_layers(args.answer)), args.threshold)
    x, kept = _read(args, trained)
    y_hat = trained.predict(x)
    output = trained.model.output
    if output.classifies:
        columns = _classes(trained, y_hat, probabilities=args.probabilities)
    elif output.target == "labels":
        columns = _labels(trained, y_hat, probabilities=args.probabilities)
    elif args.probabilities:
        raise UsageError(f"the output {output.text} has no probabilities; leave --probabilities out")
    else:
        columns = _numbers(trained, y_hat)
    columns = {"row": list(range(len(y_hat))), **_apart(kept, columns), **columns}
    contents = write([dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)])
    if args.out:
        say(f"Wrote {write_whole(args.out, contents)}")
    else:
        write_data(contents.decode())
    return 0


def _check_out(args: argparse.Namespace) -> None:
    """Raise UsageError if --out is an input file."""
    from undergrad.errors import UsageError

    read = next((path for path in args.data if args.out and args.out.exists() and Path(path).exists()
                 and args.out.samefile(path)), None)  # fmt: skip
    if read is not None:
        raise UsageError(f"{args.out} is an input file; choose another one for --out")


def _apart(kept: _Columns, columns: _Columns) -> _Columns:
    """The kept columns, renamed if one of ours has the name: "class (table)" beside "class"."""
    return {f"{name} (table)" if name in columns or name == "row" else name: cells for name, cells in kept.items()}


def _read(args: argparse.Namespace, trained: TrainedModel) -> tuple[NDArray[Any], _Columns]:
    """The features, and the columns to copy."""
    from undergrad.data import read_inputs
    from undergrad.data.own_files import is_table
    from undergrad.data.table.names import target_places
    from undergrad.data.table.raw import RawTable
    from undergrad.data.table.read import read_table
    from undergrad.errors import UsageError

    arrays = next((path for path in args.data if not is_table(path)), None)
    if arrays is not None and (args.keep or len(args.data) > 1):
        what = "--keep is for columns of tables" if args.keep else "several files are one table"
        raise UsageError(f"{what}, and {arrays} is none; leave it out")
    # Read only once: standard input cannot be read again.
    source = args.data[0] if arrays is not None else read_table(args.data, args.label_column, args.encoding)
    kept: _Columns = {}
    if isinstance(source, RawTable) and args.keep:
        kept = {source.names[place]: source.columns[place].cells() for place in target_places(source, args.keep)}
    x = read_inputs(
        source,
        sample_shape=trained.sample_shape,
        label_column=args.label_column,
        pixels=trained.scaling.of_pixels,
        plan=trained.plan,
    )
    return x, kept


def _classes(trained: TrainedModel, y_hat: NDArray[Any], *, probabilities: bool) -> _Columns:
    """The most probable class of each row, or the threshold's, its name and its probability."""
    names, output = trained.class_names, trained.model.output
    shares, numbers = output.probabilities(y_hat), output.class_numbers(output.predicted(y_hat))
    assert shares is not None, "what classifies has probabilities"
    best = [int(number) for number in numbers]
    columns: _Columns = {
        "class": best,
        "name": [names[number] for number in best],
        "probability": [_digits(p[number]) for p, number in zip(shares, best, strict=True)],
    }
    return columns | (_shares(names, shares) if probabilities else {})


def _labels(trained: TrainedModel, y_hat: NDArray[Any], *, probabilities: bool) -> _Columns:
    """A column for each label: 1 if the row has it, else 0."""
    names, predicted = trained.class_names, trained.model.output.predicted(y_hat)
    columns: _Columns = {name: [int(there) for there in predicted[:, place]] for place, name in enumerate(names)}
    return columns | (_shares(names, y_hat) if probabilities else {})


def _numbers(trained: TrainedModel, y_hat: NDArray[Any]) -> _Columns:
    """The predictions for each row, with all digits: one number, or a column for each of several."""
    predicted = trained.model.output.predicted(y_hat)
    if predicted.ndim == 1:
        return {"prediction": _all_digits(predicted)}
    return {name: _all_digits(predicted[:, place]) for place, name in enumerate(trained.class_names)}


def _shares(names: tuple[str, ...], shares: NDArray[Any]) -> _Columns:
    return {f"p_{name}": [_digits(p) for p in shares[:, place]] for place, name in enumerate(names)}


def _digits(share: Any) -> float:
    return float(f"{share:.6g}")


def _all_digits(numbers: NDArray[Any]) -> list[float]:
    """As Python numbers with the digits of the model's precision, 0.1 and not 0.10000000149."""
    return [float(str(number)) for number in numbers]
