"""Defaults for training on a table: a network and hyperparameters that suit the table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Unpack

from undergrad.architecture import Architecture, short
from undergrad.data import Dataset
from undergrad.data.table.load import load_table
from undergrad.errors import UsageError
from undergrad.outputs import output_named
from undergrad.settings import Numbers, with_numbers
from undergrad.training.fit import Fit, fit
from undergrad.training.generators import generators
from undergrad.training.oversight import Oversight

_OUTPUTS = {"classes": "classes", "numbers": "regression", "labels": "labels"}


@dataclass(frozen=True)
class TableDefaults:
    """The choice of `table_defaults`: a network for a table, and the hyperparameters that differ from the homework's.

    >>> TableDefaults(hidden=(64,), output="regression").numbers
    {}
    """

    #: The widths of the hidden layers; ReLU follows each.
    hidden: tuple[int, ...]
    #: The name of its output, for `undergrad.outputs.output_named`.
    output: str
    #: The values of `Hyperparameters` that differ from the homework's, by name.
    numbers: dict[str, Any] = field(default_factory=dict)


def table_defaults(dataset: Dataset) -> TableDefaults:
    """The network and hyperparameters for a table: Adam, shuffled batches, and an end once the validation loss stalls.

    Width and batch size follow from the number of rows, the output from the target; for two classes the output is one
    probability.

    >>> data = Dataset.from_arrays([[0.0], [1.0]] * 20, [0, 1] * 20, [[0.2]], [0])
    >>> table_defaults(data)
    TableDefaults(hidden=(64,), output='logistic', numbers={'epochs': 200, 'patience': 30, ...})
    """
    rows = len(dataset.x_train)
    output = "logistic" if dataset.target == "classes" and dataset.classes == 2 else _OUTPUTS[dataset.target]
    width = 64 if rows < 1_000 else 128
    batch = 32 if rows < 2_000 else 64 if rows < 10_000 else 128 if rows < 100_000 else 256
    numbers = {
        "epochs": 200,
        "patience": 30 if rows < 10_000 else 10,
        "batch_size": min(batch, max(1, rows // 4)),
        "learning_rate": 0.001 if rows < 10_000 else 0.002,
        # The more rows, the less a network overfits.
        "reg_lambda": 1e-3 if rows < 10_000 else 1e-4 if rows < 100_000 else 1e-5,
        "order": "shuffled",
        "optimizer": "adam",
        "validation": 0.1,
        "best_by": "loss",
    }
    return TableDefaults((width,), output, numbers)


def fit_table(
    source: Any,
    *,
    target: Any = None,
    task: str | None = None,
    columns: dict[str, str] | None = None,
    test: Any = None,
    layers: str | None = None,
    output: str | None = None,
    seed: int = 0,
    oversight: Oversight | None = None,
    progress: bool = False,
    **numbers: Unpack[Numbers],
) -> Fit:
    """Train a network on a table, as `undergrad train` does: a path, a frame, or the Dataset of `load_table`.

    `target`, `task`, `columns` and `test` are those of `load_table`. `layers` is the text of the hidden layers, and
    `output` the name of its output; `table_defaults` chooses these and the hyperparameters that you leave out. `seed`,
    `oversight`, `progress` and the hyperparameters are those of `fit`.

    Raises the errors of `load_table` and of `fit`.

    >>> import csv, tempfile
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp()) / "weather.csv"
    >>> rows = [[i % 30, ("dry", "wet", "")[i % 3], "yes" if i % 30 > 14 else "no"] for i in range(90)]
    >>> with path.open("w", newline="") as file:
    ...     csv.writer(file).writerows([["degrees", "ground", "label"], *rows])
    >>> fitted = fit_table(path, epochs=60)
    >>> fitted.best.val_measure > 0.9
    True
    """
    if isinstance(source, Dataset):
        if any(value is not None for value in (target, task, columns, test)):
            raise UsageError("the data set already has a target and features; leave target, task, columns and test out")
        dataset = source
    else:
        dataset = load_table(source, target=target, task=task, columns=columns, test=test)
    defaults = table_defaults(dataset)
    settings = with_numbers(with_numbers(None, defaults.numbers), dict(numbers))
    puts_out = output_named(defaults.output if output is None else output)
    architecture = short(defaults.hidden) if layers is None else Architecture.parse(layers)
    _, rng = generators(seed)
    model = architecture.build(dataset.sample_shape, dataset.classes, output=puts_out, rng=rng)
    return fit(model, dataset, settings, seed=seed, oversight=oversight, progress=progress)
