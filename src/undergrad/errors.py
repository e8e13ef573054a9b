"""The errors for users: each message is one sentence that says what is wrong, where, and what to do."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Iterable
from typing import Any


class UndergradError(Exception):
    """Base of every error that `undergrad` raises on purpose. The command prints it and exits with `exit_code`.

    >>> from undergrad import load_dataset
    >>> try:
    ...     load_dataset("mnits")
    ... except UndergradError as error:
    ...     print(error)
    ...     print(type(error).__name__, error.exit_code)
    unknown data set 'mnits'; did you mean 'mnist'? Known: ...
    UsageError 2
    """

    #: The exit code of the command.
    exit_code = 1


class UsageError(UndergradError, ValueError):
    """A name, option or value of the user's cannot be used. Exit code 2.

    >>> from undergrad import fully_connected
    >>> fully_connected(784, [128], 10, "rellu")
    Traceback (most recent call last):
        ...
    undergrad.errors.UsageError: unknown activation 'rellu'; did
    you mean 'relu'? Known: ...
    """

    exit_code = 2


class TooLargeError(UsageError):
    """A training does not fit into the memory; it is raised before anything begins.

    >>> from pathlib import Path
    >>> from undergrad import load_dataset
    >>> from undergrad.experiments import DataSpec, Experiment
    >>> from undergrad.experiments import Network, run_experiment
    >>> wide = Network(name="wide", layers="fc(1000000), tanh, fc(1000000), tanh")
    >>> experiment = Experiment(name="wide", data=DataSpec(), networks=(wide,))
    >>> run_experiment(experiment, load_dataset("mnist-10k"), Path("out"))
    Traceback (most recent call last):
        ...
    undergrad.errors.TooLargeError: the network needs about ... GB
    for its weights and one batch, and this machine has ... GB for
    it; make the layers or the batch smaller
    """


class DataError(UndergradError, ValueError):
    """Data cannot be read, verified or trained on.

    >>> from undergrad import Dataset
    >>> Dataset.from_arrays([[0.5], [1.5]], [0], [[1.0]], [0])
    Traceback (most recent call last):
        ...
    undergrad.errors.DataError: x_train has 2 samples and y_train
    has 1 labels; there must be one for each
    """


class ShapeError(UndergradError, ValueError):
    """The shape or library of an array does not fit the computation.

    >>> import numpy as np
    >>> from undergrad import FCLayer
    >>> FCLayer(3, 2).forward(np.ones((1, 4)))
    Traceback (most recent call last):
        ...
    undergrad.errors.ShapeError: FCLayer(3, 2): x must be (N, 3),
    but has the shape (1, 4)
    """


class ModelError(UndergradError, ValueError):
    """A model is built wrongly, or a file does not contain one.

    >>> import numpy as np
    >>> from undergrad import ClassifierModel
    >>> ClassifierModel().predict(np.ones((1, 4)))
    Traceback (most recent call last):
        ...
    undergrad.errors.ModelError: the model has no softmax layer;
    add one: model.add_layer('softmax', SoftmaxLayer())
    """


class OtherTrainingError(ModelError):
    """A checkpoint belongs to another training than the one to continue.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from undergrad import Dataset, fit, fully_connected
    >>> from undergrad.training import Oversight
    >>> data = Dataset.from_arrays([[0.0], [1.0]] * 4, [0, 1] * 4, [[0.0]], [0])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     oversight = Oversight(checkpoint=Path(folder) / "state", resume=True)
    ...     for width in (2, 3):
    ...         _ = fit(fully_connected(1, [width], 2), data, epochs=1, oversight=oversight)
    Traceback (most recent call last):
        ...
    undergrad.errors.OtherTrainingError: ...state belongs to the
    training of another network: there 'fc1' is FCLayer with
    input_dim = 1, output_dim = 2, here 'fc1' is FCLayer with
    input_dim = 1, output_dim = 3; delete it, or choose another
    folder
    """


class FileError(UndergradError, OSError):
    """A file or folder cannot be read or written, or was changed.

    >>> from undergrad import load_model
    >>> load_model("nowhere.safetensors")
    Traceback (most recent call last):
        ...
    undergrad.errors.FileError: cannot read nowhere.safetensors:
    No such file or directory; check the path
    """


class NonFiniteLossError(UndergradError, ArithmeticError):
    """Training produced a loss that is infinite or not a number.

    `epoch` and `step` count from 1; `layer` names the first layer whose output or weights are not finite, or the one
    with the largest weights if only the L2 term is not finite.

    >>> from undergrad import Dataset, fit, fully_connected
    >>> data = Dataset.from_arrays([[0.0], [1.0]] * 4, [0, 1] * 4, [[0.0]], [0])
    >>> fit(fully_connected(1, [2], 2, "tanh"), data, batch_size=4, learning_rate=1e39)
    Traceback (most recent call last):
        ...
    undergrad.errors.NonFiniteLossError: the loss stopped being
    finite in epoch 1, step 2, first in layer 'fc1'; lower the
    learning rate, or reg_lambda if it is large
    """

    def __init__(self, *, epoch: int, step: int, layer: str) -> None:
        self.epoch, self.step, self.layer = epoch, step, layer
        super().__init__(
            f"the loss stopped being finite in epoch {epoch}, step {step}, first in layer {layer!r}; "
            "lower the learning rate, or reg_lambda if it is large"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors are pickled in worker processes, and the default would call __init__ with the message.
        return _non_finite, (self.epoch, self.step, self.layer)


def _non_finite(epoch: int, step: int, layer: str) -> NonFiniteLossError:
    return NonFiniteLossError(epoch=epoch, step=step, layer=layer)


def nearest(name: str, known: Iterable[str], cutoff: float = 0.5) -> str | None:
    """The known name most similar to `name`, ignoring case, if its similarity exceeds `cutoff`."""
    lower = {entry.lower(): entry for entry in known}
    near = difflib.get_close_matches(name.lower(), lower, n=1, cutoff=cutoff)
    return lower[near[0]] if near else None


def unknown(kind: str, name: object, known: Iterable[str], *, where: str = "") -> UsageError:
    """The error for a name that is not among `known`, with the nearest known one.

    >>> print(unknown("activation", "rellu", ["relu", "tanh"]))
    unknown activation 'rellu'; did you mean 'relu'? Known: relu, tanh
    """
    names = list(known)
    near = nearest(str(name), names)
    hint = f"did you mean {near!r}? Known: " if near else "known are "
    return UsageError(f"unknown {kind} {name!r}{where}; {hint}{', '.join(names)}")


def needed(module: str, *, what: str, extra: str | None = None) -> Any:
    """Imports a module of a package that only an extra installs, by default the extra with the package's name.

    UsageError, which says what to install, if the package is missing.

    >>> needed("no_such_package", what="a model for nobody")
    Traceback (most recent call last):
        ...
    undergrad.errors.UsageError: a model for nobody needs the package no_such_package, which is not
    installed; install it: pip install 'undergrad[no_such_package]'
    """
    package = module.partition(".")[0]
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != package:  # the package exists, but one of its own imports is missing
            raise
        raise UsageError(
            f"{what} needs the package {package}, which is not installed; "
            f"install it: pip install 'undergrad[{extra or package}]'"
        ) from None
