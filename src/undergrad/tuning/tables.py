"""The default space for a table: the parameters that matter, around the defaults of `undergrad train`."""

from __future__ import annotations

from undergrad.data import Dataset
from undergrad.training import table_defaults
from undergrad.tuning.space import Space, parse_space

_EPOCHS = 100
#: One or two layers, plain or with dropout, which keeps a large network from memorising rows.
_LAYERS = (
    "fc({width}), relu",
    "fc({width}), relu, fc({width}), relu",
    "fc({width}), relu, dropout({dropout})",
    "fc({width}), relu, dropout({dropout}), fc({width}), relu, dropout({dropout})",
    "fc({width}), batch_norm, relu, dropout({dropout})",
)


def table_space(dataset: Dataset) -> Space:
    """A space of layers, width, dropout, learning rate, weight decay and batch size; the rest is from `table_defaults`.

    >>> data = Dataset.from_arrays([[0.0], [1.0]] * 20, [0, 1] * 20, [[0.2]], [0])
    >>> space = table_space(data)
    >>> space.words("width"), space.words("learning_rate")
    ('32, 64, 128 or 256', '0.0003 to 0.01, by its logarithm')
    """
    numbers = table_defaults(dataset).numbers
    batch, rows = numbers["batch_size"], len(dataset.x_train)
    return parse_space(
        {
            **numbers,
            "layers": list(_LAYERS),
            "width": [32, 64, 128, 256] if rows < 20_000 else [64, 128, 256, 512],
            "dropout": [0.1, 0.2, 0.35, 0.5],
            "learning_rate": {"low": 3e-4, "high": 1e-2, "log": True},
            "reg_lambda": {"low": 1e-6, "high": 1e-2, "log": True},
            "batch_size": sorted({max(1, batch // 2), batch, 2 * batch}),
            "epochs": _EPOCHS,
        },
        where="the search for a table",
    )
