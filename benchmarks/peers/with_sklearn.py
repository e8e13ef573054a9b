"""The steps by scikit-learn's MLPClassifier."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.task import CLASSES, Task, Trainer
from undergrad.optimizers import SGD, Adam, parse_optimizer

_ACTIVATIONS = {"relu": "relu", "sigmoid": "logistic", "tanh": "tanh"}


def as_sklearn_computes(task: Task) -> Task:
    """Adam with scikit-learn's place of epsilon."""
    optimizer = parse_optimizer(task.optimizer)
    if type(optimizer) is Adam:
        return replace(task, optimizer=str(replace(optimizer, epsilon_hat=True)))
    return task


def with_sklearn(task: Task, x: NDArray[np.uint8], labels: NDArray[np.int64]) -> Trainer:
    """An epoch of MLPClassifier, in order."""
    from sklearn.neural_network import MLPClassifier

    optimizer = parse_optimizer(as_sklearn_computes(task).optimizer)
    own: dict[str, Any]
    if optimizer == SGD():
        own = {"solver": "sgd", "momentum": 0, "nesterovs_momentum": False}
    elif type(optimizer) is Adam:
        own = {"solver": "adam", "beta_1": optimizer.beta_1, "beta_2": optimizer.beta_2, "epsilon": optimizer.epsilon}
    else:
        raise SystemExit(f"scikit-learn has no {task.optimizer}")
    model = MLPClassifier(
        task.widths[1:-1],
        activation=_ACTIVATIONS[task.activation],
        alpha=task.reg_lambda * task.batch,  # it divides the L2 term by the number of samples
        batch_size=task.batch,
        learning_rate_init=task.learning_rate,
        shuffle=False,
        random_state=0,
        **own,
    )
    inputs, classes = task.scaled(x), np.arange(CLASSES)
    model.partial_fit(inputs[: task.batch], labels[: task.batch], classes=classes)  # this creates the arrays
    first = task.model().parameters()
    W, b = ([array.copy() for name, array in first.items() if name.endswith(end)] for end in (".W", ".b"))
    model.coefs_, model.intercepts_ = W, b
    del model._optimizer  # discards the optimizer's state from the step that created the arrays
    names = [name.rpartition(".")[0] for name in first if name.endswith(".W")]

    def arrays() -> dict[str, NDArray[Any]]:
        named = zip(names, model.coefs_, model.intercepts_, strict=True)
        return {f"{name}.{key}": array for name, W, b in named for key, array in (("W", W), ("b", b))}

    return Trainer(lambda: model.partial_fit(inputs, labels, classes=classes), arrays)
